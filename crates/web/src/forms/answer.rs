//! The answer to a question of the check.

use std::fmt;

use jiff::civil::Date;

/// An answer, typed.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// "I don't know."
    Unknown,
    /// "There is none."
    None,
    /// Yes or no.
    Bool(bool),
    /// The value of a choice.
    Choice(String),
    /// A day.
    Day(Date),
    /// A six-digit code.
    Region(String),
    /// A whole number.
    Integer(i64),
    /// An amount in fen.
    Fen(i64),
}

// Answers are personal data.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer(…)")
    }
}
