//! What a program means, as `docs/language/meaning.md` says it: a condition is true or false of complete facts, and
//! an answer quantifies over the completions of what is absent.

pub mod completion;
pub mod field;
pub mod truth;

use crate::day::Leap;
use crate::program::{Comparison, Condition, DayBase, DayTerm, FactId, Program, Relation};

/// All comparisons that a condition rests on, through every reference, each once.
pub fn comparisons(program: &Program, condition: &Condition) -> Vec<Comparison> {
    let mut found = Vec::new();
    collect(program, condition, &mut found);
    found.sort();
    found.dedup();
    found
}

/// All comparisons that a conclusion or a definition rests on, its own days included.
pub fn comparisons_of(program: &Program, rule: usize) -> Vec<Comparison> {
    comparisons(program, &Condition::Rule(rule, true))
}

fn collect(program: &Program, condition: &Condition, found: &mut Vec<Comparison>) {
    match condition {
        Condition::Is(comparison) => found.push(comparison.clone()),
        Condition::All(parts) | Condition::Any(parts) => {
            for part in parts {
                collect(program, part, found);
            }
        }
        Condition::Rule(rule, _) => {
            let rule = &program.rules[*rule];
            let today = |relation, day| {
                let term = |base| DayTerm { base, years: 0, leap: Leap::Clamp };
                Comparison::Days(term(DayBase::Today), relation, term(DayBase::Fixed(day)))
            };
            found.push(today(Relation::AtLeast, rule.force));
            found.extend(rule.from.map(|day| today(Relation::AtLeast, day)));
            found.extend(rule.to.map(|day| today(Relation::AtMost, day)));
            collect(program, &rule.condition, found);
        }
        Condition::Item(rule, item) => collect(program, &program.rules[*rule].items[*item], found),
        // Cases of fields are looked at where fields are (`field::reads`).
        Condition::Field(_) => {}
    }
}

/// The facts of a comparison.
pub fn facts_of(comparison: &Comparison) -> Vec<FactId> {
    match comparison {
        Comparison::Among(fact, _)
        | Comparison::Flag(fact, _)
        | Comparison::InCity(fact, _)
        | Comparison::Listed(fact, _)
        | Comparison::Number(fact, ..)
        | Comparison::IsNone(fact) => vec![*fact],
        Comparison::Days(left, _, right) => [left, right]
            .into_iter()
            .filter_map(|term| if let DayBase::Fact(fact) = term.base { Some(fact) } else { None })
            .collect(),
    }
}

/// Whether a comparison reads a fact.
pub fn involves(comparison: &Comparison, fact: FactId) -> bool {
    match comparison {
        Comparison::Days(left, _, right) => [left, right].iter().any(|term| term.base == DayBase::Fact(fact)),
        Comparison::Among(of, _)
        | Comparison::Flag(of, _)
        | Comparison::InCity(of, _)
        | Comparison::Listed(of, _)
        | Comparison::Number(of, ..)
        | Comparison::IsNone(of) => *of == fact,
    }
}

/// The facts of several comparisons, each once, in the catalogue's order.
pub fn facts_of_all(comparisons: &[Comparison]) -> Vec<FactId> {
    let mut facts: Vec<FactId> = comparisons.iter().flat_map(facts_of).collect();
    facts.sort_unstable();
    facts.dedup();
    facts
}
