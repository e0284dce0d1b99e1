//! A decision as prose: what holds, why line by line with its provision and its
//! reading, what is missing and what would change it. A view of the same tree
//! that `because` carries.

use crate::change::Changed;
use crate::contract::output::{not_in_force, shown_lines};
use crate::decide::{Decision, Outcome, Request, Status};
use crate::fact::{ABSENT, Fact, FactId, Kind, NONE, yuan};
use crate::parameter::Confidence;
use crate::plan::LineKind;
use crate::policy::Policy;
use crate::value::{self, Datum};
use std::fmt::Write as _;

/// The language of the prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Chinese.
    Chinese,
    /// English.
    English,
}

/// Picks the text of a language.
impl Language {
    /// One of the two.
    pub const fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Chinese => zh,
            Self::English => en,
        }
    }
}

/// The whole decision.
pub fn decision(policy: &Policy, request: &Request, decision: &Decision, language: Language) -> String {
    let mut out = String::new();
    let day = match language {
        Language::Chinese => format!("业务日期：{}", decision.as_of.chinese()),
        Language::English => format!("Business date: {}", decision.as_of),
    };
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{day}");
    let _ = writeln!(out, "{} {}", language.pick("政策版本：", "Policy version:"), policy.version);
    for outcome in &decision.outcomes {
        out.push('\n');
        out.push_str(&self::outcome(policy, request, decision, outcome, language));
    }
    out
}

/// One conclusion.
pub fn outcome(
    policy: &Policy,
    request: &Request,
    decision: &Decision,
    outcome: &Outcome,
    language: Language,
) -> String {
    let mut out = String::new();
    let plan = &policy.plans[outcome.plan];
    for index in shown_lines(plan, decision, outcome) {
        let line = &plan.lines[index];
        let value = outcome.lines.get(index).copied().unwrap_or(outcome.status);
        // That the measures are in force is worth a line only where they are not.
        if index == 1 && value == Status::Yes {
            continue;
        }
        let _ = write!(out, "{}{} ", "  ".repeat(line.depth), mark(value, language));
        if let Some(label) = line.label.as_ref().filter(|_| line.kind != LineKind::Conclusion) {
            out.push_str(label);
            if !label.ends_with('）') {
                out.push(' ');
            }
        }
        out.push_str(language.pick(&line.zh, &line.en));
        facts(policy, request, &line.facts, language, &mut out);
        let provision = match language {
            Language::Chinese => line.anchor.to_string(),
            Language::English => line.anchor.english(),
        };
        let _ = write!(out, "{}", language.pick("〔", " ["));
        out.push_str(&provision);
        for reading in &line.readings {
            let _ = write!(out, "{}{reading}", language.pick("；口径：", "; reading: "));
        }
        let _ = writeln!(out, "{}", language.pick("〕", "]"));
    }
    if outcome.status == Status::Yes {
        fields(policy, request, outcome, language, &mut out);
    }
    if !outcome.missing.is_empty() {
        let names: Vec<&str> = outcome.missing.iter().map(|fact| name(policy, *fact, language)).collect();
        let _ = writeln!(
            out,
            "  {}{}",
            language.pick("还需要知道：", "Still needed: "),
            names.join(language.pick("、", ", "))
        );
    }
    for set in &outcome.would_change {
        let parts: Vec<String> = set.iter().map(|changed| change(policy, changed, language)).collect();
        let _ = writeln!(
            out,
            "  {}{}",
            language.pick("如果是下面的情况，结论为“是”：", "It would be a yes with: "),
            parts.join(language.pick("，并且", ", and "))
        );
    }
    if !outcome.provisional.is_empty() {
        let years: Vec<String> = outcome.provisional.iter().map(ToString::to_string).collect();
        let _ = match language {
            Language::Chinese => {
                writeln!(out, "  {} 年的放假安排没有公布，工作日为推算，公布后重新计算。", years.join("、"))
            }
            Language::English => writeln!(
                out,
                "  No notice of days off is out for {}: the working days are provisional, to be reckoned anew.",
                years.join(", ")
            ),
        };
    }
    if not_in_force(plan, outcome) {
        let _ = writeln!(
            out,
            "  {}",
            language.pick("业务日期在施行日期之前。", "The business date is before the entry into force.")
        );
    }
    out
}

const fn mark(status: Status, language: Language) -> &'static str {
    match (status, language) {
        (Status::Yes, Language::Chinese) => "✓ 是",
        (Status::No, Language::Chinese) => "✗ 否",
        (Status::Unknown, Language::Chinese) => "？未知",
        (Status::Yes, Language::English) => "✓ yes:",
        (Status::No, Language::English) => "✗ no:",
        (Status::Unknown, Language::English) => "? unknown:",
    }
}

/// The name of a fact in a language.
pub fn name(policy: &Policy, fact: FactId, language: Language) -> &str {
    let declared = &policy.facts[fact];
    match language {
        Language::Chinese => &declared.name,
        Language::English => policy.glossary.english(&declared.name).unwrap_or(&declared.key),
    }
}

