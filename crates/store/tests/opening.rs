//! Opening: the keys must be those of the data, the folder closed to others, the address known.

use std::os::unix::fs::PermissionsExt;

use store::conformance::fixture::person;
use store::conformance::two_handles_share_one_database;
use store::{Changes, Kept, Keyring, Keys, KeysError, OpenError, Store, Write, sqlite_url};

#[tokio::test]
async fn other_keys_are_refused_and_rotated_ones_taken() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let url = sqlite_url(&home.path().join("registry.db"));
    let keys = |name: &str| Keys::open_or_create(&home.path().join(name));
    let store = Store::open(&url, keys("keys").expect("keys")).await.expect("a store");
    let known = person(1);
    store.save(Changes::new().write(Write::PersonInsert(known.clone()))).await.expect("saved");
    store.close().await;

    let refused = Store::open(&url, keys("others").expect("keys")).await;
    assert!(matches!(&refused, Err(OpenError::WrongKeys { name }) if name == "index"), "{refused:?}");

    // The right index key with another data key: found by nobody's name but the key's.
    let mixed = home.path().join("mixed");
    Keys::open_or_create(&mixed).expect("keys");
    std::fs::copy(home.path().join("keys/index.toml"), mixed.join("index.toml")).expect("a copy");
    let refused = Store::open(&url, keys("mixed").expect("keys")).await;
    assert!(matches!(&refused, Err(OpenError::WrongKeys { name }) if name == "data 1"), "{refused:?}");

    Keys::rotate(&home.path().join("keys"), Keyring::Data).expect("a new key");
    let store = Store::open(&url, keys("keys").expect("keys")).await.expect("a store");
    let newer = person(2);
    store.save(Changes::new().write(Write::PersonInsert(newer.clone()))).await.expect("saved");
    for who in [known, newer] {
        let found = store.person_find(who.id).await.expect("read");
        assert_eq!(found, Some(Kept::Held(who)));
    }
    store.close().await;
}

#[tokio::test]
async fn a_folder_open_to_others_is_refused() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().join("keys");
    Keys::open_or_create(&folder).expect("keys");
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o750)).expect("a new mode");
    let refused = Keys::open_or_create(&folder);
    assert!(matches!(refused, Err(KeysError::Open { found: 0o750, .. })), "{refused:?}");
}

#[tokio::test]
async fn an_unknown_address_is_refused() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let keys = Keys::open_or_create(&home.path().join("keys")).expect("keys");
    let refused = Store::open("mysql://localhost/x", keys).await;
    assert!(matches!(refused, Err(OpenError::Address { .. })), "{refused:?}");
}

#[tokio::test]
async fn two_handles_on_one_file_share_the_data() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let url = sqlite_url(&home.path().join("registry.db"));
    let open = async || {
        let keys = Keys::open_or_create(&home.path().join("keys")).expect("keys");
        Store::open(&url, keys).await.expect("a store")
    };
    let (server, command) = (open().await, open().await);
    two_handles_share_one_database(server.clone(), command.clone()).await;
    server.close().await;
    command.close().await;
}
