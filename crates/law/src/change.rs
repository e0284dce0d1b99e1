//! What would change a no: all sets of the least size of facts that would turn
//! it into a yes if they were otherwise, each with the first values that work.
//! One change must work for all completions of what is absent.

use crate::cells::{mask, values};
use crate::condition::World;
use crate::date::{Date, LeapRule};
use crate::decide::{Request, every, settings, turning_days};
use crate::diagram::{Diagram, Group, NO};
use crate::fact::{ABSENT, FactId};
use crate::policy::{Plan, Policy};
use crate::reduced::{Change, Choice, NEVER, Reduced};

/// One member of a set of changes; the business date comes before all facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Changed {
    /// Another, later business date.
    Today(Date),
    /// Another value of a fact.
    Fact(FactId, i64),
}

impl Changed {
    fn member(self) -> Option<FactId> {
        match self {
            Self::Today(_) => None,
            Self::Fact(fact, _) => Some(fact),
        }
    }
}

/// How far the business date may move, in years.
const YEARS_AHEAD: i32 = 20;

/// All least sets for a conclusion that is a no.
pub fn find(
    policy: &Policy,
    plan: &Plan,
    request: &Request,
    world: &World<'_>,
    reduced: &mut Reduced,
) -> Vec<Vec<Changed>> {
    let diagram = &plan.diagram;
    let mut best = NEVER;
    let mut sets: Vec<Vec<Changed>> = Vec::new();
    let mut choices: Vec<Choice> =
        diagram.groups.iter().map(|group| choice(policy, diagram, group, world)).collect();
    collect(plan, &choices, reduced, None, &mut best, &mut sets);
    if !diagram.groups.iter().any(|group| group.reads_today) && plan.dated_parameters.is_empty() {
        return ordered(sets);
    }
    let limit = world.today.add_years(YEARS_AHEAD, LeapRule::Clamp).min(Date::MAX);
    for day in turning_days(policy, diagram, request, world, limit) {
        if best == 1 && sets.iter().any(|set| matches!(set.as_slice(), [Changed::Today(_)])) {
            break;
        }
        let settings = if plan.dated_parameters.is_empty() {
            world.settings.to_vec()
        } else {
            settings(policy, request, day)
        };
        let later = World { today: day, settings: &settings, ..*world };
        for (group, choice) in diagram.groups.iter().zip(&mut choices) {
            if group.reads_today || !plan.dated_parameters.is_empty() {
                *choice = self::choice(policy, diagram, group, &later);
            }
        }
        collect(plan, &choices, reduced, Some(day), &mut best, &mut sets);
    }
    ordered(sets)
}

/// Adds the sets of one business date, if they are no larger than the best.
fn collect(
    plan: &Plan,
    choices: &[Choice],
    reduced: &mut Reduced,
    day: Option<Date>,
    best: &mut u8,
    sets: &mut Vec<Vec<Changed>>,
) {
    reduced.start(&plan.diagram);
    let root = reduced.reduce(&plan.diagram, choices, plan.root);
    if root == NO {
        return;
    }
    let root = reduced.for_every(choices, root);
    let cost = reduced.cost(choices, root);
    let total = cost.saturating_add(u8::from(day.is_some()));
    if cost == NEVER || total > *best {
        return;
    }
    if total < *best {
        *best = total;
        sets.clear();
    }
    let mut found: Vec<Change> = Vec::new();
    reduced.changes(choices, root, cost, &mut Vec::new(), &mut found);
    for change in found {
        let mut set: Vec<Changed> = day.map(Changed::Today).into_iter().collect();
        for (group, cell) in change {
            let Choice::Any { values, .. } = &choices[usize::from(group)] else { continue };
            let fact = plan.diagram.groups[usize::from(group)].facts[0];
            set.push(Changed::Fact(fact, values[usize::from(cell)]));
        }
        set[usize::from(day.is_some())..].sort_by_key(|changed| changed.member());
        // Days come in order, so an earlier one of the same members stays.
        let same = |other: &&mut Vec<Changed>| members(other) == members(&set);
        match sets.iter_mut().find(same) {
            Some(known) if first(&set) < first(known) => *known = set,
            Some(_) => {}
            None => sets.push(set),
        }
    }
}

fn members(set: &[Changed]) -> Vec<Option<FactId>> {
    set.iter().map(|changed| changed.member()).collect()
}

/// Values in the order in which they are tried: none comes last.
fn first(set: &[Changed]) -> Vec<u64> {
    let rank = |changed: &Changed| match changed {
        Changed::Today(day) => day.packed().unsigned_abs(),
        Changed::Fact(_, crate::fact::NONE) => u64::MAX,
        Changed::Fact(_, value) => value.unsigned_abs(),
    };
    set.iter().map(rank).collect()
}

fn ordered(mut sets: Vec<Vec<Changed>>) -> Vec<Vec<Changed>> {
    sets.sort_by_key(|set| members(set));
    sets
}

/// A group's cells: a known fact that may be otherwise takes any, an absent one every.
fn choice(policy: &Policy, diagram: &Diagram, group: &Group, world: &World<'_>) -> Choice {
    let [fact] = group.facts.as_slice() else { return every(policy, diagram, group, world) };
    let declared = &policy.facts[*fact];
    if !declared.changeable || world.facts[*fact] == ABSENT {
        return every(policy, diagram, group, world);
    }
    let tests = &diagram.tests[group.tests.0..group.tests.1];
    let mut found = Vec::new();
    values(tests, *fact, declared, world, false, &mut found);
    let now_mask = mask(diagram, group, world);
    let mut facts = world.facts.to_vec();
    let (mut masks, mut firsts) = (Vec::new(), Vec::new());
    for value in found {
        facts[*fact] = value;
        let mask = mask(diagram, group, &World { facts: &facts, ..*world });
        if !masks.contains(&mask) {
            masks.push(mask);
            firsts.push(value);
        }
    }
    let Some(now) = masks.iter().position(|mask| *mask == now_mask) else {
        return Choice::Known(now_mask);
    };
    Choice::Any { masks, values: firsts, now }
}
