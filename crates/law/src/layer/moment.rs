//! The business dates that a proof looks at. On the plane of the business date and the days that facts may be, each
//! comparison is a line; what holds can only change where lines meet. A line with a written day gives a cut of a fact,
//! one between two facts carries a cut to the other, and one with the business date carries it there.

use crate::calendar::Calendar;
use crate::cells::flip_of;
use crate::condition::{DayBase, Test};
use crate::date::Date;
use crate::fact::FactId;
use std::collections::BTreeSet;

/// How often a cut is carried on: from a written day to a fact, to one bound to it, to the business date.
const CARRIED_MAX: usize = 3;

/// All such dates, in order. `until_today`: facts that are never later than the business date. `besides`: days on
/// which something else than a comparison turns.
pub fn moments(
    tests: &[&Test],
    until_today: &[FactId],
    besides: impl Iterator<Item = Date>,
    calendar: &Calendar,
) -> Vec<Date> {
    let mut days: BTreeSet<Date> = besides.collect();
    let mut cuts: BTreeSet<(FactId, Date)> = BTreeSet::new();
    let mut fresh: Vec<(DayBase, Date)> = Vec::new();
    for (left, right) in tests.iter().filter_map(|test| sides(test)) {
        let fixed = |base: DayBase| if let DayBase::Fixed(day) = base { Some((base, day)) } else { None };
        fresh.extend([left, right].into_iter().filter_map(fixed));
    }
    days.extend(fresh.iter().map(|(_, day)| *day));
    for _ in 0..CARRIED_MAX {
        let mut more = Vec::new();
        for (base, day) in &fresh {
            if matches!(base, DayBase::Fact(fact) if until_today.contains(fact)) {
                days.insert(*day);
            }
            for test in tests {
                let Some((left, right)) = sides(test) else { continue };
                let to = if left == *base { right } else { left };
                if to == *base || (left != *base && right != *base) {
                    continue;
                }
                let Some(flip) = flip_of(test, to, calendar, |_| Some(*day)) else { continue };
                match to {
                    DayBase::Today => drop(days.insert(flip)),
                    // The last day of a piece cuts as its first does.
                    DayBase::Fact(fact) => more.extend(
                        [flip.previous(), flip]
                            .into_iter()
                            .filter(|day| cuts.insert((fact, *day)))
                            .map(|day| (to, day)),
                    ),
                    DayBase::Fixed(_) => {}
                }
            }
        }
        fresh = more;
    }
    let around = |day: Date| [day.previous(), day, day.next()];
    let leaps = if cuts.is_empty() { Vec::new() } else { leap_days(&days) };
    let all: BTreeSet<Date> = days.into_iter().chain(leaps).flat_map(around).collect();
    all.into_iter().filter(|day| (Date::MIN..=Date::MAX).contains(day)).collect()
}

fn sides(test: &Test) -> Option<(DayBase, DayBase)> {
    if let Test::Days { left, right, .. } = test { Some((left.base, right.base)) } else { None }
}

/// Two periods that begin on one day, as 12 months and 365 days, change their order over a leap day only.
fn leap_days(days: &BTreeSet<Date>) -> Vec<Date> {
    let Some(last) = days.last() else { return Vec::new() };
    let last = last.parts().0;
    (last.saturating_sub(LEAP_YEARS)..=last).filter_map(|year| Date::new(year, 2, 29)).collect()
}

/// In how many years up to the last date leap days are looked at.
const LEAP_YEARS: i32 = 40;
