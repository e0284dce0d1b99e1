//! Flows: whatever they name is there, every state has somebody who can act and a clock, or is an end, and there is no
//! dead end; a refusal has its coded reasons, what cannot be undone a second officer.

use std::collections::BTreeSet;

use super::Findings;
use super::refer::References;
use crate::clock::OnExpiry;
use crate::effect::EffectKind;
use crate::flow::{Action, Answering, End, Flow, Owner, State, Verdict};
use crate::library::Library;
use crate::problem::ProblemCode as Code;

pub(super) fn check(library: &Library, references: &References<'_>, findings: &mut Findings<'_>) {
    let pack = findings.pack;
    for (track, flow) in pack.tracks() {
        let at = if track == crate::pack::MAIN_TRACK { "flow".to_owned() } else { format!("linked.{track}") };
        ids(flow, &at, findings);
        for state in &flow.states {
            owned(state, flow, &at, findings);
        }
        reached(flow, &at, findings);
        for action in &flow.actions {
            named(action, flow, library, &at, findings);
            references.guards(&action.guards, &format!("{at}.actions.{}.guards", action.id), flow, findings);
            refusal(action, flow, &at, findings);
            second(action, &at, findings);
        }
    }
    clocks(findings);
}

fn ids(flow: &Flow, at: &str, findings: &mut Findings<'_>) {
    let (mut states, mut actions) = (BTreeSet::new(), BTreeSet::new());
    for state in &flow.states {
        if !states.insert(&state.id) {
            findings.main(
                format!("{at}.states.{}", state.id),
                Code::DuplicateId,
                "one state with this id, found two",
            );
        }
    }
    for action in &flow.actions {
        if !actions.insert(&action.id) {
            let key = format!("{at}.actions.{}", action.id);
            findings.main(key, Code::DuplicateId, "one action with this id, found two");
        }
    }
}

fn owned(state: &State, flow: &Flow, at: &str, findings: &mut Findings<'_>) {
    let pack = findings.pack;
    let key = format!("{at}.states.{}", state.id);
    for clock in state.clocks.iter().chain(&state.pauses) {
        if pack.clock(clock).is_none() {
            let said = format!("found `{clock}`, expected a clock of the pack");
            findings.main(format!("{key}.clocks"), Code::UnknownState, said);
        }
    }
    let mut wrong = |said: &str| findings.main(&key, Code::NoOwner, said);
    let acts: Vec<_> = flow.actions_from(&state.id).collect();
    match (&state.owner, state.end) {
        (None, Some(_)) if state.clocks.is_empty() && state.rests.is_none() && acts.is_empty() => {}
        (_, Some(_)) => wrong("nothing to do and no clock, since it is an end"),
        (None, None) => wrong("an owner who must act, or an end"),
        (Some(owner), None) => {
            if !acts.iter().any(|action| action.who.contains(owner)) {
                wrong(&format!("an action that its owner ({owner}) can do"));
            }
            if state.clocks.is_empty() == state.rests.is_none() {
                wrong("either a clock that runs, or the words (`rests`) why none does");
            }
        }
    }
}

/// Every state can be reached, and from every one an end can be.
fn reached(flow: &Flow, at: &str, findings: &mut Findings<'_>) {
    let mut forward = BTreeSet::from([flow.start.as_str()]);
    let mut ending: BTreeSet<&str> =
        flow.states.iter().filter(|state| state.end.is_some()).map(|state| state.id.as_str()).collect();
    // Each round adds a state or is the last.
    for _ in 0..=flow.states.len() {
        for action in &flow.actions {
            if action.from.iter().any(|from| forward.contains(from.as_str())) {
                forward.insert(&action.to);
            }
            if ending.contains(action.to.as_str()) {
                ending.extend(action.from.iter().map(String::as_str));
            }
        }
    }
    if flow.state(&flow.start).is_none() {
        let said = format!("found `{}`, expected a state of the flow", flow.start);
        findings.main(format!("{at}.start"), Code::UnknownState, said);
    }
    for state in &flow.states {
        let key = format!("{at}.states.{}", state.id);
        if !forward.contains(state.id.as_str()) {
            findings.main(key, Code::DeadEnd, "an action that leads to it, found none that can be reached");
        } else if !ending.contains(state.id.as_str()) {
            findings.main(key, Code::DeadEnd, "a way to an end, found none");
        }
    }
}

