//! Cases: kept whole, made again by their events, guarded, found by number and telephone, erased, and fed to whom they
//! concern.

use jiff::civil::date;
use registry::AccountId;
use service::case::Case;
use service::flow::{End, Owner, Verdict};
use uuid::Uuid;

use super::fixture::{at, person};
use super::matter::{Matter, OFFICE, SERVICE};
use crate::{CaseClock, CaseFilter, Changes, Double, DueClock, Kept, SaveError, Store, Write};

pub(crate) async fn a_case_is_the_fold_of_its_events(store: Store) {
    let (who, clerk) = (person(1), AccountId(Uuid::from_u128(101)));
    let mut matter = Matter::open(who.id, 1);
    // The beginning and the first step in one save, with the person.
    matter.file(date(2020, 11, 16));
    let first = Changes::new().write(Write::PersonInsert(who.clone())).write(matter.save());
    store.save(first).await.expect("saved");
    matter.claim(clerk);
    store.save(Changes::new().write(matter.save())).await.expect("saved");
    matter.grant(clerk);
    store.save(Changes::new().write(matter.save())).await.expect("saved");

    let kept = store.case_find(matter.case.id).await.expect("read");
    assert_eq!(kept, Some(Kept::Held(matter.case.clone())));
    let by_number = store.case_find_by_number(&matter.case.number).await.expect("read");
    assert_eq!(by_number, kept);
    let events = store.case_events(matter.case.id).await.expect("read").and_then(Kept::held).expect("events");
    assert_eq!(events, matter.recorded);
    assert_eq!(Case::replay(&events).expect("a case"), matter.case);

    let overview = store.case_overview(matter.case.id).await.expect("read").expect("a case");
    assert_eq!(overview.decided, Some((Verdict::Granted, date(2020, 11, 9))));
    assert_eq!(overview.ended, Some((End::Granted, date(2020, 11, 9))));
    assert_eq!((overview.version, overview.desk, overview.owner), (4, None, None));
    assert_eq!(store.case_find_by_number("S11-2020-00000099").await.expect("read"), None);
}

pub(crate) async fn a_stale_step_is_refused_whole(store: Store) {
    let (who, one, two) = (person(1), AccountId(Uuid::from_u128(101)), AccountId(Uuid::from_u128(102)));
    let mut matter = Matter::open(who.id, 1);
    matter.file(date(2020, 11, 16));
    let changes = Changes::new().write(Write::PersonInsert(who.clone())).write(matter.save());
    store.save(changes).await.expect("saved");
    let mut late = matter.clone();
    matter.claim(one);
    store.save(Changes::new().write(matter.save())).await.expect("saved");
    late.claim(two);
    let refused = store.save(Changes::new().write(late.save())).await;
    assert!(
        matches!(refused, Err(SaveError::Stale { table: "service_case", expected: 2, .. })),
        "{refused:?}"
    );
    assert_eq!(store.case_find(matter.case.id).await.expect("read"), Some(Kept::Held(matter.case.clone())));
    // An event is missing: state and history would tell two stories.
    matter.file(date(2020, 11, 17)).claim(two);
    let mut recorded = matter.recorded.split_off(3);
    recorded.remove(0);
    let gap = Write::case_update(3, matter.case.clone(), recorded, matter.row.clone());
    let refused = store.save(Changes::new().write(gap)).await;
    assert!(matches!(refused, Err(SaveError::Invalid { field: "case_event", .. })), "{refused:?}");
    let mut same_number = Matter::open(who.id, 1);
    let refused = store.save(Changes::new().write(same_number.save())).await;
    assert!(matches!(refused, Err(SaveError::Double(Double::CaseNumber))), "{refused:?}");
}

pub(crate) async fn a_persons_cases_are_listed_by_service_and_link(store: Store) {
    let (who, other, clerk) = (person(1), person(2), AccountId(Uuid::from_u128(101)));
    let mut main = Matter::open(who.id, 1);
    main.file(date(2020, 11, 16));
    let mut objection = Matter::begin(main.link("objection", 2));
    let mut ended = Matter::open(who.id, 3);
    ended.file(date(2020, 11, 16)).grant(clerk);
    let mut elsewhere = Matter::open(other.id, 4);
    // Parent and link in one save.
    let changes = Changes::new()
        .write(Write::PersonInsert(who.clone()))
        .write(Write::PersonInsert(other.clone()))
        .write(main.save())
        .write(objection.save())
        .write(ended.save())
        .write(elsewhere.save());
    store.save(changes).await.expect("saved");
    let numbers =
        |cases: Vec<crate::CaseOverview>| cases.into_iter().map(|case| case.number).collect::<Vec<_>>();
    let [one, two, three] = [1, 2, 3].map(|number| format!("S11-2020-{number:08}"));
    let all = store.case_list_by_person(who.id).await.expect("read");
    assert_eq!(numbers(all), [three, two.clone(), one.clone()]);
    let open = async |track| numbers(store.case_list_open(who.id, SERVICE, track).await.expect("read"));
    assert_eq!(open("main").await, [one]);
    assert_eq!(open("objection").await, std::slice::from_ref(&two));
    assert!(store.case_list_open(who.id, "another", "main").await.expect("read").is_empty());
    let linked = store.case_list_linked(main.case.id).await.expect("read");
    assert_eq!(linked.first().and_then(|case| case.parent), Some(main.case.id));
    assert_eq!(numbers(linked), [two]);
}

