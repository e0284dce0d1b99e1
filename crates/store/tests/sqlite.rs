//! The conformance suite on SQLite: one test for each case, each with a database of its own.

use store::conformance::CASES;
use store::{DatabaseKind, Keys, Store, sqlite_url};

async fn run(name: &str) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let keys = Keys::open_or_create(&home.path().join("keys")).expect("keys");
    let store = Store::open(&sqlite_url(&home.path().join("registry.db")), keys).await.expect("a store");
    assert_eq!(store.database_kind(), DatabaseKind::Sqlite);
    let (_, case) = CASES.iter().find(|(known, _)| *known == name).expect("a case of the suite");
    case(store.clone()).await;
    store.close().await;
}

macro_rules! on_sqlite {
    ($room:ident $case:ident) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $case() {
            run(concat!(stringify!($room), "::", stringify!($case))).await;
        }
    };
}
store::for_each_conformance_case!(on_sqlite);
