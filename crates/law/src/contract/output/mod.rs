//! Writes answers as JSON with sorted keys. What never changes for a policy (the
//! words of each line, places, provisions) is written once, when it is loaded.

mod json;
mod text;

use crate::change::Changed;
use crate::decide::{Decision, Outcome, Request, Status};
use crate::fact::ABSENT;
use crate::plan::Plan;
use crate::policy::Policy;
use json::{push_datum, push_display, push_fact, push_list, push_quoted};
use law_syntax::Anchor;
use serde_json::json;
use text::{ParameterText, PlanText, Slot, citation, parameter_text, plan_text};

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
            if matches!(slot, Slot::Provisional) && outcome.provisional.is_empty() {
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
