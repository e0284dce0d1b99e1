//! The values that stand for all others. A fact's type is cut wherever a comparison turns, and each piece is stood
//! for by its first and its last value; days that comparisons bind to each other cut one another, so their cuts are
//! carried over until every corner of the plane is there (`docs/language/meaning.md`, 相连的两个日期).

use super::truth::{World, whole};
use super::{facts_of, involves};
use crate::calendar::Passing;
use crate::day::{self, Day};
use crate::program::{Comparison, DayBase, DayTerm, FactId, Kind, NumberTerm, Value};
use std::collections::BTreeSet;

/// What is given of the facts: a value that may be none, or nothing.
pub type Given = Option<Value>;

/// Facts with what stands for each of them.
pub type Pieces = Vec<Piece>;

/// A fact with what stands for it.
pub type Piece = (FactId, Vec<Value>);

/// For each of `free`, values in the type's order (none last) such that whatever the comparisons can say of all
/// values they say of these. With `apart`, facts whose values are shown: alike values are then not one.
pub fn pieces(
    world: &World<'_>,
    comparisons: &[Comparison],
    given: &[Given],
    free: &[FactId],
    shown: &[FactId],
) -> Pieces {
    let mut cut: Pieces =
        free.iter().map(|fact| (*fact, own(world, comparisons, given, free, *fact))).collect();
    let binding: Vec<(FactId, FactId, DayTerm, DayTerm, &Comparison)> = bound(comparisons, free);
    // A corner of the plane is where a diagonal meets an own cut, and then the diagonal back from there.
    let rounds = if binding.is_empty() { 0 } else { 2 };
    for _ in 0..rounds {
        let before = cut.clone();
        for (fact, other, mine, theirs, comparison) in &binding {
            let Some((_, days)) = before.iter().find(|(f, _)| f == other) else { continue };
            let Some((_, values)) = cut.iter_mut().find(|(f, _)| f == fact) else { continue };
            for day in days.iter().flatten() {
                let turned = turns(world, *mine, shifted(world, *theirs, *day), comparison);
                values.extend(turned.into_iter().map(Some));
            }
        }
        for (fact, values) in &mut cut {
            tidy(world, *fact, values);
        }
    }
    let alike = |fact: FactId| !shown.contains(&fact);
    let all = cut.clone();
    for (fact, values) in cut.iter_mut().filter(|(fact, _)| alike(*fact)) {
        *values = one_of_each(world, comparisons, given, &all, *fact, values);
    }
    cut
}

/// Both ends of the pieces that the comparisons with known things cut a fact's type into.
fn own(
    world: &World<'_>,
    comparisons: &[Comparison],
    given: &[Given],
    free: &[FactId],
    fact: FactId,
) -> Vec<Value> {
    let declared = &world.program.facts[fact];
    let mut values: Vec<Value> = match &declared.kind {
        Kind::Flag => vec![Some(0), Some(1)],
        Kind::Choice(choices) => (0..i64::try_from(choices.len()).unwrap_or_default()).map(Some).collect(),
        Kind::Region => world.program.districts.iter().copied().chain([0, 1, 999_999]).map(Some).collect(),
        Kind::Integer(least, most, _) | Kind::Money(least, most) => {
            let mut values = vec![Some(*least), Some(*most)];
            for comparison in comparisons.iter().filter(|c| involves(c, fact)) {
                let Comparison::Number(of, _, number) = comparison else { continue };
                let numbers = match number {
                    NumberTerm::Fixed(number) => vec![*number],
                    NumberTerm::Parameter(id) => world
                        .every_setting(*id)
                        .into_iter()
                        .filter_map(|setting| whole(Some(setting)))
                        .collect(),
                };
                for number in numbers.into_iter().filter(|_| *of == fact) {
                    values.extend([number - 1, number, number + 1].map(Some));
                }
            }
            values
        }
        Kind::Date => {
            let mut values = vec![Some(day::FIRST), Some(last(world, fact))];
            for comparison in comparisons.iter().filter(|c| involves(c, fact)) {
                let Comparison::Days(left, _, right) = comparison else { continue };
                for (mine, other) in [(left, right), (right, left)] {
                    let known = match other.base {
                        DayBase::Today => Some(world.today),
                        DayBase::Fixed(day) => Some(day),
                        DayBase::Fact(other) if free.contains(&other) => None,
                        DayBase::Fact(other) => given[other].flatten(),
                    };
                    if let (true, Some(day)) = (mine.base == DayBase::Fact(fact), known) {
                        values.extend(
                            turns(world, *mine, shifted(world, *other, day), comparison)
                                .into_iter()
                                .map(Some),
                        );
                    }
                }
            }
            values
        }
    };
    if declared.none.is_some() {
        values.push(None);
    }
    tidy(world, fact, &mut values);
    values
}

