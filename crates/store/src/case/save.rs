//! Cases on their way into the store: the row, the events, the clocks, and where the case waits.

use std::collections::BTreeMap;

use jiff::civil::Date;
use registry::CaseId;
use service::case::{Actor, Case, Event, Recorded};
use service::flow::BodyKind;
use zeroize::Zeroizing;

use super::{CaseRow, EVENT_TABLE, TABLE, event_place, phone_index, row};
use crate::error::SaveError;
use crate::seal::{Place, Sealer};
use crate::unit::{EventRow, Stale, Table, Unit, WorklistKey};
use crate::value::Value;
use crate::worklist::{Desk, order};

/// Moves a case in one statement: the right-hand sides are all as they were before, so `was_…` tells afterwards
/// where the case was counted.
const UPDATE: &str = "UPDATE service_case SET was_desk = desk, was_state = state, was_held = is_held, \
     was_day = due_day, pack = $1, policy = $2, office = $3, district = $4, street = $5, state = $6, owner = $7, \
     desk = $8, holder_id = $9, is_held = $10, due_day = $11, decided_on = $12, verdict = $13, \
     ended_on = COALESCE(ended_on, $14), ended = $15, version = $16, phone_index = $17, sealed = $18 \
     WHERE id = $19 AND version = $20 AND erased_at IS NULL \
     RETURNING id, was_desk, service, was_state, was_held, was_day";

/// Places a case anew whose days are reckoned otherwise though nothing happened in it.
const REPLACE: &str = "UPDATE service_case SET was_desk = desk, was_state = state, was_held = is_held, \
     was_day = due_day, due_day = $1 WHERE id = $2 AND version = $3 \
     RETURNING id, was_desk, service, was_state, was_held, was_day";

fn sealed_json(
    sealer: &Sealer,
    table: &'static str,
    row: &[u8],
    value: &impl serde::Serialize,
) -> Result<Value, SaveError> {
    let plain = serde_json::to_vec(value).map(Zeroizing::new).map_err(|_| SaveError::Invalid {
        field: table,
        found: "a value that cannot be written".to_owned(),
        expected: "a value that can be written as JSON",
    })?;
    Ok(sealer.seal(&Place { table, row }, &plain)?.into())
}

/// What lists and worklists go by, once for an insert and an update.
struct Standing {
    desk: Option<Desk>,
    holder: Option<registry::AccountId>,
    due_day: i64,
}

impl Standing {
    fn of(case: &Case, row: &CaseRow) -> Self {
        let desk = Desk::of(case, row.owner.as_ref().filter(|_| !case.is_ended()));
        let holder = desk.as_ref().and_then(|desk| desk.holder(case));
        Self { desk, holder, due_day: order::due_day(row.due, case.opened_on) }
    }

    fn key(&self, case: &Case) -> Option<WorklistKey> {
        Some(WorklistKey {
            desk: self.desk.as_ref()?.to_string(),
            service: case.service.clone(),
            state: case.state.clone(),
            is_held: self.holder.is_some(),
            due_day: self.due_day,
        })
    }
}

pub(crate) fn insert(
    unit: &mut Unit,
    sealer: &Sealer,
    case: &Case,
    recorded: &[Recorded],
    row: &CaseRow,
) -> Result<(), SaveError> {
    let last = require_match(case, recorded, 0)?;
    let standing = Standing::of(case, row);
    unit.row(
        Table::ServiceCase,
        vec![
            case.id.as_bytes().into(),
            case.number.as_str().into(),
            case.service.as_str().into(),
            case.track.as_str().into(),
            case.pack.as_str().into(),
            case.policy.as_str().into(),
            case.subject.as_bytes().into(),
            case.parent.as_ref().map(CaseId::as_bytes).into(),
            case.channel.as_str().into(),
            case.office.as_deref().into(),
            row.district.as_ref().map(registry::Region::as_str).into(),
            row.street.as_ref().map(registry::StreetCode::as_str).into(),
            case.state.as_str().into(),
            row.owner.as_ref().map(ToString::to_string).as_deref().into(),
            standing.desk.as_ref().map(ToString::to_string).as_deref().into(),
            standing.holder.as_ref().map(registry::AccountId::as_bytes).into(),
            Value::Int(i64::from(standing.holder.is_some())),
            standing.due_day.into(),
            case.state.as_str().into(),
            Value::Int(i64::from(standing.holder.is_some())),
            standing.due_day.into(),
            case.opened_on.into(),
            case.decided.map(|(_, on)| on).into(),
            case.decided.map(|(verdict, _)| row::verdict_code(verdict)).into(),
            row::ended_on(case, Some(last)).into(),
            case.ended.map(service::flow::End::as_str).into(),
            case.version.into(),
            row.phone.as_ref().map_or(Value::NoBytes, |phone| phone_index(sealer, phone).into()),
            sealed_json(sealer, TABLE, case.id.as_bytes(), case)?,
        ],
    );
    follow(unit, sealer, case, recorded, row, &standing)
}

