//! Publishing: in force without a restart, for other processes too; what was decided before replays under the
//! version it was made with; what is refused changes nothing.

use app::{DecideOptions, PublishError, Replay, Viewer};
use serde_json::Value;

use crate::house::{House, house, open};

/// Someone of a pilot district who meets everything else of Art. 10.
const INPUT: &[u8] = br#"{ "as_of": "2021-03-01", "facts": { "hukou_region": "110117",
    "hukou_kind": "agricultural", "employment_difficulty": true, "employment_form": "self_employed" } }"#;

fn pilot() -> (String, String) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/overlays/pinggu-pilot-2021.md");
    ("pinggu-pilot-2021.md".to_owned(), std::fs::read_to_string(path).unwrap())
}

fn subsidy(house: &House) -> String {
    let answer = house.app.current().decide(INPUT, &DecideOptions::default()).unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    answer["outcomes"]["pilot_subsidy"]["status"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_published_is_in_force_for_the_next_request_and_not_for_the_running_one() {
    let house = house("2021-03-01").await;
    assert_eq!(subsidy(&house), "no");
    let running = house.app.current();
    let (before, _) = running.decide_and_keep(INPUT, &DecideOptions::default()).await.unwrap();

    let published = house.app.publish(&[pilot()], "市级经办").await.unwrap();
    assert_eq!(published.instruments, ["pinggu-pilot-2021.md"]);
    assert_eq!(subsidy(&house), "yes");
    let answer = running.decide(INPUT, &DecideOptions::default()).unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["outcomes"]["pilot_subsidy"]["status"], "no", "a request keeps the law it began with");

    let now = house.app.current();
    let (after, answer) = now.decide_and_keep(INPUT, &DecideOptions::default()).await.unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    let instruments: Vec<&str> = answer["policy"]["instruments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["id"].as_str().unwrap())
        .collect();
    assert_eq!(instruments, ["beijing-flexible-employment-2020", "pinggu-pilot-2021"]);
    for id in [before, after] {
        assert!(matches!(now.replay(&Viewer::Public, id).await, Ok(Replay::Same { .. })));
    }

    let withdrawn = house.app.withdraw("pinggu-pilot-2021.md", "市级经办").await.unwrap();
    assert!(withdrawn.instruments.is_empty());
    assert_eq!(subsidy(&house), "no");
    assert!(matches!(house.app.replay(&Viewer::Public, after).await, Ok(Replay::Same { .. })));
    let city = house.officer("city", app::registry::Role::City).await;
    let report = house.app.journal_verify(&city).await.unwrap();
    assert!(
        report.entries >= 2 && report.fault.is_none(),
        "publishing stands in the journal like everything else"
    );
}

#[tokio::test]
async fn another_process_follows_and_a_restart_remembers() {
    let house = house("2021-03-01").await;
    // A second server over the same store.
    let base = house.app.policy().clone();
    let library = app::service::Library::embedded().unwrap();
    let (sources, config) = (house.app.sources(), house.app.config().clone());
    let second = app::App::start(base.clone(), library, house.store().await, sources, config).await.unwrap();
    assert!(!second.follow_published().await.unwrap());
    house.app.publish(&[pilot()], "市级经办").await.unwrap();
    assert!(second.follow_published().await.unwrap());
    assert!(!second.follow_published().await.unwrap(), "once is enough");
    assert_eq!(second.current().policy().version, house.app.current().policy().version);
    let House { folder, .. } = house;
    let again = open("2021-03-02", base, folder).await;
    assert_eq!(subsidy(&again), "yes");
}

#[tokio::test]
async fn what_has_errors_is_refused_and_the_law_stays() {
    let house = house("2021-03-01").await;
    let (name, text) = pilot();
    let broken = text.replace("平谷区 | 低", "没有区 | 低");
    assert!(broken != text);
    let refused = house.app.publish(&[(name, broken)], "市级经办").await;
    assert!(matches!(&refused, Err(PublishError::Policy(text)) if text.contains("没有区")), "{refused:?}");
    assert_eq!(house.app.published().await.unwrap(), None);
    assert_eq!(subsidy(&house), "no");
    let unknown = house.app.withdraw("nothing.md", "市级经办").await;
    assert!(matches!(unknown, Err(PublishError::NotPublished { .. })));
}
