//! The proof of the book: what is booked, with what a request adds, comes to the same on both sides. It is added up anew
//! from the lines each time.

use registry::money::account::Chart;
use registry::money::book::TrialBalance;
use registry::money::{AccountCode, Fen};

use super::cycle::{PaymentError, paymaster};
use super::work::MoneyWork;
use crate::{App, Fault, Text, Viewer};

/// One account of the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountShown {
    /// The code.
    pub code: AccountCode,
    /// The name.
    pub name: Text,
    /// All debits.
    pub debit: Fen,
    /// All credits.
    pub credit: Fen,
}

impl App {
    /// The accounts with their sides, and the sum to which both come.
    pub async fn book_shown(&self, viewer: &Viewer) -> Result<(Vec<AccountShown>, Fen), PaymentError> {
        paymaster(viewer)?;
        let chart = Chart::read(Chart::BUILT_IN).map_err(|e| Fault::because("the chart of accounts", e))?;
        let sides = self.parts.store.trial_balance().await.map_err(Fault::from)?;
        let shown = sides.iter().map(|(code, sides)| {
            let name = chart.account(*code).map(|account| Text::new(&account.name.zh, &account.name.en));
            let name = name.unwrap_or_else(|| Text::same(code.as_str()));
            AccountShown { code: *code, name, debit: sides.debit, credit: sides.credit }
        });
        let (debit, credit) =
            (Fen::sum(sides.values().map(|s| s.debit)), Fen::sum(sides.values().map(|s| s.credit)));
        let overflow = |e| Fault::because("the sum of the book", e);
        let (debit, credit) = (debit.map_err(overflow)?, credit.map_err(overflow)?);
        if debit != credit {
            return Err(PaymentError::Unproven(format!("{debit} and {credit}")));
        }
        Ok((shown.collect(), debit))
    }

    /// Proves the whole book as it is kept.
    pub(super) async fn prove_all(&self) -> Result<(), PaymentError> {
        let unproven = |error: &dyn std::fmt::Display| PaymentError::Unproven(error.to_string());
        let kept = self.parts.store.trial_balance().await.map_err(Fault::from)?;
        let debit = Fen::sum(kept.values().map(|sides| sides.debit)).map_err(|e| unproven(&e))?;
        let credit = Fen::sum(kept.values().map(|sides| sides.credit)).map_err(|e| unproven(&e))?;
        if debit == credit { Ok(()) } else { Err(PaymentError::Unproven(format!("{debit} and {credit}"))) }
    }

    /// Proves the book with what a request adds; nothing is saved where it would not add up.
    pub(super) async fn prove(&self, work: &MoneyWork) -> Result<(), PaymentError> {
        if work.postings.is_empty() {
            return Ok(());
        }
        let unproven = |error: &dyn std::fmt::Display| PaymentError::Unproven(error.to_string());
        let mut balance = TrialBalance::default();
        work.postings.iter().try_for_each(|made| balance.add(made)).map_err(|e| unproven(&e))?;
        balance.prove().map_err(|e| unproven(&e))?;
        self.prove_all().await
    }
}
