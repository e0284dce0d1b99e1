//! What the gateway says about a message that it took: by a call to us, or when it is asked.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::fault::{Fault, FaultKind};
use crate::outbox::{Event, MessageId, ProviderId};

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The gateway's id for the message.
    pub id: ProviderId,
    /// Our id for it, as it stood in the idempotency key.
    pub key: MessageId,
    /// What became of it.
    pub state: ReceiptState,
    /// When, in seconds since 1970.
    pub at: i64,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptState {
    /// It is not yet known.
    Pending,
    /// It is on the telephone.
    Delivered,
    /// It could not be delivered, such as to a telephone that stayed off.
    Undeliverable,
    /// There is no such number.
    UnknownNumber,
    /// The network gave up after `valid_until`.
    Expired,
}

/// A receipt that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("receipt: expected `id`, `key` (a UUID), `state` and `at` (seconds) in JSON")]
pub struct ReceiptError;

impl Receipt {
    /// Reads the body of a call that [`webhook::Verifier`](crate::webhook::Verifier) has verified.
    pub fn parse(body: &[u8]) -> Result<Self, ReceiptError> {
        serde_json::from_slice(body).map_err(|_| ReceiptError)
    }

    /// What it means for the message in the outbox; nothing while it is pending.
    pub fn event(&self) -> Option<Event> {
        match self.state {
            ReceiptState::Pending => None,
            ReceiptState::Delivered => Some(Event::ReceiptDelivered),
            ReceiptState::UnknownNumber => Some(Event::ReceiptFailed(Fault::new(FaultKind::UnknownAddress))),
            ReceiptState::Undeliverable | ReceiptState::Expired => {
                Some(Event::ReceiptFailed(Fault::new(FaultKind::Undeliverable)))
            }
        }
    }

    /// When it was said, if that is a time.
    pub fn at(&self) -> Option<Timestamp> {
        Timestamp::from_second(self.at).ok()
    }
}
