//! Periods of persons, mandates, bodies and deputies: by day, with two pairs of eyes, and never two that exclude each other.

use jiff::civil::{Date, date};
use registry::registration::{EnteredBy, Registration};
use registry::{
    Body, Deputy, DeputyId, Mandate, MandateId, Period, PeriodId, PeriodKind, PersonId, StandingPeriod,
};
use serde_json::json;
use uuid::Uuid;

use super::fixture::{at, person, registration};
use super::matter::account;
use crate::{Changes, Double, SaveError, Store, Write};

fn period(person: PersonId, kind: PeriodKind, opened_on: Date) -> StandingPeriod {
    StandingPeriod {
        id: PeriodId(Uuid::now_v7()),
        person,
        kind,
        opened_on,
        closed_on: None,
        case: None,
        payload: json!({ "reason": "contract_ended_秘密" }),
    }
}

fn ended(before: &Registration, on: Date) -> Write {
    let command = registry::registration::EndCommand {
        last_day: on,
        reason: "out_of_work".to_owned(),
        channel: registry::form::Channel::App,
        entered_by: EnteredBy::Person,
        today: on,
        recorded_at: at(50),
    };
    let (after, recorded) = before.end(command).expect("an end");
    Write::registration_update(before.clone(), after, recorded)
}

async fn save(store: &Store, write: Write) -> Result<(), SaveError> {
    store.save(Changes::new().write(write)).await.map(|_| ())
}

pub(crate) async fn nobody_is_employed_and_unemployed_at_once(store: Store) {
    let who = person(1);
    let (job, event) = registration(who.id, 1, "110105");
    let changes = Changes::new()
        .write(Write::PersonInsert(who.clone()))
        .write(Write::registration_insert(job.clone(), event));
    store.save(changes).await.expect("saved");
    let on = date(2021, 3, 8);
    let out = period(who.id, PeriodKind::Unemployment, on);
    let refused = save(&store, Write::PeriodInsert(out.clone())).await;
    assert!(matches!(refused, Err(SaveError::Double(Double::Standing))), "{refused:?}");
    // The registration ends the same day, in one save and in either order.
    let changes = Changes::new().write(Write::PeriodInsert(out.clone())).write(ended(&job, on));
    store.save(changes).await.expect("saved");
    // Registering new work is refused until the unemployment registration ends.
    let (again, event) = registration(who.id, 2, "110112");
    let insert = Write::registration_insert(again, event);
    let refused = save(&store, insert.clone()).await;
    assert!(matches!(refused, Err(SaveError::Double(Double::Standing))), "{refused:?}");
    let close = Write::PeriodClose { period: out.id, person: who.id, last_day: date(2021, 4, 1) };
    store.save(Changes::new().write(insert).write(close)).await.expect("saved");
    assert!(store.registration_find_active(who.id).await.expect("read").is_some());
    // Twice the same is still said as what it is.
    let (third, event) = registration(who.id, 3, "110105");
    let refused = save(&store, Write::registration_insert(third, event)).await;
    assert!(matches!(refused, Err(SaveError::Double(Double::ActiveRegistration))), "{refused:?}");
    let all = store.period_list_by_person(who.id).await.expect("read");
    assert_eq!(all, [StandingPeriod { closed_on: Some(date(2021, 4, 1)), ..out }]);
}

