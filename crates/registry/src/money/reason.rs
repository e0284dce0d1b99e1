//! The bank's reason for refusing or returning a payment: four characters of the ISO 20022 external
//! code lists, such as AC04 for a closed account. Their texts are data of the bank's room.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text that is no reason code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("reason: {found:?} is no reason code; expected four of A–Z and 0–9 such as AC04")]
pub struct ReasonError {
    /// The text, cut.
    pub found: String,
}

/// Four characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReasonCode([u8; 4]);

impl ReasonCode {
    /// The text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for ReasonCode {
    type Err = ReasonError;

    fn from_str(text: &str) -> Result<Self, ReasonError> {
        let bytes: Option<[u8; 4]> = text.as_bytes().try_into().ok();
        bytes
            .filter(|bytes| bytes.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()))
            .map(Self)
            .ok_or_else(|| ReasonError { found: text.chars().take(16).collect() })
    }
}

impl TryFrom<String> for ReasonCode {
    type Error = ReasonError;

    fn try_from(text: String) -> Result<Self, ReasonError> {
        text.parse()
    }
}

impl From<ReasonCode> for String {
    fn from(reason: ReasonCode) -> String {
        reason.as_str().to_owned()
    }
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
