//! Money through the whole house, named by the rows of the acceptance list: contributions put off, taken up and made
//! good, a base chosen and overtaken, a subsidy from its application to the bank's return.

use std::collections::{BTreeMap, BTreeSet};

use app::registry::money::cycle::CycleState;
use app::registry::money::ledger::ContributionState;
use app::registry::money::order::OrderState;
use app::registry::money::{Fen, Insurance, Month};
use app::registry::{CycleId, Role};
use app::service::definition::Channel;
use app::store::OrderFilter;
use app::{
    ActRequest, ApplyRequest, CaseError, CaseView, CollectedLine, MismatchDeed, PayerSet, PaymentError,
    Viewer,
};
use exchange::bank::simulator::{BankSimulator, Rules};
use jiff::civil::date;

use crate::house::{House, house};

const PENSION: Insurance = Insurance::from_static("pension");

pub(crate) fn owned(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    fields.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

pub(crate) fn filing(service: &str, channel: Channel, fields: &[(&str, &str)]) -> ApplyRequest {
    ApplyRequest {
        service: service.to_owned(),
        channel,
        fields: owned(fields),
        commitment: None,
        papers_seen: BTreeMap::new(),
        idempotency_key: None,
    }
}

pub(crate) async fn act(
    house: &House,
    viewer: &Viewer,
    number: &str,
    action: &str,
    form: &[(&str, &str)],
) -> Result<CaseView, CaseError> {
    act_for(house, viewer, number, action, form, &[]).await
}

pub(crate) async fn act_for(
    house: &House,
    viewer: &Viewer,
    number: &str,
    action: &str,
    form: &[(&str, &str)],
    reasons: &[&str],
) -> Result<CaseView, CaseError> {
    let view = house.app.case_see(viewer, number).await?;
    let request = ActRequest {
        action: action.to_owned(),
        version: view.version,
        form: owned(form),
        reasons: reasons.iter().map(|reason| (*reason).to_owned()).collect(),
        ..ActRequest::default()
    };
    house.app.case_act(viewer, number, request).await
}

pub(crate) async fn city(house: &House, name: &str) -> Viewer {
    house.officer(name, Role::City).await
}

pub(crate) fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// CHEN left college in July 2020 and has worked on a platform since September.
pub(crate) fn chen() -> ApplyRequest {
    filing(
        "graduate-subsidy",
        Channel::App,
        &[
            ("name", "陈晨"),
            ("id_number", "110199199806010245"),
            ("phone", "13900000005"),
            ("hukou", "110105"),
            ("education", "college"),
            ("graduated_on", "2020-07-01"),
            ("first_form", "platform"),
            ("first_on", "2020-09-01"),
            ("now_form", "platform"),
            ("labour_relation", "false"),
            ("bank", "中国工商银行"),
            ("bank_account", "6222021234567890123"),
        ],
    )
}

/// CHEN's case with its running subsidy: the clerk, another clerk, the number of the case.
pub(crate) async fn running(house: &House) -> (Viewer, Viewer, Viewer, String) {
    let made = house.app.apply(&Viewer::Public, chen()).await.unwrap();
    let clerk = house.clerk("110105").await;
    let second = house.officer("k2", Role::District("110105".parse().unwrap())).await;
    act(house, &clerk, &made.number, "take_up", &[]).await.unwrap();
    let view = act(house, &clerk, &made.number, "approve", &[]).await.unwrap();
    assert_eq!(view.state.id, "effective");
    (Viewer::Person(made.person), clerk, second, made.number)
}

pub(crate) async fn grant(
    house: &House,
    by: &Viewer,
    second: &Viewer,
    number: &str,
    month: &str,
) -> Result<CaseView, CaseError> {
    let form = [
        ("month", month),
        ("pension_fen", "48000"),
        ("medical_fen", "12000"),
        ("figure_source", "京人社发〔2020〕测试号"),
    ];
    act(house, by, number, "grant_month", &form).await?;
    act(house, second, number, "grant_month", &[]).await
}

/// A released cycle with everything that is ready, and its file.
pub(crate) async fn released(house: &House, one: &Viewer, two: &Viewer, of: &str) -> (CycleId, String) {
    let cycle = house.app.cycle_open(one, month(of)).await.unwrap();
    house.app.cycle_compute(one, cycle).await.unwrap();
    let same = house.app.cycle_approve(one, cycle).await;
    assert!(matches!(same, Err(PaymentError::Cycle(_))), "four eyes: {same:?}");
    house.app.cycle_approve(two, cycle).await.unwrap();
    (cycle, house.app.cycle_file(two, cycle).await.unwrap().xml)
}

pub(crate) async fn states(house: &House, cycle: CycleId) -> BTreeSet<&'static str> {
    let rows = house.store().await.order_list(&OrderFilter::Cycle(cycle)).await.unwrap();
    rows.iter().map(|row| row.state.code()).collect()
}

