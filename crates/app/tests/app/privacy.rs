//! No log line holds anything about a person: whole lives are led with the log caught, and what they
//! typed is looked for in it.

use std::io::Write;
use std::sync::{Arc, Mutex};

use app::registry::Role;
use app::{Answers, Viewer};
use tracing_subscriber::fmt::MakeWriter;

use crate::house::{change, house, zhao};

#[derive(Clone, Default)]
struct Caught(Arc<Mutex<Vec<u8>>>);

impl Write for Caught {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Caught {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_whole_life_leaves_nothing_personal_in_the_log() {
    let caught = Caught::default();
    let log = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(caught.clone())
        .with_ansi(false)
        .finish();
    let _guard = tracing::subscriber::set_default(log);
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

    let log = String::from_utf8(caught.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("the log is caught"));
    let typed = ["赵国强", "110199196105200130", "19610520", "13900000003", "种植", "agricultural"];
    for secret in typed.into_iter().chain([made.access_code.as_str()]) {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
}
