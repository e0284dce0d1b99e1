//! The store: one handle, cheap to clone, over the database, the keys and the writer.

use std::sync::Arc;

use crate::changes::{Changes, Saved};
use crate::db::{Database, DatabaseKind};
use crate::error::{OpenError, ReadError, SaveError};
use crate::keys::Keys;
use crate::migrate;
use crate::number::Numbers;
use crate::seal::{Place, Sealer};
use crate::unit::{Unit, idempotency_key};
use crate::value::Value;
use crate::writer::{Outcome, Writer};

/// What the store holds between a start and a close.
struct Inner {
    database: Arc<Database>,
    keys: Keys,
    sealer: Sealer,
    writer: Writer,
    numbers: Numbers,
}

/// The store. Clones share everything.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

impl Store {
    /// Opens a database, brings its tables up to date, and makes sure that it was written with these
    /// keys. Must be called within a tokio runtime, where the writer then lives.
    pub async fn open(url: &str, keys: Keys) -> Result<Self, OpenError> {
        let database = Arc::new(Database::connect(url).await?);
        migrate::run(&database).await?;
        let sealer = Sealer::new(&keys);
        check_keys(&database, &sealer).await?;
        let writer = Writer::start(Arc::clone(&database));
        let inner = Inner { database, keys, sealer, writer, numbers: Numbers::default() };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Saves everything in one transaction, or nothing. When this returns `Ok`, it is on disk.
    pub async fn save(&self, changes: Changes) -> Result<Saved, SaveError> {
        let key = changes.idempotency.as_ref().map(|once| idempotency_key(&once.key));
        let unit = Unit::new(changes, &self.inner.sealer)?;
        match (self.inner.writer.save(unit).await?, key) {
            (Outcome::Repeated(sealed), Some(key)) => self.open_result(&key, &sealed).map(Saved::Repeated),
            (Outcome::New | Outcome::Repeated(_), _) => Ok(Saved::New),
        }
    }

    /// What was answered to the first sending under a key, if there was one: to be asked before
    /// anything is worked out.
    pub async fn idempotency_find(&self, key: &str) -> Result<Option<Vec<u8>>, SaveError> {
        let hash = idempotency_key(key);
        let sql = "SELECT key_hash, sealed_result FROM idempotency WHERE key_hash = $1";
        let row = self.db().one("idempotency", sql, &[hash.as_slice().into()]).await?;
        row.map(|fields| self.open_result(&hash, &fields.bytes("sealed_result")?)).transpose()
    }

    /// Forgets the keys used before a moment and says how many.
    pub async fn idempotency_expire(&self, before: jiff::Timestamp) -> Result<u64, ReadError> {
        self.db().write_one("DELETE FROM idempotency WHERE created_at < $1", &[before.into()]).await
    }

    fn open_result(&self, key: &[u8], sealed: &[u8]) -> Result<Vec<u8>, SaveError> {
        let plain = self.inner.sealer.open(&Place { table: "idempotency", row: key }, sealed)?;
        Ok(plain.to_vec())
    }

    /// The next running number of a sequence, such as `registration`; the first is 1, gaps are normal.
    pub async fn number_next(&self, sequence: &str) -> Result<u64, ReadError> {
        self.inner.numbers.next(&self.inner.database, sequence).await
    }

    /// The keys: signing keys for certificates among them.
    pub fn keys(&self) -> &Keys {
        &self.inner.keys
    }

    /// A keyed hash of a value under the index key; the purpose keeps uses apart. Without the keys
    /// nobody can tell from it, or make it for, any value.
    pub fn keyed_hash(&self, purpose: &str, value: &[u8]) -> Vec<u8> {
        self.inner.sealer.index(purpose, value)
    }

    /// Which database it is.
    pub fn database_kind(&self) -> DatabaseKind {
        self.inner.database.kind
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), ReadError> {
        self.db().one("ping", "SELECT 1 AS one", &[]).await.map(|_| ())
    }

    /// Saves what was sent before, then closes. Later saves are refused.
    pub async fn close(&self) {
        self.inner.writer.stop().await;
        self.inner.database.close().await;
    }

    pub(crate) fn db(&self) -> &Database {
        &self.inner.database
    }

    pub(crate) fn sealer(&self) -> &Sealer {
        &self.inner.sealer
    }

    /// Runs a statement past all care, as someone with the database's password could.
    #[cfg(feature = "conformance")]
    #[doc(hidden)]
    pub async fn tamper(&self, sql: &'static str) -> Result<u64, ReadError> {
        self.db().write_one(sql, &[]).await
    }

    /// Runs a statement that stands outside any transaction.
    #[cfg(feature = "conformance")]
    #[doc(hidden)]
    pub async fn execute(&self, sql: &'static str) -> Result<(), ReadError> {
        use sqlx::Executor;
        (&self.db().write).execute(sql).await?;
        Ok(())
    }

    /// The bytes of a column as they lie there.
    #[cfg(feature = "conformance")]
    #[doc(hidden)]
    pub async fn raw_bytes(
        &self,
        table: &'static str,
        column: &'static str,
    ) -> Result<Vec<Vec<u8>>, ReadError> {
        let sql = sqlx::AssertSqlSafe(format!("SELECT {column} FROM {table} WHERE {column} IS NOT NULL"));
        let rows = sqlx::query(sql).fetch_all(&self.db().write).await?;
        rows.iter().map(|row| Ok(sqlx::Row::try_get(row, 0)?)).collect()
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("database", &self.inner.database.kind).finish_non_exhaustive()
    }
}

/// Compares the keys with those that this database has seen, and remembers new data keys. With a wrong
/// index key nobody would be found, and everyone registered a second time.
async fn check_keys(database: &Database, sealer: &Sealer) -> Result<(), OpenError> {
    const CHECK: &[u8] = b"linghuo key check";
    let mut expected = vec![("index".to_owned(), sealer.index("key_check", CHECK))];
    for (id, check) in sealer.data_key_checks() {
        expected.push((format!("data {id}"), check.to_vec()));
    }
    for (name, value) in expected {
        let values: [Value; 2] = [name.as_str().into(), value.as_slice().into()];
        let sql = "INSERT INTO key_check (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
        database.write_one(sql, &values).await?;
        let sql = "SELECT name, value FROM key_check WHERE name = $1";
        let row = database.one("key_check", sql, &[name.as_str().into()]).await?;
        let found = row.map(|fields| fields.bytes("value")).transpose()?;
        if found != Some(value) {
            return Err(OpenError::WrongKeys { name });
        }
    }
    Ok(())
}
