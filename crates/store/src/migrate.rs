//! The migrations of `migrations/`, compiled in and run at start. Each has one text for both
//! databases; only the name of the type for bytes is put in.

use std::borrow::Cow;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

use crate::db::{Database, DatabaseKind};
use crate::error::OpenError;

/// Number, name and text. A new one is added at the end; a released one is never edited.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "registry", include_str!("../../../migrations/0001_registry.sql")),
    (2, "setting", include_str!("../../../migrations/0002_setting.sql")),
    (3, "case", include_str!("../../../migrations/0003_case.sql")),
    (4, "pack", include_str!("../../../migrations/0004_pack.sql")),
    (5, "money", include_str!("../../../migrations/0005_money.sql")),
    (6, "reach", include_str!("../../../migrations/0006_reach.sql")),
];

pub(crate) async fn run(database: &Database) -> Result<(), OpenError> {
    let migrations = MIGRATIONS.iter().map(|(version, name, text)| {
        let sql = AssertSqlSafe(for_database(database.kind, text)).into_sql_str();
        Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, sql, false)
    });
    let migrator = Migrator::with_migrations(migrations.collect());
    migrator.run(&database.write).await.map_err(OpenError::Migrate)
}

/// `BLOB` stands in the text as a word of its own, in capitals; no name contains it.
fn for_database(kind: DatabaseKind, text: &str) -> String {
    match kind {
        DatabaseKind::Sqlite => text.to_owned(),
        DatabaseKind::Postgres => text.replace(" BLOB", " BYTEA"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_in_order_and_bytes_get_their_name() {
        let numbers: Vec<i64> = MIGRATIONS.iter().map(|(number, ..)| *number).collect();
        assert!(numbers.iter().copied().eq((1..).take(numbers.len())));
        let text = for_database(DatabaseKind::Postgres, MIGRATIONS[0].2);
        let statements = text.lines().filter(|line| !line.starts_with("--"));
        assert!(statements.clone().any(|line| line.contains("BYTEA")));
        assert!(statements.clone().all(|line| !line.contains("BLOB")));
    }
}
