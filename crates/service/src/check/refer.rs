//! Conditions: whatever they name is there, in flows, routes and the eligibility.

use std::collections::BTreeSet;

use super::{Context, Findings};
use crate::field::{Field, FieldKind};
use crate::flow::{Flow, Guard};
use crate::library::Library;
use crate::problem::ProblemCode as Code;

/// What conditions can name.
pub(super) struct References<'a> {
    context: &'a Context,
    services: BTreeSet<&'a str>,
}

impl<'a> References<'a> {
    pub(super) fn new(library: &'a Library, context: &'a Context) -> Self {
        Self { context, services: library.packs.keys().map(String::as_str).collect() }
    }

    pub(super) fn guards(&self, guards: &[Guard], key: &str, flow: &Flow, findings: &mut Findings<'_>) {
        for guard in guards {
            self.guard(guard, key, Some(flow), findings);
        }
    }

    /// Conditions that are looked at before there is a case.
    pub(super) fn early(&self, guards: &[Guard], key: &str, findings: &mut Findings<'_>) {
        for guard in guards {
            self.guard(guard, key, None, findings);
            if !guard.is_known_before_a_case() {
                let said = format!("what is known before a case, found `{}`", guard.described());
                findings.main(key, Code::UnknownState, said);
            }
        }
    }

    fn guard(&self, guard: &Guard, key: &str, flow: Option<&Flow>, findings: &mut Findings<'_>) {
        let pack = findings.pack;
        let mut wrong = |code: Code, found: &str, what: &str| {
            findings.main(key, code, format!("found `{found}`, expected {what}"));
        };
        let conclusion = |id: &str| self.context.conclusions.contains(id);
        match guard {
            Guard::Conclusion(wanted) if !conclusion(&wanted.id) => {
                wrong(Code::UnknownConclusion, &wanted.id, "a conclusion of the law");
            }
            Guard::Outcome(wanted) if !conclusion(&wanted.id) => {
                wrong(Code::UnknownConclusion, &wanted.id, "a conclusion of the law");
            }
            Guard::Fact(wanted) if !self.context.facts.contains(&wanted.id) => {
                wrong(Code::UnknownFact, &wanted.id, "a fact of the law");
            }
            Guard::Answer(wanted) if pack.field(&wanted.field).is_none() => {
                wrong(Code::UnknownField, &wanted.field, "a field of the pack");
            }
            Guard::Form(wanted) => {
                let mut forms =
                    flow.into_iter().flat_map(|flow| &flow.actions).flat_map(|action| &action.form);
                if !forms.any(|field| field.id == wanted.field) {
                    wrong(Code::UnknownField, &wanted.field, "a field that an action asks");
                }
            }
            Guard::Elapsed(clock) if pack.clock(clock).is_none() => {
                wrong(Code::UnknownState, clock, "a clock of the pack");
            }
            Guard::NoOpenCase(kind)
                if !pack.linked.contains_key(kind) && !self.services.contains(kind.as_str()) =>
            {
                wrong(Code::UnknownState, kind, "a kind of linked case, or a service");
            }
            Guard::Linked(wanted)
                if !pack.linked.contains_key(&wanted.kind)
                    && !self.services.contains(wanted.kind.as_str()) =>
            {
                wrong(Code::UnknownState, &wanted.kind, "a kind of linked case, or a service");
            }
            Guard::Done(action) if flow.is_none_or(|flow| flow.action(action).is_none()) => {
                wrong(Code::UnknownState, action, "an action of the flow");
            }
            Guard::Within(days) if days.source.trim().is_empty() => {
                wrong(Code::ClockBasis, "", "a source of the days");
            }
            Guard::Drawn(rate) if rate.source.trim().is_empty() => {
                wrong(Code::ClockBasis, "", "a source of the rate");
            }
            Guard::MonthsOffered(wanted) => {
                let is_asked = |field: &Field| field.id == wanted.field && field.kind == FieldKind::Months;
                let actions = flow.into_iter().flat_map(|flow| &flow.actions);
                let mut forms = actions.flat_map(|action| &action.form);
                if !forms.any(is_asked) && !pack.field(&wanted.field).is_some_and(is_asked) {
                    wrong(Code::UnknownField, &wanted.field, "a field of months");
                }
            }
            Guard::Not(other) => self.guard(other, key, flow, findings),
            Guard::Conclusion(_)
            | Guard::Outcome(_)
            | Guard::Fact(_)
            | Guard::Answer(_)
            | Guard::Elapsed(_)
            | Guard::NoOpenCase(_)
            | Guard::Linked(_)
            | Guard::Done(_)
            | Guard::Within(_)
            | Guard::Drawn(_)
            | Guard::MonthsLeft(_)
            | Guard::AnswersComplete(_)
            | Guard::Eligible(_) => {}
        }
    }
}