pub(crate) fn bank(rules: Rules) -> BankSimulator {
    BankSimulator::new(7, rules)
}

pub(crate) async fn payers(house: &House) -> (Viewer, Viewer) {
    let (one, two) = (city(house, "pay1").await, city(house, "pay2").await);
    let payer = PayerSet {
        name: "北京市人力资源和社会保障局".to_owned(),
        account: "0200001009200012345".to_owned(),
        branch: "102100099996".to_owned(),
        sender: "BJRS0001".to_owned(),
    };
    house.app.payer_set(&one, &payer).await.unwrap();
    (one, two)
}

#[tokio::test]
async fn row_18_20_21_a_subsidy_goes_from_its_application_to_the_bank_and_back() {
    let house = house("2020-11-16").await;
    let (own, clerk, second, number) = running(&house).await;
    let alone = [("month", "2020-11"), ("pension_fen", "48000"), ("figure_source", "x")];
    act(&house, &clerk, &number, "grant_month", &alone).await.unwrap();
    let money = house.app.my_money(&own).await.unwrap();
    assert_eq!((money.subsidies[0].granted, money.subsidies[0].left), (0, 36), "one officer grants nothing");
    let same = act(&house, &clerk, &number, "grant_month", &[]).await;
    assert!(same.is_err(), "the same officer does not confirm");
    act(&house, &second, &number, "grant_month", &[]).await.unwrap();
    let money = house.app.my_money(&own).await.unwrap();
    assert_eq!((money.subsidies[0].granted, money.subsidies[0].left), (1, 35));
    // 重复领取: the same month cannot be granted again, and the officer is told at the figure.
    let twice = grant(&house, &clerk, &second, &number, "2020-11").await;
    let Err(CaseError::Fields(faults)) = twice else { panic!("{twice:?}") };
    assert_eq!((faults[0].field.as_str(), faults[0].code), ("pension_fen", "money_refused"));
    let view = house.app.case_see(&second, &number).await.unwrap();
    house.app.case_reject(&second, &number, view.version, "已补过").await.unwrap();

    // Paid: the file twice is one payment; the bank's answers twice are one answer.
    let (one, two) = payers(&house).await;
    let (cycle, file) = released(&house, &one, &two, "2020-11").await;
    let again = house.app.cycle_file(&two, cycle).await.unwrap();
    assert_eq!((again.xml.as_str(), again.is_repeated), (file.as_str(), true));
    let mut bank = bank(Rules { twice_per_mille: 1000, ..Rules::default() });
    bank.receive(&file, date(2020, 11, 17).at(9, 0, 0, 0)).unwrap();
    bank.receive(&again.xml, date(2020, 11, 17).at(10, 0, 0, 0)).unwrap();
    assert_eq!(bank.payments().map(|(_, amount)| amount).collect::<Vec<_>>(), [Fen(48_000)]);
    house.on("2020-12-15");
    let mut paid = 0;
    for message in bank.fetch(date(2020, 12, 15)) {
        let taken = house.app.bank_answers(&one, &message.xml).await.unwrap();
        assert_eq!(taken.contradictions, Vec::<String>::new());
        paid += taken.paid;
    }
    assert_eq!(paid, 1);
    assert_eq!(states(&house, cycle).await, BTreeSet::from(["paid"]));
    house.app.cycle_close(&one, cycle).await.unwrap();
    let (accounts, sum) = house.app.book_shown(&one).await.unwrap();
    assert_eq!((accounts.len(), sum), (3, Fen(96_000)), "granted and paid, proven");
    let money = house.app.my_money(&own).await.unwrap();
    assert_eq!(money.insurances[0].months[0].payment, Some(OrderState::Paid));
    let row = &house.app.payment_cycles(&two).await.unwrap()[0];
    assert_eq!((row.state, row.orders, row.total, row.unanswered), (CycleState::Closed, 1, Fen(48_000), 0));
    // Nobody but the city's officers pays.
    for other in [&own, &clerk, &Viewer::Public] {
        assert!(matches!(house.app.payment_cycles(other).await, Err(PaymentError::Denied)));
        assert!(matches!(house.app.cycle_file(other, cycle).await, Err(PaymentError::Denied)));
    }
    assert!(house.store().await.journal_verify().await.unwrap().fault.is_none());
}

