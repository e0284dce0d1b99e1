//! The rules of an article as their authors wrote them, line by line, with the English of each line where
//! its phrases have one.

use std::collections::BTreeMap;

use law::FenceKind;
use law::condition::{Condition, Day, DayBase, Form};
use law::exact::{Rounding, Way};
use law::period::Period;
use law::rule::Rule;
use law::value::{Direction, Edge, Expression, Extreme};
use law_syntax::rule::Statement;

use super::line::{Marker, RuleLine};
use super::{Reading, Sources, link};
use crate::text::Text;

/// What a rule is.
pub use law_syntax::rule::StatementKind as RuleKind;

/// A rule.
#[derive(Debug, Clone)]
pub struct RuleBlock {
    /// Its id on the page.
    pub id: String,
    /// Its key.
    pub key: String,
    /// What it is.
    pub kind: RuleKind,
    /// Its name.
    pub name: Text,
    /// Its lines.
    pub lines: Vec<RuleLine>,
}

pub(super) fn blocks(
    sources: &Sources<'_>,
    at: usize,
    article: &law::Article,
    readings: &[Reading],
) -> Vec<RuleBlock> {
    let source = &sources.policy.instruments[at].document.source;
    let fences = article.fences.iter().filter(|fence| fence.kind == FenceKind::Rules);
    let statements = fences.flat_map(|fence| law_syntax::rule::read(source, fence.body, &mut Vec::new()));
    statements.map(|statement| block(sources, at, article, readings, &statement)).collect()
}

fn block(
    sources: &Sources<'_>,
    at: usize,
    article: &law::Article,
    readings: &[Reading],
    statement: &Statement,
) -> RuleBlock {
    let policy = sources.policy;
    let source = &policy.instruments[at].document.source;
    let key = &statement.id.value;
    let rule = policy.rules.iter().find(|rule| rule.key == *key);
    let english = rule.map_or_else(BTreeMap::new, |rule| english(sources, rule));
    let marker = Marker { sources, at, article: article.number.unwrap_or(0), readings, own: key };
    let lines = source.lines(statement.span).filter(|line| !line.value.trim().is_empty()).map(|line| {
        let within = english.range(line.span.start..line.span.end);
        let said: Vec<&str> = within.map(|(_, words)| words.as_str()).collect();
        marker.line(&line, said.join(": "))
    });
    let name = &statement.name.value;
    RuleBlock {
        id: link::block_id(key),
        key: key.clone(),
        kind: statement.kind,
        name: Text::new(name, policy.glossary.english(name).unwrap_or("")),
        lines: lines.collect(),
    }
}

/// What is said in English, by where the Chinese begins.
fn english(sources: &Sources<'_>, rule: &Rule) -> BTreeMap<usize, String> {
    let mut said = BTreeMap::new();
    let mut opening = vec![rule.en.clone()];
    if let Form::All(parts) = &rule.root.form {
        let (items, before): (Vec<_>, Vec<_>) = parts.iter().partition(|part| part.label.is_some());
        let is_on_line = |part: &&Condition| part.shown && part.span.start >= rule.span.start;
        opening.extend(before.iter().copied().filter(is_on_line).map(|part| part.en.clone()));
        if !items.is_empty() {
            opening.push("all of the following".to_owned());
        }
    }
    said.insert(rule.span.start, opening.join(", "));
    for item in &rule.items {
        conditions(item, &mut said);
    }
    for field in &rule.fields {
        said.insert(field.span.start, field.en.clone());
        // A value on the line of its name has no span of its own: it follows the name.
        if let [case] = field.cases.as_slice()
            && case.when.is_none()
            && let Some(value) = value(sources, rule, &case.value)
        {
            said.insert(field.span.start + 1, value);
        }
        for case in &field.cases {
            if let Some(when) = &case.when {
                said.insert(when.span.start, format!("if {}", when.en));
                if let Some(value) = value(sources, rule, &case.value) {
                    said.insert(when.span.start + 1, value);
                }
            }
        }
    }
    said
}

fn conditions(condition: &Condition, said: &mut BTreeMap<usize, String>) {
    if condition.shown && condition.label.is_some() {
        said.insert(condition.span.start, condition.en.clone());
    }
    if let Form::All(parts) | Form::Any(parts) = &condition.form {
        for part in parts {
            conditions(part, said);
        }
    }
}