/// The last day that a fact can be.
fn last(world: &World<'_>, fact: FactId) -> Day {
    if world.program.facts[fact].until_today { world.today } else { day::LAST }
}

/// In the type's order, none last, each once, none outside the type.
fn tidy(world: &World<'_>, fact: FactId, values: &mut Vec<Value>) {
    let (least, most) = match &world.program.facts[fact].kind {
        Kind::Date => (day::FIRST, last(world, fact)),
        Kind::Integer(least, most, _) | Kind::Money(least, most) => (*least, *most),
        Kind::Flag | Kind::Choice(_) | Kind::Region => (0, i64::MAX),
    };
    values.retain(|value| value.is_none_or(|value| (least..=most).contains(&value)));
    values.sort_by_key(|value| (value.is_none(), *value));
    values.dedup();
}

fn shifted(world: &World<'_>, term: DayTerm, day: Day) -> Option<Day> {
    if term.period.count == 0 { Some(day) } else { world.program.calendar.away(day, term.period) }
}

/// The last day before and the first day after a comparison turns, as `mine` passes the other side.
pub fn turns(world: &World<'_>, mine: DayTerm, other: Option<Day>, comparison: &Comparison) -> Vec<Day> {
    let (Comparison::Days(left, relation, _), Some(other)) = (comparison, other) else { return Vec::new() };
    let passing = Passing { period: mine.period, relation: *relation, is_left: *left == mine, other };
    let turn = world.program.calendar.turn(passing);
    turn.into_iter().flat_map(|(before, after)| [before, after]).collect()
}

fn bound<'c>(
    comparisons: &'c [Comparison],
    free: &[FactId],
) -> Vec<(FactId, FactId, DayTerm, DayTerm, &'c Comparison)> {
    let mut found = Vec::new();
    for comparison in comparisons {
        let Comparison::Days(left, _, right) = comparison else { continue };
        if let (DayBase::Fact(one), DayBase::Fact(other)) = (left.base, right.base)
            && one != other
            && free.contains(&one)
            && free.contains(&other)
        {
            found.push((one, other, *left, *right, comparison));
            found.push((other, one, *right, *left, comparison));
        }
    }
    found
}

/// Values of which the comparisons say the same, whatever is bound to them, are one: the first.
fn one_of_each(
    world: &World<'_>,
    comparisons: &[Comparison],
    given: &[Given],
    all: &Pieces,
    fact: FactId,
    values: &[Value],
) -> Vec<Value> {
    let other = |comparison: &Comparison| {
        let of = facts_of(comparison).into_iter().chain(place_of(world, comparison));
        let other = of.into_iter().find(|other| *other != fact)?;
        all.iter().find(|(fact, _)| *fact == other)
    };
    if comparisons.contains(&Comparison::Reads(fact)) {
        return values.to_vec();
    }
    let mine: Vec<(&Comparison, Option<&Piece>)> =
        comparisons.iter().filter(|c| involves(c, fact)).map(|c| (c, other(c))).collect();
    let mut facts: Vec<Value> = given.iter().map(|given| given.flatten()).collect();
    let mut seen: BTreeSet<Vec<bool>> = BTreeSet::new();
    let mut kept = Vec::new();
    for value in values {
        let mut said = Vec::new();
        facts[fact] = *value;
        for (comparison, other) in &mine {
            match other {
                None => said.push(world.compares(comparison, &facts)),
                Some((other, others)) => {
                    for value in others {
                        facts[*other] = *value;
                        said.push(world.compares(comparison, &facts));
                    }
                }
            }
        }
        if seen.insert(said) {
            kept.push(*value);
        }
    }
    kept
}

/// The fact whose place a figure is of.
fn place_of(world: &World<'_>, comparison: &Comparison) -> Option<FactId> {
    match comparison {
        Comparison::Number(_, _, NumberTerm::Parameter(id)) => {
            world.program.parameters[*id].authorised.as_ref()?.by_region
        }
        _ => None,
    }
}

/// Calls `each` with every completion until it says stop; says whether it went through to the end.
pub fn every(
    pieces: &[(FactId, Vec<Value>)],
    facts: &mut [Value],
    each: &mut dyn FnMut(&[Value]) -> bool,
) -> bool {
    let Some(((fact, values), rest)) = pieces.split_first() else { return each(facts) };
    for value in values {
        facts[*fact] = *value;
        if !every(rest, facts, each) {
            return false;
        }
    }
    true
}
