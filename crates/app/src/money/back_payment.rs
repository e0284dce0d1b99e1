//! The effects of a back payment: quoted, agreed to, received, credited, given back, or come to nothing. A case has one
//! quote that counts; a new one lets the one before it lapse. The months stand in the ledger only once they are credited.

use jiff::civil::Date;
use registry::QuoteId;
use registry::money::back_payment::{
    BackPayment, BackPaymentError, BackPaymentLaw, BackPaymentState, QuoteRequest,
};
use registry::money::ledger::LedgerEvent;
use registry::money::{Bounds, Fen, MonthLedger, Reference, Stamp};
use service::case::EffectToDo;
use service::field::FieldKind;

use super::aggregate::{Aggregate as _, CaseQuote};
use super::bounds::{bounds, outcome_fen};
use super::contribution::insurance;
use super::values::{fen, field_of, months, range, refused, said};
use super::work::{MoneyWork, Open};
use crate::cases::{About, GroundsError};
use crate::{App, Fault};

/// What is done to a back payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Back {
    Quote,
    Confirm,
    Cancel,
    Receive,
    Return,
    Credit,
}

impl App {
    /// Does it.
    pub(crate) async fn back_pay(
        &self,
        work: &mut MoneyWork,
        about: &About<'_>,
        effect: &EffectToDo,
        what: Back,
    ) -> Result<(), GroundsError> {
        self.quotes_read(work, about).await?;
        if what == Back::Quote {
            return self.quote(work, about, effect).await;
        }
        let stamp = self.stamp(about);
        let Some(open) = current(work, about) else {
            // Nothing was quoted that could come to nothing.
            return if what == Back::Cancel { Ok(()) } else { Err(refused("quote", "a quote of this case")) };
        };
        let payment = &open.now.payment;
        let recorded = match what {
            Back::Quote => return Ok(()),
            Back::Confirm => payment.confirm(stamp).map(Some),
            Back::Cancel => match payment.state() {
                BackPaymentState::Quoted | BackPaymentState::Confirmed => payment.lapse(stamp).map(Some),
                BackPaymentState::Paid | BackPaymentState::Credited | BackPaymentState::Lapsed => Ok(None),
            },
            Back::Receive => {
                let paid = Received::read(about, effect)?;
                // The sum follows from the base alone: bounds between which it still lies leave the quote as it is.
                let mut bounds = self.bounds_on(about, paid.on).await?;
                if bounds.outside(payment.quote().base).is_none() {
                    bounds.version = payment.quote().bounds.version.clone();
                }
                let stamp = Stamp { on: paid.on, ..stamp };
                match payment.pay(paid.amount, paid.receipt, &bounds, stamp) {
                    // It came, and does not agree: the step says what came, no month can be credited with it, and an
                    // officer gives it back with a reason.
                    Err(BackPaymentError::Amount { .. } | BackPaymentError::Requote { .. }) => Ok(None),
                    other => other,
                }
            }
            Back::Return if payment.state() == BackPaymentState::Confirmed => payment.lapse(stamp).map(Some),
            Back::Return => payment.give_back(stamp).map(Some),
            Back::Credit => payment.credit(stamp).map(Some),
        };
        let recorded = recorded.map_err(|error| refused("payment", error))?;
        if let Some(recorded) = recorded {
            open.take(recorded)?;
        }
        if what == Back::Credit {
            let paid = open.now.payment.clone();
            self.credit(work, about, &paid).await?;
        }
        Ok(())
    }

    /// The quotes of the case, read once in a request.
    async fn quotes_read(&self, work: &mut MoneyWork, about: &About<'_>) -> Result<(), Fault> {
        if !work.quotes.is_empty() {
            return Ok(());
        }
        let of_case = self.money_of::<CaseQuote>(about.person.id).await?;
        let of_case = of_case.into_iter().filter(|open| open.now.case == about.case.id);
        work.quotes = of_case.map(|open| (open.now.key(), open)).collect();
        Ok(())
    }