#[tokio::test]
async fn row_18_a_rejected_order_is_paid_again_once_to_another_account() {
    let house = house("2020-11-16").await;
    let (own, clerk, second, number) = running(&house).await;
    grant(&house, &clerk, &second, &number, "2020-11").await.unwrap();
    let (one, two) = payers(&house).await;
    let (first, file) = released(&house, &one, &two, "2020-11").await;
    let closed = BTreeSet::from(["6222021234567890123".parse().unwrap()]);
    let mut bank = bank(Rules { closed, ..Rules::default() });
    bank.receive(&file, date(2020, 11, 17).at(9, 0, 0, 0)).unwrap();
    house.on("2020-12-01");
    let answers: Vec<String> = bank.fetch(date(2020, 12, 1)).into_iter().map(|message| message.xml).collect();
    for xml in &answers {
        house.app.bank_answers(&one, xml).await.unwrap();
    }
    assert_eq!(states(&house, first).await, BTreeSet::from(["rejected"]));
    assert_eq!(house.app.payments_waiting(&one).await.unwrap().sent_back, 2);
    act(&house, &clerk, &number, "payment_returned", &[]).await.unwrap();
    let account = [("new_bank", "建设银行"), ("new_bank_account", "6217000010001234567")];
    act(&house, &own, &number, "give_account", &account).await.unwrap();
    let waiting = house.app.payments_waiting(&one).await.unwrap();
    assert_eq!((waiting.ready, waiting.total, waiting.sent_back), (2, Fen(60_000), 0));
    let (next, file) = released(&house, &one, &two, "2020-12").await;
    assert!(file.contains("6217000010001234567") && file.contains("105100000017"));
    bank.receive(&file, date(2020, 12, 2).at(9, 0, 0, 0)).unwrap();
    house.on("2020-12-20");
    for message in bank.fetch(date(2020, 12, 20)) {
        house.app.bank_answers(&one, &message.xml).await.unwrap();
    }
    // The first refusal, sent again, comes too late to change anything.
    let late = house.app.bank_answers(&one, &answers[0]).await.unwrap();
    assert_eq!((late.rejected, late.unchanged > 0), (0, true));
    assert_eq!(states(&house, next).await, BTreeSet::from(["paid"]));
    assert_eq!(bank.payments().map(|(_, amount)| amount.0).sum::<i64>(), 60_000, "each once");
}

