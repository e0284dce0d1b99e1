//! Registrations, decisions and certificates: one in force for a person, every version kept, pages
//! and counts that agree with the rows.

use std::collections::BTreeSet;

use jiff::civil::date;
use registry::form::Channel;
use registry::registration::{
    ChangeCommand, EndCommand, EnteredBy, History, Recorded, RegistrationEvent, STATE_ACTIVE,
};
use registry::{FlexibleKind, Region, Registration};

use super::fixture::{
    at, certificate, decision, details, person, policy, registration, registration_changes,
};
use crate::{Changes, Double, Kept, RegistrationFilter, SaveError, Store, Write};

fn moved(registration: &Registration, district: &str, second: i64) -> (Registration, Recorded) {
    let command = ChangeCommand {
        details: details(district),
        office: registration.office,
        effective_on: date(2020, 11, 1),
        channel: Channel::Website,
        entered_by: EnteredBy::Person,
        today: date(2020, 11, 15),
        recorded_at: at(second),
    };
    registration.change(command).expect("a change that can be made")
}

fn ended(registration: &Registration, second: i64) -> (Registration, Recorded) {
    let command = EndCommand {
        last_day: date(2020, 11, 10),
        reason: "work_ended".to_owned(),
        channel: Channel::Window,
        entered_by: EnteredBy::Person,
        today: date(2020, 11, 15),
        recorded_at: at(second),
    };
    registration.end(command).expect("an end that can be made")
}

/// A person with a registration in a district, saved.
async fn registered(store: &Store, number: u64, district: &str) -> Registration {
    let person = person(number);
    let (made, event) = registration(person.id, number, district);
    let changes = Changes::new().write(Write::PersonInsert(person));
    let changes = changes.write(Write::registration_insert(made.clone(), event));
    store.save(changes).await.expect("saved");
    made
}

async fn update(store: &Store, before: &Registration, next: (Registration, Recorded)) -> Registration {
    let (after, event) = next;
    let write = Write::registration_update(before.clone(), after.clone(), event);
    store.save(Changes::new().write(write)).await.expect("saved");
    after
}

pub(crate) async fn a_life_is_kept_with_its_versions(store: Store) {
    let first = registered(&store, 1, "110105").await;
    assert_eq!(store.registration_find(first.id).await.expect("read").as_ref(), Some(&first));
    let second = update(&store, &first, moved(&first, "110112", 20)).await;
    let third = update(&store, &second, ended(&second, 30)).await;
    assert_eq!(store.registration_find_by_number(&first.number).await.expect("read").as_ref(), Some(&third));
    assert_eq!(store.registration_find_active(first.person).await.expect("read"), None);
    let events = store.registration_history(first.id).await.expect("read");
    assert!(matches!(events.last().map(|e| &e.event), Some(RegistrationEvent::Ended { .. })));
    let history = History::new(events).expect("events that fit");
    assert_eq!(history.current().expect("replayed"), third);
    assert_eq!(history.on(date(2020, 10, 31)).expect("in force"), first);
    assert_eq!(store.registration_list_by_person(first.person).await.expect("read"), [third]);
}

pub(crate) async fn one_person_has_one_registration_in_force(store: Store) {
    let who = person(1);
    store.save(Changes::new().write(Write::PersonInsert(who.clone()))).await.expect("saved");
    let tries = (1..=16).map(|number| {
        let (made, event) = registration(who.id, number, "110105");
        let store = store.clone();
        tokio::spawn(async move {
            store.save(Changes::new().write(Write::registration_insert(made, event))).await
        })
    });
    let (mut done, mut refused) = (0, 0);
    for tried in tries.collect::<Vec<_>>() {
        match tried.await.expect("a task that ends") {
            Ok(_) => done += 1,
            Err(SaveError::Double(Double::ActiveRegistration)) => refused += 1,
            Err(other) => panic!("expected a double, got {other:?}"),
        }
    }
    assert_eq!((done, refused), (1, 15));
    assert_eq!(store.registration_list_by_person(who.id).await.expect("read").len(), 1);
    let counts = store.registration_counts(None).await.expect("read");
    assert_eq!(counts.iter().map(|count| count.amount).collect::<Vec<_>>(), [1]);
}

