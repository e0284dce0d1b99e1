//! What can happen to a back payment, and why it cannot.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::BackPaymentState;
use crate::id::QuoteId;
use crate::money::base::BaseError;
use crate::money::fen::{Fen, FenOverflow};
use crate::money::ledger::LedgerError;
use crate::money::month::Month;
use crate::money::record::OutOfOrder;
use crate::money::source::Reference;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum BackPaymentEvent {
    /// The person agreed to the sum.
    Confirmed,
    /// The sum was received.
    Paid {
        /// On which day.
        on: Date,
        /// How much.
        amount: Fen,
        /// The receipt of who collects.
        receipt: Reference,
        /// The bounds that held on that day.
        bounds: Reference,
    },
    /// The months were credited.
    Credited,
    /// It came to nothing.
    Lapsed,
}

impl BackPaymentEvent {
    /// The code in the store and in the journal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Paid { .. } => "paid",
            Self::Credited => "credited",
            Self::Lapsed => "lapsed",
        }
    }
}

/// Why a back payment cannot go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BackPaymentError {
    /// It does not stand so that this could follow.
    #[error("quote {quote} is {found}; expected {expected} for `{event}`")]
    State {
        /// Which.
        quote: QuoteId,
        /// How it stands.
        found: BackPaymentState,
        /// What was to happen.
        event: &'static str,
        /// From where it can.
        expected: &'static str,
    },
    /// A month that is paid already.
    #[error("months: {month} is paid; expected unpaid months")]
    MonthPaid {
        /// Which month.
        month: Month,
    },
    /// Other bounds hold on the day of payment: a new quote is needed.
    #[error(
        "payment_day: on {paid_on} the bounds of {found} hold; quote {quote} was made with {pinned}; expected a new quote"
    )]
    Requote {
        /// Which.
        quote: QuoteId,
        /// The day of payment.
        paid_on: Date,
        /// The bounds that hold then.
        found: Reference,
        /// The bounds of the quote.
        pinned: Reference,
    },
    /// Paid already, by another receipt.
    #[error("quote {quote} was paid by receipt {paid_by}; expected no other payment (receipt {found})")]
    PaidTwice {
        /// Which.
        quote: QuoteId,
        /// The receipt that paid it.
        paid_by: Reference,
        /// The other one.
        found: Reference,
    },
    /// Another sum than was quoted.
    #[error("amount: {found} for quote {quote}; expected {total}")]
    Amount {
        /// Which.
        quote: QuoteId,
        /// What came.
        found: Fen,
        /// What was quoted.
        total: Fen,
    },
    /// A day outside the quote's term, or after the law's last day.
    #[error("payment_day: {found}; expected {expected} or earlier")]
    TooLate {
        /// The day.
        found: Date,
        /// The last one.
        expected: Date,
    },
    /// A day before the one asked.
    #[error("{field}: {found}; expected {expected} or later")]
    TooEarly {
        /// Which field.
        field: &'static str,
        /// The day.
        found: Date,
        /// The first one.
        expected: Date,
    },
    /// A base outside the bounds.
    #[error(transparent)]
    Base(#[from] BaseError),
    /// Months that cannot be made good.
    #[error(transparent)]
    Months(#[from] LedgerError),
    /// A sum that does not fit.
    #[error(transparent)]
    Overflow(#[from] FenOverflow),
    /// An event is missing or doubled.
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
}
