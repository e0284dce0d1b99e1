//! Nothing stands in a pack for nothing: effects, clocks, notices, reasons, and what an action asks. Evidence has its
//! limits and a way without upload; what a district may change is there.

use std::collections::BTreeSet;

use super::Findings;
use crate::flow::{Action, Guard};
use crate::overlay::OverlayKind;
use crate::pack::Pack;
use crate::problem::ProblemCode as Code;

pub(super) fn check(findings: &mut Findings<'_>) {
    let pack = findings.pack;
    if pack.flow.is_none() {
        return;
    }
    effects(findings);
    reasons(findings);
    notices(findings);
    forms(findings);
    evidence(findings);
    overlay(findings);
    let states = pack.tracks().flat_map(|(_, flow)| &flow.states);
    let running: BTreeSet<&String> = states.flat_map(|state| &state.clocks).collect();
    for clock in pack.definition.clocks.iter().filter(|clock| !running.contains(&clock.id)) {
        findings.main(
            format!("clocks.{}", clock.id),
            Code::UnusedEntry,
            "a state in which it runs, found none",
        );
    }
}

fn actions(pack: &Pack) -> impl Iterator<Item = &Action> {
    pack.tracks().flat_map(|(_, flow)| &flow.actions)
}

fn effects(findings: &mut Findings<'_>) {
    let pack = findings.pack;
    let used: BTreeSet<&String> = actions(pack).flat_map(|action| &action.effects).collect();
    for effect in &pack.definition.effects {
        let key = |name: &str| format!("effects.{}{name}", effect.id);
        if !used.contains(&effect.id) {
            findings.main(key(""), Code::UnusedEntry, "an action that has it, found none");
        }
        if effect.undo.is_some() && effect.undo != effect.kind.inverse() {
            let said = format!("found {:?}, expected {:?}", effect.undo, effect.kind.inverse());
            findings.main(key(".undo"), Code::EffectUndo, said);
        }
    }
}

fn reasons(findings: &mut Findings<'_>) {
    let pack = findings.pack;
    let used: BTreeSet<&String> = actions(pack).filter_map(|action| action.reasons.as_ref()).collect();
    for table in pack.definition.reasons.keys().filter(|table| !used.contains(table)) {
        findings.main(format!("reasons.{table}"), Code::UnusedEntry, "an action that offers it, found none");
    }
    if !actions(pack).any(|action| action.sends_flags) {
        for reason in &pack.definition.return_reasons {
            let key = format!("return_reasons.{}", reason.code);
            findings.main(key, Code::UnusedEntry, "an action that asks for corrections, found none");
        }
    }
}

fn notices(findings: &mut Findings<'_>) {
    let pack = findings.pack;
    let Some(own) = findings.own_notices() else { return };
    let sent: BTreeSet<&String> = actions(pack).flat_map(|action| &action.notices).collect();
    for event in own.iter().filter(|event| !sent.contains(event)) {
        let said = "an action that sends it, found none";
        findings.file(crate::pack::NOTICES_FILE, event.as_str(), Code::UnusedEntry, said);
    }
}

fn forms(findings: &mut Findings<'_>) {
    let pack = findings.pack;
    for action in actions(pack) {
        let effects = action.effects.iter().filter_map(|id| pack.effect(id));
        let mut used: BTreeSet<&str> =
            effects.flat_map(|effect| effect.fields.iter().map(String::as_str)).collect();
        used.extend(action.guards.iter().flat_map(Guard::form_fields));
        let unused = action.form.iter().filter(|field| {
            let leads_on = action.form.iter().filter_map(|other| other.when.as_ref());
            !used.contains(field.id.as_str()) && !leads_on.into_iter().any(|when| when.field == field.id)
        });
        for field in unused {
            let key = format!("flow.actions.{}.form.{}", action.id, field.id);
            findings.main(
                key,
                Code::UnusedField,
                "an effect or a condition of the action that uses it, found none",
            );
        }
    }
}

fn evidence(findings: &mut Findings<'_>) {
    let pack = findings.pack;
    for item in &pack.definition.evidence.items {
        let key = |name: &str| format!("evidence.items.{}.{name}", item.id);
        if item.required && item.without_upload.is_none() {
            findings.main(key("without_upload"), Code::EvidencePath, "how to hand it in without an upload");
        }
        if item.bytes_max.is_none() || item.count_max.is_none() {
            findings.main(
                key("bytes_max"),
                Code::EvidencePath,
                "the most bytes (`bytes_max`) and files (`count_max`)",
            );
        }
    }
}

fn overlay(findings: &mut Findings<'_>) {
    let pack = findings.pack;
    for point in &pack.definition.overlay {
        let said = match &point.changes {
            OverlayKind::ClockShorter(shorter) => match pack.clock(&shorter.clock) {
                Some(clock) if shorter.at_least <= clock.amount && shorter.at_least > 0 => continue,
                Some(clock) => format!("at_least from 1 to {}: a district can only shorten", clock.amount),
                None => format!("found `{}`, expected a clock of the pack", shorter.clock),
            },
            OverlayKind::EvidenceWaived(item) => {
                if pack.definition.evidence.items.iter().any(|known| known.id == *item) {
                    continue;
                }
                format!("found `{item}`, expected an item of evidence")
            }
            OverlayKind::ChecksMoreOften(more) => {
                let action = pack.flow.as_ref().and_then(|flow| flow.action(&more.action));
                let rate = action.into_iter().flat_map(|action| &action.guards).find_map(Guard::draw);
                match rate {
                    Some(rate) if rate <= more.at_most => continue,
                    Some(rate) => format!("at_most from {rate}: a district can only check more often"),
                    None => format!("found `{}`, expected an action that draws", more.action),
                }
            }
        };
        findings.main(format!("overlay.{}", point.id), Code::OverlayPoint, said);
    }
}
