//! What the answer must be, by trying every completion of the absent facts on the conditions as they are written:
//! no diagram, no reduction, nothing that the engine's answer goes through.

use crate::generate::{facts_of, values};
use law::condition::World;
use law::decide::settings;
use law::fact::{ABSENT, FactId};
use law::fields::holds;
use law::{Policy, Request, Status};

/// More completions than this are not tried.
const COMPLETIONS_MAX: usize = 400_000;

/// Status and missing facts; `None` if there are too many completions.
pub fn answer(policy: &Policy, plan: usize, request: &Request) -> Option<(Status, Vec<FactId>)> {
    let absent: Vec<FactId> =
        facts_of(policy, plan).into_iter().filter(|fact| request.facts[*fact] == ABSENT).collect();
    let choices: Vec<Vec<i64>> = absent.iter().map(|fact| values(policy, plan, *fact, request)).collect();
    let count = choices.iter().try_fold(1_usize, |count, list| count.checked_mul(list.len()))?;
    if count > COMPLETIONS_MAX {
        return None;
    }
    let results: Vec<bool> =
        (0..count).map(|index| one(policy, plan, request, &absent, &choices, index)).collect();
    let status = match (results.contains(&true), results.contains(&false)) {
        (true, false) => Status::Yes,
        (false, _) => Status::No,
        (true, true) => Status::Unknown,
    };
    let mut missing = Vec::new();
    let mut stride = 1;
    for (fact, list) in absent.iter().zip(&choices) {
        // Along one fact, all others held: does its value decide?
        let decides = (0..count).any(|index| {
            let first = index - index / stride % list.len() * stride;
            results[index] != results[first]
        });
        if decides {
            missing.push(*fact);
        }
        stride *= list.len();
    }
    Some((status, missing))
}

fn one(
    policy: &Policy,
    plan: usize,
    request: &Request,
    absent: &[FactId],
    choices: &[Vec<i64>],
    mut index: usize,
) -> bool {
    let mut facts = request.facts.clone();
    for (fact, list) in absent.iter().zip(choices) {
        facts[*fact] = list[index % list.len()];
        index /= list.len();
    }
    let settings = settings(policy, request, request.as_of);
    let world = World {
        today: request.as_of,
        facts: &facts,
        settings: &settings,
        regions: &policy.regions,
        calendar: &policy.calendar,
    };
    let rule = policy.rule(plan);
    holds(policy, rule, &rule.root, &world).expect("conclusions read no parameter without a value")
}
