//! Keys to the API, by organisation. Of a key only a keyed hash is kept: whoever has the database cannot make one from it.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use registry::{AccountId, TokenId};
use zeroize::Zeroizing;

use crate::error::{ReadError, SaveError};
use crate::seal::Sealer;
use crate::store::Store;
use crate::unit::{Stale, Table, Unit, json};
use crate::value::{Fields, Value};

const TABLE: &str = "api_token";
pub(crate) const COLUMNS: &[&str] = &[
    "id",
    "organisation",
    "secret_index",
    "scopes",
    "created_by",
    "created_at",
    "expires_on",
    "revoked_at",
    "last_used_on",
];

/// The secret of a key: wiped from memory when dropped, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiSecret(pub Zeroizing<Vec<u8>>);

impl fmt::Debug for ApiSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiSecret(…)")
    }
}

/// A key to the API, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// The id.
    pub id: TokenId,
    /// The organisation that uses it: the id of a body, or a name of the city's own.
    pub organisation: String,
    /// What it opens, as codes.
    pub scopes: Vec<String>,
    /// The officer who made it.
    pub created_by: AccountId,
    /// When.
    pub created_at: Timestamp,
    /// The last day on which it opens anything.
    pub expires_on: Option<Date>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// The last day on which it was used.
    pub last_used_on: Option<Date>,
}

impl ApiToken {
    /// Whether it opens anything on a day.
    pub fn is_in_force(&self, on: Date) -> bool {
        self.revoked_at.is_none() && self.expires_on.is_none_or(|last| on <= last)
    }
}

fn index(sealer: &Sealer, secret: &[u8]) -> Vec<u8> {
    sealer.index("api_token.secret", secret)
}

pub(crate) fn insert(
    unit: &mut Unit,
    sealer: &Sealer,
    token: &ApiToken,
    secret: &ApiSecret,
) -> Result<(), SaveError> {
    unit.row(
        Table::ApiToken,
        vec![
            token.id.as_bytes().into(),
            token.organisation.as_str().into(),
            index(sealer, &secret.0).into(),
            json(&token.scopes, "scopes")?,
            token.created_by.as_bytes().into(),
            token.created_at.into(),
            token.expires_on.into(),
            token.revoked_at.into(),
            token.last_used_on.into(),
        ],
    );
    Ok(())
}

pub(crate) fn revoke(unit: &mut Unit, token: TokenId, at: Timestamp) {
    unit.guarded(
        "UPDATE api_token SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL",
        vec![at.into(), token.as_bytes().into()],
        Stale { table: TABLE, id: token.to_string(), expected: 1 },
    );
}

fn from_row(fields: &Fields) -> Result<ApiToken, ReadError> {
    Ok(ApiToken {
        id: fields.id("id")?,
        organisation: fields.text("organisation")?,
        scopes: fields.json("scopes")?,
        created_by: fields.id("created_by")?,
        created_at: fields.time("created_at")?,
        expires_on: fields.maybe_parsed("expires_on")?,
        revoked_at: fields.maybe_time("revoked_at")?,
        last_used_on: fields.maybe_parsed("last_used_on")?,
    })
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, organisation, scopes, created_by, created_at, expires_on, revoked_at, last_used_on \
             FROM api_token ",
            $rest
        )
    };
}

impl Store {
    /// The key with this secret, if it opens anything on this day. That it was used that day is noted, once a day.
    pub async fn token_use(&self, secret: &[u8], today: Date) -> Result<Option<ApiToken>, ReadError> {
        let row = self
            .db()
            .one(TABLE, select!("WHERE secret_index = $1"), &[index(self.sealer(), secret).into()])
            .await?;
        let Some(token) = row.as_ref().map(from_row).transpose()?.filter(|token| token.is_in_force(today))
        else {
            return Ok(None);
        };
        if token.last_used_on.is_none_or(|last| last < today) {
            let sql = "UPDATE api_token SET last_used_on = $1 \
                       WHERE id = $2 AND (last_used_on IS NULL OR last_used_on < $1)";
            self.db().write_one(sql, &[today.into(), token.id.as_bytes().into()]).await?;
        }
        Ok(Some(ApiToken { last_used_on: token.last_used_on.max(Some(today)), ..token }))
    }

    /// The keys of an organisation, the newest first, revoked ones too.
    pub async fn token_list(&self, organisation: &str) -> Result<Vec<ApiToken>, ReadError> {
        let sql = select!("WHERE organisation = $1 ORDER BY created_at DESC, id DESC");
        let values: [Value; 1] = [organisation.into()];
        self.db().all(TABLE, sql, &values).await?.iter().map(from_row).collect()
    }
}
