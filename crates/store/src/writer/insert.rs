//! New rows, many at a time, handed over in one go: each hand-over (to PostgreSQL by network, to SQLite's
//! thread) costs more than the inserting. To SQLite the statements go as one text; PostgreSQL prepares one
//! statement at a time, so there they are the parts of one `WITH`.

use sqlx::{AnyConnection, AssertSqlSafe};

use crate::db::DatabaseKind;
use crate::unit::Table;
use crate::value::{Value, arguments};

/// The most rows in one statement. With the widest table it stays below the 32,766 values that SQLite
/// takes and far below the 65,535 of PostgreSQL.
pub(super) const ROWS_MAX: usize = 64;

/// The most values in one hand-over: below what either database takes.
const VALUES_MAX: usize = 30_000;

/// Statements that share one text, and their values.
#[derive(Default)]
struct HandOver {
    statements: Vec<String>,
    values: Vec<Value>,
}

/// Inserts that are gathered and then run together. Within one hand-over PostgreSQL checks references at its
/// end, so that rows may come in any order.
pub(crate) struct Inserts {
    kind: DatabaseKind,
    full: Vec<HandOver>,
    open: HandOver,
}

impl Inserts {
    pub(crate) fn new(kind: DatabaseKind) -> Self {
        Self { kind, full: Vec::new(), open: HandOver::default() }
    }

    /// Rows of a table that takes new rows in bulk.
    pub(crate) fn rows(&mut self, table: Table, rows: &[&Vec<Value>]) {
        let (name, columns, conflict) = table.insert();
        self.add(name, columns, conflict, rows);
    }

    /// Rows of any table, with what to do where one is there already.
    pub(super) fn add(&mut self, name: &str, columns: &[&str], conflict: &str, rows: &[&Vec<Value>]) {
        let mut rows = rows;
        while !rows.is_empty() {
            let amount = rows.len().min(ROWS_MAX);
            let (chunk, rest) = rows.split_at(amount);
            rows = rest;
            if self.open.values.len() + amount * columns.len() > VALUES_MAX {
                self.full.push(std::mem::take(&mut self.open));
            }
            let bound = self.open.values.len();
            let tuples: Vec<String> = (0..amount)
                .map(|row| {
                    let first = bound + row * columns.len();
                    let marks: Vec<String> =
                        (1..=columns.len()).map(|at| format!("${}", first + at)).collect();
                    format!("({})", marks.join(","))
                })
                .collect();
            self.open.statements.push(format!(
                "INSERT INTO {name} ({}) VALUES {}{conflict}",
                columns.join(", "),
                tuples.join(",")
            ));
            self.open.values.extend(chunk.iter().flat_map(|row| row.iter().cloned()));
        }
    }

    /// Runs them. Names are this program's own and values are bound.
    pub(crate) async fn run(self, tx: &mut AnyConnection) -> Result<(), sqlx::Error> {
        for HandOver { statements, values } in self.full.into_iter().chain([self.open]) {
            let text = match self.kind {
                DatabaseKind::Sqlite => statements.join(";\n"),
                DatabaseKind::Postgres => one_statement(&statements),
            };
            if !text.is_empty() {
                sqlx::query_with(AssertSqlSafe(text), arguments(&values)?).execute(&mut *tx).await?;
            }
        }
        Ok(())
    }
}

/// `WITH i0 AS (INSERT …), i1 AS (INSERT …) INSERT …`.
fn one_statement(statements: &[String]) -> String {
    let Some((last, before)) = statements.split_last() else { return String::new() };
    if before.is_empty() {
        return last.clone();
    }
    let parts: Vec<String> = before.iter().enumerate().map(|(at, sql)| format!("i{at} AS ({sql})")).collect();
    format!("WITH {} {last}", parts.join(",\n"))
}
