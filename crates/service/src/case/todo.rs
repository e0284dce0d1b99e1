//! What is to be done after a step: the case as it stands, what to record, effects to carry out, notices to send.

use std::collections::BTreeMap;

use super::{Case, Private, Recorded};
use crate::effect::Effect;
use crate::placeholder::Values;

/// What a step comes to. All of it belongs into one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The case after the step.
    pub case: Case,
    /// What is to be recorded, in order.
    pub recorded: Vec<Recorded>,
    /// What is to be carried out.
    pub effects: Vec<EffectToDo>,
    /// What is to be sent.
    pub notices: Vec<NoticeToSend>,
}

/// An effect to carry out, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectToDo {
    /// The same for the same step, so that it is carried out once.
    pub key: String,
    /// The effect as the pack writes it.
    pub effect: Effect,
    /// The values of the fields that it uses: what was said with the action, else the answers.
    pub values: BTreeMap<String, Private>,
    /// The body picked with the action.
    pub body: Option<String>,
}

/// A notice to send, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeToSend {
    /// The same for the same step, so that it is sent once.
    pub key: String,
    /// The event of the notice.
    pub event: String,
    /// What the case itself can fill in; names of persons and offices are the caller's.
    pub values: Values,
}
