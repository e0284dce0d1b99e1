//! Whether a message is tried again, and when. A pure function of what was tried, the time and the policy.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Message, MessageId, Policy};
use crate::fault::{Fault, FaultClass};

/// What was tried for one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// The message: its id spreads the attempts, so that the same message always gets the same days.
    pub id: MessageId,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// After this it is no longer news.
    pub expires_at: Option<Timestamp>,
    /// How many attempts were made.
    pub made: u32,
    /// When the last one ended.
    pub last_at: Option<Timestamp>,
    /// Why it failed.
    pub last_fault: Option<Fault>,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It is tried at this time, which is never before now.
    RetryAt(Timestamp),
    /// It is not tried again.
    GiveUp(GiveUp),
}

/// Why a message is not tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GiveUp {
    /// The fault does not pass by waiting.
    Refused,
    /// All attempts were made.
    AttemptsUsed,
    /// It would come too late.
    Expired,
}

impl Attempts {
    /// Before the first attempt.
    pub fn none(message: &Message) -> Self {
        Self {
            id: message.id,
            queued_at: message.queued_at,
            expires_at: message.expires_at,
            made: 0,
            last_at: None,
            last_fault: None,
        }
    }

    /// After one more attempt that failed.
    #[must_use]
    pub fn failed(&self, at: Timestamp, fault: Fault) -> Self {
        Self { made: self.made.saturating_add(1), last_at: Some(at), last_fault: Some(fault), ..self.clone() }
    }

    /// The last moment at which it may be sent.
    pub fn deadline(&self, policy: &Policy) -> Timestamp {
        let term = later(self.queued_at, policy.expires_after_s);
        self.expires_at.map_or(term, |expires| expires.min(term))
    }
}

/// When the message is tried next. An attempt that would come after the deadline is not waited for.
pub fn next(attempts: &Attempts, now: Timestamp, policy: &Policy) -> Next {
    if let Some(fault) = attempts.last_fault {
        match fault.class() {
            FaultClass::Retry => {}
            FaultClass::GiveUp | FaultClass::UnknownAddress => return Next::GiveUp(GiveUp::Refused),
        }
    }
    let at = match attempts.made.checked_sub(1) {
        None => attempts.queued_at,
        Some(failed) => {
            let delay = usize::try_from(failed).ok().and_then(|place| policy.delays_s.get(place));
            let Some(delay) = delay else {
                return Next::GiveUp(GiveUp::AttemptsUsed);
            };
            let asked = attempts.last_fault.and_then(|fault| fault.retry_after_s).unwrap_or(0);
            let wait = spread(*delay, policy.spread_percent, attempts).max(asked.min(policy.wait_max_s));
            later(attempts.last_at.unwrap_or(attempts.queued_at), wait)
        }
    };
    let at = at.max(now);
    if at > attempts.deadline(policy) { Next::GiveUp(GiveUp::Expired) } else { Next::RetryAt(at) }
}

/// The delay, made longer by a part that depends on the message and the attempt alone.
fn spread(delay_s: u32, percent: u8, attempts: &Attempts) -> u32 {
    let bits = u64::try_from(attempts.id.0.as_u128() & u128::from(u64::MAX)).unwrap_or(0);
    // A multiplication by an odd constant carries each attempt to another place (Knuth's multiplicative hash).
    let place = (bits ^ u64::from(attempts.made)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    let widest = u64::from(delay_s) * u64::from(percent) / 100;
    let more = (place * (widest + 1)) >> 32;
    delay_s.saturating_add(u32::try_from(more).unwrap_or(u32::MAX))
}

/// So many seconds later, or the end of time.
pub(super) fn later(at: Timestamp, seconds: u32) -> Timestamp {
    at.checked_add(SignedDuration::from_secs(i64::from(seconds))).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
