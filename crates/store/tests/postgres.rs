//! The conformance suite on PostgreSQL: one cluster, a fresh schema for each case. One test, because
//! a cluster takes seconds to make and each test is a process of its own.

use store::conformance::cluster::Cluster;
use store::conformance::{CASES, two_handles_share_one_database};
use store::{DatabaseKind, Keys, OpenError, Store};

async fn open(cluster: &Cluster) -> Result<Store, OpenError> {
    let home = tempfile::tempdir().expect("a temporary folder");
    let keys = Keys::open_or_create(&home.path().join("keys")).expect("keys");
    Store::open(&cluster.database().await, keys).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_suite_holds_on_postgresql() {
    let Some(cluster) = Cluster::start() else { return };
    let mut failed = Vec::new();
    for (name, case) in CASES {
        let store = open(&cluster).await.expect("a store");
        assert_eq!(store.database_kind(), DatabaseKind::Postgres);
        let began = std::time::Instant::now();
        let ended = tokio::spawn(case(store.clone())).await;
        store.close().await;
        let word = if ended.is_ok() { "ok" } else { "FAILED" };
        println!("{name}: {word} in {:.2} s", began.elapsed().as_secs_f64());
        if ended.is_err() {
            failed.push(*name);
        }
    }
    assert!(failed.is_empty(), "failed on PostgreSQL: {failed:?}");

    let (url, home) = (cluster.database().await, tempfile::tempdir().expect("a temporary folder"));
    let keys = || Keys::open_or_create(&home.path().join("keys")).expect("keys");
    let one = Store::open(&url, keys()).await.expect("a store");
    let two = Store::open(&url, keys()).await.expect("a store");
    two_handles_share_one_database(one.clone(), two.clone()).await;
    one.close().await;
    two.close().await;

    // A server that acknowledges before it writes is not used.
    if cluster.is_own() {
        let store = open(&cluster).await.expect("a store");
        store.tamper("ALTER SYSTEM SET fsync = off").await.expect("a setting");
        store.tamper("SELECT pg_reload_conf()").await.expect("a reload");
        store.close().await;
        // The server takes the setting up by itself, within moments of the signal.
        for _ in 0..100 {
            if let Err(OpenError::NotDurable { setting: "fsync" }) = open(&cluster).await {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("a server without fsync was taken");
    }
}
