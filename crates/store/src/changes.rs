//! What one use case wants saved: a plain value, worked out before anything is written. All of it is
//! saved in one transaction with its journal entries and jobs, or nothing is.

use std::fmt;

use jiff::Timestamp;
use registry::{Action, Actor, CaseId, EntryDraft};

use crate::decision::Decision;
use crate::error::SaveError;
use crate::job::NewJob;
use crate::look::Look;
use crate::write::Write;

/// Makes a submission that is sent twice have one effect.
#[derive(Clone, PartialEq, Eq)]
pub struct Idempotency {
    /// Chosen by the sender, the same for each sending; scope it with who sends.
    pub key: String,
    /// What the first sending answers, and so every later one.
    pub result: Vec<u8>,
    /// When it was sent.
    pub at: Timestamp,
}

// The result may name the person.
impl fmt::Debug for Idempotency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Idempotency").field("at", &self.at).finish_non_exhaustive()
    }
}

/// Everything to be saved together.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// Row operations.
    pub writes: Vec<Write>,
    /// Decisions of the law.
    pub decisions: Vec<Decision>,
    /// Journal entries; the store chains them.
    pub journal: Vec<EntryDraft>,
    /// Jobs to be done once this is saved.
    pub jobs: Vec<NewJob>,
    /// Against double sending.
    pub idempotency: Option<Idempotency>,
}

impl Changes {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a row operation.
    #[must_use]
    pub fn write(mut self, write: Write) -> Self {
        self.writes.push(write);
        self
    }

    /// Adds a decision.
    #[must_use]
    pub fn decision(mut self, decision: Decision) -> Self {
        self.decisions.push(decision);
        self
    }

    /// Adds a journal entry.
    #[must_use]
    pub fn entry(mut self, entry: EntryDraft) -> Self {
        self.journal.push(entry);
        self
    }

    /// Adds the entry that an officer looked at a person.
    #[must_use]
    pub fn look(self, look: &Look) -> Self {
        self.entry(look.entry())
    }

    /// Adds a job.
    #[must_use]
    pub fn job(mut self, job: NewJob) -> Self {
        self.jobs.push(job);
        self
    }

    /// Makes double sending harmless.
    #[must_use]
    pub fn once(mut self, idempotency: Idempotency) -> Self {
        self.idempotency = Some(idempotency);
        self
    }
}

/// A journal entry with its particulars as JSON; the action must be a code.
pub fn entry(
    case: CaseId,
    at: Timestamp,
    actor: Actor,
    action: &str,
    payload: &serde_json::Value,
) -> Result<EntryDraft, SaveError> {
    let action: Action = action.parse().map_err(|_| SaveError::Invalid {
        field: "action",
        found: action.chars().take(64).collect(),
        expected: "a code of a–z, 0–9, _ and .",
    })?;
    Ok(EntryDraft { case, at, actor, action, payload: payload.to_string().into_bytes() })
}

/// What became of a `Changes` that was saved.
#[derive(Clone, PartialEq, Eq)]
pub enum Saved {
    /// It was saved now.
    New,
    /// It had been saved before under the same key; this is what was answered then.
    Repeated(Vec<u8>),
}

impl fmt::Debug for Saved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::New => "New",
            Self::Repeated(_) => "Repeated(…)",
        })
    }
}
