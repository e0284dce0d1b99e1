//! Civil dates as one ordered integer, with the law's two ways of adding years.
//!
//! `Clamp` is 'N years after D': 29 February falls on 28 February of a common
//! year. `Forward` is age: who is born on 29 February reaches a year of life on
//! 1 March of a common year. See `docs/language/time.md`.

use std::fmt;

/// A day of the years 1 to 9999 as `yyyymmdd`; sums may run past them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

/// Years from which on no day is reckoned with: far past [`Date::MAX`].
const YEARS_END: i32 = 20_000;

/// What 29 February becomes in a common year, and the 31st in a month without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LeapRule {
    /// 28 February; the last day of the month.
    Clamp,
    /// 1 March; the first day of the next month.
    Forward,
}

impl Date {
    /// First day that an input may name.
    pub const MIN: Self = Self(10_000 + 101);
    /// Last day that an input may name.
    pub const MAX: Self = Self(9999 * 10_000 + 1231);

    /// Reads `YYYY-MM-DD`; `None` where no such day exists.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = bytes else { return None };
        let number = |digits: &[&u8]| {
            digits.iter().try_fold(0_i32, |n, d| d.is_ascii_digit().then(|| n * 10 + i32::from(**d - b'0')))
        };
        Self::new(number(&[y1, y2, y3, y4])?, number(&[m1, m2])?, number(&[d1, d2])?)
    }

    /// A day by its parts, if it exists in the years 1 to 9999.
    pub fn new(year: i32, month: i32, day: i32) -> Option<Self> {
        let exists = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && day >= 1
            && day <= days_in_month(year, month);
        exists.then(|| Self(year * 10_000 + month * 100 + day))
    }

    /// Reads `2020 年 11 月 15 日`, white space left out.
    pub fn chinese_day(text: &str) -> Option<Self> {
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let (year, rest) = compact.split_once('年')?;
        let (month, rest) = rest.split_once('月')?;
        let day = rest.strip_suffix('日')?;
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The integer that orders dates.
    pub const fn packed(self) -> i64 {
        self.0 as i64
    }

    /// Back from [`Date::packed`].
    #[expect(
        clippy::cast_possible_truncation,
        reason = "only packed dates come back, all far below i32::MAX"
    )]
    pub const fn from_packed(packed: i64) -> Self {
        Self(packed as i32)
    }

    /// Year, month, day.
    pub const fn parts(self) -> (i32, i32, i32) {
        (self.0 / 10_000, self.0 / 100 % 100, self.0 % 100)
    }

    /// The same calendar day `years` later (or earlier).
    #[must_use]
    pub fn add_years(self, years: i32, rule: LeapRule) -> Self {
        // A policy may say any number of years; what runs past all dates stays beyond them.
        let moved = self.0.saturating_add(years.saturating_mul(10_000));
        if moved % 10_000 == 229 && !is_leap(moved / 10_000) {
            return match rule {
                LeapRule::Clamp => Self(moved - 1),
                LeapRule::Forward => Self(moved + 72),
            };
        }
        Self(moved)
    }

    /// The same calendar day `months` later (or earlier); where the month has no
    /// such day, its last day (`Clamp`) or the first of the next (`Forward`).
    #[must_use]
    pub fn add_months(self, months: i32, rule: LeapRule) -> Self {
        let (year, month, day) = self.parts();
        let count = (i64::from(year) * 12 + i64::from(month) - 1).saturating_add(i64::from(months));
        // What runs past all dates stays beyond them, on either side.
        let count = count.clamp(0, i64::from(YEARS_END) * 12 - 1);
        let part = |n: i64| i32::try_from(n).unwrap_or(0);
        let (year, month) = (part(count / 12), part(count % 12) + 1);
        let first = year * 10_000 + month * 100;
        let last = days_in_month(year, month);
        match rule {
            _ if day <= last => Self(first + day),
            LeapRule::Clamp => Self(first + last),
            LeapRule::Forward => Self(first + last).next(),
        }
    }

    /// `days` later (or earlier).
    #[must_use]
    pub fn add_days(self, days: i32) -> Self {
        Self::from_number(self.number().saturating_add(i64::from(days)))
    }

    /// Days since 1 March of the year 0; the years before count backwards.
    pub fn number(self) -> i64 {
        let (year, month, day) = self.parts();
        // The year is taken to start in March, so that the leap day is its last.
        let year = i64::from(if month <= 2 { year - 1 } else { year });
        let of_year = (153 * ((i64::from(month) + 9) % 12) + 2) / 5 + i64::from(day) - 1;
        365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year
    }

    /// Back from [`Date::number`]; what runs past all dates stays beyond them.
    #[must_use]
    pub fn from_number(number: i64) -> Self {
        let number = number.clamp(Self(101).number(), Self(YEARS_END * 10_000 - 10_000 + 1231).number());
        let era = number.div_euclid(146_097);
        let of_era = number.rem_euclid(146_097);
        let years = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * years + years / 4 - years / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = years + era * 400 + i64::from(month <= 2);
        Self(i32::try_from(year * 10_000 + month * 100 + day).unwrap_or(101))
    }

    /// 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> i64 {
        // 1 March of the year 0 was a Wednesday.
        (self.number() + 2).rem_euclid(7)
    }

    /// The first day of its month.
    #[must_use]
    pub const fn month_start(self) -> Self {
        Self(self.0 - self.0 % 100 + 1)
    }

    /// The last day of its month.
    #[must_use]
    pub const fn month_end(self) -> Self {
        let (year, month, _) = self.parts();
        Self(self.0 - self.0 % 100 + days_in_month(year, month))
    }

    /// The whole months from this day to a later one; less than none if it is earlier.
    pub fn months_to(self, later: Self) -> i64 {
        let (year, month, day) = self.parts();
        let (to_year, to_month, to_day) = later.parts();
        let months = i64::from(to_year - year) * 12 + i64::from(to_month - month);
        match months {
            1.. if to_day < day => months - 1,
            ..=-1 if to_day > day => months + 1,
            _ => months,
        }
    }

    /// The day after.
    #[must_use]
    pub fn next(self) -> Self {
        let (year, month, day) = self.parts();
        if day < days_in_month(year, month) {
            Self(self.0 + 1)
        } else if month < 12 {
            Self(year * 10_000 + (month + 1) * 100 + 1)
        } else {
            Self((year + 1) * 10_000 + 101)
        }
    }

    /// The day before.
    #[must_use]
    pub fn previous(self) -> Self {
        let (year, month, day) = self.parts();
        if day > 1 {
            Self(self.0 - 1)
        } else if month > 1 {
            Self(year * 10_000 + (month - 1) * 100 + days_in_month(year, month - 1))
        } else {
            Self((year - 1) * 10_000 + 1231)
        }
    }

    /// `2020年11月15日`, as letters write it.
    pub fn chinese(self) -> String {
        let (year, month, day) = self.parts();
        format!("{year}年{month}月{day}日")
    }
}

