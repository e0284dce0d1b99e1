//! Writes answers as JSON with sorted keys. What never changes for a policy (the
//! words of each line, places, provisions) is written once, when it is loaded.

mod json;
mod one;
mod text;

use crate::change::Changed;
use crate::decide::{Decision, Outcome, Request, Status};
use crate::fact::ABSENT;
use crate::plan::{LineKind, Plan};
use crate::policy::Policy;
use json::{push_datum, push_display, push_fact, push_list, push_quoted};
use one::{GroupText, at_most_one, group_text};
use serde_json::json;
use text::{ParameterText, PlanText, Slot, parameter_text, plan_text};

/// The version of the form of `because`; its schema is `docs/schemas/because-1.json`.
pub const BECAUSE_VERSION: u32 = 1;

/// Writes the answers of one policy.
#[derive(Debug, Clone)]
pub struct Writer {
    policy_json: String,
    plans: Vec<PlanText>,
    parameters: Vec<ParameterText>,
    groups: Vec<GroupText>,
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
            .map(|instrument| {
                let (id, version) = (&instrument.id, &instrument.version);
                if instrument.is_trial {
                    json!({ "id": id, "version": version, "what_if": true })
                } else {
                    json!({ "id": id, "version": version })
                }
            })
            .collect();
        let policy_json =
            json!({ "id": base, "instruments": instruments, "version": policy.version }).to_string();
        let plans = policy.plans.iter().map(|plan| plan_text(policy, plan)).collect();
        let parameters = policy.parameters.iter().map(|one| parameter_text(policy, one)).collect();
        let groups = policy.at_most_one.iter().map(|one| group_text(policy, one)).collect();
        Self { policy_json, plans, parameters, groups }
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
        out.push('"');
        at_most_one(policy, &self.groups, decision, out);
        out.push_str(",\"outcomes\":{");
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
            let is_left_out = match slot {
                Slot::Field(..) => outcome.status != Status::Yes,
                Slot::Effect => outcome.effect.is_none(),
                Slot::Provisional => outcome.provisional.is_empty(),
                Slot::Because | Slot::Citations | Slot::Missing | Slot::Status | Slot::WouldChange => false,
            };
            if is_left_out {
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
                Slot::Citations => citations(plan, decision, outcome, text, out),
                Slot::Effect => effect(outcome, text, out),
                Slot::Missing => missing(policy, outcome, out),
                Slot::Provisional => {
                    out.push_str("\"provisional\":");
                    push_list(out, outcome.provisional.iter(), |year, out| push_display(out, *year));
                }
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
                    self.close(policy, request, decision, outcome, above, out);
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
            self.close(policy, request, decision, outcome, above, out);
        }
    }

    fn close(
        &self,
        policy: &Policy,
        request: &Request,
        decision: &Decision,
        outcome: &Outcome,
        index: usize,
        out: &mut String,
    ) {
        let line = &self.plans[outcome.plan].lines[index];
        let read = &policy.plans[outcome.plan].lines[index];
        out.push_str(&line.facts);
        given_facts(policy, request, &read.facts, out);
        out.push_str(&line.middle);
        if !read.parameters.is_empty() {
            out.push_str("\"parameters\":[");
            for id in &read.parameters {
                self.parameter(policy, request, *id, out);
            }
            out.push_str("],");
        }
        out.push_str(&line.after);
        out.push_str(outcome.lines[index].code());
        out.push_str(line.tail.on(decision.as_of));
    }

    /// The rows on which a parameter's value rests, and those that do not count.
    fn parameter(&self, policy: &Policy, request: &Request, id: usize, out: &mut String) {
        let texts = &self.parameters[id];
        let parameter = &policy.parameters[id];
        let push = |text: &str, out: &mut String| {
            if !out.ends_with('[') {
                out.push(',');
            }
            out.push_str(text);
        };
        if request.what_if.iter().any(|(of, _)| *of == id) {
            push(&texts.what_if, out);
            return;
        }
        let rows = parameter.rows_on(request.as_of, request.known_on);
        if rows.is_empty() {
            push(&texts.without, out);
        }
        for row in rows {
            push(&texts.rows[row], out);
        }
        for row in parameter.broken_on(request.as_of, request.known_on) {
            push(&texts.broken[row], out);
        }
    }
}

/// The provisions that decided: the outcome's own first.
fn citations(plan: &Plan, decision: &Decision, outcome: &Outcome, text: &PlanText, out: &mut String) {
    out.push_str("\"citations\":[");
    if not_in_force(plan, outcome) {
        out.push_str(&text.not_in_force);
        out.push(']');
        return;
    }
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
        // That an instrument is in force, or was published, decides only where it fails.
        let is_of_force = line.anchor.article == 0 && outcome.status == Status::Yes;
        let decides = *value == outcome.status && !is_of_force && line.layer.window.holds(decision.as_of);
        // What lies below an exception that does not apply speaks of it, not of the conclusion.
        let applies = !matches!(line.kind, LineKind::Exception { applies: false, .. });
        let is_closed = !decides || !applies;
        passed_by = if is_closed { line.depth } else { usize::MAX };
        if decides && !std::mem::replace(&mut cited[words.same], true) {
            out.push(',');
            out.push_str(&words.citation);
        }
    }
    out.push(']');
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
    // What stands below a line of another day is of another day.
    let mut hidden = usize::MAX;
    (0..count).filter(move |index| {
        let line = &plan.lines[*index];
        if line.depth > hidden {
            return false;
        }
        let holds = line.layer.window.holds(decision.as_of);
        hidden = if holds { usize::MAX } else { line.depth };
        holds && line.within.is_none_or(|other| !answered(other))
    })
}

fn given_facts(policy: &Policy, request: &Request, facts: &[usize], out: &mut String) {
    let mut first = true;
    for fact in facts {
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
        out.push_str(case.head.as_ref().unwrap_or(&field.head));
        out.push('[');
        for id in &plan.fields[index].parameters {
            text.parameter(policy, request, *id, out);
        }
        out.push(']');
        out.push_str(&case.middle);
        push_datum(datum, out);
        out.push_str(case.tail.on(request.as_of));
    }
}

/// What an exception that took out of the conclusion does to it.
fn effect(outcome: &Outcome, text: &PlanText, out: &mut String) {
    let of = text.effects.iter().find(|(index, _)| Some(*index) == outcome.effect);
    out.push_str("\"effect\":");
    out.push_str(of.map_or("null", |(_, text)| text));
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
