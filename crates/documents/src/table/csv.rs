//! CSV that a spreadsheet opens as it is meant: UTF-8 with a mark at the start, lines as RFC 4180 has them, and text
//! that would be run as a formula made harmless by an apostrophe before it.

use std::io::Write;

use super::{Cell, Language, Table, TableError};

/// Without it Excel takes UTF-8 for the old encoding of the country.
const MARK: &[u8] = b"\xef\xbb\xbf";
/// What a formula begins with, in both widths, and what leads up to one (OWASP, CSV injection).
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A list being written as CSV.
pub struct CsvList<'a, W: Write> {
    table: &'a Table,
    writer: csv::Writer<W>,
    rows: u32,
}

impl<'a, W: Write> CsvList<'a, W> {
    pub(super) fn begin(table: &'a Table, language: Language, mut to: W) -> Result<Self, TableError> {
        to.write_all(MARK)?;
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(to);
        writer.write_record(
            table.columns.iter().map(|column| harmless(column.heading.get(language).to_owned())),
        )?;
        Ok(Self { table, writer, rows: 0 })
    }

    /// Writes a row.
    pub fn push(&mut self, cells: &[Cell]) -> Result<(), TableError> {
        let row = self.rows.saturating_add(1);
        self.table.check(row, cells)?;
        self.writer.write_record(cells.iter().map(|cell| match cell {
            Cell::Text(text) => harmless(text.clone()),
            // Made of digits by this house: a minus before them is a number's.
            Cell::Empty | Cell::Integer(_) | Cell::Money { .. } | Cell::Date(_) | Cell::Percent { .. } => {
                cell.text()
            }
        }))?;
        self.rows = row;
        Ok(())
    }

    /// Ends the file and hands back where it was written to.
    pub fn finish(self) -> Result<W, TableError> {
        self.writer.into_inner().map_err(|error| TableError::Io(error.into_error()))
    }
}

fn harmless(text: String) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text }
}
