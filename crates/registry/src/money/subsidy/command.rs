//! Granting a month: every reason that stands against it is looked for before, and the first is told.
//! The same check stands before the event, so a replay takes no month that could not be granted.

use super::event::{GrantedLine, Refusal, SubsidyError, SubsidyEvent};
use super::{SubsidyLedger, Term};
use crate::money::code::{Insurance, Programme};
use crate::money::fen::Fen;
use crate::money::month::Month;
use crate::money::record::{Recorded, Stamp};

/// One insurance for which the month is to be granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InsuranceGrant {
    /// Which insurance.
    pub insurance: Insurance,
    /// How much, as the law's decision gives it.
    pub amount: Fen,
    /// Whether the contribution is paid; `true` where the law does not ask for it.
    pub is_paid: bool,
    /// Under which other programme the month is subsidised, if it is.
    pub elsewhere: Option<Programme>,
}

/// A month to be granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRequest {
    /// Which month.
    pub month: Month,
    /// For which insurances.
    pub lines: Vec<InsuranceGrant>,
}

impl SubsidyLedger {
    /// Records an event without changing the ledger.
    pub fn record(&self, event: SubsidyEvent, stamp: &Stamp) -> Result<Recorded<SubsidyEvent>, SubsidyError> {
        let recorded = Recorded { version: self.version.saturating_add(1), stamp: stamp.clone(), event };
        self.clone().apply(&recorded)?;
        Ok(recorded)
    }

    /// Records an event and takes it at once: for runs over many, which copy no ledger.
    pub fn record_one(
        &mut self,
        event: SubsidyEvent,
        stamp: &Stamp,
    ) -> Result<Recorded<SubsidyEvent>, SubsidyError> {
        let recorded = Recorded { version: self.version.saturating_add(1), stamp: stamp.clone(), event };
        self.apply(&recorded)?;
        Ok(recorded)
    }

    /// The event that a request leads to: the month granted for those insurances that can be, or
    /// refused with the first reason when none can.
    pub fn judge(&self, request: &GrantRequest) -> SubsidyEvent {
        let month = request.month;
        if let Err(refusal) = self.month_is_open(month) {
            return SubsidyEvent::MonthRefused { month, refusal };
        }
        let mut lines = Vec::with_capacity(request.lines.len());
        let mut first = None;
        for line in &request.lines {
            match self.line_is_open(month, line) {
                Ok(()) => lines.push(GrantedLine { insurance: line.insurance, amount: line.amount }),
                Err(refusal) => first = first.or(Some(refusal)),
            }
        }
        if lines.is_empty() {
            return SubsidyEvent::MonthRefused { month, refusal: first.unwrap_or(Refusal::Nothing) };
        }
        SubsidyEvent::MonthGranted { month, lines }
    }

    /// Why one insurance of a month cannot be granted, though others can.
    pub fn line_is_open(&self, month: Month, line: &InsuranceGrant) -> Result<(), Refusal> {
        let insurance = line.insurance;
        if let Some(programme) = line.elsewhere {
            return Err(Refusal::GrantedElsewhere { insurance, programme });
        }
        if !line.is_paid {
            return Err(Refusal::NotPaid { insurance });
        }
        self.covers(month, insurance)
    }

    pub(super) fn may_grant(&self, month: Month, lines: &[GrantedLine]) -> Result<(), SubsidyError> {
        let refused = |refusal| SubsidyError::Refused { month, refusal };
        if lines.is_empty() {
            return Err(refused(Refusal::Nothing));
        }
        self.month_is_open(month).map_err(refused)?;
        for (at, GrantedLine { insurance, amount }) in lines.iter().enumerate() {
            self.covers(month, *insurance).map_err(refused)?;
            if lines.iter().take(at).any(|line| line.insurance == *insurance) {
                return Err(refused(Refusal::AlreadyGranted { insurance: *insurance }));
            }
            if !amount.is_positive() {
                return Err(SubsidyError::NotPositive { month, insurance: *insurance, found: *amount });
            }
        }
        Ok(())
    }

    fn covers(&self, month: Month, insurance: Insurance) -> Result<(), Refusal> {
        let term = self.term_of(month).ok_or(Refusal::NoTerm)?;
        if !term.insurances.contains(&insurance) {
            return Err(Refusal::NotCovered { insurance });
        }
        // Even one claimed back: it was granted, and what follows is the matter of an objection.
        if self.months.get(&month).is_some_and(|lines| lines.contains_key(&insurance)) {
            return Err(Refusal::AlreadyGranted { insurance });
        }
        Ok(())
    }

    /// The term in which a month lies, else the latest that began before it.
    fn term_of(&self, month: Month) -> Option<&Term> {
        self.terms.iter().rev().find(|term| term.first <= month).or(self.terms.first())
    }

    /// Whether the month can be granted at all.
    pub fn month_is_open(&self, month: Month) -> Result<(), Refusal> {
        let term = self.term_of(month).ok_or(Refusal::NoTerm)?;
        if month < term.first {
            return Err(Refusal::BeforeTerm { first: term.first });
        }
        if let Some((last, reason)) = term.stopped
            && month > last
        {
            return Err(Refusal::Stopped { last, reason });
        }
        // The month in which the last day lies still belongs to the term.
        if let Some(last_day) = term.last_day
            && month > Month::of(last_day)
        {
            return Err(Refusal::AfterTerm { last_day });
        }
        if let Some((since, reason)) = term.suspended
            && month >= since
        {
            return Err(Refusal::Suspended { since, reason });
        }
        if let Some((since, last)) =
            term.forfeited.iter().find(|(since, last)| *since <= month && month <= *last)
        {
            return Err(Refusal::Forfeited { since: *since, last: *last });
        }
        if self.months_left == 0 && !self.months.contains_key(&month) {
            return Err(Refusal::MonthsUsedUp { granted: self.months_granted() });
        }
        Ok(())
    }
}
