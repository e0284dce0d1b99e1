//! The month ledger: deferral, resuming, the statement over a gap, re-settlement.

use jiff::civil::date;
use registry::money::ledger::{ContributionState, Deferral, LedgerError, LedgerEvent, MonthShows};
use registry::money::resettlement::{DifferenceKind, NewAmount, resettle};
use registry::money::statement::{PaidElsewhere, Statement};
use registry::money::{Fen, MonthLedger, Programme, Source};

use crate::made_up::{PENSION, month, months, on, paid, person, take};

fn law() -> Deferral {
    Deferral { months: months("2020-01", "2020-12"), last_day: date(2020, 12, 31) }
}

// Row 28: MA defers October to December, takes December back; on 2021-01-01 asking anew is refused.
#[test]
fn months_are_put_off_taken_back_and_no_longer_after_the_last_day() {
    let mut ledger = MonthLedger::new(person(1), PENSION);
    let charged =
        LedgerEvent::Charged { month: month("2020-10"), amount: Fen(72_260), base: Some(Fen(361_300)) };
    let events = ledger.record([charged], &on("2020-10-01")).unwrap();
    take(&mut ledger, &events);
    let asked = ["2020-10", "2020-11", "2020-12"].map(month);
    let events = ledger.defer(&asked, law(), &on("2020-10-20")).unwrap();
    take(&mut ledger, &events);
    let events = ledger.withdraw_deferral(&[month("2020-12")], law(), &on("2020-11-02")).unwrap();
    take(&mut ledger, &events);
    let deferred: Vec<_> = ledger.months_that_are(ContributionState::Deferred).collect();
    assert_eq!(deferred, ["2020-10", "2020-11"].map(month));
    // Nothing was added to what was charged, and the month taken back is as it was.
    assert_eq!(ledger.month(month("2020-10")).unwrap().amount, Some(Fen(72_260)));
    assert_eq!(ledger.contribution(month("2020-12")), ContributionState::Open);
    let october = ledger.month(month("2020-10")).unwrap();
    assert_eq!(october.entered(MonthShows::Due).unwrap().on, date(2020, 10, 1));
    assert_eq!(october.entered(MonthShows::Deferred).unwrap().on, date(2020, 10, 20));
    let late = ledger.defer(&[month("2020-12")], law(), &on("2021-01-01")).unwrap_err();
    assert!(late.to_string().contains("expected 2020-12-31 or earlier"), "{late}");
    let outside = ledger.defer(&[month("2021-01")], law(), &on("2020-11-02"));
    assert!(matches!(outside, Err(LedgerError::MonthNotAllowed { .. })));
    let twice = ledger.defer(&[month("2020-12"), month("2020-12")], law(), &on("2020-11-02"));
    assert!(matches!(twice, Err(LedgerError::MonthTwice { .. })));
    assert_eq!(ledger.defer(&[], law(), &on("2020-11-02")), Err(LedgerError::NoMonths));
}

#[test]
fn a_request_of_several_months_is_carried_out_whole_or_not_at_all() {
    let mut ledger = paid(months("2020-03", "2020-03"), 100);
    let before = ledger.clone();
    let refused = ledger.defer(&["2020-02", "2020-03"].map(month), law(), &on("2020-10-20"));
    assert!(matches!(refused, Err(LedgerError::Contribution { found: ContributionState::Paid, .. })));
    assert_eq!(ledger, before);
    let resumed = ledger.resume(month("2021-01"), month("2021-01"), &on("2021-01-04")).unwrap();
    take(&mut ledger, &resumed);
    assert_eq!(ledger.resumed_from(), Some(month("2021-01")));
    assert!(ledger.resume(month("2020-12"), month("2021-01"), &on("2021-01-04")).is_err());
}

