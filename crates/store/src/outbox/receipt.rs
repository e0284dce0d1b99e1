//! What providers report of a message after it was handed to them. A report that comes twice is kept once, and one that
//! comes late does not undo a delivery.

use jiff::Timestamp;
use registry::MessageId;

use super::{MessageState, TABLE};
use crate::error::{ReadError, SaveError};
use crate::job::ERROR_CHARS_MAX;
use crate::store::Store;
use crate::unit::Unit;
use crate::value::Value;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Of which message.
    pub message: MessageId,
    /// When it came.
    pub at: Timestamp,
    /// Whether the message arrived.
    pub is_delivered: bool,
    /// The provider's code; nothing personal.
    pub detail: Option<String>,
}

impl Receipt {
    fn status(&self) -> MessageState {
        if self.is_delivered { MessageState::Delivered } else { MessageState::Failed }
    }
}

pub(crate) fn put(unit: &mut Unit, receipt: &Receipt) {
    let detail =
        receipt.detail.as_ref().map(|detail| detail.chars().take(ERROR_CHARS_MAX).collect::<String>());
    unit.statement(
        "INSERT INTO outbox_receipt (message_id, received_at, status, detail) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (message_id, received_at, status) DO NOTHING",
        vec![
            receipt.message.as_bytes().into(),
            receipt.at.into(),
            receipt.status().code().into(),
            detail.as_deref().into(),
        ],
    );
    unit.statement(
        "UPDATE outbox SET state = $2, last_error = $3 \
         WHERE id = $1 AND (state = 'sent' OR (state = 'failed' AND provider_id IS NOT NULL))",
        vec![
            receipt.message.as_bytes().into(),
            receipt.status().code().into(),
            if receipt.is_delivered { Value::NoText } else { detail.as_deref().into() },
        ],
    );
}

impl Store {
    /// The message that a provider knows by this id.
    pub async fn outbox_find_by_provider(&self, provider_id: &str) -> Result<Option<MessageId>, ReadError> {
        let sql = "SELECT id FROM outbox WHERE provider_id = $1";
        let row = self.db().one(TABLE, sql, &[provider_id.into()]).await?;
        row.map(|fields| fields.id("id")).transpose()
    }

    /// Keeps a report by itself.
    pub async fn outbox_receipt(&self, receipt: Receipt) -> Result<(), SaveError> {
        self.save(crate::Changes::new().write(crate::Write::OutboxReceipt(receipt))).await.map(|_| ())
    }

    /// What was reported of a message, oldest first.
    pub async fn outbox_receipts(&self, message: MessageId) -> Result<Vec<Receipt>, ReadError> {
        const RECEIPTS: &str = "outbox_receipt";
        let sql = "SELECT message_id, received_at, status, detail FROM outbox_receipt \
                   WHERE message_id = $1 ORDER BY received_at, status";
        let rows = self.db().all(RECEIPTS, sql, &[message.as_bytes().into()]).await?;
        rows.iter()
            .map(|fields| {
                let status = fields.text("status")?;
                let is_delivered = status == MessageState::Delivered.code();
                if !is_delivered && status != MessageState::Failed.code() {
                    return Err(fields.wrong("status", "delivered or failed"));
                }
                Ok(Receipt {
                    message: fields.id("message_id")?,
                    at: fields.time("received_at")?,
                    is_delivered,
                    detail: fields.maybe_text("detail")?,
                })
            })
            .collect()
    }
}
