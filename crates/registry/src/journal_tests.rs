//! Laws of the chain: what was chained holds, what was erased still holds, what was touched does not.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn draft(case: u128, at: i64, payload: &str) -> EntryDraft {
    EntryDraft {
        case: CaseId(Uuid::from_u128(case)),
        at: Timestamp::from_microsecond(at).unwrap(),
        actor: Actor::Officer(AccountId(Uuid::from_u128(7))),
        action: "registration.registered".parse().unwrap(),
        payload: payload.as_bytes().to_vec(),
    }
}

fn chain_of(payloads: &[String]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (at, payload) in payloads.iter().enumerate() {
        let head = entries.last().map(Entry::head);
        let byte = u8::try_from(at).unwrap();
        entries.push(chain(head.as_ref(), draft(1, i64::from(byte), payload), Salt([byte; 32])));
    }
    entries
}

#[test]
fn an_empty_chain_holds_and_the_first_entry_has_no_one_before_it() {
    assert_eq!(verify([]), Ok(None));
    let entries = chain_of(&["{}".into()]);
    assert_eq!((entries[0].sequence, entries[0].previous), (1, Hash::ZERO));
    assert_eq!(verify(&entries), Ok(Some(entries[0].head())));
}

#[test]
fn times_are_kept_as_the_store_keeps_them() {
    let mut with_nanos = draft(1, 0, "{}");
    with_nanos.at = Timestamp::from_nanosecond(1_500_000_001_999).unwrap();
    assert_eq!(chain(None, with_nanos, Salt([0; 32])).at.as_nanosecond(), 1_500_000_001_000);
}

#[test]
fn actors_and_actions_read_back() {
    for text in ["system:job.mail", &format!("person:{}", Uuid::from_u128(3))] {
        assert_eq!(text.parse::<Actor>().unwrap().to_string(), *text);
    }
    for wrong in ["", "clerk:1", "person:1", "system:", "system:A"] {
        assert!(wrong.parse::<Actor>().is_err(), "{wrong}");
    }
    assert!("Register".parse::<Action>().is_err());
}

proptest! {
    #[test]
    fn erasure_keeps_the_chain_and_tampering_breaks_it_at_its_place(
        payloads in prop::collection::vec("[a-z]{0,8}", 1..8),
        erased in any::<prop::sample::Index>(),
        touched in any::<prop::sample::Index>(),
        how in 0..6,
    ) {
        let mut entries = chain_of(&payloads);
        let head = entries.last().map(Entry::head);
        prop_assert_eq!(verify(&entries), Ok(head));
        let place = erased.index(entries.len());
        entries[place].content = None;
        prop_assert_eq!(verify(&entries), Ok(head));

        let at = touched.index(entries.len());
        let entry = &mut entries[at];
        let expected = match how {
            0 => { entry.at = Timestamp::from_second(99).unwrap(); Fault::Hash }
            1 => { entry.action = "other".parse().unwrap(); Fault::Hash }
            2 => { entry.actor = Actor::Person(PersonId(Uuid::nil())); Fault::Hash }
            3 => { entry.previous = Hash([9; 32]); Fault::Link }
            4 => { entry.sequence += 1; Fault::Sequence { expected: at as u64 + 1 } }
            _ => if let Some(content) = &mut entry.content {
                content.payload.push(b'!');
                Fault::Payload
            } else {
                entry.payload_hash = Hash([1; 32]);
                Fault::Hash
            },
        };
        let broken = verify(&entries).unwrap_err();
        prop_assert_eq!(broken.fault, expected);
        prop_assert_eq!(broken.sequence, at as u64 + 1 + u64::from(how == 4));
    }

    /// Whoever changes an entry and works out its hash anew is found at the entry after it.
    #[test]
    fn a_rehashed_entry_breaks_the_next_link(payloads in prop::collection::vec("[a-z]{0,8}", 2..8)) {
        let mut entries = chain_of(&payloads);
        entries[0].action = "other".parse().unwrap();
        entries[0].hash = entries[0].computed_hash();
        prop_assert_eq!(verify(&entries).unwrap_err().fault, Fault::Link);
        prop_assert_eq!(verify(&entries).unwrap_err().sequence, 2);
    }
}
