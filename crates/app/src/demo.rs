//! The demonstration: made-up persons and officers, registered through the very use cases, on an
//! instance whose business date anyone may set. Never beside real data.

use jiff::civil::Date;
use registry::PersonId;

use crate::text::Text;
use crate::{App, Fault};

/// Why the demonstration does not do it.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// This is no demonstration.
    #[error("not a demonstration")]
    Off,
    /// There is no such person.
    #[error("no such person in the demonstration")]
    NotFound,
    /// A business date outside of the years that the policy knows.
    #[error("business date {found}: expected {from} to {to}")]
    Date {
        /// The day given.
        found: Date,
        /// The first day possible.
        from: Date,
        /// The last day possible.
        to: Date,
    },
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What the demonstration's page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoShown {
    /// Persons as whom one can sign in.
    pub persons: Vec<DemoPerson>,
    /// Officers as whom one can sign in.
    pub officers: Vec<DemoOfficer>,
    /// The one password of all officers.
    pub password: String,
    /// The business date.
    pub today: Date,
}

/// A made-up person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// The name in the address.
    pub id: String,
    /// The name.
    pub name: Text,
    /// Their situation in a sentence.
    pub story: Text,
}

/// A made-up officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoOfficer {
    /// The name to sign in with.
    pub name: String,
    /// What colleagues read.
    pub display_name: Text,
    /// What they are for.
    pub story: Text,
}

impl App {
    /// Fills an empty demonstration; does nothing where it was done before. Takes seconds, so call it
    /// behind the listening server. Says whether it did.
    pub async fn demo_seed(&self) -> Result<bool, DemoError> {
        todo!()
    }

    /// Whom one can sign in as.
    pub fn demo(&self) -> Result<DemoShown, DemoError> {
        todo!()
    }

    /// Signs in as a made-up person.
    pub async fn demo_person(&self, id: &str) -> Result<PersonId, DemoError> {
        todo!()
    }

    /// Sets the business date of the whole instance; `None` is the real day again.
    pub async fn demo_set_today(&self, day: Option<Date>) -> Result<(), DemoError> {
        todo!()
    }
}
