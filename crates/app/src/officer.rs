//! Officers: how they sign in, what they list and count, and one case with its decision, explanation
//! and journal. Each sees their own place; each look is an entry.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use registry::{Account, FlexibleKind, Region, RegistrationNumber, StreetCode};

use crate::conclusion::Conclusion;
use crate::registration::RegistrationShown;
use crate::text::Text;
use crate::{App, Fault, Viewer};

/// Why an officer was not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Name and password do not belong together. Said alike for a name that does not exist.
    #[error("the name and the password do not belong together")]
    Wrong,
    /// Too many attempts: wait.
    #[error("too many attempts; wait {seconds} seconds")]
    Wait {
        /// How long.
        seconds: u64,
    },
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why an officer cannot see something.
#[derive(Debug, thiserror::Error)]
pub enum OfficerError {
    /// There is none, or none that this officer may know of.
    #[error("no such registration for this officer")]
    NotFound,
    /// A filter outside the officer's own place, or no officer.
    #[error("not allowed")]
    Denied,
    /// The mark of where to go on is none that was given.
    #[error("after: expected a mark that was given before")]
    BadCursor,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Which registrations to list. Without a district an officer of a district gets their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// `active` or `ended`.
    pub state: Option<String>,
    /// Of this kind.
    pub kind: Option<FlexibleKind>,
    /// In this district.
    pub district: Option<Region>,
    /// In this street or town.
    pub street: Option<StreetCode>,
}

/// One page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    /// The place whose registrations these are.
    pub place: Text,
    /// The rows, the newest first.
    pub rows: Vec<ListRow>,
    /// How many there are; of a street it is not known.
    pub total: Option<u64>,
    /// Where to go on.
    pub next: Option<String>,
}

/// A registration in the list. The name is masked: who wants to know more looks, and that is an entry.
#[derive(Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Its number.
    pub number: RegistrationNumber,
    /// The masked name.
    pub name: String,
    /// The kind of work.
    pub kind: Text,
    /// The street or district.
    pub place: Text,
    /// The channel.
    pub channel: Text,
    /// The day on which it was made, in Beijing.
    pub registered_on: Date,
    /// Whether it is in force.
    pub is_active: bool,
}

impl fmt::Debug for ListRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListRow").field("number", &self.number).finish_non_exhaustive()
    }
}

/// Numbers of one district and kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountShown {
    /// The district's code.
    pub district: String,
    /// Its name.
    pub name: Text,
    /// The kind of work.
    pub kind: Text,
    /// In force.
    pub active: u64,
    /// Ended.
    pub ended: u64,
}

/// One case as an officer sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseShown {
    /// The registration.
    pub registration: RegistrationShown,
    /// The decision anew on the business date, with its reasoning, from what is on record.
    pub conclusions: Vec<Conclusion>,
    /// The business date.
    pub as_of: Date,
    /// The policy's version.
    pub policy_version: String,
    /// The journal of the case, the first entry first.
    pub journal: Vec<JournalLine>,
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalLine {
    /// Its place.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who, in words.
    pub who: Text,
    /// What, as a code.
    pub action: String,
    /// Whether its contents were erased.
    pub is_erased: bool,
    /// Its hash, in hexadecimal digits.
    pub hash: String,
}

impl App {
    /// Lets an officer in.
    pub async fn officer_sign_in(&self, name: &str, password: &str) -> Result<Arc<Account>, SignInError> {
        todo!()
    }

    /// A page of the registrations of the officer's place.
    pub async fn officer_list(
        &self,
        viewer: &Viewer,
        filter: &ListFilter,
        after: Option<&str>,
        rows_max: u32,
    ) -> Result<ListPage, OfficerError> {
        todo!()
    }

    /// The numbers of the officer's place.
    pub async fn officer_counts(&self, viewer: &Viewer) -> Result<Vec<CountShown>, OfficerError> {
        todo!()
    }

    /// One case. The look is journalled with its reason, a code such as `case_handling`.
    pub async fn case(&self, viewer: &Viewer, number: &str, reason: &str) -> Result<CaseShown, OfficerError> {
        todo!()
    }

    /// What the office of this officer is called.
    pub fn place_of(&self, account: &Account) -> Text {
        todo!()
    }
}
