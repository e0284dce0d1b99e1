//! The record of a certificate 《就业失业登记证》. The signed bytes are made elsewhere and kept whole,
//! so that what was handed out can be shown again and checked.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{CertificateId, PersonId, RegistrationId};

/// Whether the certificate still speaks the truth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum CertificateState {
    /// It holds.
    Valid,
    /// The registration ended or a newer certificate took its place.
    Ended {
        /// When.
        at: Timestamp,
        /// A code, such as `registration_ended` or `replaced`.
        reason: String,
    },
    /// It should not have been given.
    Revoked {
        /// When.
        at: Timestamp,
        /// A code, such as `untrue_statement`.
        reason: String,
    },
}

impl CertificateState {
    /// The code in the store and in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Ended { .. } => "ended",
            Self::Revoked { .. } => "revoked",
        }
    }

    /// Since when, and why, it is no longer valid.
    pub fn closed(&self) -> Option<(Timestamp, &str)> {
        match self {
            Self::Valid => None,
            Self::Ended { at, reason } | Self::Revoked { at, reason } => Some((*at, reason)),
        }
    }
}

/// One certificate.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The id.
    pub id: CertificateId,
    /// The number printed on it, unique.
    pub number: String,
    /// The registration that it proves.
    pub registration: RegistrationId,
    /// Whose it is.
    pub holder: PersonId,
    /// When it was given.
    pub issued_at: Timestamp,
    /// Whether it holds.
    pub state: CertificateState,
    /// The key that signed it.
    pub key_id: String,
    /// The signed bytes.
    pub payload: Vec<u8>,
}

/// Why a certificate's state could not be changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// What is revoked stays revoked.
    #[error("certificate {certificate} was revoked at {at}; a revoked certificate does not change again")]
    Revoked {
        /// Which.
        certificate: CertificateId,
        /// When.
        at: Timestamp,
    },
    /// It ended before.
    #[error("certificate {certificate} ended at {at}; expected one that is valid")]
    Ended {
        /// Which.
        certificate: CertificateId,
        /// When.
        at: Timestamp,
    },
}

impl Certificate {
    /// Ends a valid certificate.
    pub fn end(mut self, at: Timestamp, reason: &str) -> Result<Self, CertificateError> {
        match self.state {
            CertificateState::Valid => {
                self.state = CertificateState::Ended { at, reason: reason.to_owned() };
                Ok(self)
            }
            CertificateState::Ended { at, .. } => Err(CertificateError::Ended { certificate: self.id, at }),
            CertificateState::Revoked { at, .. } => {
                Err(CertificateError::Revoked { certificate: self.id, at })
            }
        }
    }

    /// Revokes a certificate, also one that has ended: it should never have been given.
    pub fn revoke(mut self, at: Timestamp, reason: &str) -> Result<Self, CertificateError> {
        match self.state {
            CertificateState::Valid | CertificateState::Ended { .. } => {
                self.state = CertificateState::Revoked { at, reason: reason.to_owned() };
                Ok(self)
            }
            CertificateState::Revoked { at, .. } => {
                Err(CertificateError::Revoked { certificate: self.id, at })
            }
        }
    }
}

// The signed bytes name the person, so they stay out of Debug.
impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("id", &self.id)
            .field("number", &self.number)
            .field("registration", &self.registration)
            .field("state", &self.state)
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn certificate() -> Certificate {
        Certificate {
            id: CertificateId(Uuid::from_u128(1)),
            number: "1101050000000001".to_owned(),
            registration: RegistrationId(Uuid::from_u128(2)),
            holder: PersonId(Uuid::from_u128(3)),
            issued_at: Timestamp::UNIX_EPOCH,
            state: CertificateState::Valid,
            key_id: "c1".to_owned(),
            payload: b"signed".to_vec(),
        }
    }

    #[test]
    fn it_ends_once_and_can_be_revoked_after() {
        let at = Timestamp::from_second(5).unwrap();
        let ended = certificate().end(at, "registration_ended").unwrap();
        assert_eq!(ended.state.closed(), Some((at, "registration_ended")));
        assert!(matches!(ended.clone().end(at, "again"), Err(CertificateError::Ended { .. })));
        let revoked = ended.revoke(at, "untrue_statement").unwrap();
        assert_eq!(revoked.state.code(), "revoked");
        assert!(matches!(revoked.clone().revoke(at, "again"), Err(CertificateError::Revoked { .. })));
        assert!(matches!(revoked.end(at, "again"), Err(CertificateError::Revoked { .. })));
    }
}
