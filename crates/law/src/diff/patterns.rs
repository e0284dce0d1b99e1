//! What the values of a group's facts can make of its tests on one day: each
//! pattern of answers that occurs, with values that give it. Any number of bound
//! facts: all but the last take every value at which something can turn by way of
//! the others, the last is cut exactly.

use super::merged::Merged;
use super::moments::turning_values;
use crate::cells::values;
use crate::condition::{Day, Test, World};
use crate::date::{Date, LeapRule};
use crate::fact::{ABSENT, FactId, Kind, NONE};
use std::collections::{BTreeMap, BTreeSet};

/// The answers of a group's tests, bit by bit.
pub type Mask = u128;

/// A business date, and what authorised matters hold on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// The business date.
    pub day: Date,
    /// Index in [`Merged::given`].
    pub given: usize,
}

/// A pattern that occurs, with values of the group's facts that give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The answers.
    pub mask: Mask,
    /// A value of each fact.
    pub values: Vec<i64>,
}

/// All patterns of a group on a day, by their answers; of the values that give
/// one, those that an example would rather name.
pub fn on(merged: &Merged<'_>, group: usize, moment: Moment) -> Vec<Pattern> {
    let today = moment.day;
    let of = &merged.groups[group];
    let tests = &merged.tests[of.tests.0..of.tests.1];
    let settings = merged.catalogue.settings(today, &merged.given[moment.given]);
    let mut facts = vec![ABSENT; merged.catalogue.facts.len()];
    let mut search = Search {
        merged,
        group: &of.facts,
        tests,
        today,
        settings: &settings,
        tried: Vec::new(),
        best: BTreeMap::new(),
    };
    if of.facts.len() > 1 {
        search.tried = turning_values(merged, &of.facts, tests, today);
        for (fact, values) in &mut search.tried {
            if mixes_leap_rules(tests) {
                between(values);
            }
            if merged.catalogue.facts[*fact].none.is_some() {
                values.insert(NONE);
            }
        }
    }
    search.go(0, &mut facts);
    search.best.into_iter().map(|(mask, (_, values))| Pattern { mask, values }).collect()
}

struct Search<'a, 'p> {
    merged: &'a Merged<'p>,
    group: &'a [FactId],
    tests: &'a [Test],
    today: Date,
    settings: &'a [Option<&'a crate::parameter::Setting>],
    tried: Vec<(FactId, BTreeSet<i64>)>,
    best: BTreeMap<Mask, (i64, Vec<i64>)>,
}

impl Search<'_, '_> {
    fn go(&mut self, at: usize, facts: &mut [i64]) {
        let Some(fact) = self.group.get(at).copied() else { return self.seen(facts) };
        let values = if at + 1 < self.group.len() {
            self.tried[at].1.iter().copied().collect()
        } else {
            self.cut(fact, facts)
        };
        for value in values {
            facts[fact] = value;
            self.go(at + 1, facts);
        }
        facts[fact] = ABSENT;
    }

    /// The values of the last fact.
    fn cut(&self, fact: FactId, facts: &[i64]) -> Vec<i64> {
        let declared = &self.merged.catalogue.facts[fact];
        let mut found = Vec::new();
        values(self.tests, fact, declared, &self.world(facts), true, &mut found);
        match declared.kind {
            Kind::Region => {
                // A code that people know, for the same answers.
                let provinces = &self.merged.policies[0].regions.provinces;
                found
                    .extend(provinces.iter().filter_map(|of| format!("{:0<6}", of.code).parse::<i64>().ok()));
            }
            // Not only the ends: a round day of an example is rather named than the first of a piece.
            Kind::Date => found.push(self.today.packed().min(declared.bounds(self.today).1)),
            Kind::Choice(_) | Kind::Flag | Kind::Integer { .. } | Kind::Money { .. } => {}
        }
        found
    }

    fn world<'w>(&'w self, facts: &'w [i64]) -> World<'w> {
        let own = self.merged.policies[0];
        World {
            today: self.today,
            facts,
            settings: self.settings,
            regions: &own.regions,
            calendar: &own.calendar,
        }
    }

    fn seen(&mut self, facts: &[i64]) {
        let world = self.world(facts);
        let answers = self.tests.iter().rev().map(|test| world.holds(test).unwrap_or(false));
        let mask = answers.fold(0, |bits, holds| bits << 1 | Mask::from(holds));
        let rank = self.group.iter().map(|fact| self.rank(*fact, facts[*fact])).fold(0, i64::saturating_add);
        let better = self.best.get(&mask).is_none_or(|(known, _)| rank < *known);
        if better {
            let values = self.group.iter().map(|fact| facts[*fact]).collect();
            self.best.insert(mask, (rank, values));
        }
    }

    /// How far a value is from what an example would name.
    fn rank(&self, fact: FactId, value: i64) -> i64 {
        if value == NONE {
            return 1 << 40;
        }
        match &self.merged.catalogue.facts[fact].kind {
            Kind::Date => (self.today.packed() - value).abs(),
            Kind::Region => match self.merged.policies[0].regions.find(value) {
                Some(region) if region.code.len() == 6 || value % 10_000 == 0 => value / 10_000,
                _ => 1 << 41,
            },
            Kind::Choice(_) | Kind::Flag | Kind::Integer { .. } | Kind::Money { .. } => value,
        }
    }
}

/// Whether a group's tests add years in both ways, so that the end of February may
/// lie between two of them.
fn mixes_leap_rules(tests: &[Test]) -> bool {
    let used = |wanted: LeapRule| {
        let adds = |day: &Day| day.years != 0 && day.rule == wanted;
        tests.iter().any(|test| matches!(test, Test::Days { left, right, .. } if adds(left) || adds(right)))
    };
    used(LeapRule::Clamp) && used(LeapRule::Forward)
}

/// Leap years and common ones are met within so many years, turns of a century included.
const LEAP_WITHIN_YEARS: i32 = 8;

/// Adds ends of February of leap years and of common ones between the values.
fn between(values: &mut BTreeSet<i64>) {
    let list: Vec<i64> = values.iter().copied().collect();
    for pair in list.windows(2) {
        let (from, to) = (Date::from_packed(pair[0]), Date::from_packed(pair[1]));
        for year in from.parts().0..=to.parts().0.min(from.parts().0 + LEAP_WITHIN_YEARS) {
            let odd = [Date::new(year, 2, 28), Date::new(year, 2, 29), Date::new(year, 3, 1)];
            let inside = odd.into_iter().flatten().filter(|day| (from..=to).contains(day));
            values.extend(inside.map(Date::packed));
        }
    }
}
