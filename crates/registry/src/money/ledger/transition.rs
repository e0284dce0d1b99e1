//! The one table of transitions: from which state which event leads where. What is not written here
//! is an error, for a command and for a replay alike.

use super::MonthLedger;
use super::event::{LedgerError, LedgerEvent};
use super::state::{ContributionState, MonthEntry, MonthShows, Passage, SubsidyState};
use crate::money::code::Insurance;
use crate::money::fen::Fen;
use crate::money::month::Month;
use crate::money::record::Stamp;

/// One month of one insurance, for messages.
struct Place {
    insurance: Insurance,
    month: Month,
    event: &'static str,
}

impl Place {
    fn contribution(&self, found: ContributionState, expected: &'static str) -> LedgerError {
        LedgerError::Contribution {
            insurance: self.insurance,
            month: self.month,
            found,
            event: self.event,
            expected,
        }
    }

    fn contribution_is(
        &self,
        held: &MonthEntry,
        allowed: &[ContributionState],
        expected: &'static str,
    ) -> Result<(), LedgerError> {
        if allowed.contains(&held.contribution) {
            Ok(())
        } else {
            Err(self.contribution(held.contribution, expected))
        }
    }

    fn uncharged(&self, held: &MonthEntry) -> Result<(), LedgerError> {
        if held.amount.is_none() {
            return Ok(());
        }
        Err(self.contribution(held.contribution, "open, or deferred and not yet charged"))
    }

    fn subsidy_is(
        &self,
        held: &MonthEntry,
        allowed: &[SubsidyState],
        expected: &'static str,
    ) -> Result<(), LedgerError> {
        if allowed.contains(&held.subsidy) {
            return Ok(());
        }
        let (insurance, month, found, event) = (self.insurance, self.month, held.subsidy, self.event);
        Err(LedgerError::Subsidy { insurance, month, found, event, expected })
    }

    fn positive(&self, found: Fen) -> Result<(), LedgerError> {
        if found.is_positive() {
            return Ok(());
        }
        Err(LedgerError::NotPositive { insurance: self.insurance, month: self.month, found })
    }

    fn exactly(&self, due: Fen, found: Fen) -> Result<(), LedgerError> {
        if due == found {
            return Ok(());
        }
        Err(LedgerError::Amount { insurance: self.insurance, month: self.month, due, found })
    }
}

impl MonthLedger {
    /// Lets an event happen, or says why it cannot and leaves everything as it was.
    pub(super) fn transition(&mut self, event: &LedgerEvent, stamp: &Stamp) -> Result<(), LedgerError> {
        let month = event.month();
        if let LedgerEvent::Resumed { from } = event {
            self.resumed_from = Some(*from);
            return Ok(());
        }
        let place = Place { insurance: self.insurance, month, event: event.code() };
        let empty = MonthEntry::default();
        let held = self.months.get(&month).unwrap_or(&empty);
        let (next, shows) = step(held, event, &place)?;
        let entry = self.months.entry(month).or_default();
        let (amount, base) = match shows {
            MonthShows::Subsidised | MonthShows::Suspended | MonthShows::Recovered => {
                (next.subsidy_amount, None)
            }
            MonthShows::Open
            | MonthShows::Due
            | MonthShows::Deferred
            | MonthShows::Paid
            | MonthShows::Credited
            | MonthShows::Resettled => (next.amount, next.base),
        };
        let trail = std::mem::take(&mut entry.trail);
        *entry = MonthEntry { trail, ..next };
        entry.trail.push(Passage { shows, on: stamp.on, source: stamp.source.clone(), amount, base });
        Ok(())
    }
}