pub(crate) async fn ending_and_registering_anew_fit_in_one_save(store: Store) {
    let first = registered(&store, 1, "110105").await;
    let (over, end) = ended(&first, 20);
    let (second, begin) = registration(first.person, 2, "110108");
    let changes = Changes::new()
        .write(Write::registration_insert(second.clone(), begin))
        .write(Write::registration_update(first, over, end));
    store.save(changes).await.expect("saved");
    assert_eq!(store.registration_find_active(second.person).await.expect("read"), Some(second));
}

pub(crate) async fn pages_give_each_row_once_newest_first(store: Store) {
    for number in 1..=23 {
        let made = registered(&store, number, if number % 3 == 0 { "110101" } else { "110105" }).await;
        if number % 5 == 0 {
            update(&store, &made, ended(&made, 100)).await;
        }
    }
    let chaoyang: Region = "110105".parse().expect("a code");
    let active = RegistrationFilter { state: Some(STATE_ACTIVE.to_owned()), ..Default::default() };
    let (mut seen, mut after, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = store.registration_list_by_district(&chaoyang, &active, after, 5).await.expect("read");
        assert!(page.rows.len() <= 5);
        assert!(page.rows.iter().all(|row| row.is_active() && row.details.district == chaoyang));
        seen.extend(page.rows.iter().map(|row| (row.registered_at, row.id)));
        pages += 1;
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    // Of 1..=23 those that 3 and 5 do not divide: 13 in pages of 5.
    assert_eq!((seen.len(), pages), (13, 3));
    assert!(seen.is_sorted_by(|a, b| a > b), "the newest first");
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 13);
    let all = store.registration_list(&RegistrationFilter::default(), None, 500).await.expect("read");
    assert_eq!((all.rows.len(), all.next), (23, None));
    let kind = RegistrationFilter { kind: Some(FlexibleKind::PartTime), ..Default::default() };
    assert!(store.registration_list(&kind, None, 10).await.expect("read").rows.is_empty());
}

pub(crate) async fn counts_move_along(store: Store) {
    let one = registered(&store, 1, "110105").await;
    registered(&store, 2, "110105").await;
    let gone = update(&store, &one, moved(&one, "110112", 20)).await;
    let counts = async || {
        let counts = store.registration_counts(None).await.expect("read");
        counts.into_iter().map(|c| (c.district.to_string(), c.state, c.amount)).collect::<Vec<_>>()
    };
    let row = |district: &str, state: &str, amount| (district.to_owned(), state.to_owned(), amount);
    assert_eq!(counts().await, [row("110105", "active", 1), row("110112", "active", 1)]);
    update(&store, &gone, ended(&gone, 30)).await;
    assert_eq!(counts().await, [row("110105", "active", 1), row("110112", "ended", 1)]);
    let tongzhou: Region = "110112".parse().expect("a code");
    assert_eq!(store.registration_counts(Some(&tongzhou)).await.expect("read").len(), 1);
}

pub(crate) async fn an_event_that_does_not_fit_is_refused(store: Store) {
    let first = registered(&store, 1, "110105").await;
    let (second, _) = moved(&first, "110112", 20);
    let (_, wrong) = ended(&second, 30);
    let write = Write::registration_update(first.clone(), second.clone(), wrong);
    let refused = store.save(Changes::new().write(write)).await;
    assert!(matches!(refused, Err(SaveError::Invalid { field: "registration_version", .. })));
    // Two who read the same version: the second comes too late.
    update(&store, &first, moved(&first, "110112", 20)).await;
    let (other, event) = moved(&first, "110101", 21);
    let write = Write::registration_update(first, other, event);
    let refused = store.save(Changes::new().write(write)).await;
    assert!(matches!(refused, Err(SaveError::Stale { table: "registration", expected: 1, .. })));
}

