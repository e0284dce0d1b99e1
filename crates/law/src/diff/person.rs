//! The smallest person in a case: as few facts as the case can be told by, each
//! with a value that people know, decided by both policies for real.

use super::catalogue::Given;
use super::merged::Merged;
use super::patterns::{Mask, Moment};
use super::space::{Class, Cube, path, values};
use crate::condition::World;
use crate::contract::input;
use crate::date::Date;
use crate::decide::{Decider, Options, Request, Status, settings};
use crate::diagram::{NO, NodeId, YES};
use crate::fact::{ABSENT, FactId, Kind, NONE};
use crate::fields;
use crate::parameter::Setting;
use crate::policy::Policy;
use crate::value::Datum;
use std::collections::BTreeSet;

/// One side's answer to the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status; none where the policy has no such conclusion.
    pub status: Option<Status>,
    /// The field that is looked at.
    pub field: Option<Datum>,
    /// Whether facts that are not given could still change the one or the other.
    pub is_open: bool,
}

/// A person with what both policies say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Business date.
    pub as_of: Date,
    /// What authorised matters are given, of the common catalogue.
    pub given: Given,
    /// Facts of the common catalogue.
    pub facts: Vec<(FactId, i64)>,
    /// Before and after.
    pub answers: [Answer; 2],
}

/// What is to be shown.
#[derive(Debug, Clone, Copy)]
pub struct Sought<'a> {
    /// The conclusion's key.
    pub conclusion: &'a str,
    /// The field's key, if the difference is one of a field.
    pub field: Option<&'a str>,
    /// Where the difference is.
    pub node: NodeId,
    /// Facts whose values may have to be tried, beside the patterns.
    pub tried: &'a [FactId],
}

/// Facts with what both sides answer.
type Answered = (Vec<(FactId, i64)>, [Answer; 2]);

/// So many facts of a formula are tried with each other, on so many persons.
const TRIED_TOGETHER_MAX: usize = 3;
const PERSONS_TRIED_MAX: usize = 100;

/// On so many classes of dates a smaller person is looked for.
const CLASSES_TRIED: usize = 12;

/// The person of a case; none if every one whom it describes would be refused as bad input.
pub fn find(merged: &Merged<'_>, classes: &[Class], cube: &Cube, sought: Sought<'_>) -> Option<Person> {
    let mut best: Option<Person> = None;
    let mut tried = 0;
    for class in classes {
        let Some(way) = path(merged, class, cube, sought.node, YES) else { continue };
        tried += 1;
        let groups = needed(merged, class, cube, sought.node, &way);
        if let Some(person) = told(merged, class.moment, &groups, sought)
            && best.as_ref().is_none_or(|known| person.facts.len() < known.facts.len())
        {
            best = Some(person);
        }
        if tried >= CLASSES_TRIED && best.is_some() {
            break;
        }
    }
    best
}

/// The patterns that have to be given on the class's dates: whoever has them is in
/// the difference whatever else holds.
fn needed(
    merged: &Merged<'_>,
    class: &Class,
    cube: &Cube,
    node: NodeId,
    way: &[(usize, Mask)],
) -> Vec<(usize, Mask)> {
    let mut given: Cube = Cube::new();
    for (group, mask) in way {
        given.insert(*group, BTreeSet::from([*mask]));
    }
    // What the case wants and the path did not have to look at.
    for (group, allowed) in cube {
        let occurring = class.masks.get(group);
        let first = occurring.and_then(|masks| masks.iter().find(|mask| allowed.contains(mask)));
        if let (Some(mask), false) = (first, given.contains_key(group)) {
            given.insert(*group, BTreeSet::from([*mask]));
        }
    }
    for group in given.keys().copied().collect::<Vec<_>>() {
        let Some(kept) = given.remove(&group) else { continue };
        if path(merged, class, &given, node, NO).is_some() {
            given.insert(group, kept);
        }
    }
    given.into_iter().filter_map(|(group, masks)| Some((group, *masks.first()?))).collect()
}

