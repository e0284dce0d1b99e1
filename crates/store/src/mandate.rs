//! 亲友代办: mandates, found by who gave them and by who acts.

use jiff::Timestamp;
use jiff::civil::Date;
use registry::{Mandate, MandateId, Period, PersonId};

use crate::error::{ReadError, SaveError};
use crate::store::Store;
use crate::unit::{Stale, Table, Unit, json};
use crate::value::{Fields, Value};

const TABLE: &str = "mandate";
pub(crate) const COLUMNS: &[&str] =
    &["id", "giver_id", "delegate_id", "services", "valid_from", "valid_until", "consented_at", "ended_at"];

pub(crate) fn insert(unit: &mut Unit, mandate: &Mandate) -> Result<(), SaveError> {
    if mandate.services.is_empty() || mandate.giver == mandate.delegate {
        return Err(SaveError::Invalid {
            field: TABLE,
            found: format!(
                "{} services, to oneself: {}",
                mandate.services.len(),
                mandate.giver == mandate.delegate
            ),
            expected: "at least one service, entrusted to someone else",
        });
    }
    unit.row(
        Table::Mandate,
        vec![
            mandate.id.as_bytes().into(),
            mandate.giver.as_bytes().into(),
            mandate.delegate.as_bytes().into(),
            json(&mandate.services, "services")?,
            mandate.valid.first().into(),
            mandate.valid.last().into(),
            mandate.consented_at.into(),
            mandate.ended_at.into(),
        ],
    );
    Ok(())
}

/// Either of the two may end it.
pub(crate) fn end(unit: &mut Unit, mandate: MandateId, by: PersonId, at: Timestamp) {
    unit.guarded(
        "UPDATE mandate SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL \
         AND (giver_id = $3 OR delegate_id = $3)",
        vec![at.into(), mandate.as_bytes().into(), by.as_bytes().into()],
        Stale { table: TABLE, id: mandate.to_string(), expected: 1 },
    );
}

fn from_row(fields: &Fields) -> Result<Mandate, ReadError> {
    Ok(Mandate {
        id: fields.id("id")?,
        giver: fields.id("giver_id")?,
        delegate: fields.id("delegate_id")?,
        services: fields.json("services")?,
        valid: Period::new(fields.parsed("valid_from")?, fields.maybe_parsed("valid_until")?)
            .map_err(|_| fields.wrong("valid_until", "a day not before valid_from"))?,
        consented_at: fields.time("consented_at")?,
        ended_at: fields.maybe_time("ended_at")?,
    })
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, giver_id, delegate_id, services, valid_from, valid_until, consented_at, ended_at \
             FROM mandate ",
            $rest
        )
    };
}

impl Store {
    /// A mandate by its id, also one that has ended.
    pub async fn mandate_find(&self, id: MandateId) -> Result<Option<Mandate>, ReadError> {
        Ok(self.mandate_rows(select!("WHERE id = $1"), &[id.as_bytes().into()]).await?.pop())
    }

    /// The mandate by which one person may act for another in a service on a day.
    pub async fn mandate_find_in_force(
        &self,
        giver: PersonId,
        delegate: PersonId,
        service: &str,
        on: Date,
    ) -> Result<Option<Mandate>, ReadError> {
        let sql =
            select!("WHERE delegate_id = $1 AND giver_id = $2 AND ended_at IS NULL ORDER BY valid_from, id");
        let rows = self.mandate_rows(sql, &[delegate.as_bytes().into(), giver.as_bytes().into()]).await?;
        Ok(rows.into_iter().find(|mandate| mandate.is_in_force(service, on)))
    }

    /// What a person gave, the newest first, ended ones too.
    pub async fn mandate_list_by_giver(&self, giver: PersonId) -> Result<Vec<Mandate>, ReadError> {
        let sql = select!("WHERE giver_id = $1 ORDER BY consented_at DESC, id DESC");
        self.mandate_rows(sql, &[giver.as_bytes().into()]).await
    }

    /// What a person was entrusted with, the newest first, ended ones too.
    pub async fn mandate_list_by_delegate(&self, delegate: PersonId) -> Result<Vec<Mandate>, ReadError> {
        let sql = select!("WHERE delegate_id = $1 ORDER BY consented_at DESC, id DESC");
        self.mandate_rows(sql, &[delegate.as_bytes().into()]).await
    }

    async fn mandate_rows(&self, sql: &'static str, values: &[Value]) -> Result<Vec<Mandate>, ReadError> {
        self.db().all(TABLE, sql, values).await?.iter().map(from_row).collect()
    }
}
