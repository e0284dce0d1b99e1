//! Sessions of the web: opaque bytes under a secret id. Only the id's hash is kept, so whoever reads
//! the database can sign in as nobody.

use std::fmt;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::error::{ReadError, SaveError};
use crate::seal::{Place, Sealer};
use crate::store::Store;
use crate::unit::Unit;

const TABLE: &str = "login_session";

/// A session.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// The secret id in the visitor's cookie.
    pub id: Vec<u8>,
    /// Whatever the web keeps in it.
    pub data: Zeroizing<Vec<u8>>,
    /// When it is over.
    pub expires_at: Timestamp,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

fn id_hash(id: &[u8]) -> Vec<u8> {
    Sha256::digest(id).to_vec()
}

pub(crate) fn put(unit: &mut Unit, sealer: &Sealer, session: &Session) -> Result<(), SaveError> {
    let hash = id_hash(&session.id);
    let closed = sealer.seal(&Place { table: TABLE, row: &hash }, &session.data)?;
    unit.statement(
        "INSERT INTO login_session (id_hash, sealed, expires_at) VALUES ($1, $2, $3) \
         ON CONFLICT (id_hash) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at",
        vec![hash.into(), closed.into(), session.expires_at.into()],
    );
    Ok(())
}

pub(crate) fn delete(unit: &mut Unit, id: &[u8]) {
    unit.statement("DELETE FROM login_session WHERE id_hash = $1", vec![id_hash(id).into()]);
}

impl Store {
    /// A session that is not over yet.
    pub async fn session_get(&self, id: &[u8], now: Timestamp) -> Result<Option<Session>, ReadError> {
        let hash = id_hash(id);
        let sql = "SELECT id_hash, sealed, expires_at FROM login_session \
                   WHERE id_hash = $1 AND expires_at > $2";
        let row = self.db().one(TABLE, sql, &[hash.as_slice().into(), now.into()]).await?;
        row.map(|fields| {
            Ok(Session {
                id: id.to_vec(),
                data: fields.open("sealed", self.sealer(), &hash)?,
                expires_at: fields.time("expires_at")?,
            })
        })
        .transpose()
    }

    /// Keeps a session, new or changed.
    pub async fn session_put(&self, session: Session) -> Result<(), SaveError> {
        self.save(crate::Changes::new().write(crate::Write::SessionPut(session))).await.map(|_| ())
    }

    /// Ends a session.
    pub async fn session_delete(&self, id: &[u8]) -> Result<(), SaveError> {
        let write = crate::Write::SessionDelete { id: id.to_vec() };
        self.save(crate::Changes::new().write(write)).await.map(|_| ())
    }

    /// Removes the sessions that are over and says how many.
    pub async fn session_expire(&self, now: Timestamp) -> Result<u64, ReadError> {
        self.db().write_one("DELETE FROM login_session WHERE expires_at <= $1", &[now.into()]).await
    }
}
