//! Signing and checking, held against the reference library of Standard Webhooks and against tampering.

use hyper::header::{HeaderMap, HeaderName};
use jiff::Timestamp;
use proptest::prelude::*;

use super::{Verifier, VerifyError};
use crate::webhook::{ReplayGuard, SigningKey, SigningKeys, sign};

const KEY: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const BODY: &[u8] = br#"{"test": 2432232314}"#;
const AT: i64 = 1_614_265_330;

fn keys() -> SigningKeys {
    SigningKeys::one(SigningKey::parse(KEY).unwrap())
}

fn other() -> SigningKey {
    SigningKey::from_bytes(vec![9; 32]).unwrap()
}

fn second(at: i64) -> Timestamp {
    Timestamp::from_second(at).unwrap()
}

fn headers(keys: &SigningKeys, body: &[u8]) -> HeaderMap {
    sign(keys, ID, second(AT), body).headers().unwrap().into_iter().collect()
}

#[test]
fn the_signature_is_the_one_of_the_standard_s_own_example() {
    let signed = sign(&keys(), ID, second(AT), BODY);
    assert_eq!(signed.signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    assert_eq!(signed.timestamp.to_string(), "1614265330");
}

#[test]
fn the_reference_library_signs_as_we_do_and_we_accept_its() {
    // Its own check reads the clock, so that only its signatures can be held against ours.
    let reference = standardwebhooks::Webhook::new(KEY).unwrap();
    let signature = reference.sign(ID, AT, BODY).unwrap();
    assert_eq!(signature, sign(&keys(), ID, second(AT), BODY).signature);
    let mut theirs = headers(&SigningKeys::one(other()), BODY);
    theirs.insert("webhook-signature", signature.parse().unwrap());
    assert_eq!(Verifier::new(keys(), 300).verify(&theirs, BODY, second(AT)).unwrap().id, ID);
}

#[test]
fn time_is_held_to_the_tolerance_on_both_sides_and_to_the_second() {
    let verifier = Verifier::new(keys(), 300);
    let at =
        |now| verifier.verify(&headers(&keys(), BODY), BODY, second(now)).map(|verified| verified.timestamp);
    assert_eq!(at(AT + 300), Ok(AT));
    assert_eq!(at(AT - 300), Ok(AT));
    assert_eq!(at(AT + 301), Err(VerifyError::TooOld { tolerance_s: 300 }));
    assert_eq!(at(AT - 301), Err(VerifyError::InFuture { tolerance_s: 300 }));
}

#[test]
fn keys_change_without_a_message_being_refused() {
    let (old, new) = (keys(), keys().rotate(other()));
    let only_new = SigningKeys::one(other());
    let check = |signer: &SigningKeys, holder: &SigningKeys| {
        Verifier::new(holder.clone(), 300).verify(&headers(signer, BODY), BODY, second(AT)).is_ok()
    };
    // The sender changes first, the receiver later; or the other way round.
    assert!(check(&new, &old) && check(&new, &new) && check(&new, &only_new) && check(&old, &new));
    // After the change the old key is worth nothing.
    assert!(!check(&old, &only_new) && !check(&only_new, &old));
}

#[test]
fn a_missing_or_broken_header_is_named() {
    let verifier = Verifier::new(keys(), 300);
    for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
        let mut missing = headers(&keys(), BODY);
        missing.remove(name);
        assert_eq!(verifier.verify(&missing, BODY, second(AT)), Err(VerifyError::Header(name)));
    }
    for (name, value, error) in [
        ("webhook-timestamp", "soon", VerifyError::Header("webhook-timestamp")),
        ("webhook-timestamp", "99999999999999999999", VerifyError::Header("webhook-timestamp")),
        ("webhook-timestamp", "-9223372036854775808", VerifyError::TooOld { tolerance_s: 300 }),
        ("webhook-id", "", VerifyError::Header("webhook-id")),
        ("webhook-signature", "v2,AAAA v1,???? v1a,AAAA", VerifyError::Signature),
    ] {
        let mut wrong = headers(&keys(), BODY);
        wrong.insert(HeaderName::from_static(name), value.parse().unwrap());
        assert_eq!(verifier.verify(&wrong, BODY, second(AT)), Err(error), "{name}: {value}");
    }
}

#[test]
fn a_message_that_comes_again_is_let_in_once_and_forgotten_when_it_is_too_old_anyway() {
    let verifier = Verifier::new(keys(), 300);
    let mut guard = ReplayGuard::new(300, 10);
    let message = verifier.verify(&headers(&keys(), BODY), BODY, second(AT)).unwrap();
    assert!(guard.admit(&message, second(AT)));
    for later in [AT, AT + 1, AT + 300] {
        assert!(!guard.admit(&message, second(later)), "{later}");
    }
    let mut newer = message;
    newer.id = "another".to_owned();
    newer.timestamp = AT + 301;
    assert!(guard.admit(&newer, second(AT + 301)));
    assert_eq!(guard.len(), 1);
}

#[test]
fn a_full_guard_lets_nothing_in_rather_than_something_twice() {
    let mut guard = ReplayGuard::new(300, 2);
    let message = |id: &str| super::Verified { id: id.to_owned(), timestamp: AT };
    assert!(guard.admit(&message("a"), second(AT)) && guard.admit(&message("b"), second(AT)));
    assert!(!guard.admit(&message("c"), second(AT)));
    assert!(!guard.admit(&message("a"), second(AT)));
}

proptest! {
    #[test]
    fn one_changed_byte_is_noticed(body in prop::collection::vec(any::<u8>(), 1..200), place in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let verifier = Verifier::new(keys(), 300);
        let headers = headers(&keys(), &body);
        prop_assert!(verifier.verify(&headers, &body, second(AT)).is_ok());
        let mut changed = body.clone();
        changed[place.index(body.len())] ^= 1 << bit;
        prop_assert_eq!(verifier.verify(&headers, &changed, second(AT)), Err(VerifyError::Signature));
    }
}
