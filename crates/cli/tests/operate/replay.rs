//! `decision replay`: the same bytes, `erased`, or why not.

use app::Viewer;

use crate::binary::run;
use crate::place::Place;

#[tokio::test]
async fn a_kept_decision_gives_the_same_bytes() {
    let place = Place::new();
    let filled = place.fill().await;
    let ran = run(place.words(&["decision", "replay", &filled.decision.to_string()]));
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert_eq!((&ran.json()["replay"], &ran.json()["bytes"]), (&"same".into(), &filled.answer.len().into()));
    assert!(ran.json()["policy"].as_str().unwrap().starts_with("sha256:"), "{ran:?}");
}

#[tokio::test]
async fn the_answer_of_the_decision_is_the_one_that_decide_prints() {
    let place = Place::new();
    let filled = place.fill().await;
    let printed = crate::binary::run_with(["decide"], crate::place::COURIER.as_bytes());
    assert_eq!(printed.output.trim_end(), filled.answer);
}

#[tokio::test]
async fn an_answer_that_was_changed_is_found_out() {
    let place = Place::new();
    let filled = place.fill().await;
    // Sealed contents of another decision in its place: it does not open under this one's id.
    let of = format!("hex(id) = '{}'", filled.decision.to_string().replace('-', "").to_uppercase());
    place
        .tamper(&format!(
            "UPDATE decision SET sealed_answer = (SELECT sealed_answer FROM decision WHERE NOT {of} LIMIT 1) WHERE {of}"
        ))
        .await;
    let ran = run(place.words(&["decision", "replay", &filled.decision.to_string()]));
    assert_eq!(ran.status, Some(1), "{ran:?}");
    let id = filled.decision.to_string();
    assert!(ran.errors.contains(&id) && ran.errors.contains("changed since it was sealed"), "{ran:?}");
}

#[tokio::test]
async fn an_erased_decision_says_so_and_the_journal_still_holds() {
    let place = Place::new();
    let (of_zhao, erased) = place
        .with(async |app, officer| {
            let made = app.register(&Viewer::Public, fixture::zhao()).await.unwrap();
            let id = "SELECT id FROM decision WHERE person_id IS NOT NULL";
            let of_zhao = uuid::Uuid::from_slice(&place.bytes(id).await).unwrap();
            let end =
                fixture::change(made.number.as_str(), &[("effective_on", "2020-11-15"), ("after", "none")]);
            app.end(&Viewer::Person(made.person), end).await.unwrap();
            let number = made.number.as_str();
            (of_zhao, app.erase(officer, number, "unlawful_handling_network_law", number).await.unwrap())
        })
        .await;
    assert!(!erased.decisions.is_empty() && erased.entries > 0);
    let ran = run(place.words(&["decision", "replay", &of_zhao.to_string()]));
    assert_eq!((ran.status, &ran.json()["replay"]), (Some(0), &"erased".into()), "{ran:?}");
    let ran = run(place.words(&["journal", "verify"]));
    assert_eq!((ran.status, ran.json()["fault"].is_null()), (Some(0), true), "{ran:?}");
}

#[tokio::test]
async fn a_decision_that_is_not_there_is_named() {
    let place = Place::new();
    place.fill().await;
    let unknown = "01900000-0000-7000-8000-00000000ffff";
    let ran = run(place.words(&["decision", "replay", unknown]));
    assert_eq!((ran.status, ran.output.as_str()), (Some(1), ""));
    assert!(ran.errors.contains(unknown) && ran.errors.contains("no such decision"), "{ran:?}");
    let ran = run(place.words(&["decision", "replay", "17"]));
    assert_eq!(ran.status, Some(2));
    assert!(ran.errors.contains("17"), "{ran:?}");
}

#[test]
fn commands_that_look_make_no_installation() {
    let place = Place::new();
    for words in [
        vec!["decision", "replay", "01900000-0000-7000-8000-00000000ffff"],
        vec!["journal", "verify"],
        vec!["keys", "rotate", "data"],
        vec!["certificate", "verify", "AHJI"],
    ] {
        let ran = run(place.words(&words));
        assert_eq!(ran.status, Some(1), "{words:?}");
        assert!(ran.errors.contains("no installation here"), "{ran:?}");
        assert!(!place.data().exists(), "{words:?} made a folder");
    }
}