/// The value of a fact in a language.
pub fn fact_value(policy: &Policy, fact: &Fact, given: i64, language: Language) -> String {
    if language == Language::Chinese {
        return fact.chinese(given, &policy.regions);
    }
    let english = |zh: &str| policy.glossary.english(zh).unwrap_or(zh).to_owned();
    if given == NONE {
        return fact.none.as_deref().map_or_else(|| "none".to_owned(), english);
    }
    match &fact.kind {
        Kind::Date => crate::Date::from_packed(given).to_string(),
        Kind::Choice(choices) => usize::try_from(given)
            .ok()
            .and_then(|at| choices.get(at))
            .map_or_else(String::new, |choice| english(&choice.label)),
        Kind::Region => policy.regions.find(given).map_or_else(|| format!("{given:06}"), |r| r.en.clone()),
        Kind::Flag => if given == 1 { "yes" } else { "no" }.to_owned(),
        Kind::Integer { unit, .. } => format!("{given} {}", english(unit)),
        Kind::Money { .. } => format!("{} yuan", yuan(given)),
    }
}

/// A computed value in a language.
pub fn datum(policy: &Policy, datum: &Datum, language: Language) -> String {
    if language == Language::Chinese {
        return value::chinese(datum, &policy.regions);
    }
    let english = |zh: &str| policy.glossary.english(zh).unwrap_or(zh).to_owned();
    let region = |code: i64| policy.regions.find(code).map_or_else(|| format!("{code:06}"), |r| r.en.clone());
    match datum {
        Datum::None => "none".to_owned(),
        Datum::Flag(value) => if *value { "yes" } else { "no" }.to_owned(),
        Datum::Code(choice) => english(&choice.label),
        Datum::Codes(choices) => {
            choices.iter().map(|choice| english(&choice.label)).collect::<Vec<_>>().join(", ")
        }
        Datum::Number(value) => value.to_string(),
        Datum::Money(value) => format!("{} yuan", yuan(*value)),
        Datum::Day(day) => day.to_string(),
        Datum::Region(code) => region(*code),
        Datum::Regions(codes) => codes.iter().map(|code| region(*code)).collect::<Vec<_>>().join(", "),
    }
}

/// One change in a language: `就业地：东城区`.
pub fn change(policy: &Policy, changed: &Changed, language: Language) -> String {
    let colon = language.pick("：", ": ");
    match changed {
        Changed::Today(day) => match language {
            Language::Chinese => format!("业务日期：{}", day.chinese()),
            Language::English => format!("the business date: {day}"),
        },
        Changed::Fact(fact, given) => {
            let declared = &policy.facts[*fact];
            if let (Kind::Flag, Some(negative)) = (&declared.kind, &declared.negative) {
                let phrase = if *given == 1 { &declared.name } else { negative };
                return match language {
                    Language::Chinese => phrase.clone(),
                    Language::English => policy.glossary.english(phrase).unwrap_or(phrase).to_owned(),
                };
            }
            format!(
                "{}{colon}{}",
                name(policy, *fact, language),
                fact_value(policy, declared, *given, language)
            )
        }
    }
}

fn facts(policy: &Policy, request: &Request, of: &[FactId], language: Language, out: &mut String) {
    let given = of.iter().filter(|fact| request.facts[**fact] != ABSENT);
    let shown: Vec<String> = given
        .filter(|fact| policy.facts[**fact].kind != Kind::Flag)
        .map(|fact| {
            let value = fact_value(policy, &policy.facts[*fact], request.facts[*fact], language);
            format!("{}{}{value}", name(policy, *fact, language), language.pick("为", ": "))
        })
        .collect();
    if !shown.is_empty() {
        let _ = write!(
            out,
            "{}{}{}",
            language.pick("（", " ("),
            shown.join(language.pick("，", ", ")),
            language.pick("）", ")")
        );
    }
}

fn fields(policy: &Policy, request: &Request, outcome: &Outcome, language: Language, out: &mut String) {
    let plan = &policy.plans[outcome.plan];
    let rule = &policy.rules[plan.rule];
    for (index, (value, _)) in outcome.fields.iter().enumerate() {
        let field = &rule.fields[index];
        let _ = write!(
            out,
            "  · {}{}{}",
            language.pick(&field.name, &field.en),
            language.pick("：", ": "),
            datum(policy, value, language)
        );
        // An answer that rests on a figure of less than high confidence says so.
        for id in &plan.fields[index].parameters {
            let parameter = &policy.parameters[*id];
            let given = request.what_if.iter().any(|(of, _)| of == id);
            let row = parameter.on(request.as_of, request.known_on).filter(|_| !given);
            if given {
                let _ = write!(out, "{}", language.pick("（试算数值）", " (what-if value)"));
            } else if let Some(row) = row.filter(|row| row.confidence < Confidence::High) {
                let words = match language {
                    Language::Chinese => format!("（“{}”可信度不高，来源：{}）", parameter.name, row.source),
                    Language::English => {
                        format!(
                            " (rests on a figure of {} confidence: {})",
                            row.confidence.code(),
                            row.source
                        )
                    }
                };
                out.push_str(&words);
            }
        }
        out.push('\n');
    }
}
