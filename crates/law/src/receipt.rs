//! The receipt of a decision: what anyone needs to decide it again, with the policy bundle of its version
//! and any engine that speaks this form. Input and answer stand in it byte for byte.

use crate::contract::error::BadInput;
use crate::contract::input;
use crate::contract::output::{Form, Writer};
use crate::{Date, Decider, Decision, Options, Policy, Request};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The version of the form of receipts; its schema is `docs/schemas/receipt-1.json`.
pub const RECEIPT_VERSION: u32 = 1;

/// A decision that was made.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// What was answered.
    pub answer: Box<RawValue>,
    /// Its id in the installation that made it.
    pub id: String,
    /// What it was decided from.
    pub input: Box<RawValue>,
    /// The day whose knowledge was used; null: all that the policy holds.
    pub known_on: Option<String>,
    /// When it was made, in UTC.
    pub made_at: String,
    /// The version of the policy by which it was made.
    pub policy_version: String,
    /// The version of the form.
    pub receipt: u32,
}

/// What a replay found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replayed {
    /// The same answer.
    Same {
        /// How long it is.
        bytes: usize,
    },
    /// Another one.
    Differs {
        /// The first byte that differs.
        at: usize,
    },
}

/// Why a decision cannot be made again.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// Another form than this engine reads.
    #[error("receipt: version {found}; expected {RECEIPT_VERSION}")]
    Version {
        /// The version given.
        found: u32,
    },
    /// Another policy than the decision's.
    #[error("policy_version: the receipt names {expected}, the policy given is {found}")]
    Policy {
        /// What the receipt names.
        expected: String,
        /// What was given.
        found: String,
    },
    /// No day.
    #[error("known_on: {found:?}; expected an existing day YYYY-MM-DD")]
    KnownOn {
        /// What stands there.
        found: String,
    },
    /// An answer that is none, or of outcomes that the policy does not have.
    #[error("answer: expected an answer of this policy")]
    Answer,
    /// An input that the policy refuses.
    #[error(transparent)]
    Input(#[from] BadInput),
}

impl Receipt {
    /// Decides again and compares byte for byte.
    pub fn replay(&self, policy: &Policy, writer: &Writer) -> Result<Replayed, Unfit> {
        if self.receipt != RECEIPT_VERSION {
            return Err(Unfit::Version { found: self.receipt });
        }
        if self.policy_version != policy.version {
            let (expected, found) = (self.policy_version.clone(), policy.version.clone());
            return Err(Unfit::Policy { expected, found });
        }
        let known_on = match &self.known_on {
            None => None,
            Some(day) => Some(Date::parse(day).ok_or_else(|| Unfit::KnownOn { found: day.clone() })?),
        };
        let kept = self.answer.get().as_bytes();
        let again = again(policy, writer, self.input.get().as_bytes(), known_on, kept)?;
        Ok(compare(again.answer.as_bytes(), kept))
    }
}

/// A decision that was made again, and its answer.
#[derive(Debug)]
pub struct Again {
    /// What was asked.
    pub request: Request,
    /// What is decided.
    pub decision: Decision,
    /// The answer as it is written.
    pub answer: String,
}

/// The answer that a policy gives to an input in the form of an answer that was given before: what had been
/// asked for is seen in that answer itself.
pub fn again(
    policy: &Policy,
    writer: &Writer,
    input: &[u8],
    known_on: Option<Date>,
    before: &[u8],
) -> Result<Again, Unfit> {
    #[derive(Deserialize)]
    struct Answer {
        outcomes: BTreeMap<String, Outcome>,
    }
    #[derive(Deserialize)]
    struct Outcome {
        because: Option<IgnoredAny>,
    }
    let before: Answer = serde_json::from_slice(before).map_err(|_| Unfit::Answer)?;
    let only = before.outcomes.keys().map(|key| policy.plan(key)).collect::<Option<Vec<_>>>();
    let only = only.ok_or(Unfit::Answer)?;
    let because = before.outcomes.values().any(|outcome| outcome.because.is_some());
    let mut request = input::read(policy, input)?;
    request.known_on = known_on;
    let options = Options { only: Some(only), ..Options::default() };
    let decision = Decider::default().decide(policy, &request, &options);
    let mut answer = String::new();
    writer.write(policy, &request, &decision, Form { because }, &mut answer);
    Ok(Again { request, decision, answer })
}

/// Two answers, byte for byte.
pub fn compare(new: &[u8], old: &[u8]) -> Replayed {
    match new.iter().zip(old).position(|(new, old)| new != old) {
        None if new.len() == old.len() => Replayed::Same { bytes: new.len() },
        found => Replayed::Differs { at: found.unwrap_or(new.len().min(old.len())) },
    }
}