fn named(action: &Action, flow: &Flow, library: &Library, at: &str, findings: &mut Findings<'_>) {
    let pack = findings.pack;
    let key = |name: &str| format!("{at}.actions.{}.{name}", action.id);
    let mut unknown = |name: &str, found: &str, what: &str| {
        let said = format!("found `{found}`, expected {what}");
        findings.main(key(name), Code::UnknownState, said);
    };
    for from in action.from.iter().filter(|from| flow.state(from).is_none()) {
        unknown("from", from, "a state of the flow");
    }
    if flow.state(&action.to).is_none() {
        unknown("to", &action.to, "a state of the flow");
    }
    for effect in action.effects.iter().filter(|effect| pack.effect(effect).is_none()) {
        unknown("effects", effect, "an effect of the pack");
    }
    for event in &action.notices {
        if pack.notice(event, crate::notice::NoticeChannel::Inbox).is_none() {
            unknown("notices", event, "the event of a notice for the inbox");
        }
    }
    if let Some(table) = action.reasons.as_ref().filter(|table| pack.reasons(table).is_empty()) {
        unknown("reasons", table, "a table of reasons");
    }
    let bodies = action.who.iter().filter_map(|owner| match owner {
        Owner::Body(kind) => Some(kind),
        Owner::Applicant | Owner::Office | Owner::Supervisor | Owner::City | Owner::System => None,
    });
    for kind in bodies.chain(&action.body).filter(|kind| !library.bodies.has(kind)) {
        unknown("who", &kind.0, "a kind of body of bodies.toml");
    }
    for clock in &action.restarts {
        if !flow.state(&action.to).is_some_and(|to| to.clocks.contains(clock)) {
            unknown("restarts", clock, "a clock that runs in the state it leads to");
        }
    }
    if let Some(clock) = &action.extends
        && pack.clock(clock).is_none_or(|clock| clock.extension.is_none())
    {
        unknown("extends", clock, "a clock that can be extended");
    }
    if action.who.is_empty() || action.from.is_empty() {
        unknown("who", "", "somebody who may do it, and a state in which they may");
    }
    if action.auto && action.who != [Owner::System] {
        unknown("auto", "true", "an action of the system alone");
    }
    if action.answers == Answering::Flagged && !flow.actions.iter().any(|other| other.sends_flags) {
        unknown("answers", "flagged", "an action that sends flagged answers");
    }
}

fn refusal(action: &Action, flow: &Flow, at: &str, findings: &mut Findings<'_>) {
    let pack = findings.pack;
    let ends_badly =
        flow.state(&action.to).is_some_and(|to| matches!(to.end, Some(End::Refused | End::Revoked)));
    // What the system only closes was refused, with reasons, before.
    let by_someone = action.who.iter().any(|owner| !matches!(owner, Owner::System));
    let refuses = action.decides == Some(Verdict::Refused) || (ends_badly && by_someone);
    if refuses && action.reasons.is_none() {
        let key = format!("{at}.actions.{}.reasons", action.id);
        findings.main(key, Code::NoReasons, "a table of coded reasons, since it refuses");
    }
    let table = action.reasons.as_deref().map_or(&[][..], |table| pack.reasons(table));
    for reason in table.iter().filter(|reason| reason.anchor.is_none() && reason.source.is_none()) {
        let key = format!("reasons.{}.anchor", reason.code);
        findings.main(key, Code::NoReasons, "the provision that it rests on");
    }
}

fn second(action: &Action, at: &str, findings: &mut Findings<'_>) {
    let pack = findings.pack;
    let key = || format!("{at}.actions.{}.second", action.id);
    if action.second {
        let by_hand = action.who.iter().all(|owner| !matches!(owner, Owner::Applicant | Owner::System));
        if !by_hand {
            findings.main(key(), Code::NoSecondOfficer, "officers alone, since a second one confirms it");
        }
        return;
    }
    for effect in action.effects.iter().filter_map(|id| pack.effect(id)) {
        if effect.irreversible.is_some() && !only_keeps(effect.kind) {
            let said = format!("true, since `{}` cannot be undone", effect.id);
            findings.main(key(), Code::NoSecondOfficer, said);
        }
    }
}

/// What only keeps or says what happened can be done without a second officer.
fn only_keeps(kind: EffectKind) -> bool {
    matches!(
        kind,
        EffectKind::RecordCommitment
            | EffectKind::RecordOutcome
            | EffectKind::Notify
            | EffectKind::OfferService
    )
}

fn clocks(findings: &mut Findings<'_>) {
    let pack = findings.pack;
    if pack.flow.is_none() {
        return;
    }
    let known = |id: &str| pack.tracks().any(|(_, flow)| flow.action(id).is_some());
    for clock in &pack.definition.clocks {
        let key = |name: &str| format!("clocks.{}.{name}", clock.id);
        let working = clock.unit == crate::clock::ClockUnit::WorkingDay;
        if !working && clock.rolls.is_none() {
            let said = "true or false: whether an end on a day off goes on to a working day";
            findings.main(key("rolls"), Code::ClockBasis, said);
        }
        match (&clock.action, clock.on_expiry) {
            (None, OnExpiry::Escalate | OnExpiry::Remind | OnExpiry::Silent) => {}
            (Some(action), OnExpiry::Act) => acts(clock.id.as_str(), action, findings),
            (None, OnExpiry::Act) => {
                findings.main(key("action"), Code::UnknownState, "the action that the system does then");
            }
            (Some(_), OnExpiry::Escalate | OnExpiry::Remind | OnExpiry::Silent) => {
                findings.main(key("action"), Code::UnknownState, "none, unless it acts on expiry");
            }
        }
        if clock.starts_on != "opened" && !known(&clock.starts_on) {
            let said = format!("found `{}`, expected `opened` or an action", clock.starts_on);
            findings.main(key("starts_on"), Code::UnknownState, said);
        }
    }
}

/// The system can do the action in every state in which the clock runs.
fn acts(clock: &str, action: &str, findings: &mut Findings<'_>) {
    let pack = findings.pack;
    for (_, flow) in pack.tracks() {
        let runs = flow.states.iter().filter(|state| state.clocks.iter().any(|id| id == clock));
        for state in runs {
            let can = flow
                .action(action)
                .is_some_and(|action| action.who.contains(&Owner::System) && action.from.contains(&state.id));
            if !can {
                let said = format!("found `{action}`, expected what the system can do in `{}`", state.id);
                findings.main(format!("clocks.{clock}.action"), Code::UnknownState, said);
            }
        }
    }
}
