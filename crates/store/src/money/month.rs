//! How each month of a ledger stands: the copy that lists and sums go by.

use registry::PersonId;
use registry::money::ledger::{ContributionState, SubsidyState};
use registry::money::{Fen, Insurance, Month, Programme};

use crate::error::ReadError;
use crate::store::Store;
use crate::unit::{Table, Unit};
use crate::value::{Fields, Value};

const TABLE: &str = "money_month";
pub(crate) const COLUMNS: &[&str] = &[
    "person_id",
    "insurance",
    "month",
    "contribution",
    "amount_fen",
    "base_fen",
    "unsettled_fen",
    "subsidy",
    "subsidy_fen",
    "programme",
];
pub(crate) const CONFLICT: &str = " ON CONFLICT (person_id, insurance, month) DO UPDATE SET \
    contribution = excluded.contribution, amount_fen = excluded.amount_fen, base_fen = excluded.base_fen, \
    unsettled_fen = excluded.unsettled_fen, subsidy = excluded.subsidy, subsidy_fen = excluded.subsidy_fen, \
    programme = excluded.programme";

/// One month of one ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthRow {
    /// Whose.
    pub person: PersonId,
    /// Of which insurance.
    pub insurance: Insurance,
    /// Which month.
    pub month: Month,
    /// How its contribution stands.
    pub contribution: ContributionState,
    /// What is charged or paid.
    pub amount: Option<Fen>,
    /// The base.
    pub base: Option<Fen>,
    /// What a re-settlement left to be collected or refunded.
    pub unsettled: Fen,
    /// How its subsidy stands.
    pub subsidy: SubsidyState,
    /// The subsidy granted.
    pub subsidy_amount: Option<Fen>,
    /// Under which programme.
    pub programme: Option<Programme>,
}

pub(super) fn fen(amount: Option<Fen>) -> Value {
    amount.map_or(Value::NoInt, |fen| fen.0.into())
}

pub(crate) fn put(unit: &mut Unit, row: &MonthRow) {
    unit.row(
        Table::MoneyMonth,
        vec![
            row.person.as_bytes().into(),
            row.insurance.as_str().into(),
            row.month.to_string().into(),
            row.contribution.code().into(),
            fen(row.amount),
            fen(row.base),
            row.unsettled.0.into(),
            row.subsidy.code().into(),
            fen(row.subsidy_amount),
            row.programme.as_ref().map(Programme::as_str).into(),
        ],
    );
}

fn from_row(fields: &Fields) -> Result<MonthRow, ReadError> {
    Ok(MonthRow {
        person: fields.id("person_id")?,
        insurance: fields.parsed("insurance")?,
        month: fields.parsed("month")?,
        contribution: fields.parsed("contribution")?,
        amount: fields.maybe_int("amount_fen")?.map(Fen),
        base: fields.maybe_int("base_fen")?.map(Fen),
        unsettled: Fen(fields.int("unsettled_fen")?),
        subsidy: fields.parsed("subsidy")?,
        subsidy_amount: fields.maybe_int("subsidy_fen")?.map(Fen),
        programme: fields.maybe_parsed("programme")?,
    })
}

impl Store {
    /// All months of a person, by insurance and month.
    pub async fn month_list_by_person(&self, person: PersonId) -> Result<Vec<MonthRow>, ReadError> {
        let sql = "SELECT person_id, insurance, month, contribution, amount_fen, base_fen, unsettled_fen, subsidy, \
                   subsidy_fen, programme FROM money_month WHERE person_id = $1 ORDER BY insurance, month";
        let rows = self.db().all(TABLE, sql, &[person.as_bytes().into()]).await?;
        rows.iter().map(from_row).collect()
    }
}
