//! Laws of the pace: attempts come to an end, never before their time and never after the deadline.

use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::{Attempts, GiveUp, Next, next};
use crate::fault::{Fault, FaultClass, FaultKind};
use crate::outbox::{MessageId, Policy};

fn second(at: i64) -> Timestamp {
    Timestamp::from_second(at).unwrap()
}

fn policies() -> impl Strategy<Value = Policy> {
    let delays = prop::collection::vec(1..100_000_u32, 0..8);
    (delays, 0..=100_u8, 1..100_000_u32, 1..500_000_u32, 0..100_000_u32).prop_map(
        |(delays_s, spread_percent, wait_max_s, expires_after_s, receipt_wait_s)| Policy {
            delays_s,
            spread_percent,
            wait_max_s,
            expires_after_s,
            receipt_wait_s,
        },
    )
}

fn faults() -> impl Strategy<Value = Fault> {
    let kinds = prop::sample::select(FaultKind::ALL);
    (kinds, prop::option::of(0..200_000_u32)).prop_map(|(kind, wait)| Fault::new(kind).after(wait))
}

fn attempts() -> impl Strategy<Value = Attempts> {
    let times = (0..1_000_000_i64, prop::option::of(0..600_000_i64));
    (any::<u128>(), times, 0..10_u32, 0..400_000_i64, faults()).prop_map(
        |(id, (queued, term), made, last, fault)| Attempts {
            id: MessageId(Uuid::from_u128(id)),
            queued_at: second(queued),
            expires_at: term.map(|term| second(queued + term)),
            made,
            last_at: (made > 0).then(|| second(queued + last)),
            last_fault: (made > 0).then_some(fault),
        },
    )
}

proptest! {
    #[test]
    fn an_attempt_comes_neither_before_now_nor_after_the_deadline(
        attempts in attempts(), policy in policies(), now in 0..2_000_000_i64,
    ) {
        if let Next::RetryAt(at) = next(&attempts, second(now), &policy) {
            prop_assert!(at >= second(now));
            prop_assert!(at <= attempts.deadline(&policy));
            prop_assert!(usize::try_from(attempts.made).unwrap() < policy.attempts_max());
        }
    }

    #[test]
    fn a_wait_is_the_delay_or_what_was_asked_and_at_most_the_spread_more(
        attempts in attempts(), policy in policies(),
    ) {
        let Some(last) = attempts.last_at else { return Ok(()) };
        let Next::RetryAt(at) = next(&attempts, last, &policy) else { return Ok(()) };
        let delay = i64::from(policy.delays_s[usize::try_from(attempts.made).unwrap() - 1]);
        let asked = attempts.last_fault.and_then(|fault| fault.retry_after_s).unwrap_or(0).min(policy.wait_max_s);
        let wait = at.as_second() - last.as_second();
        prop_assert!(wait >= delay && wait >= i64::from(asked));
        prop_assert!(wait <= (delay + delay * i64::from(policy.spread_percent) / 100).max(i64::from(asked)));
    }

    #[test]
    fn what_was_given_up_is_not_taken_up_by_waiting(
        attempts in attempts(), policy in policies(), now in 0..2_000_000_i64, more in 0..1_000_000_i64,
    ) {
        if let Next::GiveUp(why) = next(&attempts, second(now), &policy) {
            prop_assert_eq!(next(&attempts, second(now + more), &policy), Next::GiveUp(why));
        }
    }

    #[test]
    fn a_fault_that_does_not_pass_ends_it_at_once(attempts in attempts(), policy in policies(), now in 0..2_000_000_i64) {
        let Some(fault) = attempts.last_fault else { return Ok(()) };
        let ended = next(&attempts, second(now), &policy) == Next::GiveUp(GiveUp::Refused);
        prop_assert_eq!(ended, fault.class() != FaultClass::Retry);
    }

    #[test]
    fn every_run_of_failures_ends_after_the_attempts_of_the_policy(
        id in any::<u128>(), policy in policies(), lost in prop::collection::vec(0..50_000_i64, 0..20),
    ) {
        let mut attempts = Attempts {
            id: MessageId(Uuid::from_u128(id)),
            queued_at: second(1_000),
            expires_at: None,
            made: 0,
            last_at: None,
            last_fault: None,
        };
        let mut now = second(1_000);
        let mut lost = lost.into_iter().chain(std::iter::repeat(0));
        while let Next::RetryAt(at) = next(&attempts, now, &policy) {
            now = second(at.as_second() + lost.next().unwrap());
            attempts = attempts.failed(now, Fault::new(FaultKind::Timeout));
            prop_assert!(usize::try_from(attempts.made).unwrap() <= policy.attempts_max());
        }
    }
}

#[test]
fn messages_that_failed_together_come_back_apart() {
    let policy = Policy {
        delays_s: vec![1_000],
        spread_percent: 20,
        wait_max_s: 1,
        expires_after_s: 10_000,
        receipt_wait_s: 0,
    };
    let at = |id: u128| {
        let none = Attempts {
            id: MessageId(Uuid::from_u128(id)),
            queued_at: second(0),
            expires_at: None,
            made: 0,
            last_at: None,
            last_fault: None,
        };
        match next(&none.failed(second(0), Fault::new(FaultKind::Busy)), second(0), &policy) {
            Next::RetryAt(at) => at.as_second(),
            Next::GiveUp(why) => panic!("{why:?}"),
        }
    };
    let times: std::collections::BTreeSet<i64> = (0..1_000).map(at).collect();
    assert!(times.len() > 150, "{} different seconds of 201", times.len());
    assert_eq!((times.first(), times.last()), (Some(&1_000), Some(&1_200)));
}
