//! Civil days as numbers that read as they are written: 2020-02-29 is 20200229, so that order is the order of
//! numbers and a year is 10,000. Only days of the calendar are ever made.

/// A day, `year × 10000 + month × 100 + day`.
pub type Day = i64;

/// The first day of inputs.
pub const FIRST: Day = 10_101;
/// The last day of inputs.
pub const LAST: Day = 99_991_231;

/// What becomes of 29 February in a common year (`docs/language/time.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leap {
    /// Periods: 28 February.
    Clamp,
    /// Ages: 1 March.
    Forward,
}

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

/// The same day some years later, or earlier; `None` before year 1.
pub fn plus_years(day: Day, years: i64, leap: Leap) -> Option<Day> {
    let (year, month, of_month) = (day / 10_000 + years, day / 100 % 100, day % 100);
    make(year, month, of_month).or_else(|| match leap {
        Leap::Clamp => make(year, 2, 28),
        Leap::Forward => make(year, 3, 1),
    })
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
            day = next(day);
            count += 1;
        }
        assert_eq!(count, 146_098, "one day and 400 years of 365.2425 days");
    }

    #[test]
    fn years_are_added_in_two_ways() {
        let leap = parse("2020-02-29").unwrap();
        assert_eq!(plus_years(leap, 1, Leap::Clamp), parse("2021-02-28"));
        assert_eq!(plus_years(leap, 1, Leap::Forward), parse("2021-03-01"));
        assert_eq!(plus_years(leap, 4, Leap::Clamp), Some(leap + 40_000));
        assert_eq!(plus_years(FIRST, -1, Leap::Clamp), None);
        assert_eq!(parse("2021-02-29"), None);
    }
}
