//! Double entry. A transaction cannot be made unless its lines add up to nothing, and is never edited:
//! what was wrong is reversed by another. The trial balance is a proof, not a report: it is computed
//! anew from the lines.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::id::PersonId;
use crate::money::account::{AccountCode, Chart};
use crate::money::code::{Code, Insurance};
use crate::money::derived::TransactionId;
use crate::money::fen::{Fen, FenOverflow};
use crate::money::month::Month;
use crate::money::source::Source;

/// One line: debit is more than nothing, credit is less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The account.
    pub account: AccountCode,
    /// The amount.
    pub amount: Fen,
}

impl Line {
    /// To the debit side.
    pub fn debit(account: AccountCode, amount: Fen) -> Self {
        Self { account, amount }
    }
}

/// Whom and what a transaction concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// Whose.
    pub person: PersonId,
    /// Of which insurance.
    pub insurance: Insurance,
    /// For which month.
    pub month: Month,
}

/// Why something cannot be booked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BookError {
    /// The lines do not add up to nothing.
    #[error("transaction {id}: the lines add up to {sum}; expected 0.00")]
    Unbalanced {
        /// Which.
        id: TransactionId,
        /// What they add up to.
        sum: Fen,
    },
    /// Fewer than two lines, or a line of nothing.
    #[error("transaction {id}: expected at least two lines, none of them 0.00")]
    Empty {
        /// Which.
        id: TransactionId,
    },
    /// An account that is not in the chart.
    #[error("transaction {id}: account {account} is not in the chart")]
    UnknownAccount {
        /// Which.
        id: TransactionId,
        /// The account.
        account: AccountCode,
    },
    /// The same id with other contents.
    #[error("transaction {id}: already booked with other contents; expected the same, or a reversal")]
    Edited {
        /// Which.
        id: TransactionId,
    },
    /// A reversal of what is not booked.
    #[error("transaction {id}: is not booked, so it cannot be reversed")]
    NotBooked {
        /// Which.
        id: TransactionId,
    },
    /// A second reversal, or the reversal of a reversal.
    #[error("transaction {id}: is reversed or itself a reversal; expected a new transaction")]
    AlreadyReversed {
        /// Which.
        id: TransactionId,
    },
    /// A sum that does not fit.
    #[error(transparent)]
    Overflow(#[from] FenOverflow),
}

/// A balanced set of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transaction {
    id: TransactionId,
    on: Date,
    kind: Code,
    about: About,
    source: Source,
    lines: Vec<Line>,
    reverses: Option<TransactionId>,
}

impl Transaction {
    /// A transaction whose lines add up to nothing. Lines of nothing are left out by the caller.
    pub fn new(
        id: TransactionId,
        on: Date,
        kind: Code,
        about: About,
        source: Source,
        lines: Vec<Line>,
    ) -> Result<Self, BookError> {
        if lines.len() < 2 || lines.iter().any(|line| line.amount.is_zero()) {
            return Err(BookError::Empty { id });
        }
        let sum = Fen::sum(lines.iter().map(|line| line.amount))?;
        if !sum.is_zero() {
            return Err(BookError::Unbalanced { id, sum });
        }
        Ok(Self { id, on, kind, about, source, lines, reverses: None })
    }

    /// The transaction that undoes this one. Its id follows from this one's.
    pub fn reversal(&self, on: Date, source: Source) -> Result<Self, BookError> {
        let mut lines = self.lines.clone();
        for line in &mut lines {
            line.amount = line.amount.negated()?;
        }
        let id = TransactionId::of(&[b"reversal", &self.id.0]);
        Ok(Self { id, on, kind: self.kind, about: self.about, source, lines, reverses: Some(self.id) })
    }

    /// The id.
    pub fn id(&self) -> TransactionId {
        self.id
    }

    /// The business date.
    pub fn on(&self) -> Date {
        self.on
    }

    /// What was booked: the event's code.
    pub fn kind(&self) -> Code {
        self.kind
    }

    /// Whom and what it concerns.
    pub fn about(&self) -> About {
        self.about
    }

    /// On what it rests.
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// The lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Which transaction it undoes.
    pub fn reverses(&self) -> Option<TransactionId> {
        self.reverses
    }
}

