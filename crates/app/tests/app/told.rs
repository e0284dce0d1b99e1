//! What the person is told afterwards: what changed, side by side; the commitment as it was given; a field
//! to look at again; a reminder. Each once, and to nobody else.

use app::registry::{CaseId, NoticeId, Role};
use app::{
    CommitmentError, CorrectionError, NoticeLink, NoticeShown, RegistrationError, ReplayError, Status, Viewer,
};

use crate::house::{House, change, house, wang, zhao};

async fn notices(house: &House, own: &Viewer, event: &str) -> Vec<NoticeShown> {
    let mut all = house.app.inbox(own).await.unwrap();
    all.retain(|notice| notice.kind.ends_with(event));
    all
}

#[tokio::test]
async fn what_changed_is_laid_side_by_side_from_both_kept_decisions() {
    let house = house("2020-11-15").await;
    let made = house.register(zhao()).await;
    let (own, number) = (Viewer::Person(made.person), made.number.as_str());
    assert_eq!(house.app.before_after_latest(&own).await.unwrap(), None);
    house.on("2021-02-01");
    let end = change(number, &[("change", "end"), ("effective_on", "2021-02-01"), ("after", "employee")]);
    let done = house.app.change(&own, end).await.unwrap();
    let [told] = notices(&house, &own, "entitlements_changed").await.try_into().unwrap();
    assert_eq!(house.app.before_after_latest(&own).await.unwrap(), Some(told.id));

    let laid = house.app.before_after(&own, told.id).await.unwrap();
    assert_eq!(laid.turns, done.preview.turns, "what was shown before it was confirmed");
    assert_eq!(laid.as_of.to_string(), "2021-02-01");
    let turns = &laid.turns;
    let all = turns.gained.len() + turns.lost.len() + turns.unknown.len() + turns.unchanged.len();
    assert_eq!(all, 12, "every conclusion stands in one group");
    let lost = turns.lost.iter().find(|effect| effect.key == "social_insurance_enrolment").unwrap();
    assert_eq!((lost.article, lost.before, lost.after), (3, Status::Yes, Status::No));
    assert!(!lost.fields_before.is_empty() && lost.fields_after.is_empty());
    assert!(turns.unchanged.iter().all(|effect| effect.article > 0 && !effect.title.en.is_empty()));
    for decision in [laid.before, laid.after] {
        assert!(matches!(house.app.replay(&own, decision).await, Ok(app::Replay::Same { .. })));
    }
    // Years later, with other facts on record, it is still what was decided then.
    house.on("2023-05-01");
    house.app.register(&own, zhao()).await.unwrap();
    assert_eq!(house.app.before_after(&own, told.id).await.unwrap(), laid);

    // A notice that tells of no change, somebody else, an officer, nobody.
    let registered = notices(&house, &own, "registered").await[0].id;
    let other = Viewer::Person(house.register(wang()).await.person);
    let clerk = house.clerk("110117").await;
    let asked = [(&own, registered), (&other, told.id), (&clerk, told.id), (&Viewer::Public, told.id)];
    for (viewer, notice) in asked {
        let found = house.app.before_after(viewer, notice).await;
        assert!(matches!(found, Err(ReplayError::NotFound)), "{found:?}");
    }
}

#[tokio::test]
async fn what_a_registration_opened_is_laid_side_by_side_too() {
    let house = house("2020-11-15").await;
    let made = house.register(zhao()).await;
    let own = Viewer::Person(made.person);
    while house.app.jobs_run(100).await.unwrap() > 0 {}
    let notice = house.app.before_after_latest(&own).await.unwrap().unwrap();
    let laid = house.app.before_after(&own, notice).await.unwrap();
    assert!(laid.turns.gained.iter().any(|effect| effect.key == "social_insurance_enrolment"));
    assert!(laid.turns.lost.is_empty());
}

