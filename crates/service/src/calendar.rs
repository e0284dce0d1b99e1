//! Calendars of working days, one file a year (`policies/calendars/YYYY.toml`): days off and make-up workdays as the
//! notices have them.
//!
//! A year without a notice is provisional: what is known is its statutory holidays alone. Whatever is reckoned through
//! it says so, and is to be reckoned anew when the notice is out. Beyond the years that are there nothing is guessed.

mod year;

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::problem::{Problem, ProblemCode};
use crate::texts::Texts;
pub use year::{DayOff, MakeUp, Status, Year};

/// Where the years stand in the folder of policies.
pub const FOLDER: &str = "calendars";

/// All calendars by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendars(BTreeMap<String, Calendar>);

/// One calendar: consecutive years.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar(BTreeMap<i16, Year>);

/// What a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day<'a> {
    /// An ordinary working day.
    Working,
    /// A Saturday or Sunday on which one works for a holiday.
    MakeUp(&'a MakeUp),
    /// A Saturday or Sunday.
    Weekend,
    /// A day off by the notice.
    Off(&'a DayOff),
}

impl Day<'_> {
    /// Whether one works on it.
    pub fn is_workday(self) -> bool {
        match self {
            Self::Working | Self::MakeUp(_) => true,
            Self::Weekend | Self::Off(_) => false,
        }
    }
}

/// A day that was reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The day.
    pub day: Date,
    /// Whether a year without a notice was passed through, so that it may change.
    pub is_provisional: bool,
}

/// Why a day could not be looked up or reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// A year that the calendar does not have.
    #[error("calendar: {day} lies outside of its years; expected a day from {first} to {last}")]
    NoYear {
        /// The day that was asked for or reached.
        day: Date,
        /// The first year that is there.
        first: i16,
        /// The last year that is there.
        last: i16,
    },
}

impl Calendars {
    /// Reads all years from the folder of policies.
    pub fn read(policies: &Texts) -> Result<Self, Vec<Problem>> {
        let (mut calendars, mut problems) = (BTreeMap::<String, Calendar>::new(), Vec::new());
        for (path, _) in policies.iter().filter(|(path, _)| is_year_file(path)) {
            match Year::read(policies, path) {
                Ok(year) => {
                    let calendar = calendars.entry(year.calendar.clone()).or_default();
                    if let Some(twice) = calendar.0.insert(year.year, year) {
                        let said = format!("found {} twice, expected each year once", twice.year);
                        problems.push(Problem::new(path, "year", ProblemCode::DuplicateId, said));
                    }
                }
                Err(found) => problems.extend(found),
            }
        }
        for (name, calendar) in &calendars {
            let (first, last) = calendar.years();
            if let Some(gap) = (first..=last).find(|year| !calendar.0.contains_key(year)) {
                let said =
                    format!("calendar `{name}` has no {gap}, expected every year from {first} to {last}");
                problems.push(Problem::new(FOLDER, "", ProblemCode::MissingFile, said));
            }
        }
        if calendars.is_empty() && problems.is_empty() {
            let said = "expected a file for each year, such as 2020.toml";
            problems.push(Problem::new(FOLDER, "", ProblemCode::MissingFile, said));
        }
        if problems.is_empty() { Ok(Self(calendars)) } else { Err(problems) }
    }

    /// A calendar by its name, such as `china`.
    pub fn calendar(&self, name: &str) -> Option<&Calendar> {
        self.0.get(name)
    }

    /// The names of the calendars.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

fn is_year_file(path: &str) -> bool {
    path.strip_prefix(FOLDER)
        .is_some_and(|rest| rest.starts_with('/') && rest.strip_suffix(".toml").is_some())
}

impl Calendar {
    /// The first and the last year.
    pub fn years(&self) -> (i16, i16) {
        let year = |found: Option<(&i16, &Year)>| found.map_or(0, |(year, _)| *year);
        (year(self.0.first_key_value()), year(self.0.last_key_value()))
    }

    /// A year.
    pub fn year(&self, year: i16) -> Option<&Year> {
        self.0.get(&year)
    }

    /// What a day is.
    pub fn day(&self, day: Date) -> Result<Day<'_>, CalendarError> {
        Ok(self.year_of(day)?.day(day))
    }

    /// The day on which so many working days have passed: the day itself does not count (民法典 第二百零一条), every
    /// working day after it does. No working days are the day itself.
    pub fn after_workdays(&self, from: Date, amount: u16) -> Result<Term, CalendarError> {
        let mut term = Term { day: from, is_provisional: self.year_of(from)?.is_provisional() };
        let mut left = amount;
        while left > 0 {
            let next = term.day.tomorrow().map_err(|_| self.no_year(term.day))?;
            let year = self.year_of(next)?;
            term.day = next;
            term.is_provisional |= year.is_provisional();
            if year.day(next).is_workday() {
                left -= 1;
            }
        }
        Ok(term)
    }

    /// How many working days lie after the first day, up to and with the last; none, if it is not later.
    pub fn workdays_between(&self, after: Date, until: Date) -> Result<u16, CalendarError> {
        let (mut day, mut count) = (after, 0);
        while day < until {
            day = day.tomorrow().map_err(|_| self.no_year(day))?;
            count += u16::from(self.day(day)?.is_workday());
        }
        Ok(count)
    }

    /// The day itself, or the first working day after it: a period whose last day is no working day ends with the next
    /// one (民法典 第二百零三条).
    pub fn workday_from(&self, day: Date) -> Result<Term, CalendarError> {
        if self.day(day)?.is_workday() {
            return Ok(Term { day, is_provisional: self.year_of(day)?.is_provisional() });
        }
        self.after_workdays(day, 1)
    }

    fn year_of(&self, day: Date) -> Result<&Year, CalendarError> {
        self.0.get(&day.year()).ok_or_else(|| self.no_year(day))
    }

    fn no_year(&self, day: Date) -> CalendarError {
        let (first, last) = self.years();
        CalendarError::NoYear { day, first, last }
    }
}
