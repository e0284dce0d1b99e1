//! Writes answers as JSON with sorted keys. What never changes for a policy (the
//! words of each line, places, provisions) is written once, when it is loaded.

use crate::change::Changed;
use crate::decide::{Decision, Outcome, Request, Status};
use crate::fact::{ABSENT, NONE};
use crate::policy::{Line, LineKind, Plan, Policy};
use crate::value::{self, Datum};
use law_syntax::Anchor;
use serde_json::json;

/// The version of the form of `because`; its schema is `docs/schemas/because-1.json`.
pub const BECAUSE_VERSION: u32 = 1;

/// Writes the answers of one policy.
#[derive(Debug, Clone)]
pub struct Writer {
    policy_json: String,
    plans: Vec<PlanText>,
    /// Article 0 paragraph 1, the citation of whatever is not in force.
    not_in_force: String,
}

#[derive(Debug, Clone)]
struct PlanText {
    key: String,
    lines: Vec<LineText>,
    /// Names of everything in the outcome, sorted.
    order: Vec<Slot>,
}

#[derive(Debug, Clone)]
struct LineText {
    head: String,
    middle: String,
    tail: String,
    citation: String,
}

#[derive(Debug, Clone)]
enum Slot {
    Because,
    Citations,
    Missing,
    Status,
    WouldChange,
    Field(usize, String),
}

/// What to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// Write the explanations.
    pub because: bool,
}

impl Writer {
    /// Prepares the fixed parts.
    pub fn new(policy: &Policy) -> Self {
        let base = policy.instruments.first().map_or("", |instrument| instrument.id.as_str());
        let instruments: Vec<_> = policy
            .instruments
            .iter()
            .map(|instrument| json!({ "id": instrument.id, "version": instrument.version }))
            .collect();
        let policy_json =
            json!({ "id": base, "instruments": instruments, "version": policy.version }).to_string();
        let not_in_force = citation(Anchor { paragraph: Some(1), ..Anchor::article(0) });
        let plans = policy.plans.iter().map(|plan| plan_text(policy, plan)).collect();
        Self { policy_json, plans, not_in_force }
    }

    /// The answer of a decision, without a line end.
    pub fn write(&self, policy: &Policy, request: &Request, decision: &Decision, form: Form, out: &mut String) {
        out.push_str("{\"as_of\":\"");
        push_display(out, decision.as_of);
        out.push_str("\",\"outcomes\":{");
        for (index, outcome) in decision.outcomes.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            self.outcome(policy, request, decision, outcome, form, out);
        }
        out.push_str("},\"policy\":");
        out.push_str(&self.policy_json);
        out.push('}');
    }

    fn outcome(
        &self,
        policy: &Policy,
        request: &Request,
        decision: &Decision,
        outcome: &Outcome,
        form: Form,
        out: &mut String,
    ) {
        let text = &self.plans[outcome.plan];
        let plan = &policy.plans[outcome.plan];
        out.push('"');
        out.push_str(&text.key);
        out.push_str("\":{");
        let mut first = true;
        for slot in &text.order {
            if matches!(slot, Slot::Field(..)) && outcome.status != Status::Yes {
                continue;
            }
            if !std::mem::take(&mut first) {
                out.push(',');
            }
            match slot {
                Slot::Because if form.because => {
                    out.push_str("\"because\":");
                    self.because(policy, request, decision, outcome, out);
                }
                Slot::Because => out.push_str("\"because\":null"),
                Slot::Citations => self.citations(plan, outcome, text, out),
                Slot::Missing => missing(policy, outcome, out),
                Slot::Status => {
                    out.push_str("\"status\":\"");
                    out.push_str(outcome.status.code());
                    out.push('"');
                }
                Slot::WouldChange => would_change(policy, outcome, out),
                Slot::Field(index, key) => {
                    out.push('"');
                    out.push_str(key);
                    out.push_str("\":");
                    push_datum(&outcome.fields[*index].0, out);
                }
            }
        }
        out.push('}');
    }

    /// The provisions that decided: the outcome's own first.
    fn citations(&self, plan: &Plan, outcome: &Outcome, text: &PlanText, out: &mut String) {
        out.push_str("\"citations\":[");
        if not_in_force(plan, outcome) {
            out.push_str(&self.not_in_force);
        } else {
            let mut cited: Vec<&str> = vec![&text.lines[0].citation];
            for (line, (value, words)) in plan.lines.iter().zip(outcome.lines.iter().zip(&text.lines)).skip(2) {
                let deciding = *value == outcome.status && line.kind != LineKind::Conclusion;
                if deciding && !cited.contains(&words.citation.as_str()) {
                    cited.push(&words.citation);
                }
            }
            out.push_str(&cited.join(","));
        }
        out.push(']');
    }

    fn because(
        &self,
        policy: &Policy,
        request: &Request,
        decision: &Decision,
        outcome: &Outcome,
        out: &mut String,
    ) {
        let plan = &policy.plans[outcome.plan];
        let text = &self.plans[outcome.plan];
        let shown = shown_lines(plan, decision, outcome);
        let mut open: Vec<usize> = Vec::new();
        for (position, index) in shown.iter().enumerate() {
            let line = &plan.lines[*index];
            while open.last().is_some_and(|above| plan.lines[*above].depth >= line.depth) {
                if let Some(above) = open.pop() {
                    close(policy, request, plan, text, outcome, above, out);
                }
            }
            if position > 0 && !out.ends_with('[') {
                out.push(',');
            }
            out.push_str(&text.lines[*index].head);
            open.push(*index);
        }
        while let Some(above) = open.pop() {
            if above == 0 && outcome.status == Status::Yes {
                fields(policy, request, plan, outcome, out);
            }
            close(policy, request, plan, text, outcome, above, out);
        }
    }
}

