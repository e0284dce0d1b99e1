//! The entitlement of one person under one subsidy programme (Art. 4, 5 and 10): its terms, the
//! months granted under them, and what stands in the way of the next. How many months remain, from
//! when and until when, are answers of the law and come with the decision; here they are counted.

mod command;
mod event;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use command::{GrantRequest, InsuranceGrant};
pub use event::{GrantedLine, Refusal, SubsidyError, SubsidyEvent};

use crate::id::PersonId;
use crate::money::code::{Code, Insurance, Programme};
use crate::money::fen::Fen;
use crate::money::month::Month;
use crate::money::record::{Recorded, in_order};

/// A term: the months between two decisions during which the subsidy can be granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The first month.
    pub first: Month,
    /// The last day, as the law's answer gives it.
    pub last_day: Option<Date>,
    /// The insurances that are subsidised.
    pub insurances: Vec<Insurance>,
    /// Since when it is suspended, and why.
    pub suspended: Option<(Month, Code)>,
    /// With which month it was stopped, and why.
    pub stopped: Option<(Month, Code)>,
    /// Months withheld while suspended that are lost.
    pub forfeited: Vec<(Month, Month)>,
    /// How often it was extended.
    pub extensions: u32,
}

/// One line of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthLine {
    /// How much.
    pub amount: Fen,
    /// Whether it was claimed back.
    pub recovered: bool,
}

/// The entitlement of one person under one programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubsidyLedger {
    person: PersonId,
    programme: Programme,
    version: u32,
    terms: Vec<Term>,
    months_left: u32,
    months: BTreeMap<Month, BTreeMap<Insurance, MonthLine>>,
    refused: BTreeMap<Month, Refusal>,
}

impl SubsidyLedger {
    /// A ledger without events.
    pub fn new(person: PersonId, programme: Programme) -> Self {
        Self {
            person,
            programme,
            version: 0,
            terms: Vec::new(),
            months_left: 0,
            months: BTreeMap::new(),
            refused: BTreeMap::new(),
        }
    }

