//! The key that both sides hold: `whsec_` and base64, of 24 to 64 bytes; and the two of them during a change of keys.

use std::fmt;

use data_encoding::BASE64;
use serde::Deserialize;
use zeroize::Zeroizing;

const PREFIX: &str = "whsec_";
const BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// A key that signs webhooks.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct SigningKey(Zeroizing<Vec<u8>>);

/// What is wrong with a key. It does not repeat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It does not begin as it should.
    #[error("webhook key: expected it to begin with `{PREFIX}`")]
    Prefix,
    /// The rest is no base64.
    #[error("webhook key: expected standard base64 with padding behind `{PREFIX}`")]
    Base64,
    /// It is too short to be safe, or too long.
    #[error("webhook key: expected 24 to 64 bytes, found {0}")]
    Length(usize),
}

impl SigningKey {
    /// Reads a key as it is written down.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = text.strip_prefix(PREFIX).ok_or(KeyError::Prefix)?;
        let bytes = BASE64.decode(text.as_bytes()).map_err(|_| KeyError::Base64)?;
        Self::from_bytes(bytes)
    }

    /// A key from random bytes that the caller drew.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, KeyError> {
        let bytes = Zeroizing::new(bytes);
        if BYTES.contains(&bytes.len()) { Ok(Self(bytes)) } else { Err(KeyError::Length(bytes.len())) }
    }

    /// The key as it is written down, shown once to the one who will hold it.
    pub fn expose_text(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{PREFIX}{}", BASE64.encode(&self.0)))
    }

    pub(super) fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl TryFrom<String> for SigningKey {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Self, KeyError> {
        Self::parse(&Zeroizing::new(text))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SigningKey(…)")
    }
}

/// The key in force, and during a change the one it takes over from: both sign, and either is accepted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SigningKeys {
    /// The key in force.
    pub current: SigningKey,
    /// The key before it, until all receivers have the new one.
    #[serde(default)]
    pub previous: Option<SigningKey>,
}

impl SigningKeys {
    /// One key alone.
    pub fn one(current: SigningKey) -> Self {
        Self { current, previous: None }
    }

    /// A new key, with the one in force now as the one before it.
    #[must_use]
    pub fn rotate(self, new: SigningKey) -> Self {
        Self { current: new, previous: Some(self.current) }
    }

    /// The keys, the one in force first.
    pub fn iter(&self) -> impl Iterator<Item = &SigningKey> {
        std::iter::once(&self.current).chain(&self.previous)
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyError, SigningKey};

    #[test]
    fn a_key_is_read_and_written_and_never_shown() {
        let text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let key = SigningKey::parse(text).unwrap();
        assert_eq!(key.expose_text().as_str(), text);
        assert_eq!(format!("{key:?}"), "SigningKey(…)");
    }

    #[test]
    fn a_wrong_key_is_named_without_being_repeated() {
        for (text, error) in [
            ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", KeyError::Prefix),
            ("whsec_not base64!", KeyError::Base64),
            ("whsec_c2hvcnQ=", KeyError::Length(5)),
        ] {
            assert_eq!(SigningKey::parse(text), Err(error));
            assert!(!error.to_string().contains(text.trim_start_matches("whsec_")));
        }
        let toml = toml::from_str::<super::SigningKeys>("current = 'whsec_c2hvcnQ='").unwrap_err();
        assert!(toml.message().contains("found 5"), "{}", toml.message());
    }
}
