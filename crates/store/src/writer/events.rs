//! Events of cases get their position among all events here, inside the transaction: the row of the sequence stays locked
//! until the commit, so that whoever has read up to a position has read everything before it.

use sqlx::AnyConnection;

use super::batch::Failure;
use super::insert::Inserts;
use crate::unit::{EventRow, Table, Unit};
use crate::value::{Fields, Value, arguments};

/// The name of the sequence; callers' own have no dot.
const SEQUENCE: &str = "case_event.position";

pub(super) async fn append(
    tx: &mut AnyConnection,
    inserts: &mut Inserts,
    units: &[&Unit],
) -> Result<(), Failure> {
    let events: Vec<&EventRow> = units.iter().flat_map(|unit| &unit.events).collect();
    if events.is_empty() {
        return Ok(());
    }
    let first = take(tx, events.len() as u64).await?;
    let (mut rows, mut feed) = (Vec::with_capacity(events.len()), Vec::new());
    for (event, position) in events.into_iter().zip(first..) {
        rows.push(vec![
            event.case.as_bytes().into(),
            event.version.into(),
            position.into(),
            event.at.into(),
            event.actor.as_str().into(),
            event.code.into(),
            event.sealed.clone(),
        ]);
        for organisation in &event.organisations {
            feed.push(vec![
                organisation.as_str().into(),
                position.into(),
                event.case.as_bytes().into(),
                event.version.into(),
                event.code.into(),
                event.state.as_str().into(),
                event.at.into(),
            ]);
        }
    }
    inserts.rows(Table::CaseEvent, &rows.iter().collect::<Vec<_>>());
    inserts.rows(Table::CaseFeed, &feed.iter().collect::<Vec<_>>());
    Ok(())
}

/// Takes as many positions and gives the first.
async fn take(tx: &mut AnyConnection, amount: u64) -> Result<u64, Failure> {
    let sql = "INSERT INTO number_sequence (name, next_value) VALUES ($1, 1 + $2) \
               ON CONFLICT (name) DO UPDATE SET next_value = number_sequence.next_value + $2 \
               RETURNING name, next_value";
    let values: [Value; 2] = [SEQUENCE.into(), amount.into()];
    let row = sqlx::query_with(sql, arguments(&values)?).fetch_one(&mut *tx).await?;
    let fields = Fields::new("number_sequence", row);
    let first = fields.count("next_value")?.checked_sub(amount).filter(|first| *first > 0);
    Ok(first.ok_or_else(|| fields.wrong("next_value", "more than the positions just taken"))?)
}
