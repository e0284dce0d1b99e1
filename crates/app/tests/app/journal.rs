//! The journal: verified, sealed, and a person erased with the chain intact.

use app::registry::Role;
use app::{JournalError, RegistrationError, Replay, Viewer};

use crate::house::{change, house, wang};

#[tokio::test]
async fn the_journal_is_the_citys_to_verify_and_seals_what_moved() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    assert_eq!(house.app.journal_seal().await.unwrap(), 1);
    assert_eq!(house.app.journal_seal().await.unwrap(), 0);
    let clerk = house.clerk("110105").await;
    for viewer in [Viewer::Public, Viewer::Person(made.person), clerk] {
        assert!(matches!(house.app.journal_verify(&viewer).await, Err(JournalError::Denied)));
    }
    let city = house.officer("city", Role::City).await;
    let seen = house.app.journal_verify(&city).await.unwrap();
    assert_eq!((seen.entries, seen.checkpoints, seen.fault), (1, 1, None));
    // A changed entry is found.
    let store = house.store().await;
    store.tamper("UPDATE journal SET action = 'registration.changed'").await.unwrap();
    assert!(house.app.journal_verify(&city).await.unwrap().fault.is_some());
}

#[tokio::test]
async fn a_person_is_erased_and_the_chain_still_holds() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let (own, number) = (Viewer::Person(made.person), made.number.as_str());
    let paper = house.app.certificate(&own, &made.certificate_number).await.unwrap();
    let store = house.store().await;
    let decision = store.decision_list_by_person(made.person).await.unwrap()[0].clone().held().unwrap().id;
    let clerk = house.clerk("110105").await;
    house.app.case(&clerk, number, "case_handling").await.unwrap();
    house.app.journal_seal().await.unwrap();

    let city = house.officer("city", Role::City).await;
    assert!(matches!(house.app.person_of(&clerk, number).await, Err(JournalError::Denied)));
    let person = house.app.person_of(&city, number).await.unwrap();
    let early = house.app.erase_person(&city, person, "request_of_person").await;
    assert!(matches!(early, Err(JournalError::InForce)), "{early:?}");
    let end = change(number, &[("change", "end"), ("effective_on", "2020-11-15"), ("after", "none")]);
    house.app.change(&own, end).await.unwrap();
    assert!(matches!(
        house.app.erase_person(&own, person, "request_of_person").await,
        Err(JournalError::Denied)
    ));
    assert!(matches!(house.app.erase_person(&city, person, "He asked").await, Err(JournalError::Reason)));
    let erased = house.app.erase_person(&city, person, "request_of_person").await.unwrap();
    assert_eq!((erased.entries, erased.decisions), (3, 2));
    assert!(matches!(
        house.app.erase_person(&city, person, "request_of_person").await,
        Err(JournalError::NotFound)
    ));

    let seen = house.app.journal_verify(&city).await.unwrap();
    assert_eq!(seen.fault, None);
    let replay = house.app.replay(&city, decision).await.unwrap();
    assert!(matches!(replay, Replay::Erased { .. }));
    let case = house.app.case(&city, number, "case_handling").await.unwrap();
    assert!(case.registration.person.name.is_empty() && case.journal.iter().all(|line| line.is_erased));
    assert_eq!(house.app.verify(&paper.code).await.unwrap().standing, app::CertificateStanding::Unknown);
    // A session of theirs is nobody's now, and the code opens nothing.
    let data = app::SessionData { who: app::SignedIn::Person(person), ..app::SessionData::default() };
    assert_eq!(house.app.viewer(&data).await.unwrap(), Viewer::Public);
    assert!(house.app.person_sign_in(number, &made.access_code).await.is_err());
    assert!(matches!(
        house.app.registration(&Viewer::Public, number, "x").await,
        Err(RegistrationError::NotFound)
    ));
    // They can come again, as someone new.
    let again = house.register(wang()).await;
    assert_ne!(again.person, person);
}

#[tokio::test]
async fn a_worker_does_what_is_due_and_seals_at_its_end() {
    let house = house("2020-11-15").await;
    house.register(crate::house::zhao()).await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let worker = tokio::spawn({
        let app = house.app.clone();
        async move {
            app.work(async {
                let _ = stopped.await;
            })
            .await;
        }
    });
    let store = house.store().await;
    for _ in 0..200 {
        let counts = store.job_counts().await.unwrap();
        if counts.iter().all(|count| count.state == "done") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(store.job_counts().await.unwrap()[0].state, "done");
    stop.send(()).unwrap();
    worker.await.unwrap();
    assert_eq!(store.checkpoint_last().await.unwrap(), 1);
}
