//! One state of a matter: who must act in it, which clocks run or stand still in it, or how the matter ended.

use serde::{Deserialize, Serialize};

use super::owner::Owner;
use crate::words::Words;

/// A state.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Its name in data.
    pub id: String,
    /// What officers read.
    pub label: Words,
    /// What the person reads.
    pub plain: Words,
    /// Who must act now; an end has none.
    #[serde(default)]
    pub owner: Option<Owner>,
    /// The clocks that run in it.
    #[serde(default)]
    pub clocks: Vec<String>,
    /// The clocks that stand still in it.
    #[serde(default)]
    pub pauses: Vec<String>,
    /// Why no clock runs in it though it is no end.
    #[serde(default)]
    pub rests: Option<Words>,
    /// How the matter ended.
    #[serde(default)]
    pub end: Option<End>,
}

/// How a matter ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// What was applied for was given.
    Granted,
    /// It was refused.
    Refused,
    /// The applicant took it back.
    Withdrawn,
    /// A time ran out.
    Lapsed,
    /// What had been given was taken back.
    Revoked,
    /// It came to its end.
    Closed,
}

impl End {
    /// Its name in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Lapsed => "lapsed",
            Self::Revoked => "revoked",
            Self::Closed => "closed",
        }
    }
}