    /// The ledger that these events make.
    pub fn replay<'a>(
        person: PersonId,
        programme: Programme,
        events: impl IntoIterator<Item = &'a Recorded<SubsidyEvent>>,
    ) -> Result<Self, SubsidyError> {
        let mut ledger = Self::new(person, programme);
        events.into_iter().try_for_each(|recorded| ledger.apply(recorded))?;
        Ok(ledger)
    }

    /// Whose.
    pub fn person(&self) -> PersonId {
        self.person
    }

    /// Under which programme.
    pub fn programme(&self) -> Programme {
        self.programme
    }

    /// How many events made it.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// How many months can still be granted.
    pub fn months_left(&self) -> u32 {
        self.months_left
    }

    /// How many months were granted, over all terms; a month claimed back whole is none.
    pub fn months_granted(&self) -> u32 {
        let granted = |lines: &&BTreeMap<Insurance, MonthLine>| lines.values().any(|line| !line.recovered);
        u32::try_from(self.months.values().filter(granted).count()).unwrap_or(u32::MAX)
    }

    /// The months granted with their lines, in order.
    pub fn months(&self) -> impl Iterator<Item = (Month, &BTreeMap<Insurance, MonthLine>)> {
        self.months.iter().map(|(month, lines)| (*month, lines))
    }

    /// Why a month was not granted, where that was the last word on it.
    pub fn refusal(&self, month: Month) -> Option<&Refusal> {
        self.refused.get(&month)
    }

    /// The terms, the latest last.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The latest term.
    pub fn term(&self) -> Option<&Term> {
        self.terms.last()
    }

    /// The day with which the latest term ended, if it has.
    pub fn ended_on(&self, today: Date) -> Option<Date> {
        let term = self.term()?;
        let stopped = term.stopped.map(|(last, _)| last.last_day());
        let last = match (stopped, term.last_day) {
            (Some(stopped), Some(planned)) => Some(stopped.min(planned)),
            (stopped, planned) => stopped.or(planned),
        };
        last.filter(|last| *last < today)
    }

    /// Takes the next event, if it may stand there.
    pub fn apply(&mut self, recorded: &Recorded<SubsidyEvent>) -> Result<(), SubsidyError> {
        in_order(self.version, recorded.version)?;
        self.transition(&recorded.event)?;
        self.version = recorded.version;
        Ok(())
    }

    fn transition(&mut self, event: &SubsidyEvent) -> Result<(), SubsidyError> {
        match event {
            SubsidyEvent::Opened { first, last_day, months_left, insurances } => {
                self.may_open(*first, *last_day, insurances)?;
                self.terms.push(Term {
                    first: *first,
                    last_day: *last_day,
                    insurances: insurances.clone(),
                    suspended: None,
                    stopped: None,
                    forfeited: Vec::new(),
                    extensions: 0,
                });
                self.months_left = *months_left;
            }
            SubsidyEvent::MonthGranted { month, lines } => {
                self.may_grant(*month, lines)?;
                let is_new = !self.months.contains_key(month);
                if is_new {
                    self.months_left = self.months_left.saturating_sub(1);
                }
                let held = self.months.entry(*month).or_default();
                for line in lines {
                    held.insert(line.insurance, MonthLine { amount: line.amount, recovered: false });
                }
                self.refused.remove(month);
            }
            SubsidyEvent::MonthRefused { month, refusal } => {
                self.refused.insert(*month, refusal.clone());
            }
            SubsidyEvent::Suspended { from, reason } => {
                let term = self.running("suspended")?;
                if term.suspended.is_some() {
                    return Err(SubsidyError::State { event: "suspended", expected: "a running term" });
                }
                term.suspended = Some((*from, *reason));
            }
            SubsidyEvent::Resumed { from, withheld_lost } => {
                let term = self.running("resumed")?;
                let Some((since, _)) = term.suspended else {
                    return Err(SubsidyError::State { event: "resumed", expected: "a suspended term" });
                };
                if *from < since {
                    return Err(SubsidyError::Before { field: "from", found: *from, earliest: since });
                }
                term.suspended = None;
                if *withheld_lost && since < *from {
                    term.forfeited.push((since, from.plus(-1).unwrap_or(since)));
                }
            }
            SubsidyEvent::Extended { last_day, months_left } => {
                let term = self.terms.last_mut();
                let term = term.ok_or(SubsidyError::State { event: "extended", expected: "a term" })?;
                if let Some(held) = term.last_day
                    && *last_day <= held
                {
                    return Err(SubsidyError::NotLater { found: *last_day, held });
                }
                if term.stopped.is_some() {
                    return Err(SubsidyError::State {
                        event: "extended",
                        expected: "a term that was not stopped",
                    });
                }
                term.last_day = Some(*last_day);
                term.extensions = term.extensions.saturating_add(1);
                self.months_left = *months_left;
            }
            SubsidyEvent::Stopped { last, reason } => {
                let term = self.running("stopped")?;
                term.stopped = Some((*last, *reason));
            }
            SubsidyEvent::Recovered { month, insurance, counts_again, .. } => {
                let line = self.months.get_mut(month).and_then(|lines| lines.get_mut(insurance));
                let Some(line) = line.filter(|line| !line.recovered) else {
                    return Err(SubsidyError::NotGranted { month: *month, insurance: *insurance });
                };
                line.recovered = true;
                let whole = self.months.get(month).is_some_and(|lines| lines.values().all(|l| l.recovered));
                if whole && *counts_again {
                    self.months_left = self.months_left.saturating_add(1);
                }
            }
        }
        Ok(())
    }

    fn running(&mut self, event: &'static str) -> Result<&mut Term, SubsidyError> {
        match self.terms.last_mut() {
            Some(term) if term.stopped.is_none() => Ok(term),
            Some(_) | None => Err(SubsidyError::State { event, expected: "a term that was not stopped" }),
        }
    }

    fn may_open(
        &self,
        first: Month,
        last_day: Option<Date>,
        insurances: &[Insurance],
    ) -> Result<(), SubsidyError> {
        if insurances.is_empty() {
            return Err(SubsidyError::NoInsurance);
        }
        if let Some(last) = last_day
            && last < first.first_day()
        {
            return Err(SubsidyError::NotLater { found: last, held: first.first_day() });
        }
        let Some(before) = self.term() else { return Ok(()) };
        let over = match (before.stopped, before.last_day) {
            (Some((last, _)), _) => last,
            (None, Some(last)) => Month::of(last),
            (None, None) => return Err(SubsidyError::State { event: "opened", expected: "no running term" }),
        };
        if first <= over {
            return Err(SubsidyError::Before { field: "first", found: first, earliest: over.next() });
        }
        Ok(())
    }
}
