//! Money: streams with their versions, copies for lists, the book that adds up, and accounts that nobody reads on disk.

use jiff::civil::date;
use registry::money::book::{About, Line};
use registry::money::ledger::{ContributionState, LedgerEvent, SubsidyState};
use registry::money::order::{EntitlementLine, OrderState};
use registry::money::{
    AccountCode, Code, Fen, Insurance, Month, Programme, Recorded, Source, Stamp, Transaction, TransactionId,
};
use registry::{Action, Actor, CycleId, PersonId};
use serde_json::json;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::fixture::{at, person};
use crate::{
    Changes, CycleRow, Double, MoneyAppend, MoneyKey, MoneyKind, MonthRow, OrderFilter, OrderRow, Payee,
    SaveError, Store, Write,
};

const PENSION: Insurance = Insurance::from_static("pension");
const PROGRAMME: Programme = Programme::from_static("graduate_subsidy");

fn stamp() -> Stamp {
    Stamp {
        on: date(2020, 11, 15),
        at: at(5),
        by: Actor::System(Action::from_static("conformance")),
        source: Source::Run("2020-11".parse().expect("a reference")),
    }
}

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn append(person: PersonId, before: Option<u32>, months: &[&str]) -> MoneyAppend {
    let first = before.unwrap_or(0);
    let event = |(at, text): (usize, &&str)| Recorded {
        version: first + u32::try_from(at).expect("few") + 1,
        stamp: stamp(),
        event: serde_json::to_value(LedgerEvent::Deferred { month: month(text) }).expect("JSON"),
    };
    MoneyAppend {
        stream: MoneyKey { kind: MoneyKind::Ledger, key: format!("{person}:pension") },
        person: Some(person),
        case: None,
        before,
        head: json!({}),
        events: months.iter().enumerate().map(event).collect(),
    }
}

async fn save(store: &Store, write: Write) -> Result<(), SaveError> {
    store.save(Changes::new().write(write)).await.map(|_| ())
}

pub(crate) async fn a_stream_comes_back_in_order_and_the_second_to_write_is_told(store: Store) {
    let who = person(1);
    // Opened in the save that brings its person.
    let opened = append(who.id, None, &["2020-10", "2020-11"]);
    let changes = Changes::new()
        .write(Write::MoneyAppend(Box::new(opened.clone())))
        .write(Write::PersonInsert(who.clone()));
    store.save(changes).await.expect("saved");
    let next = append(who.id, Some(2), &["2020-12"]);
    save(&store, Write::MoneyAppend(Box::new(next.clone()))).await.expect("saved");
    let found = store.money_stream_find(&opened.stream).await.expect("read").expect("a stream");
    assert_eq!((found.version, found.person, found.events.len()), (3, Some(who.id), 3));
    assert_eq!(found.events[..2], opened.events[..]);
    assert_eq!(found.events[2], next.events[0]);
    assert_eq!(store.money_stream_list(who.id, MoneyKind::Ledger).await.expect("read"), [found]);
    assert_eq!(store.money_stream_list(who.id, MoneyKind::Subsidy).await.expect("read"), []);

    let stale = save(&store, Write::MoneyAppend(Box::new(next))).await;
    assert!(matches!(stale, Err(SaveError::Stale { expected: 2, .. })), "{stale:?}");
    let twice = save(&store, Write::MoneyAppend(Box::new(opened))).await;
    assert!(matches!(twice, Err(SaveError::Double(Double::MoneyStream))), "{twice:?}");
    let gap =
        MoneyAppend { events: append(who.id, Some(7), &["2021-01"]).events, ..append(who.id, Some(3), &[]) };
    let gap = save(&store, Write::MoneyAppend(Box::new(gap))).await;
    assert!(matches!(gap, Err(SaveError::Invalid { field: "version", .. })), "{gap:?}");
}

