//! The parts of an answer that never change for a policy: words, places,
//! provisions, written once when it is loaded.

use crate::date::Date;
use crate::layer::{Effect, Layer};
use crate::parameter::{Parameter, Row};
use crate::plan::{Line, LineKind, Plan};
use crate::policy::Policy;
use crate::rule::Field;
use crate::value;
use law_syntax::{Anchor, Span};
use serde_json::json;

#[derive(Debug, Clone)]
pub(super) struct PlanText {
    pub(super) key: String,
    pub(super) lines: Vec<LineText>,
    pub(super) fields: Vec<FieldText>,
    /// What each exception that takes out of it says of itself, by its index.
    pub(super) effects: Vec<(usize, String)>,
    /// The citation of a day before the entry into force.
    pub(super) not_in_force: String,
    /// Names of everything in the outcome, sorted.
    pub(super) order: Vec<Slot>,
}

#[derive(Debug, Clone)]
pub(super) struct LineText {
    pub(super) head: String,
    /// Between children and facts.
    pub(super) facts: String,
    pub(super) middle: String,
    /// Behind the parameters, which stand there if the line reads any.
    pub(super) after: String,
    pub(super) tail: Dated,
    pub(super) citation: String,
    /// The first line with the same citation.
    pub(super) same: usize,
}

#[derive(Debug, Clone)]
pub(super) struct FieldText {
    pub(super) head: String,
    pub(super) cases: Vec<CaseText>,
    /// Where no case was taken, because completions differ.
    pub(super) open: CaseText,
}

#[derive(Debug, Clone)]
pub(super) struct CaseText {
    /// Of a case that does not stand with its field.
    pub(super) head: Option<String>,
    pub(super) middle: String,
    pub(super) tail: Dated,
}

/// What stands behind a value: the words of the provision, which amendments
/// change from a day on.
#[derive(Debug, Clone)]
pub(super) struct Dated {
    first: String,
    later: Vec<(Date, String)>,
}

impl Dated {
    pub(super) fn on(&self, day: Date) -> &str {
        let later = self.later.iter().rev().find(|(from, _)| *from <= day);
        later.map_or(&self.first, |(_, text)| text)
    }
}

/// The words of a provision, and who gave them, in a text around them.
fn dated(
    policy: &Policy,
    layer: Layer,
    anchor: Anchor,
    around: impl Fn(Option<&[usize]>, &str) -> String,
) -> Dated {
    let words = |day: Option<Date>| policy.words_on(layer.cited, anchor, day);
    let mut after: Vec<(Date, String)> = Vec::new();
    let mut first = around(None, &words(None));
    for (from, by) in policy.amendments_of(layer.cited, anchor) {
        let text = around(Some(by), &words(Some(from)));
        match layer.words_before {
            None => after.push((from, text)),
            Some(before) if from < before => first = text,
            Some(_) => {}
        }
    }
    Dated { first, later: after }
}

/// The ids of instruments, where there are any.
fn words_by(policy: &Policy, by: Option<&[usize]>) -> String {
    let Some(by) = by else { return String::new() };
    let ids: Vec<&str> = by.iter().map(|index| policy.instruments[*index].id.as_str()).collect();
    format!(",\"words_by\":{}", json!(ids))
}

#[derive(Debug, Clone)]
pub(super) struct ParameterText {
    pub(super) rows: Vec<String>,
    /// Of the rows that do not count: which link is broken.
    pub(super) broken: Vec<String>,
    pub(super) what_if: String,
    pub(super) without: String,
}

#[derive(Debug, Clone)]
pub(super) enum Slot {
    Because,
    Citations,
    Effect,
    Missing,
    Provisional,
    Status,
    WouldChange,
    Field(usize, String),
}

/// A parameter that a field reads, with how sure it is.
pub(super) fn parameter_text(policy: &Policy, parameter: &Parameter) -> ParameterText {
    let full = |row: &Row| {
        let mut text = json!({
            "confidence": row.confidence.code(), "from": row.from.to_string(), "key": parameter.key,
            "name": parameter.name, "source": row.source, "to": row.to.map(|day| day.to_string()),
        });
        // What another instrument gave names it.
        if let (Some(instrument), Some(place)) = (policy.instruments.get(row.layer), row.place) {
            text["instrument"] =
                json!({ "id": instrument.id, "issuer": instrument.office.issuer, "provision": place });
        }
        text
    };
    let row = |row: &Row| full(row).to_string();
    let broken = |row: &Row| {
        let mut text = full(row);
        if let Some(broken) = &row.broken {
            text["broken"] =
                json!({ "en": broken.words.en, "link": broken.link.code(), "zh": broken.words.zh });
        }
        text.to_string()
    };
    let named = |key: &str, value: serde_json::Value| {
        json!({ "key": parameter.key, "name": parameter.name, key: value }).to_string()
    };
    ParameterText {
        rows: parameter.rows.iter().map(row).collect(),
        broken: parameter.rows.iter().map(broken).collect(),
        what_if: named("what_if", true.into()),
        without: if parameter.default.is_some() {
            named("default", true.into())
        } else {
            named("value", serde_json::Value::Null)
        },
    }
}

