//! Answers that were given but not sent yet, encrypted, for as long as they may be kept.

use std::fmt;

use jiff::Timestamp;
use registry::PersonId;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::{ReadError, SaveError};
use crate::seal::{Place, Sealer};
use crate::store::Store;
use crate::unit::Unit;
use crate::value::Fields;

const TABLE: &str = "draft";

/// Answers not sent yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// The id.
    pub id: Uuid,
    /// Of which service.
    pub service: String,
    /// Whose, once they have signed in.
    pub person: Option<PersonId>,
    /// The answers, as the service writes them.
    pub answers: Zeroizing<Vec<u8>>,
    /// When they were last changed.
    pub updated_at: Timestamp,
    /// When they are removed.
    pub expires_at: Timestamp,
}

// The answers are personal.
impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("id", &self.id).field("service", &self.service).finish_non_exhaustive()
    }
}

pub(crate) fn put(unit: &mut Unit, sealer: &Sealer, draft: &Draft) -> Result<(), SaveError> {
    let closed = sealer.seal(&Place { table: TABLE, row: draft.id.as_bytes() }, &draft.answers)?;
    unit.statement(
        "INSERT INTO draft (id, service, person_id, sealed, updated_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO UPDATE SET service = excluded.service, \
         person_id = excluded.person_id, sealed = excluded.sealed, updated_at = excluded.updated_at, \
         expires_at = excluded.expires_at",
        vec![
            draft.id.as_bytes().into(),
            draft.service.as_str().into(),
            draft.person.as_ref().map(PersonId::as_bytes).into(),
            closed.into(),
            draft.updated_at.into(),
            draft.expires_at.into(),
        ],
    );
    Ok(())
}

pub(crate) fn delete(unit: &mut Unit, id: Uuid) {
    unit.statement("DELETE FROM draft WHERE id = $1", vec![id.as_bytes().into()]);
}

fn from_row(fields: &Fields, sealer: &Sealer) -> Result<Draft, ReadError> {
    let id: Uuid = fields.id("id")?;
    Ok(Draft {
        id,
        service: fields.text("service")?,
        person: fields.maybe_id("person_id")?,
        answers: fields.open("sealed", sealer, id.as_bytes())?,
        updated_at: fields.time("updated_at")?,
        expires_at: fields.time("expires_at")?,
    })
}

impl Store {
    /// A draft that may still be kept.
    pub async fn draft_find(&self, id: Uuid, now: Timestamp) -> Result<Option<Draft>, ReadError> {
        let sql = "SELECT id, service, person_id, sealed, updated_at, expires_at FROM draft \
                   WHERE id = $1 AND expires_at > $2";
        let row = self.db().one(TABLE, sql, &[id.as_bytes().into(), now.into()]).await?;
        row.map(|fields| from_row(&fields, self.sealer())).transpose()
    }

    /// A person's drafts, the last changed first.
    pub async fn draft_list_by_person(
        &self,
        person: PersonId,
        now: Timestamp,
    ) -> Result<Vec<Draft>, ReadError> {
        let sql = "SELECT id, service, person_id, sealed, updated_at, expires_at FROM draft \
                   WHERE person_id = $1 AND expires_at > $2 ORDER BY updated_at DESC, id DESC";
        let rows = self.db().all(TABLE, sql, &[person.as_bytes().into(), now.into()]).await?;
        rows.iter().map(|fields| from_row(fields, self.sealer())).collect()
    }

    /// Removes the drafts whose time is over and says how many.
    pub async fn draft_expire(&self, now: Timestamp) -> Result<u64, ReadError> {
        self.db().write_one("DELETE FROM draft WHERE expires_at <= $1", &[now.into()]).await
    }
}
