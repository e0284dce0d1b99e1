//! A span of days, first and last day included (民法典 1259: 以上、以下、届满 include the number).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// From the first to the last day, both included; open at the end when there is no last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    first: Date,
    last: Option<Date>,
}

/// A period whose last day is before its first.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("last day {last} is before first day {first}; expected the same day or a later one")]
pub struct PeriodError {
    /// The first day.
    pub first: Date,
    /// The last day that was given.
    pub last: Date,
}

impl Period {
    /// A period that ends before it begins cannot be made.
    pub fn new(first: Date, last: Option<Date>) -> Result<Self, PeriodError> {
        match last {
            Some(last) if last < first => Err(PeriodError { first, last }),
            Some(_) | None => Ok(Self { first, last }),
        }
    }

    /// A period without a last day.
    pub fn from_day(first: Date) -> Self {
        Self { first, last: None }
    }

    /// The first day.
    pub fn first(&self) -> Date {
        self.first
    }

    /// The last day, if the period has one.
    pub fn last(&self) -> Option<Date> {
        self.last
    }

    /// Whether the day lies in the period, both ends included.
    pub fn includes(&self, day: Date) -> bool {
        self.first <= day && self.last.is_none_or(|last| day <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn both_ends_are_included() {
        let period = Period::new(date(2020, 10, 1), Some(date(2020, 12, 31))).unwrap();
        assert!(period.includes(date(2020, 10, 1)) && period.includes(date(2020, 12, 31)));
        assert!(!period.includes(date(2020, 9, 30)) && !period.includes(date(2021, 1, 1)));
        assert!(Period::from_day(date(2020, 10, 1)).includes(date(9999, 12, 31)));
        assert!(Period::new(date(2020, 10, 2), Some(date(2020, 10, 1))).is_err());
    }
}
