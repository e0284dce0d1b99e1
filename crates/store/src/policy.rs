//! The policy folders by which decisions were made, each kept whole under its version for good.

use jiff::Timestamp;

use crate::error::{ReadError, SaveError};
use crate::store::Store;
use crate::unit::Unit;

const TABLE: &str = "policy";

/// A policy folder under its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyVersion {
    /// Its hash, such as `sha256:…`.
    pub version: String,
    /// The folder as one compressed file, as the caller made it.
    pub bundle: Vec<u8>,
    /// When it was first used here.
    pub created_at: Timestamp,
}

/// A version is the hash of its contents: the first one put is the only one.
pub(crate) fn put(unit: &mut Unit, policy: PolicyVersion) {
    unit.statement(
        "INSERT INTO policy (version, bundle, created_at) VALUES ($1, $2, $3) \
         ON CONFLICT (version) DO NOTHING",
        vec![policy.version.into(), policy.bundle.into(), policy.created_at.into()],
    );
}

impl Store {
    /// The bundle of a version.
    pub async fn policy_version_get(&self, version: &str) -> Result<Option<PolicyVersion>, ReadError> {
        let sql = "SELECT version, bundle, created_at FROM policy WHERE version = $1";
        let row = self.db().one(TABLE, sql, &[version.into()]).await?;
        row.map(|fields| {
            Ok(PolicyVersion {
                version: fields.text("version")?,
                bundle: fields.bytes("bundle")?,
                created_at: fields.time("created_at")?,
            })
        })
        .transpose()
    }

    /// The versions that were ever used here, oldest first.
    pub async fn policy_version_list(&self) -> Result<Vec<String>, ReadError> {
        let sql = "SELECT version FROM policy ORDER BY created_at, version";
        self.db().all(TABLE, sql, &[]).await?.iter().map(|fields| fields.text("version")).collect()
    }

    /// Keeps a version; putting it again changes nothing.
    pub async fn policy_version_put(&self, policy: PolicyVersion) -> Result<(), SaveError> {
        self.save(crate::Changes::new().write(crate::Write::PolicyPut(policy))).await.map(|_| ())
    }
}
