//! Which lines an event makes. The balances of the accounts are then those that the ledgers say
//! (`expected`), which is proven after every batch.

use std::collections::BTreeMap;

use crate::money::account::AccountCode as A;
use crate::money::book::{About, BookError, Line, Transaction};
use crate::money::code::Code;
use crate::money::derived::TransactionId;
use crate::money::fen::{Fen, FenOverflow};
use crate::money::ledger::{ContributionState, LedgerEvent, MonthEntry, MonthLedger, SubsidyState};
use crate::money::order::{BankAnswer, OrderState, PaymentOrder};
use crate::money::record::{Recorded, Stamp};

/// The account on which a month's contribution stands.
fn account_of(state: ContributionState) -> Option<A> {
    match state {
        ContributionState::Open => None,
        ContributionState::Due => Some(A::RECEIVABLE),
        ContributionState::Deferred => Some(A::DEFERRED),
        ContributionState::Paid => Some(A::COLLECTED),
        ContributionState::Credited => Some(A::FUND),
    }
}

/// What a month puts on each account, without what was paid out to persons.
fn standing(entry: &MonthEntry) -> Result<Vec<Line>, FenOverflow> {
    let mut lines = Vec::with_capacity(4);
    let mut put = |account, amount: Fen| {
        if !amount.is_zero() {
            lines.push(Line { account, amount });
        }
    };
    if let (Some(account), Some(amount)) = (account_of(entry.contribution), entry.amount) {
        // What is unsettled has not been collected yet, or was collected too much.
        put(account, amount.minus(entry.unsettled)?);
        put(A::UNSETTLED, entry.unsettled);
        put(A::CHARGED, amount.negated()?);
    }
    if let Some(amount) = entry.subsidy_amount {
        match entry.subsidy {
            SubsidyState::Subsidised => {
                put(A::SUBSIDY, amount);
                put(A::PAYABLE, amount.negated()?);
            }
            SubsidyState::Recovered => {
                put(A::RECOVERABLE, amount);
                put(A::PAYABLE, amount.negated()?);
            }
            SubsidyState::None | SubsidyState::Suspended => {}
        }
    }
    Ok(lines)
}

/// The balance that each account should have by the ledgers alone, payments to persons apart.
pub fn expected<'a>(
    ledgers: impl IntoIterator<Item = &'a MonthLedger>,
) -> Result<BTreeMap<A, Fen>, FenOverflow> {
    let mut balances = BTreeMap::new();
    for (_, entry) in ledgers.into_iter().flat_map(MonthLedger::months) {
        for line in standing(entry)? {
            let held: &mut Fen = balances.entry(line.account).or_default();
            *held = held.plus(line.amount)?;
        }
    }
    Ok(balances)
}

