//! All comparisons that something rests on, through every reference, departure and deeming, each once. A fact's type
//! is cut where they turn.

use crate::day::Day;
use crate::program::{
    Body, Comparison, Condition, DayBase, DayTerm, DeemedValue, Effect, FactId, Item, Link, NumberTerm,
    Period, Program, Relation, Stretch,
};

/// All comparisons that a condition rests on.
pub fn comparisons(program: &Program, condition: &Condition) -> Vec<Comparison> {
    let mut found = Vec::new();
    collect(program, condition, &mut found);
    complete(program, found)
}

/// All comparisons that a conclusion or a definition rests on, its own days included.
pub fn comparisons_of(program: &Program, rule: usize) -> Vec<Comparison> {
    comparisons(program, &Condition::Rule(rule, true))
}

/// Those that follow from others: of facts that are deemed, and of the places that figures are of.
pub fn complete(program: &Program, mut found: Vec<Comparison>) -> Vec<Comparison> {
    let mut more = Vec::new();
    for comparison in &found {
        for deemed in &program.deemed {
            if super::involves(comparison, deemed.fact) {
                more.extend(read_as(comparison, deemed.fact, deemed.value));
            }
        }
    }
    for (at, deemed) in program.deemed.iter().enumerate() {
        let reads = |comparison: &Comparison| super::involves(comparison, deemed.fact);
        if found.iter().any(reads) {
            deemings(program, at, &mut more);
            if let DeemedValue::Fact(other) = deemed.value {
                more.push(Comparison::IsNone(other));
            }
        }
    }
    found.extend(more);
    let places: Vec<Comparison> = found
        .iter()
        .filter_map(|comparison| match comparison {
            Comparison::Listed(_, id) | Comparison::Number(_, _, NumberTerm::Parameter(id)) => {
                program.parameters[*id].authorised.as_ref()?.by_region.map(Comparison::Reads)
            }
            _ => None,
        })
        .collect();
    found.extend(places);
    found.sort();
    found.dedup();
    found
}

/// What a statement that deems rests on; it reads the facts as they are given.
pub fn deemings(program: &Program, at: usize, found: &mut Vec<Comparison>) {
    let deemed = &program.deemed[at];
    found.extend(today(Relation::AtLeast, deemed.force));
    of_body(program, &deemed.body, found);
    if let Some(evidence) = &deemed.evidence {
        collect(program, evidence, found);
    }
}

/// A comparison with a fact read as something else; none if nothing is left to compare.
fn read_as(comparison: &Comparison, fact: FactId, value: DeemedValue) -> Option<Comparison> {
    match (comparison, value) {
        (_, DeemedValue::Fact(other)) => Some(renamed(comparison, &[(fact, other)])),
        (Comparison::Days(left, relation, right), DeemedValue::Fixed(Some(day))) => {
            let fixed = |term: &DayTerm| match term.base {
                DayBase::Fact(of) if of == fact => DayTerm { base: DayBase::Fixed(day), ..*term },
                _ => *term,
            };
            Some(Comparison::Days(fixed(left), *relation, fixed(right)))
        }
        (_, DeemedValue::Fixed(_)) => None,
    }
}

/// A comparison with some facts read as others.
fn renamed(comparison: &Comparison, read_as: &[(FactId, FactId)]) -> Comparison {
    let of = |fact: FactId| read_as.iter().find(|(from, _)| *from == fact).map_or(fact, |(_, to)| *to);
    match comparison {
        Comparison::Among(fact, list) => Comparison::Among(of(*fact), list.clone()),
        Comparison::Flag(fact, wanted) => Comparison::Flag(of(*fact), *wanted),
        Comparison::InCity(fact, wanted) => Comparison::InCity(of(*fact), *wanted),
        Comparison::InDistrict(fact, code) => Comparison::InDistrict(of(*fact), *code),
        Comparison::Listed(fact, id) => Comparison::Listed(of(*fact), *id),
        Comparison::Number(fact, relation, number) => Comparison::Number(of(*fact), *relation, *number),
        Comparison::Reads(fact) => Comparison::Reads(of(*fact)),
        Comparison::IsNone(fact) => Comparison::IsNone(of(*fact)),
        Comparison::Settled(id, wanted) => Comparison::Settled(*id, *wanted),
        Comparison::Days(left, relation, right) => {
            let term = |term: &DayTerm| match term.base {
                DayBase::Fact(fact) => DayTerm { base: DayBase::Fact(of(fact)), ..*term },
                DayBase::Today | DayBase::Fixed(_) => *term,
            };
            Comparison::Days(term(left), *relation, term(right))
        }
    }
}

