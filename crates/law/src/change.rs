//! What would change a no: all sets of the least size of facts that would turn
//! it into a yes if they were otherwise, each with the first values that work.
//! One change must work for all completions of what is absent.

use crate::cells::{Options, mask};
use crate::condition::World;
use crate::date::{Date, LeapRule};
use crate::decide::{Outcome, Request, Status, every, settings, turning_days};
use crate::diagram::NO;
use crate::fact::{ABSENT, FactId};
use crate::plan::Plan;
use crate::policy::Policy;
use crate::reduced::{Change, Choice, NEVER, Reduced};
use std::borrow::Cow;

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

/// Finds all least sets for each outcome that is a no. `now` are the cells in
/// which known facts are fixed.
pub fn find<'p>(
    policy: &'p Policy,
    request: &Request,
    world: &World<'_>,
    now: &[Choice<'p>],
    reduced: &mut Reduced,
    outcomes: &mut [Outcome],
) {
    let choices: Vec<Choice<'p>> = now
        .iter()
        .enumerate()
        .map(|(group, choice)| free(policy, group, world).unwrap_or_else(|| choice.clone()))
        .collect();
    reduced.start(&policy.diagram);
    let mut searches: Vec<Search> = Vec::new();
    for (at, outcome) in outcomes.iter().enumerate().filter(|(_, outcome)| outcome.status == Status::No) {
        let plan = &policy.plans[outcome.plan];
        let mut search = Search { outcome: at, best: NEVER, sets: Vec::new(), waits: false };
        search.collect(policy, plan, &choices, reduced, None);
        // Only what could be a yes on some day is worth looking for a day.
        if !plan.turning.is_empty() {
            let root = reduced.reduce(&policy.diagram, &choices, plan.timeless_root);
            let root = reduced.for_every(&choices, root);
            let cost = reduced.cost(&choices, root);
            search.waits = cost != NEVER && cost < search.best;
        }
        searches.push(search);
    }
    let limit = world.today.add_years(YEARS_AHEAD, LeapRule::Clamp).min(Date::MAX);
    let mut later = choices;
    for search in &mut searches {
        let plan = &policy.plans[outcomes[search.outcome].plan];
        if search.waits {
            search.later(policy, plan, request, world, limit, &mut later, reduced);
        }
        outcomes[search.outcome].would_change = ordered(std::mem::take(&mut search.sets));
    }
}

/// The search for one conclusion.
struct Search {
    outcome: usize,
    best: u8,
    sets: Vec<Vec<Changed>>,
    /// Whether another business date might do.
    waits: bool,
}

impl Search {
    /// Goes through the later business dates on which something turns.
    #[expect(clippy::too_many_arguments, reason = "one request's parts, borrowed apart from each other")]
    fn later<'p>(
        &mut self,
        policy: &'p Policy,
        plan: &Plan,
        request: &Request,
        world: &World<'_>,
        limit: Date,
        choices: &mut [Choice<'p>],
        reduced: &mut Reduced,
    ) {
        for day in turning_days(policy, plan, request, world, limit) {
            if self.best == 1 && self.sets.iter().any(|set| matches!(set.as_slice(), [Changed::Today(_)])) {
                break;
            }
            let settings = if plan.dated_parameters.is_empty() {
                world.settings.to_vec()
            } else {
                settings(policy, request, day)
            };
            let later = World { today: day, settings: &settings, ..*world };
            for group in &plan.turning {
                choices[*group] =
                    free(policy, *group, &later).unwrap_or_else(|| every(policy, *group, &later));
            }
            reduced.start(&policy.diagram);
            self.collect(policy, plan, choices, reduced, Some(day));
        }
    }

    /// Adds the sets of one business date, if they are no larger than the best.
    fn collect(
        &mut self,
        policy: &Policy,
        plan: &Plan,
        choices: &[Choice<'_>],
        reduced: &mut Reduced,
        day: Option<Date>,
    ) {
        let root = reduced.reduce(&policy.diagram, choices, plan.root);
        if root == NO {
            return;
        }
        let root = reduced.for_every(choices, root);
        let cost = reduced.cost(choices, root);
        let total = cost.saturating_add(u8::from(day.is_some()));
        if cost == NEVER || total > self.best {
            return;
        }
        if total < self.best {
            self.best = total;
            self.sets.clear();
        }
        let mut found: Vec<Change> = Vec::new();
        reduced.changes(choices, root, cost, &mut Vec::new(), &mut found);
        for change in found {
            let mut set: Vec<Changed> = day.map(Changed::Today).into_iter().collect();
            for (group, cell) in change {
                let Choice::Any { options, .. } = &choices[usize::from(group)] else { continue };
                let fact = policy.diagram.groups[usize::from(group)].facts[0];
                set.push(Changed::Fact(fact, options.values[usize::from(cell)]));
            }
            set.sort_by_key(|changed| changed.member());
            // Days come in order, so an earlier one of the same members stays.
            let same = |other: &&mut Vec<Changed>| members(other) == members(&set);
            match self.sets.iter_mut().find(same) {
                Some(known) if first(&set) < first(known) => *known = set,
                Some(_) => {}
                None => self.sets.push(set),
            }
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

/// The cells of a known fact that may be otherwise; none for any other group.
fn free<'p>(policy: &'p Policy, group: usize, world: &World<'_>) -> Option<Choice<'p>> {
    let diagram = &policy.diagram;
    let of = &diagram.groups[group];
    let [fact] = of.facts.as_slice() else { return None };
    if !policy.facts[*fact].changeable || world.facts[*fact] == ABSENT {
        return None;
    }
    let options = match &policy.cells[group] {
        Some((_, options)) => Cow::Borrowed(options),
        None => Cow::Owned(Options::new(diagram, of, &policy.facts, world)),
    };
    let mask = mask(diagram, of, world);
    let now = options.masks.iter().position(|other| *other == mask)?;
    Some(Choice::Any { options, now })
}