pub(crate) async fn months_orders_and_cycles_show_how_they_stand_now(store: Store) {
    let who = person(1);
    save(&store, Write::PersonInsert(who.clone())).await.expect("saved");
    let mut row = MonthRow {
        person: who.id,
        insurance: PENSION,
        month: month("2020-10"),
        contribution: ContributionState::Due,
        amount: Some(Fen(i64::MAX)),
        base: None,
        unsettled: Fen(-1),
        subsidy: SubsidyState::None,
        subsidy_amount: None,
        programme: None,
    };
    save(&store, Write::MoneyMonth(Box::new(row.clone()))).await.expect("saved");
    row.contribution = ContributionState::Paid;
    (row.subsidy, row.programme) = (SubsidyState::Subsidised, Some(PROGRAMME));
    save(&store, Write::MoneyMonth(Box::new(row.clone()))).await.expect("saved");
    assert_eq!(store.month_list_by_person(who.id).await.expect("read"), [row]);

    let line =
        EntitlementLine { person: who.id, programme: PROGRAMME, insurance: PENSION, month: month("2020-10") };
    let mut order = OrderRow {
        order: line.order_id(),
        person: who.id,
        programme: PROGRAMME,
        insurance: PENSION,
        month: line.month,
        district: "110105".parse().expect("a district"),
        amount: Some(Fen(48_000)),
        state: OrderState::Ready,
        attempt: 1,
        cycle: None,
        reason: None,
        approved_at: at(9),
    };
    save(&store, Write::MoneyOrder(Box::new(order.clone()))).await.expect("saved");
    let ready = OrderFilter::State(OrderState::Ready);
    assert_eq!(store.order_list(&ready).await.expect("read"), [order.clone()]);
    let cycle = CycleId(Uuid::now_v7());
    (order.state, order.cycle, order.attempt) = (OrderState::Rejected, Some(cycle), 2);
    order.reason = "AC04".parse().ok();
    save(&store, Write::MoneyOrder(Box::new(order.clone()))).await.expect("saved");
    assert_eq!(store.order_list(&ready).await.expect("read"), []);
    for filter in [OrderFilter::Cycle(cycle), OrderFilter::Person(who.id)] {
        assert_eq!(store.order_list(&filter).await.expect("read"), [order.clone()]);
    }
    assert_eq!(store.order_find(order.order).await.expect("read").as_ref(), Some(&order));
    // The same line under another id would be paid twice.
    order.order = registry::money::OrderId([7; 16]);
    let twice = save(&store, Write::MoneyOrder(Box::new(order))).await;
    assert!(matches!(twice, Err(SaveError::Double(_))), "{twice:?}");

    let row = CycleRow {
        cycle,
        month: month("2020-10"),
        state: registry::money::cycle::CycleState::Open,
        orders: 0,
        total: Fen::ZERO,
        unanswered: 0,
        opened_at: at(1),
    };
    save(&store, Write::MoneyCycle(Box::new(row.clone()))).await.expect("saved");
    let later = CycleRow { state: registry::money::cycle::CycleState::Sent, orders: 3, total: Fen(5), ..row };
    save(&store, Write::MoneyCycle(Box::new(later.clone()))).await.expect("saved");
    assert_eq!(store.cycle_list().await.expect("read"), [later]);
}

pub(crate) async fn the_book_adds_up_and_nothing_is_booked_twice(store: Store) {
    let who = person(1);
    save(&store, Write::PersonInsert(who.clone())).await.expect("saved");
    let about = About { person: who.id, insurance: PENSION, month: month("2020-10") };
    let made = |id: &[u8], amount: i64| {
        let lines = vec![
            Line::debit(AccountCode::PAYABLE, Fen(amount)),
            Line { account: AccountCode::BANK, amount: Fen(-amount) },
        ];
        let (id, kind) = (TransactionId::of(&[id]), Code::from_static("order_paid"));
        Transaction::new(id, date(2020, 11, 15), kind, about, stamp().source, lines).expect("balanced")
    };
    for (id, amount) in [(b"a", 48_000), (b"b", i64::from(i32::MAX) * 1000)] {
        save(&store, Write::MoneyPosting(Box::new(made(id, amount)))).await.expect("saved");
    }
    let twice = save(&store, Write::MoneyPosting(Box::new(made(b"a", 48_000)))).await;
    assert!(matches!(twice, Err(SaveError::Double(Double::Posting))), "{twice:?}");
    let balance = store.trial_balance().await.expect("read");
    let sum = Fen(48_000 + i64::from(i32::MAX) * 1000);
    assert_eq!((balance[&AccountCode::PAYABLE].debit, balance[&AccountCode::BANK].credit), (sum, sum));
    assert_eq!(balance[&AccountCode::BANK].debit, Fen::ZERO);
}

pub(crate) async fn an_account_is_the_one_given_last_and_goes_with_its_person(store: Store) {
    let who = person(1);
    save(&store, Write::PersonInsert(who.clone())).await.expect("saved");
    let payee = |account: &str| Payee {
        person: who.id,
        bank: Zeroizing::new("惠民".to_owned()),
        account: Zeroizing::new(account.to_owned()),
        given_at: at(3),
    };
    assert_eq!(store.payee_find(who.id).await.expect("read"), None);
    save(&store, Write::PayeePut(payee("6222021234567890123"))).await.expect("saved");
    save(&store, Write::PayeePut(payee("6222029876543210987"))).await.expect("saved");
    assert_eq!(store.payee_find(who.id).await.expect("read"), Some(payee("6222029876543210987")));
    save(&store, Write::PersonErase { person: who.id, at: at(10) }).await.expect("erased");
    assert_eq!(store.payee_find(who.id).await.expect("read"), None);
}