#[tokio::test]
async fn row_18_there_is_no_file_before_somebody_has_said_who_pays() {
    let house = house("2020-11-16").await;
    let (_, clerk, second, number) = running(&house).await;
    grant(&house, &clerk, &second, &number, "2020-11").await.unwrap();
    let (one, two) = (city(&house, "pay1").await, city(&house, "pay2").await);
    let cycle = house.app.cycle_open(&one, month("2020-11")).await.unwrap();
    house.app.cycle_compute(&one, cycle).await.unwrap();
    house.app.cycle_approve(&two, cycle).await.unwrap();
    assert!(matches!(house.app.cycle_file(&two, cycle).await, Err(PaymentError::NoPayer)));
    assert_eq!(states(&house, cycle).await, BTreeSet::from(["in_cycle"]), "nothing was sent");
}

#[tokio::test]
async fn row_19_the_thirty_sixth_month_is_the_last() {
    let house = house("2020-11-16").await;
    let (own, clerk, second, number) = running(&house).await;
    let mut next = month("2020-11");
    for _ in 0..36 {
        grant(&house, &clerk, &second, &number, &next.to_string()).await.unwrap();
        next = next.next();
    }
    let view = house.app.case_see(&own, &number).await.unwrap();
    assert_eq!(view.state.id, "used_up");
    let money = house.app.my_money(&own).await.unwrap();
    assert_eq!((money.subsidies[0].granted, money.subsidies[0].left), (36, 0));
}

#[tokio::test]
async fn row_18_a_month_claimed_back_before_it_is_paid_cancels_its_order() {
    let house = house("2020-11-16").await;
    let (own, clerk, second, number) = running(&house).await;
    grant(&house, &clerk, &second, &number, "2020-11").await.unwrap();
    let form = [("recovered_month", "2020-11")];
    act_for(&house, &clerk, &number, "recover", &form, &["month_doubled"]).await.unwrap();
    act(&house, &second, &number, "recover", &[]).await.unwrap();
    let (one, _) = payers(&house).await;
    let waiting = house.app.payments_waiting(&one).await.unwrap();
    assert_eq!((waiting.ready, waiting.total), (0, Fen::ZERO));
    let (accounts, _) = house.app.book_shown(&one).await.unwrap();
    for account in accounts {
        assert_eq!(account.debit, account.credit, "{}: what was granted is undone", account.code);
    }
    assert_eq!(house.app.my_money(&own).await.unwrap().subsidies[0].left, 36);
}

/// What MA paid in 2020: nine months.
async fn ma_paid(house: &House, of: std::ops::RangeInclusive<&str>) {
    let officer = city(house, "cl1").await;
    let (mut at, last) = (month(of.start()), month(of.end()));
    let mut lines = Vec::new();
    while at <= last {
        lines.push(CollectedLine {
            receipt: format!("R-{at}").parse().unwrap(),
            id_number: app::registry::IdNumber::parse("110199198008080148").unwrap(),
            insurance: PENSION,
            month: at,
            amount: Fen(72_260),
            base: Some(Fen(361_300)),
            paid_on: at.last_day(),
        });
        at = at.next();
    }
    let taken = house.app.contributions_take(&officer, "B1".parse().unwrap(), &lines).await.unwrap();
    assert_eq!((taken.entered, taken.differences.len()), (lines.len(), 0));
    let again = house.app.contributions_take(&officer, "B1".parse().unwrap(), &lines).await.unwrap();
    assert_eq!((again.entered, again.known), (0, lines.len()), "the same batch changes nothing");
}

const MA: [(&str, &str); 3] =
    [("name", "马芳"), ("id_number", "110199198008080148"), ("phone", "13900000011")];

pub fn deferral(months: &str) -> ApplyRequest {
    let mut fields = MA.to_vec();
    fields.extend([
        ("insured_region", "110108"),
        ("pension_as_individual", "true"),
        ("employment_form", "self_employed"),
        ("payment_difficulty", "true"),
        ("months", months),
    ]);
    filing("pension-deferral", Channel::Website, &fields)
}

