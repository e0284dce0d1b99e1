//! What the simulated bank minds, and how it behaves.

use std::collections::{BTreeMap, BTreeSet};

use registry::money::{Fen, ReasonCode};

use crate::bank::account::BankAccount;
use crate::bank::pain001::Payment;

/// The rules of a simulated bank. The default is a bank that pays everything at once.
#[derive(Clone)]
pub struct Rules {
    /// Accounts that are closed.
    pub closed: BTreeSet<BankAccount>,
    /// Whose an account is: a payment under another name is refused. An account that is not named
    /// belongs to anybody.
    pub holders: BTreeMap<BankAccount, String>,
    /// The highest amount of one payment.
    pub limit: Option<Fen>,
    /// How many days an answer may take.
    pub delay_days_max: u8,
    /// How many messages of a thousand come twice.
    pub twice_per_mille: u16,
    /// How many payments of a thousand come back.
    pub return_per_mille: u16,
    /// How many days after the next one they may take for it.
    pub return_days_max: u8,
    /// Whether messages of one day arrive in any order.
    pub out_of_order: bool,
    /// The version of pain.002 in which it reports.
    pub report_version: String,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            closed: BTreeSet::new(),
            holders: BTreeMap::new(),
            limit: None,
            delay_days_max: 0,
            twice_per_mille: 0,
            return_per_mille: 0,
            return_days_max: 0,
            out_of_order: false,
            report_version: "001.12".to_owned(),
        }
    }
}

// Holders are persons: how many there are is enough.
impl std::fmt::Debug for Rules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rules")
            .field("closed", &self.closed.len())
            .field("holders", &self.holders.len())
            .field("limit", &self.limit)
            .field("delay_days_max", &self.delay_days_max)
            .field("twice_per_mille", &self.twice_per_mille)
            .field("return_per_mille", &self.return_per_mille)
            .finish_non_exhaustive()
    }
}

impl Rules {
    /// Why a payment is refused, if it is.
    pub(super) fn refusal(&self, payment: &Payment) -> Option<ReasonCode> {
        let account = &payment.payee.account;
        let another = |holder: &String| holder.as_str() != payment.payee.expose_name();
        let code = if self.closed.contains(account) {
            "AC04"
        } else if self.holders.get(account).is_some_and(another) {
            "BE01"
        } else if self.limit.is_some_and(|limit| payment.amount > limit) {
            "AM02"
        } else {
            return None;
        };
        code.parse().ok()
    }
}
