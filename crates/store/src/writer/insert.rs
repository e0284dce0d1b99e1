//! New rows, many at a time. PostgreSQL takes one statement after another; to SQLite the same
//! statements are handed over as one text, because there each hand-over to its thread costs more than
//! the statement itself.

use sqlx::{AnyConnection, AssertSqlSafe};

use crate::db::DatabaseKind;
use crate::unit::Table;
use crate::value::{Value, arguments};

/// The most rows in one statement. With the widest table it stays below the 32,766 values that SQLite
/// takes and far below the 65,535 of PostgreSQL.
pub(super) const ROWS_MAX: usize = 64;

/// Inserts that are gathered and then run together, in the order in which they were added.
pub(crate) struct Inserts {
    kind: DatabaseKind,
    statements: Vec<(String, Vec<Value>)>,
    /// How many values there are before the next statement, where all share one text.
    bound: usize,
}

impl Inserts {
    pub(crate) fn new(kind: DatabaseKind) -> Self {
        Self { kind, statements: Vec::new(), bound: 0 }
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
            // Powers of two, so that a handful of prepared statements serves every number of rows.
            let amount = 1 << rows.len().min(ROWS_MAX).ilog2();
            let (chunk, rest) = rows.split_at(amount);
            rows = rest;
            let tuples: Vec<String> = (0..amount)
                .map(|row| {
                    let first = self.bound + row * columns.len();
                    let marks: Vec<String> =
                        (1..=columns.len()).map(|at| format!("${}", first + at)).collect();
                    format!("({})", marks.join(","))
                })
                .collect();
            let sql =
                format!("INSERT INTO {name} ({}) VALUES {}{conflict}", columns.join(", "), tuples.join(","));
            let values: Vec<Value> = chunk.iter().flat_map(|row| row.iter().cloned()).collect();
            if self.kind == DatabaseKind::Sqlite {
                self.bound += values.len();
            }
            self.statements.push((sql, values));
        }
    }

    /// Runs them. Names are this program's own and values are bound.
    pub(crate) async fn run(self, tx: &mut AnyConnection) -> Result<(), sqlx::Error> {
        match self.kind {
            DatabaseKind::Sqlite if self.statements.is_empty() => {}
            DatabaseKind::Sqlite => {
                let (texts, values): (Vec<String>, Vec<Vec<Value>>) = self.statements.into_iter().unzip();
                let values = arguments(values.iter().flatten())?;
                sqlx::query_with(AssertSqlSafe(texts.join(";\n")), values).execute(tx).await?;
            }
            DatabaseKind::Postgres => {
                for (sql, values) in self.statements {
                    let values = arguments(&values)?;
                    sqlx::query_with(AssertSqlSafe(sql), values).execute(&mut *tx).await?;
                }
            }
        }
        Ok(())
    }
}
