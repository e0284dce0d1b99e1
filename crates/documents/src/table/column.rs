//! A list's columns: what each is called, what it holds and how wide it is.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::{Cell, CsvList, TableError, XlsxList};

/// The most columns of a list.
pub const MAX_COLUMNS: usize = 256;

/// The language of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// Words in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Heading {
    /// Words in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    pub(super) fn get(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Money, in yuan with two decimals.
    Money,
    /// Days.
    Date,
    /// Shares, in percent with two decimals.
    Percent,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name in errors.
    pub key: String,
    /// Its header.
    pub heading: Heading,
    /// What it holds.
    pub kind: Kind,
    /// Its width in Latin characters, if the usual one of its kind does not fit.
    pub width: Option<u16>,
}

impl Column {
    /// A column of the usual width.
    pub fn new(key: impl Into<String>, heading: Heading, kind: Kind) -> Self {
        Self { key: key.into(), heading, kind, width: None }
    }

    /// The same, so wide.
    #[must_use]
    pub fn wide(self, characters: u16) -> Self {
        Self { width: Some(characters), ..self }
    }
}

/// A list without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub(super) name: Heading,
    pub(super) columns: Vec<Column>,
}

impl Table {
    /// A list of these columns.
    pub fn new(name: Heading, columns: Vec<Column>) -> Result<Self, TableError> {
        if columns.is_empty() || columns.len() > MAX_COLUMNS {
            return Err(TableError::Columns { found: columns.len() });
        }
        let mut keys = BTreeSet::new();
        for column in &columns {
            if !keys.insert(&column.key) {
                return Err(TableError::SameKey { column: column.key.clone() });
            }
        }
        let words = std::iter::once(("name", &name));
        for (key, heading) in words.chain(columns.iter().map(|column| (column.key.as_str(), &column.heading)))
        {
            if heading.zh.trim().is_empty() || heading.en.trim().is_empty() {
                return Err(TableError::NoHeading { column: key.to_owned() });
            }
        }
        Ok(Self { name, columns })
    }

    /// Begins a file of CSV, written as the rows come.
    pub fn csv<W: std::io::Write>(&self, language: Language, to: W) -> Result<CsvList<'_, W>, TableError> {
        CsvList::begin(self, language, to)
    }

    /// Begins a workbook of one sheet, made at this time; it is held in memory until it is finished.
    pub fn xlsx(&self, language: Language, made_at: Timestamp) -> Result<XlsxList<'_>, TableError> {
        XlsxList::begin(self, language, made_at)
    }

    /// Whether a row, counted from 1, has a fitting cell for each column.
    pub(super) fn check(&self, row: u32, cells: &[Cell]) -> Result<(), TableError> {
        if cells.len() != self.columns.len() {
            return Err(TableError::RowLength { row, expected: self.columns.len(), found: cells.len() });
        }
        for (column, cell) in self.columns.iter().zip(cells) {
            if let Some(found) = cell.kind().filter(|found| *found != column.kind) {
                let (column, expected) = (column.key.clone(), column.kind);
                return Err(TableError::CellKind { row, column, expected, found });
            }
        }
        Ok(())
    }
}