pub(crate) fn update(
    unit: &mut Unit,
    sealer: &Sealer,
    before: u32,
    case: &Case,
    recorded: &[Recorded],
    row: &CaseRow,
) -> Result<(), SaveError> {
    let last = require_match(case, recorded, before)?;
    let standing = Standing::of(case, row);
    let values = vec![
        case.pack.as_str().into(),
        case.policy.as_str().into(),
        case.office.as_deref().into(),
        row.district.as_ref().map(registry::Region::as_str).into(),
        row.street.as_ref().map(registry::StreetCode::as_str).into(),
        case.state.as_str().into(),
        row.owner.as_ref().map(ToString::to_string).as_deref().into(),
        standing.desk.as_ref().map(ToString::to_string).as_deref().into(),
        standing.holder.as_ref().map(registry::AccountId::as_bytes).into(),
        Value::Int(i64::from(standing.holder.is_some())),
        standing.due_day.into(),
        case.decided.map(|(_, on)| on).into(),
        case.decided.map(|(verdict, _)| row::verdict_code(verdict)).into(),
        row::ended_on(case, Some(last)).into(),
        case.ended.map(service::flow::End::as_str).into(),
        case.version.into(),
        row.phone.as_ref().map_or(Value::NoBytes, |phone| phone_index(sealer, phone).into()),
        sealed_json(sealer, TABLE, case.id.as_bytes(), case)?,
        case.id.as_bytes().into(),
        before.into(),
    ];
    unit.moving(UPDATE, values, stale(case.id, before));
    unit.statement("DELETE FROM case_clock WHERE case_id = $1", vec![case.id.as_bytes().into()]);
    follow(unit, sealer, case, recorded, row, &standing)
}

/// Days reckoned anew, as when a calendar is published; the case itself stays as it is.
pub(crate) fn replace_days(unit: &mut Unit, case: &Case, row: &CaseRow) {
    let standing = Standing::of(case, row);
    let values = vec![standing.due_day.into(), case.id.as_bytes().into(), case.version.into()];
    unit.moving(REPLACE, values, stale(case.id, case.version));
    unit.statement("DELETE FROM case_clock WHERE case_id = $1", vec![case.id.as_bytes().into()]);
    clocks(unit, case.id, row);
    unit.wait(standing.key(case));
}

fn stale(case: CaseId, expected: u32) -> Stale {
    Stale { table: TABLE, id: case.to_string(), expected }
}

/// What is written beside the case itself.
fn follow(
    unit: &mut Unit,
    sealer: &Sealer,
    case: &Case,
    recorded: &[Recorded],
    row: &CaseRow,
    standing: &Standing,
) -> Result<(), SaveError> {
    let mut bodies = bodies_before(case, recorded);
    for event in recorded {
        if let Event::Acted(acted) = &event.event {
            bodies.extend(acted.body.clone());
        }
        let place = event_place(case.id, event.version);
        let actor = actor_text(&event.by);
        unit.events.push(EventRow {
            case: case.id,
            version: event.version,
            at: event.moment.at,
            actor,
            code: event.event.code(),
            sealed: sealed_json(sealer, EVENT_TABLE, &place, event)?,
            state: case.state.clone(),
            organisations: bodies.values().cloned().collect(),
        });
    }
    clocks(unit, case.id, row);
    unit.wait(standing.key(case));
    Ok(())
}

/// The bodies that had the case before these events: what came before a body had it is none of its business.
fn bodies_before(case: &Case, recorded: &[Recorded]) -> BTreeMap<BodyKind, String> {
    let mut bodies = case.bodies.clone();
    for event in recorded {
        if let Event::Acted(acted) = &event.event
            && let Some((kind, _)) = &acted.body
        {
            bodies.remove(kind);
        }
    }
    bodies
}

fn clocks(unit: &mut Unit, case: CaseId, row: &CaseRow) {
    for clock in &row.clocks {
        unit.row(
            Table::CaseClock,
            vec![case.as_bytes().into(), clock.clock.as_str().into(), clock.due.into(), clock.act_on.into()],
        );
    }
}

/// Who did it, by id alone.
fn actor_text(actor: &Actor) -> String {
    match actor {
        Actor::Applicant { person } => format!("person:{person}"),
        Actor::Delegate { person, .. } => format!("delegate:{person}"),
        Actor::Officer { account, .. } => format!("officer:{account}"),
        Actor::Body { account, .. } => format!("body:{account}"),
        Actor::System => "system".to_owned(),
    }
}

/// The events must be those that lead from the version that was read to this state, or history and state would tell two
/// stories. Gives the day of the last.
fn require_match(case: &Case, recorded: &[Recorded], before: u32) -> Result<Date, SaveError> {
    let in_order = recorded
        .iter()
        .zip(before.saturating_add(1)..)
        .all(|(event, version)| event.case == case.id && event.version == version);
    match recorded.last() {
        Some(last) if in_order && last.version == case.version => Ok(last.moment.today),
        _ => Err(SaveError::Invalid {
            field: EVENT_TABLE,
            found: format!(
                "{} events up to {:?} with state {}",
                recorded.len(),
                recorded.last().map(|event| event.version),
                case.version
            ),
            expected: "every event of this case after the version that was read, up to this state",
        }),
    }
}
