//! A paper with its seal: what is stored, printed and attached to the PDF. The code in the QR is the seal, and the
//! body with it where both together are short enough to be scanned.

use ciborium::Value as Cbor;
use data_encoding::BASE32_NOPAD;
use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};

use super::{
    body::{BODY_BYTES_MAX, PaperBody, digest},
    head::{HEAD_BYTES_MAX, PaperHead},
};
use crate::{
    FieldError, KeyId, ReadError, canonical,
    envelope::{Envelope, Purpose, seal},
};

/// First byte of a paper; a certificate or a list begins with 1.
pub(crate) const PAPER_VERSION: u8 = 2;
/// A code of more bytes than this carries the seal alone. With an address of 80 characters it is a QR code of version 26
/// at most: 121 modules, 0.37 mm each as it is printed.
pub const CODE_BYTES_MAX: usize = 880;
/// Bytes of the frame around seal and body, more than there ever are.
const FRAME_BYTES_MAX: usize = 16;
const SEAL_BYTES_MAX: usize = HEAD_BYTES_MAX + 128;
/// Most bytes of a paper with its body.
pub(super) const WHOLE_BYTES_MAX: usize = SEAL_BYTES_MAX + BODY_BYTES_MAX + FRAME_BYTES_MAX;

/// A paper as data: plain, and not yet anyone's word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// What the seal says.
    pub head: PaperHead,
    /// The rest.
    pub body: PaperBody,
}

/// A paper and the bytes that carry it. Whether its seal is good is asked with [`super::verify_paper`].
#[derive(Clone, PartialEq, Eq)]
pub struct SignedPaper {
    paper: Paper,
    key_id: KeyId,
    parts: Parts,
}

impl SignedPaper {
    /// Seals a paper with the key of this id.
    pub fn sign(paper: Paper, key: &SigningKey, key_id: &KeyId) -> Result<Self, FieldError> {
        let body = paper.body.to_bytes()?;
        let head = paper.head.to_bytes(&digest(&body))?;
        let parts = Parts { seal: seal(Purpose::Paper, &head, key, key_id), body: Some(body) };
        Ok(Self { paper, key_id: key_id.clone(), parts })
    }

    /// Reads the bytes of a whole paper and holds its body against the seal, without a look at the signature.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReadError> {
        let parts = Parts::read(bytes)?;
        let envelope = parts.envelope()?;
        let (head, body) = parts.contents(&envelope)?;
        let body = body.ok_or(ReadError::Contents)?;
        Ok(Self { paper: Paper { head, body }, key_id: envelope.key_id, parts })
    }

    /// What the paper says.
    pub fn paper(&self) -> &Paper {
        &self.paper
    }

    /// The id of the key that is said to have sealed it.
    pub fn key_id(&self) -> &KeyId {
        &self.key_id
    }

    /// The whole paper: what is stored, and attached to the PDF as `paper.cbor`.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.parts.to_bytes()
    }

    /// Whether the code carries the whole paper; if not, it carries the seal with the digest of the body.
    pub fn is_whole_in_code(&self) -> bool {
        self.to_bytes().len() <= CODE_BYTES_MAX
    }

    /// The bytes as the QR code carries them: base32 without padding.
    pub fn to_code(&self) -> String {
        let whole = self.to_bytes();
        if whole.len() <= CODE_BYTES_MAX {
            return BASE32_NOPAD.encode(&whole);
        }
        BASE32_NOPAD.encode(&Parts { seal: self.parts.seal.clone(), body: None }.to_bytes())
    }
}

/// A log may say that there is a paper and who sealed it, not whose it is.
impl std::fmt::Debug for SignedPaper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut it = f.debug_struct("SignedPaper");
        it.field("kind", &self.paper.head.kind).field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

/// The seal and the body, as bytes.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) seal: Vec<u8>,
    pub(super) body: Option<Vec<u8>>,
}

impl Parts {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        if bytes.len() > WHOLE_BYTES_MAX {
            return Err(ReadError::TooLong { found: bytes.len(), max: WHOLE_BYTES_MAX });
        }
        match bytes.split_first() {
            Some((&PAPER_VERSION, parts)) => Self::read_parts(parts).ok_or(ReadError::Envelope),
            Some((&found, _)) => Err(ReadError::UnknownVersion { found }),
            None => Err(ReadError::Envelope),
        }
    }

    fn read_parts(bytes: &[u8]) -> Option<Self> {
        let mut parts =
            canonical::read_all(canonical::from_bytes(bytes)?, |part| part.into_bytes().ok())?.into_iter();
        let (seal, body) = (parts.next()?, parts.next());
        parts.next().is_none().then_some(Self { seal, body })
    }

    pub(super) fn envelope(&self) -> Result<Envelope, ReadError> {
        Envelope::read(&self.seal, HEAD_BYTES_MAX)
    }

    /// Head and body; a body that is not the sealed one is refused.
    pub(super) fn contents(&self, envelope: &Envelope) -> Result<(PaperHead, Option<PaperBody>), ReadError> {
        let (head, sealed) = PaperHead::from_bytes(&envelope.payload).ok_or(ReadError::Contents)?;
        let Some(body) = &self.body else { return Ok((head, None)) };
        if digest(body) != sealed {
            return Err(ReadError::Digest);
        }
        let body = PaperBody::from_bytes(body).ok_or(ReadError::Contents)?;
        Ok((head, Some(body)))
    }

    fn to_bytes(&self) -> Vec<u8> {
        let parts = std::iter::once(&self.seal).chain(&self.body).map(|part| Cbor::Bytes(part.clone()));
        let mut bytes = vec![PAPER_VERSION];
        bytes.extend(canonical::to_bytes(&Cbor::Array(parts.collect())));
        bytes
    }
}
