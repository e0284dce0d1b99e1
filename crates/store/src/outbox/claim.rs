//! Claiming messages by lease, as jobs are: whoever dies loses the lease, and another sends. A message can so be handed to a
//! provider twice; its id goes along as the key against doubles.

use jiff::Timestamp;
use registry::{CaseId, MessageId, PersonId};
use uuid::Uuid;

use super::{MessageBody, MessageChannel, TABLE, channel};
use crate::error::ReadError;
use crate::job::ERROR_CHARS_MAX;
use crate::seal::random;
use crate::store::Store;
use crate::value::Value;

/// The most messages that one claim gives.
pub const CLAIM_MESSAGES_MAX: u32 = 100;

/// The right to send a message until it runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageLease(Uuid);

/// A message that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedMessage {
    /// The id.
    pub id: MessageId,
    /// To whom.
    pub person: PersonId,
    /// In which case.
    pub case: Option<CaseId>,
    /// By which way.
    pub channel: MessageChannel,
    /// The code of the event.
    pub cause: String,
    /// Where to, and what.
    pub body: MessageBody,
    /// How often it has been claimed, this time included.
    pub attempts: u32,
    /// When it was put there.
    pub created_at: Timestamp,
    /// The right to send it.
    pub lease: MessageLease,
}

impl Store {
    /// Claims messages of one channel that are due, oldest first, until `lease_until`.
    pub async fn outbox_claim(
        &self,
        by: MessageChannel,
        now: Timestamp,
        lease_until: Timestamp,
        messages_max: u32,
    ) -> Result<Vec<ClaimedMessage>, ReadError> {
        let lease = MessageLease(Uuid::from_bytes(random()?));
        // As with jobs, the condition stands again outside, where the row is locked.
        let sql = "UPDATE outbox SET lease_until = $1, lease_token = $2, attempts = attempts + 1 \
                   WHERE id IN (SELECT id FROM outbox WHERE state = 'waiting' AND next_attempt_at <= $3 \
                   AND lease_until <= $3 AND expires_at > $3 AND channel = $4 AND sealed IS NOT NULL \
                   ORDER BY next_attempt_at, id LIMIT $5) AND state = 'waiting' AND lease_until <= $3 \
                   RETURNING id, person_id, case_id, channel, cause, attempts, created_at, sealed";
        let values: [Value; 5] = [
            lease_until.into(),
            lease.0.as_bytes().into(),
            now.into(),
            by.code().into(),
            messages_max.clamp(1, CLAIM_MESSAGES_MAX).into(),
        ];
        let rows = self.db().write_rows(TABLE, sql, &values).await?;
        let mut messages: Vec<ClaimedMessage> = rows
            .iter()
            .map(|fields| {
                let id: MessageId = fields.id("id")?;
                let plain = fields.open("sealed", self.sealer(), id.as_bytes())?;
                Ok(ClaimedMessage {
                    id,
                    person: fields.id("person_id")?,
                    case: fields.maybe_id("case_id")?,
                    channel: channel(fields)?,
                    cause: fields.text("cause")?,
                    body: serde_json::from_slice(&plain)
                        .map_err(|_| fields.wrong("sealed", "address, subject and text"))?,
                    attempts: fields.version("attempts")?,
                    created_at: fields.time("created_at")?,
                    lease,
                })
            })
            .collect::<Result<_, ReadError>>()?;
        messages.sort_by_key(|message| (message.created_at, message.id));
        Ok(messages)
    }

    /// Marks a message as handed over, with the provider's id for it. `false`: the lease was lost.
    pub async fn outbox_complete(
        &self,
        message: MessageId,
        lease: MessageLease,
        at: Timestamp,
        provider_id: Option<&str>,
    ) -> Result<bool, ReadError> {
        let sql = "UPDATE outbox SET state = 'sent', finished_at = $3, provider_id = $4, last_error = NULL \
                   WHERE id = $1 AND lease_token = $2 AND state = 'waiting'";
        let values = [message.as_bytes().into(), lease.0.as_bytes().into(), at.into(), provider_id.into()];
        Ok(self.db().write_one(sql, &values).await? == 1)
    }

    /// Gives a message back to be tried again later; the note must hold nothing personal. `false`: the lease was lost.
    pub async fn outbox_retry(
        &self,
        message: MessageId,
        lease: MessageLease,
        next_attempt_at: Timestamp,
        note: &str,
    ) -> Result<bool, ReadError> {
        let sql = "UPDATE outbox SET next_attempt_at = $3, lease_until = 0, lease_token = NULL, last_error = $4 \
                   WHERE id = $1 AND lease_token = $2 AND state = 'waiting'";
        self.outbox_give_back(sql, message, lease, next_attempt_at, note).await
    }

    /// Gives a message up. `false`: the lease was lost.
    pub async fn outbox_fail(
        &self,
        message: MessageId,
        lease: MessageLease,
        at: Timestamp,
        note: &str,
    ) -> Result<bool, ReadError> {
        let sql = "UPDATE outbox SET state = 'failed', finished_at = $3, last_error = $4 \
                   WHERE id = $1 AND lease_token = $2 AND state = 'waiting'";
        self.outbox_give_back(sql, message, lease, at, note).await
    }

    async fn outbox_give_back(
        &self,
        sql: &'static str,
        message: MessageId,
        lease: MessageLease,
        at: Timestamp,
        note: &str,
    ) -> Result<bool, ReadError> {
        let note: String = note.chars().take(ERROR_CHARS_MAX).collect();
        let values = [message.as_bytes().into(), lease.0.as_bytes().into(), at.into(), note.into()];
        Ok(self.db().write_one(sql, &values).await? == 1)
    }
}