pub(crate) async fn a_districts_cases_are_listed_page_by_page(store: Store) {
    let (who, clerk) = (person(1), AccountId(Uuid::from_u128(101)));
    let mut changes = Changes::new().write(Write::PersonInsert(who.clone()));
    let mut expected = Vec::new();
    for number in 1..=23_u64 {
        let mut matter = Matter::open(who.id, number);
        let district = if number % 5 == 0 { "110108" } else { "110101" };
        matter.row.district = district.parse().ok();
        matter.row.street = if number % 2 == 0 { "110101001".parse().ok() } else { None };
        matter.file(date(2020, 11, 16));
        if number % 3 == 0 {
            matter.grant(clerk);
        }
        if number % 5 != 0 {
            expected.insert(0, matter.case.number.clone());
        }
        changes = changes.write(matter.save());
    }
    store.save(changes).await.expect("saved");
    let all = CaseFilter::all("110101".parse().expect("a code"));
    let mut walked: Vec<crate::CaseOverview> = Vec::new();
    loop {
        let page = store.case_list(&all, walked.last(), 4).await.expect("read");
        if page.is_empty() {
            break;
        }
        walked.extend(page);
    }
    assert_eq!(walked.iter().map(|case| case.number.clone()).collect::<Vec<_>>(), expected);
    let some = CaseFilter {
        street: "110101001".parse().ok(),
        office: Some(OFFICE.to_owned()),
        service: Some(SERVICE.to_owned()),
        state: Some("granted".to_owned()),
        ..all
    };
    let found = store.case_list(&some, None, 100).await.expect("read");
    let numbers: Vec<_> = found.iter().map(|case| case.number.as_str()).collect();
    assert_eq!(numbers, ["S11-2020-00000018", "S11-2020-00000012", "S11-2020-00000006"]);
    for missed in [
        CaseFilter { office: Some("another".to_owned()), ..some.clone() },
        CaseFilter { service: Some("another".to_owned()), ..some.clone() },
    ] {
        assert!(store.case_list(&missed, None, 100).await.expect("read").is_empty());
    }
}

pub(crate) async fn progress_needs_number_and_telephone(store: Store) {
    let who = person(1);
    let mut matter = Matter::open(who.id, 1);
    matter.file(date(2020, 11, 16)).row.phone.clone_from(&who.phone);
    let changes = Changes::new().write(Write::PersonInsert(who.clone())).write(matter.save());
    store.save(changes).await.expect("saved");
    let phone = |text: &str| text.parse().expect("a telephone number");
    let ask = async |number: &str, text: &str| {
        store.case_progress(number, &phone(text)).await.expect("read").map(|case| (case.state, case.due))
    };
    let found = ask(&matter.case.number, "138-0013-8000").await;
    assert_eq!(found, Some(("in_review".to_owned(), Some(date(2020, 11, 16)))));
    assert_eq!(ask(&matter.case.number, "13800138001").await, None);
    assert_eq!(ask("S11-2020-00000002", "13800138000").await, None);
    let stored = store.raw_bytes("service_case", "phone_index").await.expect("read");
    assert_eq!(stored.len(), 1);
    assert!(!stored.concat().windows(5).any(|part| part == b"13800"));
}

pub(crate) async fn clocks_are_found_by_the_day_to_act(store: Store) {
    let who = person(1);
    let mut changes = Changes::new().write(Write::PersonInsert(who.clone()));
    let mut matters: Vec<Matter> = (1..=6).map(|number| Matter::open(who.id, number)).collect();
    for (matter, day) in matters.iter_mut().zip([9, 10, 10, 11, 12, 13]) {
        matter.file(date(2020, 11, day));
        changes = changes.write(matter.save());
    }
    store.save(changes).await.expect("saved");
    let days = |clocks: &[DueClock]| clocks.iter().map(|clock| clock.due.day()).collect::<Vec<_>>();
    // A clock of the 11th is to be looked at on the 12th.
    let first = store.clock_due(date(2020, 11, 12), 3, None).await.expect("read");
    assert_eq!(days(&first), [9, 10, 10]);
    let rest = store.clock_due(date(2020, 11, 12), 3, first.last()).await.expect("read");
    assert_eq!(days(&rest), [11]);
    // What is done is gone; a clock that is put off comes on its new day.
    let clerk = AccountId(Uuid::from_u128(101));
    let done = matters[0].grant(clerk).save();
    store.save(Changes::new().write(done)).await.expect("saved");
    let mut row = matters[1].row.clone();
    let due = date(2020, 12, 1);
    row.due = Some(due);
    row.clocks = vec![CaseClock { clock: "decide".to_owned(), due, act_on: date(2020, 11, 12) }];
    let case = Box::new(matters[1].case.clone());
    store.save(Changes::new().write(Write::CaseDays { case, row: Box::new(row) })).await.expect("saved");
    let left = store.clock_due(date(2020, 11, 12), 10, None).await.expect("read");
    assert_eq!(left.iter().map(|clock| (clock.act_on.day(), clock.due.day())).collect::<Vec<_>>(), {
        let mut expected = vec![(11, 10), (12, 11), (12, 1)];
        if matters[1].case.id < matters[3].case.id {
            expected.swap(1, 2);
        }
        expected
    });
    assert_eq!(
        store.case_overview(matters[1].case.id).await.expect("read").and_then(|case| case.due),
        Some(due)
    );
}

