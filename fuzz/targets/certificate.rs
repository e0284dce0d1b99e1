//! The text of a QR code, a status list and a key set: one certificate has one code, and only our key makes a valid one.
#![no_main]

use std::sync::LazyLock;

use documents::{KeyId, PublicKey, PublicKeySet, SignedCertificate, StatusList, Verdict, verify};
use ed25519_dalek::SigningKey;
use libfuzzer_sys::fuzz_target;

/// A key that has signed nothing: whatever is valid under it is forged.
static KEYS: LazyLock<PublicKeySet> = LazyLock::new(|| {
    let key = SigningKey::from_bytes(&[9; 32]).verifying_key();
    let mut keys = PublicKeySet::new();
    let id = KeyId::new("7PXIQM4Z").expect("an id");
    let key = PublicKey { key, not_before: jiff::civil::date(2020, 10, 1), not_after: None };
    keys.insert(id, key).expect("a key");
    keys
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(certificate) = SignedCertificate::from_bytes(bytes) {
        assert_eq!(certificate.as_bytes(), bytes, "one byte string for one certificate");
    }
    let now = jiff::Timestamp::UNIX_EPOCH;
    assert!(StatusList::open(bytes, &KEYS).is_err());
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let verdict = verify(text, &KEYS, None, now);
    assert!(
        matches!(verdict, Verdict::Unreadable(_) | Verdict::UnknownKey { .. } | Verdict::SignatureBad { .. }),
        "{verdict:?}"
    );
    if let Ok(keys) = PublicKeySet::from_jwks(text) {
        let published = keys.to_jwks();
        let again = PublicKeySet::from_jwks(&published).map(|keys| keys.to_jwks());
        assert_eq!(again.ok(), Some(published));
    }
});
