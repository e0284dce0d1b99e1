//! Ids as types of their own, so that a person's id cannot be handed in where a case's is meant.
//!
//! All are UUIDs that the caller makes (version 7 keeps neighbours together on disk). An id says
//! nothing about the person and may stand in a log.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that is no UUID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {found:?} is no id; expected a UUID such as 0192c5a4-7d3e-7c1a-9f00-3b1d5a6e7f80")]
pub struct IdError {
    /// The type that was asked for.
    pub kind: &'static str,
    /// The text, cut to 64 characters.
    pub found: String,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The sixteen bytes, as the store keeps them.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::parse_str(text).map(Self).map_err(|_| IdError {
                    kind: stringify!($name),
                    found: text.chars().take(64).collect(),
                })
            }
        }
    )+};
}

ids! {
    /// A person in the registry.
    PersonId;
    /// One employment registration.
    RegistrationId;
    /// A case: the unit whose journal entries chain.
    CaseId;
    /// One decision of the law.
    DecisionId;
    /// One certificate.
    CertificateId;
    /// The account of an officer.
    AccountId;
    /// A public office.
    OfficeId;
    /// One fact kept about a person.
    FactId;
    /// One job of the queue.
    JobId;
    /// One notice in a person's inbox.
    NoticeId;
    /// One quote for a back payment.
    QuoteId;
    /// One payment cycle.
    CycleId;
    /// One period of a person: registered as unemployed, insured.
    PeriodId;
    /// What a person entrusted another with.
    MandateId;
    /// One stored file of evidence.
    EvidenceId;
    /// One message to be sent outward.
    MessageId;
    /// One officer standing in for another.
    DeputyId;
    /// One key to the API.
    TokenId;
    /// One subscription to what happens to cases.
    WebhookId;
}

impl CaseId {
    /// The person's own file: a chain for what concerns the person and no matter in particular,
    /// above all who looked at them.
    pub fn of_person(person: PersonId) -> Self {
        Self(person.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_a_wrong_text_is_named() {
        let id = PersonId(Uuid::from_u128(7));
        assert_eq!(id.to_string().parse::<PersonId>(), Ok(id));
        let error = "12".parse::<OfficeId>().unwrap_err();
        assert_eq!(error.kind, "OfficeId");
        assert!(error.to_string().contains("\"12\""));
    }
}
