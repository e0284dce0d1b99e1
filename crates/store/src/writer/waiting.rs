//! The amounts of cases that wait, moved along in the transaction that moves the cases. Each case counts at its desk four
//! times: for its day, service and state; for its day and state; for its day alone; and in all for its service and state.

use std::collections::BTreeMap;

use super::insert::Inserts;
use crate::error::ReadError;
use crate::unit::{Unit, WorklistKey};
use crate::value::{Fields, Value};

/// Where a case that was moved had been counted, if it had.
pub(super) fn was(fields: &Fields) -> Result<Option<WorklistKey>, ReadError> {
    let Some(desk) = fields.maybe_text("was_desk")? else { return Ok(None) };
    Ok(Some(WorklistKey {
        desk,
        service: fields.text("service")?,
        state: fields.text("was_state")?,
        is_held: fields.int("was_held")? != 0,
        due_day: fields.int("was_day")?,
    }))
}

pub(super) fn move_amounts(inserts: &mut Inserts, units: &[&Unit], moved: Vec<WorklistKey>) {
    let mut cells: BTreeMap<WorklistKey, i64> = BTreeMap::new();
    for (key, by) in units.iter().flat_map(|unit| &unit.waiting) {
        *cells.entry(key.clone()).or_default() += by;
    }
    for key in moved {
        *cells.entry(key).or_default() -= 1;
    }
    let mut totals: BTreeMap<(String, String, String, bool), i64> = BTreeMap::new();
    let mut days: BTreeMap<WorklistKey, i64> = BTreeMap::new();
    for (cell, by) in cells {
        let total = (cell.desk.clone(), cell.service.clone(), cell.state.clone(), cell.is_held);
        *totals.entry(total).or_default() += by;
        let of_state = WorklistKey { service: String::new(), ..cell.clone() };
        let of_all = WorklistKey { state: String::new(), ..of_state.clone() };
        *days.entry(of_state).or_default() += by;
        *days.entry(of_all).or_default() += by;
        *days.entry(cell).or_default() += by;
    }
    let held = |is_held: bool| Value::Int(i64::from(is_held));
    let rows: Vec<Vec<Value>> = days
        .into_iter()
        .filter(|(_, by)| *by != 0)
        .map(|(day, by)| {
            let is_held = held(day.is_held);
            vec![
                day.desk.into(),
                day.service.into(),
                day.state.into(),
                is_held,
                day.due_day.into(),
                by.into(),
            ]
        })
        .collect();
    let columns = &["desk", "service", "state", "is_held", "due_day", "amount"];
    let conflict = " ON CONFLICT (desk, service, state, is_held, due_day) \
                    DO UPDATE SET amount = worklist_day.amount + excluded.amount";
    inserts.add("worklist_day", columns, conflict, &rows.iter().collect::<Vec<_>>());
    let rows: Vec<Vec<Value>> = totals
        .into_iter()
        .filter(|(_, by)| *by != 0)
        .map(|((desk, service, state, is_held), by)| {
            vec![desk.into(), service.into(), state.into(), held(is_held), by.into()]
        })
        .collect();
    let columns = &["desk", "service", "state", "is_held", "amount"];
    let conflict = " ON CONFLICT (desk, service, state, is_held) \
                    DO UPDATE SET amount = worklist_total.amount + excluded.amount";
    inserts.add("worklist_total", columns, conflict, &rows.iter().collect::<Vec<_>>());
}
