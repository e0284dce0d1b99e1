//! The month ledger of one person in one insurance: for each month whether the contribution is due,
//! deferred, paid or credited, and whether it is subsidised, suspended or recovered, with the day on
//! which each state was entered and on what it rests. It is the sum of its events.

mod command;
mod event;
mod state;
mod transition;

use std::collections::BTreeMap;

pub use command::{Deferral, LedgerCommands};
pub(in crate::money) use command::{each_once, within};
pub use event::{LedgerError, LedgerEvent};
pub use state::{ContributionState, MonthEntry, MonthShows, Passage, SubsidyState};

use crate::id::PersonId;
use crate::money::code::Insurance;
use crate::money::month::Month;
use crate::money::record::{Recorded, in_order};

/// The months of one person in one insurance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthLedger {
    person: PersonId,
    insurance: Insurance,
    version: u32,
    months: BTreeMap<Month, MonthEntry>,
    resumed_from: Option<Month>,
}

impl MonthLedger {
    /// A ledger without events.
    pub fn new(person: PersonId, insurance: Insurance) -> Self {
        Self { person, insurance, version: 0, months: BTreeMap::new(), resumed_from: None }
    }

    /// The ledger that these events make.
    pub fn replay<'a>(
        person: PersonId,
        insurance: Insurance,
        events: impl IntoIterator<Item = &'a Recorded<LedgerEvent>>,
    ) -> Result<Self, LedgerError> {
        let mut ledger = Self::new(person, insurance);
        events.into_iter().try_for_each(|recorded| ledger.apply(recorded))?;
        Ok(ledger)
    }

    /// Takes the next event, if it may stand there.
    pub fn apply(&mut self, recorded: &Recorded<LedgerEvent>) -> Result<(), LedgerError> {
        in_order(self.version, recorded.version)?;
        self.transition(&recorded.event, &recorded.stamp)?;
        self.version = recorded.version;
        Ok(())
    }

    /// Whose.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// Of which insurance.
    pub fn insurance(&self) -> Insurance {
        self.insurance
    }

    /// How many events made it.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The months of which something is known, in order.
    pub fn months(&self) -> impl DoubleEndedIterator<Item = (Month, &MonthEntry)> {
        self.months.iter().map(|(month, entry)| (*month, entry))
    }

    /// What is known of a month.
    pub fn month(&self, month: Month) -> Option<&MonthEntry> {
        self.months.get(&month)
    }

    /// How the contribution of a month stands.
    pub fn contribution(&self, month: Month) -> ContributionState {
        self.month(month).map_or(ContributionState::Open, |entry| entry.contribution)
    }

    /// The month from which contributions were taken up again after a deferral.
    pub fn resumed_from(&self) -> Option<Month> {
        self.resumed_from
    }

    /// The months whose contribution stands so.
    pub fn months_that_are(&self, state: ContributionState) -> impl Iterator<Item = Month> {
        self.months().filter(move |(_, entry)| entry.contribution == state).map(|(month, _)| month)
    }
}
