//! Sends one webhook, once. When it is tried again the outbox says; the id stays the same, so that the receiver can
//! tell a repetition from a new message.

use hyper::Method;
use hyper::header::{CONTENT_TYPE, HeaderValue, USER_AGENT};
use jiff::Timestamp;

use super::key::SigningKeys;
use super::signature::sign;
use crate::fault::{Fault, FaultKind};
use crate::http::{Call, HttpClient, Target};

/// A webhook to be sent.
#[derive(Clone)]
pub struct Delivery {
    /// Its id, the same for every attempt.
    pub id: String,
    /// Where to.
    pub target: Target,
    /// The receiver's keys.
    pub keys: SigningKeys,
    /// The body, in JSON.
    pub body: Vec<u8>,
}

/// Sends webhooks.
#[derive(Clone)]
pub struct Sender {
    client: HttpClient,
}

impl Sender {
    /// A sender. The client's reach is `Public` where others choose the address.
    pub fn new(client: HttpClient) -> Self {
        Self { client }
    }

    /// Sends one. Any 2xx is taken; 410 ends the subscription; all else may be repaired on the other side.
    pub async fn send(&self, delivery: &Delivery, now: Timestamp) -> Result<(), Fault> {
        let signed = sign(&delivery.keys, &delivery.id, now, &delivery.body);
        let mut headers = signed.headers().ok_or(Fault::new(FaultKind::Refused))?;
        headers.push((CONTENT_TYPE, HeaderValue::from_static("application/json")));
        headers.push((USER_AGENT, HeaderValue::from_static("linghuo-webhook/1")));
        let (method, target) = (Method::POST, &delivery.target);
        let answer = self.client.call(Call { method, target, headers, body: delivery.body.clone() }).await?;
        match fault_kind(answer.status) {
            None => Ok(()),
            Some(kind) => Err(Fault::with_status(kind, answer.status).after(answer.retry_after_s())),
        }
    }
}

fn fault_kind(status: u16) -> Option<FaultKind> {
    match status {
        200..=299 => None,
        410 => Some(FaultKind::Gone),
        408 | 429 | 503 => Some(FaultKind::Busy),
        500..=599 => Some(FaultKind::Server),
        _ => Some(FaultKind::ReceiverRefused),
    }
}
