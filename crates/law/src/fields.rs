//! The fields of a yes. Where facts are absent, every kind of completion is
//! tried: a field that would differ among them is none.

use crate::cells;
use crate::condition::{Condition, Form, Test, World};
use crate::fact::{ABSENT, FactId};
use crate::parameter::ParameterId;
use crate::plan::{FieldPlan, Plan};
use crate::policy::Policy;
use crate::rule::Rule;
use crate::value::{Datum, Scope, Tangled, tried_one_by_one};
use std::collections::BTreeMap;

/// Each field's value and the case that gave it, in the rule's order.
pub fn values(policy: &Policy, plan: &Plan, world: &World<'_>) -> Vec<(Datum, Option<usize>)> {
    let rule = &policy.rules[plan.rule];
    plan.fields.iter().enumerate().map(|(index, field)| value(policy, rule, index, field, world)).collect()
}

fn value(
    policy: &Policy,
    rule: &Rule,
    index: usize,
    plan: &FieldPlan,
    world: &World<'_>,
) -> (Datum, Option<usize>) {
    let absent: Vec<FactId> =
        plan.facts.iter().copied().filter(|fact| world.facts[*fact] == ABSENT).collect();
    if absent.is_empty() {
        return evaluate(policy, rule, index, world);
    }
    if absent.iter().any(|fact| is_too_tangled(policy, plan, *fact, world)) {
        return (Datum::None, None);
    }
    let mut facts = world.facts.to_vec();
    let mut seen = None;
    let mut same = true;
    complete(policy, plan, &absent, &mut facts, world, &mut |world| {
        let this = evaluate(policy, rule, index, world);
        same = match &seen {
            None => {
                seen = Some(this);
                true
            }
            Some((datum, _)) => *datum == this.0,
        };
        same
    });
    if same { seen.unwrap_or((Datum::None, None)) } else { (Datum::None, None) }
}

/// The absent facts on which a field of a yes depends: for each there is a
/// completion of the others under which its value decides.
pub fn undecided(policy: &Policy, plan: &Plan, index: usize, world: &World<'_>) -> Vec<FactId> {
    let rule = &policy.rules[plan.rule];
    let field = &plan.fields[index];
    let absent: Vec<FactId> =
        field.facts.iter().copied().filter(|fact| world.facts[*fact] == ABSENT).collect();
    let decides = |fact: &FactId| {
        let others: Vec<FactId> = absent.iter().copied().filter(|other| other != fact).collect();
        let mut facts = world.facts.to_vec();
        !complete(policy, field, &others, &mut facts, world, &mut |world| {
            let mut facts = world.facts.to_vec();
            let mut seen = None;
            complete(policy, field, &[*fact], &mut facts, world, &mut |world| {
                let this = evaluate(policy, rule, index, world).0;
                seen.get_or_insert_with(|| this.clone()) == &this
            })
        })
    };
    let decides = |fact: &FactId| is_too_tangled(policy, field, *fact, world) || decides(fact);
    absent.iter().copied().filter(decides).collect()
}

/// Whether a fact's effect on a field can neither be seen from the ends of the
/// pieces of its type nor be tried value by value.
fn is_too_tangled(policy: &Policy, plan: &FieldPlan, fact: FactId, world: &World<'_>) -> bool {
    plan.tangled.facts.contains(&fact) && tried_one_by_one(&policy.facts[fact], world).is_none()
}

