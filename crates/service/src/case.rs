//! One matter on its way: an aggregate that is nothing but the fold of its events.
//!
//! [`Case::open`] begins one, [`Case::act`] takes it a step on, [`Case::confirm`] and [`Case::reject`] are the second
//! pair of eyes, [`Case::assign`] says who holds it, [`Case::replay`] makes it again from what was recorded. Everything
//! that is not in the case itself is handed in: the pack, the moment, and what answers the conditions ([`Grounds`]).

mod act;
pub mod actor;
pub mod assign;
pub mod clocks;
pub mod command;
pub mod error;
pub mod event;
mod fold;
pub mod grounds;
mod judge;
pub mod moves;
mod open;
pub mod private;
mod supplement;
pub mod todo;
mod told;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use registry::{AccountId, CaseId, DecisionId, PersonId};
use serde::{Deserialize, Serialize};

pub use actor::{Actor, Rank};
pub use assign::{Assign, AssignError};
pub use clocks::{Expiry, RunningClock};
pub use command::{Command, Moment, Open};
pub use error::ActError;
pub use event::{ClockChange, Event, Recorded};
pub use fold::ReplayError;
pub use grounds::{Decided, Grounds};
pub use moves::{Move, MoveError};
pub use private::Private;
pub use todo::{Done, EffectToDo, NoticeToSend};

use crate::deadline::Run;
use crate::definition::Channel;
use crate::flow::{BodyKind, End, Owner, Verdict};

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Its number, by which people speak of it.
    pub number: String,
    /// The service.
    pub service: String,
    /// Which of the pack's flows it runs through: `main`, or the kind of a linked case.
    pub track: String,
    /// The hash of the pack that it runs by.
    pub pack: String,
    /// The policy version of its beginning.
    pub policy: String,
    /// Whose matter it is.
    pub subject: PersonId,
    /// Who brought it in.
    pub applicant: Actor,
    /// The channel by which it came.
    pub channel: Channel,
    /// The office in charge, once it was filed.
    pub office: Option<String>,
    /// The bodies that it was handed to, by kind.
    pub bodies: BTreeMap<BodyKind, String>,
    /// Who holds it, at each desk.
    pub holders: BTreeMap<Owner, AccountId>,
    /// A handing over whose receipt is not confirmed.
    pub handing_over: Option<(Owner, AccountId)>,
    /// The state.
    pub state: String,
    /// The answers by field.
    pub answers: BTreeMap<String, Answer>,
    /// The version of the commitment that was accepted.
    pub commitment: Option<String>,
    /// The answers flagged so far for the next letter.
    pub flags: Vec<Flag>,
    /// The answers that the last letter asked to correct and that were not sent back yet.
    pub asked: Vec<Flag>,
    /// Every field that a letter ever asked to correct.
    pub asked_before: BTreeSet<String>,
    /// When the first letter was sent.
    pub first_letter_at: Option<Timestamp>,
    /// How many letters asked for corrections.
    pub letters: u32,
    /// How many of them said what an earlier one could have said.
    pub late_letters: u32,
    /// What was handed in as evidence.
    pub evidence: Vec<EvidenceRef>,
    /// The decisions of the law that it rests on.
    pub decisions: Vec<DecisionId>,
    /// Linked cases that it opened.
    pub links: Vec<Link>,
    /// The case that opened it.
    pub parent: Option<CaseId>,
    /// Officers who must not touch it, since they decided what it is about.
    pub excluded: BTreeSet<AccountId>,
    /// Who decided it.
    pub deciders: BTreeSet<AccountId>,
    /// Its clocks, each with its last run.
    pub clocks: BTreeMap<String, Run>,
    /// What waits for a second officer.
    pub pending: Option<Proposal>,
    /// How often each action was done.
    pub done: BTreeMap<String, u32>,
    /// What was said with an action, by action and field: the last time.
    pub said: BTreeMap<String, BTreeMap<String, Private>>,
    /// The number of its events.
    pub version: u32,
    /// The day it was opened.
    pub opened_on: Date,
    /// How it was decided, and when.
    pub decided: Option<(Verdict, Date)>,
    /// How it ended.
    pub ended: Option<End>,
}

/// An answer, with who entered it and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// What was answered.
    pub value: Private,
    /// Who entered it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// An answer that is to be corrected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// The field.
    pub field: String,
    /// The code of the reason.
    pub reason: String,
    /// More, in the officer's words.
    pub note: Option<Private>,
}

/// A piece of evidence: what it is for, and the stored file, or how it was shown without one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceRef {
    /// The item of the pack.
    pub item: String,
    /// Its kind, one of those that the item accepts.
    pub kind: String,
    /// The file's id in the store; none where it was seen at a window.
    pub file: Option<String>,
    /// `sha256:…` of the file.
    pub hash: Option<String>,
    /// Its size.
    pub bytes: u64,
}

/// A linked case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its kind.
    pub kind: String,
    /// The case.
    pub case: CaseId,
    /// How it ended, once it did.
    pub ended: Option<End>,
}

/// An action that waits for a second officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The action.
    pub action: String,
    /// Who proposes it.
    pub by: Actor,
    /// What they said.
    pub form: BTreeMap<String, Private>,
    /// The reasons picked.
    pub reasons: Vec<String>,
    /// The body picked.
    pub body: Option<String>,
    /// The decisions that it rests on.
    pub decisions: Vec<DecisionId>,
    /// The day of the proposal.
    pub on: Date,
}

impl Case {
    /// Whether nothing more can be done.
    pub fn is_ended(&self) -> bool {
        self.ended.is_some()
    }

    /// An answer as it stands.
    pub fn answer(&self, field: &str) -> Option<&str> {
        self.answers.get(field).map(|answer| answer.value.as_str())
    }

    /// Whether a linked case of a kind is open.
    pub fn has_open(&self, kind: &str) -> bool {
        self.links.iter().any(|link| link.kind == kind && link.ended.is_none())
    }

    /// How the last linked case of a kind ended.
    pub fn last_end(&self, kind: &str) -> Option<End> {
        self.links.iter().rev().find(|link| link.kind == kind)?.ended
    }
}