fn field_text(policy: &Policy, field: &Field) -> FieldText {
    let name = json!({ "en": field.en, "zh": field.name });
    let head = |file: usize, span: Span| {
        let source = &policy.instruments[file].document.source;
        let (line, column) = source.line_column(span.start);
        let at = json!({ "column": column, "file": source.path.as_ref(), "line": line });
        format!(
            "{{\"at\":{at},\"children\":[],\"facts\":{{}},\"kind\":\"field\",\"label\":{},\"name\":{name},\"parameters\":",
            json!(field.key)
        )
    };
    let case =
        |anchor: Anchor, layer: Layer, restated: Option<&(Span, Vec<String>)>, unit: Option<String>| {
            let readings = restated.map_or(&field.readings, |(_, readings)| readings);
            CaseText {
                head: restated.map(|(span, _)| head(layer.file, *span)),
                middle: format!(
                    ",\"provision\":{},\"readings\":{},\"unit\":{},\"value\":",
                    citation(policy, layer.cited, anchor),
                    json!(readings),
                    json!(unit)
                ),
                tail: dated(policy, layer, anchor, |by, words| {
                    format!(",\"words\":{}{}}}", json!(words), words_by(policy, by))
                }),
            }
        };
    let cases = field.cases.iter().map(|taken| {
        let unit = value::unit(&taken.value, &policy.facts);
        case(taken.anchor, taken.layer, taken.restated.as_ref(), unit)
    });
    FieldText {
        head: head(field.layer.file, field.span),
        cases: cases.collect(),
        open: case(field.anchor, field.layer, None, None),
    }
}

pub(super) fn plan_text(policy: &Policy, plan: &Plan) -> PlanText {
    let rule = &policy.rules[plan.rule];
    let mut order: Vec<(String, Slot)> = vec![
        ("because".to_owned(), Slot::Because),
        ("citations".to_owned(), Slot::Citations),
        ("effect".to_owned(), Slot::Effect),
        ("missing".to_owned(), Slot::Missing),
        ("provisional".to_owned(), Slot::Provisional),
        ("status".to_owned(), Slot::Status),
        ("would_change".to_owned(), Slot::WouldChange),
    ];
    for (index, field) in rule.fields.iter().enumerate() {
        order.push((field.key.clone(), Slot::Field(index, field.key.clone())));
    }
    order.sort_by(|a, b| a.0.cmp(&b.0));
    PlanText {
        key: rule.key.clone(),
        lines: lines_text(policy, rule.key.as_str(), &plan.lines),
        fields: rule.fields.iter().map(|field| field_text(policy, field)).collect(),
        effects: plan.effects.iter().map(|(index, _)| (*index, effect_text(policy, *index))).collect(),
        not_in_force: citation(policy, rule.instrument, Anchor { paragraph: Some(1), ..Anchor::article(0) }),
        order: order.into_iter().map(|(_, slot)| slot).collect(),
    }
}

fn lines_text(policy: &Policy, conclusion: &str, lines: &[Line]) -> Vec<LineText> {
    let mut texts: Vec<LineText> = Vec::with_capacity(lines.len());
    for line in lines {
        let mut text = line_text(policy, conclusion, line);
        text.same = texts.iter().position(|other| other.citation == text.citation).unwrap_or(texts.len());
        texts.push(text);
    }
    texts
}

fn line_text(policy: &Policy, conclusion: &str, line: &Line) -> LineText {
    let source = &policy.instruments[line.place.0].document.source;
    let (number, column) = source.line_column(line.place.1.start);
    let at = json!({ "column": column, "file": source.path.as_ref(), "line": number });
    let (kind, label) = match line.kind {
        LineKind::Conclusion => ("conclusion", Some(conclusion.to_owned())),
        LineKind::Reference(plan) => ("reference", Some(policy.rule(plan).key.clone())),
        LineKind::Definition => ("definition", line.label.clone()),
        LineKind::Condition => ("condition", line.label.clone()),
        LineKind::Exception { .. } => ("exception", line.label.clone()),
    };
    let effect = match line.kind {
        LineKind::Exception { effect, .. } => format!(",\"effect\":\"{}\"", effect.code()),
        _ => String::new(),
    };
    LineText {
        head: format!("{{\"at\":{at},\"children\":["),
        facts: format!("]{effect},\"facts\":{{"),
        middle: format!(
            "}},\"kind\":\"{kind}\",\"label\":{},\"name\":{},",
            json!(label),
            json!({ "en": line.en, "zh": line.zh }),
        ),
        after: format!(
            "\"provision\":{},\"readings\":{},\"unit\":null,\"value\":\"",
            citation(policy, line.layer.cited, line.anchor),
            json!(line.readings),
        ),
        tail: dated(policy, line.layer, line.anchor, |by, words| {
            format!("\",\"words\":{}{}}}", json!(words), words_by(policy, by))
        }),
        citation: citation(policy, line.layer.cited, line.anchor),
        same: 0,
    }
}

/// An exception that took out of a conclusion, as the outcome names it.
fn effect_text(policy: &Policy, index: usize) -> String {
    let exception = &policy.exceptions[index];
    let is_stop = exception.effect == Effect::Stop;
    json!({
        "exception": exception.key,
        "from": exception.from.filter(|_| is_stop).map(|day| day.to_string()),
        "kind": exception.effect.code(),
        "period": exception.period.map(crate::layer::Period::code),
        "provision": provision(policy, exception.instrument, exception.anchor),
        "recover": exception.effect == Effect::Revoke,
    })
    .to_string()
}

/// A provision; of an instrument that is laid on the base, with its id.
pub(super) fn provision(policy: &Policy, instrument: usize, anchor: Anchor) -> serde_json::Value {
    let mut value = serde_json::to_value(anchor).unwrap_or_default();
    if let (Some(of), Some(object)) = (policy.instruments.get(instrument), value.as_object_mut())
        && instrument > 0
    {
        object.insert("instrument".to_owned(), of.id.as_str().into());
    }
    value
}

pub(super) fn citation(policy: &Policy, instrument: usize, anchor: Anchor) -> String {
    provision(policy, instrument, anchor).to_string()
}
