//! Worklists: every page by number gives what one list of everything would, and the amounts are those that counting gives,
//! after every move.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use registry::AccountId;
use service::flow::Owner;
use uuid::Uuid;

use super::fixture::person;
use super::matter::{Matter, OFFICE, SERVICE, acted, clerk, opened_on};
use crate::{CaseOverview, Changes, Desk, Holder, Store, WorklistAt, WorklistFilter, Write};

fn account(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

fn desk() -> Desk {
    Desk::Office(OFFICE.to_owned())
}

/// Seventy cases over eleven days and three without one, of two services, in two states, some held by one of two officers;
/// and five at another office.
async fn fill(store: &Store) -> Vec<Matter> {
    let who = person(1);
    store.save(Changes::new().write(Write::PersonInsert(who.clone()))).await.expect("saved");
    let mut matters = Vec::new();
    for number in 1..=75_u64 {
        let service = if number % 3 == 0 { "flex-registration" } else { SERVICE };
        let office = if number > 70 { "haidian-centre" } else { OFFICE };
        let mut matter = Matter::open_as(who.id, number, service, office);
        // Days go back and forth, so that the order of numbers is not the order of days.
        let day = i8::try_from(number * 7 % 11).expect("a small number") + 10;
        matter.file(date(2020, 11, day));
        if number % 25 == 0 {
            matter.waits(Owner::Office, None);
        }
        if number % 5 == 0 {
            matter.claim(account(101));
        } else if number % 7 == 0 {
            matter.claim(account(102));
        }
        if number % 4 == 0 {
            let event = service::case::Event::Acted(Box::new(acted("check", "in_check")));
            matter.then(event, clerk(account(101)), opened_on());
        }
        matters.push(matter);
    }
    for batch in matters.chunks_mut(9) {
        let changes = batch.iter_mut().fold(Changes::new(), |changes, matter| changes.write(matter.save()));
        store.save(changes).await.expect("saved");
    }
    matters
}

/// What a filter leaves, by looking at every case.
fn expected(matters: &[Matter], filter: &WorklistFilter) -> Vec<String> {
    let mut left: Vec<_> = matters
        .iter()
        .filter(|matter| Desk::of(&matter.case, matter.row.owner.as_ref()).as_ref() == Some(&filter.desk))
        .filter(|matter| filter.service.as_ref().is_none_or(|service| *service == matter.case.service))
        .filter(|matter| filter.state.as_ref().is_none_or(|state| *state == matter.case.state))
        .filter(|matter| filter.due_before.is_none_or(|day| matter.row.due.is_some_and(|due| due < day)))
        .filter(|matter| {
            let holder = filter.desk.holder(&matter.case);
            match filter.holder {
                Holder::Any => true,
                Holder::Nobody => holder.is_none(),
                Holder::Account(account) => holder == Some(account),
            }
        })
        .map(|matter| (matter.row.due.is_none(), matter.row.due, matter.case.number.clone()))
        .collect();
    left.sort();
    left.into_iter().map(|(_, _, number)| number).collect()
}

fn filters() -> Vec<WorklistFilter> {
    let all = WorklistFilter::all(desk());
    let mut filters = Vec::new();
    for service in [None, Some(SERVICE), Some("flex-registration"), Some("nothing")] {
        for state in [None, Some("in_review"), Some("in_check")] {
            for holder in [Holder::Any, Holder::Nobody, Holder::Account(account(101))] {
                for due_before in [None, Some(date(2020, 11, 14)), Some(date(2020, 11, 1))] {
                    filters.push(WorklistFilter {
                        service: service.map(ToOwned::to_owned),
                        state: state.map(ToOwned::to_owned),
                        holder,
                        due_before,
                        ..all.clone()
                    });
                }
            }
        }
    }
    filters
}

fn numbers(rows: &[CaseOverview]) -> Vec<String> {
    rows.iter().map(|case| case.number.clone()).collect()
}

async fn holds(store: &Store, matters: &[Matter], filter: &WorklistFilter) {
    let expected = expected(matters, filter);
    let size = 4;
    let pages: Vec<&[String]> = expected.chunks(4).collect();
    for number in 1..=pages.len() + 1 {
        let at = WorklistAt::Page(number as u64);
        let page = store.worklist_page(filter, at, size).await.expect("read");
        assert_eq!(page.total, expected.len() as u64, "{filter:?}");
        let wanted = pages.get(number - 1).copied().unwrap_or_default();
        assert_eq!(numbers(&page.rows), wanted, "page {number} of {filter:?}");
        assert_eq!(page.next.is_some(), number < pages.len(), "page {number} of {filter:?}");
    }
    // The same by going on from where a page ended, and case by case.
    let (mut walked, mut page) =
        (Vec::new(), store.worklist_page(filter, WorklistAt::Page(1), size).await.expect("read"));
    loop {
        walked.extend(numbers(&page.rows));
        let Some(next) = page.next else { break };
        page = store.worklist_page(filter, WorklistAt::After(next), size).await.expect("read");
        assert_eq!(page.total, expected.len() as u64);
    }
    assert_eq!(walked, expected, "{filter:?}");
    let (mut stepped, mut after) = (Vec::new(), None);
    while let Some(case) = store.worklist_next(filter, after).await.expect("read") {
        after = Some(crate::WorklistKey::of(&case));
        stepped.push(case.number);
    }
    assert_eq!(stepped, expected, "{filter:?}");
}

pub(crate) async fn pages_by_number_are_those_of_one_list(store: Store) {
    let matters = fill(&store).await;
    for filter in filters() {
        holds(&store, &matters, &filter).await;
    }
    holds(&store, &matters, &WorklistFilter::all(Desk::Office("haidian-centre".to_owned()))).await;
    holds(&store, &matters, &WorklistFilter::all(Desk::City)).await;
}

/// Counts by looking at every case, and compares with what is kept.
async fn counted(store: &Store, matters: &[Matter], today: Date) {
    let mut by_hand: BTreeMap<(Desk, String, String, bool), u64> = BTreeMap::new();
    for matter in matters {
        if let Some(desk) = Desk::of(&matter.case, matter.row.owner.as_ref()) {
            let is_held = desk.holder(&matter.case).is_some();
            let key = (desk, matter.case.service.clone(), matter.case.state.clone(), is_held);
            *by_hand.entry(key).or_default() += 1;
        }
    }
    let mut kept: Vec<_> = store
        .worklist_counts(None)
        .await
        .expect("read")
        .into_iter()
        .map(|count| ((count.desk, count.service, count.state, count.is_held), count.amount))
        .collect();
    kept.sort();
    assert_eq!(kept, by_hand.into_iter().collect::<Vec<_>>());
    for filter in filters() {
        let before = filter.due_before.map_or(today, |day| day.min(today));
        let late = WorklistFilter { due_before: Some(before), ..filter.clone() };
        let overdue = store.worklist_overdue(&filter, today).await.expect("read");
        assert_eq!(overdue, expected(matters, &late).len() as u64, "{filter:?}");
    }
}

pub(crate) async fn amounts_move_with_the_cases(store: Store) {
    let mut matters = fill(&store).await;
    let today = date(2020, 11, 15);
    counted(&store, &matters, today).await;
    let all = store.worklist_counts(Some(&desk())).await.expect("read");
    assert_eq!(all.iter().map(|count| count.amount).sum::<u64>(), 70);
    // Claimed, given up to a body, decided, put off: several in one save, and the same case twice in a row.
    for (index, matter) in matters.iter_mut().enumerate().take(40) {
        match index % 4 {
            0 => matter.claim(account(102)),
            1 => matter.hand_to("guarantor", "jingan", account(101)),
            2 => matter.grant(account(101)),
            _ => matter.waits(Owner::Supervisor, Some(date(2020, 11, 30))).claim(account(103)),
        };
    }
    for batch in matters[..40].chunks_mut(7) {
        let changes = batch.iter_mut().fold(Changes::new(), |changes, matter| changes.write(matter.save()));
        store.save(changes).await.expect("saved");
    }
    counted(&store, &matters, today).await;
    let guarantor =
        Desk::Body { kind: service::flow::BodyKind("guarantor".to_owned()), body: "jingan".to_owned() };
    holds(&store, &matters, &WorklistFilter::all(guarantor)).await;
    holds(&store, &matters, &WorklistFilter::all(Desk::Supervisor(OFFICE.to_owned()))).await;
    // Days reckoned anew move the amounts too.
    let moved = &mut matters[50];
    moved.row.due = Some(date(2020, 12, 24));
    let write = Write::CaseDays { case: Box::new(moved.case.clone()), row: Box::new(moved.row.clone()) };
    store.save(Changes::new().write(write)).await.expect("saved");
    counted(&store, &matters, today).await;
    holds(&store, &matters, &WorklistFilter::all(desk())).await;
    let holders = store.worklist_holders(&desk(), today).await.expect("read");
    for number in [101, 102, 103] {
        let mine = WorklistFilter { holder: Holder::Account(account(number)), ..WorklistFilter::all(desk()) };
        let late = WorklistFilter { due_before: Some(today), ..mine.clone() };
        let found = holders.iter().find(|count| count.account == account(number));
        let (amount, overdue) = found.map_or((0, 0), |count| (count.amount, count.overdue));
        assert_eq!(amount, expected(&matters, &mine).len() as u64);
        assert_eq!(overdue, expected(&matters, &late).len() as u64);
    }
    assert!(holders.len() >= 2 && holders.is_sorted_by(|one, two| one.amount >= two.amount));
    // A day on which nothing waits any more leaves no trace.
    assert!(store.worklist_tidy().await.expect("done") > 0);
    assert_eq!(store.worklist_tidy().await.expect("done"), 0);
    counted(&store, &matters, today).await;
    holds(&store, &matters, &WorklistFilter::all(desk())).await;
}

pub(crate) async fn a_refused_step_moves_no_amounts(store: Store) {
    let mut matters = fill(&store).await;
    let (mut late, good) = (matters[1].clone(), matters[2].claim(account(103)).save());
    let first = matters[1].claim(account(101)).save();
    store.save(Changes::new().write(first)).await.expect("saved");
    late.claim(account(102));
    assert!(store.save(Changes::new().write(late.save())).await.is_err());
    store.save(Changes::new().write(good)).await.expect("saved");
    counted(&store, &matters, date(2020, 11, 15)).await;
}
