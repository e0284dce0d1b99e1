//! A workbook of one sheet: a bold header that stays when one scrolls, with filters; numbers as numbers, days as days.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::cell::hundredths;
use super::column::Column;
use super::{Cell, Kind, Language, Table, TableError};

/// The most rows of a sheet besides its header.
pub const MAX_ROWS: u32 = 1_048_575;
/// The most characters of a cell.
const MAX_TEXT: usize = 32_767;
/// A spreadsheet's numbers have fifteen digits; a longer one would be shown as another one.
const MAX_NUMBER: u64 = 999_999_999_999_999;
/// The longest name of a sheet.
const MAX_SHEET_NAME: usize = 31;
/// The first year of a spreadsheet's calendar.
const FIRST_YEAR: i16 = 1900;
/// What a column is at least and at most wide, in Latin characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=80;

/// A list being written as XLSX.
pub struct XlsxList<'a> {
    table: &'a Table,
    workbook: Workbook,
    sheet: Worksheet,
    formats: Formats,
    rows: u32,
}

struct Formats {
    money: Format,
    date: Format,
    percent: Format,
    integer: Format,
}

impl<'a> XlsxList<'a> {
    pub(super) fn begin(
        table: &'a Table,
        language: Language,
        made_at: Timestamp,
    ) -> Result<Self, TableError> {
        let mut workbook = Workbook::new();
        workbook.set_properties(&properties(table.name.get(language), made_at)?);
        let mut sheet = Worksheet::new();
        sheet.set_name(sheet_name(table.name.get(language)))?;
        let header = Format::new().set_bold().set_text_wrap();
        for (place, column) in (0..).zip(&table.columns) {
            let heading = column.heading.get(language);
            sheet.write_string_with_format(0, place, heading, &header)?;
            sheet.set_column_width(place, width(column, heading))?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let formats = Formats {
            money: Format::new().set_num_format("#,##0.00"),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            percent: Format::new().set_num_format("0.00%"),
            integer: Format::new().set_num_format("0"),
        };
        Ok(Self { table, workbook, sheet, formats, rows: 0 })
    }

    /// Writes a row.
    pub fn push(&mut self, cells: &[Cell]) -> Result<(), TableError> {
        if self.rows >= MAX_ROWS {
            return Err(TableError::TooManyRows);
        }
        let row = self.rows.saturating_add(1);
        self.table.check(row, cells)?;
        // All are looked at before one is written: a row that is refused leaves nothing behind.
        for (column, cell) in self.table.columns.iter().zip(cells) {
            if let Some(expected) = too_large(cell) {
                return Err(TableError::TooLarge { row, column: column.key.clone(), expected });
            }
        }
        for (place, cell) in (0..).zip(cells) {
            self.write(row, place, cell)?;
        }
        self.rows = row;
        Ok(())
    }

    fn write(&mut self, row: u32, place: u16, cell: &Cell) -> Result<(), TableError> {
        let (sheet, formats) = (&mut self.sheet, &self.formats);
        match cell {
            Cell::Empty => {}
            // A string is a string whatever it begins with: no formula comes from here.
            Cell::Text(text) => {
                sheet.write_string(row, place, text)?;
            }
            Cell::Integer(number) => {
                sheet.write_number_with_format(
                    row,
                    place,
                    number_of(&number.to_string())?,
                    &formats.integer,
                )?;
            }
            Cell::Money { fen } => {
                sheet.write_number_with_format(row, place, number_of(&hundredths(*fen))?, &formats.money)?;
            }
            Cell::Percent { basis_points } => {
                let share = number_of(&format!("{basis_points}e-4"))?;
                sheet.write_number_with_format(row, place, share, &formats.percent)?;
            }
            Cell::Date(date) => match excel_date(*date)? {
                Some(day) => {
                    sheet.write_datetime_with_format(row, place, &day, &formats.date)?;
                }
                None => {
                    sheet.write_string(row, place, date.to_string())?;
                }
            },
        }
        Ok(())
    }

    /// Ends the workbook and gives its bytes.
    pub fn finish(mut self) -> Result<Vec<u8>, TableError> {
        let last = u16::try_from(self.table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        self.sheet.autofilter(0, 0, self.rows, last)?;
        self.workbook.push_worksheet(self.sheet);
        Ok(self.workbook.save_to_buffer()?)
    }
}

/// The nearest number of the format to a decimal text: this and no arithmetic is where money meets it.
fn number_of(text: &str) -> Result<f64, TableError> {
    text.parse().map_err(|_| TableError::Xlsx(XlsxError::ParameterError(String::new())))
}

fn too_large(cell: &Cell) -> Option<&'static str> {
    match cell {
        Cell::Text(text) if text.encode_utf16().count() > MAX_TEXT => Some("at most 32767 characters"),
        Cell::Integer(number) | Cell::Money { fen: number } | Cell::Percent { basis_points: number }
            if number.unsigned_abs() > MAX_NUMBER =>
        {
            Some("a number of at most 15 digits")
        }
        Cell::Empty
        | Cell::Text(_)
        | Cell::Integer(_)
        | Cell::Money { .. }
        | Cell::Date(_)
        | Cell::Percent { .. } => None,
    }
}

/// A day of the spreadsheet's calendar; earlier ones are written as text.
fn excel_date(date: Date) -> Result<Option<ExcelDateTime>, TableError> {
    let (Ok(year), Ok(month), Ok(day)) =
        (u16::try_from(date.year()), u8::try_from(date.month()), u8::try_from(date.day()))
    else {
        return Ok(None);
    };
    if date.year() < FIRST_YEAR {
        return Ok(None);
    }
    Ok(Some(ExcelDateTime::from_ymd(year, month, day)?))
}

fn properties(title: &str, made_at: Timestamp) -> Result<DocProperties, TableError> {
    let made = TimeZone::UTC.to_datetime(made_at);
    let properties = DocProperties::new().set_title(title);
    let Some(day) = excel_date(made.date())? else { return Ok(properties) };
    let part = |number: i8| u8::try_from(number).unwrap_or(0);
    let made = day.and_hms(u16::from(part(made.hour())), part(made.minute()), part(made.second()))?;
    Ok(properties.set_creation_datetime(&made))
}

/// A sheet's name has no `[]:*?/\`, no apostrophe at its ends, and 31 characters.
fn sheet_name(name: &str) -> String {
    let fits = |c: char| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c };
    let name: String = name.chars().map(fits).take(MAX_SHEET_NAME).collect();
    let name = name.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    if name.is_empty() { "list".to_owned() } else { name.to_owned() }
}

fn width(column: &Column, heading: &str) -> f64 {
    let usual = match column.kind {
        Kind::Text => 20,
        Kind::Integer | Kind::Percent => 10,
        Kind::Money => 16,
        Kind::Date => 12,
    };
    // Room for the filter's button behind the heading.
    let characters = column.width.map_or_else(|| (heading.width() + 3).max(usual), usize::from);
    f64::from(u16::try_from(characters.clamp(*WIDTHS.start(), *WIDTHS.end())).unwrap_or(u16::MAX))
}
