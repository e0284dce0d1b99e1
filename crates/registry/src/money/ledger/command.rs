//! What is asked of a month ledger. Each command gives the events that it leads to, all or none; the
//! ledger itself stays as it is until they are applied.
//!
//! Whether a person may do so, and until when, is the law's answer and handed in.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::MonthLedger;
use super::event::{LedgerError, LedgerEvent};
use crate::money::back_payment::BackPayment;
use crate::money::month::{Month, MonthRange};
use crate::money::record::{Recorded, Stamp};

/// What the law's answer says of putting off: which months, and until which day one may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deferral {
    /// The months that may be put off.
    pub months: MonthRange,
    /// The last day on which one may ask, or take back.
    pub last_day: Date,
}

impl Deferral {
    fn check(&self, months: &[Month], today: Date) -> Result<(), LedgerError> {
        if today > self.last_day {
            return Err(LedgerError::TooLate { found: today, last_day: self.last_day });
        }
        each_once(months)?;
        within(months, self.months)
    }
}

/// Each month is named once, and at least one is.
pub(in crate::money) fn each_once(months: &[Month]) -> Result<(), LedgerError> {
    if months.is_empty() {
        return Err(LedgerError::NoMonths);
    }
    let mut seen = BTreeSet::new();
    match months.iter().find(|month| !seen.insert(**month)) {
        Some(month) => Err(LedgerError::MonthTwice { month: *month }),
        None => Ok(()),
    }
}

/// Every month lies in the range.
pub(in crate::money) fn within(months: &[Month], range: MonthRange) -> Result<(), LedgerError> {
    match months.iter().find(|month| !range.includes(**month)) {
        Some(month) => {
            Err(LedgerError::MonthNotAllowed { month: *month, first: range.first(), last: range.last() })
        }
        None => Ok(()),
    }
}

/// Events of a command, in order.
pub type LedgerCommands = Vec<Recorded<LedgerEvent>>;

impl MonthLedger {
    /// Records events, all or none, without changing the ledger.
    pub fn record(
        &self,
        events: impl IntoIterator<Item = LedgerEvent>,
        stamp: &Stamp,
    ) -> Result<LedgerCommands, LedgerError> {
        let mut trial = self.clone();
        let record = |event: LedgerEvent| {
            let recorded =
                Recorded { version: trial.version().saturating_add(1), stamp: stamp.clone(), event };
            trial.apply(&recorded)?;
            Ok(recorded)
        };
        events.into_iter().map(record).collect()
    }

    /// Records one event and takes it at once: for runs over many, which copy no ledger.
    pub fn record_one(
        &mut self,
        event: LedgerEvent,
        stamp: &Stamp,
    ) -> Result<Recorded<LedgerEvent>, LedgerError> {
        let recorded = Recorded { version: self.version().saturating_add(1), stamp: stamp.clone(), event };
        self.apply(&recorded)?;
        Ok(recorded)
    }

    /// 暂缓缴费: puts off the months named (Art. 7).
    pub fn defer(
        &self,
        months: &[Month],
        law: Deferral,
        stamp: &Stamp,
    ) -> Result<LedgerCommands, LedgerError> {
        law.check(months, stamp.on)?;
        self.record(months.iter().map(|month| LedgerEvent::Deferred { month: *month }), stamp)
    }

    /// Takes the deferral of the months named back (自愿).
    pub fn withdraw_deferral(
        &self,
        months: &[Month],
        law: Deferral,
        stamp: &Stamp,
    ) -> Result<LedgerCommands, LedgerError> {
        law.check(months, stamp.on)?;
        self.record(months.iter().map(|month| LedgerEvent::DeferralWithdrawn { month: *month }), stamp)
    }

    /// Takes up paying again; `earliest` is the law's `resume_from`.
    pub fn resume(&self, from: Month, earliest: Month, stamp: &Stamp) -> Result<LedgerCommands, LedgerError> {
        if from < earliest {
            return Err(LedgerError::ResumesTooEarly { found: from, earliest });
        }
        self.record([LedgerEvent::Resumed { from }], stamp)
    }

    /// The months of a paid quote become paid (补缴).
    pub fn back_pay(&self, paid: &BackPayment, stamp: &Stamp) -> Result<LedgerCommands, LedgerError> {
        let event = |month: &Month| LedgerEvent::BackPaid {
            month: *month,
            amount: paid.quote().monthly,
            base: paid.quote().base,
            quote: paid.quote().id,
        };
        self.record(paid.quote().months.iter().map(event), stamp)
    }

    /// The months that could still be made good, of those the law names.
    pub fn unpaid_within(&self, months: MonthRange) -> Vec<Month> {
        let unpaid = |month: &Month| !self.month(*month).is_some_and(super::MonthEntry::counts);
        months.months().filter(unpaid).collect()
    }
}
