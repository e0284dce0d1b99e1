//! Payment cycles as the list of them shows them.

use jiff::Timestamp;
use registry::CycleId;
use registry::money::cycle::CycleState;
use registry::money::{Fen, Month};

use crate::error::ReadError;
use crate::store::Store;
use crate::unit::{Table, Unit};
use crate::value::Fields;

const TABLE: &str = "payment_cycle";
/// The most cycles that one list gives.
pub const CYCLES_MAX: u32 = 500;
pub(crate) const COLUMNS: &[&str] =
    &["id", "month", "state", "orders", "total_fen", "unanswered", "opened_at"];
pub(crate) const CONFLICT: &str = " ON CONFLICT (id) DO UPDATE SET state = excluded.state, orders = excluded.orders, \
    total_fen = excluded.total_fen, unanswered = excluded.unanswered";

/// How a cycle stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CycleRow {
    /// Which.
    pub cycle: CycleId,
    /// Whose month it pays.
    pub month: Month,
    /// How it stands.
    pub state: CycleState,
    /// How many orders it pays.
    pub orders: u32,
    /// All of them together.
    pub total: Fen,
    /// How many have no final answer.
    pub unanswered: u32,
    /// When it was opened.
    pub opened_at: Timestamp,
}

pub(crate) fn put(unit: &mut Unit, row: &CycleRow) {
    unit.row(
        Table::PaymentCycle,
        vec![
            row.cycle.as_bytes().into(),
            row.month.to_string().into(),
            row.state.code().into(),
            row.orders.into(),
            row.total.0.into(),
            row.unanswered.into(),
            row.opened_at.into(),
        ],
    );
}

fn from_row(fields: &Fields) -> Result<CycleRow, ReadError> {
    Ok(CycleRow {
        cycle: fields.id("id")?,
        month: fields.parsed("month")?,
        state: fields.parsed("state")?,
        orders: fields.version("orders")?,
        total: Fen(fields.int("total_fen")?),
        unanswered: fields.version("unanswered")?,
        opened_at: fields.time("opened_at")?,
    })
}

impl Store {
    /// The latest cycles, the newest first, at most [`CYCLES_MAX`].
    pub async fn cycle_list(&self) -> Result<Vec<CycleRow>, ReadError> {
        let sql = "SELECT id, month, state, orders, total_fen, unanswered, opened_at FROM payment_cycle \
                   ORDER BY opened_at DESC, id DESC LIMIT $1";
        let rows = self.db().all(TABLE, sql, &[CYCLES_MAX.into()]).await?;
        rows.iter().map(from_row).collect()
    }
}
