//! 补缴: unpaid months are made good in one sum (Art. 7). A quote pins the months, the base, the
//! bounds' version and the day of payment; it is confirmed, paid once and credited, or it lapses.
//! The bounds that count are those *at the time of payment*: paid on a day with other bounds, the
//! quote must be made anew.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::form::coded;
use crate::id::{PersonId, QuoteId};
use crate::money::base::{BaseError, Bounds};
use crate::money::code::Insurance;
use crate::money::fen::{Fen, FenOverflow};
use crate::money::ledger::{LedgerError, MonthEntry, MonthLedger, each_once, within};
use crate::money::month::{Month, MonthRange};
use crate::money::record::{OutOfOrder, Recorded, Stamp, in_order};
use crate::money::source::Reference;

coded! {
    /// How a back payment stands.
    BackPaymentState, "back_payment", {
        /// Offered, with the sum.
        Quoted = "quoted",
        /// The person agreed.
        Confirmed = "confirmed",
        /// The sum was received.
        Paid = "paid",
        /// The months stand on the person's account.
        Credited = "credited",
        /// Not paid in time, or replaced by a new quote.
        Lapsed = "lapsed",
    }
}

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

/// A back payment from its quote on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackPayment {
    quote: Quote,
    state: BackPaymentState,
    version: u32,
    receipt: Option<Reference>,
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

    /// A quote as it was kept.
    pub fn from_quote(quote: Quote) -> Self {
        Self { quote, state: BackPaymentState::Quoted, version: 0, receipt: None }
    }

    /// What was quoted.
    pub fn quote(&self) -> &Quote {
        &self.quote
    }

    /// How it stands.
    pub fn state(&self) -> BackPaymentState {
        self.state
    }

    /// How many events it has behind the quote.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// The person agrees.
    pub fn confirm(&self, stamp: Stamp) -> Result<Recorded<BackPaymentEvent>, BackPaymentError> {
        self.in_term(stamp.on)?;
        self.record(BackPaymentEvent::Confirmed, stamp)
    }

    /// The sum came in on a day on which these bounds hold. The same receipt a second time has no
    /// effect and gives `None`; another receipt is an error, since a quote is paid once.
    pub fn pay(
        &self,
        amount: Fen,
        receipt: Reference,
        bounds_of_day: &Bounds,
        stamp: Stamp,
    ) -> Result<Option<Recorded<BackPaymentEvent>>, BackPaymentError> {
        if let Some(paid_by) = &self.receipt {
            if *paid_by == receipt {
                return Ok(None);
            }
            let (quote, paid_by) = (self.quote.id, paid_by.clone());
            return Err(BackPaymentError::PaidTwice { quote, paid_by, found: receipt });
        }
        let on = stamp.on;
        let event = BackPaymentEvent::Paid { on, amount, receipt, bounds: bounds_of_day.version.clone() };
        self.record(event, stamp).map(Some)
    }

    /// The months were credited.
    pub fn credit(&self, stamp: Stamp) -> Result<Recorded<BackPaymentEvent>, BackPaymentError> {
        self.record(BackPaymentEvent::Credited, stamp)
    }

    /// It was not paid in time, or a new quote takes its place.
    pub fn lapse(&self, stamp: Stamp) -> Result<Recorded<BackPaymentEvent>, BackPaymentError> {
        self.record(BackPaymentEvent::Lapsed, stamp)
    }

    /// Takes the next event, if it may stand there.
    pub fn apply(&mut self, recorded: &Recorded<BackPaymentEvent>) -> Result<(), BackPaymentError> {
        in_order(self.version, recorded.version)?;
        self.state = self.after(&recorded.event)?;
        if let BackPaymentEvent::Paid { receipt, .. } = &recorded.event {
            self.receipt = Some(receipt.clone());
        }
        self.version = recorded.version;
        Ok(())
    }

    fn after(&self, event: &BackPaymentEvent) -> Result<BackPaymentState, BackPaymentError> {
        use BackPaymentState::{Confirmed, Credited, Lapsed, Paid, Quoted};
        let wrong = |expected| BackPaymentError::State {
            quote: self.quote.id,
            found: self.state,
            event: event.code(),
            expected,
        };
        match (event, self.state) {
            (BackPaymentEvent::Confirmed, Quoted) => Ok(Confirmed),
            (BackPaymentEvent::Confirmed, Confirmed | Paid | Credited | Lapsed) => Err(wrong("quoted")),
            (BackPaymentEvent::Paid { on, amount, bounds, .. }, Confirmed) => {
                self.in_term(*on)?;
                if *bounds != self.quote.bounds.version {
                    let (quote, pinned) = (self.quote.id, self.quote.bounds.version.clone());
                    return Err(BackPaymentError::Requote {
                        quote,
                        paid_on: *on,
                        found: bounds.clone(),
                        pinned,
                    });
                }
                if *amount != self.quote.total {
                    let (quote, total) = (self.quote.id, self.quote.total);
                    return Err(BackPaymentError::Amount { quote, found: *amount, total });
                }
                Ok(Paid)
            }
            (BackPaymentEvent::Paid { .. }, Quoted | Paid | Credited | Lapsed) => Err(wrong("confirmed")),
            (BackPaymentEvent::Credited, Paid) => Ok(Credited),
            (BackPaymentEvent::Credited, Quoted | Confirmed | Credited | Lapsed) => Err(wrong("paid")),
            (BackPaymentEvent::Lapsed, Quoted | Confirmed) => Ok(Lapsed),
            (BackPaymentEvent::Lapsed, Paid | Credited | Lapsed) => Err(wrong("quoted or confirmed")),
        }
    }

    fn in_term(&self, day: Date) -> Result<(), BackPaymentError> {
        if day > self.quote.valid_until {
            return Err(BackPaymentError::TooLate { found: day, expected: self.quote.valid_until });
        }
        Ok(())
    }

    fn record(
        &self,
        event: BackPaymentEvent,
        stamp: Stamp,
    ) -> Result<Recorded<BackPaymentEvent>, BackPaymentError> {
        self.after(&event)?;
        Ok(Recorded { version: self.version.saturating_add(1), stamp, event })
    }
}