/// A comparison of the business date with a day.
pub fn today(relation: Relation, day: Day) -> Option<Comparison> {
    let term = |base| DayTerm { base, period: Period::NONE };
    Some(Comparison::Days(term(DayBase::Today), relation, term(DayBase::Fixed(day))))
}

/// The business date and a fact, neither moved.
pub fn today_terms(fact: FactId) -> (DayTerm, DayTerm) {
    let term = |base| DayTerm { base, period: Period::NONE };
    (term(DayBase::Fact(fact)), term(DayBase::Today))
}

fn of_days(days: Stretch, found: &mut Vec<Comparison>) {
    found.extend(days.from.and_then(|day| today(Relation::AtLeast, day)));
    found.extend(days.to.and_then(|day| today(Relation::AtMost, day)));
}

pub(super) fn of_body(program: &Program, body: &Body, found: &mut Vec<Comparison>) {
    of_days(body.days, found);
    if let Some(only) = &body.only {
        collect(program, only, found);
    }
    of_items(program, &body.items, found);
}

fn of_items(program: &Program, items: &[Item], found: &mut Vec<Comparison>) {
    for item in items {
        if let Some(own) = &item.own {
            collect(program, own, found);
        }
        if let Some((_, below)) = &item.below {
            of_items(program, below, found);
        }
    }
}

pub(super) fn collect(program: &Program, condition: &Condition, found: &mut Vec<Comparison>) {
    match condition {
        Condition::Is(comparison) => found.push(comparison.clone()),
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                collect(program, part, found);
            }
        }
        Condition::Rule(rule, _) => of_rule(program, *rule, found),
        Condition::Item(rule, item) => {
            let of = &program.rules[*rule];
            let bodies = of.amendments.iter().map(|amendment| &amendment.body).chain([&of.body]);
            for body in bodies {
                of_items(program, body.items.get(*item..=*item).unwrap_or_default(), found);
            }
            of_versions(program, *rule, found);
            for exception in &of.exceptions {
                if matches!(program.exceptions[*exception].effect, Effect::Lift(_)) {
                    of_exception(program, *exception, found);
                }
            }
        }
        // Cases of fields are looked at where fields are (`field::reads`).
        Condition::Field(_) => {}
    }
}

fn of_rule(program: &Program, id: usize, found: &mut Vec<Comparison>) {
    let rule = &program.rules[id];
    found.extend(today(Relation::AtLeast, rule.force));
    of_body(program, &rule.body, found);
    for amendment in &rule.amendments {
        of_body(program, &amendment.body, found);
    }
    of_versions(program, id, found);
    for link in &rule.links {
        match link {
            Link::Unless(other) | Link::YieldsTo(other) => of_rule(program, *other, found),
            Link::Also(condition) => collect(program, condition, found),
            Link::Analogy(other, read_as) => {
                let mut there = Vec::new();
                of_rule(program, *other, &mut there);
                found.extend(there.iter().map(|comparison| renamed(comparison, read_as)));
            }
        }
    }
    for exception in &rule.exceptions {
        of_exception(program, *exception, found);
    }
}

/// What decides which version of a rule holds.
pub(super) fn of_versions(program: &Program, rule: usize, found: &mut Vec<Comparison>) {
    let rule = &program.rules[rule];
    found.extend(rule.amendments.iter().filter_map(|amendment| today(Relation::AtLeast, amendment.from)));
    for transition in &rule.transitions {
        of_body(program, &transition.body, found);
    }
}

/// What an exception rests on, with the exceptions to it.
pub(super) fn of_exception(program: &Program, id: usize, found: &mut Vec<Comparison>) {
    let exception = &program.exceptions[id];
    found.extend(today(Relation::AtLeast, exception.force));
    of_body(program, &exception.body, found);
    if let Some(instead) = &exception.instead {
        of_body(program, instead, found);
    }
    for other in &exception.exceptions {
        of_exception(program, *other, found);
    }
}