/// The entry after the event, without its trail, and what it then shows.
fn step(
    held: &MonthEntry,
    event: &LedgerEvent,
    place: &Place,
) -> Result<(MonthEntry, MonthShows), LedgerError> {
    use ContributionState as C;
    use SubsidyState as S;
    let mut next = MonthEntry { trail: Vec::new(), ..*held };
    let shows = match event {
        LedgerEvent::Charged { amount, base, .. } => {
            place.contribution_is(held, &[C::Open, C::Deferred], "open or deferred")?;
            place.uncharged(held)?;
            next.charge(*amount, *base, place)?;
            // A deferred month may be charged in the books; it stays deferred, and no arrears run.
            if held.contribution == C::Open { next.contribute(C::Due) } else { MonthShows::Deferred }
        }
        LedgerEvent::Deferred { .. } => {
            place.contribution_is(held, &[C::Open, C::Due], "open or due")?;
            next.contribute(C::Deferred)
        }
        LedgerEvent::DeferralWithdrawn { .. } => {
            place.contribution_is(held, &[C::Deferred], "deferred")?;
            next.contribute(if held.amount.is_some() { C::Due } else { C::Open })
        }
        // It concerns no single month and is taken before this.
        LedgerEvent::Resumed { .. } => held.contribution.into(),
        LedgerEvent::Paid { amount, base, .. } => {
            place.contribution_is(held, &[C::Open, C::Due], "open or due")?;
            place.exactly(held.amount.unwrap_or(*amount), *amount)?;
            next.charge(*amount, *base, place)?;
            next.contribute(C::Paid)
        }
        LedgerEvent::BackPaid { amount, base, .. } => {
            place.contribution_is(held, &[C::Open, C::Due, C::Deferred], "open, due or deferred")?;
            next.charge(*amount, Some(*base), place)?;
            next.contribute(C::Paid)
        }
        LedgerEvent::PaymentReversed { .. } => {
            place.contribution_is(held, &[C::Paid], "paid")?;
            // A difference that was found on a payment falls with the payment.
            place.exactly(Fen::ZERO, held.unsettled)?;
            next.contribute(C::Due)
        }
        LedgerEvent::Credited { .. } => {
            place.contribution_is(held, &[C::Paid], "paid")?;
            next.contribute(C::Credited)
        }
        LedgerEvent::Resettled { amount, base, .. } => {
            let Some(old) = held.amount else {
                return Err(place.contribution(held.contribution, "charged or paid"));
            };
            // What is not paid yet is simply due in the new amount; only what was paid leaves a difference.
            if held.counts() {
                next.unsettled = held.unsettled.plus(amount.minus(old)?)?;
            }
            next.charge(*amount, *base, place)?;
            MonthShows::Resettled
        }
        LedgerEvent::DifferenceSettled { amount, .. } => {
            place.exactly(held.unsettled, *amount)?;
            if amount.is_zero() {
                place.positive(*amount)?;
            }
            next.unsettled = Fen::ZERO;
            MonthShows::Resettled
        }
        LedgerEvent::Subsidised { amount, programme, .. } => {
            if held.subsidy == S::Subsidised {
                let (insurance, month) = (place.insurance, place.month);
                return Err(LedgerError::Duplicate { insurance, month, programme: *programme });
            }
            place.subsidy_is(held, &[S::None, S::Suspended], "none or suspended")?;
            place.positive(*amount)?;
            (next.subsidy_amount, next.programme) = (Some(*amount), Some(*programme));
            next.subsidy = S::Subsidised;
            MonthShows::Subsidised
        }
        LedgerEvent::SubsidySuspended { .. } => {
            place.subsidy_is(held, &[S::None], "none")?;
            next.subsidy = S::Suspended;
            MonthShows::Suspended
        }
        LedgerEvent::SubsidyRecovered { .. } => {
            place.subsidy_is(held, &[S::Subsidised], "subsidised")?;
            next.subsidy = S::Recovered;
            MonthShows::Recovered
        }
        LedgerEvent::RecoveryWithdrawn { .. } => {
            place.subsidy_is(held, &[S::Recovered], "recovered")?;
            next.subsidy = S::Subsidised;
            MonthShows::Subsidised
        }
    };
    Ok((next, shows))
}

impl MonthEntry {
    fn charge(&mut self, amount: Fen, base: Option<Fen>, place: &Place) -> Result<(), LedgerError> {
        place.positive(amount)?;
        (self.amount, self.base) = (Some(amount), base);
        Ok(())
    }

    fn contribute(&mut self, state: ContributionState) -> MonthShows {
        self.contribution = state;
        state.into()
    }
}
