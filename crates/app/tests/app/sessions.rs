//! Sessions, and how a person or an officer gets into one.

use app::registry::{Account, AccountId, PasswordHash, Role};
use app::store::{Changes, Write};
use app::{AccessError, SessionData, SignInError, SignedIn, Viewer};

use crate::house::{house, wang, zhao};

#[tokio::test]
async fn a_session_lives_while_it_is_used() {
    let house = house("2020-11-15").await;
    let mut data = SessionData { draft: Some(house.app.draft_new()), ..SessionData::default() };
    data.extra.insert("csrf".to_owned(), "1".to_owned());
    let token = house.app.session_begin(&data).await.unwrap();
    assert_eq!(house.app.session_get(&token).await.unwrap(), Some(data.clone()));
    house.clock.wait(3600);
    house.app.session_put(&token, &data).await.unwrap();
    house.clock.wait(5400);
    assert_eq!(house.app.session_get(&token).await.unwrap(), Some(data.clone()));
    house.clock.wait(7200);
    assert_eq!(house.app.session_get(&token).await.unwrap(), None);
    for wrong in ["", "00", "zz", &"0".repeat(64)] {
        assert_eq!(house.app.session_get(wrong).await.unwrap(), None);
    }
    let token = house.app.session_begin(&data).await.unwrap();
    house.app.session_end(&token).await.unwrap();
    assert_eq!(house.app.session_get(&token).await.unwrap(), None);
    // The token itself is nowhere on disk.
    assert!(house.app.session_put("short", &data).await.is_err());
}

#[tokio::test]
async fn a_person_comes_back_with_number_and_code() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let number = made.number.as_str();
    assert_eq!(house.app.person_sign_in(number, &made.access_code).await.unwrap(), made.person);
    // As people copy it.
    let sloppy = made.access_code.to_lowercase().replace('-', " ");
    assert_eq!(house.app.person_sign_in(&number.to_lowercase(), &sloppy).await.unwrap(), made.person);
    let data = SessionData { who: SignedIn::Person(made.person), ..SessionData::default() };
    assert_eq!(house.app.viewer(&data).await.unwrap(), Viewer::Person(made.person));

    let other = house.register(zhao()).await;
    for (number, code) in [
        (number, other.access_code.as_str()),
        (number, ""),
        (number, "0000-0000"),
        ("JY-2020-110105-00000002-74", made.access_code.as_str()),
        ("no number", made.access_code.as_str()),
    ] {
        let found = house.app.person_sign_in(number, code).await;
        assert!(matches!(found, Err(AccessError::Wrong)), "{number}: {found:?}");
    }
}

#[tokio::test]
async fn guessing_a_code_gets_slower_and_slower() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let number = made.number.as_str();
    for _ in 0..6 {
        assert!(matches!(house.app.person_sign_in(number, "0000-0000").await, Err(AccessError::Wrong)));
    }
    // The right code has to wait, too, or waiting would tell.
    let found = house.app.person_sign_in(number, &made.access_code).await;
    assert!(matches!(found, Err(AccessError::Wait { seconds: 2 })), "{found:?}");
    house.clock.wait(2);
    assert_eq!(house.app.person_sign_in(number, &made.access_code).await.unwrap(), made.person);
    assert_eq!(house.app.person_sign_in(number, &made.access_code).await.unwrap(), made.person);
}

#[tokio::test]
async fn a_new_code_puts_the_old_one_out_of_use() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let number = made.number.as_str();
    let denied = house.app.access_code_renew(&Viewer::Person(made.person), number).await;
    assert!(matches!(denied, Err(AccessError::Denied)));
    let elsewhere = house.clerk("110117").await;
    assert!(matches!(house.app.access_code_renew(&elsewhere, number).await, Err(AccessError::Wrong)));
    let clerk = house.clerk("110105").await;
    let fresh = house.app.access_code_renew(&clerk, number).await.unwrap();
    assert_ne!(fresh, made.access_code);
    assert!(house.app.person_sign_in(number, &made.access_code).await.is_err());
    assert_eq!(house.app.person_sign_in(number, &fresh).await.unwrap(), made.person);
    let case = house.app.case(&clerk, number, "case_handling").await.unwrap();
    assert_eq!(case.journal[1].action, "registration.access_code_renewed");
}

/// The hash of `right`, made once: making one takes long on purpose.
const HASH_OF_RIGHT: &str = "$argon2id$v=19$m=8,t=1,p=1$bGluZ2h1by10ZXN0LTEyMw$";

#[tokio::test]
async fn officers_sign_in_with_name_and_password() {
    use app::Viewer::Officer;
    let house = house("2020-11-15").await;
    let hash = {
        use argon2::password_hash::{PasswordHasher, phc};
        let params = argon2::Params::new(8, 1, 1, None).unwrap();
        let cheap = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        let hash: phc::PasswordHash = cheap.hash_password_with_salt(b"right", b"linghuo-test-123").unwrap();
        hash.to_string()
    };
    assert!(hash.starts_with(HASH_OF_RIGHT));
    let account = Account {
        id: AccountId(uuid::Uuid::from_u128(7)),
        version: 1,
        name: "k105".to_owned(),
        display_name: "朝阳经办".to_owned(),
        role: Role::District("110105".parse().unwrap()),
        rank: app::registry::Rank::Clerk,
        password: PasswordHash::new(hash),
        created_at: "2020-11-15T00:00:00Z".parse().unwrap(),
        disabled_at: None,
    };
    let store = house.store().await;
    store.save(Changes::new().write(Write::AccountInsert(account.clone()))).await.unwrap();
    let found = house.app.officer_sign_in("k105", "right").await.unwrap();
    assert_eq!(*found, account);
    let data = SessionData { who: SignedIn::Officer(account.id), ..SessionData::default() };
    assert_eq!(house.app.viewer(&data).await.unwrap(), Officer(found));
    for (name, password) in [("k105", "wrong"), ("k105", ""), ("nobody", "right")] {
        let found = house.app.officer_sign_in(name, password).await;
        assert!(matches!(found, Err(SignInError::Wrong)), "{name}: {found:?}");
    }
    // An account that is closed is nobody's, in a running session too.
    let closed = Account { version: 2, disabled_at: Some(account.created_at), ..account };
    store.save(Changes::new().write(Write::AccountUpdate(closed))).await.unwrap();
    assert!(matches!(house.app.officer_sign_in("k105", "right").await, Err(SignInError::Wrong)));
    assert_eq!(house.app.viewer(&data).await.unwrap(), Viewer::Public);
    for _ in 0..10 {
        let _ = house.app.officer_sign_in("k105", "wrong").await;
    }
    assert!(matches!(house.app.officer_sign_in("k105", "right").await, Err(SignInError::Wait { .. })));
}
