//! One transaction for many saves: statements one by one, new rows many at a time, journal entries
//! chained, counts moved, then the commit.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use registry::{CaseId, Head};
use sqlx::{AnyConnection, AssertSqlSafe};

use super::insert::{Inserts, ROWS_MAX};
use super::refusal::classify;
use super::{events, waiting};
use crate::db::Database;
use crate::error::{ReadError, SaveError};
use crate::journal;
use crate::unit::{CountKey, Demand, Refusal, Table, Unit, WorklistKey};
use crate::value::{Fields, Value, arguments};

/// What became of one save.
pub(crate) enum Outcome {
    New,
    /// Saved before; the sealed result of then.
    Repeated(Vec<u8>),
}

/// Why a transaction did not come about.
pub(crate) enum Failure {
    /// It cannot be saved as it is.
    Refused(SaveError),
    /// Another process was in the way; trying again can help.
    Again(SaveError),
    /// The database is not there: trying each save alone would only wait anew for each.
    Down(Arc<sqlx::Error>),
    /// The commit was sent and not answered.
    Unknown,
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        classify(error)
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self::Refused(error.into())
    }
}

/// Saves all units in one transaction, durably, or none.
pub(crate) async fn apply(database: &Database, units: &[&Unit]) -> Result<Vec<Outcome>, Failure> {
    let mut tx = database.write.begin_with(database.kind.begin()).await?;
    let repeated = repeated(&mut tx, units).await?;
    let mut outcomes = Vec::with_capacity(units.len());
    let mut fresh = Vec::with_capacity(units.len());
    for unit in units {
        if let Some(result) = unit.idempotency.as_ref().and_then(|key| repeated.get(key)) {
            outcomes.push(Outcome::Repeated(result.clone()));
        } else {
            outcomes.push(Outcome::New);
            fresh.push(*unit);
        }
    }
    let moved = run_statements(&mut tx, &fresh).await?;
    let mut inserts = Inserts::new(database.kind);
    gather_rows(&mut inserts, &fresh);
    append_journal(&mut tx, &mut inserts, &fresh).await?;
    events::append(&mut tx, &mut inserts, &fresh).await?;
    // Last, because these few rows are the ones that processes wait for each other at.
    move_counts(&mut inserts, &fresh);
    waiting::move_amounts(&mut inserts, &fresh, moved);
    inserts.run(&mut tx).await?;
    tx.commit().await.map_err(|error| match error {
        // The server answered that it did not commit.
        sqlx::Error::Database(_) => classify(error),
        _ => Failure::Unknown,
    })?;
    Ok(outcomes)
}

/// The sealed results of those keys that were used before.
async fn repeated(tx: &mut AnyConnection, units: &[&Unit]) -> Result<HashMap<Vec<u8>, Vec<u8>>, Failure> {
    let keys: Vec<Value> =
        units.iter().filter_map(|unit| unit.idempotency.clone()).map(Value::Bytes).collect();
    let select = "SELECT key_hash, sealed_result FROM idempotency WHERE key_hash IN";
    let mut results = HashMap::new();
    for fields in select_in(tx, "idempotency", select, &keys).await? {
        results.insert(fields.bytes("key_hash")?, fields.bytes("sealed_result")?);
    }
    Ok(results)
}

/// Runs the statements, and gives the places where cases were counted that have moved.
async fn run_statements(tx: &mut AnyConnection, units: &[&Unit]) -> Result<Vec<WorklistKey>, Failure> {
    let mut moved = Vec::new();
    for statement in units.iter().flat_map(|unit| &unit.statements) {
        let values = arguments(&statement.values)?;
        let query = sqlx::query_with(statement.sql, values);
        let refused = |refusal: &Refusal| Failure::Refused(refusal.clone().into());
        match &statement.demand {
            Demand::Nothing => {
                query.execute(&mut *tx).await?;
            }
            Demand::Touch(refusal) => {
                if query.execute(&mut *tx).await?.rows_affected() == 0 {
                    return Err(refused(refusal));
                }
            }
            Demand::Find(refusal) => {
                query.fetch_optional(&mut *tx).await?.ok_or_else(|| refused(refusal))?;
            }
            Demand::MoveCase(stale) => {
                let row = query.fetch_optional(&mut *tx).await?;
                let row = row.ok_or_else(|| refused(&Refusal::Stale(stale.clone())))?;
                moved.extend(waiting::was(&Fields::new(stale.table, row))?);
            }
            Demand::MoveCases => {
                for row in query.fetch_all(&mut *tx).await? {
                    moved.extend(waiting::was(&Fields::new("service_case", row))?);
                }
            }
        }
    }
    Ok(moved)
}

