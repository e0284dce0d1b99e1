//! The law as of a day: what is in force, which figures hold, what is not yet or no longer, and what of
//! it differs from today. A second day says what was known.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::link::Entry;
use super::{Book, Figure, Instrument};

/// Whether something holds on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not yet.
    NotYet,
    /// It holds.
    InForce,
    /// No longer.
    Past,
}

/// The law as of a day.
#[derive(Debug, Clone)]
pub struct Moment {
    /// The day.
    pub day: Date,
    /// The day whose knowledge is taken; everything, if none.
    pub known_on: Option<Date>,
    /// The turning day before.
    pub previous: Option<Date>,
    /// The turning day after.
    pub next: Option<Date>,
    /// The instruments.
    pub instruments: Vec<InstrumentThen>,
    /// The figures.
    pub figures: Vec<FigureThen>,
    /// The conclusions.
    pub rules: Vec<RuleThen>,
}

/// An instrument on that day.
#[derive(Debug, Clone)]
pub struct InstrumentThen {
    /// Its index in the book.
    pub at: usize,
    /// Whether it is in force.
    pub standing: Standing,
    /// Whether that differs from today.
    pub differs: bool,
}

/// A figure on that day.
#[derive(Debug, Clone)]
pub struct FigureThen {
    /// Its index in the book.
    pub at: usize,
    /// The row that holds.
    pub row: Option<usize>,
    /// The row that holds today, of all that is known.
    pub row_today: Option<usize>,
}

/// A conclusion on that day.
#[derive(Debug, Clone)]
pub struct RuleThen {
    /// Its index in the book.
    pub at: usize,
    /// Whether it can hold.
    pub standing: Standing,
    /// Whether that differs from today.
    pub differs: bool,
}

impl FigureThen {
    /// Whether another value holds than today.
    pub fn differs(&self) -> bool {
        self.row != self.row_today
    }
}

/// The days on which an instrument comes into force, a figure or a rule begins, or one has ended.
pub(super) fn turning_days(instruments: &[Instrument], figures: &[Figure], rules: &[Entry]) -> Vec<Date> {
    let rows = || figures.iter().flat_map(|figure| &figure.rows);
    let after = |day: Date| day.tomorrow().ok();
    let days: BTreeSet<Date> = instruments
        .iter()
        .map(|instrument| instrument.force)
        .chain(rows().map(|row| row.from))
        .chain(rows().filter_map(|row| after(row.to?)))
        .chain(rules.iter().filter_map(|rule| rule.from))
        .chain(rules.iter().filter_map(|rule| after(rule.until?)))
        .collect();
    days.into_iter().collect()
}

/// The days on which a figure was published.
pub(super) fn known_days(figures: &[Figure]) -> Vec<Date> {
    let days: BTreeSet<Date> =
        figures.iter().flat_map(|figure| &figure.rows).filter_map(|row| row.published).collect();
    days.into_iter().collect()
}

pub(super) fn on(book: &Book, day: Date, known_on: Option<Date>, today: Date) -> Moment {
    let instruments = book.instruments.iter().enumerate().map(|(at, instrument)| {
        let on = |day: Date| standing(Some(instrument.force), None, day);
        InstrumentThen { at, standing: on(day), differs: on(day) != on(today) }
    });
    let figures =
        book.figures.iter().enumerate().filter(|(_, figure)| figure.is_shown()).map(|(at, figure)| {
            FigureThen { at, row: figure.row_on(day, known_on), row_today: figure.row_on(today, None) }
        });
    let rules = book.rules.iter().enumerate().filter(|(_, rule)| rule.is_conclusion).map(|(at, rule)| {
        let on = |day: Date| standing(rule.from, rule.until, day);
        RuleThen { at, standing: on(day), differs: on(day) != on(today) }
    });
    Moment {
        day,
        known_on,
        previous: book.turning_days.iter().rev().find(|turning| **turning < day).copied(),
        next: book.turning_days.iter().find(|turning| **turning > day).copied(),
        instruments: instruments.collect(),
        figures: figures.collect(),
        rules: rules.collect(),
    }
}

fn standing(from: Option<Date>, until: Option<Date>, day: Date) -> Standing {
    if from.is_some_and(|from| day < from) {
        Standing::NotYet
    } else if until.is_some_and(|until| until < day) {
        Standing::Past
    } else {
        Standing::InForce
    }
}
