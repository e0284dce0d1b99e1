//! One case as an officer sees it: the registration, the decision anew with its reasoning, the journal; and
//! at whom an officer looked, for supervision.

use jiff::Timestamp;
use jiff::civil::Date;
use law::Options;
use registry::{AccountId, Actor, CaseId, PersonId};

use super::OfficerError;
use crate::conclusion::Conclusion;
use crate::permission::{Deed, Matter, may};
use crate::registration::RegistrationShown;
use crate::text::Text;
use crate::{App, Fault, Viewer, known};

/// One case as an officer sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseShown {
    /// The registration.
    pub registration: RegistrationShown,
    /// The decision anew on the business date, with its reasoning, from what is on record.
    pub conclusions: Vec<Conclusion>,
    /// The business date.
    pub as_of: Date,
    /// The policy's version.
    pub policy_version: String,
    /// The journal of the case, the first entry first.
    pub journal: Vec<JournalLine>,
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalLine {
    /// Its place.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who, in words.
    pub who: Text,
    /// What, as a code.
    pub action: String,
    /// Whether its contents were erased.
    pub is_erased: bool,
    /// Its hash, in hexadecimal digits.
    pub hash: String,
}

/// A look of an officer, for supervision: when and at whom, by an id that says nothing of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficerLook {
    /// When.
    pub at: Timestamp,
    /// At whom.
    pub person: PersonId,
}

impl App {
    /// One case. The look is journalled with its reason, a code such as `case_handling`.
    pub async fn case(&self, viewer: &Viewer, number: &str, reason: &str) -> Result<CaseShown, OfficerError> {
        if viewer.officer().is_none() {
            return Err(OfficerError::Denied);
        }
        let found = self.registration_seen(viewer, number).await?;
        let found = found.filter(|found| may(viewer, Deed::SeeCase, &Matter::of(found)));
        let registration = found.ok_or(OfficerError::NotFound)?;
        let person = self.person_seen(viewer, &registration, reason).await?;
        let (as_of, store) = (self.today(), &self.parts.store);
        let kept = store.facts_by_person(registration.person).await.map_err(Fault::from)?;
        let all = store.registration_list_by_person(registration.person).await.map_err(Fault::from)?;
        let id_number = person.as_ref().map(|person| &person.id_number);
        let facts = known::of_person(id_number, &all, &kept, as_of, self.moment());
        let decided = self.decide_facts(&facts, as_of, &Options::default());
        let decided = decided.map_err(|e| Fault::because("facts on record that contradict each other", e))?;
        let journal = self.journal_lines(CaseId(registration.id.0)).await?;
        Ok(CaseShown {
            registration: self.registration_shown(viewer, registration, person).await?,
            conclusions: self.conclusions(&decided.request, &decided.decision),
            as_of,
            policy_version: self.policy().version.clone(),
            journal,
        })
    }

    async fn journal_lines(&self, case: CaseId) -> Result<Vec<JournalLine>, Fault> {
        let entries = self.parts.store.journal_by_case(case).await?;
        let accounts = self.parts.store.account_list().await?;
        let who = |actor: &Actor| match actor {
            Actor::Person(_) => Text::new("本人", "the person"),
            Actor::Officer(id) => accounts
                .iter()
                .find(|account| account.id == *id)
                .map_or_else(|| Text::same(id.to_string()), |account| Text::same(&account.display_name)),
            Actor::System(part) => Text::new(format!("系统（{part}）"), format!("system ({part})")),
        };
        let lines = entries.iter().map(|entry| JournalLine {
            sequence: entry.sequence,
            at: entry.at,
            who: who(&entry.actor),
            action: entry.action.to_string(),
            is_erased: entry.content.is_none(),
            hash: entry.hash.to_string(),
        });
        Ok(lines.collect())
    }

    /// At whom an officer looked since a moment, oldest first, at most 500: for the city's supervision, and
    /// for each officer their own.
    pub async fn officer_looks(
        &self,
        viewer: &Viewer,
        officer: AccountId,
        since: Timestamp,
    ) -> Result<Vec<OfficerLook>, OfficerError> {
        let own = viewer.officer().is_some_and(|account| account.id == officer);
        if !own && !may(viewer, Deed::Supervise, &Matter::default()) {
            return Err(OfficerError::Denied);
        }
        let entries = self.parts.store.look_list_by_officer(officer, since).await.map_err(Fault::from)?;
        let looks =
            entries.into_iter().map(|entry| OfficerLook { at: entry.at, person: PersonId(entry.case.0) });
        Ok(looks.collect())
    }
}
