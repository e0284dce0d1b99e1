//! On what an entry rests: a decision, a case, a document, a receipt. Nothing is entered without one.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::id::{CaseId, CycleId, DecisionId};

/// The longest reference taken.
pub const REFERENCE_CHARS_MAX: usize = 100;

/// A text that is no reference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("reference: {found:?}; expected 1 to {REFERENCE_CHARS_MAX} characters without control characters")]
pub struct ReferenceError {
    /// The text, cut.
    pub found: String,
}

/// The number or name of a document, a receipt, a batch or a version of parameters. It must not be
/// personal: it may stand in a log.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(Arc<str>);

impl Reference {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Reference {
    type Err = ReferenceError;

    fn from_str(text: &str) -> Result<Self, ReferenceError> {
        let text = text.trim();
        let long = text.chars().count() > REFERENCE_CHARS_MAX;
        if text.is_empty() || long || text.chars().any(char::is_control) {
            return Err(ReferenceError { found: text.chars().take(32).collect() });
        }
        Ok(Self(text.into()))
    }
}

impl TryFrom<String> for Reference {
    type Error = ReferenceError;

    fn try_from(text: String) -> Result<Self, ReferenceError> {
        text.parse()
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> String {
        reference.as_str().to_owned()
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// On what an entry rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub enum Source {
    /// A decision of the law.
    Decision(DecisionId),
    /// A case: an application, a request, a report.
    Case(CaseId),
    /// A document, by its number.
    Document(Reference),
    /// A receipt of who collects: the tax authority, the insurance agency, a bank.
    Receipt(Reference),
    /// A payment cycle.
    Cycle(CycleId),
    /// A run over many, such as a month's.
    Run(Reference),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_says_something() {
        assert_eq!(" 京人社发〔2021〕1号 ".parse::<Reference>().unwrap().as_str(), "京人社发〔2021〕1号");
        for wrong in ["", "  ", "a\nb", &"x".repeat(101)] {
            assert!(wrong.parse::<Reference>().is_err(), "{wrong:?}");
        }
    }
}