/// Half of them register work and half unemployment, all for one person and at once: one gets through.
pub(crate) async fn of_many_at_once_one_standing_is_taken(store: Store) {
    let who = person(1);
    save(&store, Write::PersonInsert(who.clone())).await.expect("saved");
    let saves = (1..=16_u64).map(|number| {
        let (store, person) = (store.clone(), who.id);
        tokio::spawn(async move {
            if number % 2 == 0 {
                let (made, event) = registration(person, number, "110105");
                return save(&store, Write::registration_insert(made, event)).await;
            }
            let out = period(person, PeriodKind::Unemployment, date(2020, 11, 15));
            save(&store, Write::PeriodInsert(out)).await
        })
    });
    let mut taken = 0;
    for result in saves.collect::<Vec<_>>() {
        match result.await.expect("a task that ends") {
            Ok(()) => taken += 1,
            Err(SaveError::Double(Double::Standing | Double::ActiveRegistration | Double::OpenPeriod)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(taken, 1);
}

pub(crate) async fn one_period_of_a_kind_is_in_force(store: Store) {
    let who = person(1);
    save(&store, Write::PersonInsert(who.clone())).await.expect("saved");
    let pension = || PeriodKind::Enrolment("pension".to_owned());
    let first = period(who.id, pension(), date(2020, 11, 1));
    let medical = period(who.id, PeriodKind::Enrolment("medical".to_owned()), date(2020, 11, 1));
    save(&store, Write::PeriodInsert(first.clone())).await.expect("saved");
    save(&store, Write::PeriodInsert(medical)).await.expect("another kind");
    let refused = save(&store, Write::PeriodInsert(period(who.id, pension(), date(2021, 1, 1)))).await;
    assert!(matches!(refused, Err(SaveError::Double(Double::OpenPeriod))), "{refused:?}");
    let close = |last_day| Write::PeriodClose { period: first.id, person: who.id, last_day };
    let before_it_began = save(&store, close(date(2020, 10, 31))).await;
    assert!(matches!(before_it_began, Err(SaveError::Stale { .. })), "{before_it_began:?}");
    save(&store, close(date(2020, 12, 31))).await.expect("saved");
    assert!(
        matches!(save(&store, close(date(2021, 1, 31))).await, Err(SaveError::Stale { .. })),
        "closed twice"
    );
    // The last day belongs to the old one.
    let refused = save(&store, Write::PeriodInsert(period(who.id, pension(), date(2020, 12, 31)))).await;
    assert!(matches!(refused, Err(SaveError::Double(Double::OpenPeriod))), "{refused:?}");
    let second = period(who.id, pension(), date(2021, 1, 1));
    save(&store, Write::PeriodInsert(second.clone())).await.expect("saved");
    let on =
        async |day| store.period_find(who.id, &pension(), day).await.expect("read").map(|period| period.id);
    assert_eq!(on(date(2020, 10, 31)).await, None);
    assert_eq!(on(date(2020, 12, 31)).await, Some(first.id));
    assert_eq!(on(date(2021, 1, 1)).await, Some(second.id));
    // One of the past is entered whole, where nothing lies.
    let past = |from, to| StandingPeriod { closed_on: Some(to), ..period(who.id, pension(), from) };
    save(&store, Write::PeriodInsert(past(date(2020, 1, 1), date(2020, 10, 31)))).await.expect("saved");
    let refused = save(&store, Write::PeriodInsert(past(date(2022, 1, 1), date(2022, 2, 1)))).await;
    assert!(matches!(refused, Err(SaveError::Double(Double::OpenPeriod))), "{refused:?}");
    let refused = save(&store, Write::PeriodInsert(past(date(2019, 2, 1), date(2019, 1, 1)))).await;
    assert!(matches!(refused, Err(SaveError::Invalid { field: "closed_on", .. })), "{refused:?}");
    let sealed = store.raw_bytes("standing_period", "sealed").await.expect("read").concat();
    assert!(!sealed.windows(8).any(|part| part == b"contract"));
    save(&store, Write::PersonErase { person: who.id, at: at(9) }).await.expect("saved");
    assert!(store.period_list_by_person(who.id).await.expect("read").is_empty());
}

pub(crate) async fn mandates_are_found_in_force_by_service_and_day(store: Store) {
    let (giver, delegate, other) = (person(1), person(2), person(3));
    let mandate = Mandate {
        id: MandateId(Uuid::now_v7()),
        giver: giver.id,
        delegate: delegate.id,
        services: vec!["startup-loan".to_owned(), "flex-registration".to_owned()],
        valid: Period::new(date(2020, 11, 1), Some(date(2020, 11, 30))).expect("a period"),
        consented_at: at(3),
        ended_at: None,
    };
    let changes = [&giver, &delegate, &other]
        .into_iter()
        .fold(Changes::new(), |changes, who| changes.write(Write::PersonInsert(who.clone())));
    store.save(changes.write(Write::MandateInsert(mandate.clone()))).await.expect("saved");
    let find = async |by: PersonId, service: &str, on| {
        store.mandate_find_in_force(giver.id, by, service, on).await.expect("read").map(|found| found.id)
    };
    let in_it = date(2020, 11, 30);
    assert_eq!(find(delegate.id, "startup-loan", in_it).await, Some(mandate.id));
    assert_eq!(find(delegate.id, "unemployment-registration", in_it).await, None);
    assert_eq!(find(delegate.id, "startup-loan", date(2020, 12, 1)).await, None);
    assert_eq!(find(other.id, "startup-loan", in_it).await, None);
    let end = |by| Write::MandateEnd { mandate: mandate.id, by, at: at(9) };
    assert!(matches!(save(&store, end(other.id)).await, Err(SaveError::Stale { .. })));
    save(&store, end(giver.id)).await.expect("saved");
    assert_eq!(find(delegate.id, "startup-loan", in_it).await, None);
    let ended = Mandate { ended_at: Some(at(9)), ..mandate.clone() };
    assert_eq!(store.mandate_find(mandate.id).await.expect("read").as_ref(), Some(&ended));
    assert_eq!(store.mandate_list_by_giver(giver.id).await.expect("read"), std::slice::from_ref(&ended));
    assert_eq!(store.mandate_list_by_delegate(delegate.id).await.expect("read"), [ended]);
    let to_oneself = Mandate { id: MandateId(Uuid::now_v7()), delegate: giver.id, ..mandate };
    let refused = save(&store, Write::MandateInsert(to_oneself)).await;
    assert!(matches!(refused, Err(SaveError::Invalid { field: "mandate", .. })), "{refused:?}");
}

fn body(id: &str, from: Date) -> Body {
    Body {
        id: id.to_owned(),
        kind: "guarantor".to_owned(),
        name_zh: "京安担保".to_owned(),
        name_en: "Jing'an Guarantee".to_owned(),
        recognised_by: "市人力资源和社会保障局".to_owned(),
        specialty: None,
        districts: vec!["110101".parse().expect("a code")],
        valid: Period::from_day(from),
        source: "made up".to_owned(),
    }
}

pub(crate) async fn a_body_is_offered_on_its_days_once_two_officers_agree(store: Store) {
    let (one, two) = (account("k01"), account("k02"));
    let data = body("jingan", date(2020, 1, 1));
    let changes = Changes::new()
        .write(Write::AccountInsert(one.clone()))
        .write(Write::AccountInsert(two.clone()))
        .write(Write::BodyPut(data.clone()));
    store.save(changes).await.expect("saved");
    let listed = async |on| {
        let bodies = store.body_list("guarantor", on).await.expect("read");
        bodies.into_iter().map(|body| (body.id, body.name_en)).collect::<Vec<_>>()
    };
    let now = ("jingan".to_owned(), "Jing'an Guarantee".to_owned());
    assert_eq!(listed(date(2020, 1, 1)).await, std::slice::from_ref(&now));
    assert!(listed(date(2019, 12, 31)).await.is_empty());
    assert!(store.body_list("bank", date(2020, 6, 1)).await.expect("read").is_empty());

    let renamed = Body { name_en: "Jing'an".to_owned(), ..body("jingan", date(2021, 1, 1)) };
    let propose = Write::BodyPropose { body: renamed.clone(), by: one.id };
    save(&store, propose.clone()).await.expect("saved");
    save(&store, propose).await.expect("proposed anew");
    assert_eq!(listed(date(2021, 1, 1)).await, std::slice::from_ref(&now), "not before the second officer");
    assert_eq!(store.body_list_proposed().await.expect("read").len(), 1);
    let approve = |by| Write::BodyApprove { id: "jingan".to_owned(), valid_from: date(2021, 1, 1), by };
    assert!(
        matches!(save(&store, approve(one.id)).await, Err(SaveError::Stale { .. })),
        "by the same officer"
    );
    save(&store, approve(two.id)).await.expect("saved");
    assert!(matches!(save(&store, approve(two.id)).await, Err(SaveError::Stale { .. })), "twice");
    assert_eq!(listed(date(2020, 12, 31)).await, [now]);
    assert_eq!(listed(date(2021, 1, 1)).await, [("jingan".to_owned(), "Jing'an".to_owned())]);
    assert_eq!(store.body_find("jingan", date(2021, 5, 1)).await.expect("read"), Some(renamed.clone()));
    // What is in force is not replaced by a proposal of its own first day.
    let over = Write::BodyPropose { body: renamed, by: one.id };
    let refused = save(&store, over).await;
    assert!(matches!(refused, Err(SaveError::Invalid { field: "valid_from", .. })), "{refused:?}");

    let close =
        |last_day| Write::BodyClose { id: "jingan".to_owned(), valid_from: date(2021, 1, 1), last_day };
    save(&store, close(date(2021, 6, 30))).await.expect("saved");
    assert_eq!(listed(date(2021, 6, 30)).await.len(), 1);
    assert!(listed(date(2021, 7, 1)).await.is_empty(), "its contract has ended");
    let history = store.body_history("jingan").await.expect("read");
    assert_eq!(history.len(), 2);
    assert_eq!(history[1].approved_by, Some(two.id));

    let declined = Write::BodyPropose { body: body("another", date(2021, 1, 1)), by: two.id };
    save(&store, declined).await.expect("saved");
    let discard = Write::BodyDiscard { id: "another".to_owned(), valid_from: date(2021, 1, 1) };
    save(&store, discard.clone()).await.expect("saved");
    assert!(matches!(save(&store, discard).await, Err(SaveError::Stale { .. })));
    assert!(store.body_list_proposed().await.expect("read").is_empty());
}

pub(crate) async fn deputies_stand_in_on_their_days(store: Store) {
    let (one, two, boss) = (account("k01"), account("k02"), account("s01"));
    let deputy = Deputy {
        id: DeputyId(Uuid::now_v7()),
        account: one.id,
        stands_for: two.id,
        valid: Period::new(date(2020, 11, 2), Some(date(2020, 11, 13))).expect("a period"),
        made_by: boss.id,
        made_at: at(1),
    };
    let changes = [&one, &two, &boss]
        .into_iter()
        .fold(Changes::new(), |changes, who| changes.write(Write::AccountInsert(who.clone())));
    store.save(changes.write(Write::DeputyInsert(deputy.clone()))).await.expect("saved");
    let of = async |on| store.deputy_list_of(one.id, on).await.expect("read");
    assert_eq!(of(date(2020, 11, 13)).await, std::slice::from_ref(&deputy));
    assert!(of(date(2020, 11, 14)).await.is_empty() && of(date(2020, 11, 1)).await.is_empty());
    assert_eq!(
        store.deputy_list_for(two.id, date(2020, 11, 2)).await.expect("read"),
        std::slice::from_ref(&deputy)
    );
    assert!(store.deputy_list_for(one.id, date(2020, 11, 2)).await.expect("read").is_empty());
    let end = |last_day| Write::DeputyEnd { deputy: deputy.id, last_day };
    assert!(matches!(save(&store, end(date(2020, 11, 20))).await, Err(SaveError::Stale { .. })), "longer");
    save(&store, end(date(2020, 11, 5))).await.expect("saved");
    assert!(of(date(2020, 11, 6)).await.is_empty());
    save(&store, end(date(2020, 11, 1))).await.expect("never stood in");
    assert!(of(date(2020, 11, 2)).await.is_empty());
    let alone = Deputy { id: DeputyId(Uuid::now_v7()), stands_for: one.id, ..deputy };
    let refused = save(&store, Write::DeputyInsert(alone)).await;
    assert!(matches!(refused, Err(SaveError::Invalid { field: "deputy", .. })), "{refused:?}");
}
