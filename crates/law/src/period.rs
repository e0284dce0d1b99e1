//! Periods that are added to a day beside whole years: months, days, working
//! days. What the end of a month does, and whether a free last day moves, stand
//! with the day itself ([`crate::condition::Day`]). See `docs/language/time.md`.

/// A period, forwards or (less than none) backwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// Nothing beside years.
    None,
    /// 个月; the end of a month follows the day's own rule.
    Months(i32),
    /// 日; the first day is not counted, so one day from a day is the next.
    Days(i32),
    /// 个工作日, counted by the calendar; the first day is not counted.
    WorkingDays(i32),
}

impl Period {
    /// The same length, the other way.
    #[must_use]
    pub const fn backwards(self) -> Self {
        match self {
            Self::None => Self::None,
            Self::Months(count) => Self::Months(-count),
            Self::Days(count) => Self::Days(-count),
            Self::WorkingDays(count) => Self::WorkingDays(-count),
        }
    }
}

/// The most working days of one period: they are counted one by one.
pub const WORKING_DAYS_MAX: i64 = 1000;
/// The most years, months or days of one period: more runs past all dates.
pub const PERIOD_MAX: i64 = 100_000;
