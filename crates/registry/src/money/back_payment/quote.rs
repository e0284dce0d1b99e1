//! The quote: which months, at which base, for which sum, and on which day's bounds it rests.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{BackPayment, BackPaymentError};
use crate::id::{PersonId, QuoteId};
use crate::money::base::Bounds;
use crate::money::code::Insurance;
use crate::money::fen::Fen;
use crate::money::ledger::{MonthEntry, MonthLedger, each_once, within};
use crate::money::month::{Month, MonthRange};

/// What is quoted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The id.
    pub id: QuoteId,
    /// Who pays.
    pub person: PersonId,
    /// For which insurance.
    pub insurance: Insurance,
    /// The months, in the order named.
    pub months: Vec<Month>,
    /// The base chosen for all of them.
    pub base: Fen,
    /// The amount of one month at that base, as the law's decision gives it.
    pub monthly: Fen,
    /// Months times the monthly amount.
    pub total: Fen,
    /// The bounds on the day of payment.
    pub bounds: Bounds,
    /// The day for which it is quoted.
    pub payment_day: Date,
    /// The last day on which it can be paid.
    pub valid_until: Date,
}

/// What the law's answer says of back payment on the day of payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackPaymentLaw {
    /// The months that can be made good.
    pub months: MonthRange,
    /// The last day on which they can.
    pub last_day: Date,
    /// The bounds on the day of payment.
    pub bounds: Bounds,
    /// The amount of one month at the base chosen.
    pub monthly: Fen,
}

/// What the person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteRequest {
    /// The id to be given.
    pub id: QuoteId,
    /// The months.
    pub months: Vec<Month>,
    /// The base.
    pub base: Fen,
    /// The day of payment.
    pub payment_day: Date,
    /// The last day on which the quote can be paid, as the service's term gives it.
    pub valid_until: Date,
}

impl BackPayment {
    /// A quote for unpaid months, with the bounds of the day of payment.
    pub fn quote_for(
        ledger: &MonthLedger,
        request: QuoteRequest,
        law: BackPaymentLaw,
        today: Date,
    ) -> Result<Self, BackPaymentError> {
        if request.payment_day < today {
            let (found, expected) = (request.payment_day, today);
            return Err(BackPaymentError::TooEarly { field: "payment_day", found, expected });
        }
        if request.payment_day > law.last_day {
            return Err(BackPaymentError::TooLate { found: request.payment_day, expected: law.last_day });
        }
        if request.valid_until < request.payment_day {
            let (found, expected) = (request.valid_until, request.payment_day);
            return Err(BackPaymentError::TooEarly { field: "valid_until", found, expected });
        }
        each_once(&request.months)?;
        within(&request.months, law.months)?;
        if let Some(month) =
            request.months.iter().find(|month| ledger.month(**month).is_some_and(MonthEntry::counts))
        {
            return Err(BackPaymentError::MonthPaid { month: *month });
        }
        law.bounds.require(request.base)?;
        let months = u32::try_from(request.months.len()).unwrap_or(u32::MAX);
        let quote = Quote {
            id: request.id,
            person: ledger.person(),
            insurance: ledger.insurance(),
            base: request.base,
            monthly: law.monthly,
            total: law.monthly.times(months)?,
            months: request.months,
            bounds: law.bounds,
            payment_day: request.payment_day,
            valid_until: request.valid_until.min(law.last_day),
        };
        Ok(Self::from_quote(quote))
    }
}
