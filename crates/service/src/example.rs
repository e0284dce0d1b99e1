//! Named persons and what must come out for them; run by every check of the pack.

pub mod given;
pub(crate) mod run;
pub mod step;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::date;
use crate::definition::Channel;
use crate::review::{FieldErrorCode, Submission};
use crate::words::Words;
pub use given::Given;
pub use step::Step;

/// The file of examples as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExampleFile {
    pub(crate) examples: Vec<Example>,
}

/// A made-up person's submission and what must come out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Its name.
    pub id: String,
    /// The rows of the acceptance list that it shows.
    pub rows: Vec<u16>,
    /// What it shows.
    pub about: Words,
    /// The business date.
    #[serde(deserialize_with = "date::read")]
    pub as_of: Date,
    /// The channel.
    pub channel: Channel,
    /// The version of the commitment that was accepted.
    #[serde(default)]
    pub commitment: Option<String>,
    /// The district of the registration as it stands, for a service that changes one.
    #[serde(default)]
    pub registered_district: Option<String>,
    /// What was answered.
    pub answers: BTreeMap<String, String>,
    /// The items of evidence that are handed in, each with its kind.
    #[serde(default)]
    pub evidence: BTreeMap<String, String>,
    /// What the law and the registry say.
    #[serde(default)]
    pub grounds: Given,
    /// Which of the pack's flows it runs through; without one, the pack's own.
    #[serde(default)]
    pub track: Option<String>,
    /// What is done, one after the other.
    #[serde(default)]
    pub history: Vec<Step>,
    /// What must come out.
    pub expect: Expect,
}

/// What must come out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// The office in charge.
    #[serde(default)]
    pub office: Option<String>,
    /// The fee.
    #[serde(default)]
    pub fee_fen: Option<u32>,
    /// The faults, all of them.
    #[serde(default)]
    pub refused: Vec<Refused>,
}

/// A fault that must be found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// The field.
    pub field: String,
    /// Its fault.
    pub code: FieldErrorCode,
}

impl Example {
    /// The submission of the example.
    pub fn submission(&self) -> Submission {
        Submission {
            channel: self.channel,
            answers: self.answers.clone(),
            commitment: self.commitment.clone(),
            registered_district: self.registered_district.clone(),
        }
    }
}
