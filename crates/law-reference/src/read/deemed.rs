//! 视为 and 推定: a fact that is read as something else (`docs/language/rules.md`).

use super::rule::{Context, opening};
use super::statement::{Keyword, Statement};
use super::words::Word;
use super::{Reading, refuse};
use crate::program::{Comparison, Condition, Deemed, DeemedValue, FactId, Kind};

/// Reads all of them.
pub fn read(context: &Context<'_>, statements: &[Statement]) -> Reading<Vec<Deemed>> {
    let mut all: Vec<Deemed> = Vec::new();
    for statement in statements {
        let word = match statement.keyword {
            Keyword::Deemed => "视为",
            Keyword::Presumed => "推定",
            _ => continue,
        };
        if !statement.fields.is_empty() {
            return refuse("E0290", &statement.name);
        }
        let Some((fact, value)) = target(context, statement.layer, &statement.name) else {
            return refuse("E0291", &statement.name);
        };
        if all.iter().any(|other| other.fact == fact) {
            return refuse("E0292", &statement.name);
        }
        let reader = context.reader(statement.layer);
        let effect = format!("{word}{}", statement.name);
        let body = opening(&reader, &statement.opening, Some(&effect), &statement.items)?;
        let evidence = match (word, statement.links.as_slice()) {
            ("推定", [(link, said)]) if link == "相反证据" => Some(reader.condition(said)?),
            ("视为", []) => None,
            _ => return refuse("E0293", &statement.name),
        };
        let (force, published) = (statement.force, statement.published);
        all.push(Deemed { fact, value, force, published, body, evidence });
    }
    Ok(all)
}

/// A fact and what it is read as: one value of it, none, or another fact of its type.
fn target(context: &Context<'_>, layer: usize, name: &str) -> Option<(FactId, DeemedValue)> {
    let fixed = |fact, value| Some((fact, DeemedValue::Fixed(value)));
    let facts = &context.program.facts;
    // A choice is said as a condition says it.
    if let Ok(Condition::Is(comparison)) = context.reader(layer).condition(name) {
        return match comparison {
            Comparison::Among(fact, list) => match list.as_slice() {
                [only] if name.starts_with(&format!("{}为", facts[fact].name)) => fixed(fact, Some(*only)),
                _ => None,
            },
            Comparison::Flag(fact, wanted) => fixed(fact, Some(i64::from(wanted))),
            Comparison::IsNone(fact) => fixed(fact, None),
            _ => None,
        };
    }
    let (Word::Fact(fact), rest) = context.words.longest(name)? else { return None };
    let rest = rest.strip_prefix('为')?;
    if let Some((Word::Fact(other), "")) = context.words.longest(rest) {
        return (facts[other].kind == facts[fact].kind).then_some((fact, DeemedValue::Fact(other)));
    }
    let value = match &facts[fact].kind {
        Kind::Date => match super::text::leading_day(rest)?.ok()? {
            (day, "") => day,
            _ => return None,
        },
        Kind::Integer(_, _, unit) => match super::text::digits(rest)? {
            (number, left) if left == unit => number,
            _ => return None,
        },
        Kind::Money(..) => match super::text::leading_amount(rest)? {
            (fen, "元") => fen,
            _ => return None,
        },
        Kind::Region => {
            context.program.places.iter().find(|(place, _)| place == rest).map(|(_, code)| *code)?
        }
        Kind::Flag | Kind::Choice(_) => return None,
    };
    fixed(fact, Some(value))
}
