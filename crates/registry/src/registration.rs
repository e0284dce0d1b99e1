//! Employment registration (Art. 11): a person says how, where and since when they work; no proof is
//! asked, a written commitment is. The aggregate is the sum of its events, and every version with its
//! day can be seen again.
//!
//! What the law makes of it (who may register, where, which office) is decided by the law; here
//! stands what must hold of any record.

mod command;
mod details;
mod event;
mod number;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use command::{ChangeCommand, EndCommand, RegisterCommand, RegistrationError};
pub use details::{DetailsError, EmploymentDetails, Occupation, OtherKind, TEXT_CHARS_MAX};
pub use event::{History, HistoryError, Recorded, RegistrationEvent};
pub use number::{NumberError, RegistrationNumber, SEQUENCE_MAX};

use crate::form::Channel;
use crate::id::{AccountId, OfficeId, PersonId, RegistrationId};

/// Who typed it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "by", content = "account")]
pub enum EnteredBy {
    /// The person.
    Person,
    /// An officer on the person's behalf.
    Officer(AccountId),
}

/// The written commitment that what is said is true (Art. 11): which text, and when it was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commitment {
    /// The id of the text.
    pub text: String,
    /// Which version of the text was shown.
    pub version: String,
    /// When the person accepted it.
    pub accepted_at: Timestamp,
}

/// Whether a registration is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum RegistrationState {
    /// In force.
    Active,
    /// Over.
    Ended {
        /// The last day of the employment.
        last_day: Date,
        /// A code, such as `work_ended` or `unemployment_registered`.
        reason: String,
    },
}

impl RegistrationState {
    /// The code in the store and in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Ended { .. } => "ended",
        }
    }
}

/// The code of a registration in force, for filters and counts.
pub const STATE_ACTIVE: &str = "active";

/// One employment registration as it stands after its latest event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registration {
    /// The id.
    pub id: RegistrationId,
    /// What the person reads and quotes.
    pub number: RegistrationNumber,
    /// Whose it is.
    pub person: PersonId,
    /// The office that keeps it.
    pub office: OfficeId,
    /// What was said.
    pub details: EmploymentDetails,
    /// By which way it first came.
    pub channel: Channel,
    /// Who first typed it in.
    pub entered_by: EnteredBy,
    /// The commitment given with it.
    pub commitment: Commitment,
    /// Whether it is in force.
    pub state: RegistrationState,
    /// The number of its events.
    pub version: u32,
    /// When it was first recorded.
    pub registered_at: Timestamp,
    /// The day from which the latest version holds.
    pub effective_on: Date,
}

impl Registration {
    /// Whether it is in force.
    pub fn is_active(&self) -> bool {
        self.state == RegistrationState::Active
    }
}

#[cfg(test)]
#[path = "registration/tests.rs"]
mod tests;
