//! A list of any kind as one value: the page shows it as a table, and the same value is written as CSV or XLSX
//! ([`crate::download`]). Amounts are fen, days are days: each form writes them its own way.

use askama::Template;
use jiff::civil::Date;

use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::parts::Html;

/// A list with its header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableView {
    /// The id of its caption, and the name of its file.
    pub id: String,
    /// What it is.
    pub caption: Text,
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// Its rows: as many cells as columns, each of its column's kind.
    pub rows: Vec<Vec<TableCell>>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    /// Words.
    Text,
    /// Whole numbers.
    Integer,
    /// Amounts in fen.
    Money,
    /// Days.
    Date,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableColumn {
    /// Its name in errors.
    pub key: &'static str,
    /// Its header.
    pub heading: Text,
    /// What it holds.
    pub kind: TableKind,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableValue {
    /// Nothing.
    Empty,
    /// Words.
    Text(Text),
    /// A whole number.
    Integer(u64),
    /// An amount in fen.
    Money(i64),
    /// A day.
    Date(Date),
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableCell {
    /// What stands in it.
    pub value: TableValue,
    /// Where it leads, on the page.
    pub href: Option<String>,
}

impl TableView {
    /// A list of columns: key, the key of the message over it, what it holds.
    pub fn new(
        id: impl Into<String>,
        caption: Text,
        columns: &[(&'static str, &'static str, TableKind)],
        rows: impl IntoIterator<Item = Vec<TableCell>>,
    ) -> Self {
        let column = |(key, heading, kind): &(&'static str, &'static str, TableKind)| TableColumn {
            key,
            heading: Text::message(heading),
            kind: *kind,
        };
        Self {
            id: id.into(),
            caption,
            columns: columns.iter().map(column).collect(),
            rows: rows.into_iter().collect(),
        }
    }
}

impl TableColumn {
    fn is_number(&self) -> bool {
        match self.kind {
            TableKind::Integer | TableKind::Money => true,
            TableKind::Text | TableKind::Date => false,
        }
    }
}

impl TableCell {
    /// Words.
    pub fn text(text: Text) -> Self {
        Self { value: TableValue::Text(text), href: None }
    }

    /// The same in both languages.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::text(Text::new(text.clone(), text))
    }

    /// A whole number.
    pub fn integer(number: u64) -> Self {
        Self { value: TableValue::Integer(number), href: None }
    }

    /// A number of things.
    pub fn count(number: usize) -> Self {
        Self::integer(u64::try_from(number).unwrap_or(u64::MAX))
    }

    /// An amount; nothing where none is known.
    pub fn money(fen: Option<i64>) -> Self {
        Self { value: fen.map_or(TableValue::Empty, TableValue::Money), href: None }
    }

    /// A day.
    pub fn date(day: Date) -> Self {
        Self { value: TableValue::Date(day), href: None }
    }

    /// Nothing.
    pub fn empty() -> Self {
        Self { value: TableValue::Empty, href: None }
    }

    /// The same, leading somewhere.
    #[must_use]
    pub fn to(self, href: impl Into<String>) -> Self {
        Self { href: Some(href.into()), ..self }
    }

    fn is_number(&self) -> bool {
        matches!(self.value, TableValue::Integer(_) | TableValue::Money(_))
    }
}

#[derive(Template)]
#[template(path = "parts/table.html")]
pub(crate) struct TablePart<'a> {
    ui: &'a Ui,
    table: &'a TableView,
}

impl Ui {
    /// A list as a table that scrolls in its own box.
    pub(crate) fn table<'a>(&'a self, table: &'a TableView) -> Html<TablePart<'a>> {
        Html(TablePart { ui: self, table })
    }
}