/// What stands on each side of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sides {
    /// All debits.
    pub debit: Fen,
    /// All credits.
    pub credit: Fen,
}

impl Sides {
    /// Debits less credits.
    pub fn balance(&self) -> Result<Fen, FenOverflow> {
        self.debit.minus(self.credit)
    }
}

/// A trial balance that does not prove.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("trial balance: debits {debit}, credits {credit}; expected the same")]
pub struct Unproven {
    /// All debits.
    pub debit: Fen,
    /// All credits.
    pub credit: Fen,
}

/// Debits and credits by account, added up from lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrialBalance(BTreeMap<AccountCode, Sides>);

impl TrialBalance {
    /// Adds a transaction's lines.
    pub fn add(&mut self, transaction: &Transaction) -> Result<(), FenOverflow> {
        for line in &transaction.lines {
            let sides = self.0.entry(line.account).or_default();
            if line.amount.is_positive() {
                sides.debit = sides.debit.plus(line.amount)?;
            } else {
                sides.credit = sides.credit.minus(line.amount)?;
            }
        }
        Ok(())
    }

    /// Adds another trial balance: batches are proven one by one and together.
    pub fn merge(&mut self, other: &Self) -> Result<(), FenOverflow> {
        for (account, theirs) in &other.0 {
            let sides = self.0.entry(*account).or_default();
            sides.debit = sides.debit.plus(theirs.debit)?;
            sides.credit = sides.credit.plus(theirs.credit)?;
        }
        Ok(())
    }

    /// Debits and credits are the same: gives the common sum.
    pub fn prove(&self) -> Result<Fen, ProofError> {
        let debit = Fen::sum(self.0.values().map(|sides| sides.debit))?;
        let credit = Fen::sum(self.0.values().map(|sides| sides.credit))?;
        if debit == credit { Ok(debit) } else { Err(Unproven { debit, credit }.into()) }
    }

    /// Debits less credits of an account.
    pub fn balance(&self, account: AccountCode) -> Result<Fen, FenOverflow> {
        self.0.get(&account).copied().unwrap_or_default().balance()
    }

    /// Every account that has lines.
    pub fn accounts(&self) -> impl Iterator<Item = (AccountCode, Sides)> {
        self.0.iter().map(|(account, sides)| (*account, *sides))
    }
}

/// Why a trial balance could not be proven.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The sides differ.
    #[error(transparent)]
    Unproven(#[from] Unproven),
    /// A sum that does not fit.
    #[error(transparent)]
    Overflow(#[from] FenOverflow),
}

/// The transactions booked. Nothing is taken out.
#[derive(Debug, Clone, Default)]
pub struct Book {
    transactions: BTreeMap<TransactionId, Transaction>,
    reversed: BTreeSet<TransactionId>,
}

impl Book {
    /// Books a transaction. `false` when it is booked already: the second time has no effect.
    pub fn post(&mut self, chart: &Chart, transaction: Transaction) -> Result<bool, BookError> {
        let id = transaction.id;
        if let Some(held) = self.transactions.get(&id) {
            return if *held == transaction { Ok(false) } else { Err(BookError::Edited { id }) };
        }
        if let Some(line) = transaction.lines.iter().find(|line| chart.account(line.account).is_none()) {
            return Err(BookError::UnknownAccount { id, account: line.account });
        }
        if let Some(undone) = transaction.reverses {
            let held = self.transactions.get(&undone).ok_or(BookError::NotBooked { id: undone })?;
            if held.reverses.is_some() || !self.reversed.insert(undone) {
                return Err(BookError::AlreadyReversed { id: undone });
            }
        }
        self.transactions.insert(id, transaction);
        Ok(true)
    }

    /// All transactions.
    pub fn transactions(&self) -> impl Iterator<Item = &Transaction> {
        self.transactions.values()
    }

    /// Added up from the lines.
    pub fn trial_balance(&self) -> Result<TrialBalance, FenOverflow> {
        let mut balance = TrialBalance::default();
        self.transactions.values().try_for_each(|transaction| balance.add(transaction))?;
        Ok(balance)
    }
}

#[cfg(test)]
#[path = "book_tests.rs"]
mod tests;
