//! A certificate with its signature: what is stored, printed and put into the QR code.

use data_encoding::BASE32_NOPAD;
use ed25519_dalek::SigningKey;

use crate::{
    CertificatePayload, FieldError, KeyId, ReadError,
    envelope::{Envelope, Purpose, seal},
};

/// Longest payload that is read; the longest that the field limits allow is shorter.
const PAYLOAD_BYTES_MAX: usize = 640;

/// A certificate and the bytes that carry it. Whether its signature is good is asked with `verify`.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedCertificate {
    payload: CertificatePayload,
    key_id: KeyId,
    bytes: Vec<u8>,
}

impl SignedCertificate {
    /// Signs a certificate with the key of this id.
    pub fn sign(payload: CertificatePayload, key: &SigningKey, key_id: &KeyId) -> Result<Self, FieldError> {
        let bytes = seal(Purpose::Certificate, &payload.to_bytes()?, key, key_id);
        Ok(Self { payload, key_id: key_id.clone(), bytes })
    }

    /// Reads the bytes of a certificate, without a look at the signature.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ReadError> {
        Self::from_envelope(&Envelope::read(bytes, PAYLOAD_BYTES_MAX)?)
    }

    pub(crate) fn from_envelope(envelope: &Envelope) -> Result<Self, ReadError> {
        let payload = CertificatePayload::from_bytes(&envelope.payload).ok_or(ReadError::Contents)?;
        Ok(Self { payload, key_id: envelope.key_id.clone(), bytes: envelope.to_bytes() })
    }

    /// What the certificate says.
    pub fn payload(&self) -> &CertificatePayload {
        &self.payload
    }

    /// What the certificate says, for good.
    pub fn into_payload(self) -> CertificatePayload {
        self.payload
    }

    /// The id of the key that is said to have signed it.
    pub fn key_id(&self) -> &KeyId {
        &self.key_id
    }

    /// The version byte and the signed envelope.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes as the QR code carries them: base32 without padding, which a QR code packs tightly.
    pub fn to_code(&self) -> String {
        BASE32_NOPAD.encode(&self.bytes)
    }
}

/// A log may say that there is a certificate and who signed it, not whose it is.
impl std::fmt::Debug for SignedCertificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedCertificate").field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

/// The bytes in the text of a QR code, or in the code alone.
pub(crate) fn decode_code(text: &str) -> Result<Vec<u8>, ReadError> {
    // The longest code is far below; this only keeps a long text from being copied.
    const TEXT_MAX: usize = 4096;
    if text.len() > TEXT_MAX {
        return Err(ReadError::TooLong { found: text.len(), max: TEXT_MAX });
    }
    let code = text.trim().rsplit(['#', '/', '=']).next().unwrap_or_default();
    BASE32_NOPAD.decode(code.to_ascii_uppercase().as_bytes()).map_err(|_| ReadError::NotBase32)
}

/// Reads the envelope of a certificate.
pub(crate) fn read_certificate(bytes: &[u8]) -> Result<Envelope, ReadError> {
    Envelope::read(bytes, PAYLOAD_BYTES_MAX)
}