/// MA on record, nine months of 2020 paid.
pub async fn ma(house: &House) -> Viewer {
    // Known by an application that she took back.
    let made = house.app.apply(&Viewer::Public, deferral("2020-12")).await.unwrap();
    let own = Viewer::Person(made.person);
    act(house, &own, &made.number, "withdraw", &[]).await.unwrap();
    ma_paid(house, "2020-01"..="2020-09").await;
    own
}

async fn standing(house: &House, own: &Viewer, of: &str) -> ContributionState {
    let money = house.app.my_money(own).await.unwrap();
    let months = money.insurances.iter().find(|shown| shown.insurance == PENSION).unwrap();
    let found = months.months.iter().find(|shown| shown.month == month(of));
    found.map_or(ContributionState::Open, |shown| shown.contribution)
}

#[tokio::test]
async fn row_28_29_30_months_are_put_off_taken_back_and_paying_goes_on() {
    let house = house("2020-10-20").await;
    let own = ma(&house).await;
    // Of a paid month nothing can be put off: the office hears it.
    let made = house.app.apply(&own, deferral("2020-09")).await.unwrap();
    assert_eq!(made.state.id, "submitted");
    act(&house, &own, &made.number, "withdraw", &[]).await.unwrap();
    let made = house.app.apply(&own, deferral("2020-10,2020-11,2020-12")).await.unwrap();
    assert_eq!(made.state.id, "effective", "at once");
    assert_eq!(standing(&house, &own, "2020-12").await, ContributionState::Deferred);
    house.on("2020-11-30");
    let wrong = act(&house, &own, &made.number, "withdraw_months", &[("withdrawn_months", "2020-09")]).await;
    assert!(wrong.is_err(), "not put off");
    act(&house, &own, &made.number, "withdraw_months", &[("withdrawn_months", "2020-12")]).await.unwrap();
    assert_eq!(standing(&house, &own, "2020-12").await, ContributionState::Open);
    assert_eq!(standing(&house, &own, "2020-11").await, ContributionState::Deferred);
    house.on("2021-01-04");
    assert!(house.app.cases_look_again().await.unwrap() > 0, "reminded on the first working day");
    act(&house, &own, &made.number, "resume", &[("resume_month", "2021-01")]).await.unwrap();
    house.on("2021-12-31");
    ma_paid_more(&house).await;
    let money = house.app.my_money(&own).await.unwrap();
    let pension = &money.insurances[0];
    assert_eq!(pension.resumed_from, Some(month("2021-01")));
    let january = pension.months.iter().find(|shown| shown.month == month("2021-01")).unwrap();
    assert_eq!(
        (january.contribution, january.amount),
        (ContributionState::Credited, Some(Fen(107_200))),
        "row 29"
    );
    assert_eq!((pension.counted, pension.years_and_months), (21, (1, 9)), "row 30: the gap resets nothing");
    assert_eq!(pension.by_year, [(2020, 9), (2021, 12)]);
    house.on("2021-01-01");
    let refused = house.app.apply(&own, deferral("2020-12")).await;
    let refused = refused.map(|made| made.state.id);
    assert!(matches!(refused.as_deref(), Ok("submitted")), "heard, and refused by the office: {refused:?}");
}

pub async fn ma_paid_more(house: &House) {
    let officer = city(house, "cl2").await;
    let lines: Vec<CollectedLine> = (1..=12)
        .map(|at| CollectedLine {
            receipt: format!("R-2021-{at}").parse().unwrap(),
            id_number: app::registry::IdNumber::parse("110199198008080148").unwrap(),
            insurance: PENSION,
            month: Month::new(2021, at).unwrap(),
            amount: Fen(107_200),
            base: Some(Fen(536_000)),
            paid_on: date(2021, at, 20),
        })
        .collect();
    house.app.contributions_take(&officer, "B2".parse().unwrap(), &lines).await.unwrap();
}

