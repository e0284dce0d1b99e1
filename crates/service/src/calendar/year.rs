//! One year of a calendar, read from its file and held against itself: days that are in it, each once, make-up
//! workdays on weekends, and as many working days as its author counted.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use serde::Deserialize;

use super::Day;
use crate::clock::Confidence;
use crate::date;
use crate::problem::{Problem, ProblemCode};
use crate::read;
use crate::texts::Texts;
use crate::words::Words;

/// The days of one year that are not what their weekday says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// The name of the calendar it belongs to.
    pub calendar: String,
    /// The year.
    pub year: i16,
    /// Whether its notice is out.
    pub status: Status,
    /// How sure its days are.
    pub confidence: Confidence,
    /// The notices, by address.
    pub notices: Vec<String>,
    /// The instrument by which days are statutory holidays.
    pub statutory_rule: String,
    /// Where the days come from.
    pub source: String,
    /// How many working days it has, counted by its author.
    pub workdays: u16,
    /// Weekend days on which one works.
    #[serde(default, rename = "workday")]
    pub make_up: Vec<MakeUp>,
    /// Days off.
    #[serde(default, rename = "day_off")]
    pub off: Vec<DayOff>,
}

/// Whether the notice of a year is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is.
    Published,
    /// It is not: only the statutory holidays are known.
    Provisional,
}

/// A weekend day on which one works.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MakeUp {
    /// The day.
    #[serde(deserialize_with = "date::read")]
    pub date: Date,
    /// The holiday that it makes up for.
    #[serde(rename = "for")]
    pub for_holiday: Words,
}

/// A day off.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayOff {
    /// The day.
    #[serde(deserialize_with = "date::read")]
    pub date: Date,
    /// The holiday.
    pub name: Words,
    /// Whether it is a statutory holiday, and not a day moved next to one.
    pub statutory: bool,
    /// What is uncertain about it.
    #[serde(default)]
    pub note: Option<String>,
}

impl Year {
    pub(super) fn read(policies: &Texts, path: &str) -> Result<Self, Vec<Problem>> {
        let year: Self = read::toml(policies, path).map_err(|problem| vec![problem])?;
        let problems = year.problems(path);
        if problems.is_empty() { Ok(year) } else { Err(problems) }
    }

    /// Whether its notice is not out.
    pub fn is_provisional(&self) -> bool {
        self.status == Status::Provisional
    }

    pub(super) fn day(&self, day: Date) -> Day<'_> {
        if let Some(off) = self.off.iter().find(|off| off.date == day) {
            return Day::Off(off);
        }
        match self.make_up.iter().find(|extra| extra.date == day) {
            Some(extra) => Day::MakeUp(extra),
            None if is_weekend(day) => Day::Weekend,
            None => Day::Working,
        }
    }

    fn problems(&self, path: &str) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut wrong =
            |key: String, said: String| problems.push(Problem::new(path, key, ProblemCode::Malformed, said));
        if path.rsplit('/').next() != Some(&format!("{}.toml", self.year)) {
            wrong("year".to_owned(), format!("found {}, expected the year of the file's name", self.year));
        }
        let mut seen = BTreeSet::new();
        let off = self.off.iter().enumerate().map(|(n, day)| (format!("day_off[{n}].date"), day.date));
        let extra = self.make_up.iter().enumerate().map(|(n, day)| (format!("workday[{n}].date"), day.date));
        for (key, day) in off.chain(extra) {
            if day.year() != self.year {
                wrong(key, format!("found {day}, expected a day of {}", self.year));
            } else if !seen.insert(day) {
                wrong(key, format!("found {day} a second time, expected each day once"));
            } else if key.starts_with("workday") && !is_weekend(day) {
                wrong(
                    key,
                    format!("found {day}, expected a Saturday or Sunday: the others are working days"),
                );
            }
        }
        let is_published = self.status == Status::Published;
        if is_published == self.notices.is_empty() {
            let said = "expected a notice exactly where the status is published";
            wrong("notices".to_owned(), said.to_owned());
        }
        let counted = self.workdays_counted();
        if counted != self.workdays {
            let said = format!("found {}, expected the {counted} that its days give", self.workdays);
            wrong("workdays".to_owned(), said);
        }
        problems
    }

    fn workdays_counted(&self) -> u16 {
        let first = Date::new(self.year, 1, 1).into_iter();
        let days = first.flat_map(|day| day.series(jiff::Span::new().days(1)));
        let works = days.take_while(|day| day.year() == self.year).filter(|day| self.day(*day).is_workday());
        u16::try_from(works.count()).unwrap_or(u16::MAX)
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}