#[tokio::test]
async fn the_commitment_is_shown_as_it_was_given_with_each_version() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let (own, number) = (Viewer::Person(made.person), made.number.as_str());
    let [told] = notices(&house, &own, "registered").await.try_into().unwrap();
    assert_eq!(told.links, [NoticeLink::Commitment { number: made.number.clone(), version: 1 }]);
    let given = house.app.commitment_given(&own, number, 1).await.unwrap();
    assert_eq!((given.name.as_str(), given.id_masked.as_str()), ("王磊", "110***********0115"));
    assert_eq!((given.commitment.version.as_str(), given.version), ("truth-v1", 1));
    assert!(
        given.commitment.text.zh.starts_with("我办理灵活就业登记") && !given.commitment.text.en.is_empty()
    );
    assert_eq!(given.given_at.to_string(), "2020-11-15T02:00:00Z");
    assert_eq!((given.channel.zh.as_str(), given.by.zh.as_str()), ("微信公众号", "本人"));
    assert!(!format!("{given:?}").contains("王磊"));

    house.on("2021-01-20");
    let moved = [("change", "amend"), ("effective_on", "2021-01-18"), ("district", "110112")];
    house.app.change(&own, change(number, &moved)).await.unwrap();
    let second = house.app.commitment_given(&own, number, 2).await.unwrap();
    assert!(second.commitment.text.zh.starts_with("我办理就业信息的变更或者终止"));
    assert_eq!(second.given_at.to_string(), "2021-01-20T02:00:00Z");
    assert_eq!(house.app.commitment_given(&own, number, 1).await.unwrap(), given, "the first stays");
    let [told] = notices(&house, &own, "flex-change.changed").await.try_into().unwrap();
    assert_eq!(told.links, [NoticeLink::Commitment { number: made.number.clone(), version: 2 }]);

    let none = async |viewer: &Viewer, version| {
        matches!(house.app.commitment_given(viewer, number, version).await, Err(CommitmentError::NotFound))
    };
    assert!(none(&own, 3).await && none(&own, 0).await, "there is one for each version");
    let (old, new) = (house.clerk("110105").await, house.clerk("110112").await);
    assert!(none(&old, 1).await && none(&Viewer::Public, 1).await);
    assert_eq!(house.app.commitment_given(&new, number, 1).await.unwrap(), given);
    let looks = house.app.registration(&own, number, "own").await.unwrap().looks;
    assert_eq!(looks.iter().map(|look| look.reason.as_str()).collect::<Vec<_>>(), ["commitment"]);
}

#[cfg(feature = "typeset")]
#[tokio::test]
async fn the_commitment_can_be_had_on_paper() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let own = Viewer::Person(made.person);
    let pdf = house.app.commitment_pdf(&own, made.number.as_str(), 1).await.unwrap();
    assert!(pdf.starts_with(b"%PDF"));
    let other = house.app.commitment_pdf(&Viewer::Public, made.number.as_str(), 1).await;
    assert!(matches!(other, Err(CommitmentError::NotFound)));
}

#[tokio::test]
async fn a_field_is_to_be_looked_at_again_and_never_a_paper() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let (own, number) = (Viewer::Person(made.person), made.number.as_str());
    let clerk = house.clerk("110105").await;
    // Art. 11: no proof of employment. No reason offers to ask for one, and none can be made up.
    let reasons = house.app.correction_reasons().unwrap();
    assert!(reasons.len() >= 2);
    for reason in &reasons {
        let said = format!("{}{}{}", reason.key, reason.value.zh, reason.value.en.to_lowercase());
        for word in ["证明", "合同", "材料", "proof", "evidence"] {
            assert!(!said.contains(word), "{said}");
        }
    }
    for made_up in ["proof_of_employment", "", "place_unclear "] {
        match house.app.correction_ask(&clerk, number, made_up, None).await {
            Err(CorrectionError::Reason { expected, .. }) => assert!(expected.contains("place_unclear")),
            other => panic!("{made_up}: {other:?}"),
        }
    }
    assert!(notices(&house, &own, "correction_wanted").await.is_empty());

    for _ in 0..2 {
        house.app.correction_ask(&clerk, number, "place_unclear", Some("k")).await.unwrap();
    }
    let [told] = notices(&house, &own, "correction_wanted").await.try_into().unwrap();
    assert!(told.text.zh.contains("就业地") && told.text.zh.contains("不需要提交就业证明材料"));
    let asked = house.app.correction(&own, told.id).await.unwrap();
    assert_eq!((asked.number.as_str(), asked.field.as_str()), (number, "district"));
    assert!(asked.no_proof.zh.contains("无需提供就业证明"));
    let case = house.app.registration(&own, number, "own").await.unwrap();
    let entries = house.store().await.journal_by_case(CaseId(case.id.0)).await.unwrap();
    let entry = entries.last().unwrap();
    assert_eq!(entry.action.as_str(), "registration.correction_wanted");
    assert_eq!(entry.actor, app::registry::Actor::Officer(clerk.officer().unwrap().id));
    let payload = String::from_utf8(entry.content.as_ref().unwrap().payload.clone()).unwrap();
    assert!(payload.contains("place_unclear") && payload.contains("district"), "{payload}");
    assert!(case.looks.iter().any(|look| look.reason == "correction"));

    // Who may not.
    for viewer in [&own, &Viewer::Public] {
        let found = house.app.correction_ask(viewer, number, "place_unclear", None).await;
        assert!(matches!(found, Err(CorrectionError::Denied)), "{found:?}");
    }
    let elsewhere = house.clerk("110117").await;
    let found = house.app.correction_ask(&elsewhere, number, "place_unclear", None).await;
    assert!(matches!(found, Err(CorrectionError::NotFound)), "{found:?}");
    let other = Viewer::Person(house.register(zhao()).await.person);
    let nobody = NoticeId(uuid::Uuid::nil());
    for (viewer, notice) in [(&other, told.id), (&own, nobody), (&clerk, told.id)] {
        let found = house.app.correction(viewer, notice).await;
        assert!(matches!(found, Err(RegistrationError::NotFound)));
    }
    // What is over is not corrected.
    let end = [("change", "end"), ("effective_on", "2020-11-15"), ("after", "none")];
    house.app.change(&own, change(number, &end)).await.unwrap();
    let found = house.app.correction_ask(&clerk, number, "place_unclear", None).await;
    assert!(matches!(found, Err(CorrectionError::Ended)), "{found:?}");
}

