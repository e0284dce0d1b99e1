//! One thing that is done in an example, and what must come of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;

use super::Given;
use crate::date;
use crate::flow::End;

/// One thing that is done.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The action of the flow.
    pub action: String,
    /// How: the action itself, or the second officer's confirmation or rejection of it.
    #[serde(default)]
    pub how: How,
    /// The business date.
    #[serde(deserialize_with = "date::read")]
    pub on: Date,
    /// The hour of the day.
    #[serde(default = "ten")]
    pub hour: i8,
    /// Who: `applicant`, `system`, `office`, `supervisor`, `city`, `body:guarantor`; `office:2` is another officer of the
    /// office, `office@pes-…` one of another office.
    #[serde(default = "applicant")]
    pub by: String,
    /// Answers that come with it; without any, a filing takes those of the example.
    #[serde(default)]
    pub answers: BTreeMap<String, String>,
    /// What is said with it.
    #[serde(default)]
    pub form: BTreeMap<String, String>,
    /// The reasons picked.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// Answers that are flagged before: the code of the reason by field.
    #[serde(default)]
    pub flags: BTreeMap<String, String>,
    /// The body picked.
    #[serde(default)]
    pub body: Option<String>,
    /// A linked case of a kind that ended before.
    #[serde(default)]
    pub linked: Option<(String, End)>,
    /// What the law and the registry say from now on.
    #[serde(default)]
    pub grounds: Option<Given>,
    /// The state that follows.
    #[serde(default)]
    pub state: Option<String>,
    /// The last days of clocks after it.
    #[serde(default)]
    pub due: BTreeMap<String, String>,
    /// Its effects, all of them.
    #[serde(default)]
    pub effects: Option<BTreeSet<String>>,
    /// What is sent, all of it.
    #[serde(default)]
    pub notices: Option<BTreeSet<String>>,
    /// Words that one of its notices to the inbox says in Chinese.
    #[serde(default)]
    pub said: Option<String>,
    /// The code of the error where it cannot be done.
    #[serde(default)]
    pub error: Option<String>,
}

/// How an action is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It is done, or proposed.
    #[default]
    Act,
    /// It is confirmed by a second officer.
    Confirm,
    /// It is rejected by a second officer.
    Reject,
}

fn ten() -> i8 {
    10
}

fn applicant() -> String {
    "applicant".to_owned()
}
