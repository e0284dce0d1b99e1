//! What became of a message. The worker tells what happened, and `after` says where the message stands then; it does
//! nothing itself. A message that has ended is not sent again, but what really happened may still be learnt: a receipt
//! that comes late, or the good answer of an attempt that was under way, corrects an end; `delivered` is never taken back.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::decide::later;
use super::{Attempts, GiveUp, Message, Next, Policy, next};
use crate::fault::{Fault, FaultKind};

/// The other side's id for a message, by which its receipt is found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProviderId(pub String);

/// What one attempt came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The other side has taken it, under its own id where it gave one.
    Accepted(Option<ProviderId>),
    /// It did not go out.
    Failed(Fault),
}

/// Something that happened to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// An attempt ended.
    Attempted(Outcome),
    /// A receipt says that it arrived.
    ReceiptDelivered,
    /// A receipt says that it did not arrive.
    ReceiptFailed(Fault),
    /// Time has passed.
    Looked,
}

/// Where a message stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// It is to be tried at a time.
    Waiting {
        /// The time.
        at: Timestamp,
    },
    /// It was taken, and its receipt is waited for.
    Accepted {
        /// The other side's id.
        provider_id: Option<ProviderId>,
        /// Until when the receipt is waited for.
        receipt_until: Timestamp,
    },
    /// It arrived, says a receipt.
    Delivered {
        /// When the receipt came.
        at: Timestamp,
    },
    /// It was taken; no receipt came, or the channel gives none.
    SentWithoutReceipt {
        /// The other side's id.
        provider_id: Option<ProviderId>,
    },
    /// It could not be sent.
    Failed {
        /// Why it is not tried again.
        why: GiveUp,
        /// The last fault.
        fault: Fault,
    },
    /// It was no longer news before it could be sent.
    Expired,
}

/// A message's attempts and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What was tried.
    pub attempts: Attempts,
    /// Where it stands.
    pub state: State,
}

impl State {
    /// Whether nothing more is done about it.
    pub fn is_final(&self) -> bool {
        match self {
            Self::Waiting { .. } | Self::Accepted { .. } => false,
            Self::Delivered { .. }
            | Self::SentWithoutReceipt { .. }
            | Self::Failed { .. }
            | Self::Expired => true,
        }
    }
}

impl Progress {
    /// A message that has just been queued.
    pub fn queued(message: &Message, policy: &Policy) -> Self {
        let attempts = Attempts::none(message);
        let state = waiting(&attempts, message.queued_at, policy);
        Self { attempts, state }
    }

    /// Where it stands after something happened. What no longer matters changes nothing: a second answer to an
    /// attempt that has already been taken, or any event after a delivery.
    #[must_use]
    pub fn after(self, event: Event, now: Timestamp, policy: &Policy) -> Self {
        match (&self.state, event) {
            (
                State::Waiting { .. }
                | State::Accepted { .. }
                | State::SentWithoutReceipt { .. }
                | State::Failed { .. }
                | State::Expired,
                Event::ReceiptDelivered,
            ) => Self { state: State::Delivered { at: now }, ..self },
            (
                State::Waiting { .. }
                | State::Accepted { .. }
                | State::SentWithoutReceipt { .. }
                | State::Failed { .. }
                | State::Expired,
                Event::ReceiptFailed(fault),
            ) => Self { state: State::Failed { why: GiveUp::Refused, fault }, ..self },
            // An attempt that was under way when the message ended did send it.
            (
                State::Waiting { .. } | State::Failed { why: GiveUp::AttemptsUsed, .. } | State::Expired,
                Event::Attempted(Outcome::Accepted(id)),
            ) => self.accepted(id, now, policy),
            (State::Waiting { .. }, Event::Attempted(Outcome::Failed(fault))) => {
                let attempts = self.attempts.failed(now, fault);
                let state = waiting(&attempts, now, policy);
                Self { attempts, state }
            }
            (State::Waiting { .. }, Event::Looked) => {
                let state = waiting(&self.attempts, now, policy);
                Self { state, ..self }
            }
            (State::Accepted { provider_id, receipt_until }, Event::Looked) if now > *receipt_until => {
                Self { state: State::SentWithoutReceipt { provider_id: provider_id.clone() }, ..self }
            }
            (
                State::Accepted { .. }
                | State::SentWithoutReceipt { .. }
                | State::Failed { .. }
                | State::Expired,
                Event::Attempted(Outcome::Accepted(_) | Outcome::Failed(_)) | Event::Looked,
            )
            | (
                State::Delivered { .. },
                Event::Attempted(_) | Event::ReceiptDelivered | Event::ReceiptFailed(_) | Event::Looked,
            ) => self,
        }
    }

    fn accepted(self, provider_id: Option<ProviderId>, now: Timestamp, policy: &Policy) -> Self {
        let attempts = Attempts {
            made: self.attempts.made.saturating_add(1),
            last_at: Some(now),
            last_fault: None,
            ..self.attempts
        };
        let state = if policy.receipt_wait_s == 0 {
            State::SentWithoutReceipt { provider_id }
        } else {
            State::Accepted { provider_id, receipt_until: later(now, policy.receipt_wait_s) }
        };
        Self { attempts, state }
    }
}

fn waiting(attempts: &Attempts, now: Timestamp, policy: &Policy) -> State {
    match next(attempts, now, policy) {
        Next::RetryAt(at) => State::Waiting { at },
        Next::GiveUp(GiveUp::Expired) => State::Expired,
        Next::GiveUp(why @ (GiveUp::Refused | GiveUp::AttemptsUsed)) => {
            // A message that was never tried has no fault of its own, and cannot come here.
            let fault = attempts.last_fault.unwrap_or(Fault::new(FaultKind::Undeliverable));
            State::Failed { why, fault }
        }
    }
}

#[cfg(test)]
mod tests;
