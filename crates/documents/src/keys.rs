//! Keys by id, and the set of public keys against which certificates are verified. Rotation: a new key is added
//! with its first day, the old one gets its last; what the old one signed until then stays valid. A key that
//! was stolen is taken out of the set, for a thief can write any date.

use std::{collections::BTreeMap, fmt};

use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD};
use ed25519_dalek::VerifyingKey;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

/// Most keys in a set; decades of rotation need fewer.
pub const MAX_KEYS: usize = 64;
const KEY_ID_CHARS_MAX: usize = 16;
/// Characters of the thumbprint taken as a key id: 40 bits, and a short code to scan.
const THUMBPRINT_CHARS: usize = 8;

/// A key's name in envelopes and in the published set: 1 to 16 of A–Z, a–z, 0–9, `-`, `_` and `.`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(String);

impl KeyId {
    /// Takes a name that was given.
    pub fn new(text: &str) -> Result<Self, KeyError> {
        let is_plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        if text.is_empty() || text.len() > KEY_ID_CHARS_MAX || !is_plain {
            return Err(KeyError::BadKeyId { found: text.chars().take(2 * KEY_ID_CHARS_MAX).collect() });
        }
        Ok(Self(text.to_owned()))
    }

    /// The name that follows from the key itself: its RFC 7638 thumbprint in base32, cut to eight characters,
    /// so that it can be read aloud.
    pub fn of(key: &VerifyingKey) -> Self {
        let x = BASE64URL_NOPAD.encode(key.as_bytes());
        let digest = Sha256::digest(format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#));
        Self(BASE32_NOPAD.encode(&digest).chars().take(THUMBPRINT_CHARS).collect())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({})", self.0)
    }
}

/// A public key and the days on which it may sign, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// The key.
    pub key: VerifyingKey,
    /// First day on which it may sign.
    pub not_before: Date,
    /// Last day on which it may sign; open while the key is in use.
    pub not_after: Option<Date>,
}

/// Why a key cannot be in a set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// A name that is none.
    #[error("key id {found:?} is not valid; expected 1 to 16 of A–Z, a–z, 0–9, `-`, `_` and `.`")]
    BadKeyId {
        /// The text, cut.
        found: String,
    },
    /// One id for two keys would make a signature's key a guess.
    #[error("key id `{0}` stands twice; expected each id once")]
    Duplicate(KeyId),
    /// A weak key accepts signatures that nobody made.
    #[error("the key of id `{0}` is weak; expected a point of large order")]
    Weak(KeyId),
    /// The last day is before the first.
    #[error("key `{id}` ends on {not_after}, before it begins on {not_before}")]
    EndsBeforeItBegins {
        /// The key.
        id: KeyId,
        /// First day.
        not_before: Date,
        /// Last day.
        not_after: Date,
    },
    /// More keys than [`MAX_KEYS`].
    #[error("the set has more than {MAX_KEYS} keys")]
    TooMany,
}

/// The public keys that are trusted, by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublicKeySet(BTreeMap<KeyId, PublicKey>);

impl PublicKeySet {
    /// An empty set, which trusts nobody.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a key.
    pub fn insert(&mut self, id: KeyId, key: PublicKey) -> Result<(), KeyError> {
        if self.0.contains_key(&id) {
            return Err(KeyError::Duplicate(id));
        }
        if self.0.len() >= MAX_KEYS {
            return Err(KeyError::TooMany);
        }
        if key.key.is_weak() {
            return Err(KeyError::Weak(id));
        }
        if let Some(not_after) = key.not_after.filter(|last| *last < key.not_before) {
            return Err(KeyError::EndsBeforeItBegins { id, not_before: key.not_before, not_after });
        }
        self.0.insert(id, key);
        Ok(())
    }

    /// The key of this id.
    pub fn get(&self, id: &KeyId) -> Option<&PublicKey> {
        self.0.get(id)
    }

    /// Every key, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&KeyId, &PublicKey)> {
        self.0.iter()
    }
}