pub(crate) async fn decisions_come_back_byte_for_byte(store: Store) {
    store.policy_version_put(policy()).await.expect("saved");
    let (changes, person, registration) = registration_changes(&store, 1, "110105");
    let given = changes.decisions.first().cloned().expect("a decision");
    store.save(changes).await.expect("saved");
    assert_eq!(store.decision_find(given.id).await.expect("read"), Some(Kept::Held(given.clone())));

    let mut later = decision(person.id, Some(registration.id));
    later.known_on = Some(date(2021, 1, 2));
    later.created_at = at(99);
    store.decision_insert(later.clone()).await.expect("saved");
    let list = store.decision_list_by_person(person.id).await.expect("read");
    assert_eq!(list, [Kept::Held(later.clone()), Kept::Held(given)]);

    let erase = Write::DecisionErase { decision: later.id, at: at(100) };
    store.save(Changes::new().write(erase)).await.expect("saved");
    assert_eq!(store.decision_find(later.id).await.expect("read"), Some(Kept::Erased { at: at(100) }));
}

pub(crate) async fn certificates_are_found_closed_and_listed(store: Store) {
    let mut given = Vec::new();
    for number in 1..=3 {
        let made = registered(&store, number, "110105").await;
        let paper = certificate(&store, &made);
        store.save(Changes::new().write(Write::CertificateInsert(paper.clone()))).await.expect("saved");
        given.push(paper);
    }
    let [one, two, three] = <[_; 3]>::try_from(given).expect("three");
    let close = async |paper| store.save(Changes::new().write(Write::CertificateClose(paper))).await;
    let revoked_one = one.clone().revoke(at(50), "untrue_statement").expect("valid");
    close(revoked_one.clone()).await.expect("saved");
    close(two.clone().end(at(51), "registration_ended").expect("valid")).await.expect("saved");
    close(two.clone().revoke(at(52), "untrue_statement").expect("ended")).await.expect("saved");
    // Whoever still believes it valid cannot end what is revoked.
    let late = close(two.clone().end(at(60), "replaced").expect("valid")).await;
    assert!(matches!(late, Err(SaveError::Stale { table: "certificate", .. })));

    let found = store.certificate_find_by_number(&one.number).await.expect("read");
    assert_eq!(found, Some(Kept::Held(revoked_one)));
    assert_eq!(
        store.certificate_find_by_number(&three.number).await.expect("read"),
        Some(Kept::Held(three.clone()))
    );
    assert_eq!(store.certificate_find_by_number("C0").await.expect("read"), None);
    let since = async |second| store.certificate_list_revoked_since(at(second)).await.expect("read");
    assert_eq!(since(0).await, [(one.number.clone(), at(50)), (two.number.clone(), at(52))]);
    assert_eq!(since(50).await, [(two.number.clone(), at(52))]);
    assert_eq!(since(52).await, []);
    let closed = store.certificate_list_closed(None).await.expect("read");
    let numbers: Vec<_> = closed.iter().map(|one| (one.number.as_str(), one.state.code())).collect();
    assert_eq!(numbers, [(one.number.as_str(), "revoked"), (two.number.as_str(), "revoked")]);
    let after = closed.first().map(|first| (first.at, first.id));
    assert_eq!(store.certificate_list_closed(after).await.expect("read"), closed[1..]);
    let by = store.certificate_list_by_registration(three.registration).await.expect("read");
    assert_eq!(by, std::slice::from_ref(&three));
    let again = store.save(Changes::new().write(Write::CertificateInsert(registry::Certificate {
        id: registry::CertificateId(uuid::Uuid::new_v4()),
        ..three
    })));
    assert!(matches!(again.await, Err(SaveError::Double(Double::CertificateNumber))));
}
