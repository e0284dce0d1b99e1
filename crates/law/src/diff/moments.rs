//! The business dates that stand for all others. The order of the days at which
//! a fact's tests turn changes with the business date only where one of them
//! meets a day that does not move, so the dates are cut there; within a piece
//! only the end of February can matter, and only by which of the years at a
//! distance that some test names are leap years. A piece is held to be the same
//! through and through for any other day.

use super::catalogue::Given;
use super::merged::Merged;
use super::timeline::boundaries;
use crate::cells::{today_flip, values};
use crate::condition::{DayBase, Test, World};
use crate::date::{Date, is_leap};
use crate::fact::{ABSENT, FactId, Kind, NONE};
use std::collections::BTreeSet;

/// After this many years the calendar repeats itself.
const CYCLE_YEARS: i32 = 400;

/// The days that stand for all, for the tests of some groups.
pub fn representatives(merged: &Merged<'_>, groups: &[usize]) -> Vec<Date> {
    let mut cuts = BTreeSet::from([Date::MIN]);
    let mut distances = BTreeSet::from([0]);
    for group in groups {
        let group = &merged.groups[*group];
        let tests = &merged.tests[group.tests.0..group.tests.1];
        for parameter in tests.iter().flat_map(Test::parameters) {
            cuts.extend(boundaries(&merged.catalogue.parameters[parameter]));
        }
        let until_today = group.facts.iter().any(|fact| merged.catalogue.facts[*fact].until_today);
        if until_today || tests.iter().any(Test::reads_today) {
            crossings(merged, &group.facts, tests, &mut cuts);
            far(tests, group.facts.len(), &mut distances);
        }
    }
    let near = cuts.iter().flat_map(|day| [earlier(*day), *day, later(*day)]);
    let cuts: Vec<Date> = near.collect::<BTreeSet<_>>().into_iter().collect();
    let mut days = BTreeSet::new();
    for (at, from) in cuts.iter().enumerate() {
        let to = cuts.get(at + 1).map_or(Date::MAX, |next| next.previous());
        days.insert(*from);
        let mut plain = *from;
        while is_odd(plain) && plain < to {
            plain = plain.next();
        }
        days.insert(plain);
        if distances.len() > 1 {
            ends_of_february(*from, to, &distances, &mut days);
        }
    }
    days.into_iter().collect()
}

fn earlier(day: Date) -> Date {
    if day > Date::MIN { day.previous() } else { day }
}

fn later(day: Date) -> Date {
    if day < Date::MAX { day.next() } else { day }
}

/// A day at the end of February, where the two ways of adding years part.
fn is_odd(day: Date) -> bool {
    matches!(day.parts(), (_, 2, 28 | 29) | (_, 3, 1))
}

/// Days on which a test of the business date meets a day that does not move.
fn crossings(merged: &Merged<'_>, facts: &[FactId], tests: &[Test], cuts: &mut BTreeSet<Date>) {
    let calendar = &merged.policies[0].calendar;
    let still: Vec<Test> = tests.iter().filter(|test| !test.reads_today()).cloned().collect();
    let fixed = turning_values(merged, facts, &still, Date::MAX);
    for test in tests.iter().filter(|test| test.reads_today()) {
        match test.facts().next() {
            None => cuts.extend(today_flip(test, calendar, |base| match base {
                DayBase::Fixed(day) => Some(day),
                DayBase::Today | DayBase::Fact(_) => None,
            })),
            Some(fact) => {
                let of = fixed.iter().find(|(other, _)| *other == fact);
                for day in of.into_iter().flat_map(|(_, days)| days) {
                    cuts.extend(today_flip(test, calendar, |_| Some(Date::from_packed(*day))));
                }
            }
        }
    }
    let bounded = fixed.iter().filter(|(fact, _)| merged.catalogue.facts[*fact].until_today);
    cuts.extend(bounded.flat_map(|(_, days)| days).map(|day| Date::from_packed(*day)));
    cuts.retain(|day| (Date::MIN..=Date::MAX).contains(day));
}

/// For each fact of a group the values at which something can turn, by way of
/// any of the others; both sides of each.
pub fn turning_values(
    merged: &Merged<'_>,
    group: &[FactId],
    tests: &[Test],
    today: Date,
) -> Vec<(FactId, BTreeSet<i64>)> {
    let catalogue = &merged.catalogue;
    let own = Given::new();
    let settings = catalogue.settings(today, &own);
    let mut facts = vec![ABSENT; catalogue.facts.len()];
    let own_policy = merged.policies[0];
    let (regions, calendar) = (&own_policy.regions, &own_policy.calendar);
    let mut list = Vec::new();
    let mut found: Vec<(FactId, BTreeSet<i64>)> = Vec::new();
    for fact in group {
        let world = World { today, facts: &facts, settings: &settings, regions, calendar };
        values(tests, *fact, &catalogue.facts[*fact], &world, true, &mut list);
        found.push((*fact, list.iter().copied().filter(|value| *value != NONE).collect()));
    }
    for _ in 1..group.len() {
        for at in 0..found.len() {
            let mut more = BTreeSet::new();
            for (other, values_of_other) in found.iter().filter(|(other, _)| *other != found[at].0) {
                for value in values_of_other {
                    facts[*other] = *value;
                    let world = World { today, facts: &facts, settings: &settings, regions, calendar };
                    values(tests, found[at].0, &catalogue.facts[found[at].0], &world, true, &mut list);
                    more.extend(list.iter().copied().filter(|value| *value != NONE));
                }
                facts[*other] = ABSENT;
            }
            found[at].1.extend(more);
        }
    }
    found.retain(|(fact, _)| group.len() > 1 || catalogue.facts[*fact].kind == Kind::Date);
    found
}

/// Distances in years that chains of a group's tests can add up to.
fn far(tests: &[Test], facts: usize, distances: &mut BTreeSet<i32>) {
    let years = tests.iter().filter_map(|test| match test {
        Test::Days { left, right, .. } => Some(right.years - left.years),
        _ => None,
    });
    let years: BTreeSet<i32> = years.filter(|years| *years != 0 && years.abs() < CYCLE_YEARS).collect();
    let mut sums = BTreeSet::from([0]);
    for _ in 0..=facts {
        let more: Vec<i32> =
            sums.iter().flat_map(|sum| years.iter().flat_map(move |y| [sum + y, sum - y])).collect();
        sums.extend(more);
    }
    distances.extend(sums);
}

/// One end of February for each pattern of leap years at the distances.
fn ends_of_february(from: Date, to: Date, distances: &BTreeSet<i32>, days: &mut BTreeSet<Date>) {
    let (first, last) = (from.parts().0, to.parts().0);
    let mut seen = BTreeSet::new();
    for year in first..=last.min(first + CYCLE_YEARS) {
        let odd = [Date::new(year, 2, 28), Date::new(year, 2, 29), Date::new(year, 3, 1)];
        let inside: Vec<Date> = odd.into_iter().flatten().filter(|day| (from..=to).contains(day)).collect();
        let pattern: Vec<bool> = distances.iter().map(|far| is_leap(year + far)).collect();
        // A year cut by the piece's end may lack some of its days.
        if !inside.is_empty() && (seen.insert((pattern, inside.len()))) {
            days.extend(inside);
        }
    }
}
