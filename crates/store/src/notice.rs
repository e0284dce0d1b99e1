//! The inbox of a person: notices with encrypted texts, read or not.

use std::fmt;

use jiff::Timestamp;
use registry::{NoticeId, PersonId};
use zeroize::Zeroizing;

use crate::error::{ReadError, SaveError};
use crate::registration::PAGE_ROWS_MAX;
use crate::seal::{Place, Sealer};
use crate::store::Store;
use crate::unit::{Table, Unit};
use crate::value::Value;

const TABLE: &str = "notice";
pub(crate) const COLUMNS: &[&str] = &["id", "person_id", "kind", "sealed", "created_at", "read_at"];

/// A notice to a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Notice {
    /// The id.
    pub id: NoticeId,
    /// To whom.
    pub person: PersonId,
    /// The code of the event, such as `registration.registered`.
    pub kind: String,
    /// What the templates need, as JSON.
    pub body: Zeroizing<Vec<u8>>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was read.
    pub read_at: Option<Timestamp>,
}

// The body is personal.
impl fmt::Debug for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notice").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

pub(crate) fn insert(unit: &mut Unit, sealer: &Sealer, notice: &Notice) -> Result<(), SaveError> {
    let place = Place { table: TABLE, row: notice.id.as_bytes() };
    unit.row(
        Table::Notice,
        vec![
            notice.id.as_bytes().into(),
            notice.person.as_bytes().into(),
            notice.kind.as_str().into(),
            sealer.seal(&place, &notice.body)?.into(),
            notice.created_at.into(),
            notice.read_at.into(),
        ],
    );
    Ok(())
}

/// The person is part of the condition: nobody marks another's notice.
pub(crate) fn read(unit: &mut Unit, notice: NoticeId, person: PersonId, at: Timestamp) {
    unit.statement(
        "UPDATE notice SET read_at = $3 WHERE id = $1 AND person_id = $2 AND read_at IS NULL",
        vec![notice.as_bytes().into(), person.as_bytes().into(), at.into()],
    );
}

impl Store {
    /// A person's notices, the newest first, at most 500; erased ones are left out. To go on, ask for
    /// those before the time and id of the last.
    pub async fn notice_list_by_person(
        &self,
        person: PersonId,
        before: Option<(Timestamp, NoticeId)>,
    ) -> Result<Vec<Notice>, ReadError> {
        let sql = "SELECT id, person_id, kind, sealed, created_at, read_at FROM notice \
                   WHERE person_id = $1 AND sealed IS NOT NULL AND (created_at, id) < ($2, $3) \
                   ORDER BY created_at DESC, id DESC LIMIT $4";
        let (at, id) = before
            .map_or((i64::MAX, vec![0xff; 16]), |(at, id)| (at.as_microsecond(), id.as_bytes().to_vec()));
        let values: [Value; 4] = [person.as_bytes().into(), at.into(), id.into(), PAGE_ROWS_MAX.into()];
        let rows = self.db().all(TABLE, sql, &values).await?;
        rows.iter()
            .map(|fields| {
                let id: NoticeId = fields.id("id")?;
                Ok(Notice {
                    id,
                    person: fields.id("person_id")?,
                    kind: fields.text("kind")?,
                    body: fields.open("sealed", self.sealer(), id.as_bytes())?,
                    created_at: fields.time("created_at")?,
                    read_at: fields.maybe_time("read_at")?,
                })
            })
            .collect()
    }

    /// How many notices a person has not read.
    pub async fn notice_count_unread(&self, person: PersonId) -> Result<u64, ReadError> {
        let sql = "SELECT COUNT(*) AS amount FROM notice \
                   WHERE person_id = $1 AND read_at IS NULL AND sealed IS NOT NULL";
        let row = self.db().one(TABLE, sql, &[person.as_bytes().into()]).await?;
        row.map_or(Ok(0), |fields| fields.count("amount"))
    }
}
