//! The dated register of bodies. Entries of a data file hold at once; what an officer enters holds once another approved it.

use jiff::civil::Date;
use registry::{AccountId, Body, BodyEntry, Period};

use crate::error::{ReadError, SaveError};
use crate::store::Store;
use crate::unit::{Refusal, Stale, Unit, json};
use crate::value::{Fields, Value};

const TABLE: &str = "body";

/// An entry of a data file, new or corrected (same id and first day).
pub(crate) fn put(unit: &mut Unit, body: &Body) -> Result<(), SaveError> {
    unit.statement(
        "INSERT INTO body (id, valid_from, valid_until, kind, name_zh, name_en, recognised_by, specialty, \
         districts, source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         ON CONFLICT (id, valid_from) DO UPDATE SET valid_until = excluded.valid_until, kind = excluded.kind, \
         name_zh = excluded.name_zh, name_en = excluded.name_en, recognised_by = excluded.recognised_by, \
         specialty = excluded.specialty, districts = excluded.districts, source = excluded.source, \
         proposed_by = NULL, approved_by = NULL",
        values(body)?,
    );
    Ok(())
}

/// An entry of an officer, to be approved by another. A proposal of the same first day is replaced; what is in force is
/// not touched before the approval, so a correction of it is proposed from another day.
pub(crate) fn propose(unit: &mut Unit, body: &Body, by: AccountId) -> Result<(), SaveError> {
    let mut values = values(body)?;
    values.push(by.as_bytes().into());
    unit.required(
        "INSERT INTO body (id, valid_from, valid_until, kind, name_zh, name_en, recognised_by, specialty, \
         districts, source, proposed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
         ON CONFLICT (id, valid_from) DO UPDATE SET valid_until = excluded.valid_until, kind = excluded.kind, \
         name_zh = excluded.name_zh, name_en = excluded.name_en, recognised_by = excluded.recognised_by, \
         specialty = excluded.specialty, districts = excluded.districts, source = excluded.source, \
         proposed_by = excluded.proposed_by WHERE body.proposed_by IS NOT NULL AND body.approved_by IS NULL",
        values,
        Refusal::Invalid {
            field: "valid_from",
            found: body.valid.first().to_string(),
            expected: "a first day on which no entry of this body in force begins",
        },
    );
    Ok(())
}

/// Approves a proposal, as another officer. An entry in force that would overlap ends the day before.
pub(crate) fn approve(unit: &mut Unit, id: &str, valid_from: Date, by: AccountId) {
    unit.guarded(
        "UPDATE body SET approved_by = $1 WHERE id = $2 AND valid_from = $3 AND proposed_by IS NOT NULL \
         AND approved_by IS NULL AND proposed_by <> $1",
        vec![by.as_bytes().into(), id.into(), valid_from.into()],
        Stale { table: TABLE, id: id.to_owned(), expected: 1 },
    );
    if let Ok(last) = valid_from.yesterday() {
        unit.statement(
            "UPDATE body SET valid_until = $1 WHERE id = $2 AND valid_from < $3 \
             AND (valid_until IS NULL OR valid_until >= $3) AND (proposed_by IS NULL OR approved_by IS NOT NULL)",
            vec![last.into(), id.into(), valid_from.into()],
        );
    }
}

/// Closes an entry in force with its last day; the second approval is the caller's to have.
pub(crate) fn close(unit: &mut Unit, id: &str, valid_from: Date, last_day: Date) {
    unit.guarded(
        "UPDATE body SET valid_until = $1 WHERE id = $2 AND valid_from = $3 AND valid_from <= $1 \
         AND (valid_until IS NULL OR valid_until > $1) AND (proposed_by IS NULL OR approved_by IS NOT NULL)",
        vec![last_day.into(), id.into(), valid_from.into()],
        Stale { table: TABLE, id: id.to_owned(), expected: 1 },
    );
}

/// Takes a proposal back, or declines it.
pub(crate) fn discard(unit: &mut Unit, id: &str, valid_from: Date) {
    unit.guarded(
        "DELETE FROM body WHERE id = $1 AND valid_from = $2 AND proposed_by IS NOT NULL AND approved_by IS NULL",
        vec![id.into(), valid_from.into()],
        Stale { table: TABLE, id: id.to_owned(), expected: 1 },
    );
}

fn values(body: &Body) -> Result<Vec<Value>, SaveError> {
    Ok(vec![
        body.id.as_str().into(),
        body.valid.first().into(),
        body.valid.last().into(),
        body.kind.as_str().into(),
        body.name_zh.as_str().into(),
        body.name_en.as_str().into(),
        body.recognised_by.as_str().into(),
        body.specialty.as_deref().into(),
        json(&body.districts, "districts")?,
        body.source.as_str().into(),
    ])
}

fn from_row(fields: &Fields) -> Result<BodyEntry, ReadError> {
    let body = Body {
        id: fields.text("id")?,
        kind: fields.text("kind")?,
        name_zh: fields.text("name_zh")?,
        name_en: fields.text("name_en")?,
        recognised_by: fields.text("recognised_by")?,
        specialty: fields.maybe_text("specialty")?,
        districts: fields.json("districts")?,
        valid: Period::new(fields.parsed("valid_from")?, fields.maybe_parsed("valid_until")?)
            .map_err(|_| fields.wrong("valid_until", "a day not before valid_from"))?,
        source: fields.text("source")?,
    };
    Ok(BodyEntry {
        body,
        proposed_by: fields.maybe_id("proposed_by")?,
        approved_by: fields.maybe_id("approved_by")?,
    })
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, valid_from, valid_until, kind, name_zh, name_en, recognised_by, specialty, districts, \
             source, proposed_by, approved_by FROM body ",
            $rest
        )
    };
}

impl Store {
    /// The bodies of a kind that serve on a day, by name.
    pub async fn body_list(&self, kind: &str, on: Date) -> Result<Vec<Body>, ReadError> {
        let sql = select!(
            "WHERE kind = $1 AND valid_from <= $2 AND (valid_until IS NULL OR valid_until >= $2) \
             AND (proposed_by IS NULL OR approved_by IS NOT NULL) ORDER BY name_zh, id"
        );
        let entries = self.body_rows(sql, &[kind.into(), on.into()]).await?;
        Ok(entries.into_iter().map(|entry| entry.body).collect())
    }

    /// A body as it was on a day.
    pub async fn body_find(&self, id: &str, on: Date) -> Result<Option<Body>, ReadError> {
        let sql = select!(
            "WHERE id = $1 AND valid_from <= $2 AND (valid_until IS NULL OR valid_until >= $2) \
             AND (proposed_by IS NULL OR approved_by IS NOT NULL) ORDER BY valid_from"
        );
        Ok(self.body_rows(sql, &[id.into(), on.into()]).await?.pop().map(|entry| entry.body))
    }

    /// All entries of a body, proposals too, oldest first.
    pub async fn body_history(&self, id: &str) -> Result<Vec<BodyEntry>, ReadError> {
        self.body_rows(select!("WHERE id = $1 ORDER BY valid_from"), &[id.into()]).await
    }

    /// The proposals that wait for a second officer.
    pub async fn body_list_proposed(&self) -> Result<Vec<BodyEntry>, ReadError> {
        let sql = select!("WHERE proposed_by IS NOT NULL AND approved_by IS NULL ORDER BY valid_from, id");
        self.body_rows(sql, &[]).await
    }

    async fn body_rows(&self, sql: &'static str, values: &[Value]) -> Result<Vec<BodyEntry>, ReadError> {
        self.db().all(TABLE, sql, values).await?.iter().map(from_row).collect()
    }
}
