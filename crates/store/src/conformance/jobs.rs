//! The queue: claimed by lease, done once, whoever dies.

use std::collections::BTreeSet;

use super::fixture::{at, job, person};
use crate::{Changes, SaveError, Store, Write};

pub(crate) async fn a_job_is_claimed_once_and_done_once(store: Store) {
    let new = job("letter", None);
    store.save(Changes::new().job(new.clone())).await.expect("saved");
    assert!(store.job_claim(at(0), at(60), 10).await.expect("claimed").is_empty(), "not due yet");
    let claimed = store.job_claim(at(5), at(60), 10).await.expect("claimed");
    let [mine] = &claimed[..] else { panic!("expected one job, got {claimed:?}") };
    assert_eq!((mine.id, mine.attempts, &mine.payload), (new.id, 1, &new.payload));
    assert!(store.job_claim(at(6), at(60), 10).await.expect("claimed").is_empty());
    // Done together with its effect.
    let who = person(1);
    let done = Write::JobComplete { job: mine.id, lease: mine.lease, at: at(7) };
    let effect = Changes::new().write(done).write(Write::PersonInsert(who.clone()));
    store.save(effect).await.expect("saved");
    assert!(!store.job_complete(mine.id, mine.lease, at(8)).await.expect("asked"), "done already");
    assert!(store.job_claim(at(99), at(199), 10).await.expect("claimed").is_empty());
    assert!(store.person_find(who.id).await.expect("read").is_some());
}

pub(crate) async fn a_lost_lease_gives_the_job_to_another(store: Store) {
    store.save(Changes::new().job(job("letter", None))).await.expect("saved");
    let slow = store.job_claim(at(5), at(10), 1).await.expect("claimed").pop().expect("a job");
    let quick = store.job_claim(at(11), at(20), 1).await.expect("claimed").pop().expect("the same job");
    assert_eq!((quick.id, quick.attempts), (slow.id, 2));
    // The slow one wakes up: none of its effects are saved.
    let who = person(1);
    let effect = Changes::new()
        .write(Write::JobComplete { job: slow.id, lease: slow.lease, at: at(12) })
        .write(Write::PersonInsert(who.clone()));
    assert!(matches!(store.save(effect).await, Err(SaveError::Stale { table: "job", .. })));
    assert!(store.person_find(who.id).await.expect("read").is_none());
    assert!(!store.job_retry(slow.id, slow.lease, at(30), "late").await.expect("asked"));
    assert!(store.job_complete(quick.id, quick.lease, at(13)).await.expect("asked"));
}

pub(crate) async fn workers_at_once_share_without_doubles(store: Store) {
    let changes = (0..50).fold(Changes::new(), |changes, _| changes.job(job("letter", None)));
    store.save(changes).await.expect("saved");
    let workers = (0..6).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            let mut mine = Vec::new();
            // A claim that met another's finds fewer; the worker comes back until none are left.
            for _ in 0..40 {
                mine.extend(store.job_claim(at(5), at(60), 4).await.expect("claimed"));
            }
            mine
        })
    });
    let mut all = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        all.extend(worker.await.expect("a task that ends").into_iter().map(|job| job.id));
    }
    assert_eq!(all.len(), 50);
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 50);
}

pub(crate) async fn a_unique_key_enters_once(store: Store) {
    let key = || Some("expire/2020-11-15".to_owned());
    store.save(Changes::new().job(job("expire", key())).job(job("expire", key()))).await.expect("saved");
    store.save(Changes::new().job(job("expire", key()))).await.expect("saved");
    let counts = store.job_counts().await.expect("read");
    assert_eq!(counts.iter().map(|count| count.amount).collect::<Vec<_>>(), [1]);
}

pub(crate) async fn retry_and_failure_are_kept(store: Store) {
    store.save(Changes::new().job(job("letter", None))).await.expect("saved");
    let claim = async |second| store.job_claim(at(second), at(second + 60), 1).await.expect("claimed").pop();
    let first = claim(5).await.expect("a job");
    assert!(store.job_retry(first.id, first.lease, at(20), "peer_unavailable").await.expect("asked"));
    assert!(claim(19).await.is_none(), "not before its time");
    let second = claim(20).await.expect("the job again");
    assert_eq!(second.attempts, 2);
    assert!(store.job_fail(second.id, second.lease, at(21), "refused").await.expect("asked"));
    assert!(claim(999).await.is_none());
    let counts = store.job_counts().await.expect("read");
    assert_eq!((counts[0].state.as_str(), counts[0].amount), ("failed", 1));
}
