//! One decision: for each conclusion its status, what is missing, what would
//! change it, its fields, and the value of every line of its explanation.
//! A pure function of policy, facts, date and what was known.

use crate::cells::{self, Cells, mask, today_flip};
use crate::change::{self, Changed};
use crate::condition::{DayBase, Test, World};
use crate::date::Date;
use crate::diagram::{Diagram, NO, NodeId, YES};
use crate::fact::{ABSENT, FactId, NONE};
use crate::fields;
use crate::layer::one::{self, Taken};
use crate::parameter::{ParameterId, Setting};
use crate::plan::Plan;
use crate::policy::Policy;
use crate::provisional;
use crate::reduced::{Choice, Reduced, follow};
use crate::value::Datum;
use std::borrow::Cow;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Request {
    /// Business date.
    pub as_of: Date,
    /// What was known on this day; everything, if `None`.
    pub known_on: Option<Date>,
    /// A value, none or absent for each fact.
    pub facts: Vec<i64>,
    /// What-if values that hold on every date.
    pub what_if: Vec<(ParameterId, Setting)>,
}

/// The answer of a conclusion, or the value of a line of its explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// It does not hold.
    No,
    /// It holds.
    Yes,
    /// The absent facts may still make it hold or not.
    Unknown,
}

impl Status {
    /// As answers write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Yes => "yes",
            Self::Unknown => "unknown",
        }
    }
}

/// One conclusion's answer.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Index in [`Policy::plans`].
    pub plan: usize,
    /// The answer.
    pub status: Status,
    /// Absent facts that can still change it, by the catalogue's order.
    pub missing: Vec<FactId>,
    /// Least sets of changes that turn a no into a yes.
    pub would_change: Vec<Vec<Changed>>,
    /// Fields of a yes, in the rule's order, with the case that gave each
    /// (`None` where completions differ).
    pub fields: Vec<(Datum, Option<usize>)>,
    /// The value of each line of [`Plan::lines`].
    pub lines: Vec<Status>,
    /// Of a no that an exception made: which of [`Policy::exceptions`].
    pub effect: Option<usize>,
    /// Years without a published notice of days off that working days were counted
    /// in: to be reckoned anew when it is out.
    pub provisional: Vec<i32>,
}

/// A whole decision.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Business date.
    pub as_of: Date,
    /// Outcomes in the order of [`Policy::plans`].
    pub outcomes: Vec<Outcome>,
    /// What came of each of [`Policy::at_most_one`] whose members are all among the outcomes.
    pub at_most_one: Vec<(usize, Taken)>,
}

/// What to work out beside the status.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only these plans; all if `None`.
    pub only: Option<Vec<usize>>,
    /// Leave the explanation out.
    pub without_because: bool,
    /// Leave out what would change a no.
    pub without_changes: bool,
}

/// Decides; memory of earlier decisions is used again.
#[derive(Debug, Default)]
pub struct Decider {
    reduced: Reduced,
}

/// The parameters of a day under a request.
pub fn settings<'a>(policy: &'a Policy, request: &'a Request, day: Date) -> Vec<Option<&'a Setting>> {
    let of_day = |id: ParameterId| {
        let given = request.what_if.iter().find(|(of, _)| *of == id).map(|(_, setting)| setting);
        let parameter = &policy.parameters[id];
        let dated = || parameter.setting_on(day, request.known_on);
        given.or_else(dated).or(parameter.default.as_ref())
    };
    (0..policy.parameters.len()).map(of_day).collect()
}

impl Decider {
    /// The decision of one request.
    pub fn decide(&mut self, policy: &Policy, request: &Request, options: &Options) -> Decision {
        let settings = settings(policy, request, request.as_of);
        let world = World::of(policy, request, &settings);
        let wanted = |plan: &usize| options.only.as_ref().is_none_or(|only| only.contains(plan));
        let plans = (0..policy.plans.len()).filter(wanted);
        let choices: Vec<Choice<'_>> =
            (0..policy.diagram.groups.len()).map(|group| every(policy, group, &world)).collect();
        let known = choices.iter().all(|choice| matches!(choice, Choice::Known(_)));
        self.reduced.start(&policy.diagram);
        let mut outcomes: Vec<Outcome> =
            plans.map(|plan| self.outcome(policy, &choices, known, &world, plan, options)).collect();
        if !options.without_changes && outcomes.iter().any(|outcome| outcome.status == Status::No) {
            change::find(policy, request, &world, &choices, &mut self.reduced, &mut outcomes);
        }
        let groups = policy.at_most_one.iter().enumerate();
        let at_most_one =
            groups.filter_map(|(at, of)| Some((at, one::taken(of, policy, &outcomes, &world)?)));
        Decision { as_of: request.as_of, at_most_one: at_most_one.collect(), outcomes }
    }

