//! Verification: the signature and its day from the public keys alone, and with a status list the rest. The
//! same function serves the public page and a phone without a network.

use ed25519_dalek::VerifyingKey;
use jiff::{Timestamp, civil::Date, tz::Offset};

use crate::{
    CertificatePayload, KeyId, NumberHash, PublicKey, PublicKeySet, ReadError, SignedCertificate, Standing,
    StatusList,
    envelope::{Envelope, Purpose},
    signed::{decode_code, read_certificate},
};

/// What verification found. Every variant with a certificate has a good signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Issued by the office as it stands; `list` says whether it was looked up that it is still in force.
    Valid {
        /// What the office signed.
        certificate: CertificatePayload,
        /// What the list could say.
        list: ListCheck,
    },
    /// Issued by the office and in force when the list was issued, but a newer list is due: fetch it.
    ListStale {
        /// What the office signed.
        certificate: CertificatePayload,
        /// When the list was issued.
        issued_at: Timestamp,
        /// When the next one was due.
        next_update: Timestamp,
    },
    /// Issued by the office, and the employment it attests has ended.
    Ended {
        /// What the office signed.
        certificate: CertificatePayload,
        /// From which day.
        on: Date,
    },
    /// Issued by the office and taken back.
    Revoked {
        /// What the office signed.
        certificate: CertificatePayload,
        /// From which day.
        on: Date,
    },
    /// Issued by the office; a newer certificate stands in its place.
    Replaced {
        /// What the office signed.
        certificate: CertificatePayload,
        /// From which day.
        on: Date,
    },
    /// The signature is good and the day of issue has not come.
    IssuedInFuture {
        /// What the office signed.
        certificate: CertificatePayload,
    },
    /// The signature is good, but the key could not yet sign on the day of issue.
    KeyNotYetValid {
        /// The key.
        key_id: KeyId,
        /// Its first day.
        not_before: Date,
    },
    /// The signature is good, but the key could no longer sign on the day of issue.
    KeyExpired {
        /// The key.
        key_id: KeyId,
        /// Its last day.
        not_after: Date,
    },
    /// Signed, it says, by a key that is not in the set.
    UnknownKey {
        /// The key.
        key_id: KeyId,
    },
    /// The signature does not fit: forged or damaged.
    SignatureBad {
        /// The key that is said to have signed.
        key_id: KeyId,
    },
    /// Not a certificate.
    Unreadable(ReadError),
}

/// How far a status list could confirm a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListCheck {
    /// No list was at hand.
    None,
    /// In force when this list was issued, and no newer one is due.
    Fresh {
        /// When the list was issued.
        issued_at: Timestamp,
        /// When the next one is due.
        next_update: Timestamp,
    },
}

/// Verifies the text of a certificate's QR code, or the code alone.
pub fn verify(text: &str, keys: &PublicKeySet, list: Option<&StatusList>, now: Timestamp) -> Verdict {
    decode_code(text).map_or_else(Verdict::Unreadable, |bytes| verify_bytes(&bytes, keys, list, now))
}

/// Verifies the bytes of a certificate.
pub(crate) fn verify_bytes(
    bytes: &[u8],
    keys: &PublicKeySet,
    list: Option<&StatusList>,
    now: Timestamp,
) -> Verdict {
    let envelope = match read_certificate(bytes) {
        Ok(envelope) => envelope,
        Err(error) => return Verdict::Unreadable(error),
    };
    let key_id = envelope.key_id.clone();
    let key = match check_signature(&envelope, Purpose::Certificate, keys) {
        Ok(key) => key,
        Err(KeyFault::Unknown) => return Verdict::UnknownKey { key_id },
        Err(KeyFault::SignatureBad) => return Verdict::SignatureBad { key_id },
    };
    let certificate = match SignedCertificate::from_envelope(&envelope) {
        Ok(certificate) => certificate.into_payload(),
        Err(error) => return Verdict::Unreadable(error),
    };
    match key_day(key, certificate.issued_on) {
        KeyDay::TooEarly { not_before } => Verdict::KeyNotYetValid { key_id, not_before },
        KeyDay::TooLate { not_after } => Verdict::KeyExpired { key_id, not_after },
        KeyDay::Good => look_up(certificate, list, now),
    }
}

/// What the day and the list say of a certificate that the office signed.
fn look_up(certificate: CertificatePayload, list: Option<&StatusList>, now: Timestamp) -> Verdict {
    let hash = NumberHash::of(&certificate.number);
    match how_it_stands(&hash, certificate.issued_on, list, now) {
        Stands::InFuture => Verdict::IssuedInFuture { certificate },
        Stands::NotLookedUp => Verdict::Valid { certificate, list: ListCheck::None },
        Stands::Listed { standing: Standing::Ended, on } => Verdict::Ended { certificate, on },
        Stands::Listed { standing: Standing::Revoked, on } => Verdict::Revoked { certificate, on },
        Stands::Listed { standing: Standing::Replaced, on } => Verdict::Replaced { certificate, on },
        Stands::Stale { issued_at, next_update } => {
            Verdict::ListStale { certificate, issued_at, next_update }
        }
        Stands::InForce { issued_at, next_update } => {
            Verdict::Valid { certificate, list: ListCheck::Fresh { issued_at, next_update } }
        }
    }
}

/// How something stands that the office signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stands {
    InFuture,
    NotLookedUp,
    Listed { standing: Standing, on: Date },
    Stale { issued_at: Timestamp, next_update: Timestamp },
    InForce { issued_at: Timestamp, next_update: Timestamp },
}

/// What the day and the list say of a number.
pub(crate) fn how_it_stands(
    hash: &NumberHash,
    issued_on: Date,
    list: Option<&StatusList>,
    now: Timestamp,
) -> Stands {
    let today = beijing_date(now);
    if issued_on > today {
        return Stands::InFuture;
    }
    let Some(list) = list else { return Stands::NotLookedUp };
    // What a list once called ended stays so, however old the list is.
    if let Some(entry) = list.entries.get(hash).filter(|entry| entry.on <= today) {
        return Stands::Listed { standing: entry.standing, on: entry.on };
    }
    let (issued_at, next_update) = (list.issued_at, list.next_update);
    if list.is_stale(now) {
        return Stands::Stale { issued_at, next_update };
    }
    Stands::InForce { issued_at, next_update }
}

/// Whether a key could sign on a day.
pub(crate) enum KeyDay {
    Good,
    TooEarly { not_before: Date },
    TooLate { not_after: Date },
}

pub(crate) fn key_day(key: &PublicKey, day: Date) -> KeyDay {
    match key.not_after {
        _ if day < key.not_before => KeyDay::TooEarly { not_before: key.not_before },
        Some(not_after) if day > not_after => KeyDay::TooLate { not_after },
        Some(_) | None => KeyDay::Good,
    }
}

pub(crate) enum KeyFault {
    Unknown,
    SignatureBad,
}

/// The key that signed, if it is in the set and the signature fits.
pub(crate) fn check_signature<'a>(
    envelope: &Envelope,
    purpose: Purpose,
    keys: &'a PublicKeySet,
) -> Result<&'a PublicKey, KeyFault> {
    let key = keys.get(&envelope.key_id).ok_or(KeyFault::Unknown)?;
    let verifying: &VerifyingKey = &key.key;
    if envelope.is_signed_by(verifying, purpose) { Ok(key) } else { Err(KeyFault::SignatureBad) }
}

/// The day in Beijing, where the whole year is eight hours ahead of UTC.
pub(crate) fn beijing_date(at: Timestamp) -> Date {
    Offset::constant(8).to_datetime(at).date()
}
