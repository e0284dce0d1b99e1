//! Cases read back: whole, as events, and as overviews in lists.

use registry::{CaseId, PersonId, Phone};
use service::case::{Case, Recorded};

use super::row::{overview, overview_columns};
use super::{CaseOverview, EVENT_TABLE, TABLE, event_place, phone_index};
use crate::error::ReadError;
use crate::kept::Kept;
use crate::seal::Sealer;
use crate::store::Store;
use crate::value::{Fields, Value};

/// The select list of a whole case, to which each query adds its condition.
macro_rules! whole {
    ($rest:literal) => {
        concat!("SELECT id, version, erased_at, sealed FROM service_case ", $rest)
    };
}

/// The select list of an overview.
macro_rules! overviews {
    ($rest:literal) => {
        concat!("SELECT ", overview_columns!(), " FROM service_case AS c ", $rest)
    };
}

fn from_row(fields: &Fields, sealer: &Sealer) -> Result<Kept<Case>, ReadError> {
    if let Some(at) = fields.maybe_time("erased_at")? {
        return Ok(Kept::Erased { at });
    }
    let id: CaseId = fields.id("id")?;
    let plain = fields.open("sealed", sealer, id.as_bytes())?;
    let case: Case = serde_json::from_slice(&plain).map_err(|_| fields.wrong("sealed", "a case as JSON"))?;
    if case.id != id || case.version != fields.version("version")? {
        return Err(fields.wrong("sealed", "the case of this row in its version"));
    }
    Ok(Kept::Held(case))
}

impl Store {
    /// A case by its id.
    pub async fn case_find(&self, id: CaseId) -> Result<Option<Kept<Case>>, ReadError> {
        self.case_one(whole!("WHERE id = $1"), &[id.as_bytes().into()]).await
    }

    /// A case by its number.
    pub async fn case_find_by_number(&self, number: &str) -> Result<Option<Kept<Case>>, ReadError> {
        self.case_one(whole!("WHERE number = $1"), &[number.into()]).await
    }

    /// 进度查询: what is known in the clear of the case with this number, for whoever also knows the telephone that was
    /// given with it. A wrong telephone is answered as an unknown number is.
    pub async fn case_progress(
        &self,
        number: &str,
        phone: &Phone,
    ) -> Result<Option<CaseOverview>, ReadError> {
        let index = phone_index(self.sealer(), phone);
        let sql = overviews!("WHERE c.number = $1 AND c.phone_index = $2 AND c.erased_at IS NULL");
        let row = self.db().one(TABLE, sql, &[number.into(), index.into()]).await?;
        row.as_ref().map(overview).transpose()
    }

    /// A case as lists show it.
    pub async fn case_overview(&self, id: CaseId) -> Result<Option<CaseOverview>, ReadError> {
        let row = self.db().one(TABLE, overviews!("WHERE c.id = $1"), &[id.as_bytes().into()]).await?;
        row.as_ref().map(overview).transpose()
    }

    /// The events of a case, oldest first; `Case::replay` takes them.
    pub async fn case_events(&self, id: CaseId) -> Result<Option<Kept<Vec<Recorded>>>, ReadError> {
        let sql = "SELECT e.case_id, e.version, e.sealed, c.erased_at FROM case_event AS e \
                   JOIN service_case AS c ON c.id = e.case_id WHERE e.case_id = $1 ORDER BY e.version";
        let rows = self.db().all(EVENT_TABLE, sql, &[id.as_bytes().into()]).await?;
        let Some(first) = rows.first() else { return Ok(None) };
        if let Some(at) = first.maybe_time("erased_at")? {
            return Ok(Some(Kept::Erased { at }));
        }
        let events: Result<Vec<Recorded>, ReadError> = rows
            .iter()
            .map(|fields| {
                let place = event_place(id, fields.version("version")?);
                let plain = fields.open("sealed", self.sealer(), &place)?;
                serde_json::from_slice(&plain).map_err(|_| fields.wrong("sealed", "an event as JSON"))
            })
            .collect();
        events.map(|events| Some(Kept::Held(events)))
    }

    /// All cases of a person, the newest first.
    pub async fn case_list_by_person(&self, person: PersonId) -> Result<Vec<CaseOverview>, ReadError> {
        let sql = overviews!("WHERE c.subject_id = $1 ORDER BY c.opened_on DESC, c.number DESC");
        self.case_rows(sql, &[person.as_bytes().into()]).await
    }

    /// A person's cases of a service that have not ended, of one of its flows (`main`, or the kind of a linked case),
    /// the newest first.
    pub async fn case_list_open(
        &self,
        person: PersonId,
        service: &str,
        track: &str,
    ) -> Result<Vec<CaseOverview>, ReadError> {
        let sql = overviews!(
            "WHERE c.subject_id = $1 AND c.service = $2 AND c.track = $3 AND c.ended IS NULL \
             ORDER BY c.opened_on DESC, c.number DESC"
        );
        self.case_rows(sql, &[person.as_bytes().into(), service.into(), track.into()]).await
    }

    /// The cases that a case opened, oldest first.
    pub async fn case_list_linked(&self, parent: CaseId) -> Result<Vec<CaseOverview>, ReadError> {
        let sql = overviews!("WHERE c.parent_id = $1 ORDER BY c.opened_on, c.number");
        self.case_rows(sql, &[parent.as_bytes().into()]).await
    }

    async fn case_rows(&self, sql: &'static str, values: &[Value]) -> Result<Vec<CaseOverview>, ReadError> {
        self.db().all(TABLE, sql, values).await?.iter().map(overview).collect()
    }

    async fn case_one(&self, sql: &'static str, values: &[Value]) -> Result<Option<Kept<Case>>, ReadError> {
        let row = self.db().one(TABLE, sql, values).await?;
        row.map(|fields| from_row(&fields, self.sealer())).transpose()
    }
}