    fn outcome(
        &mut self,
        policy: &Policy,
        choices: &[Choice<'_>],
        known: bool,
        world: &World<'_>,
        index: usize,
        options: &Options,
    ) -> Outcome {
        let plan = &policy.plans[index];
        let mut answer = |node: NodeId| {
            if known {
                status(walk(&policy.diagram, choices, node))
            } else {
                status(self.reduced.reduce(&policy.diagram, choices, node))
            }
        };
        let status = answer(plan.root);
        let lines = if options.without_because {
            Vec::new()
        } else {
            plan.lines.iter().map(|line| answer(line.node)).collect()
        };
        let effect = match status {
            Status::No => plan.effects.iter().find(|(_, node)| answer(*node) == Status::Yes),
            Status::Yes | Status::Unknown => None,
        };
        let effect = effect.map(|(exception, _)| *exception);
        let missing =
            if status == Status::Unknown { self.missing(policy, plan, choices) } else { Vec::new() };
        let fields = if status == Status::Yes { fields::values(policy, plan, world) } else { Vec::new() };
        let provisional =
            if plan.reads_calendar { provisional::years(policy, plan, world) } else { Vec::new() };
        Outcome { plan: index, status, missing, would_change: Vec::new(), fields, lines, effect, provisional }
    }

    fn missing(&mut self, policy: &Policy, plan: &Plan, choices: &[Choice<'_>]) -> Vec<FactId> {
        let root = self.reduced.reduce(&policy.diagram, choices, plan.root);
        let mut missing: Vec<FactId> = Vec::new();
        self.reduced.left(root, |group, branches| {
            let Choice::Every(cells) = &choices[usize::from(group)] else { return };
            let facts = &policy.diagram.groups[usize::from(group)].facts;
            if let Some(fact) = cells.only {
                missing.push(fact);
                return;
            }
            for (fact, rows) in facts.iter().zip(&cells.rows) {
                let decides = |row: &Vec<usize>| {
                    let mut within = row.iter().map(|at| branches[*at]);
                    let first = within.next();
                    within.any(|branch| Some(branch) != first)
                };
                if rows.iter().any(decides) {
                    missing.push(*fact);
                }
            }
        });
        missing.sort_unstable();
        missing.dedup();
        missing
    }
}

/// A group's cells where its absent facts take every value.
pub fn every<'p>(policy: &'p Policy, group: usize, world: &World<'_>) -> Choice<'p> {
    let diagram = &policy.diagram;
    let of = &diagram.groups[group];
    let mut absent = of.facts.iter().copied().filter(|fact| world.facts[*fact] == ABSENT);
    let Some(one) = absent.next() else { return Choice::Known(mask(diagram, of, world)) };
    if let Some((cells, _)) = &policy.cells[group] {
        return Choice::Every(Cow::Borrowed(cells));
    }
    Choice::Every(Cow::Owned(match absent.next() {
        None => Cells::of_one(diagram, of, one, &policy.facts, world),
        Some(other) => Cells::of_two(diagram, of, [one, other], &policy.facts, world),
    }))
}

fn walk(diagram: &Diagram, choices: &[Choice<'_>], mut node: NodeId) -> NodeId {
    while node > YES {
        let group = diagram.group_of[usize::from(diagram.nodes[node as usize].test)];
        let Choice::Known(mask) = choices[usize::from(group)] else { return node };
        node = follow(diagram, node, group, mask);
    }
    node
}

fn status(node: NodeId) -> Status {
    match node {
        NO => Status::No,
        YES => Status::Yes,
        _ => Status::Unknown,
    }
}

/// Whether something else than the business date cuts a fact's type.
fn is_cut_apart(tests: &[Test], fact: FactId) -> bool {
    tests.iter().any(|test| !test.reads_today() && test.facts().any(|of| of == fact))
}

/// Business dates after `world.today` on which a test or a parameter of the
/// conclusion may flip: no answer changes on any other day before `limit`.
pub fn turning_days(
    policy: &Policy,
    plan: &Plan,
    request: &Request,
    world: &World<'_>,
    limit: Date,
) -> Vec<Date> {
    let mut days = Vec::new();
    let mut constants = Vec::new();
    let tests = &policy.diagram.tests;
    let later = World { today: limit, ..*world };
    for test in plan.tests.iter().map(|test| &tests[*test]).filter(|test| test.reads_today()) {
        let open = |fact: &FactId| world.facts[*fact] == ABSENT || policy.facts[*fact].changeable;
        for fact in test.facts().filter(open) {
            // The pieces of a date that may still be any, which the business date may pass; what cannot be later
            // than the business date can be otherwise only once that day has come.
            let declared = &policy.facts[fact];
            let may_follow = declared.until_today && (declared.changeable || is_cut_apart(tests, fact));
            for world in [world, &later].into_iter().take(if may_follow { 2 } else { 1 }) {
                cells::values(tests, fact, declared, world, true, &mut constants);
                for value in constants.iter().filter(|value| **value != NONE) {
                    days.extend(today_flip(test, world.calendar, |_| Some(Date::from_packed(*value))));
                }
            }
        }
        days.extend(today_flip(test, world.calendar, |base| match base {
            DayBase::Fixed(date) => Some(date),
            DayBase::Fact(fact) => {
                Some(world.facts[fact]).filter(|v| *v != NONE && *v != ABSENT).map(Date::from_packed)
            }
            DayBase::Today => None,
        }));
    }
    for fact in plan.tests.iter().flat_map(|test| tests[*test].facts()) {
        let declared = &policy.facts[fact];
        if declared.changeable && declared.until_today && world.facts[fact] != ABSENT {
            cells::values(tests, fact, declared, &later, false, &mut constants);
            days.extend(
                constants.iter().filter(|value| **value != NONE).map(|value| Date::from_packed(*value)),
            );
        }
    }
    for parameter in &plan.dated_parameters {
        if request.what_if.iter().any(|(of, _)| of == parameter) {
            continue;
        }
        for row in &policy.parameters[*parameter].rows {
            days.push(row.from);
            days.extend(row.to.map(Date::next));
        }
    }
    days.retain(|day| *day > world.today && *day <= limit);
    days.sort_unstable();
    days.dedup();
    days
}
