//! What to ask next: only what can still change a status, or a field of a yes,
//! in the order that is expected to end soonest. 'I don't know' is an answer:
//! the fact stays absent and is not asked again.

use crate::cells;
use crate::condition::World;
use crate::decide::{Decider, Decision, Options, Request, Status, settings};
use crate::fact::{ABSENT, FactId};
use crate::fields;
use crate::policy::Policy;

/// A question that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The fact to ask for.
    pub fact: FactId,
    /// The conclusions for which it matters, by plan.
    pub conclusions: Vec<usize>,
    /// How many facts can still matter, this one included: the most questions to come.
    pub at_most: usize,
    /// The first of the catalogue that can still matter, for comparison.
    pub first: FactId,
}

/// The next question, or none if nothing that could be answered matters any more.
pub fn next(policy: &Policy, request: &Request, dont_know: &[FactId]) -> Option<Question> {
    let mut decider = Decider::default();
    let open = open(policy, request, dont_know, &mut decider);
    let facts = distinct(&open);
    let best = match facts.as_slice() {
        [] => return None,
        [only] => *only,
        several => {
            let mut cost = |fact: &FactId| expected(policy, request, dont_know, *fact, &mut decider);
            // `min_by_key` keeps the first of equals, so the catalogue's order settles ties.
            several.iter().map(|fact| (cost(fact), *fact)).min()?.1
        }
    };
    let conclusions = open.iter().filter(|(fact, _)| *fact == best).map(|(_, plan)| *plan).collect();
    Some(Question { fact: best, conclusions, at_most: facts.len(), first: facts[0] })
}

/// How many facts can still matter.
pub fn at_most(policy: &Policy, request: &Request, dont_know: &[FactId]) -> usize {
    distinct(&open(policy, request, dont_know, &mut Decider::default())).len()
}

/// What is asked of the engine for questions: statuses and fields.
fn options() -> Options {
    Options { only: None, without_because: true, without_changes: true }
}

/// The facts that can still matter, each with the conclusion for which it does.
fn open(
    policy: &Policy,
    request: &Request,
    dont_know: &[FactId],
    decider: &mut Decider,
) -> Vec<(FactId, usize)> {
    let decision = decider.decide(policy, request, &options());
    let mut open: Vec<(FactId, usize)> = Vec::new();
    for outcome in &decision.outcomes {
        open.extend(outcome.missing.iter().map(|fact| (*fact, outcome.plan)));
    }
    open.extend(of_fields(policy, request, &decision));
    open.retain(|(fact, _)| !dont_know.contains(fact));
    open.sort_unstable();
    open.dedup();
    open
}

fn of_fields(policy: &Policy, request: &Request, decision: &Decision) -> Vec<(FactId, usize)> {
    let settings = settings(policy, request, request.as_of);
    let world = World::of(policy, request, &settings);
    let mut open = Vec::new();
    for outcome in decision.outcomes.iter().filter(|outcome| outcome.status == Status::Yes) {
        let plan = &policy.plans[outcome.plan];
        for (index, field) in plan.fields.iter().enumerate() {
            if field.facts.iter().any(|fact| request.facts[*fact] == ABSENT) {
                let undecided = fields::undecided(policy, plan, index, &world);
                open.extend(undecided.into_iter().map(|fact| (fact, outcome.plan)));
            }
        }
    }
    open
}

fn distinct(open: &[(FactId, usize)]) -> Vec<FactId> {
    let mut facts: Vec<FactId> = open.iter().map(|(fact, _)| *fact).collect();
    facts.dedup();
    facts
}

/// How many facts can still matter after an answer, on average over the kinds of
/// answer there are, in 1/1000: each piece of the fact's type counts the same.
fn expected(
    policy: &Policy,
    request: &Request,
    dont_know: &[FactId],
    fact: FactId,
    decider: &mut Decider,
) -> usize {
    let settings = settings(policy, request, request.as_of);
    let world = World::of(policy, request, &settings);
    let mut values = Vec::new();
    cells::values(&policy.diagram.tests, fact, &policy.facts[fact], &world, false, &mut values);
    values.dedup();
    let mut answered = request.clone();
    let mut total = 0;
    for value in &values {
        answered.facts[fact] = *value;
        total += distinct(&open(policy, &answered, dont_know, decider)).len();
    }
    total * 1000 / values.len().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{policy, request};

    #[test]
    fn nothing_is_asked_where_nothing_can_matter() {
        let policy = policy();
        assert_eq!(next(&policy, &request(&policy, "2020-09-30", "{}"), &[]), None);
    }

    #[test]
    fn an_ended_measure_asks_nothing() {
        let policy = policy();
        let expired = policy.fact_by_key("subsidy_expired_on").expect("fact");
        let mut asked = Vec::new();
        let mut now = request(&policy, "2026-11-23", "{}");
        while let Some(question) = next(&policy, &now, &asked) {
            assert!(!asked.contains(&question.fact), "asked twice");
            asked.push(question.fact);
        }
        assert!(!asked.contains(&expired), "Art. 5 ended in 2020");
        now = request(&policy, "2020-11-15", "{}");
        let all = at_most(&policy, &now, &[]);
        assert!(all > at_most(&policy, &request(&policy, "2026-11-23", "{}"), &[]));
    }

    #[test]
    fn every_question_can_change_something() {
        // Answering one question after the other, each must be among the missing
        // facts of a conclusion or of a field, and the way must end.
        let policy = policy();
        let mut now = request(&policy, "2021-03-15", "{}");
        let mut count = 0;
        while let Some(question) = next(&policy, &now, &[]) {
            assert!(!question.conclusions.is_empty());
            let settings = settings(&policy, &now, now.as_of);
            let world = World::of(&policy, &now, &settings);
            let mut values = Vec::new();
            cells::values(&[], question.fact, &policy.facts[question.fact], &world, false, &mut values);
            now.facts[question.fact] = values[0];
            count += 1;
        }
        assert!(count < policy.facts.len());
    }
}
