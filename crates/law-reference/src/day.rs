//! Civil days as numbers that read as they are written: 2020-02-29 is 20200229, so that order is the order of
//! numbers and a year is 10,000. Only days of the calendar are ever made.

/// A day, `year × 10000 + month × 100 + day`.
pub type Day = i64;

use crate::program::MonthEnd;

/// The first day of inputs.
pub const FIRST: Day = 10_101;
/// The last day of inputs.
pub const LAST: Day = 99_991_231;

/// Days of a common year before each of its months.
const BEFORE_MONTH: [i64; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/// Days of a month.
fn month_length(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 => 29,
        2 => 28,
        _ => 31,
    }
}

/// A day that exists, in any year from 1.
pub fn make(year: i64, month: i64, day: i64) -> Option<Day> {
    let exists = year >= 1 && (1..=12).contains(&month) && (1..=month_length(year, month)).contains(&day);
    exists.then_some(year * 10_000 + month * 100 + day)
}

/// Reads `YYYY-MM-DD`.
pub fn parse(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    let well = bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, b)| if at == 4 || at == 7 { *b == b'-' } else { b.is_ascii_digit() });
    if !well {
        return None;
    }
    make(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?)
}

/// Writes `YYYY-MM-DD`.
pub fn write(day: Day) -> String {
    format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100)
}

/// The same day some months later, or earlier; `None` before year 1.
pub fn plus_months(day: Day, months: i64, end: MonthEnd) -> Option<Day> {
    let count = day / 10_000 * 12 + day / 100 % 100 - 1 + months;
    let (year, month) = (count.div_euclid(12), count.rem_euclid(12) + 1);
    if year < 1 {
        return None;
    }
    make(year, month, day % 100).or_else(|| match end {
        MonthEnd::Clamp => make(year, month, month_length(year, month)),
        // No month has fewer than 28 days, so the first of the next is the day after a last one.
        MonthEnd::Forward => make(year, month, month_length(year, month)).map(next),
    })
}

/// The same day some years later, or earlier; `None` before year 1.
pub fn plus_years(day: Day, years: i64, end: MonthEnd) -> Option<Day> {
    plus_months(day, years * 12, end)
}

/// The first and the last day of its month.
pub fn month_ends(day: Day) -> (Day, Day) {
    let (year, month) = (day / 10_000, day / 100 % 100);
    (day / 100 * 100 + 1, year * 10_000 + month * 100 + month_length(year, month))
}

/// How many days lie between 1 January of year 1 and a day; the first has 0.
pub fn ordinal(day: Day) -> i64 {
    let (year, month) = (day / 10_000, day / 100 % 100);
    let before = year - 1;
    let years = before * 365 + before / 4 - before / 100 + before / 400;
    let leap = i64::from(month > 2) * (month_length(year, 2) - 28);
    years + BEFORE_MONTH[usize::try_from(month - 1).unwrap_or_default() % 12] + leap + day % 100 - 1
}

/// The day of an ordinal.
pub fn of_ordinal(ordinal: i64) -> Option<Day> {
    if ordinal < 0 {
        return None;
    }
    // The year by its mean length is the right one or the one beside it.
    let mut year = ordinal * 400 / 146_097 + 1;
    while self::ordinal(year * 10_000 + 101) > ordinal {
        year -= 1;
    }
    while self::ordinal((year + 1) * 10_000 + 101) <= ordinal {
        year += 1;
    }
    let mut left = ordinal - self::ordinal(year * 10_000 + 101);
    let mut month = 1;
    while left >= month_length(year, month) {
        left -= month_length(year, month);
        month += 1;
    }
    Some(year * 10_000 + month * 100 + left + 1)
}

/// Some days later or earlier; `None` before the first.
pub fn plus_days(day: Day, days: i64) -> Option<Day> {
    of_ordinal(ordinal(day) + days)
}

/// The day after.
pub fn next(day: Day) -> Day {
    let (year, month) = (day / 10_000, day / 100 % 100);
    if day % 100 < month_length(year, month) {
        day + 1
    } else if month < 12 {
        year * 10_000 + (month + 1) * 100 + 1
    } else {
        (year + 1) * 10_000 + 101
    }
}

/// The day before; `None` before the first.
pub fn previous(day: Day) -> Option<Day> {
    let (year, month) = (day / 10_000, day / 100 % 100);
    if day % 100 > 1 {
        Some(day - 1)
    } else if month > 1 {
        make(year, month - 1, month_length(year, month - 1))
    } else {
        make(year - 1, 12, 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_is_the_gregorian_one() {
        let mut day = parse("1999-12-31").unwrap();
        let mut count = 0;
        while day != parse("2400-01-01").unwrap() {
            assert_eq!(previous(next(day)), Some(day));
            assert_eq!(parse(&write(day)), Some(day));
            assert_eq!(of_ordinal(ordinal(day)), Some(day));
            assert_eq!(ordinal(next(day)), ordinal(day) + 1);
            day = next(day);
            count += 1;
        }
        assert_eq!(count, 146_098, "one day and 400 years of 365.2425 days");
    }

    #[test]
    fn months_are_added_in_two_ways() {
        let last = parse("2020-01-31").unwrap();
        assert_eq!(plus_months(last, 1, MonthEnd::Clamp), parse("2020-02-29"));
        assert_eq!(plus_months(last, 1, MonthEnd::Forward), parse("2020-03-01"));
        assert_eq!(plus_months(last, -2, MonthEnd::Clamp), parse("2019-11-30"));
        assert_eq!(plus_months(last, 11, MonthEnd::Clamp), parse("2020-12-31"));
    }

    #[test]
    fn years_are_added_in_two_ways() {
        let leap = parse("2020-02-29").unwrap();
        assert_eq!(plus_years(leap, 1, MonthEnd::Clamp), parse("2021-02-28"));
        assert_eq!(plus_years(leap, 1, MonthEnd::Forward), parse("2021-03-01"));
        assert_eq!(plus_years(leap, 4, MonthEnd::Clamp), Some(leap + 40_000));
        assert_eq!(of_ordinal(ordinal(FIRST)), Some(FIRST));
        assert_eq!(of_ordinal(ordinal(LAST)), Some(LAST));
        assert_eq!(plus_years(FIRST, -1, MonthEnd::Clamp), None);
        assert_eq!(parse("2021-02-29"), None);
    }
}
