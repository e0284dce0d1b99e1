//! What a receiver does with a webhook: checks the signature and the time. Our own receipts come in this way too.

use data_encoding::BASE64;
use hmac::Mac;
use hyper::header::HeaderMap;
use jiff::Timestamp;

use super::key::SigningKeys;
use super::signature::{HEADER_ID, HEADER_SIGNATURE, HEADER_TIMESTAMP, mac};

/// The most signatures of one message that are looked at.
const MAX_SIGNATURES: usize = 16;
/// The longest id in bytes.
const MAX_ID_BYTES: usize = 256;

/// A webhook that is what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Its id: one that was seen before is answered as before and has no second effect.
    pub id: String,
    /// When this attempt was signed, in seconds since 1970.
    pub timestamp: i64,
}

/// Why a webhook is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// A header is missing or cannot be read.
    #[error("header `{0}` is missing or cannot be read")]
    Header(&'static str),
    /// It is older than the tolerance: an old message that somebody kept, or a clock that is slow.
    #[error("header `webhook-timestamp`: too old, the tolerance is {tolerance_s} seconds")]
    TooOld {
        /// The tolerance in seconds.
        tolerance_s: u32,
    },
    /// It comes from the future: one of the two clocks is wrong.
    #[error("header `webhook-timestamp`: in the future, the tolerance is {tolerance_s} seconds")]
    InFuture {
        /// The tolerance in seconds.
        tolerance_s: u32,
    },
    /// No signature fits.
    #[error("header `webhook-signature`: no signature of version v1 fits body, id and time")]
    Signature,
}

/// Checks webhooks.
#[derive(Debug, Clone)]
pub struct Verifier {
    keys: SigningKeys,
    tolerance_s: u32,
}

impl Verifier {
    /// A verifier; 300 seconds of tolerance are usual.
    pub fn new(keys: SigningKeys, tolerance_s: u32) -> Self {
        Self { keys, tolerance_s }
    }

    /// Checks one. The body must be the bytes as they came, before any parser.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<Verified, VerifyError> {
        let id = text(headers, HEADER_ID)?;
        if id.is_empty() || id.len() > MAX_ID_BYTES {
            return Err(VerifyError::Header(HEADER_ID));
        }
        let written = text(headers, HEADER_TIMESTAMP)?;
        let timestamp: i64 = written.parse().map_err(|_| VerifyError::Header(HEADER_TIMESTAMP))?;
        let (tolerance_s, age) = (self.tolerance_s, now.as_second().saturating_sub(timestamp));
        if age > i64::from(tolerance_s) {
            return Err(VerifyError::TooOld { tolerance_s });
        }
        if age < -i64::from(tolerance_s) {
            return Err(VerifyError::InFuture { tolerance_s });
        }
        let signatures = text(headers, HEADER_SIGNATURE)?;
        for signature in
            signatures.split(' ').filter_map(|part| part.strip_prefix("v1,")).take(MAX_SIGNATURES)
        {
            let Ok(code) = BASE64.decode(signature.as_bytes()) else { continue };
            // `verify_slice` takes the same time wherever the first difference is.
            if self.keys.iter().any(|key| mac(key, id, timestamp, body).verify_slice(&code).is_ok()) {
                return Ok(Verified { id: id.to_owned(), timestamp });
            }
        }
        Err(VerifyError::Signature)
    }

    /// The tolerance in seconds.
    pub fn tolerance_s(&self) -> u32 {
        self.tolerance_s
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<&'a str, VerifyError> {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.ok_or(VerifyError::Header(name))
}

#[cfg(test)]
mod tests;
