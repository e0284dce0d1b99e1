//! The bank's reasons in words, from `data/bank-reasons.toml`: a code that is not there is shown as it
//! came.

use std::collections::BTreeMap;

use registry::money::ReasonCode;
use serde::Deserialize;

/// Who can put it right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The person, with another account.
    Person,
    /// The office.
    Office,
    /// The bank is to be asked.
    Bank,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Who can put it right.
    pub who: Who,
    /// In words.
    pub name: Words,
}

/// The reasons by code.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reasons {
    reasons: BTreeMap<ReasonCode, Reason>,
}

/// A text that is no list of reasons.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("bank reasons: {0}")]
pub struct ReasonsError(String);

impl Reasons {
    /// The list that comes with the program.
    pub const BUILT_IN: &'static str = include_str!("../../data/bank-reasons.toml");

    /// Reads a list.
    pub fn read(text: &str) -> Result<Self, ReasonsError> {
        toml::from_str(text).map_err(|error| ReasonsError(error.message().to_owned()))
    }

    /// The reason of a code.
    pub fn reason(&self, code: ReasonCode) -> Option<&Reason> {
        self.reasons.get(&code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_reasons_have_words_in_both_languages() {
        let reasons = Reasons::read(Reasons::BUILT_IN).unwrap();
        let closed = reasons.reason("AC04".parse().unwrap()).unwrap();
        assert_eq!((closed.who, closed.name.zh.as_str()), (Who::Person, "账户已销户"));
        assert!(reasons.reasons.values().all(|r| !r.name.zh.is_empty() && !r.name.en.is_empty()));
        assert_eq!(reasons.reason("ZZ99".parse().unwrap()), None);
        assert!(Reasons::read("[reasons.x]").is_err());
    }
}
