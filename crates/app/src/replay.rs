//! Decisions that were kept, made again with the policy of their time: the same answer byte for byte, and,
//! on the way, told in words as it was then.

use std::borrow::Cow;

use jiff::Timestamp;
use law::contract::output::Writer;
use law::receipt::{self, RECEIPT_VERSION, Receipt, Replayed};
use law::{Bundle, Policy};
use registry::DecisionId;
use serde_json::value::RawValue;
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
        let kept = match self.kept_decision(viewer, decision).await? {
            Kept::Erased { at } => return Ok(Replay::Erased { at }),
            Kept::Held(kept) => kept,
        };
        let answer = self.again(&kept).await?.again.answer;
        same(&answer, &kept)?;
        Ok(Replay::Same { policy_version: kept.policy_version, bytes: answer.len() })
    }

    /// The receipt of a kept decision, by which anyone can decide it again; none of one that was erased.
    pub async fn receipt(
        &self,
        viewer: &Viewer,
        decision: DecisionId,
    ) -> Result<Option<Receipt>, ReplayError> {
        let Kept::Held(kept) = self.kept_decision(viewer, decision).await? else { return Ok(None) };
        let raw = |bytes: &[u8]| {
            let text =
                String::from_utf8(bytes.to_vec()).ok().and_then(|text| RawValue::from_string(text).ok());
            text.ok_or_else(|| ReplayError::Unreadable { what: "its input or answer".to_owned() })
        };
        Ok(Some(Receipt {
            answer: raw(&kept.answer)?,
            id: kept.id.to_string(),
            input: raw(&kept.input)?,
            known_on: kept.known_on.map(|day| day.to_string()),
            made_at: kept.created_at.to_string(),
            policy_version: kept.policy_version.clone(),
            receipt: RECEIPT_VERSION,
        }))
    }

    /// A decision on record, if this viewer may decide it again.
    async fn kept_decision(
        &self,
        viewer: &Viewer,
        decision: DecisionId,
    ) -> Result<Kept<store::Decision>, ReplayError> {
        let found = self.parts.store.decision_find(decision).await.map_err(Fault::from)?;
        let kept = found.ok_or(ReplayError::NotFound)?;
        if let Kept::Held(decision) = &kept
            && decision.person.is_some()
        {
            let registration = match decision.registration {
                Some(id) => self.parts.store.registration_find(id).await.map_err(Fault::from)?,
                None => None,
            };
            let matter = registration.as_ref().map(Matter::of).unwrap_or_default();
            if !may(viewer, Deed::Replay, &Matter { owner: decision.person, ..matter }) {
                return Err(ReplayError::Denied);
            }
        }
        Ok(kept)
    }

    /// The conclusions of a kept decision in words, in the order of the law. They are those of the kept
    /// answer, or there are none: the answer is made again and compared first.
    pub(crate) async fn told_again(&self, kept: &store::Decision) -> Result<Vec<Conclusion>, ReplayError> {
        let again = self.again(kept).await?;
        same(&again.again.answer, kept)?;
        let policy = &*again.policy;
        let provisions = Provisions::new(policy, self.library());
        let told = Told { app: self, policy, provisions: &provisions };
        let mut conclusions = told.conclusions(&again.again.request, &again.again.decision);
        conclusions.sort_by_key(|conclusion| policy.plan(&conclusion.key));
        Ok(conclusions)
    }

    /// The answer that the kept policy gives now to the kept input.
    async fn again(&self, kept: &store::Decision) -> Result<Again<'_>, ReplayError> {
        let unreadable = |what: &str| ReplayError::Unreadable { what: what.to_owned() };
        if kept.policy_version == self.policy().version {
            let again = again(Cow::Borrowed(self.policy()), &self.law.writer, kept);
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
    again: receipt::Again,
}

fn again<'a>(policy: Cow<'a, Policy>, writer: &Writer, kept: &store::Decision) -> Option<Again<'a>> {
    let known_on = kept.known_on.and_then(law_date);
    let again = receipt::again(&policy, writer, &kept.input, known_on, &kept.answer).ok()?;
    Some(Again { policy, again })
}

/// Byte for byte, or where it differs.
fn same(answer: &str, kept: &store::Decision) -> Result<(), ReplayError> {
    match receipt::compare(answer.as_bytes(), &kept.answer) {
        Replayed::Same { .. } => Ok(()),
        Replayed::Differs { at } => Err(ReplayError::Differs { at }),
    }
}
