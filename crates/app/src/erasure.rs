//! Erasing a person lawfully, by an officer of the city: for a reason that the data name with its provision,
//! after seeing what goes and what stays, with the registration's number typed once more. That there was
//! something stays; a replay says `erased`.

use registry::{CaseId, DecisionId, Person, Registration};
use store::{Changes, Kept, Write};

use crate::permission::{Deed, Matter, may};
use crate::shown::Labelled;
use crate::text::Text;
use crate::viewer::actor;
use crate::{App, Fault, Viewer};

/// Why nothing was erased.
#[derive(Debug, thiserror::Error)]
pub enum ErasureError {
    /// There is no such registration, or its person was erased before.
    #[error("no such person on record")]
    NotFound,
    /// A registration is in force: end it first.
    #[error("the person has a registration in force; end it first")]
    InForce,
    /// The reason is none that holds on the business date.
    #[error("reason: expected one of {expected}")]
    Reason {
        /// The codes that there are.
        expected: String,
    },
    /// The number that was typed is another one.
    #[error("confirmation: expected the number of the registration")]
    Unconfirmed,
    /// This viewer may not do this.
    #[error("not allowed")]
    Denied,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What would be erased, and what stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasurePreview {
    /// The number of the registration.
    pub number: String,
    /// Whether one is in force, which must end first.
    pub is_in_force: bool,
    /// Entries of the journal that would lose their contents; their chain stays.
    pub entries: usize,
    /// Decisions that would lose input and answer; that there was one stays.
    pub decisions: usize,
    /// Certificates that would lose their contents.
    pub certificates: usize,
    /// Facts that would be erased.
    pub facts: usize,
    /// Notices that would be erased.
    pub notices: usize,
    /// Registrations that stay, of nobody, for the numbers.
    pub registrations: usize,
    /// The reasons that hold on the business date; the key is the code, the label the source.
    pub reasons: Vec<Labelled>,
}

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Entries of the journal that lost their contents.
    pub entries: u64,
    /// The decisions that lost theirs: a replay of each says so.
    pub decisions: Vec<DecisionId>,
}

/// The reason under which the officer's look before it is journalled.
const LOOK: &str = "erasure";

/// All that is on record of a person.
struct Record {
    /// The number of the registration by which it was found, as it is written.
    number: String,
    person: Person,
    registrations: Vec<Registration>,
    /// The entries that still have contents.
    entries: Vec<(CaseId, u64)>,
    decisions: Vec<DecisionId>,
}

impl App {
    /// The reasons for which data may be erased on the business date.
    fn erasure_reasons(&self) -> Vec<Labelled> {
        let today = self.today();
        let in_force = self.library().rules.erasure.iter().filter(|reason| reason.from <= today);
        let shown = |reason: &service::house_rules::ErasureReason| {
            Labelled::new(&reason.code, Text::same(&reason.source), Text::from(&reason.label))
        };
        in_force.map(shown).collect()
    }

    /// What an erasure would take and leave. The look is journalled.
    pub async fn erasure_preview(
        &self,
        viewer: &Viewer,
        number: &str,
    ) -> Result<ErasurePreview, ErasureError> {
        let record = self.record(viewer, number).await?;
        let (store, person) = (&self.parts.store, record.person.id);
        let mut certificates = 0;
        for registration in &record.registrations {
            let papers = store.certificate_list_by_registration(registration.id).await;
            certificates += papers.map_err(Fault::from)?.len();
        }
        let notices = store.notice_list_by_person(person, None).await.map_err(Fault::from)?;
        Ok(ErasurePreview {
            number: record.number,
            is_in_force: record.registrations.iter().any(Registration::is_active),
            entries: record.entries.len(),
            decisions: record.decisions.len(),
            certificates,
            facts: store.facts_by_person(person).await.map_err(Fault::from)?.len(),
            notices: notices.len(),
            registrations: record.registrations.len(),
            reasons: self.erasure_reasons(),
        })
    }

    /// Erases the person of a registration: who they were, and the contents of facts, notices, decisions,
    /// certificates and journal entries. `typed` is the registration's number, typed to confirm.
    pub async fn erase(
        &self,
        viewer: &Viewer,
        number: &str,
        reason: &str,
        typed: &str,
    ) -> Result<Erased, ErasureError> {
        let record = self.record(viewer, number).await?;
        let reasons = self.erasure_reasons();
        let Some(lawful) = reasons.iter().find(|lawful| lawful.key == reason) else {
            let expected = reasons.iter().map(|lawful| lawful.key.as_str()).collect::<Vec<_>>().join(", ");
            return Err(ErasureError::Reason { expected });
        };
        if typed.trim() != record.number {
            return Err(ErasureError::Unconfirmed);
        }
        if record.registrations.iter().any(Registration::is_active) {
            return Err(ErasureError::InForce);
        }
        let (at, person) = (self.moment(), record.person.id);
        let mut changes = Changes::new().write(Write::PersonErase { person, at });
        for (case, sequence) in &record.entries {
            changes = changes.write(Write::JournalErase { case: *case, sequence: *sequence });
        }
        let entries = record.entries.len() as u64;
        let payload = serde_json::json!({
            "reason": lawful.key, "basis": lawful.label.zh,
            "entries": entries, "decisions": record.decisions.len(),
        });
        let of_person = CaseId::of_person(person);
        let entry = store::entry(of_person, at, actor(viewer, person), "person.erased", &payload);
        let changes = changes.entry(entry.map_err(Fault::from)?);
        self.parts.store.save(changes).await.map_err(Fault::from)?;
        Ok(Erased { entries, decisions: record.decisions })
    }

    /// What is on record of the person of a registration, for who may erase it.
    async fn record(&self, viewer: &Viewer, number: &str) -> Result<Record, ErasureError> {
        if !may(viewer, Deed::Erase, &Matter::default()) {
            return Err(ErasureError::Denied);
        }
        let found = self.registration_seen(viewer, number).await?.ok_or(ErasureError::NotFound)?;
        let person = self.person_seen(viewer, &found, LOOK).await?.ok_or(ErasureError::NotFound)?;
        let store = &self.parts.store;
        let registrations = store.registration_list_by_person(person.id).await.map_err(Fault::from)?;
        let cases = registrations.iter().map(|registration| CaseId(registration.id.0));
        let mut entries = Vec::new();
        for case in cases.chain([CaseId::of_person(person.id)]) {
            let all = store.journal_by_case(case).await.map_err(Fault::from)?;
            let held = all.iter().filter(|entry| entry.content.is_some());
            entries.extend(held.map(|entry| (case, entry.sequence)));
        }
        let kept = store.decision_list_by_person(person.id).await.map_err(Fault::from)?;
        let decisions = kept.into_iter().filter_map(Kept::held).map(|decision| decision.id).collect();
        let number = found.number.to_string();
        Ok(Record { number, person, registrations, entries, decisions })
    }
}
