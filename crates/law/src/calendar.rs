//! Working days as data: the days off and the make-up workdays of each year with
//! the notice they come from (`calendars/*.toml` of the policy folder). Every
//! Saturday and Sunday is free unless made up; a year without a published notice
//! is reckoned all the same, and what reaches it is provisional.

use crate::date::Date;
use serde::Deserialize;
use std::collections::BTreeMap;

/// No year from here on is counted through: it lies past all dates.
const YEARS_COUNTED: i32 = 11_000;

/// Working days of some years.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i32, Year>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Year {
    published: bool,
    /// Whether each day differs from what its weekday says: `true` is a working day.
    turned: BTreeMap<Date, bool>,
}

#[derive(Deserialize)]
struct File {
    year: i32,
    status: String,
    #[serde(default)]
    workday: Vec<Dated>,
    #[serde(default)]
    day_off: Vec<Dated>,
}

#[derive(Deserialize)]
struct Dated {
    date: String,
}

impl Calendar {
    /// Adds the file of a year.
    pub fn add_year(&mut self, text: &str) -> Result<(), String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let published = match file.status.as_str() {
            "published" => true,
            "provisional" => false,
            other => return Err(format!("status = {other:?}: expected \"published\" or \"provisional\"")),
        };
        let mut turned = BTreeMap::new();
        for (days, works) in [(&file.workday, true), (&file.day_off, false)] {
            for Dated { date } in days {
                let day = Date::parse(date).filter(|day| day.parts().0 == file.year);
                let day = day.ok_or_else(|| format!("date = {date:?}: expected a day of {}", file.year))?;
                if turned.insert(day, works).is_some() {
                    return Err(format!("date = {date:?}: each day once"));
                }
            }
        }
        match self.years.insert(file.year, Year { published, turned }) {
            None => Ok(()),
            Some(_) => Err(format!("year = {}: each year once", file.year)),
        }
    }

    /// Whether it knows no year at all.
    pub fn is_empty(&self) -> bool {
        self.years.is_empty()
    }

    /// The first and the last year of the published notices.
    pub fn published(&self) -> Option<(i32, i32)> {
        let mut years = self.years.iter().filter(|(_, year)| year.published).map(|(year, _)| *year);
        let first = years.next()?;
        Some((first, years.next_back().unwrap_or(first)))
    }

    /// Whether the notice of a year is out.
    pub fn is_published_year(&self, year: i32) -> bool {
        self.years.get(&year).is_some_and(|year| year.published)
    }

    /// Whether a day is a working day, as far as is known.
    pub fn works(&self, day: Date) -> bool {
        let turned = self.years.get(&day.parts().0).and_then(|year| year.turned.get(&day));
        turned.copied().unwrap_or(day.weekday() < 5)
    }

    /// The working day that is `count` working days later (or earlier); the day
    /// itself is not counted. Where there are not so many, a day before the first.
    #[must_use]
    pub fn add(&self, day: Date, count: i32) -> Date {
        let mut at = day;
        let mut left = count.unsigned_abs();
        // Past all dates nothing is counted any more.
        while left > 0 && if count < 0 { Date::MIN <= at } else { at.parts().0 < YEARS_COUNTED } {
            at = if count < 0 { at.previous() } else { at.next() };
            left -= u32::from(self.works(at));
        }
        at
    }

    /// The day itself, or the next working day if it is free.
    #[must_use]
    pub fn roll(&self, day: Date) -> Date {
        let mut at = day;
        // What lies before the first of all days stays there.
        while Date::MIN <= at && !self.works(at) {
            at = at.next();
        }
        at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar() -> Calendar {
        let mut calendar = Calendar::default();
        let text = r#"
            year = 2020
            status = "published"
            workday = [{ date = "2020-10-10" }]
            day_off = [{ date = "2020-10-01" }, { date = "2020-10-02" }, { date = "2020-10-05" },
                       { date = "2020-10-06" }, { date = "2020-10-07" }, { date = "2020-10-08" }]
        "#;
        calendar.add_year(text).expect("a year");
        calendar
    }

    fn day(text: &str) -> Date {
        Date::parse(text).expect("day")
    }

    #[test]
    fn days_off_are_passed_over_and_make_up_days_count() {
        let calendar = calendar();
        assert_eq!(calendar.add(day("2020-09-30"), 1), day("2020-10-09"));
        assert_eq!(calendar.add(day("2020-09-30"), 2), day("2020-10-10"), "a Saturday that is made up");
        assert_eq!(calendar.add(day("2020-09-30"), 3), day("2020-10-12"));
        assert_eq!(calendar.add(day("2020-10-12"), -3), day("2020-09-30"));
        assert_eq!(calendar.roll(day("2020-10-03")), day("2020-10-09"));
        assert_eq!(calendar.roll(day("2020-10-10")), day("2020-10-10"));
    }

    #[test]
    fn working_days_are_counted_from_the_first_of_all_days() {
        assert_eq!(calendar().add(Date::MIN, 5), day("0001-01-08"), "Monday, 1 January of year 1");
        assert!(calendar().add(Date::MIN, -5) < Date::MIN, "there are not so many");
        assert_eq!(calendar().add(day("0001-01-08"), -5), Date::MIN);
        assert!(calendar().roll(Date::MIN.previous()) < Date::MIN, "a Sunday before the first Monday");
    }

    #[test]
    fn a_year_without_a_notice_is_reckoned_and_known_as_such() {
        let calendar = calendar();
        assert!(calendar.is_published_year(2020) && !calendar.is_published_year(2021));
        assert_eq!(calendar.add(day("2020-12-31"), 1), day("2021-01-01"), "a Friday, as far as is known");
        assert_eq!(calendar.published(), Some((2020, 2020)));
    }

    #[test]
    fn a_year_that_is_wrong_is_refused() {
        let mut calendar = calendar();
        for bad in [
            "year = 2020\nstatus = \"published\"",
            "year = 2021\nstatus = \"maybe\"",
            "year = 2021\nstatus = \"published\"\nday_off = [{ date = \"2020-01-01\" }]",
            "year = 2021\nstatus = \"published\"\nday_off = [{ date = \"2021-02-29\" }]",
            "year = 2021\nstatus = \"published\"\nday_off = [{ date = \"2021-01-01\" }]\nworkday = [{ date = \"2021-01-01\" }]",
        ] {
            assert!(calendar.add_year(bad).is_err(), "{bad}");
        }
    }
}
