//! Any list as a file for a spreadsheet: XLSX and CSV, with typed columns and a header in Chinese or English. Money is
//! fen until the last step and a number with two decimals there; text is never a formula.

mod cell;
mod column;
mod csv;
mod error;
mod xlsx;

pub use cell::Cell;
pub use column::{Column, Heading, Kind, Language, MAX_COLUMNS, Table};
pub use csv::CsvList;
pub use error::TableError;
pub use xlsx::{MAX_ROWS, XlsxList};

#[cfg(test)]
mod tests;
