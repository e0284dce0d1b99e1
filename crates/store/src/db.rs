//! One database behind an address: SQLite in a file, or PostgreSQL. The queries have one text; what
//! differs (how a connection is prepared, how a writing transaction begins, what bytes are called) is
//! in this file and in `migrate`.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, ConnectOptions, Executor};

use crate::error::{OpenError, ReadError};
use crate::value::{Fields, Value, arguments};

/// Connections that read. SQLite reads in parallel to its one writer.
const READERS_MAX: u32 = 8;
/// Connections that write to PostgreSQL: the writer task, jobs and number sequences. SQLite has one.
const WRITERS_MAX: u32 = 4;

/// How long to wait for a connection before the database counts as gone.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseKind {
    /// SQLite, embedded.
    Sqlite,
    /// PostgreSQL, by network.
    Postgres,
}

impl DatabaseKind {
    fn of(url: &str) -> Result<Self, OpenError> {
        let scheme = url.split(':').next().unwrap_or_default();
        match scheme {
            "sqlite" => Ok(Self::Sqlite),
            "postgres" | "postgresql" => Ok(Self::Postgres),
            // Only the scheme: the rest may hold a password.
            _ => Err(OpenError::Address { found: scheme.chars().take(32).collect() }),
        }
    }

    /// How a transaction that will write begins. SQLite is told at once, or two processes that both
    /// read first and write then would refuse each other.
    pub(crate) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }
}

/// The address of a SQLite database in a file, made if it is missing.
pub fn sqlite_url(file: &Path) -> String {
    let path: String = file
        .as_os_str()
        .as_encoded_bytes()
        .iter()
        .map(|&byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("sqlite://{path}?mode=rwc")
}

/// The pools.
pub(crate) struct Database {
    pub(crate) kind: DatabaseKind,
    pub(crate) write: AnyPool,
    read: AnyPool,
}

impl Database {
    pub(crate) async fn connect(url: &str) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        let kind = DatabaseKind::of(url)?;
        let options = AnyConnectOptions::from_str(url).map_err(OpenError::Connect)?;
        // The store reports what it does itself; statements in a log help nobody and hide the rest.
        let options = options.disable_statement_logging();
        let writers = match kind {
            DatabaseKind::Sqlite => 1,
            DatabaseKind::Postgres => WRITERS_MAX,
        };
        let pool = |connections: u32| {
            AnyPoolOptions::new()
                .max_connections(connections)
                .acquire_timeout(ACQUIRE_TIMEOUT)
                .after_connect(move |connection, _| Box::pin(prepare(kind, connection)))
        };
        let write = pool(writers).connect_with(options.clone()).await.map_err(OpenError::Connect)?;
        let read = pool(READERS_MAX).connect_with(options).await.map_err(OpenError::Connect)?;
        let database = Self { kind, write, read };
        database.require_durable().await?;
        Ok(database)
    }

    /// PostgreSQL can be run so that it acknowledges what is not on disk yet.
    async fn require_durable(&self) -> Result<(), OpenError> {
        if self.kind == DatabaseKind::Postgres {
            let sql = "SELECT current_setting('fsync') AS value";
            let on = self.one("pg_settings", sql, &[]).await?.map(|row| row.text("value")).transpose()?;
            if on.as_deref() != Some("on") {
                return Err(OpenError::NotDurable { setting: "fsync" });
            }
        }
        Ok(())
    }

    /// All rows of a query.
    pub(crate) async fn all(
        &self,
        table: &'static str,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<Fields>, ReadError> {
        let rows = sqlx::query_with(sql, arguments(values)?).fetch_all(&self.read).await?;
        Ok(rows.into_iter().map(|row| Fields::new(table, row)).collect())
    }

    /// All rows of a query put together from this program's own words; every value is bound.
    pub(crate) async fn all_built(
        &self,
        table: &'static str,
        sql: String,
        values: &[Value],
    ) -> Result<Vec<Fields>, ReadError> {
        let query = sqlx::query_with(AssertSqlSafe(sql), arguments(values)?);
        let rows = query.fetch_all(&self.read).await?;
        Ok(rows.into_iter().map(|row| Fields::new(table, row)).collect())
    }

    /// The first row of a query.
    pub(crate) async fn one(
        &self,
        table: &'static str,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Option<Fields>, ReadError> {
        let row = sqlx::query_with(sql, arguments(values)?).fetch_optional(&self.read).await?;
        Ok(row.map(|row| Fields::new(table, row)))
    }

    /// Runs one writing statement by itself, durably, and gives the rows that it returns.
    pub(crate) async fn write_rows(
        &self,
        table: &'static str,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<Fields>, ReadError> {
        let rows = sqlx::query_with(sql, arguments(values)?).fetch_all(&self.write).await?;
        Ok(rows.into_iter().map(|row| Fields::new(table, row)).collect())
    }

    /// Runs one writing statement by itself, durably, and says how many rows it touched.
    pub(crate) async fn write_one(&self, sql: &'static str, values: &[Value]) -> Result<u64, ReadError> {
        let done = sqlx::query_with(sql, arguments(values)?).execute(&self.write).await?;
        Ok(done.rows_affected())
    }

    pub(crate) async fn close(&self) {
        self.read.close().await;
        self.write.close().await;
    }
}

/// What is acknowledged must survive a power cut, on either database.
async fn prepare(kind: DatabaseKind, connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
    match kind {
        DatabaseKind::Sqlite => {
            connection.execute("PRAGMA busy_timeout = 10000").await?;
            connection.execute("PRAGMA journal_mode = WAL").await?;
            connection.execute("PRAGMA synchronous = FULL").await?;
            connection.execute("PRAGMA foreign_keys = ON").await?;
            connection.execute("PRAGMA cache_size = -65536").await?;
            // Pages are moved from the log into the file every 32 MiB: seldom enough that a page
            // written by many commits is moved once. The log is synced by every commit all the same.
            connection.execute("PRAGMA wal_autocheckpoint = 8192").await?;
        }
        DatabaseKind::Postgres => {
            // A server may have been set up to acknowledge early; this session never does.
            connection.execute("SET synchronous_commit = on").await?;
            connection.execute("SET timezone = 'UTC'").await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_address_is_refused_without_its_secrets() {
        let error = DatabaseKind::of("mysql://root:geheim@host/db").unwrap_err().to_string();
        assert!(error.contains("\"mysql\"") && !error.contains("geheim"), "{error}");
        assert_eq!(DatabaseKind::of("postgres://x/y").unwrap(), DatabaseKind::Postgres);
    }

    #[tokio::test]
    async fn sqlite_is_told_to_be_durable_on_every_connection() {
        let home = tempfile::tempdir().unwrap();
        let database = Database::connect(&sqlite_url(&home.path().join("d.db"))).await.unwrap();
        for pool in [&database.write, &database.read] {
            let row =
                sqlx::query("SELECT synchronous FROM pragma_synchronous").fetch_one(pool).await.unwrap();
            assert_eq!(sqlx::Row::get::<i64, _>(&row, 0), 2, "FULL");
            let row =
                sqlx::query("SELECT journal_mode FROM pragma_journal_mode").fetch_one(pool).await.unwrap();
            assert_eq!(sqlx::Row::get::<String, _>(&row, 0), "wal");
        }
    }

    #[test]
    fn a_path_becomes_an_address_whatever_is_in_it() {
        assert_eq!(
            sqlite_url(Path::new("/var/灵活 #1/a?.db")),
            "sqlite:///var/%E7%81%B5%E6%B4%BB%20%231/a%3F.db?mode=rwc"
        );
    }
}