/// Calls `each` with every kind of completion until it says stop.
fn complete(
    policy: &Policy,
    plan: &FieldPlan,
    absent: &[FactId],
    facts: &mut Vec<i64>,
    world: &World<'_>,
    each: &mut dyn FnMut(&World<'_>) -> bool,
) -> bool {
    let Some((fact, rest)) = absent.split_first() else {
        return each(&World { facts, ..*world });
    };
    let mut values = Vec::new();
    let declared = &policy.facts[*fact];
    cells::values(&plan.tests, *fact, declared, &World { facts, ..*world }, true, &mut values);
    bound(policy, plan, *fact, rest, facts, world, &mut values);
    if plan.tangled.facts.contains(fact)
        && let Some(all) = tried_one_by_one(declared, world)
    {
        values.extend(all);
    }
    for value in values {
        facts[*fact] = value;
        if !complete(policy, plan, rest, facts, world, each) {
            return false;
        }
    }
    facts[*fact] = ABSENT;
    true
}

/// Of two bound facts one is cut as the other's pieces end, too (see `cells::Cells::of_two`).
fn bound(
    policy: &Policy,
    plan: &FieldPlan,
    fact: FactId,
    others: &[FactId],
    facts: &mut Vec<i64>,
    world: &World<'_>,
    values: &mut Vec<i64>,
) {
    let (mut ends, mut cut) = (Vec::new(), Vec::new());
    for other in others {
        let binds = |test: &Test| {
            let mut of = test.facts();
            of.any(|of| of == fact) && test.facts().any(|of| of == *other)
        };
        if !plan.tests.iter().any(binds) {
            continue;
        }
        let known = World { facts, ..*world };
        cells::values(&plan.tests, *other, &policy.facts[*other], &known, true, &mut ends);
        for end in &ends {
            facts[*other] = *end;
            let known = World { facts, ..*world };
            cells::values(&plan.tests, fact, &policy.facts[fact], &known, true, &mut cut);
            values.extend(&cut);
        }
        facts[*other] = ABSENT;
    }
    values.sort_unstable();
    values.dedup();
}

/// A field for known facts; none where a parameter that it needs has no value.
fn evaluate(policy: &Policy, rule: &Rule, index: usize, world: &World<'_>) -> (Datum, Option<usize>) {
    for (at, case) in rule.fields[index].cases.iter().enumerate() {
        let taken = match &case.when {
            None => Some(true),
            Some(condition) => turn(policy, rule, condition, world),
        };
        match taken {
            Some(true) => {
                let field = |field: usize| evaluate(policy, rule, field, world).0;
                let scope = Scope { world, facts: &policy.facts, field: &field };
                return (case.value.value(&scope), Some(at));
            }
            Some(false) => {}
            None => return (Datum::None, None),
        }
    }
    (Datum::None, None)
}

/// Whether it is a case's turn. What stands before its own words says whether it is looked at at all: the days of its
/// version, its transition, its exception. Only the words of a case that is looked at are strict.
fn turn(policy: &Policy, rule: &Rule, condition: &Condition, world: &World<'_>) -> Option<bool> {
    match &condition.form {
        Form::All(parts) if condition.zh.is_empty() => {
            for part in parts {
                if !turn(policy, rule, part, world)? {
                    return Some(false);
                }
            }
            Some(true)
        }
        Form::Test(_)
        | Form::All(_)
        | Form::Any(_)
        | Form::Rule { .. }
        | Form::Item { .. }
        | Form::Field(_) => holds(policy, rule, condition, world),
    }
}

/// Whether a condition holds for known facts; strict in parameters without a value.
pub fn holds(policy: &Policy, rule: &Rule, condition: &Condition, world: &World<'_>) -> Option<bool> {
    let part = |part: &Condition| holds(policy, rule, part, world);
    match &condition.form {
        Form::Test(test) => world.holds(test),
        Form::All(parts) => parts.iter().map(part).try_fold(true, |all, one| Some(all & one?)),
        Form::Any(parts) => parts.iter().map(part).try_fold(false, |any, one| Some(any | one?)),
        Form::Rule { rule: other, wanted } => {
            let other = &policy.rules[*other];
            Some(holds(policy, other, &other.root, world)? == *wanted)
        }
        Form::Item { rule: other, item } => {
            let other = &policy.rules[*other];
            holds(policy, other, &other.items[*item], world)
        }
        Form::Field(field) => Some(evaluate(policy, rule, *field, world).0 == Datum::Flag(true)),
    }
}

/// All tests and facts that a field can read.
pub fn support(rules: &[Rule], rule: &Rule, index: usize, tests: &mut Vec<Test>, facts: &mut Vec<FactId>) {
    for case in &rule.fields[index].cases {
        if let Some(condition) = &case.when {
            tests_of(rules, rule, condition, tests, facts);
        }
        case.value.facts(facts);
        let mut earlier = Vec::new();
        case.value.fields(&mut earlier);
        for field in earlier {
            support(rules, rule, field, tests, facts);
        }
    }
    facts.extend(tests.iter().flat_map(Test::facts));
    facts.sort_unstable();
    facts.dedup();
}

/// The parameters of a field's values, those of the fields that it reads included.
pub fn parameters(rule: &Rule, index: usize, found: &mut Vec<ParameterId>) {
    for case in &rule.fields[index].cases {
        case.value.parameters(found);
        let mut earlier = Vec::new();
        case.value.fields(&mut earlier);
        for field in earlier {
            parameters(rule, field, found);
        }
    }
}

/// Comparisons that cut facts where a table turns that a field reads them in.
pub fn cuts(policy: &Policy, rule: &Rule, index: usize, tests: &mut Vec<Test>) {
    for case in &rule.fields[index].cases {
        case.value.cuts(&policy.parameters, tests);
        let mut earlier = Vec::new();
        case.value.fields(&mut earlier);
        for field in earlier {
            cuts(policy, rule, field, tests);
        }
    }
}

/// What the ends of pieces do not show of a field.
pub fn tangled(rule: &Rule, index: usize) -> Tangled {
    let mut tangled = Tangled::default();
    for case in &rule.fields[index].cases {
        tangled.add(&case.value, &|field| read_once(rule, field));
    }
    tangled
}

/// The facts that a field reads, each as often as the case does that reads it most.
fn read_once(rule: &Rule, index: usize) -> Vec<FactId> {
    let mut most: BTreeMap<FactId, usize> = BTreeMap::new();
    for case in &rule.fields[index].cases {
        let (mut read, mut earlier) = (Vec::new(), Vec::new());
        case.value.facts(&mut read);
        case.value.fields(&mut earlier);
        read.extend(earlier.into_iter().flat_map(|field| read_once(rule, field)));
        for fact in &read {
            let count = read.iter().filter(|other| *other == fact).count();
            let known = most.entry(*fact).or_default();
            *known = count.max(*known);
        }
    }
    most.into_iter().flat_map(|(fact, count)| std::iter::repeat_n(fact, count)).collect()
}

fn tests_of(
    rules: &[Rule],
    rule: &Rule,
    condition: &Condition,
    tests: &mut Vec<Test>,
    facts: &mut Vec<FactId>,
) {
    match &condition.form {
        Form::Test(test) => tests.push(test.clone()),
        Form::All(parts) | Form::Any(parts) => {
            for part in parts {
                tests_of(rules, rule, part, tests, facts);
            }
        }
        Form::Rule { rule: other, .. } => {
            tests_of(rules, &rules[*other], &rules[*other].root, tests, facts);
        }
        Form::Item { rule: other, item } => {
            tests_of(rules, &rules[*other], &rules[*other].items[*item], tests, facts);
        }
        Form::Field(field) => support(rules, rule, *field, tests, facts),
    }
}
