//! Where a person wants to be written to: an address that counts once it was confirmed by a code that went there. Address
//! and code are encrypted; tries are counted where they are guarded, in the database.

use std::fmt;

use jiff::Timestamp;
use registry::PersonId;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::error::{ReadError, SaveError};
use crate::seal::{Place, Sealer};
use crate::store::Store;
use crate::unit::Unit;
use crate::value::Value;

const TABLE: &str = "mail_address";

/// An address that a person gave.
#[derive(Clone, PartialEq, Eq)]
pub struct MailContact {
    /// Whose.
    pub person: PersonId,
    /// The address.
    pub address: Zeroizing<String>,
    /// The code that confirms it.
    pub code: Zeroizing<String>,
    /// Until when the code can be given.
    pub expires_at: Timestamp,
    /// How often a code was given.
    pub tries: u32,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
}

// The address is personal and the code a secret.
impl fmt::Debug for MailContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailContact").field("person", &self.person).finish_non_exhaustive()
    }
}

#[derive(Serialize, Deserialize)]
struct Contents {
    address: String,
    code: String,
}

impl Drop for Contents {
    fn drop(&mut self) {
        self.address.zeroize();
        self.code.zeroize();
    }
}

/// An address in the place of the one before.
pub(crate) fn put(unit: &mut Unit, sealer: &Sealer, contact: &MailContact) -> Result<(), SaveError> {
    let contents = Contents { address: contact.address.to_string(), code: contact.code.to_string() };
    let plain = serde_json::to_vec(&contents).map(Zeroizing::new).map_err(|_| SaveError::Invalid {
        field: "mail",
        found: "a fault".to_owned(),
        expected: "texts that can be written as JSON",
    })?;
    let closed = sealer.seal(&Place { table: TABLE, row: contact.person.as_bytes() }, &plain)?;
    unit.statement(
        "INSERT INTO mail_address (person_id, sealed, expires_at, tries, confirmed_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (person_id) DO UPDATE SET sealed = excluded.sealed, expires_at = excluded.expires_at, \
         tries = excluded.tries, confirmed_at = excluded.confirmed_at",
        vec![
            contact.person.as_bytes().into(),
            closed.into(),
            contact.expires_at.into(),
            contact.tries.into(),
            contact.confirmed_at.into(),
        ],
    );
    Ok(())
}

pub(crate) fn confirm(unit: &mut Unit, person: PersonId, at: Timestamp) {
    unit.statement(
        "UPDATE mail_address SET confirmed_at = $2 WHERE person_id = $1 AND confirmed_at IS NULL",
        vec![person.as_bytes().into(), at.into()],
    );
}

pub(crate) fn remove(unit: &mut Unit, person: PersonId) {
    unit.statement("DELETE FROM mail_address WHERE person_id = $1", vec![person.as_bytes().into()]);
}

impl Store {
    /// The address that a person gave.
    pub async fn mail_find(&self, person: PersonId) -> Result<Option<MailContact>, ReadError> {
        let sql = "SELECT person_id, sealed, expires_at, tries, confirmed_at FROM mail_address \
                   WHERE person_id = $1 AND sealed IS NOT NULL";
        let Some(fields) = self.db().one(TABLE, sql, &[person.as_bytes().into()]).await? else {
            return Ok(None);
        };
        let plain = fields.open("sealed", self.sealer(), person.as_bytes())?;
        let contents: Contents =
            serde_json::from_slice(&plain).map_err(|_| fields.wrong("sealed", "address and code"))?;
        Ok(Some(MailContact {
            person,
            address: Zeroizing::new(contents.address.clone()),
            code: Zeroizing::new(contents.code.clone()),
            expires_at: fields.time("expires_at")?,
            tries: fields.version("tries")?,
            confirmed_at: fields.maybe_time("confirmed_at")?,
        }))
    }

    /// Counts a try before it is looked at, unless there were too many. Whether it may be looked at.
    pub async fn mail_try(&self, person: PersonId, tries_max: u32) -> Result<bool, ReadError> {
        let sql = "UPDATE mail_address SET tries = tries + 1 WHERE person_id = $1 AND tries < $2";
        let values: [Value; 2] = [person.as_bytes().into(), tries_max.into()];
        Ok(self.db().write_one(sql, &values).await? == 1)
    }
}
