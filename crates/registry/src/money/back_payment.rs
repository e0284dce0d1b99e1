//! 补缴: unpaid months are made good in one sum (Art. 7). A quote pins the months, the base, the
//! bounds' version and the day of payment; it is confirmed, paid once and credited, or it lapses.
//! The bounds that count are those *at the time of payment*: paid on a day with other bounds, the
//! quote must be made anew.

mod event;
mod quote;

use jiff::civil::Date;

pub use event::{BackPaymentError, BackPaymentEvent};
pub use quote::{BackPaymentLaw, Quote, QuoteRequest};

use crate::form::coded;
use crate::money::base::Bounds;
use crate::money::fen::Fen;
use crate::money::record::{Recorded, Stamp, in_order};
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

/// A back payment from its quote on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackPayment {
    quote: Quote,
    state: BackPaymentState,
    version: u32,
    receipt: Option<Reference>,
}

impl BackPayment {
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
