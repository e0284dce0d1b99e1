//! A message to be sent: to whom, on which event, in which language, with which values. Address and values come sealed
//! and are opened only where they are sent, so that a queue that is looked into tells nothing.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::DedupKey;

/// The id of a message; it is also the idempotency key of every attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(pub Uuid);

impl fmt::Display for MessageId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// The way by which a message leaves the house. The person's inbox is inside it and needs no outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A short message.
    Sms,
    /// Electronic mail.
    Mail,
    /// A call to an organisation's address.
    Webhook,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 3] = [Self::Sms, Self::Mail, Self::Webhook];

    /// Its name in data and in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Mail => "mail",
            Self::Webhook => "webhook",
        }
    }
}

/// The language a message is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

macro_rules! sealed {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Vec<u8>);

        impl $name {
            /// Takes the sealed bytes in.
            pub fn new(sealed: Vec<u8>) -> Self {
                Self(sealed)
            }

            /// The sealed bytes, for the store that opens them.
            pub fn expose(&self) -> &[u8] {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "{}({} bytes)", stringify!($name), self.0.len())
            }
        }
    };
}

sealed! {
    /// A number, mailbox or URL, sealed by the store.
    SealedAddress
}

sealed! {
    /// The values of the placeholders, or a webhook's body, sealed by the store.
    SealedValues
}

/// A message to be sent. It does not change; what becomes of it is its [`Progress`](super::Progress).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its id, and the idempotency key of every attempt.
    pub id: MessageId,
    /// What makes it the same message as another one; unique in the store.
    pub key: DedupKey,
    /// The way it goes.
    pub channel: Channel,
    /// Whom it goes to.
    pub to: SealedAddress,
    /// The template: `<service>/<event>`.
    pub event: String,
    /// Its language.
    pub language: Language,
    /// What the template is filled with.
    pub values: SealedValues,
    /// When it was queued, in the transaction that gave cause for it.
    pub queued_at: Timestamp,
    /// After this it is no longer news; the policy's term applies where it is shorter.
    pub expires_at: Option<Timestamp>,
}