// Row 30: nine months of 2020 and twelve of 2021 are twenty-one; the gap resets nothing.
#[test]
fn contribution_months_add_up_across_a_gap_and_each_counts_once() {
    let mut ledger = paid(months("2020-01", "2020-09"), 72_260);
    let deferred =
        ledger.defer(&["2020-10", "2020-11", "2020-12"].map(month), law(), &on("2020-10-20")).unwrap();
    take(&mut ledger, &deferred);
    for month in months("2021-01", "2021-12").months() {
        let receipt = format!("R{month}").parse().unwrap();
        let event = LedgerEvent::Paid { month, amount: Fen(72_260), base: Some(Fen(361_300)), receipt };
        let events = ledger.record([event], &on("2021-12-31")).unwrap();
        take(&mut ledger, &events);
    }
    let statement = Statement::of(&ledger, &[], month("2021-12"));
    assert_eq!((statement.months(), statement.years_and_months()), (21, (1, 9)));
    assert_eq!(statement.by_year.into_iter().collect::<Vec<_>>(), [(2020, 9), (2021, 12)]);
    assert_eq!(statement.lines.len(), 24);
    assert!(statement.lines.iter().all(|line| line.source.is_some() && line.since.is_some()));
    let source = Source::Document("河北转移单".parse().unwrap());
    let elsewhere =
        ["2019-12", "2020-01", "2019-12"].map(|m| PaidElsewhere { month: month(m), source: source.clone() });
    let statement = Statement::of(&ledger, &elsewhere, month("2021-12"));
    assert_eq!((statement.months(), statement.duplicates.len(), statement.elsewhere.len()), (22, 2, 1));
    assert_eq!(Statement::of(&ledger, &elsewhere, month("2020-06")).months(), 7);
}

#[test]
fn a_notice_that_acts_backwards_leaves_a_difference_for_each_paid_month_and_once() {
    let mut ledger = paid(months("2021-06", "2021-08"), 100_000);
    let due =
        LedgerEvent::Charged { month: month("2021-09"), amount: Fen(100_000), base: Some(Fen(500_000)) };
    let events = ledger.record([due], &on("2021-09-01")).unwrap();
    take(&mut ledger, &events);
    let raised =
        |m: &str, amount| NewAmount { month: month(m), amount: Fen(amount), base: Some(Fen(amount * 5)) };
    let law = [
        raised("2021-07", 107_200),
        raised("2021-08", 99_000),
        raised("2021-09", 107_200),
        raised("2021-10", 107_200),
    ];
    let version = "pension_base#4".parse().unwrap();
    let settled = resettle(&ledger, &version, &law, &on("2021-09-18")).unwrap();
    let told: Vec<_> =
        settled.differences.iter().map(|d| (d.month.to_string(), d.amount_fen(), d.kind)).collect();
    let expected = [
        ("2021-07".to_owned(), 7_200, DifferenceKind::Collect),
        ("2021-08".to_owned(), -1_000, DifferenceKind::Refund),
        ("2021-09".to_owned(), 7_200, DifferenceKind::Due),
    ];
    assert_eq!(told, expected);
    take(&mut ledger, &settled.events);
    let again = resettle(&ledger, &version, &law, &on("2021-09-19")).unwrap();
    assert_eq!((again.events, again.differences), (vec![], vec![]));
    assert_eq!(ledger.month(month("2021-07")).unwrap().unsettled, Fen(7_200));
    assert_eq!(ledger.month(month("2021-09")).unwrap().unsettled, Fen::ZERO);
    let wrong = LedgerEvent::DifferenceSettled { month: month("2021-07"), amount: Fen(7_000) };
    assert!(matches!(ledger.record([wrong], &on("2021-10-01")), Err(LedgerError::Amount { .. })));
    let right = LedgerEvent::DifferenceSettled { month: month("2021-07"), amount: Fen(7_200) };
    let events = ledger.record([right], &on("2021-10-01")).unwrap();
    take(&mut ledger, &events);
    assert_eq!(ledger.month(month("2021-07")).unwrap().unsettled, Fen::ZERO);
}

#[test]
fn a_month_is_subsidised_once_and_the_second_programme_is_named() {
    let mut ledger = paid(months("2021-03", "2021-03"), 100);
    let programme = Programme::from_static("graduate_subsidy");
    let grant = |programme| LedgerEvent::Subsidised { month: month("2021-03"), amount: Fen(60), programme };
    let events = ledger.record([grant(programme)], &on("2021-04-15")).unwrap();
    take(&mut ledger, &events);
    let pilot = Programme::from_static("pilot_subsidy");
    let twice = ledger.record([grant(pilot)], &on("2021-04-15")).unwrap_err();
    assert!(matches!(&twice, LedgerError::Duplicate { programme, .. } if *programme == pilot), "{twice}");
}

#[test]
fn another_sum_than_was_due_is_not_taken_as_payment() {
    let ledger = paid(months("2021-03", "2021-03"), 100);
    let charged = LedgerEvent::Charged { month: month("2021-04"), amount: Fen(100), base: None };
    let receipt = "R1".parse().unwrap();
    let short = LedgerEvent::Paid { month: month("2021-04"), amount: Fen(99), base: None, receipt };
    let error = ledger.record([charged, short], &on("2021-04-30")).unwrap_err();
    assert_eq!(error.to_string(), "amount: 0.99 yuan for pension 2021-04; expected 1.00");
}
