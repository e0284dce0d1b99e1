//! The words in which facts are asked for and conclusions are told.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::problem::Problem;
use crate::read;
use crate::texts::Texts;
use crate::words::Words;

/// Where the questions stand in the folder of policies.
pub const FILE: &str = "questions.toml";

/// The words of all facts and conclusions.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Questions {
    /// Words that serve every question.
    pub general: General,
    /// The facts, by key.
    pub facts: BTreeMap<String, FactWords>,
    /// The conclusions, by id.
    pub conclusions: BTreeMap<String, ConclusionWords>,
}

/// Words that serve every question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct General {
    /// "I don't know", always an answer.
    pub unknown: Words,
    /// Yes.
    pub yes: Words,
    /// No.
    pub no: Words,
    /// A place that is not in Beijing.
    pub outside_beijing: Words,
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// A day.
    Date,
    /// One of some values.
    Choice,
    /// True or false.
    YesNo,
    /// A six-digit place.
    Region,
    /// A whole number.
    Integer,
    /// Money, shown in yuan and kept in fen.
    Money,
}

/// The words of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FactWords {
    /// The form of its answer.
    pub kind: AnswerKind,
    /// Its name in a list.
    pub name: Words,
    /// The question.
    pub question: Words,
    /// Where the answer stands.
    pub help: Words,
    /// An example of an answer.
    pub example: String,
    /// The unit of a number.
    #[serde(default)]
    pub unit: Option<Words>,
    /// The label of "known to be none", where that is allowed.
    #[serde(default)]
    pub null: Option<Words>,
    /// The labels of its values.
    #[serde(default)]
    pub values: BTreeMap<String, ValueWords>,
}

/// The label of a value.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueWords {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
    /// Help in Chinese.
    #[serde(default)]
    pub hint_zh: Option<String>,
    /// Help in English.
    #[serde(default)]
    pub hint_en: Option<String>,
}

/// The words of a conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConclusionWords {
    /// The article that makes it.
    pub article: u16,
    /// Its title.
    pub title: Words,
    /// One line on what it is.
    pub plain: Words,
    /// What to do with a yes.
    pub when_yes: Words,
    /// Where one may do it.
    #[serde(default)]
    pub channels: Vec<String>,
    /// What a yes does not promise.
    #[serde(default)]
    pub not_promised: Option<Words>,
    /// Where else to turn with a no.
    pub when_no: Words,
    /// Where that other door stands.
    pub when_no_source: String,
}

impl Questions {
    /// Reads the questions from the folder of policies.
    pub fn read(policies: &Texts) -> Result<Self, Problem> {
        read::toml(policies, FILE)
    }
}
