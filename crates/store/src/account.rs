//! Accounts of officers, found by the name with which they sign in.

use registry::account::{PasswordHash, Role};
use registry::{Account, AccountId};

use crate::error::{ReadError, SaveError};
use crate::store::Store;
use crate::unit::{Stale, Table, Unit, json};
use crate::value::Fields;

const TABLE: &str = "account";
pub(crate) const COLUMNS: &[&str] = &[
    "id",
    "version",
    "name",
    "display_name",
    "role",
    "staff_rank",
    "password_hash",
    "created_at",
    "disabled_at",
];

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, version, name, display_name, role, staff_rank, password_hash, created_at, disabled_at \
             FROM account ",
            $rest
        )
    };
}

pub(crate) fn insert(unit: &mut Unit, account: &Account) -> Result<(), SaveError> {
    unit.row(
        Table::Account,
        vec![
            account.id.as_bytes().into(),
            account.version.into(),
            account.name.as_str().into(),
            account.display_name.as_str().into(),
            json(&account.role, "role")?,
            account.rank.code().into(),
            account.password.expose().into(),
            account.created_at.into(),
            account.disabled_at.into(),
        ],
    );
    Ok(())
}

pub(crate) fn update(unit: &mut Unit, account: &Account) -> Result<(), SaveError> {
    let expected = account.version.saturating_sub(1);
    unit.guarded(
        "UPDATE account SET version = $1, name = $2, display_name = $3, role = $4, staff_rank = $5, \
         password_hash = $6, disabled_at = $7 WHERE id = $8 AND version = $9",
        vec![
            account.version.into(),
            account.name.as_str().into(),
            account.display_name.as_str().into(),
            json(&account.role, "role")?,
            account.rank.code().into(),
            account.password.expose().into(),
            account.disabled_at.into(),
            account.id.as_bytes().into(),
            expected.into(),
        ],
        Stale { table: TABLE, id: account.id.to_string(), expected },
    );
    Ok(())
}

fn from_row(fields: &Fields) -> Result<Account, ReadError> {
    Ok(Account {
        id: fields.id("id")?,
        version: fields.version("version")?,
        name: fields.text("name")?,
        display_name: fields.text("display_name")?,
        role: fields.json::<Role>("role")?,
        rank: fields.parsed("staff_rank")?,
        password: PasswordHash::new(fields.text("password_hash")?),
        created_at: fields.time("created_at")?,
        disabled_at: fields.maybe_time("disabled_at")?,
    })
}

impl Store {
    /// The account with this name, also a disabled one.
    pub async fn account_find_by_name(&self, name: &str) -> Result<Option<Account>, ReadError> {
        let row = self.db().one(TABLE, select!("WHERE name = $1"), &[name.into()]).await?;
        row.as_ref().map(from_row).transpose()
    }

    /// The account with this id, also a disabled one.
    pub async fn account_find(&self, id: AccountId) -> Result<Option<Account>, ReadError> {
        let row = self.db().one(TABLE, select!("WHERE id = $1"), &[id.as_bytes().into()]).await?;
        row.as_ref().map(from_row).transpose()
    }

    /// All accounts by name.
    pub async fn account_list(&self) -> Result<Vec<Account>, ReadError> {
        self.db().all(TABLE, select!("ORDER BY name"), &[]).await?.iter().map(from_row).collect()
    }
}