/// Whether the conclusion fails only because the measures are not in force.
pub fn not_in_force(plan: &Plan, outcome: &Outcome) -> bool {
    // Line 1 is the entry into force of every rule (see `rule::in_force`).
    outcome.status == Status::No && plan.lines.len() > 1 && outcome.lines.get(1) == Some(&Status::No)
}

/// The lines of an explanation that were looked at: nothing below a day on which
/// the measures do not hold, and no second copy of another outcome's lines.
pub fn shown_lines(plan: &Plan, decision: &Decision, outcome: &Outcome) -> Vec<usize> {
    if not_in_force(plan, outcome) {
        return vec![0, 1];
    }
    let answered = |other: usize| decision.outcomes.iter().any(|o| o.plan == other);
    (0..plan.lines.len())
        .filter(|index| plan.lines[*index].within.is_none_or(|other| !answered(other)))
        .collect()
}

fn close(
    policy: &Policy,
    request: &Request,
    plan: &Plan,
    text: &PlanText,
    outcome: &Outcome,
    index: usize,
    out: &mut String,
) {
    out.push_str("],\"facts\":{");
    let mut first = true;
    for fact in &plan.lines[index].facts {
        let value = request.facts[*fact];
        if value == ABSENT {
            continue;
        }
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        out.push('"');
        out.push_str(&policy.facts[*fact].key);
        out.push_str("\":");
        push_fact(policy, *fact, value, out);
    }
    out.push_str(&text.lines[index].middle);
    out.push_str(outcome.lines[index].code());
    out.push_str(&text.lines[index].tail);
}

/// The fields of a yes, as children of the conclusion.
fn fields(policy: &Policy, request: &Request, plan: &Plan, outcome: &Outcome, out: &mut String) {
    let rule = &policy.rules[plan.rule];
    for (index, (datum, case)) in outcome.fields.iter().enumerate() {
        let field = &rule.fields[index];
        let taken = case.and_then(|at| field.cases.get(at));
        let anchor = taken.map_or(field.anchor, |case| case.anchor);
        let (line, column) = rule.source.line_column(field.span.start);
        if !out.ends_with('[') {
            out.push(',');
        }
        let node = json!({
            "at": { "column": column, "file": rule.source.path.as_ref(), "line": line },
            "children": [],
            "facts": {},
            "kind": "field",
            "label": field.key,
            "name": { "en": field.en, "zh": field.name },
            "parameters": parameters(policy, request, plan, index),
            "provision": anchor,
            "readings": field.readings,
            "unit": taken.and_then(|case| value::unit(&case.value, &policy.facts)),
            "value": datum.json(),
            "words": policy.words(anchor),
        });
        out.push_str(&node.to_string());
    }
}

/// The parameters that a field reads, with how sure they are.
fn parameters(policy: &Policy, request: &Request, plan: &Plan, index: usize) -> serde_json::Value {
    let of = |id: &usize| {
        let parameter = &policy.parameters[*id];
        if request.what_if.iter().any(|(given, _)| given == id) {
            return json!({ "key": parameter.key, "name": parameter.name, "what_if": true });
        }
        match parameter.on(request.as_of, request.known_on) {
            Some(row) => json!({
                "key": parameter.key, "name": parameter.name, "from": row.from.to_string(),
                "to": row.to.map(|day| day.to_string()), "confidence": row.confidence.code(),
                "source": row.source,
            }),
            None => json!({ "key": parameter.key, "name": parameter.name, "value": null }),
        }
    };
    plan.fields[index].parameters.iter().map(of).collect()
}