#[tokio::test]
async fn a_reminder_comes_once_in_each_interval_of_the_business_date() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let (own, number) = (Viewer::Person(made.person), made.number.as_str());
    let ended = house.register(zhao()).await;
    let end = [("change", "end"), ("effective_on", "2020-11-15"), ("after", "none")];
    let gone = Viewer::Person(ended.person);
    house.app.change(&gone, change(ended.number.as_str(), &end)).await.unwrap();
    let look = async |day: &str| {
        house.on(day);
        house.app.reminders_look().await.unwrap();
        while house.app.jobs_run(100).await.unwrap() > 0 {}
        notices(&house, &own, "amend_reminder").await.len()
    };
    assert_eq!(look("2020-11-15").await, 0);
    assert_eq!(look("2021-05-14").await, 0, "the day before");
    assert_eq!(look("2021-05-15").await, 1, "six months later to the day");
    for again in ["2021-05-15", "2021-05-16", "2021-11-14"] {
        assert_eq!(look(again).await, 1, "{again}: never twice for one interval");
    }
    assert_eq!(look("2021-11-15").await, 2);
    let told = &notices(&house, &own, "amend_reminder").await[0];
    assert!(told.text.zh.contains(number) && told.text.zh.contains("第十一条没有规定天数"));
    assert_eq!(told.links, [NoticeLink::Change { number: made.number.clone() }]);
    // Who has just amended is left alone until an interval has passed since.
    let moved = [("change", "amend"), ("effective_on", "2021-12-01"), ("district", "110112")];
    house.on("2021-12-01");
    house.app.change(&own, change(number, &moved)).await.unwrap();
    assert_eq!(look("2022-05-15").await, 2);
    assert_eq!(look("2022-06-01").await, 3);
    // Of several intervals that nobody looked at, the latest alone is told.
    assert_eq!(look("2025-12-01").await, 4);
    assert!(notices(&house, &gone, "amend_reminder").await.is_empty(), "what is over needs no amending");
}

#[tokio::test]
async fn every_registration_of_many_pages_is_reminded_once() {
    let house = house("2020-11-15").await;
    let mut people = Vec::new();
    for number in 0..105 {
        let mut request = wang();
        let id = app::store::conformance::fixture::id_number(&format!("11019919940302{:03}", 200 + number));
        request.fields.insert("id_number".to_owned(), id.expose().to_owned());
        house.clock.wait(1);
        people.push(Viewer::Person(house.register(request).await.person));
    }
    house.on("2021-05-15");
    house.app.reminders_look().await.unwrap();
    while house.app.jobs_run(100).await.unwrap() > 0 {}
    for own in &people {
        assert_eq!(notices(&house, own, "amend_reminder").await.len(), 1);
    }
}

#[tokio::test]
async fn an_access_code_is_renewed_by_who_reaches_the_registration_and_written_down() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let number = made.number.as_str();
    let (clerk, elsewhere) = (house.clerk("110105").await, house.clerk("110117").await);
    for viewer in [&Viewer::Public, &Viewer::Person(made.person)] {
        let found = house.app.access_code_renew(viewer, number).await;
        assert!(matches!(found, Err(app::AccessError::Denied)));
    }
    assert!(matches!(house.app.access_code_renew(&elsewhere, number).await, Err(app::AccessError::Wrong)));
    let new = house.app.access_code_renew(&clerk, number).await.unwrap();
    assert_ne!(new, made.access_code);
    assert!(house.app.person_sign_in(number, &made.access_code).await.is_err());
    assert_eq!(house.app.person_sign_in(number, &new).await.unwrap(), made.person);
    let city = house.officer("city", Role::City).await;
    let case = house.app.case(&city, number, "case_handling").await.unwrap();
    assert!(case.journal.iter().any(|line| line.action == "registration.access_code_renewed"));
}
