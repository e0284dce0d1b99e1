//! Subscriptions of organisations to what happens to their cases. The secret with which deliveries are signed must be known
//! in the clear to sign, so it is encrypted rather than hashed. How far a subscription has been served is a position of the
//! feed: replay is setting it back.

use std::fmt;

use jiff::Timestamp;
use registry::WebhookId;
use zeroize::Zeroizing;

use crate::error::{ReadError, SaveError};
use crate::seal::{Place, Sealer};
use crate::store::Store;
use crate::unit::{Stale, Table, Unit, json};
use crate::value::{Fields, Value};

const TABLE: &str = "webhook";
pub(crate) const COLUMNS: &[&str] =
    &["id", "organisation", "url", "codes", "position", "created_at", "ended_at", "sealed_secret"];

/// A subscription.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    /// The id.
    pub id: WebhookId,
    /// Whose.
    pub organisation: String,
    /// Where to deliver.
    pub url: String,
    /// The codes of events to deliver; empty for all.
    pub codes: Vec<String>,
    /// Up to which position of the feed it was served.
    pub position: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// With what deliveries are signed.
    pub secret: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Webhook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Webhook")
            .field("id", &self.id)
            .field("organisation", &self.organisation)
            .field("position", &self.position)
            .finish_non_exhaustive()
    }
}

pub(crate) fn insert(unit: &mut Unit, sealer: &Sealer, webhook: &Webhook) -> Result<(), SaveError> {
    let secret = sealer.seal(&Place { table: TABLE, row: webhook.id.as_bytes() }, &webhook.secret)?;
    unit.row(
        Table::Webhook,
        vec![
            webhook.id.as_bytes().into(),
            webhook.organisation.as_str().into(),
            webhook.url.as_str().into(),
            json(&webhook.codes, "codes")?,
            webhook.position.into(),
            webhook.created_at.into(),
            webhook.ended_at.into(),
            secret.into(),
        ],
    );
    Ok(())
}

pub(crate) fn end(unit: &mut Unit, webhook: WebhookId, at: Timestamp) {
    unit.guarded(
        "UPDATE webhook SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL",
        vec![at.into(), webhook.as_bytes().into()],
        Stale { table: TABLE, id: webhook.to_string(), expected: 1 },
    );
}

fn from_row(fields: &Fields, sealer: &Sealer) -> Result<Webhook, ReadError> {
    let id: WebhookId = fields.id("id")?;
    Ok(Webhook {
        id,
        organisation: fields.text("organisation")?,
        url: fields.text("url")?,
        codes: fields.json("codes")?,
        position: fields.count("position")?,
        created_at: fields.time("created_at")?,
        ended_at: fields.maybe_time("ended_at")?,
        secret: fields.open("sealed_secret", sealer, id.as_bytes())?,
    })
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, organisation, url, codes, position, created_at, ended_at, sealed_secret FROM webhook ",
            $rest
        )
    };
}

impl Store {
    /// The subscriptions of an organisation, the newest first, ended ones too.
    pub async fn webhook_list(&self, organisation: &str) -> Result<Vec<Webhook>, ReadError> {
        let sql = select!("WHERE organisation = $1 ORDER BY created_at DESC, id DESC");
        self.webhook_rows(sql, &[organisation.into()]).await
    }

    /// The subscriptions for whose organisation something happened since they were last served.
    pub async fn webhook_list_behind(&self) -> Result<Vec<Webhook>, ReadError> {
        let sql = select!(
            "WHERE ended_at IS NULL AND EXISTS (SELECT 1 FROM case_feed WHERE \
             case_feed.organisation = webhook.organisation AND case_feed.position > webhook.position) ORDER BY id"
        );
        self.webhook_rows(sql, &[]).await
    }

    /// Notes up to where a subscription was served, or sets it back for a replay. `false`: someone else moved it first,
    /// or it has ended.
    pub async fn webhook_serve(&self, webhook: WebhookId, from: u64, to: u64) -> Result<bool, ReadError> {
        let sql = "UPDATE webhook SET position = $1 WHERE id = $2 AND position = $3 AND ended_at IS NULL";
        Ok(self.db().write_one(sql, &[to.into(), webhook.as_bytes().into(), from.into()]).await? == 1)
    }

    async fn webhook_rows(&self, sql: &'static str, values: &[Value]) -> Result<Vec<Webhook>, ReadError> {
        let rows = self.db().all(TABLE, sql, values).await?;
        rows.iter().map(|fields| from_row(fields, self.sealer())).collect()
    }
}
