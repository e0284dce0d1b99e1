//! The entitlement: rows 19 and 22, suspension, recovery, several terms.

use jiff::civil::date;
use registry::money::subsidy::{GrantRequest, InsuranceGrant, Refusal, SubsidyError, SubsidyEvent};
use registry::money::{Code, Fen, Month, Programme, SubsidyLedger};

use crate::made_up::{PENSION, UNEMPLOYMENT, month, months, on, person, stamp};

const PROGRAMME: Programme = Programme::from_static("graduate_subsidy");

fn opened(first: &str, last_day: Option<jiff::civil::Date>, months_left: u32) -> SubsidyLedger {
    let mut ledger = SubsidyLedger::new(person(1), PROGRAMME);
    let insurances = vec![PENSION, UNEMPLOYMENT];
    let event = SubsidyEvent::Opened { first: month(first), last_day, months_left, insurances };
    ledger.record_one(event, &on("2020-10-10")).unwrap();
    ledger
}

fn line(amount: i64) -> InsuranceGrant {
    InsuranceGrant { insurance: PENSION, amount: Fen(amount), is_paid: true, elsewhere: None }
}

fn grant(ledger: &mut SubsidyLedger, month: Month) -> SubsidyEvent {
    let event = ledger.judge(&GrantRequest { month, lines: vec![line(100)] });
    ledger.record_one(event, &stamp(month.last_day())).unwrap().event
}

fn refusal(event: &SubsidyEvent) -> &'static str {
    match event {
        SubsidyEvent::MonthRefused { refusal, .. } => refusal.code(),
        _ => "granted",
    }
}

// Row 19: with 35 months granted one is left; it is granted; the next one cannot be, and says why.
#[test]
fn the_last_month_is_granted_and_the_next_says_why_not() {
    let mut ledger = opened("2020-11", None, 36);
    for month in months("2020-11", "2023-09").months() {
        assert_eq!(refusal(&grant(&mut ledger, month)), "granted");
    }
    assert_eq!((ledger.months_granted(), ledger.months_left()), (35, 1));
    assert_eq!(refusal(&grant(&mut ledger, month("2023-10"))), "granted");
    assert_eq!(refusal(&grant(&mut ledger, month("2023-11"))), "months_used_up");
    let told = ledger.refusal(month("2023-11")).unwrap();
    assert_eq!(told, &Refusal::MonthsUsedUp { granted: 36 });
    let forced = SubsidyEvent::MonthGranted { month: month("2023-11"), lines: vec![] };
    assert!(ledger.record(forced, &on("2023-12-01")).is_err());
}

// Row 22: the extension gives the term a later end; twice the same end is refused.
#[test]
fn an_extension_runs_to_its_new_last_day() {
    let mut ledger = opened("2019-11", Some(date(2020, 10, 31)), 36);
    assert_eq!(refusal(&grant(&mut ledger, month("2020-11"))), "after_term");
    assert_eq!(ledger.ended_on(date(2020, 11, 15)), Some(date(2020, 10, 31)));
    let extended = SubsidyEvent::Extended { last_day: date(2021, 10, 31), months_left: 12 };
    ledger.record_one(extended.clone(), &on("2020-11-20")).unwrap();
    assert_eq!(ledger.ended_on(date(2020, 11, 15)), None);
    assert_eq!(refusal(&grant(&mut ledger, month("2021-10"))), "granted");
    assert_eq!(refusal(&grant(&mut ledger, month("2021-11"))), "after_term");
    assert!(matches!(ledger.record(extended, &on("2020-11-20")), Err(SubsidyError::NotLater { .. })));
}

#[test]
fn a_missing_report_suspends_and_what_was_withheld_can_be_granted_or_is_lost() {
    for lost in [false, true] {
        let mut ledger = opened("2020-11", None, 36);
        let reason = Code::from_static("report_missing");
        ledger
            .record_one(SubsidyEvent::Suspended { from: month("2021-02"), reason }, &on("2021-02-01"))
            .unwrap();
        assert_eq!(refusal(&grant(&mut ledger, month("2021-01"))), "granted");
        assert_eq!(refusal(&grant(&mut ledger, month("2021-02"))), "suspended");
        let resumed = SubsidyEvent::Resumed { from: month("2021-04"), withheld_lost: lost };
        ledger.record_one(resumed, &on("2021-04-01")).unwrap();
        let withheld = if lost { "forfeited" } else { "granted" };
        assert_eq!(refusal(&grant(&mut ledger, month("2021-03"))), withheld);
        assert_eq!(refusal(&grant(&mut ledger, month("2021-04"))), "granted");
    }
}

#[test]
fn each_insurance_is_granted_once_a_month_and_the_month_counts_once() {
    let mut ledger = opened("2020-11", None, 36);
    let unpaid = InsuranceGrant { insurance: UNEMPLOYMENT, is_paid: false, ..line(10) };
    let both = GrantRequest { month: month("2020-11"), lines: vec![line(100), unpaid] };
    let event = ledger.judge(&both);
    assert!(matches!(&event, SubsidyEvent::MonthGranted { lines, .. } if lines.len() == 1));
    ledger.record_one(event, &on("2020-12-15")).unwrap();
    // The other one was paid later: the month is topped up and not counted again.
    let late = InsuranceGrant { is_paid: true, ..unpaid };
    let event = ledger.judge(&GrantRequest { month: month("2020-11"), lines: vec![line(100), late] });
    ledger.record_one(event, &on("2021-01-15")).unwrap();
    assert_eq!((ledger.months_granted(), ledger.months_left()), (1, 35));
    assert_eq!(refusal(&grant(&mut ledger, month("2020-11"))), "already_granted");
    let elsewhere = InsuranceGrant { elsewhere: Some(Programme::from_static("pilot_subsidy")), ..line(1) };
    let event = ledger.judge(&GrantRequest { month: month("2020-12"), lines: vec![elsewhere] });
    assert_eq!(refusal(&event), "granted_elsewhere");
}

#[test]
fn months_add_up_over_several_terms_and_a_recovery_is_made_once() {
    let mut ledger = opened("2020-11", None, 36);
    grant(&mut ledger, month("2020-11"));
    let early = SubsidyEvent::Opened {
        first: month("2021-05"),
        last_day: None,
        months_left: 35,
        insurances: vec![PENSION],
    };
    assert!(ledger.record(early.clone(), &on("2021-04-01")).is_err(), "the first term still runs");
    let stopped = SubsidyEvent::Stopped { last: month("2020-12"), reason: Code::from_static("employed") };
    ledger.record_one(stopped, &on("2021-01-05")).unwrap();
    assert_eq!(refusal(&grant(&mut ledger, month("2021-01"))), "stopped");
    ledger.record_one(early, &on("2021-04-20")).unwrap();
    assert_eq!(refusal(&grant(&mut ledger, month("2021-05"))), "granted");
    assert_eq!((ledger.months_granted(), ledger.months_left()), (2, 34));
    // A month of the first term can still be granted, under that term's rules.
    assert_eq!(refusal(&grant(&mut ledger, month("2020-12"))), "granted");
    let recovered = SubsidyEvent::Recovered {
        month: month("2020-11"),
        insurance: PENSION,
        reason: Code::from_static("false_statement"),
        counts_again: true,
    };
    ledger.record_one(recovered.clone(), &on("2021-06-01")).unwrap();
    assert_eq!((ledger.months_granted(), ledger.months_left()), (2, 34));
    assert!(matches!(ledger.record(recovered, &on("2021-06-02")), Err(SubsidyError::NotGranted { .. })));
}
