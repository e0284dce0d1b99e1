//! A decision as prose: what holds, why line by line with its provision and its
//! reading, what is missing and what would change it. A view of the same tree
//! that `because` carries.

use crate::change::Changed;
use crate::contract::output::{not_in_force, shown_lines};
use crate::decide::{Decision, Outcome, Request, Status};
use crate::fact::{ABSENT, Fact, FactId, Kind, NONE, yuan};
use crate::layer::one::{AtMostOne, Taken};
use crate::layer::{Effect, Exception, Period};
use crate::parameter::{Confidence, ParameterId};
use crate::plan::LineKind;
use crate::policy::Policy;
use crate::value::{self, Datum};
use law_syntax::Anchor;
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
    for (index, taken) in &decision.at_most_one {
        out.push('\n');
        at_most_one(policy, &policy.at_most_one[*index], taken, language, &mut out);
    }
    out
}

/// A provision in a language; of what is laid on the base, with its instrument.
pub fn provision(policy: &Policy, instrument: usize, anchor: Anchor, language: Language) -> String {
    let anchor = match language {
        Language::Chinese => anchor.to_string(),
        Language::English => anchor.english(),
    };
    match (policy.instruments.get(instrument), language) {
        (Some(of), Language::Chinese) if instrument > 0 => format!("《{}》{anchor}", of.title),
        (Some(of), Language::English) if instrument > 0 => format!("{} {anchor}", of.id),
        _ => anchor,
    }
}

/// What an exception that took out of a conclusion does to what was paid.
fn effect(exception: &Exception, language: Language, out: &mut String) {
    let period = match exception.period {
        Some(Period::NextMonth) => language.pick("自次月起", " from the next month on"),
        Some(Period::NextYear) => language.pick("自次年起", " from the next year on"),
        None => "",
    };
    let (zh, en) = match exception.effect {
        Effect::Stop => {
            (format!("{period}停止，此前的不受影响"), format!("stopped{period}; what came before stands"))
        }
        Effect::Revoke => (
            "自始撤销，已经发放的追回".to_owned(),
            "void from the start; what was paid is recovered".to_owned(),
        ),
        Effect::Except | Effect::Replace | Effect::Lift => ("不予".to_owned(), "not granted".to_owned()),
    };
    let _ = match language {
        Language::Chinese => writeln!(out, "  效果（{}）：{zh}", exception.name),
        Language::English => writeln!(out, "  Effect ({}): {en}", exception.en),
    };
}

fn at_most_one(policy: &Policy, one: &AtMostOne, taken: &Taken, language: Language, out: &mut String) {
    let member = |at: &usize| {
        let rule = &policy.rules[one.members[*at].rule];
        language.pick(&rule.name, &rule.en).to_owned()
    };
    let list =
        |members: &[usize]| members.iter().map(member).collect::<Vec<_>>().join(language.pick("、", ", "));
    let said = match taken {
        Taken::None => language.pick("没有可以取的", "none to take").to_owned(),
        Taken::One(at) => format!("{}{}", language.pick("取", "taken: "), member(at)),
        Taken::Choose(members) => {
            format!("{}{}", language.pick("由本人选择：", "the person chooses: "), list(members))
        }
        Taken::NoValue(members) => {
            format!("{}{}", language.pick("没有数值可以比较：", "no value to compare: "), list(members))
        }
        Taken::Unknown(facts) => {
            let names: Vec<&str> = facts.iter().map(|fact| name(policy, *fact, language)).collect();
            format!(
                "{}{}",
                language.pick("还需要知道：", "still needed: "),
                names.join(language.pick("、", ", "))
            )
        }
    };
    let (open, close) = (language.pick("〔", " ["), language.pick("〕", "]"));
    let provision = provision(policy, one.instrument, one.anchor, language);
    let _ = writeln!(
        out,
        "{}{}{said}{open}{provision}{close}",
        language.pick(&one.name, &one.en),
        language.pick("：", ": ")
    );
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
        let _ = write!(out, "{}", language.pick("〔", " ["));
        out.push_str(&provision(policy, line.layer.cited, line.anchor, language));
        for reading in &line.readings {
            let _ = write!(out, "{}{reading}", language.pick("；口径：", "; reading: "));
        }
        let _ = writeln!(out, "{}", language.pick("〕", "]"));
        for id in &line.parameters {
            for note in rests_on(policy, request, *id, language) {
                let _ = writeln!(out, "{}  · {note}", "  ".repeat(line.depth));
            }
        }
    }
    if outcome.status == Status::Yes {
        fields(policy, request, outcome, language, &mut out);
    }
    if let Some(exception) = outcome.effect.and_then(|index| policy.exceptions.get(index)) {
        effect(exception, language, &mut out);
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
        for id in &plan.fields[index].parameters {
            for note in rests_on(policy, request, *id, language) {
                let _ = write!(out, "{}{note}{}", language.pick("（", " ("), language.pick("）", ")"));
            }
        }
        out.push('\n');
    }
}

/// What is to be said of a parameter that decided: that it was only tried, that
/// its source is not sure, that somebody filled it who may not.
fn rests_on(policy: &Policy, request: &Request, id: ParameterId, language: Language) -> Vec<String> {
    let parameter = &policy.parameters[id];
    if request.what_if.iter().any(|(of, _)| *of == id) {
        return vec![language.pick("试算数值", "what-if value").to_owned()];
    }
    let rows = parameter.rows_on(request.as_of, request.known_on);
    let unsure = rows.iter().map(|at| &parameter.rows[*at]).filter(|row| row.confidence < Confidence::High);
    let mut notes: Vec<String> = unsure
        .map(|row| match language {
            Language::Chinese => format!("“{}”可信度不高，来源：{}", parameter.name, row.source),
            Language::English => {
                format!("rests on a figure of {} confidence: {}", row.confidence.code(), row.source)
            }
        })
        .collect();
    for row in parameter.broken_on(request.as_of, request.known_on).map(|at| &parameter.rows[at]) {
        let Some(broken) = &row.broken else { continue };
        notes.push(match language {
            Language::Chinese => format!("另有一处确定无效：{}（来源：{}）", broken.words.zh, row.source),
            Language::English => {
                format!("another filling does not count: {} (source: {})", broken.words.en, row.source)
            }
        });
    }
    notes
}
