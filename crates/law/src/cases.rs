//! Inputs that reach every branch of every rule: for each line of a conclusion one in which it holds and one in which
//! it does not, for each case of a field one that takes it. Whatever no input reaches is named.
//!
//! A line's status with some facts absent is exact (see [`crate::reduced`]): as long as it is not the opposite of what
//! is wanted, some completion gives it. So facts are given one after another, and nothing is tried in vain but what
//! the contract forbids to be given together.

use crate::cells;
use crate::condition::{DayBase, Test, World};
use crate::contract::input;
use crate::date::Date;
use crate::decide::{Decider, Options, Outcome, Request, Status, settings};
use crate::fact::{ABSENT, FactId};
use crate::policy::Policy;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// A branch of a conclusion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Branch {
    /// The conclusion's key.
    pub conclusion: String,
    /// The field's key; none of a line of conditions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The place among the conclusion's lines or the field's cases, from 0.
    pub at: usize,
    /// The words of the line, or the number of the case.
    pub words: String,
    /// Whether the line holds; a case is taken.
    pub holds: bool,
}

/// A branch with the input that reaches it, if any does.
#[derive(Debug, Clone, Serialize)]
pub struct Case {
    /// What is reached.
    pub reaches: Branch,
    /// An input of the decision contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<Value>,
}

/// What an input is to give.
#[derive(Clone, Copy)]
enum Aim {
    Line(usize, Status),
    FieldCase(usize, usize),
}

/// How many combinations of a field's facts are tried on one day.
const COMBINATIONS_MAX: usize = 20_000;

/// All branches of all conclusions, in the order of the policy, each with an input that reaches it.
pub fn cases(policy: &Policy) -> Vec<Case> {
    let mut search = Search { policy, decider: Decider::default() };
    let mut found = Vec::new();
    for (plan, of) in policy.plans.iter().enumerate() {
        let rule = policy.rule(plan);
        let branch = |field: Option<String>, at: usize, words: String, holds: bool| Branch {
            conclusion: rule.key.clone(),
            field,
            at,
            words,
            holds,
        };
        // Lines of another conclusion have their cases there.
        for (at, line) in of.lines.iter().enumerate().filter(|(_, line)| line.within.is_none()) {
            for (holds, status) in [(true, Status::Yes), (false, Status::No)] {
                let words = format!("{}{}", line.label.as_deref().unwrap_or_default(), line.zh);
                let input = search.find(plan, Aim::Line(at, status));
                found.push(Case { reaches: branch(None, at, words, holds), input });
            }
        }
        for (index, field) in rule.fields.iter().enumerate() {
            for at in 0..field.cases.len() {
                let words = format!("{} {}", field.name, at + 1);
                let input = search.find(plan, Aim::FieldCase(index, at));
                found.push(Case { reaches: branch(Some(field.key.clone()), at, words, true), input });
            }
        }
    }
    found
}

struct Search<'p> {
    policy: &'p Policy,
    decider: Decider,
}

