//! A case as a list of clauses, one for the business date and one for each fact
//! or pair of bound facts: the fewest tests whose answers tell the patterns of
//! the case from all other patterns that occur.

use super::merged::Merged;
use super::patterns::Mask;
use super::space::Cube;
use super::words::{self, Both};
use crate::cells::today_flip;
use crate::condition::{DayBase, Test, World};
use crate::date::Date;
use crate::fact::{ABSENT, FactId, Kind, NONE};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One clause of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// The keys of the facts that it is about; none for the business date.
    pub facts: Vec<String>,
    /// Its words.
    #[serde(flatten)]
    pub words: Both,
}

/// The clauses of a cube: they hold for the patterns that persons in it have, and
/// fail for all that occur outside it.
pub fn clauses(
    merged: &Merged<'_>,
    cube: &Cube,
    had: &Cube,
    occurring: &BTreeMap<usize, BTreeSet<Mask>>,
) -> Vec<Clause> {
    let mut list = Vec::new();
    let mut period = (None, None);
    for (group, allowed) in cube {
        let of = &merged.groups[*group];
        let all = occurring.get(group).cloned().unwrap_or_default();
        if all.is_subset(allowed) {
            continue;
        }
        if of.facts.is_empty() {
            narrow(merged, &merged.tests[of.tests.0], allowed, &mut period);
            continue;
        }
        let facts = of.facts.iter().map(|fact| merged.catalogue.facts[*fact].key.clone()).collect();
        let others: Vec<Mask> = all.difference(allowed).copied().collect();
        let words = group_words(merged, *group, had.get(group).unwrap_or(allowed), &others);
        list.push(Clause { facts, words });
    }
    if let Some(words) = period_words(period) {
        list.insert(0, Clause { facts: Vec::new(), words });
    }
    list
}

/// Narrows the first and last day by a test of the business date alone.
fn narrow(
    merged: &Merged<'_>,
    test: &Test,
    allowed: &BTreeSet<Mask>,
    period: &mut (Option<Date>, Option<Date>),
) {
    let fixed = |base: DayBase| if let DayBase::Fixed(day) = base { Some(day) } else { None };
    let Some(turn) = today_flip(test, &merged.policies[0].calendar, fixed) else { return };
    let settings = [];
    let own = merged.policies[0];
    let world = World {
        today: turn,
        facts: &[],
        settings: &settings,
        regions: &own.regions,
        calendar: &own.calendar,
    };
    let from_then_on = world.holds(test) == Some(true);
    if allowed.contains(&Mask::from(from_then_on)) {
        period.0 = period.0.max(Some(turn));
    } else {
        let last = turn.previous();
        period.1 = Some(period.1.map_or(last, |known: Date| known.min(last)));
    }
}

fn period_words(period: (Option<Date>, Option<Date>)) -> Option<Both> {
    Some(match period {
        (None, None) => return None,
        (Some(from), None) => {
            Both::new(format!("业务日期自 {from} 起"), format!("business date from {from}"))
        }
        (None, Some(to)) => Both::new(format!("业务日期至 {to} 止"), format!("business date up to {to}")),
        (Some(from), Some(to)) if from == to => {
            Both::new(format!("业务日期为 {from}"), format!("business date {from}"))
        }
        (Some(from), Some(to)) => {
            Both::new(format!("业务日期自 {from} 起至 {to} 止"), format!("business date from {from} to {to}"))
        }
    })
}

fn group_words(merged: &Merged<'_>, group: usize, had: &BTreeSet<Mask>, others: &[Mask]) -> Both {
    let of = &merged.groups[group];
    let tests = &merged.tests[of.tests.0..of.tests.1];
    let lists = tests.iter().any(|test| Test::parameters(test).next().is_some());
    match of.facts.as_slice() {
        [fact] if words::is_listed(&merged.catalogue.facts[*fact].kind) => listed(merged, *fact, tests, had),
        [fact] if merged.catalogue.facts[*fact].kind == Kind::Region && !lists => {
            regions(merged, *fact, tests, had)
        }
        _ => told_apart(merged, tests, had, others),
    }
}

fn holds_for(
    merged: &Merged<'_>,
    fact: FactId,
    tests: &[Test],
    value: i64,
    allowed: &BTreeSet<Mask>,
) -> bool {
    let mut facts = vec![ABSENT; merged.catalogue.facts.len()];
    facts[fact] = value;
    let settings = [];
    let own = merged.policies[0];
    let (regions, calendar) = (&own.regions, &own.calendar);
    let world = World { today: Date::MIN, facts: &facts, settings: &settings, regions, calendar };
    let answers = tests.iter().rev().map(|test| world.holds(test).unwrap_or(false));
    allowed.contains(&answers.fold(0, |bits, holds| bits << 1 | Mask::from(holds)))
}

