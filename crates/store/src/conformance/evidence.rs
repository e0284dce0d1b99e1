//! Evidence: unread before it is found clean, bound to its draft and then to its case, within its limits.

use jiff::civil::date;
use registry::{Actor, EvidenceId, PersonId};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::fixture::{at, person};
use super::matter::Matter;
use crate::{
    Changes, Draft, EvidenceContent, EvidenceOf, EvidenceReading, EvidenceState, EvidenceUsage, NewEvidence,
    SaveError, Store, Write,
};

fn draft(person: PersonId) -> Draft {
    Draft {
        id: Uuid::now_v7(),
        service: "startup-loan".to_owned(),
        person: Some(person),
        answers: Zeroizing::new(b"{}".to_vec()),
        updated_at: at(1),
        expires_at: at(100),
    }
}

fn file(of: EvidenceOf, person: PersonId, bytes: usize) -> NewEvidence {
    NewEvidence {
        id: EvidenceId(Uuid::now_v7()),
        of,
        item: "identity".to_owned(),
        media_type: "image/jpeg".to_owned(),
        name: Zeroizing::new("刘敏身份证.jpg".to_owned()),
        content: Zeroizing::new(b"JFIF".iter().copied().cycle().take(bytes).collect()),
        state: EvidenceState::Waiting,
        uploaded_by: Actor::Person(person),
        uploaded_at: at(2),
        files_max: 2,
        bytes_max: 100,
    }
}

async fn put(store: &Store, new: &NewEvidence) -> Result<(), SaveError> {
    store.save(Changes::new().write(Write::EvidenceInsert(Box::new(new.clone())))).await.map(|_| ())
}

async fn with_draft(store: &Store) -> (PersonId, Draft) {
    let who = person(1);
    let draft = draft(who.id);
    let changes =
        Changes::new().write(Write::PersonInsert(who.clone())).write(Write::DraftPut(draft.clone()));
    store.save(changes).await.expect("saved");
    (who.id, draft)
}

pub(crate) async fn nobody_reads_a_file_before_it_is_clean(store: Store) {
    let (who, draft) = with_draft(&store).await;
    let of = EvidenceOf::Draft(draft.id);
    let (good, bad) = (file(of, who, 30), file(of, who, 40));
    put(&store, &good).await.expect("saved");
    put(&store, &bad).await.expect("saved");
    let read = async |id, reading| store.evidence_content(id, reading).await.expect("read").expect("a file");
    for reading in [EvidenceReading::Clean, EvidenceReading::UnscannedToo] {
        assert_eq!(read(good.id, reading).await, EvidenceContent::Withheld(EvidenceState::Waiting));
    }
    let waiting = store.evidence_list_waiting(10).await.expect("read");
    assert_eq!(waiting.iter().map(|file| file.id).collect::<Vec<_>>(), [good.id, bad.id]);
    let scanned = store.evidence_for_scanner(good.id).await.expect("read").expect("contents");
    assert_eq!(scanned, good.content);
    for (file, is_clean) in [(good.id, true), (bad.id, false)] {
        let looked = Write::EvidenceLooked { file, is_clean, at: at(3) };
        store.save(Changes::new().write(looked)).await.expect("saved");
    }
    assert_eq!(read(good.id, EvidenceReading::Clean).await, EvidenceContent::Held(good.content.clone()));
    assert_eq!(
        read(bad.id, EvidenceReading::UnscannedToo).await,
        EvidenceContent::Withheld(EvidenceState::Infected)
    );
    assert_eq!(store.evidence_for_scanner(good.id).await.expect("read"), None, "looked at already");
    assert_eq!(
        store.raw_bytes("evidence_blob", "sealed").await.expect("read").len(),
        1,
        "infected bytes stay"
    );
    let found = store.evidence_find(good.id).await.expect("read").expect("a file");
    assert_eq!((found.size_bytes, found.name.as_ref()), (30, Some(&good.name)));
    assert_eq!(found.hash.0.to_vec(), Sha256::digest(&good.content).to_vec());
    // Once found, a finding is not taken back.
    let again = Write::EvidenceLooked { file: bad.id, is_clean: true, at: at(4) };
    assert!(matches!(store.save(Changes::new().write(again)).await, Err(SaveError::Stale { .. })));
    for (table, column) in [("evidence_blob", "sealed"), ("evidence_file", "sealed_name")] {
        let sealed = store.raw_bytes(table, column).await.expect("read").concat();
        assert!(!sealed.windows(4).any(|part| part == b"JFIF"), "{table}.{column}");
        assert!(!sealed.windows(6).any(|part| part == "刘敏".as_bytes()), "{table}.{column}");
    }
}

