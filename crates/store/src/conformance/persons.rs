//! Persons and facts: found, kept whole, guarded, erased, and never in the open.

use jiff::civil::date;
use registry::fact::{FactSource, in_force};
use registry::{AccountId, Fact, FactId, PersonId};
use serde_json::json;
use uuid::Uuid;

use super::fixture::{at, id_number, job, person, policy, registration_changes};
use super::tamper;
use crate::{Changes, Double, Kept, ReadError, SaveError, Store, Write};

pub(crate) async fn a_person_is_found_by_number_and_comes_back_whole(store: Store) {
    let known = person(1);
    store.save(Changes::new().write(Write::PersonInsert(known.clone()))).await.expect("saved");
    let found = store.person_find_by_id_number(&known.id_number).await.expect("read");
    assert_eq!(found.as_ref(), Some(&known));
    assert_eq!(store.person_find(known.id).await.expect("read"), Some(Kept::Held(known)));
    let stranger = id_number("11010119800101001");
    assert_eq!(store.person_find_by_id_number(&stranger).await.expect("read"), None);
    assert_eq!(store.person_find(PersonId(Uuid::new_v4())).await.expect("read"), None);
}

pub(crate) async fn everyone_is_listed_once_page_by_page(store: Store) {
    for number in 1..=5 {
        store.save(Changes::new().write(Write::PersonInsert(person(number)))).await.expect("saved");
    }
    let gone = store.person_list(None, 5).await.expect("read").remove(2);
    let erase = Write::PersonErase { person: gone.id, at: at(9) };
    store.save(Changes::new().write(erase)).await.expect("saved");
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = store.person_list(after, 2).await.expect("read");
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        found.extend(page);
    }
    let mut ids: Vec<_> = found.iter().map(|person| person.id).collect();
    assert_eq!(ids.len(), 4);
    assert!(!ids.contains(&gone.id), "one who was erased is not looked at");
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 4, "each once");
}

pub(crate) async fn a_stale_update_is_refused(store: Store) {
    let first = person(1);
    store.save(Changes::new().write(Write::PersonInsert(first.clone()))).await.expect("saved");
    let mut second = first.clone();
    second.version = 2;
    second.phone = "010-63010000".parse().ok();
    store.save(Changes::new().write(Write::PersonUpdate(second.clone()))).await.expect("saved");
    let mut late = first.clone();
    late.version = 2;
    late.name = "王雷".parse().expect("a name");
    let refused = store.save(Changes::new().write(Write::PersonUpdate(late))).await;
    assert!(matches!(refused, Err(SaveError::Stale { table: "person", expected: 1, .. })), "{refused:?}");
    assert_eq!(store.person_find(first.id).await.expect("read"), Some(Kept::Held(second)));
}

pub(crate) async fn one_identity_number_is_one_person(store: Store) {
    let (first, second) = (person(1), person(1));
    store.save(Changes::new().write(Write::PersonInsert(first))).await.expect("saved");
    let refused = store.save(Changes::new().write(Write::PersonInsert(second.clone()))).await;
    assert!(matches!(refused, Err(SaveError::Double(Double::PersonIdNumber))), "{refused:?}");
    assert_eq!(store.person_find(second.id).await.expect("read"), None);
}

pub(crate) async fn erasure_leaves_traces_but_no_contents(store: Store) {
    store.policy_version_put(policy()).await.expect("saved");
    let (changes, person, registration) = registration_changes(&store, 1, "110105");
    let decision = changes.decisions.first().expect("a decision").id;
    store.save(changes).await.expect("saved");
    let erase = Write::PersonErase { person: person.id, at: at(9) };
    store.save(Changes::new().write(erase)).await.expect("saved");

    assert_eq!(store.person_find(person.id).await.expect("read"), Some(Kept::Erased { at: at(9) }));
    assert_eq!(store.person_find_by_id_number(&person.id_number).await.expect("read"), None);
    assert_eq!(store.decision_find(decision).await.expect("read"), Some(Kept::Erased { at: at(9) }));
    let number = format!("C{}", registration.number);
    let certificate = store.certificate_find_by_number(&number).await.expect("read");
    assert!(matches!(certificate, Some(Kept::Erased { .. })));
    assert!(store.registration_find(registration.id).await.expect("read").is_some());
    assert_eq!(store.journal_verify().await.expect("read").fault, None);
    // The number is free again: it may be the same person coming back.
    let again = super::fixture::person(1);
    store.save(Changes::new().write(Write::PersonInsert(again))).await.expect("saved");
}

