//! Sessions, drafts, notices, policies: what the pages need between two clicks.

use registry::NoticeId;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::fixture::{POLICY, at, person, policy};
use crate::{Changes, Draft, Notice, PolicyVersion, Session, Store, Write};

pub(crate) async fn sessions_live_until_they_expire(store: Store) {
    let session = |data: &str, until| Session {
        id: b"secret-cookie".to_vec(),
        data: Zeroizing::new(data.as_bytes().to_vec()),
        expires_at: at(until),
    };
    store.session_put(session("one", 10)).await.expect("saved");
    store.session_put(session("two", 20)).await.expect("saved");
    let get = async |second| store.session_get(b"secret-cookie", at(second)).await.expect("read");
    assert_eq!(get(5).await, Some(session("two", 20)));
    assert_eq!(get(20).await, None);
    assert_eq!(store.session_get(b"another", at(5)).await.expect("read"), None);
    assert_eq!(store.session_expire(at(19)).await.expect("done"), 0);
    assert_eq!(store.session_expire(at(20)).await.expect("done"), 1);
    store.session_put(session("three", 90)).await.expect("saved");
    store.session_delete(b"secret-cookie").await.expect("saved");
    assert_eq!(get(21).await, None);
}

pub(crate) async fn drafts_and_notices_reach_their_person_only(store: Store) {
    let (one, two) = (person(1), person(2));
    let draft = Draft {
        id: Uuid::new_v4(),
        service: "employment-registration".to_owned(),
        person: Some(one.id),
        answers: Zeroizing::new(b"{}".to_vec()),
        updated_at: at(1),
        expires_at: at(100),
    };
    let notice = |second| Notice {
        id: NoticeId(Uuid::new_v4()),
        person: one.id,
        kind: "registration.registered".to_owned(),
        body: Zeroizing::new(b"{}".to_vec()),
        created_at: at(second),
        read_at: None,
    };
    let (first, second) = (notice(2), notice(3));
    let changes = Changes::new()
        .write(Write::PersonInsert(one.clone()))
        .write(Write::PersonInsert(two.clone()))
        .write(Write::DraftPut(draft.clone()))
        .write(Write::NoticeInsert(first.clone()))
        .write(Write::NoticeInsert(second.clone()));
    store.save(changes).await.expect("saved");
    assert_eq!(store.draft_find(draft.id, at(5)).await.expect("read").as_ref(), Some(&draft));
    assert_eq!(store.draft_list_by_person(one.id, at(5)).await.expect("read"), std::slice::from_ref(&draft));
    assert!(store.draft_list_by_person(two.id, at(5)).await.expect("read").is_empty());
    assert_eq!(store.draft_find(draft.id, at(100)).await.expect("read"), None);
    assert_eq!(store.draft_expire(at(100)).await.expect("done"), 1);

    let list = store.notice_list_by_person(one.id, None).await.expect("read");
    assert_eq!(list, [second.clone(), first.clone()]);
    let rest = store.notice_list_by_person(one.id, Some((second.created_at, second.id))).await;
    assert_eq!(rest.expect("read"), std::slice::from_ref(&first));
    assert!(store.notice_list_by_person(two.id, None).await.expect("read").is_empty());
    let read = |person| Write::NoticeRead { notice: first.id, person, at: at(9) };
    store.save(Changes::new().write(read(two.id))).await.expect("saved");
    assert_eq!(store.notice_count_unread(one.id).await.expect("read"), 2);
    store.save(Changes::new().write(read(one.id))).await.expect("saved");
    assert_eq!(store.notice_count_unread(one.id).await.expect("read"), 1);
}

pub(crate) async fn a_policy_is_kept_as_first_put(store: Store) {
    store.policy_version_put(policy()).await.expect("saved");
    let other = PolicyVersion { bundle: b"another".to_vec(), ..policy() };
    store.policy_version_put(other).await.expect("saved");
    assert_eq!(store.policy_version_get(POLICY).await.expect("read"), Some(policy()));
    assert_eq!(store.policy_version_get("sha256:none").await.expect("read"), None);
}

pub(crate) async fn a_setting_is_what_was_put_last(store: Store) {
    assert_eq!(store.setting_get("business_date").await.expect("read"), None);
    store.setting_put("business_date", "2020-11-15", at(1)).await.expect("saved");
    store.setting_put("business_date", "2021-03-15", at(2)).await.expect("saved");
    let found = store.setting_get("business_date").await.expect("read");
    assert_eq!(found.as_deref(), Some("2021-03-15"));
    assert_eq!(store.setting_get("other").await.expect("read"), None);
}