/// The person of these patterns, with each fact left out that both answers can do without.
fn told(merged: &Merged<'_>, moment: Moment, groups: &[(usize, Mask)], sought: Sought<'_>) -> Option<Person> {
    let mut facts: Vec<(FactId, i64)> =
        groups.iter().flat_map(|(group, mask)| values(merged, *group, moment, *mask)).collect();
    let mut deciders = [Decider::default(), Decider::default()];
    let mut answers = decided(merged, &mut deciders, moment, &facts, sought)?;
    if !differ(&answers, sought) {
        (facts, answers) = others(merged, &mut deciders, moment, &facts, sought)?;
    }
    let mut at = 0;
    while at < facts.len() {
        let mut fewer = facts.clone();
        fewer.remove(at);
        match decided(merged, &mut deciders, moment, &fewer, sought) {
            Some(still) if differ(&still, sought) => (facts, answers) = (fewer, still),
            _ => at += 1,
        }
    }
    facts.sort_unstable();
    let given = merged.given[moment.given].clone();
    Some(Person { as_of: moment.day, given, facts, answers })
}

/// Other values of the facts that a formula reads: the patterns are the same, the amounts are not.
fn others(
    merged: &Merged<'_>,
    deciders: &mut [Decider; 2],
    moment: Moment,
    facts: &[(FactId, i64)],
    sought: Sought<'_>,
) -> Option<Answered> {
    let mut whole = facts.to_vec();
    for fact in sought.tried {
        if facts.iter().all(|(of, _)| of != fact) {
            let first = tried_values(merged, *fact, None, moment.day).first().copied();
            whole.extend(first.map(|value| (*fact, value)));
        }
    }
    let mut persons = vec![whole];
    // Facts together: a rounding before and after a product differs only so.
    for fact in sought.tried.iter().take(TRIED_TOGETHER_MAX) {
        let mut more = Vec::new();
        for person in &persons {
            let now = person.iter().find(|(of, _)| of == fact).map(|(_, value)| *value);
            let values = tried_values(merged, *fact, now, moment.day);
            for value in now.into_iter().chain(values) {
                let mut changed: Vec<(FactId, i64)> =
                    person.iter().copied().filter(|(of, _)| of != fact).collect();
                changed.push((*fact, value));
                if let Some(answers) = decided(merged, deciders, moment, &changed, sought)
                    && differ(&answers, sought)
                {
                    return Some((changed, answers));
                }
                more.push(changed);
            }
        }
        persons = more;
        persons.truncate(PERSONS_TRIED_MAX);
    }
    None
}

fn tried_values(merged: &Merged<'_>, fact: FactId, now: Option<i64>, day: Date) -> Vec<i64> {
    let declared = &merged.catalogue.facts[fact];
    let (min, max) = declared.bounds(day);
    match &declared.kind {
        Kind::Date => {
            let now = now.filter(|value| *value != NONE).map_or(day, Date::from_packed);
            return vec![now.previous().packed(), now.next().packed(), min, max];
        }
        Kind::Region => {
            let regions = &merged.policies[0].regions;
            let outside = regions.provinces.iter().filter_map(|of| format!("{:0<6}", of.code).parse().ok());
            let outside = outside.filter(|code| !regions.is_city(*code)).take(1);
            let inside = regions.district_codes().iter().copied().take(2);
            return inside.chain(outside).chain(declared.none.as_ref().map(|_| NONE)).collect();
        }
        Kind::Choice(_) | Kind::Flag => return (min..=max).collect(),
        Kind::Integer { .. } | Kind::Money { .. } => {}
    }
    let now = now.filter(|value| *value != NONE).unwrap_or(min);
    let steps = [1, 2, 3, 49, 51, 99, 1_000, 10_001, 100_003, 1_000_000];
    let near = steps.into_iter().flat_map(|step| [now.saturating_add(step), now.saturating_sub(step)]);
    near.chain([min, max, min / 2 + max / 2]).filter(|value| (min..=max).contains(value)).collect()
}

