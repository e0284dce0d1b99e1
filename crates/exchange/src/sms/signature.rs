//! The signature of a request to the gateway: HMAC-SHA-256 over method, path, time, key and the body's hash, so that
//! none of them can be changed on the way and an old request is worth nothing.

use hmac::Mac;
use hyper::header::{HeaderName, HeaderValue};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::http::Received;
use crate::secret::{Secret, hmac_sha256};

/// Who calls.
pub const HEADER_APP: &str = "x-sms-app";
/// When, in seconds since 1970.
pub const HEADER_TIMESTAMP: &str = "x-sms-timestamp";
/// `v1=` and 64 hexadecimal digits.
pub const HEADER_SIGNATURE: &str = "x-sms-signature";
/// What makes a repeated request the same one.
pub const HEADER_KEY: &str = "idempotency-key";

/// Signs and checks requests of one app.
#[derive(Debug, Clone)]
pub struct RequestSigner {
    app: String,
    key: Secret,
}

impl RequestSigner {
    /// A signer for an app and the key it shares with the gateway.
    pub fn new(app: String, key: Secret) -> Self {
        Self { app, key }
    }

    /// The headers of a request; `None` if app or key cannot stand in a header.
    pub fn headers(
        &self,
        method: &str,
        path: &str,
        key: &str,
        body: &[u8],
        now: Timestamp,
    ) -> Option<Vec<(HeaderName, HeaderValue)>> {
        let time = now.as_second().to_string();
        let code = self.mac(method, path, &time, key, body).finalize().into_bytes();
        let header =
            |name, text: &str| Some((HeaderName::from_static(name), HeaderValue::from_str(text).ok()?));
        Some(vec![
            header(HEADER_APP, &self.app)?,
            header(HEADER_TIMESTAMP, &time)?,
            header(HEADER_KEY, key)?,
            header(HEADER_SIGNATURE, &format!("v1={}", hex::encode(code)))?,
        ])
    }

    /// Whether a request was signed by this app within the tolerance; this is the gateway's side.
    pub fn accepts(&self, request: &Received, now: Timestamp, tolerance_s: u32) -> bool {
        let time = request.header(HEADER_TIMESTAMP).unwrap_or_default();
        let key = request.header(HEADER_KEY).unwrap_or_default();
        let signature = request.header(HEADER_SIGNATURE).and_then(|text| text.strip_prefix("v1="));
        let (Ok(at), Some(Ok(code))) = (time.parse::<i64>(), signature.map(hex::decode)) else {
            return false;
        };
        request.header(HEADER_APP) == Some(&self.app)
            && now.as_second().saturating_sub(at).unsigned_abs() <= u64::from(tolerance_s)
            && self.mac(&request.method, &request.path, time, key, &request.body).verify_slice(&code).is_ok()
    }

    fn mac(&self, method: &str, path: &str, time: &str, key: &str, body: &[u8]) -> hmac::Hmac<Sha256> {
        let hash = hex::encode(Sha256::digest(body));
        let mut mac = hmac_sha256(self.key.expose().as_bytes());
        mac.update(format!("v1\n{method}\n{path}\n{time}\n{key}\n{hash}").as_bytes());
        mac
    }
}
