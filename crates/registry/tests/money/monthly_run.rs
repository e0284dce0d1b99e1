//! A month's run for one person: grants, orders and postings together, and nothing the second time.

use jiff::Timestamp;
use registry::money::book::TrialBalance;
use registry::money::ledger::{LedgerEvent, MonthShows, SubsidyState};
use registry::money::monthly_run::{LawLine, PersonRun, RunOutcome, run};
use registry::money::order::OrderState;
use registry::money::recovery::recover;
use registry::money::subsidy::SubsidyEvent;
use registry::money::{AccountCode, Code, Fen, MonthLedger, Programme, SubsidyLedger};

use crate::made_up::{PENSION, UNEMPLOYMENT, month, months, on, paid, person};

fn subsidy(programme: &'static str) -> SubsidyLedger {
    let mut ledger = SubsidyLedger::new(person(1), Programme::from_static(programme));
    let insurances = vec![PENSION, UNEMPLOYMENT];
    let event = SubsidyEvent::Opened { first: month("2021-01"), last_day: None, months_left: 36, insurances };
    ledger.record_one(event, &on("2021-01-05")).unwrap();
    ledger
}

fn lines(amount: Option<i64>) -> [LawLine; 2] {
    [PENSION, UNEMPLOYMENT].map(|insurance| LawLine {
        insurance,
        amount: amount.map(Fen),
        needs_payment: true,
    })
}

fn step(subsidy: &mut SubsidyLedger, ledgers: &mut [MonthLedger], lines: &[LawLine]) -> RunOutcome {
    let district = "110105".parse().unwrap();
    let approved_at = Timestamp::UNIX_EPOCH;
    let person =
        PersonRun { subsidy, ledgers, month: month("2021-03"), lines, district: &district, approved_at };
    run(person, &on("2021-04-15")).unwrap()
}

#[test]
fn what_is_paid_is_subsidised_once_with_an_order_and_a_posting() {
    let mut ledgers = [paid(months("2021-03", "2021-03"), 100), MonthLedger::new(person(1), UNEMPLOYMENT)];
    let mut entitlement = subsidy("graduate_subsidy");
    let first = step(&mut entitlement, &mut ledgers, &lines(Some(60)));
    assert_eq!((first.orders.len(), first.postings.len(), first.ledgers.len()), (1, 1, 1));
    assert_eq!(first.refused[0].1.code(), "not_paid");
    assert_eq!(ledgers[0].month(month("2021-03")).unwrap().subsidy, SubsidyState::Subsidised);
    let mut balance = TrialBalance::default();
    balance.add(&first.postings[0]).unwrap();
    assert_eq!(balance.balance(AccountCode::PAYABLE), Ok(Fen(-60)));
    let again = step(&mut entitlement, &mut ledgers, &lines(Some(60)));
    assert!(again.subsidy.is_none() && again.orders.is_empty() && again.postings.is_empty());
    // The other insurance is paid later: only its line is granted then.
    let receipt = "R9".parse().unwrap();
    let event = LedgerEvent::Paid { month: month("2021-03"), amount: Fen(5), base: None, receipt };
    ledgers[1].record_one(event, &on("2021-05-01")).unwrap();
    let late = step(&mut entitlement, &mut ledgers, &lines(Some(60)));
    assert_eq!(late.orders.iter().map(|order| order.line().insurance).collect::<Vec<_>>(), [UNEMPLOYMENT]);
    assert_eq!(entitlement.months_left(), 35);
    // 重复领取: a second programme finds the month taken, and says by which.
    let mut pilot = subsidy("pilot_subsidy");
    let refused = step(&mut pilot, &mut ledgers, &lines(Some(60)));
    assert!(refused.orders.is_empty());
    assert_eq!(
        refused.refused[0].1.to_string(),
        "pension is subsidised for the month under graduate_subsidy"
    );
    assert!(
        step(&mut pilot, &mut ledgers, &lines(Some(60))).subsidy.is_none(),
        "the refusal is recorded once"
    );
}

#[test]
fn without_a_known_amount_the_order_waits_and_nothing_is_granted() {
    let mut ledgers = [paid(months("2021-03", "2021-03"), 100)];
    let mut entitlement = subsidy("graduate_subsidy");
    let waiting = step(&mut entitlement, &mut ledgers, &lines(None)[..1]);
    assert_eq!(waiting.orders[0].state(), OrderState::AwaitingAmount);
    assert!(waiting.subsidy.is_none() && waiting.postings.is_empty());
    // With the approved figure the run grants it, under the same order.
    let decided = step(&mut entitlement, &mut ledgers, &lines(Some(60))[..1]);
    assert_eq!(decided.orders[0].id(), waiting.orders[0].id());
}

#[test]
fn a_suspended_month_is_shown_in_the_ledger_and_granted_when_the_report_is_made() {
    let mut ledgers = [paid(months("2021-03", "2021-03"), 100)];
    let mut entitlement = subsidy("graduate_subsidy");
    let reason = Code::from_static("report_missing");
    let suspended = SubsidyEvent::Suspended { from: month("2021-03"), reason };
    entitlement.record_one(suspended, &on("2021-03-01")).unwrap();
    let withheld = step(&mut entitlement, &mut ledgers, &lines(Some(60))[..1]);
    assert_eq!((withheld.orders.len(), withheld.refused[0].1.code()), (0, "suspended"));
    let entry = ledgers[0].month(month("2021-03")).unwrap();
    assert_eq!(entry.subsidy, SubsidyState::Suspended);
    assert_eq!(entry.entered(MonthShows::Suspended).unwrap().on.to_string(), "2021-04-15");
    assert!(step(&mut entitlement, &mut ledgers, &lines(Some(60))[..1]).ledgers.is_empty());
    let resumed = SubsidyEvent::Resumed { from: month("2021-04"), withheld_lost: false };
    entitlement.record_one(resumed, &on("2021-04-20")).unwrap();
    let granted = step(&mut entitlement, &mut ledgers, &lines(Some(60))[..1]);
    assert_eq!(granted.orders.len(), 1);
    assert_eq!(ledgers[0].month(month("2021-03")).unwrap().subsidy, SubsidyState::Subsidised);
}

#[test]
fn what_was_granted_wrongly_is_claimed_back_once_and_an_unpaid_order_is_set_off() {
    let mut ledgers = [paid(months("2021-03", "2021-03"), 100)];
    let mut entitlement = subsidy("graduate_subsidy");
    let granted = step(&mut entitlement, &mut ledgers, &lines(Some(60))[..1]);
    let mut order = granted.orders[0].clone();
    let mut balance = TrialBalance::default();
    balance.add(&granted.postings[0]).unwrap();
    let reason = Code::from_static("false_statement");
    let stamp = on("2021-04-16");
    let claim = recover(&entitlement, &ledgers[0], &order, reason, true, &stamp).unwrap();
    claim.postings.iter().for_each(|transaction| balance.add(transaction).unwrap());
    entitlement.apply(&claim.subsidy).unwrap();
    ledgers[0].apply(&claim.ledger).unwrap();
    order.apply(&claim.order.unwrap()).unwrap();
    assert_eq!((order.state(), entitlement.months_left()), (OrderState::Cancelled, 36));
    for account in [AccountCode::SUBSIDY, AccountCode::PAYABLE, AccountCode::RECOVERABLE, AccountCode::BANK] {
        assert_eq!(balance.balance(account), Ok(Fen(0)), "{account}");
    }
    assert!(recover(&entitlement, &ledgers[0], &order, reason, true, &stamp).is_err());
}
