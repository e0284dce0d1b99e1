//! One decision: for each conclusion its status, what is missing, what would
//! change it, its fields, and the value of every line of its explanation.
//! A pure function of policy, facts, date and what was known.

use crate::cells::{self, Cells, mask, today_flip};
use crate::change::{self, Changed};
use crate::condition::World;
use crate::date::Date;
use crate::diagram::{Diagram, NO, NodeId, YES};
use crate::fact::{ABSENT, FactId};
use crate::fields;
use crate::parameter::{ParameterId, Setting};
use crate::policy::{Plan, Policy};
use crate::reduced::{Choice, Reduced, follow};
use crate::value::Datum;

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
}

/// A whole decision.
#[derive(Debug, Clone)]
pub struct Decision {
    /// Business date.
    pub as_of: Date,
    /// Outcomes in the order of [`Policy::plans`].
    pub outcomes: Vec<Outcome>,
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
        let dated = || parameter.on(day, request.known_on).map(|row| &row.value);
        given.or_else(dated).or(parameter.default.as_ref())
    };
    (0..policy.parameters.len()).map(of_day).collect()
}

impl Decider {
    /// The decision of one request.
    pub fn decide(&mut self, policy: &Policy, request: &Request, options: &Options) -> Decision {
        let settings = settings(policy, request, request.as_of);
        let world = World {
            today: request.as_of,
            facts: &request.facts,
            settings: &settings,
            regions: &policy.regions,
        };
        let wanted = |plan: &usize| options.only.as_ref().is_none_or(|only| only.contains(plan));
        let plans = (0..policy.plans.len()).filter(wanted);
        let outcomes = plans.map(|plan| self.outcome(policy, request, &world, plan, options)).collect();
        Decision { as_of: request.as_of, outcomes }
    }

    fn outcome(
        &mut self,
        policy: &Policy,
        request: &Request,
        world: &World<'_>,
        index: usize,
        options: &Options,
    ) -> Outcome {
        let plan = &policy.plans[index];
        let choices = choices(policy, &plan.diagram, world);
        let known = choices.iter().all(|choice| matches!(choice, Choice::Known(_)));
        self.reduced.start(&plan.diagram);
        let mut answer = |node: NodeId| {
            if known {
                status(walk(&plan.diagram, &choices, node))
            } else {
                status(self.reduced.reduce(&plan.diagram, &choices, node))
            }
        };
        let status = answer(plan.root);
        let lines = if options.without_because {
            Vec::new()
        } else {
            plan.lines.iter().map(|line| answer(line.node)).collect()
        };
        let missing = if status == Status::Unknown { self.missing(plan, &choices) } else { Vec::new() };
        let fields = if status == Status::Yes { fields::values(policy, plan, world) } else { Vec::new() };
        let would_change = if status == Status::No && !options.without_changes {
            change::find(policy, plan, request, world, &mut self.reduced)
        } else {
            Vec::new()
        };
        Outcome { plan: index, status, missing, would_change, fields, lines }
    }

    fn missing(&mut self, plan: &Plan, choices: &[Choice]) -> Vec<FactId> {
        let root = self.reduced.reduce(&plan.diagram, choices, plan.root);
        let mut missing: Vec<FactId> = Vec::new();
        self.reduced.left(root, |group, branches| {
            let Choice::Every(cells) = &choices[usize::from(group)] else { return };
            let facts = &plan.diagram.groups[usize::from(group)].facts;
            if let Some(fact) = cells.only {
                missing.push(fact);
                return;
            }
            for (fact, rows) in facts.iter().zip(&cells.rows) {
                let decides = |row: &u64| {
                    let mut within = (0..branches.len()).filter(|at| row >> at & 1 == 1).map(|at| branches[at]);
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

/// Each group's cells where absent facts take every value.
fn choices(policy: &Policy, diagram: &Diagram, world: &World<'_>) -> Vec<Choice> {
    diagram.groups.iter().map(|group| every(policy, diagram, group, world)).collect()
}

/// A group's cells where its absent facts take every value.
pub fn every(
    policy: &Policy,
    diagram: &Diagram,
    group: &crate::diagram::Group,
    world: &World<'_>,
) -> Choice {
    let mut absent = group.facts.iter().copied().filter(|fact| world.facts[*fact] == ABSENT);
    match (absent.next(), absent.next()) {
        (None, _) => Choice::Known(mask(diagram, group, world)),
        (Some(fact), None) => Choice::Every(Cells::of_one(diagram, group, fact, &policy.facts, world)),
        (Some(one), Some(other)) => {
            Choice::Every(Cells::of_two(diagram, group, [one, other], &policy.facts, world))
        }
    }
}

fn walk(diagram: &Diagram, choices: &[Choice], mut node: NodeId) -> NodeId {
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

/// Business dates after `world.today` on which a test or a parameter of the
/// diagram may flip: no answer changes on any other day before `limit`.
pub fn turning_days(
    policy: &Policy,
    diagram: &Diagram,
    request: &Request,
    world: &World<'_>,
    limit: Date,
) -> Vec<Date> {
    use crate::condition::{DayBase, Test};
    let mut days = Vec::new();
    let mut constants = Vec::new();
    for test in diagram.tests.iter().filter(|test| test.reads_today()) {
        for fact in test.facts().filter(|fact| world.facts[*fact] == ABSENT) {
            // The pieces of an absent date, which the business date may pass.
            cells::values(&diagram.tests, fact, &policy.facts[fact], world, true, &mut constants);
            for value in constants.iter().filter(|value| **value != crate::fact::NONE) {
                days.extend(today_flip(test, |_| Some(Date::from_packed(*value))));
            }
        }
        days.extend(today_flip(test, |base| match base {
            DayBase::Fixed(date) => Some(date),
            DayBase::Fact(fact) => {
                Some(world.facts[fact]).filter(|v| *v != crate::fact::NONE && *v != ABSENT).map(Date::from_packed)
            }
            DayBase::Today => None,
        }));
    }
    for parameter in diagram.tests.iter().flat_map(Test::parameters) {
        if request.what_if.iter().any(|(of, _)| *of == parameter) {
            continue;
        }
        for row in &policy.parameters[parameter].rows {
            days.push(row.from);
            days.extend(row.to.map(Date::next));
        }
    }
    days.retain(|day| *day > world.today && *day <= limit);
    days.sort_unstable();
    days.dedup();
    days
}
