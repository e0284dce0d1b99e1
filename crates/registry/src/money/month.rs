//! A calendar month, the unit in which contributions are due and subsidies are granted.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

const MONTHS_OF_YEAR: i32 = 12;
/// The years that a civil date can have here.
const YEAR_MIN: i32 = 1;
const YEAR_MAX: i32 = 9999;

/// A text or a number that is no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("month: {found:?} is no month; expected year and month such as 2020-10")]
pub struct MonthError {
    /// What was met, cut.
    pub found: String,
}

/// Year and month, counted from the first month of the year 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(i32);

impl Month {
    /// Month 1–12 of a year 1–9999.
    pub fn new(year: i16, month: i8) -> Result<Self, MonthError> {
        let (whole, part) = (i32::from(year), i32::from(month));
        if (YEAR_MIN..=YEAR_MAX).contains(&whole) && (1..=MONTHS_OF_YEAR).contains(&part) {
            Ok(Self(whole * MONTHS_OF_YEAR + part - 1))
        } else {
            Err(MonthError { found: format!("{year}-{month}") })
        }
    }

    /// The month in which a day lies; days before the year 1 are counted as its first month.
    pub fn of(day: Date) -> Self {
        let year = i32::from(day.year()).max(YEAR_MIN);
        Self(year * MONTHS_OF_YEAR + i32::from(day.month()) - 1)
    }

    /// The year.
    pub fn year(self) -> i16 {
        i16::try_from(self.0.div_euclid(MONTHS_OF_YEAR)).unwrap_or(i16::MAX)
    }

    /// 1–12.
    pub fn month(self) -> i8 {
        i8::try_from(self.0.rem_euclid(MONTHS_OF_YEAR) + 1).unwrap_or(1)
    }

    /// The first day.
    pub fn first_day(self) -> Date {
        Date::new(self.year(), self.month(), 1).unwrap_or(Date::MAX)
    }

    /// The last day.
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    /// So many months later, or earlier; `None` outside the years 1–9999.
    pub fn plus(self, months: i32) -> Option<Self> {
        let moved = self.0.checked_add(months)?;
        (YEAR_MIN..=YEAR_MAX).contains(&moved.div_euclid(MONTHS_OF_YEAR)).then_some(Self(moved))
    }

    /// The month after; the last month of all stays where it is.
    #[must_use]
    pub fn next(self) -> Self {
        self.plus(1).unwrap_or(self)
    }

    /// How many months from this one to the other: 1 for the next.
    pub fn until(self, other: Self) -> i32 {
        other.0 - self.0
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        let wrong = || MonthError { found: text.chars().take(16).collect() };
        let (year, month) = text.split_once('-').ok_or_else(wrong)?;
        let digits = |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(wrong());
        }
        let (year, month) = (year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?);
        Self::new(year, month).map_err(|_| wrong())
    }
}

impl TryFrom<String> for Month {
    type Error = MonthError;

    fn try_from(text: String) -> Result<Self, MonthError> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> String {
        month.to_string()
    }
}

/// From the first to the last month, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MonthRange {
    first: Month,
    last: Month,
}

/// A range whose last month is before its first.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("last month {last} is before first month {first}; expected the same month or a later one")]
pub struct MonthRangeError {
    /// The first month.
    pub first: Month,
    /// The last month that was given.
    pub last: Month,
}

impl MonthRange {
    /// A range that ends before it begins cannot be made.
    pub fn new(first: Month, last: Month) -> Result<Self, MonthRangeError> {
        if last < first { Err(MonthRangeError { first, last }) } else { Ok(Self { first, last }) }
    }

    /// The first month.
    pub fn first(&self) -> Month {
        self.first
    }

    /// The last month.
    pub fn last(&self) -> Month {
        self.last
    }

    /// Whether the month lies in it.
    pub fn includes(&self, month: Month) -> bool {
        self.first <= month && month <= self.last
    }

    /// Its months in order.
    pub fn months(&self) -> impl DoubleEndedIterator<Item = Month> + use<> {
        (self.first.0..=self.last.0).map(Month)
    }

    /// How many months, at least one.
    pub fn count(&self) -> u32 {
        u32::try_from(self.first.until(self.last) + 1).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_month_crosses_the_year_and_knows_its_days() {
        let december: Month = "2020-12".parse().unwrap();
        assert_eq!(december.next().to_string(), "2021-01");
        assert_eq!(Month::of(date(2020, 2, 29)).last_day(), date(2020, 2, 29));
        assert_eq!(december.until("2021-03".parse().unwrap()), 3);
        let range = MonthRange::new("2020-10".parse().unwrap(), december).unwrap();
        assert_eq!(
            range.months().map(|m| m.to_string()).collect::<Vec<_>>(),
            ["2020-10", "2020-11", "2020-12"]
        );
        assert_eq!(range.count(), 3);
        assert!(MonthRange::new(december, "2020-11".parse().unwrap()).is_err());
    }

    #[test]
    fn only_the_one_form_is_a_month() {
        for wrong in
            ["2020-13", "2020-00", "2020-1", "20-10", "2020/10", "0000-01", "2020-10-01", "２０２０-10"]
        {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
        assert_eq!("9999-12".parse::<Month>().unwrap().plus(1), None);
    }

    proptest! {
        #[test]
        fn steps_add_up(year in 1900_i16..2200, month in 1_i8..=12, a in -600_i32..600, b in -600_i32..600) {
            let start = Month::new(year, month).unwrap();
            let there = start.plus(a).unwrap().plus(b).unwrap();
            prop_assert_eq!(start.until(there), a + b);
            prop_assert_eq!(there.to_string().parse::<Month>().unwrap(), there);
            prop_assert_eq!(Month::of(there.last_day()), there);
        }
    }
}
