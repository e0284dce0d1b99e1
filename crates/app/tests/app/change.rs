//! Change and end of a registration: row 51, row 57's end, and what must be refused.

use app::service::definition::Channel;
use app::{ChangeError, ChangeRequest, Effect, Standing, Status, Viewer};

use crate::house::{House, change, house, wang, zhao};

fn keys(effects: &[Effect]) -> Vec<&str> {
    effects.iter().map(|effect| effect.key.as_str()).collect()
}

async fn refused(house: &House, viewer: &Viewer, request: ChangeRequest) -> Vec<(String, &'static str)> {
    match house.app.change(viewer, request).await {
        Err(ChangeError::Fields(faults)) => faults.into_iter().map(|f| (f.field, f.code)).collect(),
        other => panic!("expected faults of fields, found {other:?}"),
    }
}

#[tokio::test]
async fn row_51_wang_moves_to_tongzhou() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let (own, number) = (Viewer::Person(made.person), made.number.as_str());
    house.on("2021-01-20");
    let request =
        change(number, &[("change", "amend"), ("effective_on", "2021-01-18"), ("district", "110112")]);

    let preview =
        house.app.preview_change(&own, &ChangeRequest { commitment: None, ..request.clone() }).await.unwrap();
    let (before, after) = preview.office.as_ref().unwrap();
    assert_eq!((before.id.as_str(), after.id.as_str()), ("pes-110105", "pes-110112"));
    let [changed] = preview.changed.as_slice() else { panic!("{:?}", preview.changed) };
    assert_eq!(
        (changed.key.as_str(), changed.before.zh.as_str(), changed.after.zh.as_str()),
        ("district", "朝阳区", "通州区")
    );
    assert!(preview.turns.gained.is_empty() && preview.turns.lost.is_empty());
    // Looking changes nothing.
    let seen = house.app.registration(&own, number, "own").await.unwrap();
    assert_eq!((seen.versions.len(), seen.office.id.as_str()), (1, "pes-110105"));

    let done = house.app.change(&own, request).await.unwrap();
    assert_eq!((done.version, done.office.id.as_str()), (2, "pes-110112"));
    let seen = house.app.registration(&own, number, "own").await.unwrap();
    assert_eq!(seen.office.id, "pes-110112");
    // Yesterday's version can be seen, with its day.
    let days: Vec<_> =
        seen.versions.iter().map(|v| (v.version, v.event, v.effective_on.to_string())).collect();
    assert_eq!(days, [(2, "changed", "2021-01-18".to_owned()), (1, "registered", "2020-09-01".to_owned())]);
    let district = seen.versions[1].rows.iter().find(|row| row.key == "district").unwrap();
    assert_eq!(district.value.zh, "朝阳区");
    // The new certificate takes the place of the old one.
    let papers: Vec<_> =
        seen.certificates.iter().map(|c| (c.number.as_str(), c.state, c.reason.as_deref())).collect();
    let new = done.certificate_number.clone().unwrap();
    assert_eq!(
        papers,
        [(new.as_str(), "valid", None), (made.certificate_number.as_str(), "ended", Some("replaced"))]
    );
    // The clerks of both places: one has it no more, the other has it now.
    let (old, new) = (house.clerk("110105").await, house.clerk("110112").await);
    assert!(house.app.case(&old, number, "case_handling").await.is_err());
    let case = house.app.case(&new, number, "case_handling").await.unwrap();
    let journal: Vec<_> = case.journal.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(journal, ["registration.registered", "registration.changed"]);
    let inbox = house.app.inbox(&own).await.unwrap();
    assert_eq!(inbox[0].kind, "flex-change.changed");
    assert!(inbox[0].text.zh.contains("通州区"));
}

#[tokio::test]
async fn row_51_zhao_becomes_an_employee_and_is_told_that_article_3_no_longer_holds() {
    let house = house("2020-11-15").await;
    let made = house.register(zhao()).await;
    let (own, number) = (Viewer::Person(made.person), made.number.as_str());
    house.on("2021-02-01");
    let request = change(number, &[("change", "end"), ("effective_on", "2021-02-01"), ("after", "employee")]);
    let preview = house.app.preview_change(&own, &request).await.unwrap();
    assert!(preview.is_end);
    assert!(
        keys(&preview.turns.lost).contains(&"social_insurance_enrolment"),
        "{:?}",
        keys(&preview.turns.lost)
    );
    let lost = preview.turns.lost.iter().find(|effect| effect.key == "social_insurance_enrolment").unwrap();
    assert_eq!((lost.article, lost.before, lost.after), (3, Status::Yes, Status::No));
    assert!(!lost.fields_before.is_empty() && lost.fields_after.is_empty());
    assert!(!lost.provision.words.zh.is_empty());

    let done = house.app.change(&own, request).await.unwrap();
    assert_eq!(done.certificate_number, None);
    let seen = house.app.registration(&own, number, "own").await.unwrap();
    let Standing::Ended { last_day, reason } = seen.standing else { panic!("{:?}", seen.standing) };
    assert_eq!(last_day.to_string(), "2021-01-31");
    assert!(reason.zh.contains("单位"));
    assert_eq!(seen.certificates[0].reason.as_deref(), Some("registration_ended"));
    let inbox = house.app.inbox(&own).await.unwrap();
    let told = inbox.iter().find(|notice| notice.kind == "flex-change.entitlements_changed").unwrap();
    assert!(told.text.zh.contains("第三条") && told.text.en.contains("Art. 3"), "{}", told.text.zh);
    assert_eq!(house.app.inbox_unread(&own).await.unwrap(), 3);
    house.app.notice_read(&own, told.id).await.unwrap();
    assert_eq!(house.app.inbox_unread(&own).await.unwrap(), 2);
    // What was decided is kept and can be replayed.
    let decisions = house.store().await.decision_list_by_person(made.person).await.unwrap();
    let kept = decisions[0].clone().held().unwrap();
    assert!(std::str::from_utf8(&kept.answer).unwrap().contains("social_insurance_enrolment"));
    assert!(matches!(house.app.replay(&own, kept.id).await, Ok(app::Replay::Same { .. })));
}

