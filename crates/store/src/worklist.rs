//! Worklists: the cases that wait at a desk, the ones due first in front, with how many there are.
//!
//! Any page costs what the first costs. The amounts of each day are kept beside the cases, so that a page is found by adding
//! up days and skipping within one (`docs/decisions/006-worklist.md`).

mod amounts;
mod desk;
pub(crate) mod order;
mod page;

pub use amounts::WorklistCount;
pub use desk::{Desk, UnknownDesk};
pub use page::{WorklistAt, WorklistKey, WorklistPage};

use jiff::civil::Date;
use registry::AccountId;

use crate::value::Value;

/// Which cases of a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorklistFilter {
    /// The desk.
    pub desk: Desk,
    /// Of this service.
    pub service: Option<String>,
    /// In this state.
    pub state: Option<String>,
    /// Held by whom.
    pub holder: Holder,
    /// Only what was due before this day.
    pub due_before: Option<Date>,
}

/// Held by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// Anyone or nobody.
    Any,
    /// Nobody.
    Nobody,
    /// This officer.
    Account(AccountId),
}

impl WorklistFilter {
    /// Everything that waits at a desk.
    pub fn all(desk: Desk) -> Self {
        Self { desk, service: None, state: None, holder: Holder::Any, due_before: None }
    }
}

/// Conditions that all hold, and their values, with marks numbered in order.
struct Where {
    conditions: Vec<String>,
    values: Vec<Value>,
}

impl Where {
    fn new(column: &str, value: Value) -> Self {
        Self { conditions: vec![format!("{column} = $1")], values: vec![value] }
    }

    /// Adds `column operator $n`.
    fn and(&mut self, column_and_operator: &str, value: Value) {
        let mark = self.mark(value);
        self.conditions.push(format!("{column_and_operator} {mark}"));
    }

    /// Binds a value and gives its mark.
    fn mark(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    fn sql(&self) -> String {
        format!("WHERE {}", self.conditions.join(" AND "))
    }
}