/// Whether a year has a 29 February.
pub const fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_month(year: i32, month: i32) -> i32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        Date::parse(text).expect(text)
    }

    #[test]
    fn only_days_that_exist_are_read() {
        for bad in
            ["2021-02-29", "1900-02-29", "2020-04-31", "0000-01-01", "2020-1-01", "2020-13-01", "２020-01-01"]
        {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
        assert_eq!(date("2000-02-29").to_string(), "2000-02-29");
    }

    #[test]
    fn the_two_leap_rules_differ_only_on_29_february() {
        let leap = date("2020-02-29");
        assert_eq!(leap.add_years(1, LeapRule::Clamp), date("2021-02-28"));
        assert_eq!(leap.add_years(1, LeapRule::Forward), date("2021-03-01"));
        assert_eq!(leap.add_years(4, LeapRule::Clamp), date("2024-02-29"));
        assert_eq!(leap.add_years(80, LeapRule::Forward), date("2100-03-01"));
    }

    proptest! {
        /// The calendar agrees with an independent library, day by day.
        #[test]
        fn the_calendar_is_the_gregorian_one(year in 2_i16..9998, ordinal in 1_i16..365) {
            let start = jiff::civil::Date::new(year, 1, 1).expect("year");
            let mine = date(&start.to_string());
            let theirs = start + jiff::Span::new().days(i64::from(ordinal));
            let walked = (0..ordinal).fold(mine, |day, _| day.next());
            prop_assert_eq!(walked.to_string(), theirs.to_string());
            prop_assert_eq!((0..ordinal).fold(walked, |day, _| day.previous()), mine);
            prop_assert_eq!(mine.add_days(i32::from(ordinal)), walked);
            prop_assert_eq!(walked.add_days(-i32::from(ordinal)), mine);
            prop_assert_eq!(Date::from_number(walked.number()), walked);
            prop_assert_eq!(walked.weekday(), i64::from(theirs.weekday().to_monday_zero_offset()));
            prop_assert_eq!(walked.month_end().to_string(), theirs.last_of_month().to_string());
            let months = i32::from(ordinal) - 180;
            if let Ok(moved) = theirs.checked_add(jiff::Span::new().months(months))
                && moved.year() > 1
            {
                prop_assert_eq!(walked.add_months(months, LeapRule::Clamp).to_string(), moved.to_string());
            }
            let years = i32::from(ordinal) % 40;
            if i32::from(year) + years < 9998 {
                let later = theirs + jiff::Span::new().years(years);
                prop_assert_eq!(walked.add_years(years, LeapRule::Clamp).to_string(), later.to_string());
            }
        }
    }
}
