//! No log line holds anything about a person: whole lives are led with the log caught, and what they
//! typed is looked for in it.

use app::registry::Role;
use app::{Answers, Viewer};
use fixture::Caught;

use crate::house::{change, house, zhao};

#[tokio::test]
async fn a_whole_life_leaves_nothing_personal_in_the_log() {
    let (caught, _guard) = Caught::all();
    tracing::info!("the log is caught");

    let house = house("2020-11-15").await;
    let answers = Answers { facts: zhao().facts, ..Answers::default() };
    house.app.draft_save(&Viewer::Public, house.app.draft_new(), &answers).await.unwrap();
    let made = house.register(zhao()).await;
    house.app.jobs_run(10).await.unwrap();
    let own = Viewer::Person(made.person);
    let _ = house.app.register(&Viewer::Public, zhao()).await;
    let _ = house.app.person_sign_in(made.number.as_str(), "0000-0000").await;
    house.app.person_sign_in(made.number.as_str(), &made.access_code).await.unwrap();
    let end = change(made.number.as_str(), &[("effective_on", "2020-11-15"), ("after", "none")]);
    house.app.end(&own, end).await.unwrap();
    let city = house.officer("city", Role::City).await;
    house.app.case(&city, made.number.as_str(), "case_handling").await.unwrap();
    house
        .app
        .erase(&city, made.number.as_str(), "unlawful_handling_network_law", made.number.as_str())
        .await
        .unwrap();
    house.app.close().await;

    assert!(caught.text().contains("the log is caught"));
    let typed = ["赵国强", "110199196105200130", "19610520", "13900000003", "种植", "agricultural"];
    caught.must_lack(typed.into_iter().chain([made.access_code.as_str()]));
}
