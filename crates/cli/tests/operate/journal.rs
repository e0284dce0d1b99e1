//! `journal verify`: quiet on a sound chain; else it names the first entry that does not hold.

use crate::binary::run;
use crate::place::Place;

#[tokio::test]
async fn a_sound_journal_has_no_fault() {
    let place = Place::new();
    place.fill().await;
    let ran = run(place.words(&["journal", "verify"]));
    assert_eq!((ran.status, ran.errors.as_str()), (Some(0), ""), "{ran:?}");
    let report = ran.json();
    assert!(report["fault"].is_null(), "{report}");
    // Three registrations, an end, a revocation; sealed when the application closed.
    assert!(report["entries"].as_u64() >= Some(5) && report["cases"].as_u64() >= Some(3), "{report}");
    assert!(report["checkpoints"].as_u64() >= Some(1), "{report}");
}

/// One bit of the file itself, as a failing disk or someone with an editor would change it.
#[tokio::test]
async fn a_bit_turned_in_the_file_is_found_in_its_entry() {
    let place = Place::new();
    place.fill().await;
    let hash = place.bytes("SELECT payload_hash FROM journal WHERE sequence = 2 ORDER BY case_id").await;
    let case = place.bytes("SELECT case_id FROM journal WHERE sequence = 2 ORDER BY case_id").await;
    let case = uuid::Uuid::from_slice(&case).unwrap();
    let path = place.data().join("linghuo.db");
    let mut file = std::fs::read(&path).unwrap();
    let at: Vec<usize> =
        file.windows(hash.len()).enumerate().filter(|(_, w)| *w == hash).map(|(i, _)| i).collect();
    assert_eq!(at.len(), 1, "the hash stands in one place");
    file[at[0]] ^= 1;
    std::fs::write(&path, file).unwrap();

    let ran = run(place.words(&["journal", "verify"]));
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let fault = ran.json()["fault"].as_str().unwrap().to_owned();
    assert!(fault.contains(&case.to_string()) && fault.contains("entry 2"), "{fault}");
}

#[tokio::test]
async fn whatever_is_changed_in_an_entry_its_place_is_named() {
    for (change, what) in [
        ("UPDATE journal SET actor = 'system' WHERE sequence = 1", "entry 1"),
        ("UPDATE journal SET action = 'registration.ended' WHERE sequence = 1", "entry 1"),
        ("UPDATE journal SET recorded_at = recorded_at + 1 WHERE sequence = 2", "entry 2"),
        ("UPDATE journal SET sealed = substr(sealed, 1, 40) WHERE sequence = 2", "entry 2"),
        ("DELETE FROM journal WHERE sequence = 2", "entry 2"),
        ("UPDATE journal_head SET hash = zeroblob(32)", "entry"),
        ("UPDATE checkpoint SET signature = zeroblob(64)", "checkpoint 1"),
        ("UPDATE checkpoint_head SET hash = zeroblob(32)", "checkpoint 1"),
    ] {
        let place = Place::new();
        place.fill().await;
        place.tamper(change).await;
        let ran = run(place.words(&["journal", "verify"]));
        assert_eq!(ran.status, Some(1), "{change}: {ran:?}");
        let fault = ran.json()["fault"].as_str().unwrap_or_default().to_owned();
        assert!(fault.contains(what), "{change}: {fault}");
    }
}
