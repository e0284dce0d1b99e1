//! Payment orders as lists go by them: what waits for a cycle, what a cycle pays. A line of entitlement has one order, so
//! nothing is ordered twice, whoever orders it.

use jiff::Timestamp;
use registry::money::order::OrderState;
use registry::money::{Fen, Insurance, Month, MonthRange, OrderId, Programme, ReasonCode};
use registry::{CycleId, PersonId, Region};

use super::month::fen;
use crate::error::ReadError;
use crate::store::Store;
use crate::unit::{Table, Unit};
use crate::value::{Fields, Value};

const TABLE: &str = "payment_order";
/// The most orders that one list gives.
pub const ORDERS_MAX: u32 = 100_000;
pub(crate) const COLUMNS: &[&str] = &[
    "order_id",
    "person_id",
    "programme",
    "insurance",
    "month",
    "district",
    "amount_fen",
    "state",
    "attempt",
    "cycle_id",
    "reason",
    "approved_at",
];
pub(crate) const CONFLICT: &str = " ON CONFLICT (order_id) DO UPDATE SET amount_fen = excluded.amount_fen, \
    state = excluded.state, attempt = excluded.attempt, cycle_id = excluded.cycle_id, reason = excluded.reason";

/// How an order stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRow {
    /// Which.
    pub order: OrderId,
    /// Who is paid.
    pub person: PersonId,
    /// Under which programme.
    pub programme: Programme,
    /// Which insurance.
    pub insurance: Insurance,
    /// Which month.
    pub month: Month,
    /// Which district's budget it burdens.
    pub district: Region,
    /// How much; none while no amount is known.
    pub amount: Option<Fen>,
    /// How it stands.
    pub state: OrderState,
    /// The latest attempt.
    pub attempt: u16,
    /// In which cycle it is, or was last.
    pub cycle: Option<CycleId>,
    /// Why the bank refused or returned it.
    pub reason: Option<ReasonCode>,
    /// When the entitlement was approved.
    pub approved_at: Timestamp,
}

/// Which orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OrderFilter {
    /// Those that stand so, the earliest approval first.
    State(OrderState),
    /// Those of a cycle, by id.
    Cycle(CycleId),
    /// Those of a person, by month.
    Person(PersonId),
}

pub(crate) fn put(unit: &mut Unit, row: &OrderRow) {
    unit.row(
        Table::PaymentOrder,
        vec![
            row.order.to_string().into(),
            row.person.as_bytes().into(),
            row.programme.as_str().into(),
            row.insurance.as_str().into(),
            row.month.to_string().into(),
            row.district.as_str().into(),
            fen(row.amount),
            row.state.code().into(),
            u32::from(row.attempt).into(),
            row.cycle.as_ref().map(CycleId::as_bytes).into(),
            row.reason.as_ref().map(ReasonCode::as_str).into(),
            row.approved_at.into(),
        ],
    );
}

fn from_row(fields: &Fields) -> Result<OrderRow, ReadError> {
    let attempt = u16::try_from(fields.int("attempt")?).map_err(|_| fields.wrong("attempt", "1 to 999"));
    Ok(OrderRow {
        order: fields.parsed("order_id")?,
        person: fields.id("person_id")?,
        programme: fields.parsed("programme")?,
        insurance: fields.parsed("insurance")?,
        month: fields.parsed("month")?,
        district: fields.parsed("district")?,
        amount: fields.maybe_int("amount_fen")?.map(Fen),
        state: fields.parsed("state")?,
        attempt: attempt?,
        cycle: fields.maybe_id("cycle_id")?,
        reason: fields.maybe_parsed("reason")?,
        approved_at: fields.time("approved_at")?,
    })
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT order_id, person_id, programme, insurance, month, district, amount_fen, state, attempt, cycle_id, \
             reason, approved_at FROM payment_order ",
            $rest
        )
    };
}

impl Store {
    /// An order by its id.
    pub async fn order_find(&self, order: OrderId) -> Result<Option<OrderRow>, ReadError> {
        let row = self.db().one(TABLE, select!("WHERE order_id = $1"), &[order.to_string().into()]).await?;
        row.as_ref().map(from_row).transpose()
    }

    /// What the orders of a district under a programme come to, over months of entitlement: all that are not cancelled,
    /// or those alone that are in a cycle, on their way or paid.
    pub async fn order_total(
        &self,
        district: &Region,
        programme: Programme,
        months: MonthRange,
        only_paid: bool,
    ) -> Result<Fen, ReadError> {
        // PostgreSQL adds 64-bit numbers up to one without bounds.
        let sql = if only_paid {
            "SELECT CAST(COALESCE(SUM(amount_fen), 0) AS BIGINT) AS total_fen FROM payment_order \
             WHERE district = $1 AND programme = $2 AND month BETWEEN $3 AND $4 \
             AND state IN ('in_cycle', 'sent', 'accepted', 'paid')"
        } else {
            "SELECT CAST(COALESCE(SUM(amount_fen), 0) AS BIGINT) AS total_fen FROM payment_order \
             WHERE district = $1 AND programme = $2 AND month BETWEEN $3 AND $4 AND state <> 'cancelled'"
        };
        let values = [
            district.as_str().into(),
            programme.as_str().into(),
            months.first().to_string().into(),
            months.last().to_string().into(),
        ];
        let row = self.db().one(TABLE, sql, &values).await?;
        row.map_or(Ok(Fen::ZERO), |fields| Ok(Fen(fields.int("total_fen")?)))
    }

    /// Orders, at most [`ORDERS_MAX`].
    pub async fn order_list(&self, filter: &OrderFilter) -> Result<Vec<OrderRow>, ReadError> {
        let (sql, value): (_, Value) = match filter {
            OrderFilter::State(state) => {
                (select!("WHERE state = $1 ORDER BY approved_at, order_id LIMIT $2"), state.code().into())
            }
            OrderFilter::Cycle(cycle) => {
                (select!("WHERE cycle_id = $1 ORDER BY order_id LIMIT $2"), cycle.as_bytes().into())
            }
            OrderFilter::Person(person) => (
                select!("WHERE person_id = $1 ORDER BY month, insurance, order_id LIMIT $2"),
                person.as_bytes().into(),
            ),
        };
        let rows = self.db().all(TABLE, sql, &[value, ORDERS_MAX.into()]).await?;
        rows.iter().map(from_row).collect()
    }
}