pub fn back_payment(base: &str) -> ApplyRequest {
    let mut fields = MA.to_vec();
    fields.extend([
        ("insured_then", "110108"),
        ("individual_then", "true"),
        ("months", "2020-10,2020-11,2020-12"),
        ("base", base),
    ]);
    filing("pension-back-payment", Channel::Website, &fields)
}

#[tokio::test]
async fn a_month_is_charged_over_all_ledgers_once_and_goes_on_where_it_was_broken_off() {
    let house = house("2020-10-20").await;
    let own = ma(&house).await;
    let december = month("2020-12");
    let run = async || {
        let premium = |_: &app::registry::money::MonthLedger| Some((Fen(72_260), Fen(361_300)));
        house.app.ledgers_charge(PENSION, december, premium, |_| {}).await.unwrap()
    };
    let first = run().await;
    assert_eq!((first.seen, first.charged, first.total, first.is_resumed), (1, 1, Fen(72_260), false));
    assert_eq!(standing(&house, &own, "2020-12").await, ContributionState::Due);
    let again = run().await;
    assert_eq!((again.seen, again.charged, again.is_resumed), (1, 0, false), "each month once");
    // Broken off behind the last ledger: nothing is left, and the next run begins anew.
    let at = house.app.moment();
    house.store().await.setting_put("money.run.pension.2020-12", "zzzz", at).await.unwrap();
    let rest = run().await;
    assert_eq!((rest.seen, rest.is_resumed), (0, true));
    assert!(!run().await.is_resumed);
    let (accounts, sum) = house.app.book_shown(&city(&house, "book").await).await.unwrap();
    assert!(!accounts.is_empty() && sum > Fen(72_260), "proven");
}

fn line(receipt: &str, id: &str, of: &str, fen: i64) -> CollectedLine {
    CollectedLine {
        receipt: receipt.parse().unwrap(),
        id_number: app::registry::IdNumber::parse(id).unwrap(),
        insurance: PENSION,
        month: month(of),
        amount: Fen(fen),
        base: Some(Fen(361_300)),
        paid_on: month(of).last_day(),
    }
}

#[tokio::test]
async fn what_agencies_say_otherwise_is_kept_and_resolved_by_two_officers() {
    let house = house("2020-10-20").await;
    let own = ma(&house).await;
    let (one, two) = (city(&house, "re1").await, city(&house, "re2").await);
    let made = house.app.apply(&own, deferral("2020-10")).await.unwrap();
    assert_eq!(made.state.id, "effective");
    // Another amount for May, October put off and paid all the same, somebody whom nobody knows.
    let lines = [
        line("X-1", MA[1].1, "2020-05", 80_000),
        line("X-2", MA[1].1, "2020-10", 72_260),
        line("X-3", "110199196105200130", "2020-05", 72_260),
    ];
    let batch: app::registry::money::Reference = "B9".parse().unwrap();
    for _ in 0..2 {
        let taken = house.app.contributions_take(&one, batch.clone(), &lines).await.unwrap();
        assert_eq!((taken.entered, taken.differences.len()), (0, 3));
    }
    let found = house.app.mismatches_shown(&one, false).await.unwrap();
    assert_eq!(found.len(), 3, "the same batch again brings no new one");
    let of = |kind: &str| found.iter().find(|held| held.kind == kind).unwrap().id.clone();
    let (amount, deferred, unknown) = (of("amount"), of("only_there"), of("unknown_person"));
    let act = async |by: &Viewer, id: &str, deed: MismatchDeed| house.app.mismatch_act(by, id, deed).await;
    assert!(act(&one, &amount, MismatchDeed::Agree).await.is_err(), "nothing is proposed yet");
    for id in [&amount, &deferred] {
        act(&one, id, MismatchDeed::TakeUp).await.unwrap();
        act(&one, id, MismatchDeed::ProposeTheirs).await.unwrap();
        assert!(act(&one, id, MismatchDeed::Agree).await.is_err(), "four eyes");
    }
    let pension = async |of: &str| {
        let money = house.app.my_money(&own).await.unwrap();
        let months = money.insurances.into_iter().find(|shown| shown.insurance == PENSION).unwrap().months;
        months.into_iter().find(|shown| shown.month == month(of)).unwrap()
    };
    assert_eq!(pension("2020-05").await.amount, Some(Fen(72_260)), "nothing is put right in silence");
    for id in [&amount, &deferred] {
        act(&two, id, MismatchDeed::Agree).await.unwrap();
    }
    let may = pension("2020-05").await;
    assert_eq!((may.amount, may.unsettled), (Some(Fen(80_000)), Fen::ZERO));
    assert_eq!(pension("2020-10").await.contribution, ContributionState::Credited);
    act(&two, &unknown, MismatchDeed::TakeUp).await.unwrap();
    act(&two, &unknown, MismatchDeed::ProposeNotOurs).await.unwrap();
    act(&one, &unknown, MismatchDeed::Agree).await.unwrap();
    assert!(house.app.mismatches_shown(&one, false).await.unwrap().is_empty());
    assert_eq!(house.app.mismatches_shown(&one, true).await.unwrap().len(), 3, "and none is lost");
    house.app.book_shown(&one).await.unwrap();
    assert!(matches!(house.app.mismatches_shown(&own, true).await, Err(PaymentError::Denied)));
}