/// A value in English, where all of its words have one.
fn value(sources: &Sources<'_>, rule: &Rule, expression: &Expression) -> Option<String> {
    let policy = sources.policy;
    let word = |chinese: &str| policy.glossary.english(chinese).map(str::to_owned);
    let all = |parts: Vec<Option<String>>| parts.into_iter().collect::<Option<Vec<_>>>();
    Some(match expression {
        Expression::None => "none".to_owned(),
        Expression::Flag(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Expression::Code(choice) => word(&choice.label)?,
        Expression::Codes(choices) => all(choices.iter().map(|c| word(&c.label)).collect())?.join(", "),
        Expression::Number(number) => number.to_string(),
        Expression::Money(fen) => format!("{} yuan", law::fact::yuan(*fen)),
        Expression::Day(day) => day.to_string(),
        Expression::Fact(fact) => word(&policy.facts[*fact].name)?,
        Expression::Parameter(parameter) => word(&policy.parameters[*parameter].name)?,
        Expression::YearsAfter(fact, years) => {
            format!("{years} years after the {}", word(&policy.facts[*fact].name)?)
        }
        Expression::Minus(left, right) => {
            format!("{} less {}", value(sources, rule, left)?, value(sources, rule, right)?)
        }
        Expression::Plus(left, right) => {
            format!("{} plus {}", value(sources, rule, left)?, value(sources, rule, right)?)
        }
        Expression::Over(left, right) => {
            format!("{} ÷ {}", value(sources, rule, left)?, value(sources, rule, right)?)
        }
        Expression::Rate(rate) => rate.to_string(),
        Expression::Raised(base, rate, direction) => {
            let way = match direction {
                Direction::Up => "raised",
                Direction::Down => "lowered",
            };
            format!("{} {way} by {}", value(sources, rule, base)?, value(sources, rule, rate)?)
        }
        Expression::Scaled { by, scale, .. } => {
            format!("{} by the {}", value(sources, rule, by)?, word(&policy.parameters[*scale].name)?)
        }
        Expression::Extreme(which, parts) => {
            let which = match which {
                Extreme::Greatest => "highest",
                Extreme::Least => "lowest",
            };
            format!(
                "the {which} of {}",
                all(parts.iter().map(|part| value(sources, rule, part)).collect())?.join(", ")
            )
        }
        Expression::Sum(parts) => {
            format!(
                "the sum of {}",
                all(parts.iter().map(|part| value(sources, rule, part)).collect())?.join(", ")
            )
        }
        Expression::First(parts) => all(parts.iter().map(|part| value(sources, rule, part)).collect())?
            .join(", or where there is none "),
        Expression::Rounded { value: of, rounding, money } => {
            format!("{}, {}", value(sources, rule, of)?, rounded(*rounding, *money))
        }
        Expression::Moved(of) => day(sources, of)?,
        Expression::MonthEdge(of, edge) => {
            let edge = match edge {
                Edge::First => "first",
                Edge::Last => "last",
            };
            format!("the {edge} day of the month of {}", day(sources, of)?)
        }
        Expression::Between(from, to, count) => {
            let unit = match count.unit() {
                "个月" => "whole months",
                "年" => "whole years",
                _ => "days",
            };
            format!("the {unit} from {} to {}", day(sources, from)?, day(sources, to)?)
        }
        Expression::Field(field) => rule.fields.get(*field)?.en.clone(),
        Expression::Share(base, rate) => format!(
            "{} × {}, rounded half up to one fen",
            value(sources, rule, base)?,
            word(&policy.parameters[*rate].name)?
        ),
        Expression::Times(left, right) => {
            format!("{} × {}", value(sources, rule, left)?, value(sources, rule, right)?)
        }
        Expression::Regions(facts, is_city_only) => {
            let names = all(facts.iter().map(|fact| word(&policy.facts[*fact].name)).collect())?;
            let which = if *is_city_only { " (those in Beijing)" } else { "" };
            format!("{}{which}", names.join(", "))
        }
    })
}

/// A day with what is added to it.
fn day(sources: &Sources<'_>, of: &Day) -> Option<String> {
    let policy = sources.policy;
    let mut said = match of.base {
        DayBase::Today => "the business date".to_owned(),
        DayBase::Fixed(date) => date.to_string(),
        DayBase::Fact(fact) => format!("the {}", policy.glossary.english(&policy.facts[fact].name)?),
    };
    let (count, unit) = match of.period {
        Period::None => (0, ""),
        Period::Months(count) => (count, "months"),
        Period::Days(count) => (count, "days"),
        Period::WorkingDays(count) => (count, "working days"),
    };
    for (count, unit) in [(of.years, "years"), (count, unit)] {
        if count != 0 {
            let side = if count > 0 { "after" } else { "before" };
            said = format!("{} {unit} {side} {said}", count.unsigned_abs());
        }
    }
    Some(if of.rolls { format!("{said}, or the next working day") } else { said })
}

/// A rounding as articles name it.
fn rounded(rounding: Rounding, is_money: bool) -> String {
    let way = match rounding.way {
        Way::HalfUp => "rounded half up",
        Way::Down => "rounded down",
        Way::Up => "rounded up",
    };
    let to = match (is_money, rounding.step) {
        (false, _) => "a whole number",
        (true, 1) => "one fen",
        (true, 10) => "ten fen",
        (true, _) => "one yuan",
    };
    format!("{way} to {to}")
}
