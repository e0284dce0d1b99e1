//! Orders and cycles: frozen, two officers, each paid once, corrected into a later cycle.

use jiff::Timestamp;
use jiff::civil::date;
use registry::CycleId;
use registry::money::book::TrialBalance;
use registry::money::cycle::{CycleError, CycleEvent, CycleState, order_events};
use registry::money::figure::{Amount, Figure};
use registry::money::order::{BankAnswer, EntitlementLine, OrderError, OrderEvent, OrderState};
use registry::money::posting::{movements, of_order};
use registry::money::{AccountCode, Code, Fen, PaymentCycle, PaymentOrder, Programme, Recorded, Source};
use uuid::Uuid;

use crate::made_up::{PENSION, month, officer, on, person};

fn order(n: u128, amount: Amount) -> PaymentOrder {
    let programme = Programme::from_static("graduate_subsidy");
    let line = EntitlementLine { person: person(n), programme, insurance: PENSION, month: month("2021-03") };
    PaymentOrder::new(line, "110105".parse().unwrap(), Timestamp::from_second(5).unwrap(), amount)
}

fn decided(n: u128) -> PaymentOrder {
    order(n, Amount::Decided { amount: Fen(100) })
}

fn cycle(n: u128) -> PaymentCycle {
    PaymentCycle::open(CycleId(Uuid::from_u128(n)), month("2021-04"))
}

fn take(cycle: &mut PaymentCycle, orders: &mut [PaymentOrder], recorded: &Recorded<CycleEvent>) {
    for (id, event) in order_events(cycle, &recorded.event) {
        let order = orders.iter_mut().find(|order| order.id() == id).unwrap();
        let recorded = order.record(event, &on("2021-04-12")).unwrap();
        order.apply(&recorded).unwrap();
    }
    cycle.apply(recorded).unwrap();
}

/// Computed by officer 1, approved by officer 2, sent.
fn sent(orders: &mut [PaymentOrder], number: u128) -> PaymentCycle {
    let (mut cycle, stamp) = (cycle(number), on("2021-04-12"));
    let computed = cycle.compute(orders.iter(), vec![], officer(1), &stamp).unwrap().event;
    take(&mut cycle, orders, &computed);
    let approved = cycle.approve(officer(2), &stamp).unwrap();
    take(&mut cycle, orders, &approved);
    let file = cycle.file_sent(&cycle.message_id(), &stamp).unwrap().unwrap();
    take(&mut cycle, orders, &file);
    cycle
}

#[test]
fn computing_twice_gives_the_same_orders_and_a_cycle_is_frozen_once_computed() {
    assert_eq!(decided(1).id(), decided(1).id());
    assert_ne!(decided(1).id(), decided(2).id());
    let (mut cycle, mut orders, stamp) = (cycle(1), [decided(1)], on("2021-04-12"));
    let computed = cycle.compute(&orders, vec![], officer(1), &stamp).unwrap().event;
    take(&mut cycle, &mut orders, &computed);
    let again = cycle.compute(&[decided(2)], vec![], officer(1), &stamp).unwrap_err();
    assert!(matches!(again, CycleError::State { found: CycleState::Computed, .. }));
    let own = cycle.approve(officer(1), &stamp).unwrap_err();
    assert!(matches!(own, CycleError::SameOfficer { .. }));
    let back = cycle.send_back(officer(2), Code::from_static("wrong_amount"), &stamp).unwrap();
    take(&mut cycle, &mut orders, &back);
    assert_eq!((cycle.state(), orders[0].state()), (CycleState::Open, OrderState::Ready));
    let doubled = cycle.compute(&[decided(1), decided(1)], vec![], officer(1), &stamp);
    assert!(matches!(doubled, Err(CycleError::OrderTwice { .. })));
    assert!(matches!(cycle.compute(&[], vec![], officer(1), &stamp), Err(CycleError::NothingToPay { .. })));
}

#[test]
fn an_unknown_amount_waits_for_a_figure_and_its_approval() {
    let (mut waiting, stamp) = (order(1, Amount::Awaiting), on("2021-04-12"));
    assert_eq!((waiting.state(), waiting.claim()), (OrderState::AwaitingAmount, None));
    let document = "京人社发〔2021〕9号".parse().unwrap();
    let figure = Figure { amount: Fen(70), document, entered_by: officer(1) };
    for event in [OrderEvent::FigureProposed { figure }, OrderEvent::FigureApproved { by: officer(2) }] {
        let own = waiting.record(OrderEvent::FigureApproved { by: officer(1) }, &stamp);
        assert!(matches!(own, Err(OrderError::Figure(_))));
        let recorded = waiting.record(event, &stamp).unwrap();
        waiting.apply(&recorded).unwrap();
    }
    assert_eq!((waiting.state(), waiting.claim().unwrap().amount), (OrderState::Ready, Fen(70)));
}