#[tokio::test]
async fn row_31_32_three_months_are_made_good_on_the_bounds_of_the_day_of_payment() {
    let house = house("2020-10-20").await;
    let own = ma(&house).await;
    house.on("2021-01-04");
    let made = house.app.apply(&own, back_payment("400001")).await.unwrap();
    assert_eq!(made.state.id, "quoted");
    act(&house, &own, &made.number, "confirm", &[]).await.unwrap();
    let clerk = house.clerk("110108").await;
    let second = house.officer("s2", Role::District("110108".parse().unwrap())).await;
    let paid = [("paid_on", "2021-01-04"), ("paid_fen", "240000"), ("receipt", "TAX-1")];
    act(&house, &clerk, &made.number, "record_payment", &paid).await.unwrap();
    assert_eq!(standing(&house, &own, "2020-10").await, ContributionState::Open, "not before it is credited");
    act(&house, &clerk, &made.number, "credit", &[]).await.unwrap();
    let view = act(&house, &second, &made.number, "credit", &[]).await.unwrap();
    assert_eq!(view.state.id, "credited");
    assert_eq!(standing(&house, &own, "2020-10").await, ContributionState::Credited);
    let money = house.app.my_money(&own).await.unwrap();
    let december = money.insurances[0].months.iter().find(|shown| shown.month == month("2020-12")).unwrap();
    assert_eq!((december.amount, december.base), (Some(Fen(80_000)), Some(Fen(400_001))));
    assert_eq!(money.insurances[0].counted, 12);
    let officer = city(&house, "book").await;
    house.app.book_shown(&officer).await.unwrap();
    // Made good, they are unpaid no longer.
    let again = house.app.apply(&own, back_payment("400001")).await.unwrap();
    assert_eq!(again.state.id, "submitted");
}

