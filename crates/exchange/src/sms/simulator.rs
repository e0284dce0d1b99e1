//! A gateway that runs on this machine and speaks `docs/exchange/sms.md`. What it does with a message follows from its
//! seed, the message's key and the number of the attempt alone, so that a run can be repeated.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::receipt::{Receipt, ReceiptState};
use super::signature::{HEADER_KEY, RequestSigner};
use crate::fault::Fault;
use crate::http::{Clock, Listener, Received, Reply, Target};
use crate::outbox::{MessageId, ProviderId};
use crate::webhook::{Delivery, Sender, SigningKeys};

/// How old a request may be.
const TOLERANCE_S: u32 = 300;

/// How the gateway fares today. Shares are per mille.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Weather {
    /// Two gateways with the same seed do the same.
    pub seed: u64,
    /// Attempts that fail with 500 and take nothing.
    pub failing: u16,
    /// Attempts that are put off with 429 and `Retry-After: 60`.
    pub busy: u16,
    /// Attempts that are taken but get no answer.
    pub silent: u16,
    /// Messages whose receipt is never sent; asking still tells.
    pub receipt_lost: u16,
    /// Messages whose receipt is sent twice.
    pub receipt_twice: u16,
    /// Messages that do not reach their telephone.
    pub undeliverable: u16,
    /// The longest delay of an answer in milliseconds.
    pub delay_ms_max: u32,
    /// Numbers that do not exist, with their country code.
    pub unknown_numbers: Vec<String>,
}

/// A message that the gateway took. Its text is here for a test to look at; `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Sent {
    /// The gateway's id for it.
    pub id: ProviderId,
    /// Our id for it.
    pub key: MessageId,
    /// The number.
    pub to: String,
    /// The text.
    pub text: String,
    body: Vec<u8>,
}

#[derive(Default)]
struct Memory {
    attempts: BTreeMap<MessageId, u32>,
    taken: BTreeMap<MessageId, Sent>,
    reported: Vec<MessageId>,
}

#[derive(Deserialize)]
struct Request {
    to: String,
    text: String,
}

/// A gateway that runs until it is dropped.
pub struct Gateway {
    listener: Listener,
    inner: Arc<Inner>,
}

struct Inner {
    weather: Weather,
    signer: RequestSigner,
    clock: Clock,
    memory: Mutex<Memory>,
}

impl Gateway {
    /// Starts a gateway for one app, on a free port of this machine.
    pub async fn start(weather: Weather, signer: RequestSigner, clock: Clock) -> io::Result<Self> {
        Self::start_at((Ipv4Addr::LOCALHOST, 0).into(), weather, signer, clock).await
    }

    /// The same at an address of one's own choice.
    pub async fn start_at(
        address: SocketAddr,
        weather: Weather,
        signer: RequestSigner,
        clock: Clock,
    ) -> io::Result<Self> {
        let inner = Arc::new(Inner { weather, signer, clock, memory: Mutex::default() });
        let shared = Arc::clone(&inner);
        let listener = Listener::start_at(address, move |request| {
            let shared = Arc::clone(&shared);
            async move { shared.answer(&request).await }
        })
        .await?;
        Ok(Self { listener, inner })
    }

    /// Its address, as `SmsConfig::url` takes it.
    pub fn url(&self) -> String {
        self.listener.url()
    }

    /// The messages it took, by their key: each once, however often it was asked.
    pub fn sent(&self) -> Vec<Sent> {
        self.inner.memory().taken.values().cloned().collect()
    }

    /// Sends the receipts that are still to be sent, some of them twice and some never. Gives how many calls were
    /// made, or the first fault; a receipt that was not taken is sent again the next time.
    pub async fn send_receipts(
        &self,
        sender: &Sender,
        target: &Target,
        keys: &SigningKeys,
    ) -> Result<usize, Fault> {
        let (mut calls, mut failed) = (0, None);
        for receipt in self.inner.receipts_due() {
            let body = serde_json::to_vec(&receipt).unwrap_or_default();
            let id = format!("receipt_{}", receipt.id.0);
            let delivery = Delivery { id, target: target.clone(), keys: keys.clone(), body };
            let twice = self.inner.chance("receipt twice", receipt.key, 0, self.inner.weather.receipt_twice);
            for _ in 0..=usize::from(twice) {
                match sender.send(&delivery, (self.inner.clock)()).await {
                    Ok(()) => calls += 1,
                    Err(fault) => {
                        self.inner.memory().reported.retain(|key| *key != receipt.key);
                        failed = failed.or(Some(fault));
                        break;
                    }
                }
            }
        }
        failed.map_or(Ok(calls), Err)
    }
}

