//! The parts of an answer that never change for a policy: words, places,
//! provisions, written once when it is loaded.

use crate::parameter::{Parameter, Row};
use crate::plan::{Line, LineKind, Plan};
use crate::policy::Policy;
use crate::rule::{Field, Rule};
use crate::value;
use law_syntax::Anchor;
use serde_json::json;

#[derive(Debug, Clone)]
pub(super) struct PlanText {
    pub(super) key: String,
    pub(super) lines: Vec<LineText>,
    pub(super) fields: Vec<FieldText>,
    /// Names of everything in the outcome, sorted.
    pub(super) order: Vec<Slot>,
}

#[derive(Debug, Clone)]
pub(super) struct LineText {
    pub(super) head: String,
    pub(super) middle: String,
    pub(super) tail: String,
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
    pub(super) middle: String,
    pub(super) tail: String,
}

#[derive(Debug, Clone)]
pub(super) struct ParameterText {
    pub(super) rows: Vec<String>,
    pub(super) what_if: String,
    pub(super) without: String,
}

#[derive(Debug, Clone)]
pub(super) enum Slot {
    Because,
    Citations,
    Missing,
    Provisional,
    Status,
    WouldChange,
    Field(usize, String),
}

/// A parameter that a field reads, with how sure it is.
pub(super) fn parameter_text(parameter: &Parameter) -> ParameterText {
    let row = |row: &Row| {
        json!({
            "confidence": row.confidence.code(), "from": row.from.to_string(), "key": parameter.key,
            "name": parameter.name, "source": row.source, "to": row.to.map(|day| day.to_string()),
        })
        .to_string()
    };
    let named = |key: &str, value: serde_json::Value| {
        json!({ "key": parameter.key, "name": parameter.name, key: value }).to_string()
    };
    ParameterText {
        rows: parameter.rows.iter().map(row).collect(),
        what_if: named("what_if", true.into()),
        without: named("value", serde_json::Value::Null),
    }
}

fn field_text(policy: &Policy, rule: &Rule, field: &Field) -> FieldText {
    let (line, column) = rule.source.line_column(field.span.start);
    let at = json!({ "column": column, "file": rule.source.path.as_ref(), "line": line });
    let name = json!({ "en": field.en, "zh": field.name });
    let case = |anchor: Anchor, unit: Option<String>| CaseText {
        middle: format!(
            ",\"provision\":{},\"readings\":{},\"unit\":{},\"value\":",
            citation(anchor),
            json!(field.readings),
            json!(unit)
        ),
        tail: format!(",\"words\":{}}}", json!(policy.words(anchor))),
    };
    let head = format!(
        "{{\"at\":{at},\"children\":[],\"facts\":{{}},\"kind\":\"field\",\"label\":{},\"name\":{name},\"parameters\":",
        json!(field.key)
    );
    let cases = field.cases.iter().map(|taken| case(taken.anchor, value::unit(&taken.value, &policy.facts)));
    FieldText { head, cases: cases.collect(), open: case(field.anchor, None) }
}

pub(super) fn plan_text(policy: &Policy, plan: &Plan) -> PlanText {
    let rule = &policy.rules[plan.rule];
    let mut order: Vec<(String, Slot)> = vec![
        ("because".to_owned(), Slot::Because),
        ("citations".to_owned(), Slot::Citations),
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
        fields: rule.fields.iter().map(|field| field_text(policy, rule, field)).collect(),
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
    };
    LineText {
        head: format!("{{\"at\":{at},\"children\":["),
        middle: format!(
            "}},\"kind\":\"{kind}\",\"label\":{},\"name\":{},\"provision\":{},\"readings\":{},\"unit\":null,\"value\":\"",
            json!(label),
            json!({ "en": line.en, "zh": line.zh }),
            citation(line.anchor),
            json!(line.readings),
        ),
        tail: format!("\",\"words\":{}}}", json!(policy.words(line.anchor))),
        citation: citation(line.anchor),
        same: 0,
    }
}

pub(super) fn citation(anchor: Anchor) -> String {
    serde_json::to_value(anchor).map(|value| value.to_string()).unwrap_or_default()
}
