//! The client of the gateway. One call is one attempt; the message's id is the idempotency key, so that an attempt
//! whose answer was lost can be made again without a second message.

use hyper::Method;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::number::PhoneNumber;
use super::receipt::Receipt;
use super::signature::RequestSigner;
use super::text::SmsText;
use crate::fault::{Fault, FaultKind};
use crate::http::{Answer, Call, HttpClient, HttpOptions, Reach, SetupError, Target, TargetError};
use crate::outbox::{MessageId, ProviderId};
use crate::secret::Secret;

/// The longest id that a gateway may give.
const MAX_PROVIDER_ID_BYTES: usize = 128;

/// The gateway's configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsConfig {
    /// Its address, such as `https://sms.example.org/gateway`; `/v1/messages` is put behind it.
    pub url: String,
    /// Our name there.
    pub app: String,
    /// The key that we share.
    pub key: Secret,
    /// Limits of the calls.
    #[serde(default)]
    pub http: HttpOptions,
}

/// What is wrong with the configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The address.
    #[error("sms: {0}")]
    Target(#[from] TargetError),
    /// TLS.
    #[error("sms: {0}")]
    Setup(#[from] SetupError),
    /// The app's name.
    #[error("sms: app: expected 1 to 64 letters, digits, `-` or `_`")]
    App,
    /// No key.
    #[error("sms: key: expected at least 32 bytes")]
    Key,
}

/// A short message to be sent.
#[derive(Debug, Clone)]
pub struct SmsMessage {
    /// Its id: the idempotency key.
    pub id: MessageId,
    /// Whom to.
    pub to: PhoneNumber,
    /// What.
    pub text: SmsText,
    /// The template it was made from, which providers have on record.
    pub template: String,
    /// After this the network need not try any more.
    pub valid_until: Timestamp,
}

/// The client.
#[derive(Clone)]
pub struct SmsClient {
    http: HttpClient,
    messages: Target,
    signer: RequestSigner,
}

#[derive(Serialize)]
struct Request<'a> {
    to: &'a str,
    text: &'a str,
    template: &'a str,
    valid_until: i64,
}

#[derive(Deserialize)]
struct Taken {
    id: String,
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
}

impl SmsClient {
    /// Makes a client. The operator chose the address: it may be in the office's own network.
    pub fn new(config: SmsConfig) -> Result<Self, ConfigError> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if !(1..=64).contains(&config.app.len()) || !config.app.chars().all(is_name) {
            return Err(ConfigError::App);
        }
        if config.key.expose().len() < 32 {
            return Err(ConfigError::Key);
        }
        let messages = Target::parse(&config.url, Reach::Operator)?.join("/v1/messages")?;
        let http = HttpClient::new(&HttpOptions { reach: Reach::Operator, ..config.http })?;
        Ok(Self { http, messages, signer: RequestSigner::new(config.app, config.key) })
    }

    /// Hands a message to the gateway, and gives the id under which its receipt will come.
    pub async fn send(&self, message: &SmsMessage, now: Timestamp) -> Result<ProviderId, Fault> {
        let request = Request {
            to: message.to.expose(),
            text: message.text.expose(),
            template: &message.template,
            valid_until: message.valid_until.as_second(),
        };
        let body = serde_json::to_vec(&request).map_err(|_| Fault::new(FaultKind::Refused))?;
        let answer = self.call(Method::POST, &self.messages, &message.id.to_string(), body, now).await?;
        let taken: Taken = read(&answer)?;
        let fits = (1..=MAX_PROVIDER_ID_BYTES).contains(&taken.id.len());
        if fits && taken.id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
            Ok(ProviderId(taken.id))
        } else {
            Err(Fault::with_status(FaultKind::BadAnswer, answer.status))
        }
    }

    /// Asks what became of a message.
    pub async fn poll(&self, id: &ProviderId, now: Timestamp) -> Result<Receipt, Fault> {
        let target = Target::join(&self.messages, &format!("/{}", id.0));
        let target = target.map_err(|_| Fault::new(FaultKind::Refused))?;
        let answer = self.call(Method::GET, &target, "", Vec::new(), now).await?;
        let receipt: Receipt = read(&answer)?;
        // The receipt of another message would be the worst of answers.
        if receipt.id == *id {
            Ok(receipt)
        } else {
            Err(Fault::with_status(FaultKind::BadAnswer, answer.status))
        }
    }

    async fn call(
        &self,
        method: Method,
        target: &Target,
        key: &str,
        body: Vec<u8>,
        now: Timestamp,
    ) -> Result<Answer, Fault> {
        let headers = self.signer.headers(method.as_str(), target.path(), key, &body, now);
        let mut headers = headers.ok_or(Fault::new(FaultKind::Refused))?;
        headers.push((CONTENT_TYPE, HeaderValue::from_static("application/json")));
        let answer = self.http.call(Call { method, target, headers, body }).await?;
        match answer.status {
            200..=299 => Ok(answer),
            status => Err(Fault::with_status(refusal(&answer), status).after(answer.retry_after_s())),
        }
    }
}

fn read<'a, T: Deserialize<'a>>(answer: &'a Answer) -> Result<T, Fault> {
    let fault = Fault::with_status(FaultKind::BadAnswer, answer.status);
    serde_json::from_slice(&answer.body).map_err(|_| fault)
}

/// What a refusal means: by its word where we know it, else by its status.
fn refusal(answer: &Answer) -> FaultKind {
    let word = serde_json::from_slice::<Refusal>(&answer.body).map(|refusal| refusal.error);
    match word.as_deref() {
        Ok("unknown_number") => FaultKind::UnknownAddress,
        Ok("text_refused" | "template_refused") => FaultKind::BadText,
        Ok("key_conflict") => FaultKind::KeyConflict,
        Ok("unauthorised") => FaultKind::Unauthorised,
        Ok("busy") => FaultKind::Busy,
        Ok(_) | Err(_) => match answer.status {
            401 | 403 => FaultKind::Unauthorised,
            408 | 429 | 503 => FaultKind::Busy,
            409 => FaultKind::KeyConflict,
            400..=499 => FaultKind::Refused,
            500..=599 => FaultKind::Server,
            _ => FaultKind::BadAnswer,
        },
    }
}
