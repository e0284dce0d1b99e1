//! Statements on rows that exist, what is asked of each, and what it means when that is not met.

use crate::error::{Double, SaveError};
use crate::value::Value;

/// A statement on rows that exist.
pub(crate) struct Statement {
    pub(crate) sql: &'static str,
    pub(crate) values: Vec<Value>,
    pub(crate) demand: Demand,
}

/// What is asked of a statement.
pub(crate) enum Demand {
    Nothing,
    /// It must touch a row.
    Touch(Refusal),
    /// It must find a row; it changes nothing.
    Find(Refusal),
    /// It must touch a row, and gives back where that case was counted.
    MoveCase(Stale),
    /// Gives back where the cases that it touches were counted, however many they are.
    MoveCases,
}

/// What it means that a demand was not met.
#[derive(Debug, Clone)]
pub(crate) enum Refusal {
    Stale(Stale),
    Double(Double),
    Limit { what: &'static str, max: u64 },
    Invalid { field: &'static str, found: String, expected: &'static str },
}

impl From<Refusal> for SaveError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Stale(Stale { table, id, expected }) => Self::Stale { table, id, expected },
            Refusal::Double(double) => Self::Double(double),
            Refusal::Limit { what, max } => Self::Limit { what, max },
            Refusal::Invalid { field, found, expected } => Self::Invalid { field, found, expected },
        }
    }
}

/// Whose version is not the expected one.
#[derive(Debug, Clone)]
pub(crate) struct Stale {
    pub(crate) table: &'static str,
    pub(crate) id: String,
    pub(crate) expected: u32,
}