fn gather_rows(inserts: &mut Inserts, units: &[&Unit]) {
    let mut tables: BTreeMap<Table, Vec<&Vec<Value>>> = BTreeMap::new();
    for (table, row) in units.iter().flat_map(|unit| &unit.rows) {
        tables.entry(*table).or_default().push(row);
    }
    for (table, rows) in tables {
        inserts.rows(table, &rows);
    }
}

async fn append_journal(
    tx: &mut AnyConnection,
    inserts: &mut Inserts,
    units: &[&Unit],
) -> Result<(), Failure> {
    let drafts: Vec<_> = units.iter().flat_map(|unit| &unit.journal).collect();
    let cases: BTreeMap<CaseId, Value> =
        drafts.iter().map(|sealed| (sealed.draft.case, Value::from(sealed.draft.case.as_bytes()))).collect();
    let keys: Vec<Value> = cases.into_values().collect();
    let select = "SELECT case_id, sequence, hash FROM journal_head WHERE case_id IN";
    // Ordered by case, so that two processes lock heads in the same order.
    let mut heads: BTreeMap<CaseId, Head> = BTreeMap::new();
    for fields in select_in(tx, "journal_head", select, &keys).await? {
        let case: CaseId = fields.id("case_id")?;
        let head = Head { case, sequence: fields.count("sequence")?, hash: fields.hash("hash")? };
        heads.insert(case, head);
    }
    let mut rows = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let (row, head) = journal::place(heads.get(&draft.draft.case), draft);
        heads.insert(head.case, head);
        rows.push(row);
    }
    let rows: Vec<&Vec<Value>> = rows.iter().collect();
    inserts.rows(Table::Journal, &rows);
    let heads: Vec<Vec<Value>> = heads
        .into_values()
        .map(|head| vec![head.case.as_bytes().into(), head.sequence.into(), head.hash.into(), 0_u32.into()])
        .collect();
    let columns = &["case_id", "sequence", "hash", "sealed_sequence"];
    let conflict = " ON CONFLICT (case_id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash";
    inserts.add("journal_head", columns, conflict, &heads.iter().collect::<Vec<_>>());
    Ok(())
}

fn move_counts(inserts: &mut Inserts, units: &[&Unit]) {
    let mut counts: BTreeMap<&CountKey, i64> = BTreeMap::new();
    for (key, by) in units.iter().flat_map(|unit| &unit.counts) {
        *counts.entry(key).or_default() += by;
    }
    let rows: Vec<Vec<Value>> = counts
        .into_iter()
        .filter(|(_, by)| *by != 0)
        .map(|((district, state, kind), by)| {
            vec![district.as_str().into(), (*state).into(), (*kind).into(), by.into()]
        })
        .collect();
    let columns = &["district", "state", "kind", "amount"];
    let conflict = " ON CONFLICT (district, state, kind) \
                    DO UPDATE SET amount = registration_count.amount + excluded.amount";
    inserts.add("registration_count", columns, conflict, &rows.iter().collect::<Vec<_>>());
}

async fn select_in(
    tx: &mut AnyConnection,
    table: &'static str,
    select: &str,
    keys: &[Value],
) -> Result<Vec<Fields>, Failure> {
    let mut found = Vec::new();
    for chunk in keys.chunks(ROWS_MAX) {
        // The last key fills up to a power of two, again for the sake of prepared statements.
        let amount = chunk.len().next_power_of_two();
        let marks: Vec<String> = (1..=amount).map(|at| format!("${at}")).collect();
        let sql = format!("{select} ({})", marks.join(","));
        let filled = chunk.iter().chain(chunk.last().into_iter().cycle()).take(amount);
        let rows = sqlx::query_with(AssertSqlSafe(sql), arguments(filled)?).fetch_all(&mut *tx).await?;
        found.extend(rows.into_iter().map(|row| Fields::new(table, row)));
    }
    Ok(found)
}