/// Whether the answers differ, with nothing left open.
fn differ(answers: &[Answer; 2], sought: Sought<'_>) -> bool {
    let [before, after] = answers;
    if before.is_open || after.is_open {
        return false;
    }
    if sought.field.is_none() {
        return before.status != after.status;
    }
    let yes = |answer: &Answer| answer.status == Some(Status::Yes);
    let shown = |answer: &Answer| answer.field.as_ref().map(Datum::json);
    yes(before) && yes(after) && shown(before) != shown(after)
}

/// Both answers to a person; none if one side refuses the input.
fn decided(
    merged: &Merged<'_>,
    deciders: &mut [Decider; 2],
    moment: Moment,
    facts: &[(FactId, i64)],
    sought: Sought<'_>,
) -> Option<[Answer; 2]> {
    let mut answers = Vec::new();
    for (side, decider) in deciders.iter_mut().enumerate() {
        let policy = merged.policies[side];
        let request = request(merged, side, moment.day, &merged.given[moment.given], facts)?;
        answers.push(answer(policy, decider, &request, sought));
    }
    answers.try_into().ok()
}

/// The person as a side's request, read as any input is; facts that only the other
/// side asks for are left out.
pub fn request(
    merged: &Merged<'_>,
    side: usize,
    day: Date,
    given: &Given,
    facts: &[(FactId, i64)],
) -> Option<Request> {
    let policy = merged.policies[side];
    let mut own_facts = serde_json::Map::new();
    for (fact, value) in facts {
        if let Some((own, value)) = merged.catalogue.own(side, *fact, *value) {
            own_facts.insert(policy.facts[own].key.clone(), policy.facts[own].json(value));
        }
    }
    let mut input = serde_json::json!({ "as_of": day.to_string(), "facts": own_facts });
    if !given.is_empty() {
        input["parameters"] = given_json(merged, given);
    }
    input::read(policy, input.to_string().as_bytes()).ok()
}

/// Given lists by their keys.
pub fn given_json(merged: &Merged<'_>, given: &Given) -> serde_json::Value {
    let list = |(parameter, setting): &(usize, Setting)| {
        let Setting::Regions(codes) = setting else { return None };
        let codes: serde_json::Value = codes.iter().map(|code| format!("{code:06}")).collect();
        Some((merged.catalogue.parameters[*parameter].key.clone(), codes))
    };
    given.iter().filter_map(list).collect::<serde_json::Map<_, _>>().into()
}

fn answer(policy: &Policy, decider: &mut Decider, request: &Request, sought: Sought<'_>) -> Answer {
    let none = Answer { status: None, field: None, is_open: false };
    let Some(plan) = policy.plan(sought.conclusion) else { return none };
    let options = Options { only: Some(vec![plan]), without_because: true, without_changes: true };
    let decision = decider.decide(policy, request, &options);
    let Some(outcome) = decision.outcomes.first() else { return none };
    let index = |key: &str| policy.rule(plan).fields.iter().position(|field| field.key == key);
    let field = sought.field.and_then(index).filter(|_| outcome.status == Status::Yes);
    let settings = settings(policy, request, request.as_of);
    let world = World {
        today: request.as_of,
        facts: &request.facts,
        settings: &settings,
        regions: &policy.regions,
        calendar: &policy.calendar,
    };
    let depends = |at: usize| !fields::undecided(policy, &policy.plans[plan], at, &world).is_empty();
    Answer {
        status: Some(outcome.status),
        field: field.and_then(|at| outcome.fields.get(at)).map(|(datum, _)| datum.clone()),
        is_open: outcome.status == Status::Unknown || field.is_some_and(depends),
    }
}

/// A person as the facts of an input, in the order of their keys.
pub fn facts_json(merged: &Merged<'_>, person: &Person) -> serde_json::Value {
    let fact = |(fact, value): &(FactId, i64)| {
        let declared = &merged.catalogue.facts[*fact];
        (declared.key.clone(), declared.json(*value))
    };
    debug_assert!(person.facts.iter().all(|(_, value)| *value != ABSENT));
    person.facts.iter().map(fact).collect::<serde_json::Map<_, _>>().into()
}
