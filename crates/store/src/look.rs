//! Who looked at whom: every read of a person by an officer is an entry in that person's own file,
//! chained like every other, so that the person can be told and nobody can strike it out.

use jiff::Timestamp;
use registry::{AccountId, Action, Actor, CaseId, Entry, EntryDraft, PersonId};
use serde_json::json;

use crate::error::ReadError;
use crate::journal;
use crate::registration::PAGE_ROWS_MAX;
use crate::store::Store;

/// The action under which looks are in the journal; an index of the database knows it.
pub const LOOK_ACTION: Action = Action::from_static("person.looked");

/// An officer looks at a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Who looks.
    pub officer: AccountId,
    /// At whom.
    pub person: PersonId,
    /// When.
    pub at: Timestamp,
    /// A code of why, such as `case_handling`.
    pub reason: String,
    /// In which case, if in one.
    pub case: Option<CaseId>,
}

impl Look {
    pub(crate) fn entry(&self) -> EntryDraft {
        let case = self.case.map(|case| case.to_string());
        EntryDraft {
            case: CaseId::of_person(self.person),
            at: self.at,
            actor: Actor::Officer(self.officer),
            action: LOOK_ACTION,
            payload: json!({ "reason": self.reason, "case": case }).to_string().into_bytes(),
        }
    }
}

impl Store {
    /// Who looked at a person, oldest first.
    pub async fn look_list_by_person(&self, person: PersonId) -> Result<Vec<Entry>, ReadError> {
        let mut entries = self.journal_by_case(CaseId::of_person(person)).await?;
        entries.retain(|entry| entry.action == LOOK_ACTION);
        Ok(entries)
    }

    /// At whom an officer looked since a moment, oldest first, at most 500.
    pub async fn look_list_by_officer(
        &self,
        officer: AccountId,
        since: Timestamp,
    ) -> Result<Vec<Entry>, ReadError> {
        let sql = journal::select!(
            "WHERE action = 'person.looked' AND actor = $1 AND recorded_at >= $2 \
             ORDER BY recorded_at, case_id, sequence LIMIT $3"
        );
        let values = [Actor::Officer(officer).to_string().into(), since.into(), PAGE_ROWS_MAX.into()];
        let rows = self.db().all(journal::TABLE, sql, &values).await?;
        rows.iter().map(|fields| journal::from_row(fields, self.sealer())).collect()
    }
}
