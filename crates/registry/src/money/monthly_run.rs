//! The pure part of a month's run: for one person the month of entitlement is granted or refused, the
//! ledgers of the insurances follow, and for each line there is an order and a posting. It changes
//! only what it is handed; run again over what it left, it finds the month granted and does nothing.

use jiff::Timestamp;

use crate::money::book::{BookError, Transaction};
use crate::money::code::Insurance;
use crate::money::fen::Fen;
use crate::money::figure::Amount;
use crate::money::ledger::{LedgerError, LedgerEvent, MonthEntry, MonthLedger, SubsidyState};
use crate::money::month::Month;
use crate::money::order::{EntitlementLine, PaymentOrder};
use crate::money::posting;
use crate::money::record::{Recorded, Stamp};
use crate::money::subsidy::{
    GrantRequest, InsuranceGrant, Refusal, SubsidyError, SubsidyEvent, SubsidyLedger,
};
use crate::region::Region;

/// What the law's decision gives for one insurance of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LawLine {
    /// Which insurance.
    pub insurance: Insurance,
    /// How much; `None` where no amount is known for sure.
    pub amount: Option<Fen>,
    /// Whether the contribution must be paid first.
    pub needs_payment: bool,
}

/// One person's part of the run.
#[derive(Debug)]
pub struct PersonRun<'a> {
    /// The entitlement.
    pub subsidy: &'a mut SubsidyLedger,
    /// The ledgers of the insurances.
    pub ledgers: &'a mut [MonthLedger],
    /// Which month.
    pub month: Month,
    /// What the law gives.
    pub lines: &'a [LawLine],
    /// Which district's budget it burdens.
    pub district: &'a Region,
    /// When the entitlement was approved.
    pub approved_at: Timestamp,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct RunOutcome {
    /// The event of the entitlement; `None` where the month had been granted before.
    pub subsidy: Option<Recorded<SubsidyEvent>>,
    /// The events of the ledgers.
    pub ledgers: Vec<(Insurance, Recorded<LedgerEvent>)>,
    /// The orders to be paid, and those that await an amount.
    pub orders: Vec<PaymentOrder>,
    /// The postings.
    pub postings: Vec<Transaction>,
    /// Insurances that were not granted, with the reason.
    pub refused: Vec<(Insurance, Refusal)>,
}

/// Why a run stopped at a person. Nothing of that person's part is to be kept then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// The entitlement.
    #[error(transparent)]
    Subsidy(#[from] SubsidyError),
    /// A month ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A posting.
    #[error(transparent)]
    Book(#[from] BookError),
}

/// Runs one person's month.
pub fn run(person: PersonRun<'_>, stamp: &Stamp) -> Result<RunOutcome, RunError> {
    let PersonRun { subsidy, ledgers, month, lines, district, approved_at } = person;
    let mut outcome = RunOutcome::default();
    let line_of = |insurance| EntitlementLine {
        person: subsidy.person(),
        programme: subsidy.programme(),
        insurance,
        month,
    };
    let mut request = GrantRequest { month, lines: Vec::with_capacity(lines.len()) };
    for line in lines {
        let entry =
            ledgers.iter().find(|held| held.insurance() == line.insurance).and_then(|held| held.month(month));
        let is_paid = !line.needs_payment || entry.is_some_and(MonthEntry::counts);
        let grant = InsuranceGrant {
            insurance: line.insurance,
            amount: line.amount.unwrap_or_default(),
            is_paid,
            elsewhere: entry.and_then(|entry| entry.programme).filter(|held| *held != subsidy.programme()),
        };
        match (subsidy.month_is_open(month).and_then(|()| subsidy.line_is_open(month, &grant)), line.amount) {
            (Ok(()), None) => {
                let order = PaymentOrder::new(
                    line_of(line.insurance),
                    district.clone(),
                    approved_at,
                    Amount::Awaiting,
                );
                outcome.orders.push(order);
            }
            (Ok(()), Some(_)) => request.lines.push(grant),
            (Err(refusal), _) => outcome.refused.push((line.insurance, refusal)),
        }
    }
    withhold(ledgers, &mut outcome, month, stamp)?;
    if request.lines.is_empty() {
        let refusal = outcome.refused.first().map(|(_, refusal)| refusal.clone());
        let known = refusal.as_ref().is_none_or(|refusal| subsidy.refusal(month) == Some(refusal));
        let granted = matches!(refusal, Some(Refusal::AlreadyGranted { .. }));
        if let (Some(refusal), false, false, true) = (refusal, known, granted, outcome.orders.is_empty()) {
            outcome.subsidy = Some(subsidy.record_one(SubsidyEvent::MonthRefused { month, refusal }, stamp)?);
        }
        return Ok(outcome);
    }
    outcome.subsidy = Some(subsidy.record_one(subsidy.judge(&request), stamp)?);
    for grant in &request.lines {
        let (insurance, amount) = (grant.insurance, grant.amount);
        let event = LedgerEvent::Subsidised { month, amount, programme: subsidy.programme() };
        if let Some(ledger) = ledgers.iter_mut().find(|held| held.insurance() == insurance) {
            let recorded =
                Recorded { version: ledger.version().saturating_add(1), stamp: stamp.clone(), event };
            outcome.postings.extend(posting::of_ledger(ledger, &recorded)?);
            ledger.apply(&recorded)?;
            outcome.ledgers.push((insurance, recorded));
        }
        let line =
            EntitlementLine { person: subsidy.person(), programme: subsidy.programme(), insurance, month };
        outcome.orders.push(PaymentOrder::new(
            line,
            district.clone(),
            approved_at,
            Amount::Decided { amount },
        ));
    }
    Ok(outcome)
}

/// The month is shown as suspended in the ledgers that a suspension keeps from being subsidised.
fn withhold(
    ledgers: &mut [MonthLedger],
    outcome: &mut RunOutcome,
    month: Month,
    stamp: &Stamp,
) -> Result<(), LedgerError> {
    for (insurance, refusal) in &outcome.refused {
        let Refusal::Suspended { reason, .. } = refusal else { continue };
        let Some(ledger) = ledgers.iter_mut().find(|held| held.insurance() == *insurance) else { continue };
        let is_free = ledger.month(month).is_none_or(|entry| entry.subsidy == SubsidyState::None);
        if is_free {
            let event = LedgerEvent::SubsidySuspended { month, reason: *reason };
            outcome.ledgers.push((*insurance, ledger.record_one(event, stamp)?));
        }
    }
    Ok(())
}
