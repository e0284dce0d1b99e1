//! Clocks, effects and retention: none claims more than its basis carries.

use super::{Context, Findings};
use crate::clock::{Clock, ClockBasis, ClockUnit, Confidence};
use crate::effect::{Effect, Retention, RetentionStatus};
use crate::problem::ProblemCode;

pub(super) fn check(context: &Context, findings: &mut Findings<'_>) {
    let definition = &findings.pack.definition;
    for clock in &definition.clocks {
        calendar(clock, context, findings);
        if let Some(said) = basis_fault(clock) {
            findings.main(format!("clocks.{}.basis", clock.id), ProblemCode::ClockBasis, said);
        }
    }
    for effect in &definition.effects {
        undo(effect, findings);
    }
    for retention in &definition.retention {
        if let Some(said) = retention_fault(retention) {
            findings.main(format!("retention.{}", retention.data), ProblemCode::RetentionBasis, said);
        }
    }
}

fn calendar(clock: &Clock, context: &Context, findings: &mut Findings<'_>) {
    let said = match (clock.unit, &clock.calendar) {
        (ClockUnit::WorkingDay, Some(name)) if context.calendars.contains(name) => return,
        (ClockUnit::WorkingDay, Some(name)) => format!("found `{name}`, expected a calendar that is there"),
        (ClockUnit::WorkingDay, None) => "a calendar, since working days need one".to_owned(),
        (ClockUnit::CalendarDay | ClockUnit::Month | ClockUnit::Year, Some(name))
            if clock.rolls == Some(true) =>
        {
            if context.calendars.contains(name) {
                return;
            }
            format!("found `{name}`, expected a calendar that is there")
        }
        (ClockUnit::CalendarDay | ClockUnit::Month | ClockUnit::Year, None) if clock.rolls == Some(true) => {
            "a calendar, since its end goes on to a working day".to_owned()
        }
        (ClockUnit::CalendarDay | ClockUnit::Month | ClockUnit::Year, None) => return,
        (ClockUnit::CalendarDay | ClockUnit::Month | ClockUnit::Year, Some(_)) => {
            "none: only working days, and an end that goes on to one, need one".to_owned()
        }
    };
    findings.main(format!("clocks.{}.calendar", clock.id), ProblemCode::UnknownCalendar, said);
}

fn basis_fault(clock: &Clock) -> Option<&'static str> {
    if clock.source.trim().is_empty() {
        return Some("a source");
    }
    if clock.amount == 0 {
        return Some("an amount of at least 1");
    }
    match clock.basis {
        ClockBasis::Law if clock.anchor.is_none() => Some("the anchor of the provision that sets it"),
        ClockBasis::Proposed if clock.binding => Some("binding = false: a proposal binds nobody"),
        ClockBasis::Proposed if clock.anchor.is_some() => Some("no anchor: a proposal is not in the law"),
        ClockBasis::OtherLaw if clock.binding && clock.confidence == Confidence::Low => {
            Some("binding = false: a source of low confidence must not drive a decision")
        }
        ClockBasis::Law | ClockBasis::OtherLaw | ClockBasis::Proposed => None,
    }
}

fn undo(effect: &Effect, findings: &mut Findings<'_>) {
    let said = match (&effect.undo, &effect.irreversible) {
        (Some(_), None) | (None, Some(_)) => return,
        (None, None) => "what undoes it, or why nothing can",
        (Some(_), Some(_)) => "what undoes it or why nothing can, not both",
    };
    findings.main(format!("effects.{}.undo", effect.id), ProblemCode::EffectUndo, said);
}

fn retention_fault(retention: &Retention) -> Option<&'static str> {
    if retention.source.trim().is_empty() {
        return Some("a source");
    }
    match retention.status {
        RetentionStatus::Settled if retention.years.is_none() => Some("years, since it is settled"),
        RetentionStatus::NotSettled if retention.owner.is_none() => Some("an owner who is to settle it"),
        RetentionStatus::NotSettled if retention.years.is_some() => {
            Some("no years, since nothing settles them")
        }
        RetentionStatus::Settled | RetentionStatus::NotSettled => None,
    }
}
