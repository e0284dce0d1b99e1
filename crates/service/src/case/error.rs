//! Why a case could not be taken a step on. Each variant is something that the caller can act on.

use jiff::civil::Date;

use crate::flow::{BodyKind, Owner};
use crate::review::FieldError;
use crate::route::RouteError;

/// Why an action could not be done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    /// The case runs by another version of the pack: load that one.
    #[error("the case runs by the pack {expected}, found {found}")]
    OtherPack {
        /// The hash that the case keeps.
        expected: String,
        /// The hash of the pack that was handed in.
        found: String,
    },
    /// Somebody changed the case meanwhile: look again.
    #[error("the case was changed by someone else (version {found}, expected {expected})")]
    Stale {
        /// The version that the caller saw.
        expected: u32,
        /// The version it has.
        found: u32,
    },
    /// The pack has no such flow, state or action: a fault of the caller.
    #[error("{what}: found `{found}`, expected one that the pack has")]
    Unknown {
        /// What was named.
        what: &'static str,
        /// Its name.
        found: String,
    },
    /// It cannot be done in this state: wait for, or do, what comes before.
    #[error("action `{action}` cannot be done in the state `{state}`; expected one of {from:?}")]
    NotNow {
        /// The action.
        action: String,
        /// The state of the case.
        state: String,
        /// The states in which it can be done.
        from: Vec<String>,
    },
    /// It is for somebody else to do.
    #[error("action `{action}` is not for this actor; expected one of {who:?}")]
    NotYours {
        /// The action.
        action: String,
        /// Who may do it.
        who: Vec<Owner>,
    },
    /// Somebody else holds the case: ask them to hand it over.
    #[error("the case is held by someone else at this desk")]
    HeldByOther,
    /// Another officer must do it, since this one decided or proposed what it is about.
    #[error("action `{action}` needs another officer than the one who decided or proposed it")]
    AnotherOfficer {
        /// The action.
        action: String,
    },
    /// A supervisor must do it, since an earlier letter could have said it.
    #[error("a supervisor must ask for what the first letter could have asked: {fields:?}")]
    NeedsSupervisor {
        /// The fields that could have been asked for.
        fields: Vec<String>,
    },
    /// A proposal waits: confirm or reject it first.
    #[error("the proposed action `{action}` waits for a second officer")]
    Pending {
        /// The action.
        action: String,
    },
    /// There is no proposal to confirm or reject.
    #[error("no action waits for a second officer")]
    NothingPending,
    /// A reason must be picked from the table.
    #[error("reasons: found {found:?}, expected at least one of {expected:?}")]
    Reasons {
        /// What was picked.
        found: Vec<String>,
        /// What can be picked.
        expected: Vec<String>,
    },
    /// What the action asks is missing or wrong.
    #[error("form: {0:?}")]
    Form(Vec<FieldError>),
    /// The answers of the service are missing or wrong.
    #[error("answers: {0:?}")]
    Answers(Vec<FieldError>),
    /// Answers that were not flagged cannot be changed now.
    #[error("answers: found {fields:?}, expected only {flagged:?}")]
    NotFlagged {
        /// The fields that came.
        fields: Vec<String>,
        /// The fields that may be changed.
        flagged: Vec<String>,
    },
    /// No answer is flagged, so there is nothing to ask for.
    #[error("no answer is flagged, expected at least one")]
    NoFlags,
    /// Evidence is missing, or none that the item accepts.
    #[error("evidence: expected {items:?}")]
    Evidence {
        /// What is wrong, by item.
        items: Vec<EvidenceFault>,
    },
    /// A body must be picked of those that serve.
    #[error("{kind}: found {found:?}, expected one of {expected:?}")]
    Body {
        /// The kind of body.
        kind: BodyKind,
        /// What was picked.
        found: Option<String>,
        /// Those that serve.
        expected: Vec<String>,
    },
    /// A condition does not hold.
    #[error("action `{action}`: condition {number} does not hold: {condition}")]
    Condition {
        /// The action.
        action: String,
        /// Which condition, from 1.
        number: usize,
        /// The condition, in its data form.
        condition: String,
    },
    /// The clock by which the system acts has not run out.
    #[error("clock `{clock}` has not run out: its last day is {due}")]
    NotElapsed {
        /// The clock.
        clock: String,
        /// Its last day.
        due: Date,
    },
    /// The clock does not run, or was extended before.
    #[error("clock `{clock}` cannot be extended: it does not run, or was extended before")]
    NoExtension {
        /// The clock.
        clock: String,
    },
    /// No office was found, or the person must choose one.
    #[error(transparent)]
    Route(#[from] RouteError),
}

impl ActError {
    /// The code in the API and in examples.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OtherPack { .. } => "other_pack",
            Self::Stale { .. } => "stale",
            Self::Unknown { .. } => "unknown",
            Self::NotNow { .. } => "not_now",
            Self::NotYours { .. } => "not_yours",
            Self::HeldByOther => "held_by_other",
            Self::AnotherOfficer { .. } => "another_officer",
            Self::NeedsSupervisor { .. } => "needs_supervisor",
            Self::Pending { .. } => "pending",
            Self::NothingPending => "nothing_pending",
            Self::Reasons { .. } => "reasons",
            Self::Form(_) => "form",
            Self::Answers(_) => "answers",
            Self::NotFlagged { .. } => "not_flagged",
            Self::NoFlags => "no_flags",
            Self::Evidence { .. } => "evidence",
            Self::Body { .. } => "body",
            Self::Condition { .. } => "condition",
            Self::NotElapsed { .. } => "not_elapsed",
            Self::NoExtension { .. } => "no_extension",
            Self::Route(_) => "route",
        }
    }
}

/// What is wrong with an item of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFault {
    /// The item.
    pub item: String,
    /// What is wrong.
    pub fault: EvidenceFaultKind,
}

/// What can be wrong with an item of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceFaultKind {
    /// It must be there.
    Missing,
    /// The pack asks for no such thing.
    NotAsked,
    /// Its kind is not accepted.
    WrongKind,
    /// It is larger than allowed.
    TooLarge,
    /// There are more than allowed.
    TooMany,
}
