//! The signature: HMAC-SHA-256 over `id.timestamp.body`, in base64 behind `v1,`, one for each key.

use data_encoding::BASE64;
use hmac::{Hmac, Mac};
use hyper::header::{HeaderName, HeaderValue};
use jiff::Timestamp;
use sha2::Sha256;

use super::key::{SigningKey, SigningKeys};
use crate::secret::hmac_sha256;

/// The message's id.
pub const HEADER_ID: &str = "webhook-id";
/// When it was sent, in seconds since 1970.
pub const HEADER_TIMESTAMP: &str = "webhook-timestamp";
/// The signatures, with spaces between them.
pub const HEADER_SIGNATURE: &str = "webhook-signature";

/// The three headers of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The message's id.
    pub id: String,
    /// When it was sent.
    pub timestamp: i64,
    /// The signatures.
    pub signature: String,
}

impl Signed {
    /// The headers as they are sent; `None` if the id cannot stand in a header.
    pub fn headers(&self) -> Option<Vec<(HeaderName, HeaderValue)>> {
        Some(vec![
            (HeaderName::from_static(HEADER_ID), HeaderValue::from_str(&self.id).ok()?),
            (HeaderName::from_static(HEADER_TIMESTAMP), HeaderValue::from(self.timestamp)),
            (HeaderName::from_static(HEADER_SIGNATURE), HeaderValue::from_str(&self.signature).ok()?),
        ])
    }
}

/// Signs a body with every key. The id stays the same over all attempts; the time is each attempt's own.
pub fn sign(keys: &SigningKeys, id: &str, now: Timestamp, body: &[u8]) -> Signed {
    let timestamp = now.as_second();
    let signatures: Vec<String> = keys
        .iter()
        .map(|key| {
            let code = mac(key, id, timestamp, body).finalize().into_bytes();
            format!("v1,{}", BASE64.encode(&code))
        })
        .collect();
    Signed { id: id.to_owned(), timestamp, signature: signatures.join(" ") }
}

pub(super) fn mac(key: &SigningKey, id: &str, timestamp: i64, body: &[u8]) -> Hmac<Sha256> {
    let mut mac = hmac_sha256(key.expose());
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    mac
}