impl Search<'_> {
    fn find(&mut self, plan: usize, aim: Aim) -> Option<Value> {
        let parameters = self.parameters(plan);
        self.days(plan).into_iter().find_map(|day| {
            parameters.iter().find_map(|tried| {
                let text = json!({ "as_of": day.to_string(), "facts": {}, "parameters": tried }).to_string();
                let request = input::read(self.policy, text.as_bytes()).ok()?;
                self.on_day(plan, aim, request, tried)
            })
        })
    }

    fn on_day(&mut self, plan: usize, aim: Aim, mut request: Request, tried: &Value) -> Option<Value> {
        let found = match aim {
            Aim::Line(..) => {
                let facts = self.facts(plan);
                self.complete(plan, aim, &mut request, &facts, tried)
            }
            Aim::FieldCase(field, _) => {
                let mut left = COMBINATIONS_MAX;
                let facts = self.policy.plans[plan].fields[field].facts.clone();
                self.combine(plan, aim, &mut request, &facts, tried, &mut left)
            }
        };
        found.then(|| written(self.policy, &request, tried))
    }

    /// Gives the facts of a field in every combination, and then the rest, until the case is taken.
    fn combine(
        &mut self,
        plan: usize,
        aim: Aim,
        request: &mut Request,
        facts: &[FactId],
        tried: &Value,
        left: &mut usize,
    ) -> bool {
        let Some((fact, rest)) = facts.split_first() else {
            *left = left.saturating_sub(1);
            let mut whole = request.clone();
            let others = self.facts(plan);
            if !self.complete(plan, Aim::Line(0, Status::Yes), &mut whole, &others, tried)
                || !self.reached(plan, aim, &whole)
            {
                return false;
            }
            *request = whole;
            return true;
        };
        for value in self.values(plan, *fact, request) {
            request.facts[*fact] = value;
            let is_open =
                self.outcome(plan, request).status != Status::No && allowed(self.policy, request, tried);
            if *left > 0 && is_open && self.combine(plan, aim, request, rest, tried, left) {
                return true;
            }
        }
        request.facts[*fact] = ABSENT;
        false
    }

    /// Gives every fact that is still absent, such that the line comes to what is wanted.
    fn complete(
        &mut self,
        plan: usize,
        aim: Aim,
        request: &mut Request,
        facts: &[FactId],
        tried: &Value,
    ) -> bool {
        if !self.is_open(plan, aim, request) {
            return false;
        }
        let Some((fact, rest)) = facts.split_first() else { return self.reached(plan, aim, request) };
        if request.facts[*fact] != ABSENT {
            return self.complete(plan, aim, request, rest, tried);
        }
        for value in self.values(plan, *fact, request) {
            request.facts[*fact] = value;
            if allowed(self.policy, request, tried) && self.complete(plan, aim, request, rest, tried) {
                return true;
            }
        }
        request.facts[*fact] = ABSENT;
        false
    }

    fn outcome(&mut self, plan: usize, request: &Request) -> Outcome {
        let options = Options { only: Some(vec![plan]), without_because: false, without_changes: true };
        self.decider.decide(self.policy, request, &options).outcomes.remove(0)
    }

    /// Whether a line can still come to what is wanted.
    fn is_open(&mut self, plan: usize, aim: Aim, request: &Request) -> bool {
        let outcome = self.outcome(plan, request);
        match aim {
            Aim::Line(at, wanted) => [wanted, Status::Unknown].contains(&outcome.lines[at]),
            Aim::FieldCase(..) => outcome.status != Status::No,
        }
    }

    fn reached(&mut self, plan: usize, aim: Aim, request: &Request) -> bool {
        let outcome = self.outcome(plan, request);
        match aim {
            Aim::Line(at, wanted) => outcome.lines[at] == wanted,
            Aim::FieldCase(field, case) => {
                outcome.status == Status::Yes
                    && outcome.fields.get(field).is_some_and(|(_, by)| *by == Some(case))
            }
        }
    }

    /// The facts of a conclusion's conditions.
    fn facts(&self, plan: usize) -> Vec<FactId> {
        let mut facts: Vec<FactId> = self.tests(plan).iter().flat_map(Test::facts).collect();
        facts.sort_unstable();
        facts.dedup();
        facts
    }

    /// The comparisons of a conclusion, its fields' cases among them.
    fn tests(&self, plan: usize) -> Vec<Test> {
        let plan = &self.policy.plans[plan];
        let own = plan.tests.iter().map(|at| self.policy.diagram.tests[*at].clone());
        own.chain(plan.fields.iter().flat_map(|field| field.tests.iter().cloned())).collect()
    }

    /// One value of each piece of a fact's type.
    fn values(&self, plan: usize, fact: FactId, request: &Request) -> Vec<i64> {
        let settings = settings(self.policy, request, request.as_of);
        let world = World::of(self.policy, request, &settings);
        let mut found = Vec::new();
        // Comparisons with days that are still absent cut nothing yet; the business date is a good guess for them.
        cells::values(&self.tests(plan), fact, &self.policy.facts[fact], &world, true, &mut found);
        if self.policy.facts[fact].kind == crate::fact::Kind::Date && !found.contains(&request.as_of.packed())
        {
            found.insert(found.len() / 2, request.as_of.packed());
        }
        found
    }

    /// Days on which something of a conclusion turns, and the days beside them; the first of the measures first.
    fn days(&self, plan: usize) -> Vec<Date> {
        let mut days = Vec::new();
        for test in self.tests(plan) {
            if let Test::Days { left, right, .. } = test {
                for day in [left, right] {
                    if let DayBase::Fixed(date) = day.base {
                        days.extend([date, date.next(), date.previous()]);
                    }
                }
            }
        }
        for parameter in self.policy.plans[plan].fields.iter().flat_map(|field| &field.parameters) {
            for row in &self.policy.parameters[*parameter].rows {
                days.extend([row.from, row.from.previous()]);
                days.extend(row.to.into_iter().flat_map(|to| [to, to.next()]));
            }
        }
        let force = self.policy.instruments.first().map_or(Date::MIN, |instrument| instrument.force);
        days.retain(|day| *day != force && *day >= Date::MIN && *day <= Date::MAX);
        days.sort_unstable();
        days.dedup();
        days.insert(0, force);
        days
    }

    /// Nothing tried, and every list of regions filled with all districts: a list that nobody has filled yet
    /// would leave its line unreached.
    fn parameters(&self, plan: usize) -> Vec<Value> {
        let mut filled = Map::new();
        for id in self.tests(plan).iter().flat_map(Test::parameters) {
            let parameter = &self.policy.parameters[id];
            if parameter.what_if && parameter.default.is_some() {
                let codes = self.policy.regions.district_codes().iter().map(|code| format!("{code:06}"));
                filled.insert(parameter.key.clone(), codes.collect());
            }
        }
        let mut all = vec![json!({})];
        if !filled.is_empty() {
            all.push(Value::Object(filled));
        }
        all
    }
}

/// Whether the contract lets these facts be given together.
fn allowed(policy: &Policy, request: &Request, tried: &Value) -> bool {
    input::read(policy, written(policy, request, tried).to_string().as_bytes()).is_ok()
}

fn written(policy: &Policy, request: &Request, tried: &Value) -> Value {
    let given = policy.facts.iter().zip(&request.facts).filter(|(_, value)| **value != ABSENT);
    let facts: Map<String, Value> =
        given.map(|(fact, value)| (fact.key.clone(), fact.json(*value))).collect();
    let mut object = json!({ "as_of": request.as_of.to_string(), "facts": facts });
    if tried.as_object().is_some_and(|tried| !tried.is_empty()) {
        object["parameters"] = tried.clone();
    }
    object
}
