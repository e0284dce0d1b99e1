//! What is wrong with a list. Places are named, contents are not: they may be personal.

use super::{Kind, MAX_COLUMNS, MAX_ROWS};

/// Why a list could not be written.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// No columns, or too many.
    #[error("list: expected 1 to {MAX_COLUMNS} columns, found {found}")]
    Columns {
        /// How many there are.
        found: usize,
    },
    /// Two columns have one key.
    #[error("list: column `{column}` is there twice")]
    SameKey {
        /// The key.
        column: String,
    },
    /// A column, or the list, has no name in one of the languages.
    #[error("list: `{column}` needs a heading in Chinese and in English")]
    NoHeading {
        /// The column's key, or `name`.
        column: String,
    },
    /// A row is too short or too long.
    #[error("list: row {row}: expected {expected} cells, found {found}")]
    RowLength {
        /// The row, from 1.
        row: u32,
        /// How many columns there are.
        expected: usize,
        /// How many cells there are.
        found: usize,
    },
    /// A cell does not fit its column.
    #[error("list: row {row}, column `{column}`: expected {expected:?}, found {found:?}")]
    CellKind {
        /// The row, from 1.
        row: u32,
        /// The column's key.
        column: String,
        /// What the column holds.
        expected: Kind,
        /// What the cell is.
        found: Kind,
    },
    /// A spreadsheet would not show it whole.
    #[error("list: row {row}, column `{column}`: expected {expected} for a spreadsheet")]
    TooLarge {
        /// The row, from 1.
        row: u32,
        /// The column's key.
        column: String,
        /// What it can hold.
        expected: &'static str,
    },
    /// A sheet has no more rows.
    #[error("list: expected at most {MAX_ROWS} rows in one sheet; CSV has no such bound")]
    TooManyRows,
    /// The text could not be written.
    #[error("list: the file could not be written")]
    Csv(#[from] csv::Error),
    /// The text could not be written to its end.
    #[error("list: the file could not be written")]
    Io(#[from] std::io::Error),
    /// The workbook could not be made.
    #[error("list: the workbook could not be made")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}
