//! The write path: all or nothing, once, and no one goes down with another.

use registry::PersonId;
use uuid::Uuid;

use super::fixture::{POLICY, at, decision, person, policy, registration, registration_changes};
use super::tamper;
use crate::{Changes, Double, Idempotency, ReadError, SaveError, Saved, Store, Write};

pub(crate) async fn all_or_nothing(store: Store) {
    store.policy_version_put(policy()).await.expect("saved");
    let (changes, person, registration) = registration_changes(&store, 1, "110105");
    // One part is bad: a policy version that nobody kept.
    let mut bad = changes.clone();
    for decision in &mut bad.decisions {
        decision.policy_version = String::from("sha256:none");
    }
    assert!(matches!(store.save(bad).await, Err(SaveError::Dangling(_))));
    assert_eq!(store.person_find(person.id).await.expect("read"), None);
    assert_eq!(store.registration_find(registration.id).await.expect("read"), None);
    assert_eq!(store.journal_verify().await.expect("read").entries, 0);
    assert!(store.job_counts().await.expect("read").is_empty());
    assert!(store.registration_counts(None).await.expect("read").is_empty());

    assert_eq!(store.save(changes).await.expect("saved"), Saved::New);
    assert!(store.registration_find(registration.id).await.expect("read").is_some());
    assert_eq!(store.journal_verify().await.expect("read").entries, 1);
    assert_eq!(store.job_counts().await.expect("read").len(), 1);
}

pub(crate) async fn a_double_sending_has_one_effect(store: Store) {
    store.policy_version_put(policy()).await.expect("saved");
    let once = |result: &str| Idempotency {
        key: "person:1/form:7".to_owned(),
        result: result.as_bytes().to_vec(),
        at: at(1),
    };
    // The same form sent eight times at once, each worked out apart, with ids of its own.
    let sends = (0..8).map(|_| {
        let (changes, _, registration) = registration_changes(&store, 1, "110105");
        let changes = changes.once(once(registration.id.to_string().as_str()));
        let store = store.clone();
        tokio::spawn(async move { (registration.id, store.save(changes).await) })
    });
    let (mut first, mut repeated) = (Vec::new(), Vec::new());
    for sent in sends.collect::<Vec<_>>() {
        match sent.await.expect("a task that ends") {
            (id, Ok(Saved::New)) => first.push(id.to_string()),
            (_, Ok(Saved::Repeated(result))) => {
                repeated.push(String::from_utf8(result).expect("the id of the first"));
            }
            (_, Err(error)) => panic!("expected the first result, got {error:?}"),
        }
    }
    assert_eq!((first.len(), repeated.len()), (1, 7));
    assert!(repeated.iter().all(|result| *result == first[0]));
    assert_eq!(store.journal_verify().await.expect("read").entries, 1);
    let found = store.idempotency_find("person:1/form:7").await.expect("read");
    assert_eq!(found.as_deref(), Some(first[0].as_bytes()));
    assert_eq!(store.idempotency_find("person:1/form:8").await.expect("read"), None);
    assert_eq!(store.idempotency_expire(at(2)).await.expect("done"), 1);
}

pub(crate) async fn a_bad_save_does_not_sink_its_neighbours(store: Store) {
    store.save(Changes::new().write(Write::PersonInsert(person(0)))).await.expect("saved");
    let tries = (1..=40).map(|number| {
        // Every tenth is someone who is there already.
        let who = person(if number % 10 == 0 { 0 } else { number });
        let store = store.clone();
        tokio::spawn(async move {
            (number, who.id, store.save(Changes::new().write(Write::PersonInsert(who))).await)
        })
    });
    for tried in tries.collect::<Vec<_>>() {
        let (number, id, saved) = tried.await.expect("a task that ends");
        let there = store.person_find(id).await.expect("read").is_some();
        if number % 10 == 0 {
            assert!(matches!(saved, Err(SaveError::Double(Double::PersonIdNumber))), "{saved:?}");
            assert!(!there);
        } else {
            assert!(saved.is_ok(), "{saved:?}");
            assert!(there);
        }
    }
}

pub(crate) async fn what_refers_to_nothing_is_refused(store: Store) {
    let (made, event) = registration(PersonId(Uuid::new_v4()), 1, "110105");
    let orphan = store.save(Changes::new().write(Write::registration_insert(made, event))).await;
    assert!(matches!(orphan, Err(SaveError::Dangling(_))), "{orphan:?}");
    let unkept = store.decision_insert(decision(PersonId(Uuid::new_v4()), None)).await;
    assert!(matches!(unkept, Err(SaveError::Dangling(_))), "{unkept:?}");
}

pub(crate) async fn numbers_are_never_given_twice(store: Store) {
    let tasks = (0..8).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut mine = Vec::new();
            for _ in 0..30 {
                mine.push(store.number_next("registration").await.expect("a number"));
            }
            mine
        })
    });
    let mut all = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        all.extend(task.await.expect("a task that ends"));
    }
    all.sort_unstable();
    assert_eq!(all, (1..=240).collect::<Vec<_>>());
    assert_eq!(store.number_next("other").await.expect("a number"), 1);
}

pub(crate) async fn after_close_nothing_is_taken(store: Store) {
    let (one, two) = (person(1), person(2));
    let waiting = {
        let store = store.clone();
        tokio::spawn(async move { store.save(Changes::new().write(Write::PersonInsert(one))).await })
    };
    waiting.await.expect("a task that ends").expect("saved");
    store.close().await;
    let late = store.save(Changes::new().write(Write::PersonInsert(two))).await;
    assert!(matches!(late, Err(SaveError::Closed)), "{late:?}");
}

pub(crate) async fn wrong_data_is_pointed_at(store: Store) {
    store.policy_version_put(policy()).await.expect("saved");
    let (changes, _, registration) = registration_changes(&store, 1, "110105");
    store.save(changes).await.expect("saved");
    tamper(&store, "UPDATE registration SET channel = 'pigeon'").await;
    let error = store.registration_find(registration.id).await.expect_err("a channel that is none");
    let ReadError::WrongData(wrong) = error else { panic!("expected wrong data, got {error:?}") };
    assert_eq!((wrong.table, wrong.column), ("registration", "channel"));
    assert_eq!(wrong.row, registration.id.to_string());
    assert_eq!(store.policy_version_list().await.expect("read"), [POLICY]);
}
