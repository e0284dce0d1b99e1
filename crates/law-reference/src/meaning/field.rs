//! The value of a field for complete facts: the first case that holds gives it, reckoned from left to right in whole
//! fen (`docs/language/values.md`).

use super::truth::{World, years_later};
use crate::day;
use crate::program::{
    Comparison, Condition, FactId, Kind, Operand, Program, Rule, Setting, Step, Term, Value,
};
use serde_json::{Value as Json, json};

/// What an operand comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Amount {
    Number(i64),
    Day(i64),
    /// Only itself: a choice, a flag, a region.
    Fact(FactId, i64),
}

/// A field's value: as answers write it (null is none), and a choice by its words too, since two facts may use the
/// same code for different things.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// As answers write it.
    pub json: Json,
    /// The words of codes.
    words: Vec<String>,
}

impl From<Json> for Shown {
    fn from(json: Json) -> Self {
        Self { json, words: Vec::new() }
    }
}

/// A field's value.
pub fn value(world: &World<'_>, rule: &Rule, field: usize, facts: &[Value]) -> Shown {
    for case in &rule.fields[field].cases {
        match case.when.as_ref().map_or(Some(true), |when| taken(world, rule, when, facts)) {
            None => return Shown::default(),
            Some(true) => return term(world, &case.value, facts),
            Some(false) => {}
        }
    }
    Shown::default()
}

/// Whether a case is taken; `None` where its condition uses a parameter without a value.
fn taken(world: &World<'_>, rule: &Rule, condition: &Condition, facts: &[Value]) -> Option<bool> {
    let amounts = super::comparisons(world.program, condition);
    let valueless = amounts.iter().any(|comparison| match comparison {
        Comparison::Number(_, _, crate::program::NumberTerm::Parameter(id)) => world.money(*id).is_none(),
        _ => false,
    });
    if valueless { None } else { Some(in_field(world, rule, condition, facts)) }
}

fn in_field(world: &World<'_>, rule: &Rule, condition: &Condition, facts: &[Value]) -> bool {
    match condition {
        Condition::Field(other) => value(world, rule, *other, facts).json == json!(true),
        Condition::All(parts) => parts.iter().all(|part| in_field(world, rule, part, facts)),
        Condition::Any(parts) => parts.iter().any(|part| in_field(world, rule, part, facts)),
        other => world.holds(other, facts),
    }
}

fn term(world: &World<'_>, term: &Term, facts: &[Value]) -> Shown {
    match term {
        Term::None => Shown::default(),
        Term::Flag(flag) => json!(flag).into(),
        Term::Code((label, code)) => Shown { json: json!(code), words: vec![label.clone()] },
        Term::Codes(all) => Shown {
            json: json!(all.iter().map(|(_, code)| code).collect::<Vec<_>>()),
            words: all.iter().map(|(label, _)| label.clone()).collect(),
        },
        Term::Regions(of, in_city) => {
            let mut codes: Vec<i64> = of.iter().filter_map(|fact| facts[*fact]).collect();
            codes.retain(|code| !in_city || world.program.in_city(*code));
            codes.sort_unstable();
            codes.dedup();
            json!(codes.iter().map(|code| format!("{code:06}")).collect::<Vec<_>>()).into()
        }
        Term::Sum(first, steps) => {
            sum(world, first, steps, facts).map_or_else(Shown::default, |amount| match amount {
                Amount::Number(number) => {
                    // An amount is no number: 0 yuan and 0 months are two values.
                    let words =
                        if is_money(world.program, first) { vec!["元".to_owned()] } else { Vec::new() };
                    Shown { json: json!(number), words }
                }
                Amount::Day(day) => json!(day::write(day)).into(),
                Amount::Fact(fact, value) => {
                    let json = fact_json(world.program, fact, Some(value));
                    let label = match &world.program.facts[fact].kind {
                        Kind::Choice(choices) => usize::try_from(value).ok().and_then(|at| choices.get(at)),
                        _ => None,
                    };
                    Shown { json, words: label.map(|(label, _)| label.clone()).into_iter().collect() }
                }
            })
        }
    }
}