impl Inner {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn answer(&self, request: &Received) -> Option<Reply> {
        if !self.signer.accepts(request, (self.clock)(), TOLERANCE_S) {
            return Some(refused(401, "unauthorised"));
        }
        match (request.method.as_str(), request.path.strip_prefix("/v1/messages")) {
            ("POST", Some("")) => self.take(request).await,
            ("GET", Some(id)) => Some(self.tell(id.trim_start_matches('/'))),
            _ => Some(refused(404, "not_found")),
        }
    }

    async fn take(&self, request: &Received) -> Option<Reply> {
        let key = request.header(HEADER_KEY).and_then(|text| text.parse().ok()).map(MessageId);
        let (Some(key), Ok(asked)) = (key, serde_json::from_slice::<Request>(&request.body)) else {
            return Some(refused(400, "invalid_request"));
        };
        let attempt = {
            let mut memory = self.memory();
            let attempts = memory.attempts.entry(key).or_insert(0);
            *attempts += 1;
            *attempts
        };
        let weather = &self.weather;
        if weather.delay_ms_max > 0 {
            let delay_ms = self.draw("delay", key, attempt) % u64::from(weather.delay_ms_max);
            tokio::time::sleep(Duration::from_millis(delay_ms)).await;
        }
        if weather.unknown_numbers.contains(&asked.to) {
            return Some(refused(422, "unknown_number"));
        }
        if self.chance("failing", key, attempt, weather.failing) {
            return Some(refused(500, "internal"));
        }
        if self.chance("busy", key, attempt, weather.busy) {
            return Some(Reply { retry_after_s: Some(60), ..refused(429, "busy") });
        }
        let sent = Sent {
            id: ProviderId(format!("sim-{}", key.0.simple())),
            key,
            to: asked.to,
            text: asked.text,
            body: request.body.clone(),
        };
        let id = sent.id.0.clone();
        let known = self.memory().taken.get(&key).cloned();
        let status = match known {
            Some(before) if before.body != sent.body => return Some(refused(409, "key_conflict")),
            Some(_) => 200,
            None => {
                self.memory().taken.insert(key, sent);
                202
            }
        };
        let silent = self.chance("silent", key, attempt, weather.silent);
        (!silent).then(|| Reply::json(status, &json!({ "id": id, "state": "pending" })))
    }

    fn tell(&self, id: &str) -> Reply {
        let found = self.memory().taken.values().find(|sent| sent.id.0 == id).map(|sent| sent.key);
        let Some(key) = found else { return refused(404, "not_found") };
        serde_json::to_value(self.receipt(key, id))
            .map_or_else(|_| refused(500, "internal"), |receipt| Reply::json(200, &receipt))
    }

    fn receipts_due(&self) -> Vec<Receipt> {
        let mut memory = self.memory();
        let due: Vec<Sent> =
            memory.taken.values().filter(|sent| !memory.reported.contains(&sent.key)).cloned().collect();
        memory.reported.extend(due.iter().map(|sent| sent.key));
        drop(memory);
        due.iter()
            .filter(|sent| !self.chance("receipt lost", sent.key, 0, self.weather.receipt_lost))
            .map(|sent| self.receipt(sent.key, &sent.id.0))
            .collect()
    }

    fn receipt(&self, key: MessageId, id: &str) -> Receipt {
        let arrives = !self.chance("undeliverable", key, 0, self.weather.undeliverable);
        let state = if arrives { ReceiptState::Delivered } else { ReceiptState::Undeliverable };
        Receipt { id: ProviderId(id.to_owned()), key, state, at: (self.clock)().as_second() }
    }

    fn chance(&self, what: &str, key: MessageId, attempt: u32, per_mille: u16) -> bool {
        self.draw(what, key, attempt) % 1000 < u64::from(per_mille)
    }

    /// A number that follows from the seed, the question, the message and the attempt.
    fn draw(&self, what: &str, key: MessageId, attempt: u32) -> u64 {
        let mut hash = Sha256::new();
        hash.update(self.weather.seed.to_be_bytes());
        hash.update(key.0.as_bytes());
        hash.update(attempt.to_be_bytes());
        hash.update(what.as_bytes());
        hash.finalize().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

impl std::fmt::Debug for Sent {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Sent").field("id", &self.id).field("key", &self.key).finish_non_exhaustive()
    }
}

fn refused(status: u16, word: &str) -> Reply {
    Reply::json(status, &json!({ "error": word }))
}