/// A choice or a flag by its values.
fn listed(merged: &Merged<'_>, fact: FactId, tests: &[Test], allowed: &BTreeSet<Mask>) -> Both {
    let declared = &merged.catalogue.facts[fact];
    let (min, max) = declared.bounds(Date::MAX);
    let values: Vec<i64> =
        (min..=max).filter(|value| holds_for(merged, fact, tests, *value, allowed)).collect();
    let mut parts = Vec::new();
    if declared.kind == Kind::Flag {
        parts.extend(values.iter().map(|value| words::flag(merged, fact, *value == 1)));
    } else if !values.is_empty() {
        let names: Vec<Both> = values.iter().map(|value| words::fact_value(merged, fact, *value)).collect();
        let (name, list) = (words::fact_name(merged, fact), either(&names, "、"));
        parts.push(Both::new(format!("{}为{}", name.zh, list.zh), format!("{}: {}", name.en, list.en)));
    }
    if declared.none.is_some() && holds_for(merged, fact, tests, NONE, allowed) {
        parts.push(words::none(merged, fact));
    }
    Both::joined(&parts, "，或者", ", or ")
}

/// `甲、乙或者丙`
fn either(names: &[Both], comma: &str) -> Both {
    match names.split_last() {
        Some((last, init)) if !init.is_empty() => {
            let init = Both::joined(init, comma, ", ");
            Both::new(format!("{}或者{}", init.zh, last.zh), format!("{} or {}", init.en, last.en))
        }
        _ => names.first().cloned().unwrap_or_default(),
    }
}

fn regions(merged: &Merged<'_>, fact: FactId, tests: &[Test], allowed: &BTreeSet<Mask>) -> Both {
    let regions = &merged.policies[0].regions;
    let holds = |value: i64| holds_for(merged, fact, tests, value, allowed);
    let inside = regions.district_codes().iter().any(|code| holds(*code));
    let outside = (0..=999_999).step_by(10_000).find(|code| !regions.is_city(*code)).is_some_and(holds);
    let mut parts = Vec::new();
    match (inside, outside) {
        (true, true) => {
            let name = words::fact_name(merged, fact);
            parts.push(Both::new(format!("有{}", name.zh), format!("{} is some place", name.en)));
        }
        (true, false) => parts.push(words::in_city(merged, fact, true)),
        (false, true) => parts.push(words::in_city(merged, fact, false)),
        (false, false) => {}
    }
    if merged.catalogue.facts[fact].none.is_some() && holds(NONE) {
        parts.push(words::none(merged, fact));
    }
    Both::joined(&parts, "，或者", ", or ")
}

/// Alternatives of tests that hold or do not: each as short as it can be made.
fn told_apart(merged: &Merged<'_>, tests: &[Test], had: &BTreeSet<Mask>, others: &[Mask]) -> Both {
    let mut left: Vec<Mask> = had.iter().copied().collect();
    let mut terms = Vec::new();
    while let Some(start) = left.first().copied() {
        let kept = shortest(tests, start, others);
        left.retain(|mask| (mask ^ start) & kept != 0);
        let said = (0..tests.len())
            .filter(|at| kept >> at & 1 == 1 && !goes_without_saying(tests, start, kept, *at));
        let literals: Vec<Both> =
            said.map(|at| words::literal(merged, &tests[at], start >> at & 1 == 1)).collect();
        terms.push(Both::joined(&literals, "，并且", ", and "));
    }
    if terms.len() == 1 {
        return terms.remove(0);
    }
    Both::joined(&terms, "；或者", "; or ")
}

/// The tests whose answers in `start` tell it from all others.
fn shortest(tests: &[Test], start: Mask, others: &[Mask]) -> Mask {
    let mut kept = if tests.len() >= 128 { Mask::MAX } else { (1 << tests.len()) - 1 };
    let holds = |at: usize| start >> at & 1 == 1;
    let is_none = |at: usize| matches!(tests[at], Test::IsNone { .. });
    // What fails says less than what holds; that a fact is there is looked at last.
    let mut order: Vec<usize> = (0..tests.len()).collect();
    order.sort_by_key(|at| (is_none(*at), holds(*at)));
    for at in order {
        // A comparison that stays is one with a fact that is there.
        if is_none(at) && !holds(at) && compared(tests, kept, at) {
            continue;
        }
        let without = kept & !(1 << at);
        if others.iter().all(|other| (other ^ start) & without != 0) {
            kept = without;
        }
    }
    kept
}

/// Whether a comparison that is kept reads the fact of a test for none.
fn compared(tests: &[Test], kept: Mask, none: usize) -> bool {
    let Test::IsNone { fact } = &tests[none] else { return false };
    let compares = |at: usize| kept >> at & 1 == 1 && !matches!(tests[at], Test::IsNone { .. });
    (0..tests.len()).any(|at| compares(at) && tests[at].facts().any(|of| of == *fact))
}

fn goes_without_saying(tests: &[Test], start: Mask, kept: Mask, at: usize) -> bool {
    start >> at & 1 == 0 && compared(tests, kept, at)
}
