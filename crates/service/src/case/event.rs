//! What is recorded of a case. Events say all that they change, so that a case is made again without its pack.

use std::collections::BTreeMap;

use jiff::civil::Date;
use registry::{AccountId, CaseId, DecisionId, PersonId};
use serde::{Deserialize, Serialize};

use super::{Actor, EvidenceRef, Flag, Moment, Private};
use crate::definition::Channel;
use crate::flow::{BodyKind, End, Owner, Verdict};

/// An event with its place in the case, its moment and who did it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Of which case.
    pub case: CaseId,
    /// 1, 2, 3 …
    pub version: u32,
    /// When.
    pub moment: Moment,
    /// Who did it.
    pub by: Actor,
    /// What happened.
    pub event: Event,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// It was opened.
    Opened(Box<Opened>),
    /// An action took effect.
    Acted(Box<Acted>),
    /// An action was proposed; it waits for a second officer.
    Proposed {
        /// The action.
        action: String,
        /// What was said.
        form: BTreeMap<String, Private>,
        /// The reasons picked.
        reasons: Vec<String>,
        /// The body picked.
        body: Option<String>,
        /// The decisions that it rests on.
        decisions: Vec<DecisionId>,
    },
    /// A proposal was rejected by the second officer.
    Rejected {
        /// The action.
        action: String,
        /// Why.
        note: Private,
    },
    /// It was claimed from a queue.
    Claimed {
        /// At which desk.
        desk: Owner,
        /// By whom, or for whom where a deputy is put in.
        account: AccountId,
    },
    /// It was handed over; the receipt is to be confirmed.
    HandedOver {
        /// At which desk.
        desk: Owner,
        /// To whom.
        to: AccountId,
    },
    /// It went back to the queue.
    Returned {
        /// Of which desk.
        desk: Owner,
    },
    /// An answer was flagged for the next letter; a flag of the same field is replaced.
    Flagged {
        /// The flag.
        flag: Flag,
    },
    /// A flag was taken off.
    Unflagged {
        /// The field.
        field: String,
    },
    /// A case was linked to it.
    Linked {
        /// The kind.
        kind: String,
        /// The other case.
        other: CaseId,
    },
    /// A linked case ended.
    LinkEnded {
        /// The other case.
        other: CaseId,
        /// How.
        ended: End,
    },
    /// It was moved to another version of its pack.
    Moved {
        /// The hash of the pack it runs by from now on.
        pack: String,
        /// The policy version from now on.
        policy: String,
        /// The state in that version.
        state: String,
        /// The clocks that go on under another name, old and new.
        clocks: BTreeMap<String, String>,
        /// What happens to the clocks with that.
        changes: Vec<ClockChange>,
    },
}

/// The beginning of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Its number.
    pub number: String,
    /// The service.
    pub service: String,
    /// The flow.
    pub track: String,
    /// The hash of the pack.
    pub pack: String,
    /// The policy version.
    pub policy: String,
    /// Whose matter it is.
    pub subject: PersonId,
    /// The channel.
    pub channel: Channel,
    /// The office, where it is known.
    pub office: Option<String>,
    /// The case that opened it.
    pub parent: Option<CaseId>,
    /// Officers who must not touch it.
    pub excluded: Vec<AccountId>,
    /// The first state.
    pub state: String,
    /// The clocks that start.
    pub clocks: Vec<ClockChange>,
}

/// An action that took effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acted {
    /// The action.
    pub action: String,
    /// The state it led to.
    pub to: String,
    /// How the case ended with it.
    pub ended: Option<End>,
    /// Answers that came with it.
    pub answers: BTreeMap<String, Private>,
    /// Answers that are no longer asked for.
    pub dropped: Vec<String>,
    /// The commitment accepted with it.
    pub commitment: Option<String>,
    /// Evidence that came with it.
    pub evidence: Vec<EvidenceRef>,
    /// What was said.
    pub form: BTreeMap<String, Private>,
    /// The reasons picked.
    pub reasons: Vec<String>,
    /// The office found.
    pub office: Option<String>,
    /// The body it was handed to.
    pub body: Option<(BodyKind, String)>,
    /// How it decided the case.
    pub decides: Option<Verdict>,
    /// The decisions that it rests on.
    pub decisions: Vec<DecisionId>,
    /// The flags that went out in one letter.
    pub letter: Option<Letter>,
    /// Whether the flagged answers came back.
    pub answered_letter: bool,
    /// Who had proposed it, where a second officer confirmed it.
    pub proposed_by: Option<Actor>,
    /// What it did to the clocks.
    pub clocks: Vec<ClockChange>,
    /// The effects it has, by id.
    pub effects: Vec<String>,
}

/// One letter that asks for corrections.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// All that is to be corrected.
    pub flags: Vec<Flag>,
    /// Whether an earlier letter could have said some of it.
    pub is_late: bool,
}

/// What happens to a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum ClockChange {
    /// It starts.
    Started {
        /// The clock.
        clock: String,
        /// The day of the event.
        on: Date,
        /// The day that it is reckoned from.
        counted_on: Date,
    },
    /// It stands still from a day on.
    Paused {
        /// The clock.
        clock: String,
        /// The day.
        on: Date,
    },
    /// It goes on.
    Resumed {
        /// The clock.
        clock: String,
        /// The day.
        on: Date,
    },
    /// It is stopped.
    Stopped {
        /// The clock.
        clock: String,
        /// The day.
        on: Date,
    },
    /// It is extended.
    Extended {
        /// The clock.
        clock: String,
    },
}

impl Event {
    /// The code in the store and in the journal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Opened(_) => "opened",
            Self::Acted(_) => "acted",
            Self::Proposed { .. } => "proposed",
            Self::Rejected { .. } => "rejected",
            Self::Claimed { .. } => "claimed",
            Self::HandedOver { .. } => "handed_over",
            Self::Returned { .. } => "returned",
            Self::Flagged { .. } => "flagged",
            Self::Unflagged { .. } => "unflagged",
            Self::Linked { .. } => "linked",
            Self::LinkEnded { .. } => "link_ended",
            Self::Moved { .. } => "moved",
        }
    }
}
