//! At most one (至多一项): members keep their answers, and beside them stands which one is taken
//! (`docs/language/exceptions.md`).

use super::completion::Given;
use super::truth::World;
use crate::answer::Asked;
use crate::program::{AtMostOne, Preference};
use serde_json::{Map, Value as Json, json};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// What comes of each, by key; and the keys of those that compare a field which another engine may take to differ.
pub fn of_all(world: &World<'_>, asked: &[Asked], outcomes: &Json, given: &[Given]) -> (Json, Vec<String>) {
    let (mut all, mut careful) = (Map::new(), Vec::new());
    for one in &world.program.at_most_one {
        let mut is_careful = false;
        all.insert(one.key.clone(), of_one(world, one, asked, outcomes, given, &mut is_careful));
        careful.extend(is_careful.then(|| one.key.clone()));
    }
    (Json::Object(all), careful)
}

fn of_one(
    world: &World<'_>,
    one: &AtMostOne,
    asked: &[Asked],
    outcomes: &Json,
    given: &[Given],
    is_careful: &mut bool,
) -> Json {
    let key = |rule: usize| world.program.rules[rule].key.as_str();
    let status = |rule: usize| outcomes[key(rule)]["status"].as_str().unwrap_or_default();
    let mut missing: BTreeSet<String> = BTreeSet::new();
    for (rule, _) in one.members.iter().filter(|(rule, _)| status(*rule) == "unknown") {
        let facts = outcomes[key(*rule)]["missing"].as_array().into_iter().flatten();
        missing.extend(facts.filter_map(Json::as_str).map(str::to_owned));
    }
    let held: Vec<&(usize, Option<usize>)> =
        one.members.iter().filter(|(rule, _)| status(*rule) == "yes").collect();
    let is_unknown = one.members.iter().any(|(rule, _)| status(*rule) == "unknown");
    let said = |status: &str, taken: Option<&str>, choose: Vec<&str>, missing: &BTreeSet<String>| json!({ "status": status, "taken": taken, "choose": choose, "missing": missing });
    // Of one alone nothing has to be compared.
    let compares = held.len() > 1 || (is_unknown && !held.is_empty());
    let mut values = Vec::new();
    for (rule, field) in held.iter().filter(|_| compares) {
        let (Some(field), Some(asked)) = (field, asked.iter().find(|asked| asked.id == *rule)) else {
            continue;
        };
        let known = asked.field(world, *field, given);
        *is_careful |= known.is_careful;
        match known.value {
            None => missing.extend(asked.missing_of_field(world, *field, given)),
            Some(value) => values.push((key(*rule), value.exact().cloned())),
        }
    }
    if is_unknown || !missing.is_empty() {
        return said("unknown", None, Vec::new(), &missing);
    }
    let names: Vec<&str> = held.iter().map(|(rule, _)| key(*rule)).collect();
    match names.as_slice() {
        [] => return said("none", None, Vec::new(), &missing),
        [only] => return said("taken", Some(only), Vec::new(), &missing),
        _ => {}
    }
    let wanted = match one.preference {
        Preference::Choice => return said("choose", None, names, &missing),
        Preference::Highest => Ordering::Greater,
        Preference::Lowest => Ordering::Less,
    };
    let valueless: Vec<&str> =
        values.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| *name).collect();
    if !valueless.is_empty() {
        return said("no_value", None, valueless, &missing);
    }
    let best = values.iter().reduce(|best, one| if one.1.cmp(&best.1) == wanted { one } else { best });
    let best: Vec<&str> = values
        .iter()
        .filter(|(_, value)| best.is_some_and(|(_, best)| best == value))
        .map(|(name, _)| *name)
        .collect();
    match best.as_slice() {
        [only] => said("taken", Some(only), Vec::new(), &missing),
        _ => said("choose", None, best, &missing),
    }
}
