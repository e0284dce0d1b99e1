//! Who must act, or may: the applicant, the office and those above it, a body outside, or the system itself.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A kind of body outside the administration, such as a guarantor. Which kinds there are is data (`services/bodies.toml`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BodyKind(pub String);

impl fmt::Display for BodyKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Who must act in a state, or may do an action.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Owner {
    /// The person whose matter it is, or their delegate.
    Applicant,
    /// An officer of the office in charge.
    Office,
    /// A supervisor of that office.
    Supervisor,
    /// An officer of the city.
    City,
    /// The body of a kind that the case was handed to.
    Body(BodyKind),
    /// The house itself: when a clock has run out, or as soon as the conditions hold.
    System,
}

/// A word that names nobody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("found `{0}`, expected applicant, office, supervisor, city, system or `body:` with a kind of body")]
pub struct UnknownOwner(pub String);

impl FromStr for Owner {
    type Err = UnknownOwner;

    fn from_str(text: &str) -> Result<Self, UnknownOwner> {
        match (text, text.strip_prefix("body:")) {
            ("applicant", _) => Ok(Self::Applicant),
            ("office", _) => Ok(Self::Office),
            ("supervisor", _) => Ok(Self::Supervisor),
            ("city", _) => Ok(Self::City),
            ("system", _) => Ok(Self::System),
            (_, Some(kind)) if !kind.is_empty() => Ok(Self::Body(BodyKind(kind.to_owned()))),
            _ => Err(UnknownOwner(text.to_owned())),
        }
    }
}

impl TryFrom<String> for Owner {
    type Error = UnknownOwner;

    fn try_from(text: String) -> Result<Self, UnknownOwner> {
        text.parse()
    }
}

impl From<Owner> for String {
    fn from(owner: Owner) -> Self {
        owner.to_string()
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Applicant => out.write_str("applicant"),
            Self::Office => out.write_str("office"),
            Self::Supervisor => out.write_str("supervisor"),
            Self::City => out.write_str("city"),
            Self::Body(kind) => write!(out, "body:{kind}"),
            Self::System => out.write_str("system"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_read_back_and_a_wrong_word_is_named() {
        for text in ["applicant", "office", "supervisor", "city", "system", "body:guarantor"] {
            assert_eq!(text.parse::<Owner>().unwrap().to_string(), text);
        }
        for text in ["", "clerk", "body:", "Office"] {
            assert!(text.parse::<Owner>().unwrap_err().to_string().contains(&format!("`{text}`")));
        }
    }
}
