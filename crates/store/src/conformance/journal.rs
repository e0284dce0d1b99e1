//! The journal: chains that hold under load, after erasure, and not after tampering.

use registry::journal::{Fault, verify};
use registry::{AccountId, Actor, CaseId, EntryDraft};
use serde_json::json;
use uuid::Uuid;

use super::fixture::{at, person};
use super::tamper;
use crate::{Changes, JournalFault, Kept, LOOK_ACTION, Look, Store, Write, entry};

fn case(number: u128) -> CaseId {
    CaseId(Uuid::from_u128(number))
}

fn draft(number: u128, second: i64, note: &str) -> EntryDraft {
    let actor = Actor::Officer(AccountId(Uuid::from_u128(7)));
    entry(case(number), at(second), actor, "case.noted", &json!({ "note": note })).expect("a code")
}

async fn note(store: &Store, number: u128, notes: &[&str]) {
    for (second, text) in (1..).zip(notes) {
        store.save(Changes::new().entry(draft(number, second, text))).await.expect("saved");
    }
}

async fn fault(store: &Store) -> Option<JournalFault> {
    store.journal_verify().await.expect("read").fault
}

pub(crate) async fn entries_of_a_case_chain_across_saves(store: Store) {
    let two = Changes::new().entry(draft(1, 1, "一")).entry(draft(1, 2, "二")).entry(draft(2, 2, "other"));
    store.save(two).await.expect("saved");
    store.save(Changes::new().entry(draft(1, 3, "三"))).await.expect("saved");
    let entries = store.journal_by_case(case(1)).await.expect("read");
    assert_eq!(entries.iter().map(|e| e.sequence).collect::<Vec<_>>(), [1, 2, 3]);
    let notes: Vec<_> = entries
        .iter()
        .map(|e| String::from_utf8(e.content.clone().expect("contents").payload).expect("text"))
        .collect();
    assert_eq!(notes, [r#"{"note":"一"}"#, r#"{"note":"二"}"#, r#"{"note":"三"}"#]);
    assert_eq!(verify(&entries).expect("it holds").expect("a head").sequence, 3);
    let seen = store.journal_verify().await.expect("read");
    assert_eq!((seen.entries, seen.cases, seen.fault), (4, 2, None));
}

pub(crate) async fn callers_at_once_make_one_chain(store: Store) {
    let tasks = (0..60_i64).map(|second| {
        let store = store.clone();
        tokio::spawn(async move { store.save(Changes::new().entry(draft(1, second, "x"))).await })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.expect("a task that ends").expect("saved");
    }
    let seen = store.journal_verify().await.expect("read");
    assert_eq!((seen.entries, seen.cases, seen.fault), (60, 1, None));
}

pub(crate) async fn erased_contents_keep_the_chain(store: Store) {
    note(&store, 1, &["a", "b", "c"]).await;
    let before = store.journal_by_case(case(1)).await.expect("read");
    let erase = Write::JournalErase { case: case(1), sequence: 2 };
    store.save(Changes::new().write(erase)).await.expect("saved");
    let after = store.journal_by_case(case(1)).await.expect("read");
    assert_eq!(after.iter().map(|e| e.content.is_some()).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(after[1].hash, before[1].hash);
    assert_eq!(fault(&store).await, None);
    note(&store, 1, &["d"]).await;
    assert_eq!(fault(&store).await, None);
}

pub(crate) async fn tampering_is_found_at_its_entry(store: Store) {
    note(&store, 1, &["a", "b", "c"]).await;
    note(&store, 2, &["a", "b"]).await;
    let found = async |sequence: u64, expected: Fault| match fault(&store).await {
        Some(JournalFault::Entry(broken)) => {
            assert_eq!((broken.case, broken.sequence, broken.fault), (case(1), sequence, expected));
        }
        other => panic!("expected a broken entry {sequence}, got {other:?}"),
    };
    tamper(&store, "UPDATE journal SET action = 'case.closed' WHERE sequence = 2 AND action = 'case.noted'")
        .await;
    found(2, Fault::Hash).await;
    tamper(&store, "UPDATE journal SET action = 'case.noted' WHERE sequence = 2").await;
    assert_eq!(fault(&store).await, None);
    tamper(&store, "UPDATE journal SET recorded_at = recorded_at + 1 WHERE sequence = 3").await;
    found(3, Fault::Hash).await;
    tamper(&store, "UPDATE journal SET recorded_at = recorded_at - 1 WHERE sequence = 3").await;
    // Contents of one entry put into another of the same case: they open, and do not fit.
    tamper(
        &store,
        "UPDATE journal SET sealed = (SELECT j.sealed FROM journal j WHERE j.case_id = journal.case_id \
         AND j.sequence = 2) WHERE sequence = 1",
    )
    .await;
    found(1, Fault::Payload).await;
    // Contents of another case do not even open.
    tamper(
        &store,
        "UPDATE journal SET sealed = (SELECT j.sealed FROM journal j WHERE j.case_id <> journal.case_id \
         AND j.sequence = 1) WHERE sequence = 1",
    )
    .await;
    assert_eq!(fault(&store).await, Some(JournalFault::Unreadable { case: case(1), sequence: 1 }));
    // Struck out from the middle.
    tamper(&store, "DELETE FROM journal WHERE sequence = 1").await;
    found(2, Fault::Sequence { expected: 1 }).await;
}

pub(crate) async fn a_cut_end_is_found(store: Store) {
    note(&store, 1, &["a", "b", "c"]).await;
    tamper(&store, "DELETE FROM journal WHERE sequence = 3").await;
    assert_eq!(fault(&store).await, Some(JournalFault::End { case: case(1), sequence: 3 }));
    tamper(
        &store,
        "UPDATE journal_head SET sequence = 1, hash = (SELECT hash FROM journal WHERE sequence = 1)",
    )
    .await;
    assert_eq!(fault(&store).await, Some(JournalFault::BeyondEnd { case: case(1), sequence: 2 }));
}

/// Who rewrites head and chain together is found by the checkpoint, and cannot forge one.
pub(crate) async fn a_rewritten_chain_is_found_by_its_checkpoint(store: Store) {
    note(&store, 1, &["a", "b"]).await;
    let sealed = store.checkpoint_seal(at(10)).await.expect("sealed").expect("something moved");
    assert_eq!(fault(&store).await, None);
    tamper(&store, "DELETE FROM journal WHERE sequence = 2").await;
    tamper(
        &store,
        "UPDATE journal_head SET sequence = 1, hash = (SELECT hash FROM journal WHERE sequence = 1)",
    )
    .await;
    assert_eq!(
        fault(&store).await,
        Some(JournalFault::Sealed { checkpoint: sealed.number, case: case(1), sequence: 2 })
    );
    tamper(
        &store,
        "UPDATE checkpoint_head SET sequence = 1, hash = (SELECT hash FROM journal WHERE sequence = 1)",
    )
    .await;
    let fault = fault(&store).await;
    assert!(matches!(fault, Some(JournalFault::Checkpoint(_))), "{fault:?}");
}

pub(crate) async fn checkpoints_seal_what_moved(store: Store) {
    assert_eq!(store.checkpoint_seal(at(1)).await.expect("sealed"), None);
    note(&store, 1, &["a"]).await;
    note(&store, 2, &["a", "b"]).await;
    let first = store.checkpoint_seal(at(2)).await.expect("sealed").expect("two cases moved");
    assert_eq!(first.heads.iter().map(|head| head.sequence).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(store.checkpoint_seal(at(3)).await.expect("sealed"), None);
    note(&store, 1, &["b"]).await;
    let second = store.checkpoint_seal(at(4)).await.expect("sealed").expect("one case moved");
    assert_eq!((second.number, second.heads.len(), second.previous), (2, 1, first.hash));
    assert_eq!(store.checkpoint_find(2).await.expect("read"), Some(second));
    assert_eq!(store.checkpoint_find(3).await.expect("read"), None);
    let seen = store.journal_verify().await.expect("read");
    assert_eq!((seen.checkpoints, seen.fault), (2, None));
}

pub(crate) async fn looks_are_entries(store: Store) {
    let person = person(1);
    store.save(Changes::new().write(Write::PersonInsert(person.clone()))).await.expect("saved");
    let look = |officer: u128, second: i64| Look {
        officer: AccountId(Uuid::from_u128(officer)),
        person: person.id,
        at: at(second),
        reason: "case_handling".to_owned(),
        case: None,
    };
    let seen = store.person_look(&look(105, 1)).await.expect("read");
    assert_eq!(seen, Some(Kept::Held(person.clone())));
    store.person_look(&look(117, 2)).await.expect("read");
    let looks = store.look_list_by_person(person.id).await.expect("read");
    assert_eq!(looks.len(), 2);
    assert!(looks.iter().all(|entry| entry.action == LOOK_ACTION));
    assert_eq!(looks[1].actor, Actor::Officer(AccountId(Uuid::from_u128(117))));
    let officer = AccountId(Uuid::from_u128(105));
    assert_eq!(store.look_list_by_officer(officer, at(0)).await.expect("read"), looks[..1]);
    assert!(store.look_list_by_officer(officer, at(2)).await.expect("read").is_empty());
    let nobody = Look { person: registry::PersonId(Uuid::new_v4()), ..look(105, 3) };
    assert_eq!(store.person_look(&nobody).await.expect("read"), None);
    assert_eq!(store.journal_verify().await.expect("read").entries, 2);
}