pub(crate) async fn without_a_scanner_reading_must_be_asked_for(store: Store) {
    let (who, draft) = with_draft(&store).await;
    let new = NewEvidence { state: EvidenceState::Unscanned, ..file(EvidenceOf::Draft(draft.id), who, 10) };
    put(&store, &new).await.expect("saved");
    let read = async |reading| store.evidence_content(new.id, reading).await.expect("read").expect("a file");
    assert_eq!(read(EvidenceReading::Clean).await, EvidenceContent::Withheld(EvidenceState::Unscanned));
    assert_eq!(read(EvidenceReading::UnscannedToo).await, EvidenceContent::Held(new.content.clone()));
    assert!(store.evidence_list_waiting(10).await.expect("read").is_empty());
    let clean = NewEvidence { state: EvidenceState::Clean, ..file(EvidenceOf::Draft(draft.id), who, 10) };
    assert!(matches!(put(&store, &clean).await, Err(SaveError::Invalid { field: "state", .. })));
}

pub(crate) async fn limits_hold_however_many_come_at_once(store: Store) {
    let (who, draft) = with_draft(&store).await;
    let of = EvidenceOf::Draft(draft.id);
    let uploads = (0..12).map(|_| {
        let (store, new) = (store.clone(), file(of, who, 20));
        tokio::spawn(async move { put(&store, &new).await })
    });
    let (mut taken, mut refused) = (0, 0);
    for upload in uploads.collect::<Vec<_>>() {
        match upload.await.expect("a task that ends") {
            Ok(()) => taken += 1,
            Err(SaveError::Limit { what: "files of evidence", max: 2 }) => refused += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!((taken, refused), (2, 10));
    assert_eq!(store.evidence_usage(of).await.expect("read"), EvidenceUsage { files: 2, bytes: 40 });
    let other_item = NewEvidence { item: "form".to_owned(), ..file(of, who, 60) };
    put(&store, &other_item).await.expect("exactly as much as is taken");
    let one_more = NewEvidence { item: "plan".to_owned(), ..file(of, who, 1) };
    let refused = put(&store, &one_more).await;
    assert!(matches!(refused, Err(SaveError::Limit { what: "bytes of evidence", max: 100 })), "{refused:?}");
}

pub(crate) async fn files_go_with_their_draft_or_over_to_the_case(store: Store) {
    let (who, first) = with_draft(&store).await;
    let filed = draft(who);
    store.save(Changes::new().write(Write::DraftPut(filed.clone()))).await.expect("saved");
    let dropped = file(EvidenceOf::Draft(first.id), who, 10);
    let (kept, taken_back) =
        (file(EvidenceOf::Draft(filed.id), who, 10), file(EvidenceOf::Draft(filed.id), who, 9));
    for new in [&dropped, &kept, &taken_back] {
        put(&store, new).await.expect("saved");
    }
    let not_mine = Write::EvidenceDelete { file: taken_back.id, draft: first.id };
    assert!(matches!(store.save(Changes::new().write(not_mine)).await, Err(SaveError::Stale { .. })));
    let mine = Write::EvidenceDelete { file: taken_back.id, draft: filed.id };
    store.save(Changes::new().write(mine)).await.expect("saved");
    // Filed: the case is made, the draft goes, the file stays, whatever the order in which that is said.
    let mut matter = Matter::open(who, 1);
    matter.file(date(2020, 11, 16));
    let filing = Changes::new()
        .write(Write::DraftDelete { id: filed.id })
        .write(matter.save())
        .write(Write::EvidenceAttach { draft: filed.id, case: matter.case.id });
    store.save(filing).await.expect("saved");
    let of_case = store.evidence_list(EvidenceOf::Case(matter.case.id)).await.expect("read");
    assert_eq!(of_case.iter().map(|file| file.id).collect::<Vec<_>>(), [kept.id]);
    // A case that is not there takes no files.
    let nowhere = Write::EvidenceAttach { draft: first.id, case: registry::CaseId(Uuid::now_v7()) };
    let refused = store.save(Changes::new().write(nowhere)).await;
    assert!(matches!(refused, Err(SaveError::Dangling(_))), "{refused:?}");
    // A draft that ran out takes its files along.
    assert_eq!(store.draft_expire(at(100)).await.expect("done"), 1);
    assert_eq!(store.evidence_find(dropped.id).await.expect("read"), None);
    assert_eq!(store.raw_bytes("evidence_blob", "sealed").await.expect("read").len(), 1);
    let erase = Write::PersonErase { person: who, at: at(9) };
    store.save(Changes::new().write(erase)).await.expect("saved");
    assert!(store.raw_bytes("evidence_blob", "sealed").await.expect("read").is_empty());
    let erased = store.evidence_find(kept.id).await.expect("read").expect("its trace");
    assert_eq!(erased.name, None);
}