fn missing(policy: &Policy, outcome: &Outcome, out: &mut String) {
    out.push_str("\"missing\":[");
    let mut first = true;
    for fact in &policy.fact_order {
        if !outcome.missing.contains(fact) {
            continue;
        }
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        out.push('"');
        out.push_str(&policy.facts[*fact].key);
        out.push('"');
    }
    out.push(']');
}

fn would_change(policy: &Policy, outcome: &Outcome, out: &mut String) {
    out.push_str("\"would_change\":[");
    for (index, set) in outcome.would_change.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        let mut members: Vec<(&str, &Changed)> = set
            .iter()
            .map(|changed| match changed {
                Changed::Today(_) => ("as_of", changed),
                Changed::Fact(fact, _) => (policy.facts[*fact].key.as_str(), changed),
            })
            .collect();
        members.sort_by_key(|(key, _)| *key);
        out.push('{');
        for (at, (key, changed)) in members.into_iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            out.push('"');
            out.push_str(key);
            out.push_str("\":");
            match changed {
                Changed::Today(day) => push_quoted(out, day),
                Changed::Fact(fact, value) => push_fact(policy, *fact, *value, out),
            }
        }
        out.push('}');
    }
    out.push(']');
}

fn plan_text(policy: &Policy, plan: &Plan) -> PlanText {
    let rule = &policy.rules[plan.rule];
    let mut order: Vec<(String, Slot)> = vec![
        ("because".to_owned(), Slot::Because),
        ("citations".to_owned(), Slot::Citations),
        ("missing".to_owned(), Slot::Missing),
        ("status".to_owned(), Slot::Status),
        ("would_change".to_owned(), Slot::WouldChange),
    ];
    for (index, field) in rule.fields.iter().enumerate() {
        order.push((field.key.clone(), Slot::Field(index, field.key.clone())));
    }
    order.sort_by(|a, b| a.0.cmp(&b.0));
    PlanText {
        key: rule.key.clone(),
        lines: plan.lines.iter().map(|line| line_text(policy, rule.key.as_str(), line)).collect(),
        order: order.into_iter().map(|(_, slot)| slot).collect(),
    }
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
    }
}

fn citation(anchor: Anchor) -> String {
    serde_json::to_value(anchor).map(|value| value.to_string()).unwrap_or_default()
}

fn push_display(out: &mut String, value: impl std::fmt::Display) {
    use std::fmt::Write as _;
    // Writing to a String cannot fail.
    let _ = write!(out, "{value}");
}

fn push_quoted(out: &mut String, value: impl std::fmt::Display) {
    out.push('"');
    push_display(out, value);
    out.push('"');
}

fn push_fact(policy: &Policy, fact: usize, value: i64, out: &mut String) {
    use crate::fact::Kind;
    if value == NONE {
        out.push_str("null");
        return;
    }
    match &policy.facts[fact].kind {
        Kind::Date => push_quoted(out, crate::Date::from_packed(value)),
        Kind::Choice(choices) => {
            let code = usize::try_from(value).ok().and_then(|at| choices.get(at));
            push_quoted(out, code.map_or("", |choice| choice.code.as_ref()));
        }
        Kind::Region => push_quoted(out, format_args!("{value:06}")),
        Kind::Flag => out.push_str(if value == 1 { "true" } else { "false" }),
        Kind::Integer { .. } | Kind::Money { .. } => push_display(out, value),
    }
}

fn push_datum(datum: &Datum, out: &mut String) {
    match datum {
        Datum::None => out.push_str("null"),
        Datum::Flag(value) => out.push_str(if *value { "true" } else { "false" }),
        Datum::Code(choice) => push_quoted(out, &choice.code),
        Datum::Number(value) | Datum::Money(value) => push_display(out, value),
        Datum::Day(day) => push_quoted(out, day),
        Datum::Region(code) => push_quoted(out, format_args!("{code:06}")),
        Datum::Codes(choices) => {
            push_list(out, choices.iter(), |choice, out| push_quoted(out, &choice.code));
        }
        Datum::Regions(codes) => {
            push_list(out, codes.iter(), |code, out| push_quoted(out, format_args!("{code:06}")));
        }
    }
}

fn push_list<T>(out: &mut String, items: impl Iterator<Item = T>, push: impl Fn(T, &mut String)) {
    out.push('[');
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(',');
        }
        push(item, out);
    }
    out.push(']');
}