/// How a ledger event is booked; `None` where no money moves. `before` is the ledger before it.
pub fn of_ledger(
    before: &MonthLedger,
    recorded: &Recorded<LedgerEvent>,
) -> Result<Option<Transaction>, BookError> {
    let event = &recorded.event;
    let month = event.month();
    let held = before.month(month);
    let zero = Fen::ZERO;
    let old = held.and_then(|entry| entry.amount).unwrap_or(zero);
    let unsettled = held.map_or(zero, |entry| entry.unsettled);
    let state = held.map_or(ContributionState::Open, |entry| entry.contribution);
    let stands_on = account_of(state);
    let subsidy = held.and_then(|entry| entry.subsidy_amount).unwrap_or(zero);
    let move_to = |account, amount| match stands_on {
        Some(from) => paired(account, from, amount),
        None => Ok(Vec::new()),
    };
    let lines = match event {
        LedgerEvent::Charged { amount, .. } => {
            let account = if state == ContributionState::Deferred { A::DEFERRED } else { A::RECEIVABLE };
            paired(account, A::CHARGED, *amount)?
        }
        LedgerEvent::Deferred { .. } => move_to(A::DEFERRED, old)?,
        LedgerEvent::DeferralWithdrawn { .. } | LedgerEvent::PaymentReversed { .. } => {
            move_to(A::RECEIVABLE, old)?
        }
        LedgerEvent::Paid { amount, .. } | LedgerEvent::BackPaid { amount, .. } => {
            let mut lines = vec![Line::debit(A::COLLECTED, *amount)];
            if let Some(account) = stands_on {
                lines.push(Line { account, amount: old.negated()? });
            }
            lines.push(Line { account: A::CHARGED, amount: old.minus(*amount)? });
            lines
        }
        LedgerEvent::Credited { .. } => move_to(A::FUND, old.minus(unsettled)?)?,
        LedgerEvent::Resettled { amount, .. } => {
            let more = amount.minus(old)?;
            let paid = held.is_some_and(MonthEntry::counts);
            match stands_on {
                Some(account) => paired(if paid { A::UNSETTLED } else { account }, A::CHARGED, more)?,
                None => Vec::new(),
            }
        }
        LedgerEvent::DifferenceSettled { amount, .. } => match stands_on {
            Some(account) => paired(account, A::UNSETTLED, *amount)?,
            None => Vec::new(),
        },
        LedgerEvent::Subsidised { amount, .. } => paired(A::SUBSIDY, A::PAYABLE, *amount)?,
        LedgerEvent::SubsidyRecovered { .. } => paired(A::RECOVERABLE, A::SUBSIDY, subsidy)?,
        LedgerEvent::RecoveryWithdrawn { .. } => paired(A::SUBSIDY, A::RECOVERABLE, subsidy)?,
        LedgerEvent::Resumed { .. } | LedgerEvent::SubsidySuspended { .. } => Vec::new(),
    };
    let lines: Vec<Line> = lines.into_iter().filter(|line| !line.amount.is_zero()).collect();
    if lines.is_empty() {
        return Ok(None);
    }
    let (person, insurance) = (before.person(), before.insurance());
    let id = TransactionId::of(&[
        b"ledger",
        person.as_bytes(),
        insurance.as_str().as_bytes(),
        &recorded.version.to_be_bytes(),
    ]);
    let about = About { person, insurance, month };
    let stamp = &recorded.stamp;
    let kind = event.code().parse().unwrap_or(Code::from_static("ledger"));
    Transaction::new(id, stamp.on, kind, about, stamp.source.clone(), lines).map(Some)
}

/// What happened to the money of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyMoved {
    /// The bank paid it.
    Paid,
    /// It came back after it was paid.
    Returned,
    /// A claim for recovery was met by the person.
    RecoveryReceived,
    /// A claim for recovery was set off against the order, which is then not paid.
    SetOff,
}

impl MoneyMoved {
    fn code(self) -> Code {
        match self {
            Self::Paid => Code::from_static("order_paid"),
            Self::Returned => Code::from_static("order_returned"),
            Self::RecoveryReceived => Code::from_static("recovery_received"),
            Self::SetOff => Code::from_static("recovery_set_off"),
        }
    }
}

/// Which movements a bank's answer means for an order that stands as it does. What came back before it
/// was reported as paid was paid all the same: both are booked.
pub fn movements(before: &PaymentOrder, answer: BankAnswer) -> &'static [MoneyMoved] {
    match (answer, before.state() == OrderState::Paid) {
        (BankAnswer::Paid { .. }, _) => &[MoneyMoved::Paid],
        (BankAnswer::Returned { .. }, true) => &[MoneyMoved::Returned],
        (BankAnswer::Returned { .. }, false) => &[MoneyMoved::Paid, MoneyMoved::Returned],
        (BankAnswer::Accepted | BankAnswer::Rejected { .. }, _) => &[],
    }
}

/// How a movement of an order's money is booked. The attempt tells a second payment after a return
/// from the first one; the same attempt gives the same transaction.
pub fn of_order(
    order: &PaymentOrder,
    amount: Fen,
    moved: MoneyMoved,
    stamp: &Stamp,
) -> Result<Transaction, BookError> {
    let kind = moved.code();
    let id = TransactionId::of(&[
        b"order",
        &order.id().0,
        kind.as_str().as_bytes(),
        order.reference().attempt.to_be_bytes().as_slice(),
    ]);
    let lines = match moved {
        MoneyMoved::Paid => paired(A::PAYABLE, A::BANK, amount)?,
        MoneyMoved::Returned => paired(A::BANK, A::PAYABLE, amount)?,
        MoneyMoved::RecoveryReceived => paired(A::BANK, A::RECOVERABLE, amount)?,
        MoneyMoved::SetOff => paired(A::PAYABLE, A::RECOVERABLE, amount)?,
    };
    let line = order.line();
    let about = About { person: line.person, insurance: line.insurance, month: line.month };
    Transaction::new(id, stamp.on, kind, about, stamp.source.clone(), lines)
}

fn paired(debit: A, credit: A, amount: Fen) -> Result<Vec<Line>, FenOverflow> {
    Ok(vec![Line { account: debit, amount }, Line { account: credit, amount: amount.negated()? }])
}
