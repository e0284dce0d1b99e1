//! From a cycle to the bank and back: whatever the bank does, each order is paid once.

use std::collections::BTreeMap;

use exchange::bank::Answer;
use exchange::bank::camt054::Notification;
use exchange::bank::pain002::StatusReport;
use exchange::bank::simulator::{BankSimulator, Kind, Message, Rules};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use registry::money::Fen;
use registry::money::order::OrderState;

use crate::made_up::{Desk, now, order, party, stamp};
use crate::schema::validate;

fn answers(desk: &Desk, message: &Message) -> Vec<Answer> {
    match message.kind {
        Kind::StatusReport => {
            let report = StatusReport::read(&message.xml).unwrap();
            assert_eq!(report.original_message_id, desk.cycle.message_id());
            // A report that names payments speaks of them alone.
            report.answers(desk.cycle.entries().map(|entry| entry.reference))
        }
        Kind::Notification => Notification::read(&message.xml).unwrap().answers(),
    }
}

fn hear(desk: &mut Desk, message: &Message) {
    for Answer { reference, answer } in answers(desk, message) {
        let order = &desk.orders[&reference.order];
        if let Some(event) = desk.cycle.answered(order, reference.attempt, answer, &stamp()).unwrap() {
            desk.take(&event);
        }
    }
}

/// Hears the bank day by day until it has nothing more to say.
fn hear_all(desk: &mut Desk, bank: &mut BankSimulator, from: Date) {
    let mut day = from;
    while bank.waiting() > 0 {
        for message in bank.fetch(day) {
            hear(desk, &message);
        }
        day = day.checked_add(1.days()).unwrap();
        assert!(day < date(2022, 1, 1), "the bank never ends");
    }
}

#[test]
fn a_closed_account_a_wrong_name_and_the_limit_are_refused_and_the_rest_is_paid() {
    let mut desk = Desk::approved([order(1, 100), order(2, 200), order(3, 300), order(4, 90_000)]);
    let rules = Rules {
        closed: [party(1).account].into(),
        holders: [(party(2).account, "别人".to_owned())].into(),
        limit: Some(Fen(50_000)),
        ..Rules::default()
    };
    let mut bank = BankSimulator::new(1, rules);
    let xml = desk.send();
    bank.receive(&xml, now()).unwrap();
    hear_all(&mut desk, &mut bank, date(2021, 4, 12));
    let stood: Vec<_> = [1, 2, 3, 4]
        .map(|n| &desk.orders[&order(n, 1).id()])
        .map(|order| (order.state(), order.reason().map(|reason| reason.to_string())))
        .into();
    let refused = |code: &str| (OrderState::Rejected, Some(code.to_owned()));
    assert_eq!(stood, [refused("AC04"), refused("BE01"), (OrderState::Paid, None), refused("AM02")]);
    assert_eq!(bank.payments().map(|(_, amount)| amount).collect::<Vec<_>>(), [Fen(300)]);
    let closed = desk.cycle.close(&stamp()).unwrap();
    desk.take(&closed);
}

#[test]
fn a_file_sent_twice_is_paid_once() {
    let mut desk = Desk::approved((1..=20).map(|n| order(n, 100)));
    let mut bank = BankSimulator::new(1, Rules::default());
    let first = desk.send();
    let second = desk.send();
    assert_eq!(first, second);
    for xml in [first, second] {
        bank.receive(&xml, now()).unwrap();
    }
    hear_all(&mut desk, &mut bank, date(2021, 4, 12));
    assert_eq!(Fen::sum(bank.payments().map(|(_, amount)| amount)).unwrap(), Fen(2000));
    assert!(desk.orders.values().all(|order| order.state() == OrderState::Paid));
}

#[test]
fn a_file_whose_sums_are_wrong_is_refused_whole_and_nothing_is_paid() {
    let mut desk = Desk::approved((1..=3).map(|n| order(n, 100)));
    let mut bank = BankSimulator::new(1, Rules::default());
    let xml = desk.send().replacen("<CtrlSum>3.00</CtrlSum>", "<CtrlSum>3.01</CtrlSum>", 1);
    bank.receive(&xml, now()).unwrap();
    hear_all(&mut desk, &mut bank, date(2021, 4, 12));
    assert_eq!(bank.payments().count(), 0);
    assert!(desk.orders.values().all(|order| order.reason().is_some_and(|reason| reason.as_str() == "FF01")));
}

fn wild(seed: u64, people: u128) -> (Desk, BankSimulator) {
    let mut desk = Desk::approved((1..=people).map(|n| order(n, 1000 + i64::try_from(n).unwrap())));
    let rules = Rules {
        closed: (1..=people).filter(|n| n % 7 == 0).map(|n| party(n).account).collect(),
        delay_days_max: 4,
        twice_per_mille: 400,
        return_per_mille: 150,
        return_days_max: 9,
        out_of_order: true,
        ..Rules::default()
    };
    let mut bank = BankSimulator::new(seed, rules);
    let xml = desk.send();
    bank.receive(&xml, now()).unwrap();
    (desk, bank)
}

#[test]
fn the_same_seed_gives_the_same_bank_and_its_messages_are_valid() {
    let messages = |seed| wild(seed, 30).1.fetch(date(2021, 12, 31));
    let first = messages(7);
    assert_eq!(first, messages(7));
    assert_ne!(first, messages(8));
    for message in &first {
        let schema = match message.kind {
            Kind::StatusReport => "pain.002.001.12",
            Kind::Notification => "camt.054.001.08",
        };
        validate(schema, &message.xml).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    // Late, twice, out of order, with returns: in the end every order stands as the bank's own count says.
    #[test]
    fn whatever_the_bank_does_each_order_is_paid_once(seed in any::<u64>()) {
        let (mut desk, mut bank) = wild(seed, 40);
        hear_all(&mut desk, &mut bank, date(2021, 4, 12));
        prop_assert_eq!(desk.cycle.unanswered(), 0);
        let mut left = BTreeMap::new();
        for (reference, amount) in bank.payments() {
            prop_assert!(left.insert(reference.order, amount).is_none());
        }
        for order in desk.orders.values() {
            let paid = bank.has_paid(order.reference());
            let expected = match (left.contains_key(&order.id()), paid) {
                (true, Some(amount)) => {
                    prop_assert_eq!(Some(amount), order.amount().payable());
                    OrderState::Paid
                }
                (true, None) => OrderState::Returned,
                (false, _) => OrderState::Rejected,
            };
            prop_assert_eq!(order.state(), expected);
        }
    }
}