pub(crate) async fn facts_are_all_kept_in_order(store: Store) {
    let person = person(1);
    let fact = |value, source, from, second| Fact {
        id: FactId(Uuid::new_v4()),
        person: person.id,
        key: "hukou_region".parse().expect("a key"),
        value,
        source,
        valid_from: from,
        recorded_at: at(second),
    };
    let officer = FactSource::Officer { account: AccountId(Uuid::from_u128(105)) };
    let facts = [
        fact(json!("130602"), FactSource::Person, date(2020, 1, 1), 1),
        fact(json!("110105"), officer, date(2020, 6, 1), 2),
        fact(json!(null), FactSource::Register { name: "residence".to_owned() }, date(2020, 1, 1), 3),
    ];
    let mut changes = Changes::new().write(Write::PersonInsert(person.clone()));
    // Put in from last to first: the order of recording is the store's to keep.
    for fact in facts.iter().rev() {
        changes = changes.write(Write::FactInsert(fact.clone()));
    }
    store.save(changes).await.expect("saved");
    let kept = store.facts_by_person(person.id).await.expect("read");
    assert_eq!(kept, facts);
    let seen = in_force(&kept, date(2020, 7, 1), at(9));
    assert_eq!(seen.values().next().map(|fact| &fact.value), Some(&json!("110105")));
}

/// Looks at every byte of every row through the database's own eyes.
pub(crate) async fn nothing_personal_lies_open_on_disk(store: Store) {
    store.policy_version_put(policy()).await.expect("saved");
    let (changes, person, _) = registration_changes(&store, 1, "110105");
    store.save(changes.job(job("letter", None))).await.expect("saved");
    // Hexadecimal of what was written in the clear, sought in the bytes of each encrypted column.
    let secrets = [person.id_number.expose(), person.name.expose(), "13800138000", "employment_registration"];
    for (table, column) in [
        ("person", "sealed"),
        ("person", "id_number_index"),
        ("decision", "sealed_input"),
        ("decision", "sealed_answer"),
        ("certificate", "sealed_payload"),
        ("journal", "sealed"),
        ("job", "sealed"),
    ] {
        let values = store.raw_bytes(table, column).await.expect("read");
        assert!(!values.is_empty(), "{table}.{column} has no rows to look at");
        for (value, secret) in values.iter().flat_map(|value| secrets.map(|secret| (value, secret))) {
            let secret = secret.as_bytes();
            assert!(!value.windows(secret.len()).any(|part| part == secret), "{table}.{column}");
        }
    }
}

pub(crate) async fn a_value_moved_to_another_row_does_not_open(store: Store) {
    let (one, two) = (person(1), person(2));
    let changes = Changes::new().write(Write::PersonInsert(one.clone()));
    store.save(changes.write(Write::PersonInsert(two))).await.expect("saved");
    tamper(&store, "UPDATE person SET sealed = (SELECT p.sealed FROM person p ORDER BY p.id LIMIT 1)").await;
    let all = [
        store.person_find(one.id).await,
        store.person_find_by_id_number(&super::fixture::person(2).id_number).await.map(|p| p.map(Kept::Held)),
    ];
    let refused = all.iter().filter(|read| matches!(read, Err(ReadError::Sealed { table: "person", .. })));
    assert_eq!(refused.count(), 1, "the one who was given another's value");
}
