//! Verification of a paper: the seal and its day from the public keys alone, the body against the seal, and with a
//! status list whether it still stands. The same functions serve the public page and a machine without a network.

use jiff::{Timestamp, civil::Date};

use super::{
    body::PaperBody,
    head::PaperHead,
    signed::{PAPER_VERSION, Parts},
};
use crate::{
    KeyId, NumberHash, PublicKeySet, ReadError, StatusList, Verdict,
    envelope::Purpose,
    signed::decode_code,
    verify::{KeyDay, KeyFault, Stands, check_signature, how_it_stands, key_day, verify_bytes},
};

/// What verification of a code found, whatever it is the code of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeVerdict {
    /// It is that of a certificate (or of nothing that is known).
    Certificate(Verdict),
    /// It is that of a paper.
    Paper(PaperVerdict),
}

/// What verification of a paper found. Only [`PaperVerdict::Issued`] is the office's word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperVerdict {
    /// The office issued it; `standing` says whether it still stands.
    Issued {
        /// What the office sealed.
        paper: Box<VerifiedPaper>,
        /// How it stands.
        standing: PaperStanding,
    },
    /// The file that came with the code is the file of another paper, or not the one that was sealed.
    OtherPaper,
    /// The seal is good, but the key could not yet sign on the day of issue.
    KeyNotYetValid {
        /// The key.
        key_id: KeyId,
        /// Its first day.
        not_before: Date,
    },
    /// The seal is good, but the key could no longer sign on the day of issue.
    KeyExpired {
        /// The key.
        key_id: KeyId,
        /// Its last day.
        not_after: Date,
    },
    /// Sealed, it says, by a key that is not in the set.
    UnknownKey {
        /// The key.
        key_id: KeyId,
    },
    /// The seal does not fit: forged or damaged.
    SignatureBad {
        /// The key that is said to have sealed.
        key_id: KeyId,
    },
    /// Not a paper, or a body that was changed.
    Unreadable(ReadError),
}

/// What the office sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedPaper {
    /// What the seal says by itself.
    pub head: PaperHead,
    /// The rest; none where the code is too short for it and no file came with it. Then only what is in the head
    /// is verified.
    pub body: Option<PaperBody>,
}

/// How a paper stands that the office issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperStanding {
    /// No list was at hand.
    NotLookedUp,
    /// Stood when the list was issued, and no newer one is due.
    InForce {
        /// When the list was issued.
        issued_at: Timestamp,
        /// When the next one is due.
        next_update: Timestamp,
    },
    /// Stood when the list was issued, but a newer list is due: fetch it.
    ListStale {
        /// When the list was issued.
        issued_at: Timestamp,
        /// When the next one was due.
        next_update: Timestamp,
    },
    /// What it says has ended, from this day.
    Ended {
        /// From which day.
        on: Date,
    },
    /// The office took it back, from this day.
    Revoked {
        /// From which day.
        on: Date,
    },
    /// A newer paper stands in its place, from this day.
    Replaced {
        /// From which day.
        on: Date,
    },
    /// The day of issue has not come.
    IssuedInFuture,
}

impl PaperVerdict {
    /// Whether the office issued it and nothing says that it no longer stands.
    pub fn is_valid(&self) -> bool {
        let stands = |standing| match standing {
            PaperStanding::NotLookedUp | PaperStanding::InForce { .. } => true,
            PaperStanding::ListStale { .. }
            | PaperStanding::Ended { .. }
            | PaperStanding::Revoked { .. }
            | PaperStanding::Replaced { .. }
            | PaperStanding::IssuedInFuture => false,
        };
        matches!(self, Self::Issued { standing, .. } if stands(*standing))
    }
}

/// Verifies the text of any QR code of this house, or the code alone.
pub fn verify_code(
    text: &str,
    keys: &PublicKeySet,
    list: Option<&StatusList>,
    now: Timestamp,
) -> CodeVerdict {
    match decode_code(text) {
        Ok(bytes) if bytes.first() == Some(&PAPER_VERSION) => {
            CodeVerdict::Paper(verify_paper(&bytes, None, keys, list, now))
        }
        Ok(bytes) => CodeVerdict::Certificate(verify_bytes(&bytes, keys, list, now)),
        Err(error) => CodeVerdict::Certificate(Verdict::Unreadable(error)),
    }
}

/// Verifies the bytes of a paper: those of its code, or its file (`paper.cbor`). Where the code carries the seal
/// alone, `file` brings the body, from the PDF or from the office; it must be that of the same seal.
pub fn verify_paper(
    bytes: &[u8],
    file: Option<&[u8]>,
    keys: &PublicKeySet,
    list: Option<&StatusList>,
    now: Timestamp,
) -> PaperVerdict {
    let parts = match Parts::read(bytes) {
        Ok(parts) => parts,
        Err(error) => return PaperVerdict::Unreadable(error),
    };
    let with_file = match file.map(Parts::read) {
        None => parts,
        Some(Ok(whole)) if whole.seal == parts.seal && (parts.body.is_none() || whole.body == parts.body) => {
            whole
        }
        Some(Ok(_)) => return PaperVerdict::OtherPaper,
        Some(Err(error)) => return PaperVerdict::Unreadable(error),
    };
    verify_parts(&with_file, keys, list, now).unwrap_or_else(PaperVerdict::Unreadable)
}

fn verify_parts(
    parts: &Parts,
    keys: &PublicKeySet,
    list: Option<&StatusList>,
    now: Timestamp,
) -> Result<PaperVerdict, ReadError> {
    let envelope = parts.envelope()?;
    let key_id = envelope.key_id.clone();
    let key = match check_signature(&envelope, Purpose::Paper, keys) {
        Ok(key) => key,
        Err(KeyFault::Unknown) => return Ok(PaperVerdict::UnknownKey { key_id }),
        Err(KeyFault::SignatureBad) => return Ok(PaperVerdict::SignatureBad { key_id }),
    };
    let (head, body) = parts.contents(&envelope)?;
    Ok(match key_day(key, head.issued_on) {
        KeyDay::TooEarly { not_before } => PaperVerdict::KeyNotYetValid { key_id, not_before },
        KeyDay::TooLate { not_after } => PaperVerdict::KeyExpired { key_id, not_after },
        KeyDay::Good => {
            let hash = NumberHash::of_paper(&head.number);
            let standing = how_it_stands(&hash, head.issued_on, list, now).into();
            PaperVerdict::Issued { paper: Box::new(VerifiedPaper { head, body }), standing }
        }
    })
}

impl From<Stands> for PaperStanding {
    fn from(stands: Stands) -> Self {
        use crate::Standing;
        match stands {
            Stands::InFuture => Self::IssuedInFuture,
            Stands::NotLookedUp => Self::NotLookedUp,
            Stands::Listed { standing: Standing::Ended, on } => Self::Ended { on },
            Stands::Listed { standing: Standing::Revoked, on } => Self::Revoked { on },
            Stands::Listed { standing: Standing::Replaced, on } => Self::Replaced { on },
            Stands::Stale { issued_at, next_update } => Self::ListStale { issued_at, next_update },
            Stands::InForce { issued_at, next_update } => Self::InForce { issued_at, next_update },
        }
    }
}
