//! One action: who may do it in which states, what they must say, on what conditions, and what follows.

use serde::{Deserialize, Serialize};

use super::guard::Guard;
use super::owner::{BodyKind, Owner};
use crate::field::Field;
use crate::words::Words;

/// An action.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the data file, said or not said")]
pub struct Action {
    /// Its name in data and in the API.
    pub id: String,
    /// What the one who does it reads.
    pub label: Words,
    /// The states in which it can be done.
    pub from: Vec<String>,
    /// The state it leads to.
    pub to: String,
    /// Who may do it.
    pub who: Vec<Owner>,
    /// What is asked of the one who does it.
    #[serde(default)]
    pub form: Vec<Field>,
    /// The table of reasons of which at least one must be picked.
    #[serde(default)]
    pub reasons: Option<String>,
    /// On what conditions it can be done.
    #[serde(default)]
    pub guards: Vec<Guard>,
    /// Whether another officer must confirm it before it takes effect.
    #[serde(default)]
    pub second: bool,
    /// What it does, by the ids of the pack's effects.
    #[serde(default)]
    pub effects: Vec<String>,
    /// What is sent, by the events of the notices.
    #[serde(default)]
    pub notices: Vec<String>,
    /// Which answers of the service come with it.
    #[serde(default)]
    pub answers: Answering,
    /// Whether it sends all flagged answers back in one letter.
    #[serde(default)]
    pub sends_flags: bool,
    /// Whether a supervisor must do it when an earlier letter could have said what it says.
    #[serde(default)]
    pub supervisor_if_repeated: bool,
    /// Whether it decides the matter, and how.
    #[serde(default)]
    pub decides: Option<Verdict>,
    /// The kind of body that is picked with it and that the case is handed to.
    #[serde(default)]
    pub body: Option<BodyKind>,
    /// The clock that it extends.
    #[serde(default)]
    pub extends: Option<String>,
    /// The clocks that begin anew with it though its state already runs them.
    #[serde(default)]
    pub restarts: Vec<String>,
    /// Whether the system does it as soon as its conditions hold.
    #[serde(default)]
    pub auto: bool,
}

/// Which answers of the service come with an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answering {
    /// None.
    #[default]
    None,
    /// All of them, with the commitment and the evidence: a filing. It also finds the office.
    All,
    /// Those that were flagged, and what hangs on them.
    Flagged,
}

/// How a matter is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// For the applicant.
    Granted,
    /// Against.
    Refused,
}
