//! A key or password from the configuration. It is wiped when dropped, and neither `Debug` nor an error shows it.

use std::fmt;

use hmac::{Hmac, KeyInit};
use serde::Deserialize;
use sha2::Sha256;
use zeroize::Zeroizing;

/// A secret text.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(from = "String")]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text in.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself, for the one who signs or signs in with it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is no text in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

/// HMAC-SHA-256 under a key of any length.
#[expect(clippy::expect_used, reason = "HMAC takes keys of every length (RFC 2104): this cannot fail")]
pub(crate) fn hmac_sha256(key: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(key).expect("HMAC takes keys of every length")
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_hides_itself_alone_and_inside_others() {
        let secret = Secret::new("open sesame");
        let said = format!("{secret:?} {:?} {:#?}", Some(&secret), [&secret]);
        assert!(!said.contains("sesame"), "{said}");
        assert_eq!(secret.expose(), "open sesame");
    }
}