pub(crate) async fn a_feed_gives_each_event_once_in_order_to_whom_it_concerns(store: Store) {
    let (who, clerk) = (person(1), AccountId(Uuid::from_u128(101)));
    store.save(Changes::new().write(Write::PersonInsert(who.clone()))).await.expect("saved");
    // Many at once: positions follow the saving, without doubles.
    let saves = (1..=20).map(|number| {
        let (store, subject) = (store.clone(), who.id);
        tokio::spawn(async move {
            let mut matter = Matter::open(subject, number);
            matter.file(date(2020, 11, 16)).claim(clerk);
            if number % 4 < 2 {
                store.save(Changes::new().write(matter.save())).await.expect("saved");
            }
            let body = if number % 2 == 0 { "jingan" } else { "zhongguan" };
            matter.hand_to("guarantor", body, clerk);
            store.save(Changes::new().write(matter.save())).await.expect("saved");
            matter.grant(clerk);
            store.save(Changes::new().write(matter.save())).await.expect("saved");
        })
    });
    for save in saves.collect::<Vec<_>>() {
        save.await.expect("a task that ends");
    }
    let mut all = Vec::new();
    loop {
        let after = all.last().map_or(0, |event: &crate::FeedEvent| event.position);
        let part = store.case_feed("jingan", after, 7).await.expect("read");
        if part.is_empty() {
            break;
        }
        all.extend(part);
    }
    // Handed over and granted, of ten cases; what was before the handing over is none of the body's business.
    assert_eq!(all.len(), 20);
    assert!(all.is_sorted_by(|one, two| one.position < two.position));
    assert!(all.iter().all(|event| event.code == "acted" && event.version >= 4));
    assert_eq!(all.iter().filter(|event| event.state == "granted").count(), 10);
    assert!(store.case_feed("another", 0, 7).await.expect("read").is_empty());
}

pub(crate) async fn an_erased_persons_cases_keep_their_trace(store: Store) {
    let (who, clerk) = (person(1), AccountId(Uuid::from_u128(101)));
    let mut matter = Matter::open(who.id, 1);
    matter.file(date(2020, 11, 16)).row.phone.clone_from(&who.phone);
    let mut second = Matter::open(who.id, 2);
    second.file(date(2020, 11, 16));
    let changes =
        Changes::new().write(Write::PersonInsert(who.clone())).write(matter.save()).write(second.save());
    store.save(changes).await.expect("saved");
    assert_eq!(store.worklist_counts(None).await.expect("read").first().map(|count| count.amount), Some(2));
    for (table, column) in [("service_case", "sealed"), ("case_event", "sealed")] {
        let sealed = store.raw_bytes(table, column).await.expect("read");
        assert!(!sealed.is_empty());
        let open = sealed.concat().windows(9).any(|part| part == "海淀区".as_bytes());
        assert!(!open, "{table}.{column} lies open");
    }
    let erase = Write::PersonErase { person: who.id, at: at(9) };
    store.save(Changes::new().write(erase)).await.expect("saved");
    assert_eq!(store.case_find(matter.case.id).await.expect("read"), Some(Kept::Erased { at: at(9) }));
    assert_eq!(store.case_events(matter.case.id).await.expect("read"), Some(Kept::Erased { at: at(9) }));
    assert!(
        store.case_progress(&matter.case.number, &who.phone.expect("one")).await.expect("read").is_none()
    );
    assert!(store.case_overview(matter.case.id).await.expect("read").is_some());
    // Nobody is asked to work on it any more.
    assert!(store.worklist_counts(None).await.expect("read").is_empty());
    let desk = crate::WorklistFilter::all(crate::Desk::Office(OFFICE.to_owned()));
    let page = store.worklist_page(&desk, crate::WorklistAt::Page(1), 10).await.expect("read");
    assert_eq!((page.rows.len(), page.total), (0, 0));
    assert!(store.clock_due(date(2021, 11, 12), 3, None).await.expect("read").is_empty());
    let step = matter.claim(clerk).save();
    let refused = store.save(Changes::new().write(step)).await;
    assert!(matches!(refused, Err(SaveError::Stale { .. })), "{refused:?}");
    for (table, column) in [("service_case", "sealed"), ("case_event", "sealed")] {
        assert!(store.raw_bytes(table, column).await.expect("read").is_empty());
    }
    assert_eq!(matter.row.owner, Some(Owner::Office));
}
