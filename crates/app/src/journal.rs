//! The journal's keeping: verify it, seal it, and erase a person's contents where the law asks for it.

use registry::PersonId;
use store::Verification;

use crate::{App, Fault, Viewer};

/// Why the journal was not touched.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// There is no such person, or they were erased before.
    #[error("no such person on record")]
    NotFound,
    /// A registration is in force: end it first.
    #[error("the person has a registration in force; end it first")]
    InForce,
    /// The reason is no code of a–z, 0–9 and _.
    #[error("reason: expected a code of a–z, 0–9 and _")]
    Reason,
    /// This viewer may not do this.
    #[error("not allowed")]
    Denied,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// Entries of the journal that lost their contents.
    pub entries: u64,
    /// Decisions that lost theirs.
    pub decisions: u64,
}

impl App {
    /// Looks through the whole journal.
    pub async fn journal_verify(&self, viewer: &Viewer) -> Result<Verification, JournalError> {
        todo!()
    }

    /// Seals all heads that moved in signed checkpoints and says how many there were. For the job and
    /// for the end of the process.
    pub async fn journal_seal(&self) -> Result<u64, Fault> {
        todo!()
    }

    /// The person of a registration, to be erased.
    pub async fn person_of(&self, viewer: &Viewer, number: &str) -> Result<PersonId, JournalError> {
        todo!()
    }

    /// Erases a person lawfully, by an officer of the city: who they were, and the contents of facts,
    /// notices, decisions, certificates and journal entries. That there was something stays.
    pub async fn erase_person(
        &self,
        viewer: &Viewer,
        person: PersonId,
        reason: &str,
    ) -> Result<Erased, JournalError> {
        todo!()
    }
}