#[test]
fn a_refused_order_is_corrected_and_paid_with_a_later_cycle() {
    let (mut orders, stamp) = ([decided(1), decided(2)], on("2021-04-13"));
    let mut first = sent(&mut orders, 1);
    assert_eq!(first.file_sent(&first.message_id(), &stamp), Ok(None), "sent twice has one effect");
    assert!(matches!(first.file_sent("other", &stamp), Err(CycleError::OtherFile { .. })));
    assert!(matches!(first.close(&stamp), Err(CycleError::Unanswered { open: 2, .. })));
    let closed = BankAnswer::Rejected { reason: "AC04".parse().unwrap() };
    let paid = BankAnswer::Paid { on: date(2021, 4, 15) };
    for (at, answer) in [(0, closed), (1, paid)] {
        let event = first.answered(&orders[at], 1, answer, &stamp).unwrap().unwrap();
        take(&mut first, &mut orders, &event);
        assert_eq!(first.answered(&orders[at], 1, answer, &stamp), Ok(None), "told twice has one effect");
    }
    let event = first.close(&stamp).unwrap();
    take(&mut first, &mut orders, &event);
    let corrected =
        orders[0].record(OrderEvent::Corrected { what: Code::from_static("account") }, &stamp).unwrap();
    orders[0].apply(&corrected).unwrap();
    let mut second = sent(&mut orders, 2);
    assert_eq!(second.entries().map(|entry| entry.reference.attempt).collect::<Vec<_>>(), [2]);
    // A late word on the first attempt, in the first cycle, touches nothing.
    assert_eq!(first.answered(&orders[0], 1, paid, &stamp), Ok(None));
    let event = second.answered(&orders[0], 2, paid, &stamp).unwrap().unwrap();
    take(&mut second, &mut orders, &event);
    assert_eq!(orders[0].state(), OrderState::Paid);
    // A return comes after the cycle was closed.
    let returned = BankAnswer::Returned { on: date(2021, 5, 2), reason: "AC06".parse().unwrap() };
    let event = first.answered(&orders[1], 1, returned, &stamp).unwrap().unwrap();
    take(&mut first, &mut orders, &event);
    assert_eq!(orders[1].state(), OrderState::Returned);
    let contradiction = first.answered(&orders[1], 1, closed, &stamp).unwrap_err();
    assert!(matches!(contradiction, CycleError::Order(OrderError::Contradiction { .. })));
}

#[test]
fn what_was_paid_and_came_back_leaves_the_bank_as_it_was_in_either_order() {
    let stamp = on("2021-04-15");
    let paid = BankAnswer::Paid { on: date(2021, 4, 15) };
    let returned = BankAnswer::Returned { on: date(2021, 4, 20), reason: "AC04".parse().unwrap() };
    for answers in [[paid, returned], [returned, paid]] {
        let mut orders = [decided(1)];
        let mut cycle = sent(&mut orders, 1);
        let mut balance = TrialBalance::default();
        for answer in answers {
            let Some(event) = cycle.answered(&orders[0], 1, answer, &stamp).unwrap() else { continue };
            for moved in movements(&orders[0], answer) {
                balance.add(&of_order(&orders[0], Fen(100), *moved, &stamp).unwrap()).unwrap();
            }
            take(&mut cycle, &mut orders, &event);
        }
        assert_eq!(balance.balance(AccountCode::BANK), Ok(Fen(0)));
        assert_eq!(balance.prove(), Ok(Fen(200)), "both movements are booked");
    }
}

#[test]
fn events_read_back_from_their_json() {
    let mut orders = [decided(1)];
    let cycle = sent(&mut orders, 1);
    let entries: Vec<_> = cycle.entries().copied().collect();
    let event = CycleEvent::Computed { by: officer(1), entries, held: vec![] };
    let json = serde_json::to_string(&event).unwrap();
    assert_eq!(serde_json::from_str::<CycleEvent>(&json).unwrap(), event);
    let source = serde_json::to_string(&Source::Cycle(cycle.id())).unwrap();
    assert_eq!(serde_json::from_str::<Source>(&source).unwrap(), Source::Cycle(cycle.id()));
}
