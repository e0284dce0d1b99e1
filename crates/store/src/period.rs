//! Dated periods of a person, particulars encrypted: unemployment registrations and enrolments in insurance. One of a kind
//! is open at a time, none begins inside another of its kind, and an unemployment registration is never open together
//! with an employment registration (row 57): that is one row a person in `standing`, whoever writes.

use jiff::civil::Date;
use registry::{CaseId, PeriodId, PeriodKind, PersonId, StandingPeriod};

use crate::error::{Double, ReadError, SaveError};
use crate::seal::{Place, Sealer};
use crate::store::Store;
use crate::unit::{Refusal, Stale, Table, Unit};
use crate::value::{Fields, Value};

const TABLE: &str = "standing_period";
pub(crate) const COLUMNS: &[&str] =
    &["id", "person_id", "kind", "opened_on", "closed_on", "case_id", "sealed"];
pub(crate) const STANDING_COLUMNS: &[&str] = &["person_id", "kind", "source_id"];
/// A second row of the same kind is left to the unique index of its own table; one of the other kind becomes a kind that
/// the table's rule refuses.
pub(crate) const STANDING_CONFLICT: &str = " ON CONFLICT (person_id) DO UPDATE SET \
    kind = CASE WHEN standing.kind = excluded.kind THEN standing.kind ELSE '' END";

/// What a person is registered as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Employed,
    Unemployed,
}

/// Takes the one place that a person has, for a registration or a period.
pub(crate) fn stand(unit: &mut Unit, person: PersonId, standing: Standing, source: &[u8; 16]) {
    let kind = match standing {
        Standing::Employed => "employed",
        Standing::Unemployed => "unemployed",
    };
    unit.row(Table::Standing, vec![person.as_bytes().into(), kind.into(), source.into()]);
}

/// Gives the place back.
pub(crate) fn stand_down(unit: &mut Unit, person: PersonId, source: &[u8; 16]) {
    unit.statement(
        "DELETE FROM standing WHERE person_id = $1 AND source_id = $2",
        vec![person.as_bytes().into(), source.into()],
    );
}

pub(crate) fn insert(unit: &mut Unit, sealer: &Sealer, period: &StandingPeriod) -> Result<(), SaveError> {
    require_order(period.opened_on, period.closed_on)?;
    let place = Place { table: TABLE, row: period.id.as_bytes() };
    let closed = sealer.seal(&place, period.payload.to_string().as_bytes())?;
    // Open ones the unique index refuses too, even from another process at the same moment.
    unit.check(
        "SELECT 1 AS free WHERE NOT EXISTS (SELECT 1 FROM standing_period WHERE person_id = $1 AND kind = $2 \
         AND (closed_on IS NULL OR closed_on >= $3) AND opened_on <= $4)",
        vec![
            period.person.as_bytes().into(),
            period.kind.to_string().into(),
            period.opened_on.into(),
            period.closed_on.unwrap_or(Date::MAX).into(),
        ],
        Refusal::Double(Double::OpenPeriod),
    );
    unit.row(
        Table::StandingPeriod,
        vec![
            period.id.as_bytes().into(),
            period.person.as_bytes().into(),
            period.kind.to_string().into(),
            period.opened_on.into(),
            period.closed_on.into(),
            period.case.as_ref().map(CaseId::as_bytes).into(),
            closed.into(),
        ],
    );
    if period.closed_on.is_none() && period.kind == PeriodKind::Unemployment {
        stand(unit, period.person, Standing::Unemployed, period.id.as_bytes());
    }
    Ok(())
}

/// Closes an open period with its last day.
pub(crate) fn close(unit: &mut Unit, period: PeriodId, person: PersonId, last_day: Date) {
    unit.guarded(
        "UPDATE standing_period SET closed_on = $1 \
         WHERE id = $2 AND person_id = $3 AND closed_on IS NULL AND opened_on <= $1",
        vec![last_day.into(), period.as_bytes().into(), person.as_bytes().into()],
        Stale { table: TABLE, id: period.to_string(), expected: 1 },
    );
    stand_down(unit, person, period.as_bytes());
}

fn require_order(opened_on: Date, closed_on: Option<Date>) -> Result<(), SaveError> {
    match closed_on {
        Some(last) if last < opened_on => Err(SaveError::Invalid {
            field: "closed_on",
            found: last.to_string(),
            expected: "the day on which the period was opened, or a later one",
        }),
        Some(_) | None => Ok(()),
    }
}

fn from_row(fields: &Fields, sealer: &Sealer) -> Result<Option<StandingPeriod>, ReadError> {
    let id: PeriodId = fields.id("id")?;
    let Some(plain) = fields.maybe_open("sealed", sealer, id.as_bytes())? else { return Ok(None) };
    Ok(Some(StandingPeriod {
        id,
        person: fields.id("person_id")?,
        kind: fields.parsed("kind")?,
        opened_on: fields.parsed("opened_on")?,
        closed_on: fields.maybe_parsed("closed_on")?,
        case: fields.maybe_id("case_id")?,
        payload: serde_json::from_slice(&plain).map_err(|_| fields.wrong("sealed", "JSON"))?,
    }))
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, person_id, kind, opened_on, closed_on, case_id, sealed FROM standing_period ",
            $rest
        )
    };
}

impl Store {
    /// A person's periods of every kind, oldest first; erased ones are left out.
    pub async fn period_list_by_person(&self, person: PersonId) -> Result<Vec<StandingPeriod>, ReadError> {
        let sql = select!("WHERE person_id = $1 ORDER BY opened_on, kind, id");
        self.period_rows(sql, &[person.as_bytes().into()]).await
    }

    /// The period of a kind in which a day lies, first and last day included.
    pub async fn period_find(
        &self,
        person: PersonId,
        kind: &PeriodKind,
        on: Date,
    ) -> Result<Option<StandingPeriod>, ReadError> {
        let sql = select!(
            "WHERE person_id = $1 AND kind = $2 AND opened_on <= $3 AND (closed_on IS NULL OR closed_on >= $3)"
        );
        let values = [person.as_bytes().into(), kind.to_string().into(), on.into()];
        Ok(self.period_rows(sql, &values).await?.pop())
    }

    async fn period_rows(
        &self,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<StandingPeriod>, ReadError> {
        let rows = self.db().all(TABLE, sql, values).await?;
        rows.iter().filter_map(|fields| from_row(fields, self.sealer()).transpose()).collect()
    }
}