#[tokio::test]
async fn who_ended_can_register_anew_and_history_shows_both() {
    let house = house("2020-11-15").await;
    let first = house.register(wang()).await;
    let own = Viewer::Person(first.person);
    house.on("2021-03-01");
    let end = change(
        first.number.as_str(),
        &[("change", "end"), ("effective_on", "2021-03-01"), ("after", "none")],
    );
    let preview = house.app.preview_end(&own, &end).await.unwrap();
    let done = house.app.end(&own, end.clone()).await.unwrap();
    assert_eq!(done.preview, preview);
    // Row 52: out of work after flexible work in Beijing, so unemployment can be registered.
    assert!(keys(&done.preview.turns.lost).contains(&"flexible_worker"));
    assert!(
        keys(&done.preview.turns.gained).contains(&"unemployment_registration"),
        "{:?}",
        done.preview.turns.gained
    );
    assert!(done.next_steps.iter().any(|s| s.conclusion.as_deref() == Some("unemployment_registration")));
    assert!(matches!(house.app.change(&own, end).await, Err(ChangeError::Ended { .. })));

    house.on("2021-04-01");
    let second = house.app.register(&own, wang()).await.unwrap();
    assert_ne!(second.number, first.number);
    assert_eq!(second.person, first.person);
    assert_eq!(house.app.my_registrations(&own).await.unwrap(), [second.number, first.number]);
}

#[tokio::test]
async fn a_change_that_changes_nothing_or_reaches_behind_the_last_version_is_refused() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let (own, number) = (Viewer::Person(made.person), made.number.as_str());
    house.on("2021-01-20");
    let same = change(number, &[("change", "amend"), ("effective_on", "2021-01-18"), ("district", "110105")]);
    assert!(matches!(house.app.change(&own, same).await, Err(ChangeError::Unchanged)));
    let early =
        change(number, &[("change", "amend"), ("effective_on", "2020-08-01"), ("district", "110112")]);
    assert_eq!(refused(&house, &own, early).await, [("effective_on".to_owned(), "before_current")]);
    let end = change(number, &[("change", "end"), ("effective_on", "2020-09-01"), ("after", "none")]);
    assert_eq!(refused(&house, &own, end).await, [("effective_on".to_owned(), "before_current")]);
    let late = change(number, &[("change", "amend"), ("effective_on", "2021-01-21"), ("district", "110112")]);
    assert_eq!(refused(&house, &own, late).await, [("effective_on".to_owned(), "after_business_date")]);
    let outside =
        change(number, &[("change", "amend"), ("effective_on", "2021-01-18"), ("district", "131082")]);
    assert_eq!(refused(&house, &own, outside).await, [("district".to_owned(), "outside_beijing")]);
    let silent = change(number, &[("change", "end"), ("effective_on", "2021-01-18")]);
    assert_eq!(refused(&house, &own, silent).await, [("after".to_owned(), "missing")]);
    let unpromised =
        change(number, &[("change", "amend"), ("effective_on", "2021-01-18"), ("district", "110112")]);
    let unpromised = ChangeRequest { commitment: None, ..unpromised };
    assert_eq!(refused(&house, &own, unpromised).await, [("commitment".to_owned(), "commitment_missing")]);
}

#[tokio::test]
async fn work_under_a_labour_relation_is_no_change_but_an_end() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let own = Viewer::Person(made.person);
    let fields = [
        ("change", "amend"),
        ("effective_on", "2020-11-10"),
        ("employment_form", "platform"),
        ("platform_labour_relation", "true"),
    ];
    match house.app.change(&own, change(made.number.as_str(), &fields)).await {
        Err(ChangeError::Refused(conclusion)) => assert_eq!(conclusion.status, Status::No),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn another_form_of_work_drops_what_belonged_to_the_platform() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let own = Viewer::Person(made.person);
    let fields = [
        ("change", "amend"),
        ("effective_on", "2020-11-10"),
        ("employment_form", "self_employed"),
        ("occupation", "小店老板"),
    ];
    let done = house.app.change(&own, change(made.number.as_str(), &fields)).await.unwrap();
    let changed: Vec<_> = done.preview.changed.iter().map(|value| value.key.as_str()).collect();
    assert_eq!(changed, ["employment_form", "platform_labour_relation", "platform_name", "occupation"]);
    let worker = done.preview.turns.unchanged.iter().find(|effect| effect.key == "flexible_worker").unwrap();
    assert_ne!(worker.fields_before, worker.fields_after, "the category is another one");
}

