//! What is handed in to open a case or to take it a step on.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use registry::{AccountId, CaseId, DecisionId, PersonId};
use serde::{Deserialize, Serialize};

use super::{Actor, EvidenceRef, Private};
use crate::definition::Channel;

/// When something is done: the business date, the time of day at the office, and the moment of recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// The business date.
    pub today: Date,
    /// The time of day.
    pub time: Time,
    /// The moment of recording.
    pub at: Timestamp,
}

/// Opens a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The id to be given.
    pub id: CaseId,
    /// The number to be given.
    pub number: String,
    /// Which of the pack's flows: `main`, or the kind of a linked case.
    pub track: String,
    /// The policy version in force.
    pub policy: String,
    /// Whose matter it is.
    pub subject: PersonId,
    /// Who brings it in.
    pub by: Actor,
    /// The channel.
    pub channel: Channel,
    /// The office in charge, where it is known already: of a linked case, its parent's.
    pub office: Option<String>,
    /// The case that opens it.
    pub parent: Option<CaseId>,
    /// Officers who must not touch it.
    pub excluded: Vec<AccountId>,
    /// When.
    pub moment: Moment,
}

/// Does an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// The action.
    pub action: String,
    /// Who does it.
    pub actor: Actor,
    /// The version of the case that they saw.
    pub version: u32,
    /// Answers of the service that come with it.
    pub answers: BTreeMap<String, Private>,
    /// The version of the commitment that is accepted with it.
    pub commitment: Option<String>,
    /// Evidence that comes with it.
    pub evidence: Vec<EvidenceRef>,
    /// What the action itself asks.
    pub form: BTreeMap<String, Private>,
    /// The reasons picked.
    pub reasons: Vec<String>,
    /// The body picked.
    pub body: Option<String>,
    /// The decisions of the law that it rests on.
    pub decisions: Vec<DecisionId>,
    /// When.
    pub moment: Moment,
}

impl Command {
    /// An action with nothing said.
    pub fn new(action: impl Into<String>, actor: Actor, version: u32, moment: Moment) -> Self {
        Self {
            action: action.into(),
            actor,
            version,
            answers: BTreeMap::new(),
            commitment: None,
            evidence: Vec::new(),
            form: BTreeMap::new(),
            reasons: Vec::new(),
            body: None,
            decisions: Vec::new(),
            moment,
        }
    }
}
