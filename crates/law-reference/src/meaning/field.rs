//! The value of a field for complete facts: the first case that holds gives it; an exception that holds gives another
//! (`docs/language/values.md`, `exceptions.md`).

use super::reckon::Amount;
use super::truth::World;
use crate::day;
use crate::fraction::Fraction;
use crate::program::{
    Case, Comparison, Condition, Effect, FactId, Field, Kind, NumberTerm, Program, Rule, RuleId, Term, Value,
};
use serde_json::{Value as Json, json};

/// A field's value: as answers write it (null is none), and a choice by its words too, since two facts may use the
/// same code for different things.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// As answers write it.
    pub json: Json,
    /// The words of codes.
    words: Vec<String>,
    /// What reckons on with it.
    amount: Option<Amount>,
}

impl Shown {
    fn plain(json: Json) -> Self {
        Self { json, ..Self::default() }
    }

    /// As a number, to be compared.
    pub fn exact(&self) -> Option<&Fraction> {
        if let Some(Amount::Exact(fraction)) = &self.amount { Some(fraction) } else { None }
    }
}

/// A conclusion's fields read for complete facts, as rules see them.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'w, 'p> {
    /// The day.
    pub world: &'w World<'p>,
    /// The conclusion.
    pub rule: RuleId,
    /// The facts.
    pub facts: &'w [Value],
    /// How many of the rule's exceptions count, the last ones not.
    departures: usize,
}

/// A field's value for facts as they are given.
pub fn value(world: &World<'_>, rule: RuleId, field: usize, facts: &[Value]) -> Shown {
    let seen = world.seen(facts);
    let departures = world.program.rules[rule].exceptions.len();
    Reading { world, rule, facts: &seen, departures }.value(field)
}

impl<'p> Reading<'_, 'p> {
    fn of(&self) -> &'p Rule {
        &self.world.program.rules[self.rule]
    }

    fn value(&self, field: usize) -> Shown {
        let Some(key) = self.of().fields.get(field).map(|field| field.key.as_str()) else {
            return Shown::default();
        };
        for count in (0..self.departures).rev() {
            let id = self.of().exceptions[count];
            let exception = &self.world.program.exceptions[id];
            let is_here = matches!(&exception.effect, Effect::Replace)
                || matches!(&exception.effect, Effect::ReplaceField(of) if of == key);
            let new = exception.fields.iter().find(|field| field.key == key).filter(|_| is_here);
            if let Some(new) = new
                && self.world.exception_holds(id, self.facts)
            {
                return Reading { departures: count, ..*self }.first_case(new);
            }
        }
        let fields = self.world.version(self.of(), self.facts).1;
        fields
            .iter()
            .find(|field| field.key == key)
            .map_or_else(Shown::default, |field| self.first_case(field))
    }

    fn first_case(&self, field: &Field) -> Shown {
        for case in &field.cases {
            match case.when.as_ref().map_or(Some(true), |when| self.taken(when)) {
                None => return Shown::default(),
                Some(true) => return self.term(&case.value),
                Some(false) => {}
            }
        }
        Shown::default()
    }

    /// An earlier field, to be reckoned with.
    pub fn field(&self, field: usize) -> Option<Amount> {
        let departures = self.of().exceptions.len();
        Reading { departures, ..*self }.value(field).amount
    }

    /// The field before the exception that is looked at.
    pub fn before(&self, field: usize) -> Option<Amount> {
        self.value(field).amount
    }

    /// Whether a case is taken; `None` where its condition uses a parameter without a value.
    fn taken(&self, condition: &Condition) -> Option<bool> {
        let valueless = compared(condition).into_iter().any(|comparison| match comparison {
            Comparison::Number(_, _, NumberTerm::Parameter(id)) => {
                self.world.setting(*id, self.facts).is_none()
            }
            _ => false,
        });
        if valueless { None } else { Some(self.holds(condition)) }
    }

    fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Field(other) => {
                let departures = self.of().exceptions.len();
                Reading { departures, ..*self }.value(*other).json == json!(true)
            }
            Condition::All(parts) => parts.iter().all(|part| self.holds(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part)),
            other => self.world.holds(other, self.facts),
        }
    }

    fn term(&self, term: &Term) -> Shown {
        let program = self.world.program;
        match term {
            Term::None => Shown::default(),
            Term::Flag(flag) => Shown::plain(json!(flag)),
            Term::Code((label, code)) => Shown { words: vec![label.clone()], ..Shown::plain(json!(code)) },
            Term::Codes(all) => Shown {
                words: all.iter().map(|(label, _)| label.clone()).collect(),
                ..Shown::plain(json!(all.iter().map(|(_, code)| code).collect::<Vec<_>>()))
            },
            Term::Regions(of, in_city) => {
                let mut codes: Vec<i64> = of.iter().filter_map(|fact| self.facts[*fact]).collect();
                codes.retain(|code| !in_city || program.in_city(*code));
                codes.sort_unstable();
                codes.dedup();
                Shown::plain(json!(codes.iter().map(|code| format!("{code:06}")).collect::<Vec<_>>()))
            }
            Term::Sum { first, steps, is_money } => {
                let Some(amount) = self.sum(first, steps) else { return Shown::default() };
                let (json, words) = match &amount {
                    Amount::Exact(fraction) => {
                        let Some(whole) = fraction.as_whole() else { return Shown::default() };
                        (json!(whole), if *is_money { vec!["元".to_owned()] } else { Vec::new() })
                    }
                    Amount::Day(day) => (json!(day::write(*day)), Vec::new()),
                    Amount::Fact(fact, value) => {
                        let label = match &program.facts[*fact].kind {
                            Kind::Choice(choices) => {
                                usize::try_from(*value).ok().and_then(|at| choices.get(at))
                            }
                            _ => None,
                        };
                        let words = label.map(|(label, _)| label.clone()).into_iter().collect();
                        (fact_json(program, *fact, Some(*value)), words)
                    }
                };
                Shown { json, words, amount: Some(amount) }
            }
        }
    }
}

/// The comparisons that a condition names itself.
fn compared(condition: &Condition) -> Vec<&Comparison> {
    match condition {
        Condition::Is(comparison) => vec![comparison],
        Condition::All(parts) | Condition::Any(parts) => parts.iter().flat_map(compared).collect(),
        Condition::Rule(..) | Condition::Item(..) | Condition::Field(_) => Vec::new(),
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

/// The cases that a field may take, with those of the fields that they name: of each version, of each exception.
pub fn cases(program: &Program, rule: RuleId, field: usize) -> Vec<&Case> {
    let of = &program.rules[rule];
    let Some(key) = of.fields.get(field).map(|field| &field.key) else { return Vec::new() };
    let versions = of.amendments.iter().map(|amendment| &amendment.fields).chain([&of.fields]);
    let departures = of.exceptions.iter().map(|id| &program.exceptions[*id].fields);
    versions
        .chain(departures)
        .flatten()
        .filter(|field| field.key == *key)
        .flat_map(|field| &field.cases)
        .collect()
}