#[tokio::test]
async fn row_32_a_quote_dies_with_the_bounds_of_july_and_what_came_late_is_given_back() {
    let house = house("2020-10-20").await;
    let own = ma(&house).await;
    house.on("2021-06-30");
    let made = house.app.apply(&own, back_payment("400001")).await.unwrap();
    act(&house, &own, &made.number, "confirm", &[]).await.unwrap();
    house.on("2021-07-01");
    house.app.cases_look_again().await.unwrap();
    let clerk = house.clerk("110108").await;
    let second = house.officer("s2", Role::District("110108".parse().unwrap())).await;
    let view = house.app.case_see(&clerk, &made.number).await.unwrap();
    assert_eq!(view.state.id, "order_check");
    let paid = [("paid_on", "2021-07-01"), ("paid_fen", "240000"), ("receipt", "TAX-2")];
    act(&house, &clerk, &made.number, "record_payment", &paid).await.unwrap();
    act(&house, &clerk, &made.number, "credit", &[]).await.unwrap();
    let credited = act(&house, &second, &made.number, "credit", &[]).await;
    assert!(credited.is_err(), "paid under other bounds: no month is credited");
    let view = house.app.case_see(&second, &made.number).await.unwrap();
    house.app.case_reject(&second, &made.number, view.version, "上下限已变").await.unwrap();
    act_for(&house, &clerk, &made.number, "return_payment", &[], &["paid_under_other_bounds"]).await.unwrap();
    let view = act(&house, &second, &made.number, "return_payment", &[]).await.unwrap();
    assert_eq!(view.state.id, "choose_again");
    // Another base, between the bounds of July: 5,360.00 and a rate of 20 % for three months.
    let view = house.app.case_see(&own, &made.number).await.unwrap();
    let mut answers = back_payment("536000").fields;
    answers.retain(|field, _| ["months", "base"].contains(&field.as_str()));
    let request = ActRequest {
        action: "choose_anew".to_owned(),
        version: view.version,
        answers,
        ..ActRequest::default()
    };
    house.app.case_act(&own, &made.number, request).await.unwrap();
    act(&house, &own, &made.number, "confirm", &[]).await.unwrap();
    let paid = [("paid_on", "2021-07-01"), ("paid_fen", "321600"), ("receipt", "TAX-3")];
    act(&house, &clerk, &made.number, "record_payment", &paid).await.unwrap();
    act(&house, &clerk, &made.number, "credit", &[]).await.unwrap();
    act(&house, &second, &made.number, "credit", &[]).await.unwrap();
    assert_eq!(standing(&house, &own, "2020-12").await, ContributionState::Credited);
}

#[tokio::test]
async fn row_25_26_a_base_is_chosen_and_the_bounds_of_july_overtake_it() {
    let house = house("2021-03-15").await;
    let mut fields = MA.to_vec();
    fields.extend([
        ("insured_region", "110108"),
        ("employment_form", "self_employed"),
        ("archive_entrusted", "true"),
        ("base", "500000"),
    ]);
    let request = filing("unemployment-contribution", Channel::Website, &fields);
    let made = house.app.apply(&Viewer::Public, request).await.unwrap();
    assert_eq!(made.state.id, "effective");
    let own = Viewer::Person(made.person);
    let base = house.app.my_money(&own).await.unwrap().insurances[0].base.clone().unwrap();
    assert_eq!((base.base, base.from, base.overtaken), (Fen(500_000), month("2021-03"), None));
    house.on("2021-07-01");
    house.app.cases_look_again().await.unwrap();
    let view = house.app.case_see(&own, &made.number).await.unwrap();
    assert_eq!(view.state.id, "base_overtaken");
    let base = house.app.my_money(&own).await.unwrap().insurances[0].base.clone().unwrap();
    assert_eq!(base.overtaken.map(|(side, bound)| (side.code(), bound)), Some(("below", Fen(536_000))));
    let inbox = house.app.inbox(&own).await.unwrap();
    assert!(inbox.iter().any(|notice| notice.kind.ends_with("base_overtaken")), "she is told");
    let choose = |base: &str, version| ActRequest {
        action: "choose_again".to_owned(),
        version,
        answers: owned(&[("base", base)]),
        ..ActRequest::default()
    };
    let refused = house.app.case_act(&own, &made.number, choose("2822101", view.version)).await;
    assert!(refused.is_err(), "28,221.01 is refused");
    house.app.case_act(&own, &made.number, choose("2822100", view.version)).await.unwrap();
    let base = house.app.my_money(&own).await.unwrap().insurances[0].base.clone().unwrap();
    assert_eq!((base.base, base.from, base.overtaken), (Fen(2_822_100), month("2021-07"), None));
}
