//! The decision contract through the application, and replay years later (invariants 1 and 9).

use app::registry::DecisionId;
use app::{DecideError, DecideOptions, Replay, ReplayError, Viewer};
use law::Policy;

use crate::house::{bundle, house, house_with, open, wang};

const INPUT: &[u8] =
    br#"{ "facts": { "sex": "male", "employment_form": "platform", "platform_labour_relation": false },
    "as_of": "2020-11-15" }"#;

#[tokio::test]
async fn one_input_and_an_array_get_the_contracts_answer() {
    let house = house("2020-11-15").await;
    let answer = house.app.decide(INPUT, &DecideOptions::default()).unwrap();
    let json: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(json["outcomes"]["flexible_worker"]["category"], "new_form");
    assert_eq!(json["policy"]["version"], house.app.policy().version.as_str());
    let bare =
        DecideOptions { only: Some(vec!["flexible_worker".to_owned()]), because: false, known_on: None };
    let few = house.app.decide(INPUT, &bare).unwrap();
    let json: serde_json::Value = serde_json::from_str(&few).unwrap();
    assert_eq!(json["outcomes"].as_object().unwrap().len(), 1);
    assert!(json["outcomes"]["flexible_worker"]["because"].is_null());
    assert!(!json["outcomes"]["flexible_worker"]["citations"].as_array().unwrap().is_empty());

    let mixed = format!("[{}, {{\"as_of\": 1}}]", std::str::from_utf8(INPUT).unwrap());
    let array = house.app.decide(mixed.as_bytes(), &bare).unwrap();
    let json: serde_json::Value = serde_json::from_str(&array).unwrap();
    assert_eq!(json[0]["outcomes"]["flexible_worker"]["status"], "yes");
    assert!(json[1]["error"]["code"].is_string());
    assert_eq!(house.app.decide(b" []", &bare).unwrap(), "[]");
}

#[tokio::test]
async fn bad_requests_are_told_apart() {
    let house = house("2020-11-15").await;
    let plain = DecideOptions::default();
    assert!(matches!(house.app.decide(b"{", &plain), Err(DecideError::Input(_))));
    assert!(matches!(house.app.decide(b"[1,", &plain), Err(DecideError::Input(_))));
    let many = format!("[{}]", vec!["{}"; 1_001].join(","));
    assert!(matches!(house.app.decide(many.as_bytes(), &plain), Err(DecideError::TooMany { found: 1_001 })));
    let unknown = DecideOptions { only: Some(vec!["free_lunch".to_owned()]), ..plain };
    assert!(matches!(house.app.decide(INPUT, &unknown), Err(DecideError::UnknownOutcome { .. })));
}

#[tokio::test]
async fn a_kept_decision_replays_to_the_byte() {
    let house = house("2020-11-15").await;
    let bare =
        DecideOptions { only: Some(vec!["flexible_worker".to_owned()]), because: false, known_on: None };
    for options in [DecideOptions::default(), bare] {
        let (id, answer) = house.app.decide_and_keep(INPUT, &options).await.unwrap();
        assert_eq!(answer, house.app.decide(INPUT, &options).unwrap());
        let replay = house.app.replay(&Viewer::Public, id).await.unwrap();
        assert_eq!(
            replay,
            Replay::Same { policy_version: house.app.policy().version.clone(), bytes: answer.len() }
        );
    }
    let nobody = house.app.replay(&Viewer::Public, DecisionId(uuid::Uuid::nil())).await;
    assert!(matches!(nobody, Err(ReplayError::NotFound)));
}

#[tokio::test]
async fn what_was_known_on_a_day_is_part_of_the_decision() {
    let house = house("2026-09-15").await;
    let input = br#"{ "as_of": "2026-07-15", "facts": { "employment_form": "self_employed", "insured_region": "110108",
        "archive_entrusted": true, "contribution_base_fen": 800000 } }"#;
    let known =
        |day: &str| DecideOptions { known_on: Some(day.parse().unwrap()), ..DecideOptions::default() };
    let (early, then) = house.app.decide_and_keep(input, &known("2026-07-15")).await.unwrap();
    let (late, now) = house.app.decide_and_keep(input, &DecideOptions::default()).await.unwrap();
    assert!(then != now, "the bounds of July were published in August");
    for id in [early, late] {
        assert!(matches!(house.app.replay(&Viewer::Public, id).await, Ok(Replay::Same { .. })));
    }
}

#[tokio::test]
async fn another_policy_leaves_the_decisions_of_the_old_one_as_they_were() {
    let house = house("2020-11-15").await;
    let (kept, answer) = house.app.decide_and_keep(INPUT, &DecideOptions::default()).await.unwrap();
    let old = house.app.policy().version.clone();
    let crate::house::House { app, folder, .. } = house;
    app.close().await;

    let mut changed = bundle();
    changed.insert("translations/note.txt", "one more file");
    let policy = Policy::load(changed).0.unwrap();
    let house = open("2026-11-15", policy, folder).await;
    assert_ne!(house.app.policy().version, old);
    assert!(house.app.decide(INPUT, &DecideOptions::default()).unwrap() != answer);
    let replay = house.app.replay(&Viewer::Public, kept).await.unwrap();
    assert_eq!(replay, Replay::Same { policy_version: old, bytes: answer.len() });
}

#[tokio::test]
async fn a_decision_about_a_person_is_theirs_and_their_offices() {
    let house = house_with("2020-11-15", Policy::load(bundle()).0.unwrap()).await;
    let made = house.register(wang()).await;
    let id =
        house.store().await.decision_list_by_person(made.person).await.unwrap()[0].clone().held().unwrap().id;
    let other = Viewer::Person(app::registry::PersonId(uuid::Uuid::from_u128(1)));
    for viewer in [Viewer::Public, other, house.clerk("110117").await] {
        assert!(matches!(house.app.replay(&viewer, id).await, Err(ReplayError::Denied)));
    }
    for viewer in [Viewer::Person(made.person), house.clerk("110105").await] {
        assert!(matches!(house.app.replay(&viewer, id).await, Ok(Replay::Same { .. })));
    }
}

#[tokio::test]
async fn the_business_date_is_not_the_clock() {
    // Invariant 9: the same facts on the same business date give the same bytes, whatever the clock says.
    let early = house("2020-11-15").await;
    let late = house("2026-11-15").await;
    assert_eq!(
        early.app.decide(INPUT, &DecideOptions::default()).unwrap(),
        late.app.decide(INPUT, &DecideOptions::default()).unwrap()
    );
    // Half past four in the afternoon of the 14th in London is the 15th in Beijing.
    let house = house("2020-11-14").await;
    house.clock.wait(14 * 3600 + 1800);
    assert_eq!(house.app.today().to_string(), "2020-11-15");
}
