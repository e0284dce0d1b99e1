//! The journal's keeping: verify it, seal it, and erase a person's contents where the law asks for it.

use registry::{CaseId, PersonId, Registration};
use store::{Changes, Kept, Verification, Write};

use crate::certificate::is_code;
use crate::permission::{Deed, Matter, may};
use crate::viewer::actor;
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
        if !may(viewer, Deed::VerifyJournal, &Matter::default()) {
            return Err(JournalError::Denied);
        }
        Ok(self.parts.store.journal_verify().await.map_err(Fault::from)?)
    }

    /// Seals all heads that moved in signed checkpoints and says how many there were. For the job and
    /// for the end of the process.
    pub async fn journal_seal(&self) -> Result<u64, Fault> {
        let mut sealed = 0;
        while self.parts.store.checkpoint_seal(self.clock()).await?.is_some() {
            sealed += 1;
        }
        Ok(sealed)
    }

    /// The person of a registration, to be erased.
    pub async fn person_of(&self, viewer: &Viewer, number: &str) -> Result<PersonId, JournalError> {
        if !may(viewer, Deed::Erase, &Matter::default()) {
            return Err(JournalError::Denied);
        }
        let found = self.registration_seen(viewer, number).await?;
        found.map(|registration| registration.person).ok_or(JournalError::NotFound)
    }

    /// Erases a person lawfully, by an officer of the city: who they were, and the contents of facts,
    /// notices, decisions, certificates and journal entries. That there was something stays.
    pub async fn erase_person(
        &self,
        viewer: &Viewer,
        person: PersonId,
        reason: &str,
    ) -> Result<Erased, JournalError> {
        if !may(viewer, Deed::Erase, &Matter::default()) {
            return Err(JournalError::Denied);
        }
        if !is_code(reason) {
            return Err(JournalError::Reason);
        }
        let store = &self.parts.store;
        let held = store.person_find(person).await.map_err(Fault::from)?.and_then(Kept::held);
        held.ok_or(JournalError::NotFound)?;
        let registrations = store.registration_list_by_person(person).await.map_err(Fault::from)?;
        if registrations.iter().any(Registration::is_active) {
            return Err(JournalError::InForce);
        }
        let at = self.moment();
        let mut changes = Changes::new().write(Write::PersonErase { person, at });
        let mut entries = 0;
        let of_person = CaseId::of_person(person);
        let cases = registrations.iter().map(|registration| CaseId(registration.id.0)).chain([of_person]);
        for case in cases {
            for entry in store.journal_by_case(case).await.map_err(Fault::from)? {
                if entry.content.is_some() {
                    entries += 1;
                    changes = changes.write(Write::JournalErase { case, sequence: entry.sequence });
                }
            }
        }
        let kept = store.decision_list_by_person(person).await.map_err(Fault::from)?;
        let decisions = kept.iter().filter(|decision| decision.erased_at().is_none()).count();
        let payload = serde_json::json!({ "reason": reason, "entries": entries, "decisions": decisions });
        let entry = store::entry(of_person, at, actor(viewer, person), "person.erased", &payload);
        let changes = changes.entry(entry.map_err(Fault::from)?);
        store.save(changes).await.map_err(Fault::from)?;
        Ok(Erased { entries, decisions: decisions as u64 })
    }
}
