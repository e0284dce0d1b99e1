//! A table of a statement: months under years, with totals that are held against their rows. The ledger reckons;
//! this page only refuses to print a total that its own rows do not give.

use ciborium::Value as Cbor;
use serde::{Deserialize, Serialize};

use super::scalar::Scalar;
use crate::{
    Bilingual, FieldError,
    canonical::{read_all, read_array, read_signed, read_text},
    field::check_text,
};

/// Most columns that an A4 page can show.
pub const COLUMNS_MAX: usize = 8;
/// Most rows: three insurances over forty years.
pub const ROWS_MAX: usize = 1_500;
const LABEL_BYTES_MAX: usize = 160;
pub(super) const ID_BYTES_MAX: usize = 40;

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name for programs.
    pub id: String,
    /// Its heading.
    pub label: Bilingual,
}

/// A cell; none is printed as a dash.
pub type Cell = Option<Scalar>;

/// Rows that belong together, a year for instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// What they have in common.
    pub label: Bilingual,
    /// The rows, each with one cell a column.
    pub rows: Vec<Vec<Cell>>,
    /// The sum of each column of money in fen; none for a column that is not summed.
    pub totals: Vec<Option<i64>>,
}

/// What a table holds under its columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// The groups, in the order in which they are printed.
    pub groups: Vec<Group>,
    /// The sums over all groups, as those of a group.
    pub totals: Vec<Option<i64>>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// What stands under them.
    pub rows: Rows,
}

impl Table {
    pub(super) fn check(&self, field: &str) -> Result<(), FieldError> {
        let width = self.columns.len();
        if !(1..=COLUMNS_MAX).contains(&width) {
            let expected = format!("1 to {COLUMNS_MAX} columns");
            return Err(FieldError::new(field.to_owned(), format!("{width} columns"), expected));
        }
        for column in &self.columns {
            check_text(format!("{field}.columns.id"), &column.id, ID_BYTES_MAX)?;
            column.label.check(&format!("{field}.columns.{}", column.id), LABEL_BYTES_MAX)?;
        }
        let rows: usize = self.rows.groups.iter().map(|group| group.rows.len()).sum();
        if rows > ROWS_MAX {
            let expected = format!("at most {ROWS_MAX} rows");
            return Err(FieldError::new(field.to_owned(), format!("{rows} rows"), expected));
        }
        for (at, group) in self.rows.groups.iter().enumerate() {
            self.check_group(&format!("{field}.groups[{at}]"), group)?;
        }
        let all = |column: usize| self.rows.groups.iter().flat_map(move |group| cells(group, column));
        self.check_totals(&format!("{field}.totals"), &self.rows.totals, all)
    }

    fn check_group(&self, field: &str, group: &Group) -> Result<(), FieldError> {
        group.label.check(&format!("{field}.label"), LABEL_BYTES_MAX)?;
        for (at, row) in group.rows.iter().enumerate() {
            let field = format!("{field}.rows[{at}]");
            check_width(&field, row.len(), self.columns.len())?;
            for (column, cell) in self.columns.iter().zip(row) {
                if let Some(scalar) = cell {
                    scalar.check(&format!("{field}.{}", column.id))?;
                }
            }
        }
        self.check_totals(&format!("{field}.totals"), &group.totals, |column| cells(group, column))
    }

    /// Each total that is given is the sum of the money above it.
    fn check_totals<'a, Cells: Iterator<Item = &'a Cell>>(
        &self,
        field: &str,
        totals: &[Option<i64>],
        column_cells: impl Fn(usize) -> Cells,
    ) -> Result<(), FieldError> {
        check_width(field, totals.len(), self.columns.len())?;
        for (at, (column, total)) in self.columns.iter().zip(totals).enumerate() {
            let Some(total) = total else { continue };
            let sum = column_cells(at).try_fold(0_i64, |sum, cell| match cell {
                Some(Scalar::Money(fen)) => sum.checked_add(*fen),
                None => Some(sum),
                Some(_) => None,
            });
            if sum != Some(*total) {
                let found = "a total that is not the sum of its rows";
                let expected = "the sum of the money in the column, in fen";
                return Err(FieldError::new(format!("{field}.{}", column.id), found, expected));
            }
        }
        Ok(())
    }

    pub(super) fn to_cbor(&self) -> Cbor {
        let columns = self.columns.iter().map(|column| {
            Cbor::Array(vec![
                column.id.as_str().into(),
                column.label.zh.as_str().into(),
                column.label.en.as_str().into(),
            ])
        });
        let cell = |cell: &Cell| cell.as_ref().map_or(Cbor::Null, Scalar::to_cbor);
        let row = |row: &Vec<Cell>| Cbor::Array(row.iter().map(cell).collect());
        let groups = self.rows.groups.iter().map(|group| {
            Cbor::Array(vec![
                group.label.zh.as_str().into(),
                group.label.en.as_str().into(),
                Cbor::Array(group.rows.iter().map(row).collect()),
                totals_to_cbor(&group.totals),
            ])
        });
        Cbor::Array(vec![
            Cbor::Array(columns.collect()),
            Cbor::Array(groups.collect()),
            totals_to_cbor(&self.rows.totals),
        ])
    }

    pub(super) fn from_cbor(value: Cbor) -> Option<Self> {
        let [columns, groups, totals] = read_array(value)?;
        let columns = read_all(columns, |column| {
            let [id, zh, en] = read_array(column)?;
            let label = Bilingual { zh: read_text(zh)?, en: read_text(en)? };
            Some(Column { id: read_text(id)?, label })
        })?;
        let groups = read_all(groups, |group| {
            let [zh, en, rows, totals] = read_array(group)?;
            let cell =
                |cell: Cbor| if cell.is_null() { Some(None) } else { Scalar::from_cbor(cell).map(Some) };
            Some(Group {
                label: Bilingual { zh: read_text(zh)?, en: read_text(en)? },
                rows: read_all(rows, |row| read_all(row, cell))?,
                totals: read_totals(totals)?,
            })
        })?;
        Some(Self { columns, rows: Rows { groups, totals: read_totals(totals)? } })
    }
}

fn cells(group: &Group, column: usize) -> impl Iterator<Item = &Cell> {
    group.rows.iter().filter_map(move |row| row.get(column))
}

fn check_width(field: &str, found: usize, expected: usize) -> Result<(), FieldError> {
    if found == expected {
        return Ok(());
    }
    let expected = format!("{expected}, one a column");
    Err(FieldError::new(field.to_owned(), format!("{found} cells"), expected))
}

fn totals_to_cbor(totals: &[Option<i64>]) -> Cbor {
    Cbor::Array(totals.iter().map(|total| total.map_or(Cbor::Null, Cbor::from)).collect())
}

fn read_totals(value: Cbor) -> Option<Vec<Option<i64>>> {
    read_all(value, |total| if total.is_null() { Some(None) } else { read_signed(total).map(Some) })
}
