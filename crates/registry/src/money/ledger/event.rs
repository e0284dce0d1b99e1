//! What can happen to a month, and why it cannot.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::state::{ContributionState, SubsidyState};
use crate::id::QuoteId;
use crate::money::code::{Code, Insurance, Programme};
use crate::money::fen::{Fen, FenOverflow};
use crate::money::month::Month;
use crate::money::record::OutOfOrder;
use crate::money::source::Reference;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum LedgerEvent {
    /// The contribution of a month became due.
    Charged {
        /// Which month.
        month: Month,
        /// As the law's decision gives it.
        amount: Fen,
        /// The base on which it rests, if it rests on one.
        base: Option<Fen>,
    },
    /// The person put it off; no arrears are charged.
    Deferred {
        /// Which month.
        month: Month,
    },
    /// The person took that back.
    DeferralWithdrawn {
        /// Which month.
        month: Month,
    },
    /// The person pays again.
    Resumed {
        /// From which month.
        from: Month,
    },
    /// Who collects has the contribution.
    Paid {
        /// Which month.
        month: Month,
        /// What was paid.
        amount: Fen,
        /// The base declared with it.
        base: Option<Fen>,
        /// The receipt of who collects.
        receipt: Reference,
    },
    /// An unpaid month was made good under a quote.
    BackPaid {
        /// Which month.
        month: Month,
        /// The month's part of the quote.
        amount: Fen,
        /// The base of the quote.
        base: Fen,
        /// Which quote.
        quote: QuoteId,
    },
    /// A payment turned out not to have been made.
    PaymentReversed {
        /// Which month.
        month: Month,
        /// Why.
        reason: Code,
    },
    /// It stands on the person's account.
    Credited {
        /// Which month.
        month: Month,
    },
    /// A notice that acts backwards gave it another amount.
    Resettled {
        /// Which month.
        month: Month,
        /// The new amount, as the law's decision gives it.
        amount: Fen,
        /// The new base.
        base: Option<Fen>,
        /// The version of the bounds that brought it.
        version: Reference,
    },
    /// What a re-settlement found was collected or refunded.
    DifferenceSettled {
        /// Which month.
        month: Month,
        /// More than nothing was collected, less was refunded.
        amount: Fen,
    },
    /// A subsidy was granted for it.
    Subsidised {
        /// Which month.
        month: Month,
        /// How much.
        amount: Fen,
        /// Under which programme.
        programme: Programme,
    },
    /// The subsidy of the month is withheld.
    SubsidySuspended {
        /// Which month.
        month: Month,
        /// Why.
        reason: Code,
    },
    /// A subsidy granted wrongly is claimed back.
    SubsidyRecovered {
        /// Which month.
        month: Month,
        /// Why.
        reason: Code,
    },
    /// The claim was wrong: the subsidy stands.
    RecoveryWithdrawn {
        /// Which month.
        month: Month,
        /// Why.
        reason: Code,
    },
}

impl LedgerEvent {
    /// The code in the store and in the journal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Charged { .. } => "charged",
            Self::Deferred { .. } => "deferred",
            Self::DeferralWithdrawn { .. } => "deferral_withdrawn",
            Self::Resumed { .. } => "resumed",
            Self::Paid { .. } => "paid",
            Self::BackPaid { .. } => "back_paid",
            Self::PaymentReversed { .. } => "payment_reversed",
            Self::Credited { .. } => "credited",
            Self::Resettled { .. } => "resettled",
            Self::DifferenceSettled { .. } => "difference_settled",
            Self::Subsidised { .. } => "subsidised",
            Self::SubsidySuspended { .. } => "subsidy_suspended",
            Self::SubsidyRecovered { .. } => "subsidy_recovered",
            Self::RecoveryWithdrawn { .. } => "recovery_withdrawn",
        }
    }

    /// Which month it concerns; the first one for what concerns several.
    pub fn month(&self) -> Month {
        match self {
            Self::Charged { month, .. }
            | Self::Deferred { month }
            | Self::DeferralWithdrawn { month }
            | Self::Resumed { from: month }
            | Self::Paid { month, .. }
            | Self::BackPaid { month, .. }
            | Self::PaymentReversed { month, .. }
            | Self::Credited { month }
            | Self::Resettled { month, .. }
            | Self::DifferenceSettled { month, .. }
            | Self::Subsidised { month, .. }
            | Self::SubsidySuspended { month, .. }
            | Self::SubsidyRecovered { month, .. }
            | Self::RecoveryWithdrawn { month, .. } => *month,
        }
    }
}

/// Why an event cannot stand where it would.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// The contribution does not stand so that this could follow.
    #[error("{insurance} {month}: the contribution is {found}; expected {expected} for `{event}`")]
    Contribution {
        /// Which insurance.
        insurance: Insurance,
        /// Which month.
        month: Month,
        /// How it stands.
        found: ContributionState,
        /// What was to happen.
        event: &'static str,
        /// From where it can.
        expected: &'static str,
    },
    /// The subsidy does not stand so that this could follow.
    #[error("{insurance} {month}: the subsidy is {found}; expected {expected} for `{event}`")]
    Subsidy {
        /// Which insurance.
        insurance: Insurance,
        /// Which month.
        month: Month,
        /// How it stands.
        found: SubsidyState,
        /// What was to happen.
        event: &'static str,
        /// From where it can.
        expected: &'static str,
    },
    /// 重复领取: the month is subsidised already.
    #[error(
        "{insurance} {month}: already subsidised; expected a month without a subsidy ({programme} was to be granted)"
    )]
    Duplicate {
        /// Which insurance.
        insurance: Insurance,
        /// Which month.
        month: Month,
        /// What was to be granted.
        programme: Programme,
    },
    /// Another sum than was due.
    #[error("amount: {found} yuan for {insurance} {month}; expected {due}")]
    Amount {
        /// Which insurance.
        insurance: Insurance,
        /// Which month.
        month: Month,
        /// What was due.
        due: Fen,
        /// What came.
        found: Fen,
    },
    /// Nothing, or less.
    #[error("amount: {found} yuan for {insurance} {month}; expected more than nothing")]
    NotPositive {
        /// Which insurance.
        insurance: Insurance,
        /// Which month.
        month: Month,
        /// What came.
        found: Fen,
    },
    /// A month that the measure does not name.
    #[error("months: {month} was named; expected months from {first} to {last}")]
    MonthNotAllowed {
        /// Which month.
        month: Month,
        /// The first that may be named.
        first: Month,
        /// The last.
        last: Month,
    },
    /// The same month twice in one request.
    #[error("months: {month} was named twice; expected each month once")]
    MonthTwice {
        /// Which month.
        month: Month,
    },
    /// Paying is taken up again later than that.
    #[error("from: {found}; expected {earliest} or a later month")]
    ResumesTooEarly {
        /// The month named.
        found: Month,
        /// The first one possible.
        earliest: Month,
    },
    /// None at all.
    #[error("months: none was named; expected at least one")]
    NoMonths,
    /// After the last day of the measure.
    #[error("today: {found} is after the last day of the measure; expected {last_day} or earlier")]
    TooLate {
        /// The day.
        found: Date,
        /// The last one.
        last_day: Date,
    },
    /// A number that does not fit.
    #[error(transparent)]
    Overflow(#[from] FenOverflow),
    /// An event is missing or doubled.
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
}