#[tokio::test]
async fn a_change_sent_twice_is_made_once() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let own = Viewer::Person(made.person);
    house.on("2021-01-20");
    let fields = [("change", "amend"), ("effective_on", "2021-01-18"), ("district", "110112")];
    let request =
        ChangeRequest { idempotency_key: Some("c1".to_owned()), ..change(made.number.as_str(), &fields) };
    let first = house.app.change(&own, request.clone()).await.unwrap();
    let again = house.app.change(&own, request.clone()).await.unwrap();
    assert_eq!(first, again);
    let seen = house.app.registration(&own, made.number.as_str(), "own").await.unwrap();
    assert_eq!(seen.versions.len(), 2);
    let end = [("change", "end"), ("effective_on", "2021-01-20"), ("after", "none")];
    let end = ChangeRequest { idempotency_key: Some("c2".to_owned()), ..change(made.number.as_str(), &end) };
    let (one, two) = tokio::join!(house.app.change(&own, end.clone()), house.app.change(&own, end.clone()));
    assert_eq!((one.unwrap().version, two.unwrap().version), (3, 3));
    assert_eq!(house.app.change(&own, end).await.unwrap().certificate_number, None);
}

#[tokio::test]
async fn nobody_changes_what_is_not_theirs() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let other = house.register(zhao()).await;
    let fields = [("change", "amend"), ("effective_on", "2020-11-10"), ("district", "110112")];
    let request = change(made.number.as_str(), &fields);
    for viewer in [Viewer::Public, Viewer::Person(other.person), house.clerk("110117").await] {
        let found = house.app.preview_change(&viewer, &request).await;
        assert!(matches!(found, Err(ChangeError::NotFound)), "{found:?}");
        let found = house.app.change(&viewer, request.clone()).await;
        assert!(matches!(found, Err(ChangeError::NotFound)), "{found:?}");
    }
    // Their own clerk may, at the window, within the own district.
    let clerk = house.clerk("110105").await;
    let online = house.app.change(&clerk, request.clone()).await;
    assert!(matches!(online, Err(ChangeError::Denied)), "{online:?}");
    let at_window = ChangeRequest { channel: Channel::Window, ..request };
    match house.app.change(&clerk, at_window.clone()).await {
        Err(ChangeError::WrongOffice(office)) => assert_eq!(office.id, "pes-110112"),
        other => panic!("{other:?}"),
    }
    let city = house.officer("city", app::registry::Role::City).await;
    assert_eq!(house.app.change(&city, at_window).await.unwrap().version, 2);
}

#[tokio::test]
async fn a_change_at_the_window_says_who_typed_it_in_and_for_whom() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let (number, clerk) = (made.number.as_str(), house.clerk("110105").await);
    let fields = [("change", "amend"), ("effective_on", "2020-11-10"), ("occupation", "快递员")];
    let request = ChangeRequest { channel: Channel::Window, ..change(number, &fields) };
    let unsigned = ChangeRequest { commitment: None, ..request.clone() };
    assert_eq!(refused(&house, &clerk, unsigned).await, [("commitment".to_owned(), "commitment_missing")]);
    house.app.change(&clerk, request).await.unwrap();
    let end = [("change", "end"), ("effective_on", "2020-11-15"), ("after", "none")];
    let end = ChangeRequest { channel: Channel::Window, ..change(number, &end) };
    house.app.change(&clerk, end).await.unwrap();

    let seen = house.app.registration(&Viewer::Person(made.person), number, "own").await.unwrap();
    let by: Vec<_> =
        seen.versions.iter().map(|v| (v.event, v.channel.zh.as_str(), v.by.zh.as_str())).collect();
    let officer = "经办 k110105代本人录入";
    assert_eq!(
        by,
        [
            ("ended", "服务窗口", officer),
            ("changed", "服务窗口", officer),
            ("registered", "微信公众号", "本人")
        ]
    );
    let case = app::registry::CaseId(seen.id.0);
    let entries = house.store().await.journal_by_case(case).await.unwrap();
    for entry in &entries[1..] {
        let id = clerk.officer().unwrap().id;
        assert_eq!(entry.actor, app::registry::Actor::Officer(id));
        let payload: serde_json::Value =
            serde_json::from_slice(&entry.content.as_ref().unwrap().payload).unwrap();
        assert_eq!(payload["on_behalf_of"], made.person.to_string());
        assert_eq!(
            (payload["channel"].as_str(), payload["commitment"].as_str()),
            (Some("window"), Some("truth-v1"))
        );
    }
    let own: serde_json::Value =
        serde_json::from_slice(&entries[0].content.as_ref().unwrap().payload).unwrap();
    assert!(own["on_behalf_of"].is_null(), "the person did it themselves");
}
