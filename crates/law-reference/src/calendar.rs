//! Working days, days a period away from others, and the days on which a comparison of such a day turns
//! (`docs/language/time.md`). What was reckoned once is remembered: thousands of inputs of one policy ask it again.

use crate::day::{self, Day, next, plus_days, plus_months, plus_years, previous};
use crate::program::{Period, Relation, Unit};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};

/// Working days: Saturdays and Sundays are free and other days are not, but for these.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    /// Free days by notice.
    pub off: BTreeSet<Day>,
    /// Days of work by notice.
    pub on: BTreeSet<Day>,
    /// Whether there is a calendar at all.
    pub is_there: bool,
    away: RefCell<HashMap<(Day, Period), Option<Day>>>,
    turns: RefCell<HashMap<Passing, Option<(Day, Day)>>>,
    steps: Cell<u64>,
}

/// A day that is moved by a period passes another as it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Passing {
    /// How far it is moved.
    pub period: Period,
    /// What is asked of the two.
    pub relation: Relation,
    /// Whether the moved day is the left side.
    pub is_left: bool,
    /// What it passes.
    pub other: Day,
}

impl Calendar {
    /// One more thing was looked at.
    pub fn step(&self) {
        self.steps.set(self.steps.get() + 1);
    }

    /// How much was looked at so far: what a run bounds its work by, the same on every machine.
    pub fn steps(&self) -> u64 {
        self.steps.get()
    }

    /// Whether work is done on a day.
    pub fn is_working(&self, day: Day) -> bool {
        if self.on.contains(&day) {
            return true;
        }
        // 1 January of year 1 was a Monday.
        !self.off.contains(&day) && day::ordinal(day) % 7 < 5
    }

    /// A period away from a day; `None` before year 1.
    pub fn away(&self, day: Day, period: Period) -> Option<Day> {
        self.step();
        let is_counted = period.rolls || period.unit == Unit::WorkingDays;
        if !is_counted {
            return self.reckoned(day, period);
        }
        let known = self.away.borrow().get(&(day, period)).copied();
        known.unwrap_or_else(|| {
            let found = self.reckoned(day, period);
            self.away.borrow_mut().insert((day, period), found);
            found
        })
    }

    fn reckoned(&self, day: Day, period: Period) -> Option<Day> {
        let Period { count, unit, end, rolls } = period;
        let mut found = match unit {
            Unit::Years => plus_years(day, count, end)?,
            Unit::Months => plus_months(day, count, end)?,
            Unit::Days => plus_days(day, count)?,
            Unit::WorkingDays => {
                let (mut at, mut left) = (day, count.abs());
                while left > 0 {
                    at = if count > 0 { next(at) } else { previous(at)? };
                    left -= i64::from(self.is_working(at));
                }
                at
            }
        };
        while rolls && !self.is_working(found) {
            found = next(found);
        }
        Some(found)
    }

    /// The last day before and the first day after a comparison turns; `None` if it never does. No period reverses
    /// the order of days, so it turns once; it is found by halving.
    pub fn turn(&self, passing: Passing) -> Option<(Day, Day)> {
        self.step();
        let known = self.turns.borrow().get(&passing).copied();
        known.unwrap_or_else(|| {
            let found = self.halved(passing);
            self.turns.borrow_mut().insert(passing, found);
            found
        })
    }

    fn halved(&self, passing: Passing) -> Option<(Day, Day)> {
        let Passing { period, relation, is_left, other } = passing;
        // What lies before year 1 is earlier than every day.
        let holds = |ordinal: i64| {
            let moved = |day: Day| if period.count == 0 { Some(day) } else { self.reckoned(day, period) };
            let day = day::of_ordinal(ordinal).and_then(moved).unwrap_or(0);
            if is_left { relation.of(day, other) } else { relation.of(other, day) }
        };
        let (first, last) = (day::ordinal(day::FIRST), day::ordinal(day::LAST));
        let (mut low, mut high) = near(period, other, first, last);
        if holds(low) == holds(high) {
            (low, high) = (first, last);
        }
        let at_first = holds(low);
        if holds(high) == at_first {
            return None;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if holds(middle) == at_first { low = middle } else { high = middle }
        }
        day::of_ordinal(low).zip(day::of_ordinal(high))
    }
}

/// Ordinals between which it turns nearly always, so that few have to be looked at.
fn near(period: Period, other: Day, first: i64, last: i64) -> (i64, i64) {
    let days = match period.unit {
        Unit::Years => period.count * 36_525 / 100,
        Unit::Months => period.count * 3_044 / 100,
        Unit::Days => period.count,
        Unit::WorkingDays => period.count * 7 / 5,
    };
    let middle = (day::ordinal(other) - days).clamp(first, last);
    ((middle - 16).max(first), (middle + 16).min(last))
}