    async fn quote(
        &self,
        work: &mut MoneyWork,
        about: &About<'_>,
        effect: &EffectToDo,
    ) -> Result<(), GroundsError> {
        let (insurance, stamp) = (insurance(effect)?, self.stamp(about));
        if let Some(before) = current(work, about) {
            let lapsed = before.now.payment.lapse(stamp.clone()).map_err(|error| refused("quote", error))?;
            before.take(lapsed)?;
        }
        let (field, months) = months(about.pack, effect)?;
        let base = field_of(about.pack, effect, FieldKind::Money);
        let base = base.ok_or_else(|| refused("base", "an effect that names a field of money"))?;
        let total = outcome_fen(about.pack, about.grounds, "amount_fen")
            .ok_or_else(|| refused(&base.id, "a base for which the law gives a sum"))?;
        let deadline = about.grounds.outcome(&about.pack.definition.conclusion, "deadline").first();
        let last_day: Date = deadline
            .and_then(|day| day.parse().ok())
            .ok_or_else(|| Fault::internal("an answer of the law without its last day"))?;
        let law = BackPaymentLaw {
            months: range(field)?,
            last_day,
            bounds: bounds(about.pack, about.grounds)?,
            monthly: monthly(total, months.len())?,
        };
        let request = QuoteRequest {
            id: QuoteId(self.id()),
            months,
            base: fen(&effect.values, &base.id)?,
            payment_day: stamp.on,
            // Until when it waits for an answer is the case's own clock; once agreed to, it waits for the money.
            valid_until: last_day,
        };
        let ledger = self.money_open(&mut work.ledgers, MonthLedger::new(about.person.id, insurance)).await?;
        let payment = BackPayment::quote_for(&ledger.now, request, law, stamp.on)
            .map_err(|error| refused(&field.id, error))?;
        let quote = CaseQuote { case: about.case.id, payment };
        work.quotes.insert(quote.key(), Open::new(quote)?);
        Ok(())
    }

    /// The bounds on the day on which it was paid.
    async fn bounds_on(&self, about: &About<'_>, on: Date) -> Result<Bounds, GroundsError> {
        let gathered = self.gathered_on(about.pack, about.case, about.person, on).await?;
        Ok(bounds(about.pack, &gathered.grounds)?)
    }

    async fn credit(
        &self,
        work: &mut MoneyWork,
        about: &About<'_>,
        paid: &BackPayment,
    ) -> Result<(), GroundsError> {
        let (quote, stamp) = (paid.quote(), self.stamp(about));
        let open =
            self.money_open(&mut work.ledgers, MonthLedger::new(quote.person, quote.insurance)).await?;
        let key = open.now.key();
        let events = quote.months.iter().flat_map(|month| {
            let (month, amount, base) = (*month, quote.monthly, quote.base);
            [LedgerEvent::BackPaid { month, amount, base, quote: quote.id }, LedgerEvent::Credited { month }]
        });
        let recorded = open.now.record(events, &stamp).map_err(|error| refused("months", error))?;
        for event in recorded {
            work.book(&key, event)?;
        }
        Ok(())
    }
}

/// The quote of the case that counts: the one that has not lapsed.
fn current<'a>(work: &'a mut MoneyWork, about: &About<'_>) -> Option<&'a mut Open<CaseQuote>> {
    let counts = |open: &&mut Open<CaseQuote>| {
        open.now.case == about.case.id && open.now.payment.state() != BackPaymentState::Lapsed
    };
    work.quotes.values_mut().find(counts)
}

/// The law gives the sum of the months chosen, each rounded by itself: a month's part is the same for each.
fn monthly(total: Fen, months: usize) -> Result<Fen, Fault> {
    let odd = || Fault::internal("a sum of months that are not alike");
    let count = i64::try_from(months).ok().filter(|count| *count > 0).ok_or_else(odd)?;
    if total.0 % count == 0 { Ok(Fen(total.0 / count)) } else { Err(odd()) }
}

/// What an officer entered of a payment.
struct Received {
    on: Date,
    amount: Fen,
    receipt: Reference,
}

impl Received {
    fn read(about: &About<'_>, effect: &EffectToDo) -> Result<Self, GroundsError> {
        let field = |kind| {
            let field = field_of(about.pack, effect, kind).map(|field| field.id.as_str());
            field.ok_or_else(|| refused("payment", "an effect that names day, amount and receipt"))
        };
        let (on, amount, receipt) =
            (field(FieldKind::Date)?, field(FieldKind::Money)?, field(FieldKind::ShortText)?);
        Ok(Self {
            on: said(&effect.values, on)?.parse().map_err(|_| refused(on, "a day"))?,
            amount: fen(&effect.values, amount)?,
            receipt: said(&effect.values, receipt)?.parse().map_err(|error| refused(receipt, error))?,
        })
    }
}
