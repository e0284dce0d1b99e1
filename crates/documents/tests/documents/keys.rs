//! The published set of public keys: a round trip, and a clear word for each fault.

use crate::samples::{date, key, keys};
use documents::{KeyError, KeyId, PublicKey, PublicKeySet, VerifyingKey};

#[test]
fn a_set_comes_back_as_it_was_published() {
    let set = keys(&[(7, "2020-10-01", Some("2020-12-31")), (8, "2020-12-15", None)]);
    let text = set.to_jwks();
    insta::assert_snapshot!(text);
    assert_eq!(PublicKeySet::from_jwks(&text).unwrap(), set);
}

#[test]
fn keys_of_other_kinds_are_passed_over() {
    let text = r#"{"keys":[{"kty":"EC","crv":"P-256","kid":"a","x":"AA","y":"AA"},{"kty":"OKP","crv":"X25519","x":"AA"}]}"#;
    assert_eq!(PublicKeySet::from_jwks(text).unwrap(), PublicKeySet::new());
}

#[test]
fn the_example_of_rfc_8037_has_its_thumbprint() {
    // RFC 8037, A.2 and A.3: the thumbprint is kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k.
    let text = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"rfc","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","not_before":"2020-01-01"}]}"#;
    let set = PublicKeySet::from_jwks(text).unwrap();
    let key = set.get(&KeyId::new("rfc").unwrap()).unwrap();
    let thumbprint =
        data_encoding::BASE64URL_NOPAD.decode(b"kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k").unwrap();
    assert_eq!(KeyId::of(&key.key).as_str(), &data_encoding::BASE32_NOPAD.encode(&thumbprint)[..8]);
}

#[test]
fn each_fault_is_told() {
    let good = keys(&[(7, "2020-10-01", Some("2020-12-31"))]).to_jwks();
    let (_, id) = key(7);
    let changed = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        PublicKeySet::from_jwks(&good.replace(from, to)).unwrap_err().to_string()
    };
    assert_eq!(
        changed("2020-10-01", "2020-10-32"),
        format!("key `{id}`: `not_before` is \"2020-10-32\"; expected a date YYYY-MM-DD")
    );
    assert!(changed("\"not_before\": \"2020-10-01\",", "").contains("`not_before` is \"missing\""));
    assert!(changed("2020-12-31", "2020-12-31T00:00").contains("`not_after`"));
    assert!(changed("2020-12-31", "2020-09-30").contains("ends on 2020-09-30, before it begins"));
    assert!(changed("\"x\": \"", "\"x\": \"A").contains("`x` is"));
    assert!(changed("\"alg\"", "\"d\": \"AA\", \"alg\"").contains("private member `d`"));
    assert!(changed(id.as_str(), "").contains("key id \"\" is not valid"));
    assert!(PublicKeySet::from_jwks("[]").unwrap_err().to_string().starts_with("not a JWK set"));
    let twice = good.replace("\"keys\": [", &format!("\"keys\": [{},", jwk_of(&good)));
    assert!(PublicKeySet::from_jwks(&twice).unwrap_err().to_string().contains("stands twice"));
}

fn jwk_of(set: &str) -> &str {
    let from = set.find("    {").unwrap();
    &set[from..=set.rfind("    }").unwrap() + 4]
}

#[test]
fn a_weak_key_is_refused() {
    // The neutral element: every message would seem signed.
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let id = KeyId::new("weak").unwrap();
    let key = PublicKey {
        key: VerifyingKey::from_bytes(&neutral).unwrap(),
        not_before: date("2020-01-01"),
        not_after: None,
    };
    assert_eq!(PublicKeySet::new().insert(id.clone(), key), Err(KeyError::Weak(id)));
}

#[test]
fn a_set_has_an_end() {
    let mut set = PublicKeySet::new();
    let (key, _) = key(7);
    let public = || PublicKey { key: key.verifying_key(), not_before: date("2020-01-01"), not_after: None };
    for at in 0..documents::MAX_KEYS {
        set.insert(KeyId::new(&format!("k{at}")).unwrap(), public()).unwrap();
    }
    assert_eq!(set.insert(KeyId::new("one-more").unwrap(), public()), Err(KeyError::TooMany));
    assert!(KeyId::new("seventeen-letters").is_err());
    assert!(KeyId::new("a b").is_err());
}
