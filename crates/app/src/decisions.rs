//! The decision contract over the wire: decide, keep on request, replay byte for byte.

use jiff::Timestamp;
use jiff::civil::Date;
use law::contract::error::BadInput;
use registry::DecisionId;

use crate::{App, Fault, Viewer};

/// The most inputs of one array.
pub const INPUTS_MAX: usize = 1_000;

/// How to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecideOptions {
    /// These outcomes alone.
    pub only: Option<Vec<String>>,
    /// Write the explanation.
    pub because: bool,
    /// With what was known on this day.
    pub known_on: Option<Date>,
}

impl Default for DecideOptions {
    fn default() -> Self {
        Self { only: None, because: true, known_on: None }
    }
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// The input is at fault.
    #[error(transparent)]
    Input(#[from] BadInput),
    /// There is no such outcome.
    #[error("only: no outcome {found:?}; expected some of {expected}")]
    UnknownOutcome {
        /// The name given, cut.
        found: String,
        /// The names that there are.
        expected: String,
    },
    /// Too many inputs at once.
    #[error("{found} inputs; expected at most {INPUTS_MAX}")]
    TooMany {
        /// How many.
        found: usize,
    },
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What a replay found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replay {
    /// The kept policy gives the kept answer, byte for byte.
    Same {
        /// The policy's version.
        policy_version: String,
        /// How long the answer is.
        bytes: usize,
    },
    /// The contents were erased by law.
    Erased {
        /// When.
        at: Timestamp,
    },
}

/// Why a decision could not be replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// There is no such decision.
    #[error("no such decision")]
    NotFound,
    /// The answer is another one than was given: someone must look into it.
    #[error("the replay differs from the kept answer at byte {at}")]
    Differs {
        /// The first byte that differs.
        at: usize,
    },
    /// The policy or input of the time cannot be read any more.
    #[error("the decision cannot be replayed: {what}")]
    Unreadable {
        /// What is wrong, without anything personal.
        what: String,
    },
    /// This viewer may not do this.
    #[error("not allowed")]
    Denied,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl App {
    /// Decides one input or an array of them and gives the answer as JSON.
    pub fn decide(&self, body: &[u8], options: &DecideOptions) -> Result<String, DecideError> {
        todo!()
    }

    /// Decides one input, keeps input and answer, and gives both the answer and the id to replay it by.
    pub async fn decide_and_keep(
        &self,
        body: &[u8],
        options: &DecideOptions,
    ) -> Result<(DecisionId, String), DecideError> {
        todo!()
    }

    /// Decides a kept decision again with the policy of its time and compares.
    pub async fn replay(&self, viewer: &Viewer, decision: DecisionId) -> Result<Replay, ReplayError> {
        todo!()
    }
}
