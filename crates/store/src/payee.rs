//! Where a person is paid: the bank and the account number that they gave last, encrypted. An account number is shown to
//! nobody; it leaves the store for the payment file alone.

use std::fmt;

use jiff::Timestamp;
use registry::PersonId;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::{ReadError, SaveError};
use crate::seal::{Place, Sealer};
use crate::store::Store;
use crate::unit::{Table, Unit};

const TABLE: &str = "payee";
pub(crate) const COLUMNS: &[&str] = &["person_id", "given_at", "sealed"];
pub(crate) const CONFLICT: &str =
    " ON CONFLICT (person_id) DO UPDATE SET given_at = excluded.given_at, sealed = excluded.sealed";

/// Where somebody is paid.
#[derive(Clone, PartialEq, Eq)]
pub struct Payee {
    /// Who.
    pub person: PersonId,
    /// The bank as they named it.
    pub bank: Zeroizing<String>,
    /// The account number as they gave it.
    pub account: Zeroizing<String>,
    /// When.
    pub given_at: Timestamp,
}

// Both are personal.
impl fmt::Debug for Payee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payee").field("person", &self.person).finish_non_exhaustive()
    }
}

#[derive(Serialize, Deserialize)]
struct Contents {
    bank: String,
    account: String,
}

pub(crate) fn put(unit: &mut Unit, sealer: &Sealer, payee: &Payee) -> Result<(), SaveError> {
    let contents = Contents { bank: payee.bank.to_string(), account: payee.account.to_string() };
    let plain = serde_json::to_vec(&contents).map(Zeroizing::new).map_err(|_| SaveError::Invalid {
        field: "payee",
        found: "a fault".to_owned(),
        expected: "texts that can be written as JSON",
    })?;
    let closed = sealer.seal(&Place { table: TABLE, row: payee.person.as_bytes() }, &plain)?;
    unit.row(Table::Payee, vec![payee.person.as_bytes().into(), payee.given_at.into(), closed.into()]);
    Ok(())
}

impl Store {
    /// Where a person is paid; none where they gave nothing, or it was erased.
    pub async fn payee_find(&self, person: PersonId) -> Result<Option<Payee>, ReadError> {
        let sql = "SELECT person_id, given_at, sealed FROM payee WHERE person_id = $1";
        let Some(fields) = self.db().one(TABLE, sql, &[person.as_bytes().into()]).await? else {
            return Ok(None);
        };
        let Some(plain) = fields.maybe_open("sealed", self.sealer(), person.as_bytes())? else {
            return Ok(None);
        };
        let contents: Contents =
            serde_json::from_slice(&plain).map_err(|_| fields.wrong("sealed", "bank and account"))?;
        Ok(Some(Payee {
            person,
            bank: Zeroizing::new(contents.bank),
            account: Zeroizing::new(contents.account),
            given_at: fields.time("given_at")?,
        }))
    }
}
