//! A receiver of webhooks as others run it: it checks each one, and fails as it is told to.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::verify::{Verifier, VerifyError};
use crate::http::{Clock, Listener, Received, Reply};

/// What the receiver does with the next call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behaviour {
    /// Takes it with 204.
    Take,
    /// Answers this status, and asks to wait.
    Answer {
        /// The status.
        status: u16,
        /// The seconds it asks to wait.
        retry_after_s: Option<u32>,
    },
    /// Takes it, but hangs up before it answers.
    HangUp,
    /// Answers only after so many milliseconds.
    Late(u32),
}

/// A call that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The webhook's id, if it was verified.
    pub verified: Result<String, VerifyError>,
    /// Its body.
    pub body: Vec<u8>,
}

#[derive(Debug, Default)]
struct Memory {
    next: VecDeque<Behaviour>,
    seen: Vec<Seen>,
}

/// A receiver that runs until it is dropped.
#[derive(Debug)]
pub struct Receiver {
    listener: Listener,
    memory: Arc<Mutex<Memory>>,
}

impl Receiver {
    /// Starts a receiver with this verifier, and its own clock. It behaves as listed, then takes all.
    pub async fn start(verifier: Verifier, clock: Clock, behaviours: Vec<Behaviour>) -> io::Result<Self> {
        let memory = Arc::new(Mutex::new(Memory { next: behaviours.into(), seen: Vec::new() }));
        let shared = Arc::clone(&memory);
        let listener = Listener::start(move |request: Received| {
            let checked = verifier.verify(&request.headers, &request.body, clock()).map(|webhook| webhook.id);
            let refused = checked.is_err();
            let behaviour = {
                let mut memory = shared.lock().unwrap_or_else(PoisonError::into_inner);
                memory.seen.push(Seen { verified: checked, body: request.body });
                memory.next.pop_front().unwrap_or(Behaviour::Take)
            };
            async move { if refused { Some(Reply::status(401)) } else { act(behaviour).await } }
        })
        .await?;
        Ok(Self { listener, memory })
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("{}/hook", self.listener.url())
    }

    /// What came, in order.
    pub fn seen(&self) -> Vec<Seen> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).seen.clone()
    }
}

async fn act(behaviour: Behaviour) -> Option<Reply> {
    match behaviour {
        Behaviour::Take => Some(Reply::status(204)),
        Behaviour::Answer { status, retry_after_s } => Some(Reply { retry_after_s, ..Reply::status(status) }),
        Behaviour::HangUp => None,
        Behaviour::Late(delay_ms) => {
            tokio::time::sleep(Duration::from_millis(u64::from(delay_ms))).await;
            Some(Reply::status(204))
        }
    }
}
