//! The ways against a decision that the law of procedure gives beside the objection of a flow: data, with their clocks.

use jiff::civil::{Date, Time};
use serde::Deserialize;
use service::clock::{Clock, ClockUnit};
use service::deadline::Run;
use service::{Calendars, Words};

use documents::Bilingual;
use documents::paper::{DayUnit, Objection};

use crate::{Fault, StartError};

const FILE: &str = include_str!("../../data/remedies.toml");

/// All of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Remedies {
    remedies: Vec<Remedy>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Remedy {
    way: Words,
    office: Words,
    clock: Clock,
}

impl Remedies {
    pub(crate) fn embedded() -> Result<Self, StartError> {
        toml::from_str(FILE).map_err(|error| Fault::because("data/remedies.toml", error).into())
    }

    /// The ways against a decision that is told on a day.
    pub(super) fn against(&self, told_on: Date, calendars: &Calendars) -> Vec<Objection> {
        let each = self.remedies.iter().map(|remedy| {
            let run = Run::start(&remedy.clock, told_on, Time::midnight(), calendars);
            let last_day = run.due(&remedy.clock, told_on, calendars).day;
            objection(&remedy.clock, both(&remedy.way), both(&remedy.office), last_day)
        });
        each.collect()
    }
}

/// A way with the term of its clock.
pub(super) fn objection(clock: &Clock, way: Bilingual, office: Bilingual, last_day: Date) -> Objection {
    let (amount, unit) = match clock.unit {
        ClockUnit::WorkingDay => (clock.amount, DayUnit::WorkingDay),
        ClockUnit::CalendarDay => (clock.amount, DayUnit::CalendarDay),
        ClockUnit::Month => (clock.amount, DayUnit::Month),
        ClockUnit::Year => (clock.amount.saturating_mul(12), DayUnit::Month),
    };
    let basis = Bilingual::new(&clock.source, &clock.note.en);
    Objection { way, office, amount, unit, last_day, basis }
}

pub(super) fn both(words: &Words) -> Bilingual {
    Bilingual::new(&words.zh, &words.en)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_first_day_does_not_count_and_a_holiday_at_the_end_rolls() {
        let library = service::Library::embedded().unwrap();
        let ways = Remedies::embedded().unwrap().against(date(2020, 11, 16), &library.calendars);
        // 60 days after Monday 16 November is Friday 15 January; six months after is Sunday 16 May.
        assert_eq!(ways[0].last_day, date(2021, 1, 15));
        assert_eq!(ways[1].last_day, date(2021, 5, 17));
        assert_eq!((ways[0].amount, ways[0].unit), (60, DayUnit::CalendarDay));
    }
}
