//! Who holds a case, who may act, and the second pair of eyes.

use jiff::civil::date;
use service::ActError;
use service::case::{Assign, AssignError};

use crate::common::{account, clerk, command, grounds, in_review, liu, moment, pack, supervisor};

const DAY: jiff::civil::Date = date(2020, 11, 17);

#[test]
fn a_case_is_handed_over_with_receipt() {
    let (case, _) = in_review();
    let now = moment(DAY);
    assert_eq!(case.assign(Assign::Claim, clerk(2), now), Err(AssignError::HeldByOther));
    assert_eq!(case.assign(Assign::HandOver(account(3)), clerk(2), now), Err(AssignError::NotHeld));
    let (case, _) = case.assign(Assign::HandOver(account(2)), clerk(1), now).unwrap();
    let approve = |case: &service::Case, by| {
        let command = command(case, "approve", by, now);
        case.act(pack(), command, &grounds()).map(|done| done.case.state)
    };
    assert_eq!(approve(&case, clerk(2)), Err(ActError::HeldByOther), "not before the receipt");
    assert_eq!(case.assign(Assign::Receive, clerk(3), now), Err(AssignError::NotHandedOver));
    let (case, _) = case.assign(Assign::Receive, clerk(2), now).unwrap();
    assert_eq!(approve(&case, clerk(1)), Err(ActError::HeldByOther));
    assert_eq!(approve(&case, clerk(2)).unwrap(), "qualified");
    let (free, _) = case.assign(Assign::Return, clerk(2), now).unwrap();
    assert_eq!(approve(&free, clerk(3)).unwrap(), "qualified", "who acts on a case of the queue holds it");
    assert_eq!(case.assign(Assign::Deputy(account(4)), clerk(1), now), Err(AssignError::NeedsSupervisor));
    let (case, _) = case.assign(Assign::Deputy(account(4)), supervisor(9), now).unwrap();
    assert_eq!(approve(&case, clerk(4)).unwrap(), "qualified");
}

#[test]
fn nobody_else_may_act_and_what_was_changed_meanwhile_is_not_overwritten() {
    let (case, _) = in_review();
    let elsewhere = service::Actor::Officer {
        account: account(1),
        office: "gsc-110108".into(),
        rank: service::case::Rank::Supervisor,
    };
    for stranger in [liu(), elsewhere, service::Actor::System] {
        let fault = case.act(pack(), command(&case, "approve", stranger, moment(DAY)), &grounds());
        assert!(matches!(fault, Err(ActError::NotYours { .. })), "{fault:?}");
    }
    let mut stale = command(&case, "approve", clerk(1), moment(DAY));
    stale.version -= 1;
    let found = case.version;
    assert_eq!(case.act(pack(), stale, &grounds()), Err(ActError::Stale { expected: found - 1, found }));
    let other = crate::common::library().pack("unemployment-registration").unwrap();
    let fault = case.act(other, command(&case, "approve", clerk(1), moment(DAY)), &grounds());
    assert!(matches!(fault, Err(ActError::OtherPack { .. })), "{fault:?}");
}

#[test]
fn a_case_never_prints_what_is_personal() {
    let (case, events) = in_review();
    let said = format!("{case:?}{events:?}");
    for personal in ["刘洋", "110199199008100246", "13900000002"] {
        assert!(!said.contains(personal), "{personal}");
    }
}
