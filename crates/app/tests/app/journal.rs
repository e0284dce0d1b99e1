//! The journal: verified, sealed, and a person erased with the chain intact.

use app::registry::{CaseId, Role};
use app::{ErasureError, JournalError, RegistrationError, Replay, Viewer};

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
    house.on("2021-12-01");
    let erase = async |viewer: &Viewer, reason: &str, typed: &str| {
        house.app.erase(viewer, number, reason, typed).await
    };
    let preview = house.app.erasure_preview(&city, number).await.unwrap();
    assert!(preview.is_in_force);
    assert!(matches!(erase(&city, "consent_withdrawn", number).await, Err(ErasureError::InForce)));
    let end = change(number, &[("change", "end"), ("effective_on", "2020-11-15"), ("after", "none")]);
    house.app.change(&own, end).await.unwrap();
    for viewer in [&own, &clerk, &Viewer::Public] {
        assert!(matches!(erase(viewer, "consent_withdrawn", number).await, Err(ErasureError::Denied)));
        let preview = house.app.erasure_preview(viewer, number).await;
        assert!(matches!(preview, Err(ErasureError::Denied)), "{preview:?}");
    }
    // What goes and what stays is told beforehand, with the reasons that hold on the day.
    let preview = house.app.erasure_preview(&city, number).await.unwrap();
    assert!(!preview.is_in_force);
    assert_eq!((preview.decisions, preview.certificates, preview.registrations), (3, 1, 1));
    assert!(preview.notices >= 2 && preview.entries >= 4, "{preview:?}");
    assert!(
        preview.reasons.iter().any(|r| r.key == "consent_withdrawn" && r.label.zh.contains("第四十七条"))
    );
    match erase(&city, "He asked", number).await {
        Err(ErasureError::Reason { expected }) => assert!(expected.contains("consent_withdrawn")),
        other => panic!("{other:?}"),
    }
    let other = "JY-2020-110105-00000009-53";
    assert!(matches!(erase(&city, "consent_withdrawn", other).await, Err(ErasureError::Unconfirmed)));
    assert!(matches!(house.app.replay(&city, decision).await.unwrap(), Replay::Same { .. }), "not yet");
    let erased = erase(&city, "consent_withdrawn", number).await.unwrap();
    assert_eq!(erased.decisions.len(), 3);
    assert!(erased.entries > preview.entries as u64, "the officer's own look went too");
    assert!(matches!(erase(&city, "consent_withdrawn", number).await, Err(ErasureError::NotFound)));
    for decision in &erased.decisions {
        let replay = house.app.replay(&city, *decision).await.unwrap();
        assert!(matches!(replay, Replay::Erased { .. }));
    }
    let kept = store.journal_by_case(CaseId::of_person(made.person)).await.unwrap();
    let last = kept.iter().rev().find(|entry| entry.action.as_str() == "person.erased").unwrap();
    let payload: serde_json::Value = serde_json::from_slice(&last.content.as_ref().unwrap().payload).unwrap();
    assert_eq!(payload["reason"], "consent_withdrawn");
    assert!(payload["basis"].as_str().unwrap().contains("个人信息保护法"));

    let seen = house.app.journal_verify(&city).await.unwrap();
    assert_eq!(seen.fault, None);
    let replay = house.app.replay(&city, decision).await.unwrap();
    assert!(matches!(replay, Replay::Erased { .. }));
    let case = house.app.case(&city, number, "case_handling").await.unwrap();
    assert!(case.registration.person.name.is_empty() && case.journal.iter().all(|line| line.is_erased));
    assert_eq!(house.app.verify(&paper.code).await.unwrap().standing, app::CertificateStanding::Unknown);
    // A session of theirs is nobody's now, and the code opens nothing.
    let data = app::SessionData { who: app::SignedIn::Person(made.person), ..app::SessionData::default() };
    assert_eq!(house.app.viewer(&data).await.unwrap(), Viewer::Public);
    assert!(house.app.person_sign_in(number, &made.access_code).await.is_err());
    assert!(matches!(
        house.app.registration(&Viewer::Public, number, "x").await,
        Err(RegistrationError::NotFound)
    ));
    // They can come again, as someone new.
    let again = house.register(wang()).await;
    assert_ne!(again.person, made.person);
}

#[tokio::test]
async fn a_reason_to_erase_is_offered_from_the_day_on_which_its_law_holds() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let city = house.officer("city", Role::City).await;
    let codes = async |day: &str| {
        house.on(day);
        let preview = house.app.erasure_preview(&city, made.number.as_str()).await.unwrap();
        preview.reasons.into_iter().map(|reason| reason.key).collect::<Vec<_>>()
    };
    assert_eq!(codes("2020-12-31").await, ["unlawful_handling_network_law"]);
    assert_eq!(codes("2021-01-01").await.len(), 2);
    assert!(!codes("2021-10-31").await.contains(&"consent_withdrawn".to_owned()));
    assert!(codes("2021-11-01").await.contains(&"consent_withdrawn".to_owned()));
    let missing = house.app.erasure_preview(&city, "JY-2020-110105-00000009-53").await;
    assert!(matches!(missing, Err(ErasureError::NotFound)));
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
