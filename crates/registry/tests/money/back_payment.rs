//! Back payment of 2020 months: rows 31 and 32, and what happens when the bounds change in between.

use jiff::civil::{Date, date};
use registry::QuoteId;
use registry::money::back_payment::{
    BackPayment, BackPaymentError, BackPaymentLaw, BackPaymentState, QuoteRequest,
};
use registry::money::base::BaseError;
use registry::money::ledger::{ContributionState, LedgerError};
use registry::money::{Bounds, Fen, MonthLedger};
use uuid::Uuid;

use crate::made_up::{PENSION, july, month, months, on, paid, person, spring, take};

fn law(bounds: Bounds, monthly: i64) -> BackPaymentLaw {
    BackPaymentLaw {
        months: months("2020-01", "2020-12"),
        last_day: date(2021, 12, 31),
        bounds,
        monthly: Fen(monthly),
    }
}

fn request(named: &[&str], base: i64, day: Date) -> QuoteRequest {
    QuoteRequest {
        id: QuoteId(Uuid::from_u128(5)),
        months: named.iter().map(|text| month(text)).collect(),
        base: Fen(base),
        payment_day: day,
        valid_until: day.saturating_add(jiff::Span::new().days(7)),
    }
}

const QUARTER: [&str; 3] = ["2020-10", "2020-11", "2020-12"];

fn ledger() -> MonthLedger {
    paid(months("2020-01", "2020-09"), 72_260)
}

fn quoted() -> BackPayment {
    let day = date(2021, 6, 28);
    BackPayment::quote_for(&ledger(), request(&QUARTER, 400_001, day), law(spring(), 80_000), day).unwrap()
}

// Row 32: three months at a base of 4,000.01 yuan come to 2,400.00.
#[test]
fn a_quote_is_confirmed_paid_once_credited_and_the_months_are_paid() {
    let mut ledger = ledger();
    let mut quote = quoted();
    assert_eq!(quote.quote().total, Fen(240_000));
    let confirmed = quote.confirm(on("2021-06-28")).unwrap();
    quote.apply(&confirmed).unwrap();
    let receipt = || "R-1".parse().unwrap();
    // Another day with the same bounds is as good.
    let payment = quote.pay(Fen(240_000), receipt(), &spring(), on("2021-06-30")).unwrap().unwrap();
    quote.apply(&payment).unwrap();
    assert_eq!(quote.pay(Fen(240_000), receipt(), &spring(), on("2021-06-30")), Ok(None));
    let other = quote.pay(Fen(240_000), "R-2".parse().unwrap(), &spring(), on("2021-06-30"));
    assert!(matches!(other, Err(BackPaymentError::PaidTwice { .. })));
    let events = ledger.back_pay(&quote, &on("2021-06-30")).unwrap();
    take(&mut ledger, &events);
    assert_eq!(ledger.months_that_are(ContributionState::Paid).count(), 12);
    assert_eq!(ledger.unpaid_within(months("2020-01", "2020-12")), []);
    assert!(ledger.back_pay(&quote, &on("2021-06-30")).is_err());
    let credited = quote.credit(on("2021-07-05")).unwrap();
    quote.apply(&credited).unwrap();
    assert_eq!(quote.state(), BackPaymentState::Credited);
}

#[test]
fn paid_on_a_day_with_other_bounds_it_must_be_quoted_anew() {
    let mut quote = quoted();
    let confirmed = quote.confirm(on("2021-06-28")).unwrap();
    quote.apply(&confirmed).unwrap();
    let late = quote.pay(Fen(240_000), "R-1".parse().unwrap(), &july(), on("2021-07-01")).unwrap_err();
    assert!(matches!(&late, BackPaymentError::Requote { .. }), "{late}");
    let lapsed = quote.lapse(on("2021-07-01")).unwrap();
    quote.apply(&lapsed).unwrap();
    assert!(matches!(quote.confirm(on("2021-07-01")), Err(BackPaymentError::State { .. })));
    // The same base is below the new lower bound of 5,360.00.
    let day = date(2021, 7, 1);
    let anew = BackPayment::quote_for(&ledger(), request(&QUARTER, 400_001, day), law(july(), 80_000), day);
    assert!(
        matches!(&anew, Err(BackPaymentError::Base(BaseError::Outside { lower: Fen(536_000), .. }))),
        "{anew:?}"
    );
}

// Row 31: on 2021-12-31 accepted, on 2022-01-01 refused; a month of 2019 or 2021 cannot be picked.
#[test]
fn only_unpaid_months_that_the_law_names_can_be_picked_and_only_in_time() {
    let quote = |named: &[&str], day: Date| {
        BackPayment::quote_for(&ledger(), request(named, 600_000, day), law(july(), 120_000), day)
    };
    let last = quote(&QUARTER, date(2021, 12, 31)).unwrap();
    assert_eq!(last.quote().valid_until, date(2021, 12, 31));
    assert!(matches!(quote(&QUARTER, date(2022, 1, 1)), Err(BackPaymentError::TooLate { .. })));
    for year in ["2019-12", "2021-01"] {
        let error = quote(&[year], date(2021, 12, 1)).unwrap_err();
        assert!(matches!(error, BackPaymentError::Months(LedgerError::MonthNotAllowed { .. })));
    }
    let paid = quote(&["2020-09"], date(2021, 12, 1)).unwrap_err();
    assert_eq!(paid, BackPaymentError::MonthPaid { month: month("2020-09") });
    let unknown = MonthLedger::new(person(2), PENSION);
    assert_eq!(unknown.unpaid_within(months("2020-01", "2020-12")).len(), 12);
}

#[test]
fn a_payment_short_or_late_is_named() {
    let mut quote = quoted();
    let unconfirmed = quote.pay(Fen(240_000), "R".parse().unwrap(), &spring(), on("2021-06-28"));
    assert!(matches!(unconfirmed, Err(BackPaymentError::State { expected: "confirmed", .. })));
    let confirmed = quote.confirm(on("2021-06-28")).unwrap();
    quote.apply(&confirmed).unwrap();
    let short = quote.pay(Fen(239_999), "R".parse().unwrap(), &spring(), on("2021-06-28"));
    assert!(matches!(short, Err(BackPaymentError::Amount { .. })));
    let late = quote.pay(Fen(240_000), "R".parse().unwrap(), &spring(), on("2021-07-06"));
    assert!(matches!(late, Err(BackPaymentError::TooLate { .. })));
}
