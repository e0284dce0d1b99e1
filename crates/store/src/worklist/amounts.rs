//! How many cases wait: read from what is kept beside the cases, never by counting them.

use jiff::civil::Date;

use super::{Desk, Holder, Where, WorklistFilter, order};
use crate::error::ReadError;
use crate::store::Store;
use crate::value::Value;

/// How many cases of a service wait in a state at a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorklistCount {
    /// The desk.
    pub desk: Desk,
    /// The service.
    pub service: String,
    /// The state.
    pub state: String,
    /// Whether someone holds them.
    pub is_held: bool,
    /// How many.
    pub amount: u64,
}

/// The cases of one day in the order of the worklist.
pub(super) struct Day {
    pub(super) due_day: i64,
    pub(super) amount: u64,
}

impl Store {
    /// How many cases wait at a desk, or at each desk there is, by service, state and whether they are held.
    pub async fn worklist_counts(&self, desk: Option<&Desk>) -> Result<Vec<WorklistCount>, ReadError> {
        let mut sql =
            "SELECT desk, service, state, is_held, amount FROM worklist_total WHERE amount <> 0".to_owned();
        let values: Vec<Value> = desk.map(|desk| desk.to_string().into()).into_iter().collect();
        sql.push_str(if values.is_empty() { "" } else { " AND desk = $1" });
        sql.push_str(" ORDER BY desk, service, state, is_held");
        let rows = self.db().all_built("worklist_total", sql, &values).await?;
        rows.iter()
            .map(|fields| {
                Ok(WorklistCount {
                    desk: fields.parsed("desk")?,
                    service: fields.text("service")?,
                    state: fields.text("state")?,
                    is_held: fields.int("is_held")? != 0,
                    amount: fields.count("amount")?,
                })
            })
            .collect()
    }

    /// How many of these cases there are that were due before a day.
    pub async fn worklist_overdue(&self, filter: &WorklistFilter, today: Date) -> Result<u64, ReadError> {
        let before = filter.due_before.map_or(today, |day| day.min(today));
        let filter = WorklistFilter { due_before: Some(before), ..filter.clone() };
        self.worklist_amount(&filter).await
    }

    /// How many cases the filter leaves.
    pub(super) async fn worklist_amount(&self, filter: &WorklistFilter) -> Result<u64, ReadError> {
        let (table, condition) = match (filter.holder, filter.due_before) {
            // An officer holds few, and they are counted as they stand.
            (Holder::Account(account), _) => {
                let mut condition = Where::new("holder_id", account.as_bytes().into());
                condition.and("desk =", filter.desk.to_string().into());
                narrow(&mut condition, filter);
                condition.and("due_day <", order::before(filter.due_before).into());
                ("service_case", condition)
            }
            (Holder::Any | Holder::Nobody, Some(_)) => ("worklist_day", by_day(filter)),
            (Holder::Any | Holder::Nobody, None) => {
                let mut condition = Where::new("desk", filter.desk.to_string().into());
                narrow(&mut condition, filter);
                unheld(&mut condition, filter);
                ("worklist_total", condition)
            }
        };
        let amount = if table == "service_case" { "COUNT(*)" } else { "CAST(SUM(amount) AS BIGINT)" };
        let sql = format!("SELECT COALESCE({amount}, 0) AS amount FROM {table} {}", condition.sql());
        let rows = self.db().all_built(table, sql, &condition.values).await?;
        rows.first().map_or(Ok(0), |fields| fields.count("amount"))
    }

    /// How many cases each day has, in order. Not for what one officer holds.
    pub(super) async fn worklist_days(&self, filter: &WorklistFilter) -> Result<Vec<Day>, ReadError> {
        let condition = by_day(filter);
        let sql = format!(
            "SELECT due_day, CAST(SUM(amount) AS BIGINT) AS amount FROM worklist_day {} \
             GROUP BY due_day ORDER BY due_day",
            condition.sql()
        );
        let rows = self.db().all_built("worklist_day", sql, &condition.values).await?;
        rows.iter()
            .map(|fields| Ok(Day { due_day: fields.int("due_day")?, amount: fields.count("amount")? }))
            .collect()
    }

    /// Removes the amounts of days on which nothing waits any more, and says how many they were. For a nightly job.
    pub async fn worklist_tidy(&self) -> Result<u64, ReadError> {
        self.db().write_one("DELETE FROM worklist_day WHERE amount = 0", &[]).await
    }
}

/// The rows of `worklist_day` that hold the amounts: an empty service is every one, and so is an empty state beside it.
/// Those of one service in every state are added up.
fn by_day(filter: &WorklistFilter) -> Where {
    let mut condition = Where::new("desk", filter.desk.to_string().into());
    condition.and("service =", filter.service.as_deref().unwrap_or_default().into());
    match (&filter.service, &filter.state) {
        (_, Some(state)) => condition.and("state =", state.as_str().into()),
        (None, None) => condition.and("state =", "".into()),
        (Some(_), None) => {}
    }
    unheld(&mut condition, filter);
    condition.and("due_day <", order::before(filter.due_before).into());
    condition
}

/// By service and state, where they are asked for.
pub(super) fn narrow(condition: &mut Where, filter: &WorklistFilter) {
    if let Some(service) = &filter.service {
        condition.and("service =", service.as_str().into());
    }
    if let Some(state) = &filter.state {
        condition.and("state =", state.as_str().into());
    }
}

/// Only what nobody holds, where that is asked for.
pub(super) fn unheld(condition: &mut Where, filter: &WorklistFilter) {
    if filter.holder == Holder::Nobody {
        condition.and("is_held =", Value::Int(0));
    }
}
