//! Whatever is done to the ledgers: a replay gives the same ledgers, every posting balances, and the
//! accounts stand as the ledgers say.

use jiff::civil::date;
use proptest::prelude::*;
use registry::QuoteId;
use registry::money::account::Chart;
use registry::money::ledger::LedgerEvent;
use registry::money::subsidy::{GrantRequest, InsuranceGrant, SubsidyEvent};
use registry::money::{
    AccountCode, Book, Code, Fen, Insurance, Month, MonthLedger, Programme, Recorded, SubsidyLedger, posting,
};
use uuid::Uuid;

use crate::made_up::{PENSION, UNEMPLOYMENT, month, person, stamp};

fn any_month() -> impl Strategy<Value = Month> {
    (0_i32..6).prop_map(|n| month("2020-10").plus(n).unwrap())
}

fn any_event() -> impl Strategy<Value = LedgerEvent> {
    let reason = Code::from_static("test");
    (any_month(), 1_i64..5, 0_usize..14, -4_i64..5).prop_map(move |(month, fen, kind, signed)| {
        let (amount, base) = (Fen(fen * 100), Some(Fen(fen * 500)));
        match kind {
            0 => LedgerEvent::Charged { month, amount, base },
            1 => LedgerEvent::Deferred { month },
            2 => LedgerEvent::DeferralWithdrawn { month },
            3 => LedgerEvent::Resumed { from: month },
            4 => LedgerEvent::Paid { month, amount, base, receipt: "R".parse().unwrap() },
            5 => LedgerEvent::BackPaid { month, amount, base: amount, quote: QuoteId(Uuid::from_u128(1)) },
            6 => LedgerEvent::PaymentReversed { month, reason },
            7 => LedgerEvent::Credited { month },
            8 => LedgerEvent::Resettled { month, amount, base, version: "v".parse().unwrap() },
            9 => LedgerEvent::DifferenceSettled { month, amount: Fen(signed * 100) },
            10 => LedgerEvent::Subsidised { month, amount, programme: Programme::from_static("p") },
            11 => LedgerEvent::SubsidySuspended { month, reason },
            12 => LedgerEvent::SubsidyRecovered { month, reason },
            _ => LedgerEvent::RecoveryWithdrawn { month, reason },
        }
    })
}

type Taken = Vec<Recorded<LedgerEvent>>;

/// Does what can be done of the events, and books it.
fn carry_out(insurance: Insurance, events: Vec<LedgerEvent>, book: &mut Book) -> (MonthLedger, Taken) {
    let chart = Chart::read(Chart::BUILT_IN).unwrap();
    let mut ledger = MonthLedger::new(person(1), insurance);
    let mut taken = Taken::new();
    for event in events {
        let before = ledger.clone();
        let Ok(recorded) = ledger.record_one(event, &stamp(date(2021, 1, 1))) else {
            assert_eq!(ledger, before, "what is refused changes nothing");
            continue;
        };
        if let Some(transaction) = posting::of_ledger(&before, &recorded).unwrap() {
            assert!(book.post(&chart, transaction.clone()).unwrap());
            assert!(!book.post(&chart, transaction).unwrap(), "the second time has no effect");
        }
        taken.push(recorded);
    }
    (ledger, taken)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_books_balance_and_stand_as_the_ledgers_say(
        first in prop::collection::vec(any_event(), 0..120),
        second in prop::collection::vec(any_event(), 0..60),
    ) {
        let mut book = Book::default();
        let (pension, taken) = carry_out(PENSION, first, &mut book);
        let (unemployment, _) = carry_out(UNEMPLOYMENT, second, &mut book);
        let replayed = MonthLedger::replay(person(1), PENSION, &taken).unwrap();
        prop_assert_eq!(&replayed, &pension);
        let balance = book.trial_balance().unwrap();
        prop_assert!(balance.prove().is_ok());
        let expected = posting::expected([&pension, &unemployment]).unwrap();
        for account in AccountCode::USED {
            let says = expected.get(account).copied().unwrap_or_default();
            prop_assert_eq!(balance.balance(*account).unwrap(), says, "{}", account);
        }
        for recorded in &taken {
            let json = serde_json::to_string(&recorded.event).unwrap();
            prop_assert_eq!(&serde_json::from_str::<LedgerEvent>(&json).unwrap(), &recorded.event);
        }
        if taken.len() > 1 {
            prop_assert!(MonthLedger::replay(person(1), PENSION, &taken[1..]).is_err(), "a gap is seen");
        }
    }

    #[test]
    fn an_entitlement_replays_and_never_grants_more_than_its_months(
        steps in prop::collection::vec((0_usize..7, 0_i32..10, any::<bool>()), 0..80),
        cap in 0_u32..6,
    ) {
        let mut ledger = SubsidyLedger::new(person(1), Programme::from_static("p"));
        let start = month("2020-10");
        let opened = |first| SubsidyEvent::Opened { first, last_day: None, months_left: cap, insurances: vec![PENSION] };
        let reason = Code::from_static("test");
        let mut taken = Vec::new();
        for (kind, ahead, flag) in steps {
            let month = start.plus(ahead).unwrap();
            let event = match kind {
                // The months that remain come with the first decision alone here, so that they are a cap.
                0 if ledger.terms().is_empty() => opened(month),
                1 => SubsidyEvent::Suspended { from: month, reason },
                2 => SubsidyEvent::Resumed { from: month, withheld_lost: flag },
                3 if flag => SubsidyEvent::Stopped { last: month, reason },
                4 => SubsidyEvent::Recovered { month, insurance: PENSION, reason, counts_again: flag },
                _ => {
                    let line = InsuranceGrant { insurance: PENSION, amount: Fen(1), is_paid: flag, elsewhere: None };
                    ledger.judge(&GrantRequest { month, lines: vec![line] })
                }
            };
            let before = ledger.clone();
            if let Ok(recorded) = ledger.record_one(event, &stamp(date(2021, 1, 1))) {
                taken.push(recorded);
            } else {
                prop_assert_eq!(&ledger, &before, "what is refused changes nothing");
            }
            prop_assert!(ledger.months_granted() <= cap);
        }
        let replayed = SubsidyLedger::replay(person(1), Programme::from_static("p"), &taken).unwrap();
        prop_assert_eq!(replayed, ledger);
        for recorded in &taken {
            let json = serde_json::to_string(&recorded.event).unwrap();
            prop_assert_eq!(&serde_json::from_str::<SubsidyEvent>(&json).unwrap(), &recorded.event);
        }
    }
}