/// Whether what begins with this operand is an amount.
fn is_money(program: &Program, first: &Operand) -> bool {
    match first {
        Operand::Money(_) | Operand::Parameter(_) => true,
        Operand::Fact(fact) => matches!(program.facts[*fact].kind, Kind::Money(..)),
        Operand::Number(_) | Operand::Day(_) => false,
    }
}

fn sum(world: &World<'_>, first: &Operand, steps: &[Step], facts: &[Value]) -> Option<Amount> {
    let mut amount = operand(world, first, facts)?;
    for step in steps {
        amount = match (step, amount) {
            (Step::Minus(other), Amount::Number(left)) => {
                let Amount::Number(right) = operand(world, other, facts)? else { return None };
                Amount::Number(left.checked_sub(right)?)
            }
            (Step::Times(other), Amount::Number(left)) => {
                let Amount::Number(right) = operand(world, other, facts)? else { return None };
                Amount::Number(left.checked_mul(right)?)
            }
            (Step::Rate(id), Amount::Number(fen)) => match &world.settings[*id] {
                Some(Setting::Rate(rate)) => Amount::Number(rate.of(fen)?),
                _ => return None,
            },
            (Step::YearsLater(years), Amount::Day(day)) => Amount::Day(years_later(day, *years)?),
            _ => return None,
        };
    }
    Some(amount)
}

fn operand(world: &World<'_>, operand: &Operand, facts: &[Value]) -> Option<Amount> {
    match operand {
        Operand::Number(number) | Operand::Money(number) => Some(Amount::Number(*number)),
        Operand::Day(day) => Some(Amount::Day(*day)),
        Operand::Parameter(id) => world.money(*id).map(Amount::Number),
        Operand::Fact(fact) => {
            let value = facts[*fact]?;
            Some(match world.program.facts[*fact].kind {
                Kind::Integer(..) | Kind::Money(..) => Amount::Number(value),
                Kind::Date => Amount::Day(value),
                Kind::Choice(_) | Kind::Flag | Kind::Region => Amount::Fact(*fact, value),
            })
        }
    }
}

/// A fact's value as answers write it.
pub fn fact_json(program: &Program, fact: FactId, value: Value) -> Json {
    let Some(value) = value else { return Json::Null };
    match &program.facts[fact].kind {
        Kind::Date => json!(day::write(value)),
        Kind::Region => json!(format!("{value:06}")),
        Kind::Flag => json!(value == 1),
        Kind::Integer(..) | Kind::Money(..) => json!(value),
        Kind::Choice(choices) => {
            let choice = usize::try_from(value).ok().and_then(|at| choices.get(at));
            json!(choice.map(|(_, code)| code))
        }
    }
}

/// The comparisons of a field's cases, and the facts that stand in its values, through the fields that it names.
pub fn reads(program: &Program, rule: &Rule, field: usize) -> (Vec<Comparison>, Vec<FactId>) {
    let (mut compared, mut shown) = (Vec::new(), Vec::new());
    for case in &rule.fields[field].cases {
        if let Some(when) = &case.when {
            compared.extend(super::comparisons(program, when));
            let mut named = Vec::new();
            fields_named(when, &mut named);
            for other in named {
                let (comparisons, facts) = reads(program, rule, other);
                compared.extend(comparisons);
                shown.extend(facts);
            }
        }
        match &case.value {
            Term::Regions(facts, _) => shown.extend(facts),
            Term::Sum(first, steps) => {
                let others = steps.iter().filter_map(|step| match step {
                    Step::Minus(operand) | Step::Times(operand) => Some(operand),
                    Step::Rate(_) | Step::YearsLater(_) => None,
                });
                shown.extend(others.chain([first]).filter_map(|operand| match operand {
                    Operand::Fact(fact) => Some(*fact),
                    Operand::Parameter(_) | Operand::Number(_) | Operand::Money(_) | Operand::Day(_) => None,
                }));
            }
            Term::None | Term::Flag(_) | Term::Code(_) | Term::Codes(_) => {}
        }
    }
    (compared, shown)
}

fn fields_named(condition: &Condition, found: &mut Vec<usize>) {
    match condition {
        Condition::Field(field) => found.push(*field),
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                fields_named(part, found);
            }
        }
        Condition::Is(_) | Condition::Rule(..) | Condition::Item(..) => {}
    }
}
