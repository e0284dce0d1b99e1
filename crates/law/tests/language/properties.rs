//! What holds of every decision, on requests near the examples of the law: the engine agrees with trying everything.

use crate::folder::policy;
use crate::generate::{self, Draw, facts_of, values};
use crate::oracle;
use law::change::Changed;
use law::contract::output::{Form, Writer};
use law::date::LeapRule;
use law::example::Example;
use law::fact::{ABSENT, FactId};
use law::{Date, Decider, Options, Policy, Request, Status};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeSet;

/// Runs a property over drawn requests.
fn check(
    cases: u32,
    absent_max: usize,
    property: impl Fn(&Policy, usize, &Request) -> Result<(), TestCaseError>,
) {
    let policy = policy();
    let examples: Vec<Example> = generate::examples(&policy);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let numbers = prop::collection::vec(any::<u32>(), 60);
    TestRunner::new(config)
        .run(&numbers, |numbers| {
            let (plan, request) = generate::request(&policy, &examples, &mut Draw::new(numbers), absent_max);
            property(&policy, plan, &request)
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
}

pub fn decide(policy: &Policy, plan: usize, request: &Request) -> law::decide::Outcome {
    let options = Options { only: Some(vec![plan]), ..Options::default() };
    Decider::default().decide(policy, request, &options).outcomes.remove(0)
}

pub fn shown(policy: &Policy, plan: usize, request: &Request) -> String {
    let facts: Vec<String> = facts_of(policy, plan)
        .into_iter()
        .filter(|fact| request.facts[*fact] != ABSENT)
        .map(|fact| format!("{}: {}", policy.facts[fact].key, policy.facts[fact].json(request.facts[fact])))
        .collect();
    format!("{} on {}: {}", policy.rule(plan).key, request.as_of, facts.join(", "))
}

/// A decided answer stays whatever the absent facts turn out to be, an undecided one has a completion for each answer;
/// a missing fact decides in some completion, and no other fact ever does.
#[test]
fn status_and_missing_are_those_of_trying_every_completion() {
    let tried = std::cell::Cell::new([0_u32; 3]);
    check(1500, 3, |policy, plan, request| {
        let Some((status, missing)) = oracle::answer(policy, plan, request) else { return Ok(()) };
        let outcome = decide(policy, plan, request);
        let mut counts = tried.get();
        counts[status as usize] += 1;
        tried.set(counts);
        prop_assert_eq!(outcome.status, status, "{}", shown(policy, plan, request));
        let missing = if status == Status::Unknown { missing } else { Vec::new() };
        prop_assert_eq!(outcome.missing, missing, "{}", shown(policy, plan, request));
        Ok(())
    });
    assert!(tried.get().iter().all(|count| *count > 100), "no, yes, unknown: {:?}", tried.get());
}

/// Each way of answering the missing facts is open; once they are answered, nothing else is asked.
#[test]
fn completing_what_is_missing_decides() {
    check(500, 3, |policy, plan, request| {
        let outcome = decide(policy, plan, request);
        let mut completed = request.clone();
        for fact in &outcome.missing {
            let list = values(policy, plan, *fact, &completed);
            completed.facts[*fact] = list[completed.facts.len() % list.len()];
        }
        let after = decide(policy, plan, &completed);
        prop_assert!(outcome.status == Status::Unknown || after.status == outcome.status);
        prop_assert!(after.missing.is_empty(), "{}", shown(policy, plan, &completed));
        Ok(())
    });
}

pub fn applied(request: &Request, set: &[Changed]) -> Request {
    let mut changed = request.clone();
    for member in set {
        match member {
            Changed::Today(day) => changed.as_of = *day,
            Changed::Fact(fact, value) => changed.facts[*fact] = *value,
        }
    }
    changed
}

/// Later business dates on which something may turn.
fn later_days(policy: &Policy, plan: usize, request: &Request) -> Vec<Date> {
    let limit = request.as_of.add_years(20, LeapRule::Clamp).min(Date::MAX);
    let days = generate::days(policy, plan, request).into_iter().map(Date::from_packed);
    days.filter(|day| *day > request.as_of && *day <= limit).collect()
}

/// All single changes that turn a no into a yes under every completion, found by trying.
pub fn singles(policy: &Policy, plan: usize, request: &Request) -> Option<Vec<Changed>> {
    let mut working: Vec<Changed> = Vec::new();
    for day in later_days(policy, plan, request) {
        let (status, _) = oracle::answer(policy, plan, &applied(request, &[Changed::Today(day)]))?;
        if status == Status::Yes {
            working.push(Changed::Today(day));
            break;
        }
    }
    let facts: Vec<FactId> = facts_of(policy, plan);
    for fact in facts.into_iter().filter(|f| policy.facts[*f].changeable && request.facts[*f] != ABSENT) {
        for value in values(policy, plan, fact, request) {
            let (status, _) = oracle::answer(policy, plan, &applied(request, &[Changed::Fact(fact, value)]))?;
            if status == Status::Yes {
                working.push(Changed::Fact(fact, value));
                break;
            }
        }
    }
    Some(working)
}

/// Every set that is named works for all completions; if one change is enough all such are named, with the first value
/// that works, and if more are named no single one is enough.
#[test]
fn what_would_change_a_no_is_what_trying_finds() {
    let tried = std::cell::Cell::new((0_u32, 0_u32, 0_u32));
    check(600, 2, |policy, plan, request| {
        let outcome = decide(policy, plan, request);
        if outcome.status != Status::No {
            prop_assert!(outcome.would_change.is_empty());
            return Ok(());
        }
        for set in &outcome.would_change {
            let changed = applied(request, set);
            let Some((status, _)) = oracle::answer(policy, plan, &changed) else { return Ok(()) };
            prop_assert_eq!(status, Status::Yes, "{} with {:?}", shown(policy, plan, request), set);
        }
        let Some(singles) = singles(policy, plan, request) else { return Ok(()) };
        let (mut one, mut more, mut never) = tried.get();
        let least = outcome.would_change.first().map_or(0, Vec::len);
        prop_assert!(outcome.would_change.iter().all(|set| set.len() == least));
        if least == 1 {
            let named: Vec<Changed> = outcome.would_change.iter().map(|set| set[0]).collect();
            prop_assert_eq!(named, singles, "{}", shown(policy, plan, request));
            one += 1;
        } else {
            prop_assert_eq!(singles, Vec::<Changed>::new(), "{}", shown(policy, plan, request));
            if least > 1 { more += 1 } else { never += 1 }
        }
        tried.set((one, more, never));
        Ok(())
    });
    let (one, more, never) = tried.get();
    assert!(one > 20 && more > 0 && never > 20, "one {one}, more {more}, never {never}");
}

/// No proper part of a set works: each of its members is needed.
#[test]
fn no_member_of_a_set_can_be_left_out() {
    check(500, 2, |policy, plan, request| {
        for set in &decide(policy, plan, request).would_change {
            for left_out in 0..set.len() {
                let mut part = set.clone();
                part.remove(left_out);
                let Some((status, _)) = oracle::answer(policy, plan, &applied(request, &part)) else {
                    continue;
                };
                prop_assert_ne!(status, Status::Yes, "{} with {:?}", shown(policy, plan, request), part);
            }
        }
        Ok(())
    });
}

fn written(policy: &Policy, writer: &Writer, request: &Request, options: &Options) -> String {
    let decision = Decider::default().decide(policy, request, options);
    let mut out = String::new();
    writer.write(policy, request, &decision, Form { because: true }, &mut out);
    out
}

/// The same input gives the same bytes, whatever was decided before it, with sorted keys and no spaces.
#[test]
fn an_answer_is_the_same_bytes_again() {
    let used = std::cell::RefCell::new(Decider::default());
    check(200, 8, |policy, _, request| {
        let writer = Writer::new(policy);
        let first = written(policy, &writer, request, &Options::default());
        let decision = used.borrow_mut().decide(policy, request, &Options::default());
        let mut again = String::new();
        writer.write(policy, request, &decision, Form { because: true }, &mut again);
        prop_assert_eq!(&first, &again);
        let sorted: serde_json::Value = serde_json::from_str(&first).expect("JSON");
        prop_assert_eq!(&first, &sorted_json(&sorted));
        Ok(())
    });
}

/// Compact JSON with sorted keys, written here on purpose.
fn sorted_json(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Object(members) => {
            let keys: BTreeSet<&String> = members.keys().collect();
            let members: Vec<String> = keys
                .into_iter()
                .map(|key| format!("{}:{}", serde_json::json!(key), sorted_json(&members[key])))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        serde_json::Value::Array(items) => {
            let items: Vec<String> = items.iter().map(sorted_json).collect();
            format!("[{}]", items.join(","))
        }
        other => other.to_string(),
    }
}

/// Asking for one outcome alone changes nothing of it but how far its explanation goes.
#[test]
fn one_outcome_alone_is_the_same_outcome() {
    check(100, 8, |policy, plan, request| {
        let writer = Writer::new(policy);
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        let all = read(&written(policy, &writer, request, &Options::default()));
        let key = policy.rule(plan).key.as_str();
        let only = Options { only: Some(vec![plan]), ..Options::default() };
        let alone = read(&written(policy, &writer, request, &only));
        let outcomes = alone["outcomes"].as_object().expect("outcomes");
        prop_assert_eq!(outcomes.keys().collect::<Vec<_>>(), vec![key]);
        let mut one = all["outcomes"][key].clone();
        let mut other = outcomes[key].clone();
        one["because"] = serde_json::Value::Null;
        other["because"] = serde_json::Value::Null;
        prop_assert_eq!(one, other);
        prop_assert_eq!(&all["policy"], &alone["policy"]);
        Ok(())
    });
}

/// Leaving out the explanation leaves the rest as it is.
#[test]
fn an_answer_without_because_is_the_same_answer() {
    check(100, 8, |policy, _, request| {
        let writer = Writer::new(policy);
        let decision = Decider::default().decide(policy, request, &Options::default());
        let (mut with, mut without) = (String::new(), String::new());
        writer.write(policy, request, &decision, Form { because: true }, &mut with);
        writer.write(policy, request, &decision, Form { because: false }, &mut without);
        let mut with: serde_json::Value = serde_json::from_str(&with).expect("JSON");
        let without: serde_json::Value = serde_json::from_str(&without).expect("JSON");
        for outcome in with["outcomes"].as_object_mut().expect("outcomes").values_mut() {
            outcome["because"] = serde_json::Value::Null;
        }
        prop_assert_eq!(with, without);
        Ok(())
    });
}
