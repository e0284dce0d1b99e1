//! One cell, and its text where there is no better form.

use jiff::civil::Date;

use super::Kind;

/// The content of one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing; it fits every column.
    Empty,
    /// Text, shown as it is.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Money in fen, shown in yuan.
    Money {
        /// The amount.
        fen: i64,
    },
    /// A day.
    Date(Date),
    /// A share in hundredths of a percent.
    Percent {
        /// The share: 1234 is 12.34 %.
        basis_points: i64,
    },
}

impl Cell {
    /// The kind of column it fits; nothing fits all.
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Self::Empty => None,
            Self::Text(_) => Some(Kind::Text),
            Self::Integer(_) => Some(Kind::Integer),
            Self::Money { .. } => Some(Kind::Money),
            Self::Date(_) => Some(Kind::Date),
            Self::Percent { .. } => Some(Kind::Percent),
        }
    }

    /// Its text in a file that has nothing but text.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Money { fen } => hundredths(*fen),
            Self::Date(date) => date.to_string(),
            Self::Percent { basis_points } => format!("{}%", hundredths(*basis_points)),
        }
    }
}

/// A number of hundredths with its point: -5 is `-0.05`.
pub(super) fn hundredths(number: i64) -> String {
    let (whole, rest) = (number.unsigned_abs() / 100, number.unsigned_abs() % 100);
    format!("{}{whole}.{rest:02}", if number < 0 { "-" } else { "" })
}
