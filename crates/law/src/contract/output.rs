//! Writes answers as JSON with sorted keys. What never changes for a policy (the
//! words of each line, places, provisions) is written once, when it is loaded.

use crate::change::Changed;
use crate::decide::{Decision, Outcome, Request, Status};
use crate::fact::{ABSENT, NONE};
use crate::parameter::{Parameter, Row};
use crate::plan::{Line, LineKind, Plan};
use crate::policy::Policy;
use crate::rule::{Field, Rule};
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
    parameters: Vec<ParameterText>,
    /// Article 0 paragraph 1, the citation of whatever is not in force.
    not_in_force: String,
}

#[derive(Debug, Clone)]
struct PlanText {
    key: String,
    lines: Vec<LineText>,
    fields: Vec<FieldText>,
    /// Names of everything in the outcome, sorted.
    order: Vec<Slot>,
}

#[derive(Debug, Clone)]
struct LineText {
    head: String,
    middle: String,
    tail: String,
    citation: String,
    /// The first line with the same citation.
    same: usize,
}

#[derive(Debug, Clone)]
struct FieldText {
    head: String,
    cases: Vec<CaseText>,
    /// Where no case was taken, because completions differ.
    open: CaseText,
}

#[derive(Debug, Clone)]
struct CaseText {
    middle: String,
    tail: String,
}

#[derive(Debug, Clone)]
struct ParameterText {
    rows: Vec<String>,
    what_if: String,
    without: String,
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
        let parameters = policy.parameters.iter().map(parameter_text).collect();
        Self { policy_json, plans, parameters, not_in_force }
    }

    /// The answer of a decision, without a line end.
    pub fn write(
        &self,
        policy: &Policy,
        request: &Request,
        decision: &Decision,
        form: Form,
        out: &mut String,
    ) {
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
            // Line 0 is the conclusion, line 1 the entry into force, which decides nothing here.
            out.push_str(&text.lines[0].citation);
            let mut cited = vec![false; text.lines.len()];
            cited[0] = true;
            // What stands below a line that did not decide did not decide either.
            let mut passed_by = usize::MAX;
            for (index, value) in outcome.lines.iter().enumerate().skip(2) {
                let (line, words) = (&plan.lines[index], &text.lines[index]);
                if line.depth > passed_by {
                    continue;
                }
                passed_by = if *value == outcome.status { usize::MAX } else { line.depth };
                if *value == outcome.status && !std::mem::replace(&mut cited[words.same], true) {
                    out.push(',');
                    out.push_str(&words.citation);
                }
            }
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
        let mut open: Vec<usize> = Vec::new();
        for index in shown_lines(plan, decision, outcome) {
            let line = &plan.lines[index];
            while open.last().is_some_and(|above| plan.lines[*above].depth >= line.depth) {
                if let Some(above) = open.pop() {
                    close(policy, request, plan, text, outcome, above, out);
                }
            }
            if index > 0 && !out.ends_with('[') {
                out.push(',');
            }
            out.push_str(&text.lines[index].head);
            open.push(index);
        }
        while let Some(above) = open.pop() {
            if above == 0 && outcome.status == Status::Yes {
                fields(policy, request, self, plan, outcome, out);
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
pub fn shown_lines<'a>(
    plan: &'a Plan,
    decision: &'a Decision,
    outcome: &'a Outcome,
) -> impl Iterator<Item = usize> + 'a {
    let count = if not_in_force(plan, outcome) { 2 } else { plan.lines.len() };
    let answered = |other: usize| decision.outcomes.iter().any(|o| o.plan == other);
    (0..count).filter(move |index| plan.lines[*index].within.is_none_or(|other| !answered(other)))
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
fn fields(
    policy: &Policy,
    request: &Request,
    text: &Writer,
    plan: &Plan,
    outcome: &Outcome,
    out: &mut String,
) {
    let texts = &text.plans[outcome.plan].fields;
    for (index, (datum, case)) in outcome.fields.iter().enumerate() {
        let field = &texts[index];
        let case = case.and_then(|at| field.cases.get(at)).unwrap_or(&field.open);
        if !out.ends_with('[') {
            out.push(',');
        }
        out.push_str(&field.head);
        push_list(out, plan.fields[index].parameters.iter(), |id, out| {
            let texts = &text.parameters[*id];
            let given = request.what_if.iter().any(|(of, _)| of == id);
            let row = policy.parameters[*id].index_on(request.as_of, request.known_on);
            out.push_str(match row {
                _ if given => &texts.what_if,
                Some(row) => &texts.rows[row],
                None => &texts.without,
            });
        });
        out.push_str(&case.middle);
        push_datum(datum, out);
        out.push_str(&case.tail);
    }
}

/// A parameter that a field reads, with how sure it is.
fn parameter_text(parameter: &Parameter) -> ParameterText {
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
