//! Made-up persons, days and bounds.

use jiff::Timestamp;
use jiff::civil::Date;
use registry::journal::{Action, Actor};
use registry::money::ledger::{LedgerCommands, LedgerEvent};
use registry::money::{Bounds, Fen, Insurance, Month, MonthLedger, MonthRange, Source, Stamp};
use registry::{AccountId, PersonId};
use uuid::Uuid;

pub const PENSION: Insurance = Insurance::from_static("pension");
pub const UNEMPLOYMENT: Insurance = Insurance::from_static("unemployment");

pub fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

pub fn officer(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(1000 + n))
}

pub fn month(text: &str) -> Month {
    text.parse().unwrap()
}

pub fn months(first: &str, last: &str) -> MonthRange {
    MonthRange::new(month(first), month(last)).unwrap()
}

pub fn on(day: &str) -> Stamp {
    stamp(day.parse().unwrap())
}

pub fn stamp(on: Date) -> Stamp {
    Stamp {
        on,
        at: Timestamp::UNIX_EPOCH,
        by: Actor::System(Action::from_static("test")),
        source: Source::Document("京人社测试1号".parse().unwrap()),
    }
}

/// The pension bounds of the year to June 2021, and of the one from July.
pub fn spring() -> Bounds {
    Bounds { version: "pension_base#3".parse().unwrap(), lower: Fen(361_300), upper: Fen(2_654_100) }
}

pub fn july() -> Bounds {
    Bounds { version: "pension_base#4".parse().unwrap(), lower: Fen(536_000), upper: Fen(2_822_100) }
}

pub fn take(ledger: &mut MonthLedger, events: &LedgerCommands) {
    for recorded in events {
        ledger.apply(recorded).unwrap();
    }
}

/// A ledger in which these months were charged and paid.
pub fn paid(range: MonthRange, amount: i64) -> MonthLedger {
    let mut ledger = MonthLedger::new(person(1), PENSION);
    for month in range.months() {
        let (amount, base) = (Fen(amount), Some(Fen(amount * 5)));
        let charged = LedgerEvent::Charged { month, amount, base };
        let receipt = format!("R{month}").parse().unwrap();
        let paid = LedgerEvent::Paid { month, amount, base, receipt };
        let events = ledger.record([charged, paid], &stamp(month.last_day())).unwrap();
        take(&mut ledger, &events);
    }
    ledger
}
