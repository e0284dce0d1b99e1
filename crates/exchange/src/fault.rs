//! Why something did not go out: a kind, the other side's number where it gave one, and what to do about it.
//! It holds no text from outside, so that nothing personal can come into a log by way of a gateway's answer.

use serde::{Deserialize, Serialize};

/// Why an attempt failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{}{}", kind.code(), StatusText(*status))]
pub struct Fault {
    /// What went wrong.
    pub kind: FaultKind,
    /// The HTTP status or SMTP code that was answered.
    pub status: Option<u16>,
    /// How long the other side asks us to wait, in seconds.
    pub retry_after_s: Option<u32>,
}

/// What is done about a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultClass {
    /// It may go better later.
    Retry,
    /// It will not go better by itself.
    GiveUp,
    /// The address does not exist: it is given up, and the person can be asked for another one by another way.
    UnknownAddress,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $class:ident;)*) => {
        /// What went wrong, by what an operator can do about it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum FaultKind {
            $($(#[$doc])* $name,)*
        }

        impl FaultKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its name in logs and in the store.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What is done about it.
            pub fn class(self) -> FaultClass {
                match self { $(Self::$name => FaultClass::$class,)* }
            }
        }
    };
}

kinds! {
    /// Nobody listens there, or the name is not known.
    NoConnection = "no_connection", Retry;
    /// No answer in time. It may have been taken all the same, so the next attempt carries the same key.
    Timeout = "timeout", Retry;
    /// The other side could not prove who it is.
    Tls = "tls", Retry;
    /// Too many at once, or a mailbox that is busy or full for now.
    Busy = "busy", Retry;
    /// A fault of the other side's own.
    Server = "server", Retry;
    /// The other side does not know us: an operator has to mend the configuration, and no message is lost over it.
    Unauthorised = "unauthorised", Retry;
    /// The other side lacks what we insist on, such as TLS or a way to sign in: an operator's matter too.
    Unsupported = "unsupported", Retry;
    /// An answer that is not what the interface says.
    BadAnswer = "bad_answer", Retry;
    /// A webhook's receiver refused; it may be repaired.
    ReceiverRefused = "receiver_refused", Retry;
    /// The other side refuses this message.
    Refused = "refused", GiveUp;
    /// The text is not one that may be sent.
    BadText = "bad_text", GiveUp;
    /// The same key was used for another message.
    KeyConflict = "key_conflict", GiveUp;
    /// A webhook's receiver wants no more: its subscription is to be ended.
    Gone = "gone", GiveUp;
    /// The target lies where we do not send, such as inside the office's own network.
    TargetBarred = "target_barred", GiveUp;
    /// The other side took it and could not deliver it.
    Undeliverable = "undeliverable", GiveUp;
    /// There is no such number or mailbox.
    UnknownAddress = "unknown_address", UnknownAddress;
}

impl Fault {
    /// A fault without a number.
    pub fn new(kind: FaultKind) -> Self {
        Self { kind, status: None, retry_after_s: None }
    }

    /// A fault with the number that was answered.
    pub fn with_status(kind: FaultKind, status: u16) -> Self {
        Self { kind, status: Some(status), retry_after_s: None }
    }

    /// The same, with the wait that was asked for.
    #[must_use]
    pub fn after(self, retry_after_s: Option<u32>) -> Self {
        Self { retry_after_s, ..self }
    }

    /// What is done about it.
    pub fn class(self) -> FaultClass {
        self.kind.class()
    }
}

struct StatusText(Option<u16>);

impl std::fmt::Display for StatusText {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.map_or(Ok(()), |status| write!(out, " ({status})"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, FaultClass, FaultKind};

    #[test]
    fn codes_are_the_names_in_the_store_and_differ() {
        let mut codes: Vec<_> = FaultKind::ALL.iter().map(|kind| kind.code()).collect();
        for kind in FaultKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), FaultKind::ALL.len());
    }

    #[test]
    fn our_own_misconfiguration_loses_no_message() {
        assert_eq!(FaultKind::Unauthorised.class(), FaultClass::Retry);
        assert_eq!(Fault::with_status(FaultKind::Unauthorised, 401).to_string(), "unauthorised (401)");
    }
}
