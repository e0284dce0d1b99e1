//! The signed envelope around a certificate, a paper or a status list: a version byte, then COSE_Sign1 (RFC 9052) with
//! Ed25519 and the key's id in its protected header. What the bytes are for is signed with them, so that a
//! signature on a list is never one on a certificate.

use ciborium::Value;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::{KeyId, canonical};

/// The only version there is.
const VERSION: u8 = 1;
const COSE_SIGN1_TAG: u64 = 18;
const HEADER_ALG: u8 = 1;
const HEADER_KID: u8 = 4;
const ALG_EDDSA: i8 = -8;
const SIGNATURE_LENGTH: usize = 64;
/// Bytes of the envelope around its payload, more than there ever are.
const OVERHEAD_MAX: usize = 128;

/// What a signature is for; its text is the `external_aad` of COSE, with the version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Certificate,
    Paper,
    StatusList,
}

impl Purpose {
    fn aad(self) -> &'static [u8] {
        match self {
            Self::Certificate => b"linghuo:certificate:1",
            Self::Paper => b"linghuo:paper:1",
            Self::StatusList => b"linghuo:status-list:1",
        }
    }
}

/// Why bytes are no signed document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Not base32, as the code on a certificate or paper is.
    #[error("the text is not base32 (A–Z and 2–7) or does not end where it should")]
    NotBase32,
    /// Longer than any certificate, paper or list may be.
    #[error("{found} bytes are too many; expected at most {max}")]
    TooLong {
        /// Length found.
        found: usize,
        /// Longest that is read.
        max: usize,
    },
    /// Made by a later version of this program, or damaged in its first byte.
    #[error("format version {found} is not known; expected 1")]
    UnknownVersion {
        /// The version byte.
        found: u8,
    },
    /// Not the signed envelope in its only spelling.
    #[error("the signed envelope is damaged; expected a version byte and COSE_Sign1 in canonical form")]
    Envelope,
    /// The contents of a paper are not those that its seal names.
    #[error(
        "the contents of the paper are not those that were sealed; expected the body with the sealed digest"
    )]
    Digest,
    /// The signature is good or bad, but what it covers is not what was expected.
    #[error("the signed contents are damaged; expected the canonical record")]
    Contents,
}

/// An envelope that was read; nothing in it can be trusted before [`Envelope::is_signed_by`].
pub(crate) struct Envelope {
    pub(crate) key_id: KeyId,
    pub(crate) payload: Vec<u8>,
    signature: Signature,
}

/// Signs `payload`.
pub(crate) fn seal(purpose: Purpose, payload: &[u8], key: &SigningKey, key_id: &KeyId) -> Vec<u8> {
    let signature = key.sign(&to_be_signed(purpose, key_id, payload));
    to_bytes(key_id, payload, &signature)
}

impl Envelope {
    /// Reads an envelope with a payload of at most `payload_max` bytes.
    pub(crate) fn read(bytes: &[u8], payload_max: usize) -> Result<Self, ReadError> {
        let max = payload_max + OVERHEAD_MAX;
        if bytes.len() > max {
            return Err(ReadError::TooLong { found: bytes.len(), max });
        }
        match bytes.split_first() {
            Some((&VERSION, sign1)) => Self::read_sign1(sign1).ok_or(ReadError::Envelope),
            Some((&found, _)) => Err(ReadError::UnknownVersion { found }),
            None => Err(ReadError::Envelope),
        }
    }

    fn read_sign1(bytes: &[u8]) -> Option<Self> {
        let Value::Tag(COSE_SIGN1_TAG, sign1) = canonical::from_bytes(bytes)? else { return None };
        let [protected, unprotected, payload, signature] =
            <[Value; 4]>::try_from(sign1.into_array().ok()?).ok()?;
        if !unprotected.into_map().ok()?.is_empty() {
            return None;
        }
        let protected = protected.into_bytes().ok()?;
        let header = canonical::from_bytes(&protected)?.into_map().ok()?;
        let key_id =
            header.into_iter().find_map(|(key, value)| (key == HEADER_KID.into()).then_some(value))?;
        let key_id = KeyId::new(&String::from_utf8(key_id.into_bytes().ok()?).ok()?).ok()?;
        // The header has one form for one key id, so anything else in it is refused here.
        if protected != protected_header(&key_id) {
            return None;
        }
        let signature = <[u8; SIGNATURE_LENGTH]>::try_from(signature.into_bytes().ok()?).ok()?;
        Some(Self {
            key_id,
            payload: payload.into_bytes().ok()?,
            signature: Signature::from_bytes(&signature),
        })
    }

    /// Whether `key` signed this payload for this purpose under this key id.
    pub(crate) fn is_signed_by(&self, key: &VerifyingKey, purpose: Purpose) -> bool {
        key.verify_strict(&to_be_signed(purpose, &self.key_id, &self.payload), &self.signature).is_ok()
    }

    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        to_bytes(&self.key_id, &self.payload, &self.signature)
    }
}

fn to_bytes(key_id: &KeyId, payload: &[u8], signature: &Signature) -> Vec<u8> {
    let sign1 = Value::Array(vec![
        Value::Bytes(protected_header(key_id)),
        Value::Map(Vec::new()),
        Value::Bytes(payload.to_vec()),
        Value::Bytes(signature.to_bytes().to_vec()),
    ]);
    let mut bytes = vec![VERSION];
    bytes.extend(canonical::to_bytes(&Value::Tag(COSE_SIGN1_TAG, Box::new(sign1))));
    bytes
}

fn protected_header(key_id: &KeyId) -> Vec<u8> {
    canonical::to_bytes(&Value::Map(vec![
        (HEADER_ALG.into(), ALG_EDDSA.into()),
        (HEADER_KID.into(), Value::Bytes(key_id.as_str().as_bytes().to_vec())),
    ]))
}

/// `Sig_structure` of RFC 9052 §4.4.
fn to_be_signed(purpose: Purpose, key_id: &KeyId, payload: &[u8]) -> Vec<u8> {
    canonical::to_bytes(&Value::Array(vec![
        Value::from("Signature1"),
        Value::Bytes(protected_header(key_id)),
        Value::Bytes(purpose.aad().to_vec()),
        Value::Bytes(payload.to_vec()),
    ]))
}
