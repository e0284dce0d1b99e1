//! What a program means, as `docs/language/meaning.md` says it: a condition is true or false of complete facts, and
//! an answer quantifies over the completions of what is absent.

pub mod choice;
pub mod collect;
pub mod completion;
pub mod departure;
pub mod field;
pub mod matter;
pub mod reckon;
pub mod shown;
pub mod truth;

pub use collect::{comparisons, comparisons_of, today_terms};

use crate::program::{Comparison, DayBase, FactId};

/// The facts of a comparison.
pub fn facts_of(comparison: &Comparison) -> Vec<FactId> {
    match comparison {
        Comparison::Among(fact, _)
        | Comparison::Flag(fact, _)
        | Comparison::InCity(fact, _)
        | Comparison::InDistrict(fact, _)
        | Comparison::Listed(fact, _)
        | Comparison::Number(fact, ..)
        | Comparison::Reads(fact)
        | Comparison::IsNone(fact) => vec![*fact],
        Comparison::Settled(..) => Vec::new(),
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
        | Comparison::InDistrict(of, _)
        | Comparison::Listed(of, _)
        | Comparison::Number(of, ..)
        | Comparison::Reads(of)
        | Comparison::IsNone(of) => *of == fact,
        Comparison::Settled(..) => false,
    }
}

/// The facts of several comparisons, each once, in the catalogue's order.
pub fn facts_of_all(comparisons: &[Comparison]) -> Vec<FactId> {
    let mut facts: Vec<FactId> = comparisons.iter().flat_map(facts_of).collect();
    facts.sort_unstable();
    facts.dedup();
    facts
}
