//! Decisions that were kept, made again with the policy of their time: the same answer byte for byte, and,
//! on the way, told in words as it was then.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use law::contract::input;
use law::contract::output::{Form, Writer};
use law::{Bundle, Decider, Decision, Options, Policy, Request};
use registry::DecisionId;
use serde::Deserialize;
use serde::de::IgnoredAny;
use store::Kept;

use crate::conclusion::{Conclusion, Told};
use crate::decisions::law_date;
use crate::permission::{Deed, Matter, may};
use crate::provisions::Provisions;
use crate::{App, Fault, Viewer};

/// What a replay found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replay {
    /// The kept policy gives the kept answer, byte for byte.
    Same {
        /// The policy's version.
        policy_version: String,
        /// How long the answer is.
        bytes: usize,
    },
    /// The contents were erased by law.
    Erased {
        /// When.
        at: Timestamp,
    },
}

/// Why a decision could not be replayed.
#[derive(Debug, thiserror::Error)]
pub enum ReplayError {
    /// There is no such decision.
    #[error("no such decision")]
    NotFound,
    /// The answer is another one than was given: someone must look into it.
    #[error("the replay differs from the kept answer at byte {at}")]
    Differs {
        /// The first byte that differs.
        at: usize,
    },
    /// The policy or input of the time cannot be read any more.
    #[error("the decision cannot be replayed: {what}")]
    Unreadable {
        /// What is wrong, without anything personal.
        what: String,
    },
    /// This viewer may not do this.
    #[error("not allowed")]
    Denied,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl App {
    /// Decides a kept decision again with the policy of its time and compares. One that is about nobody
    /// on record is replayed for whoever has its id; else for its person and for officers who reach it.
    pub async fn replay(&self, viewer: &Viewer, decision: DecisionId) -> Result<Replay, ReplayError> {
        let found = self.parts.store.decision_find(decision).await.map_err(Fault::from)?;
        let kept = match found {
            None => return Err(ReplayError::NotFound),
            Some(Kept::Erased { at }) => return Ok(Replay::Erased { at }),
            Some(Kept::Held(kept)) => kept,
        };
        if kept.person.is_some() {
            let registration = match kept.registration {
                Some(id) => self.parts.store.registration_find(id).await.map_err(Fault::from)?,
                None => None,
            };
            let matter = registration.as_ref().map(Matter::of).unwrap_or_default();
            if !may(viewer, Deed::Replay, &Matter { owner: kept.person, ..matter }) {
                return Err(ReplayError::Denied);
            }
        }
        let answer = self.again(&kept).await?.answer;
        same(&answer, &kept)?;
        Ok(Replay::Same { policy_version: kept.policy_version, bytes: answer.len() })
    }

    /// The conclusions of a kept decision in words, in the order of the law. They are those of the kept
    /// answer, or there are none: the answer is made again and compared first.
    pub(crate) async fn told_again(&self, kept: &store::Decision) -> Result<Vec<Conclusion>, ReplayError> {
        let again = self.again(kept).await?;
        same(&again.answer, kept)?;
        let policy = &*again.policy;
        let provisions = Provisions::new(policy, self.library());
        let told = Told { app: self, policy, provisions: &provisions };
        let mut conclusions = told.conclusions(&again.request, &again.decision);
        conclusions.sort_by_key(|conclusion| policy.plan(&conclusion.key));
        Ok(conclusions)
    }

    /// The answer that the kept policy gives now to the kept input.
    async fn again(&self, kept: &store::Decision) -> Result<Again<'_>, ReplayError> {
        let unreadable = |what: &str| ReplayError::Unreadable { what: what.to_owned() };
        if kept.policy_version == self.policy().version {
            let again = again(Cow::Borrowed(self.policy()), &self.parts.writer, kept);
            return again.ok_or_else(|| unreadable("its input"));
        }
        let version = self.parts.store.policy_version_get(&kept.policy_version).await.map_err(Fault::from)?;
        let version = version.ok_or_else(|| unreadable("its policy is not on record"))?;
        let bundle: Bundle = serde_json::from_slice(&version.bundle).map_err(|_| unreadable("its policy"))?;
        if bundle.version() != kept.policy_version {
            return Err(unreadable("its policy was changed"));
        }
        let (policy, _) = Policy::load(bundle);
        let policy = policy.ok_or_else(|| unreadable("its policy has errors for this engine"))?;
        let writer = Writer::new(&policy);
        again(Cow::Owned(policy), &writer, kept).ok_or_else(|| unreadable("its input"))
    }
}

/// A kept decision, made again.
struct Again<'a> {
    policy: Cow<'a, Policy>,
    request: Request,
    decision: Decision,
    answer: String,
}

/// A kept decision anew: what had been asked for is seen in the answer itself.
fn again<'a>(policy: Cow<'a, Policy>, writer: &Writer, kept: &store::Decision) -> Option<Again<'a>> {
    #[derive(Deserialize)]
    struct Answer {
        outcomes: BTreeMap<String, Outcome>,
    }
    #[derive(Deserialize)]
    struct Outcome {
        because: Option<IgnoredAny>,
    }
    let kept_answer: Answer = serde_json::from_slice(&kept.answer).ok()?;
    let only = kept_answer.outcomes.keys().map(|key| policy.plan(key)).collect::<Option<Vec<_>>>()?;
    let because = kept_answer.outcomes.values().any(|outcome| outcome.because.is_some());
    let mut request = input::read(&policy, &kept.input).ok()?;
    request.known_on = kept.known_on.and_then(law_date);
    let options = Options { only: Some(only), ..Options::default() };
    let decision = Decider::default().decide(&policy, &request, &options);
    let mut answer = String::new();
    writer.write(&policy, &request, &decision, Form { because }, &mut answer);
    Some(Again { policy, request, decision, answer })
}

/// Byte for byte, or where it differs.
fn same(answer: &str, kept: &store::Decision) -> Result<(), ReplayError> {
    let differs = answer.bytes().zip(kept.answer.iter()).position(|(new, old)| new != *old);
    match differs {
        None if answer.len() == kept.answer.len() => Ok(()),
        found => Err(ReplayError::Differs { at: found.unwrap_or(answer.len().min(kept.answer.len())) }),
    }
}
