//! The service packs by which cases run, each kept whole under its version for good.

use jiff::Timestamp;

use crate::error::{ReadError, SaveError};
use crate::store::Store;
use crate::unit::Unit;

const TABLE: &str = "pack";

/// A pack under its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackVersion {
    /// Its hash, such as `sha256:…`.
    pub version: String,
    /// Its texts, as the caller wrote them.
    pub texts: Vec<u8>,
    /// When it was first used here.
    pub created_at: Timestamp,
}

/// A version is the hash of its contents: the first one put is the only one.
pub(crate) fn put(unit: &mut Unit, pack: PackVersion) {
    unit.statement(
        "INSERT INTO pack (version, texts, created_at) VALUES ($1, $2, $3) ON CONFLICT (version) DO NOTHING",
        vec![pack.version.into(), pack.texts.into(), pack.created_at.into()],
    );
}

impl Store {
    /// The texts of a version.
    pub async fn pack_version_get(&self, version: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let sql = "SELECT texts FROM pack WHERE version = $1";
        let row = self.db().one(TABLE, sql, &[version.into()]).await?;
        row.map(|fields| fields.bytes("texts")).transpose()
    }

    /// The versions that were ever used here.
    pub async fn pack_version_list(&self) -> Result<Vec<String>, ReadError> {
        let sql = "SELECT version FROM pack ORDER BY created_at, version";
        self.db().all(TABLE, sql, &[]).await?.iter().map(|fields| fields.text("version")).collect()
    }

    /// Keeps versions; putting one again changes nothing.
    pub async fn pack_versions_put(&self, packs: Vec<PackVersion>) -> Result<(), SaveError> {
        let writes = packs.into_iter().map(crate::Write::PackPut);
        self.save(crate::Changes { writes: writes.collect(), ..crate::Changes::new() }).await.map(|_| ())
    }
}
