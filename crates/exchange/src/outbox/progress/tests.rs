//! Laws of a message's way: it ends, it is not sent again, and a receipt tells the truth whenever it comes.

use jiff::Timestamp;
use proptest::prelude::*;
use uuid::Uuid;

use super::{Event, Outcome, Progress, ProviderId, State};
use crate::fault::{Fault, FaultKind};
use crate::outbox::{
    Channel, DedupKey, GiveUp, Language, Message, MessageId, Policies, Policy, SealedAddress, SealedValues,
};

fn second(at: i64) -> Timestamp {
    Timestamp::from_second(at).unwrap()
}

fn message() -> Message {
    Message {
        id: MessageId(Uuid::from_u128(7)),
        key: DedupKey::of(Channel::Sms, "person-1", "flex-registration/registered", "entry-9"),
        channel: Channel::Sms,
        to: SealedAddress::new(b"13800000000".to_vec()),
        event: "flex-registration/registered".to_owned(),
        language: Language::Zh,
        values: SealedValues::new("陈静".as_bytes().to_vec()),
        queued_at: second(0),
        expires_at: None,
    }
}

fn policy(channel: Channel) -> Policy {
    Policies::house().unwrap().of(channel).clone()
}

fn taken() -> Event {
    Event::Attempted(Outcome::Accepted(Some(ProviderId("g-1".to_owned()))))
}

fn failed(kind: FaultKind) -> Event {
    Event::Attempted(Outcome::Failed(Fault::new(kind)))
}

#[test]
fn a_message_that_is_taken_and_arrives_is_delivered() {
    let policy = policy(Channel::Sms);
    let sent = Progress::queued(&message(), &policy).after(taken(), second(1), &policy);
    assert!(matches!(&sent.state, State::Accepted { provider_id: Some(id), .. } if id.0 == "g-1"));
    let arrived = sent.after(Event::ReceiptDelivered, second(5), &policy);
    assert_eq!(arrived.state, State::Delivered { at: second(5) });
}

#[test]
fn a_receipt_that_never_comes_is_said_so_and_still_counts_when_it_comes() {
    let policy = policy(Channel::Sms);
    let sent = Progress::queued(&message(), &policy).after(taken(), second(0), &policy);
    let last = i64::from(policy.receipt_wait_s);
    assert!(!sent.clone().after(Event::Looked, second(last), &policy).state.is_final());
    let ended = sent.after(Event::Looked, second(last + 1), &policy);
    assert!(matches!(ended.state, State::SentWithoutReceipt { .. }));
    let late = ended.after(Event::ReceiptDelivered, second(last + 100), &policy);
    assert!(matches!(late.state, State::Delivered { .. }));
}

#[test]
fn mail_ends_when_it_is_taken_since_it_gives_no_receipt() {
    let policy = policy(Channel::Mail);
    let sent = Progress::queued(&message(), &policy).after(taken(), second(1), &policy);
    assert!(matches!(sent.state, State::SentWithoutReceipt { .. }));
}

#[test]
fn a_number_that_does_not_exist_ends_it_at_the_first_attempt() {
    let policy = policy(Channel::Sms);
    let ended =
        Progress::queued(&message(), &policy).after(failed(FaultKind::UnknownAddress), second(1), &policy);
    let fault = Fault::new(FaultKind::UnknownAddress);
    assert_eq!(ended.state, State::Failed { why: GiveUp::Refused, fault });
    assert_eq!(ended.attempts.made, 1);
}

#[test]
fn a_gateway_that_is_away_for_ever_ends_it_too() {
    let policy = policy(Channel::Sms);
    let mut progress = Progress::queued(&message(), &policy);
    while let State::Waiting { at } = progress.state {
        progress = progress.after(failed(FaultKind::NoConnection), at, &policy);
    }
    let fault = Fault::new(FaultKind::NoConnection);
    assert_eq!(progress.state, State::Failed { why: GiveUp::AttemptsUsed, fault });
    assert_eq!(usize::try_from(progress.attempts.made).unwrap(), policy.attempts_max());
}

#[test]
fn a_message_that_nobody_sent_in_time_expires() {
    let policy = policy(Channel::Sms);
    let late = second(i64::from(policy.expires_after_s) + 1);
    assert_eq!(
        Progress::queued(&message(), &policy).after(Event::Looked, late, &policy).state,
        State::Expired
    );
}

#[test]
fn neither_number_nor_name_is_in_debug() {
    let said = format!("{:?}", message());
    let bytes = format!("{:?}", b"13800000000");
    assert!(!said.contains("13800000000") && !said.contains("陈静") && !said.contains(&bytes), "{said}");
}

fn events() -> impl Strategy<Value = Event> {
    let kinds = prop::sample::select(FaultKind::ALL);
    prop_oneof![
        Just(taken()),
        kinds.clone().prop_map(failed),
        Just(Event::ReceiptDelivered),
        kinds.prop_map(|kind| Event::ReceiptFailed(Fault::new(kind))),
        Just(Event::Looked),
    ]
}

proptest! {
    #[test]
    fn what_ended_is_never_waiting_again(events in prop::collection::vec((events(), 0..100_000_i64), 0..30)) {
        let policy = policy(Channel::Sms);
        let (mut progress, mut now) = (Progress::queued(&message(), &policy), 0);
        for (event, pass) in events {
            now += pass;
            let before = progress.clone();
            progress = progress.after(event.clone(), second(now), &policy);
            let waits = matches!(progress.state, State::Waiting { .. });
            prop_assert!(!(before.state.is_final() && waits), "{before:?} {event:?}");
            // After it was taken it is not tried again: nothing is sent twice for one cause.
            prop_assert!(!(matches!(before.state, State::Accepted { .. }) && waits), "{before:?} {event:?}");
            if matches!(before.state, State::Delivered { .. }) {
                prop_assert_eq!(before, progress.clone());
            }
            let kept = serde_json::to_string(&progress).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Progress>(&kept).unwrap(), &progress);
        }
    }
}
