//! An officer who stands in for another, from a day to a day.

use jiff::Timestamp;

use crate::id::{AccountId, DeputyId};
use crate::period::Period;

/// One officer standing in for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deputy {
    /// The id.
    pub id: DeputyId,
    /// Who stands in.
    pub account: AccountId,
    /// For whom.
    pub stands_for: AccountId,
    /// On which days.
    pub valid: Period,
    /// Who said so.
    pub made_by: AccountId,
    /// When.
    pub made_at: Timestamp,
}
