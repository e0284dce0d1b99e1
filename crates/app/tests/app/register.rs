//! Registration: rows 45–50 of the acceptance list, and what must be refused.

use app::registry::form::Channel as Kept;
use app::registry::registration::EnteredBy;
use app::service::definition::Channel;
use app::{FieldFault, RegisterError, RegisterRequest, Status, Viewer};

use crate::house::{House, house, wang, zhao};

async fn faults(house: &House, request: RegisterRequest) -> Vec<(String, &'static str)> {
    match house.app.register(&Viewer::Public, request).await {
        Err(RegisterError::Fields(faults)) => faults.into_iter().map(|f| (f.field, f.code)).collect(),
        other => panic!("expected faults of fields, found {other:?}"),
    }
}

fn without(mut request: RegisterRequest, field: &str) -> RegisterRequest {
    request.fields.remove(field);
    request
}

fn with(mut request: RegisterRequest, field: &str, value: &str) -> RegisterRequest {
    request.fields.insert(field.to_owned(), value.to_owned());
    request
}

#[tokio::test]
async fn row_45_wang_registers_by_wechat_and_his_clerk_sees_the_channel() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    assert_eq!(made.number.as_str(), "JY-2020-110105-00000001-77");
    assert_eq!(made.office.id, "pes-110105");
    assert_eq!(made.certificate_number, "JY-2020-110105-00000001-77-1");
    assert!(!made.next_steps.is_empty() && !made.is_repeated);

    let clerk = house.clerk("110105").await;
    let seen = house.app.case(&clerk, made.number.as_str(), "case_handling").await.unwrap();
    assert_eq!(seen.registration.channel.zh, "微信公众号");
    let of_pinggu = house.clerk("110117").await;
    let unseen = house.app.case(&of_pinggu, made.number.as_str(), "case_handling").await;
    assert!(matches!(unseen, Err(app::OfficerError::NotFound)));
}

#[tokio::test]
async fn row_45_a_place_of_work_in_yanjiao_is_refused_naming_it() {
    let house = house("2020-11-15").await;
    let found = house.app.register(&Viewer::Public, with(wang(), "district", "131082")).await;
    let Err(RegisterError::Fields(faults)) = found else { panic!("{found:?}") };
    let [FieldFault { field, code, found, .. }] = faults.as_slice() else { panic!("{faults:?}") };
    assert_eq!((field.as_str(), *code, found.as_deref()), ("district", "outside_beijing", Some("131082")));
}

#[tokio::test]
async fn row_46_the_window_of_the_place_of_work_and_no_other() {
    let house = house("2020-11-15").await;
    let at_window = || RegisterRequest { channel: Channel::Window, ..wang() };
    let pinggu = house.clerk("110117").await;
    match house.app.register(&pinggu, at_window()).await {
        Err(RegisterError::WrongOffice(office)) => assert_eq!(office.id, "pes-110105"),
        other => panic!("expected the right office to be named, found {other:?}"),
    }
    let chaoyang = house.clerk("110105").await;
    let made = house.app.register(&chaoyang, at_window()).await.unwrap();
    let store = house.store().await;
    let entered = store.registration_find(made.registration).await.unwrap().unwrap();
    assert_eq!(entered.channel, Kept::Window);
    assert_eq!(entered.entered_by, EnteredBy::Officer(chaoyang.officer().unwrap().id));

    // But for the channel it is what the person would have made online.
    let other = crate::house::house("2020-11-15").await;
    let online = other.register(wang()).await;
    let online = other.store().await.registration_find(online.registration).await.unwrap().unwrap();
    assert_eq!(
        (online.details, online.office, online.commitment.version),
        (entered.details, entered.office, entered.commitment.version)
    );
}

#[tokio::test]
async fn row_46_the_city_enters_for_every_district_and_the_window_is_no_place_for_the_public() {
    let house = house("2020-11-15").await;
    let at_window = RegisterRequest { channel: Channel::Window, ..wang() };
    let denied = house.app.register(&Viewer::Public, at_window.clone()).await;
    assert!(matches!(denied, Err(RegisterError::Denied)), "{denied:?}");
    let city = house.officer("city", app::registry::Role::City).await;
    let online = house.app.register(&city, wang()).await;
    assert!(matches!(online, Err(RegisterError::Denied)), "an officer has no online channel: {online:?}");
    assert!(house.app.register(&city, at_window).await.is_ok());
}

/// Row 6: while nothing is recognised, a person says which kind it is and what provides for it.
#[tokio::test]
async fn row_6_another_kind_of_flexible_work_names_what_provides_for_it() {
    let house = house("2020-11-15").await;
    let mut other = wang();
    for platforms in ["platform_labour_relation", "platform_name"] {
        other.fields.remove(platforms);
    }
    let other = with(other, "employment_form", "other_flexible");
    assert_eq!(faults(&house, other.clone()).await, [("other_kind".to_owned(), "missing")]);
    let other = with(other, "other_kind", "个体演出");
    assert_eq!(faults(&house, other.clone()).await, [("other_source".to_owned(), "missing")]);
    let long = with(other.clone(), "other_source", &"某".repeat(61));
    assert_eq!(faults(&house, long).await, [("other_source".to_owned(), "too_long")]);
    let made = house.register(with(other, "other_source", "某某条例第九条")).await;
    let own = Viewer::Person(made.person);
    let shown = house.app.registration(&own, made.number.as_str(), "own").await.unwrap();
    let row = |key: &str| shown.rows.iter().find(|row| row.key == key).map(|row| row.value.zh.clone());
    assert_eq!(row("other_kind").as_deref(), Some("个体演出"));
    assert_eq!(row("other_source").as_deref(), Some("某某条例第九条"));
    // The decision rests on item 4, and only where it was that form.
    let clerk = house.clerk("110105").await;
    let case = house.app.case(&clerk, made.number.as_str(), "case_handling").await.unwrap();
    let worker = case.conclusions.iter().find(|c| c.key == "flexible_worker").unwrap();
    assert_eq!(worker.status, Status::Yes);
    let cited: Vec<_> = worker.provisions.iter().map(|provision| provision.label.zh.as_str()).collect();
    assert!(cited.iter().any(|label| label.contains("第二条") && label.contains("（四）")), "{cited:?}");
    assert_eq!(
        faults(&house, with(wang(), "other_kind", "x")).await,
        [("other_kind".to_owned(), "not_asked")]
    );
}

#[tokio::test]
async fn row_48_without_a_kind_of_work_it_is_refused_naming_the_field() {
    let house = house("2020-11-15").await;
    let mut request = without(wang(), "employment_form");
    request.fields.remove("platform_labour_relation");
    request.fields.remove("platform_name");
    assert_eq!(faults(&house, request).await, [("employment_form".to_owned(), "missing")]);
}

#[tokio::test]
async fn row_49_no_registration_without_the_promise_and_the_record_keeps_it() {
    let house = house("2020-11-15").await;
    let silent = RegisterRequest { commitment: None, ..wang() };
    assert_eq!(faults(&house, silent).await, [("commitment".to_owned(), "commitment_missing")]);
    let other = RegisterRequest { commitment: Some("truth-v0".to_owned()), ..wang() };
    assert_eq!(faults(&house, other).await, [("commitment".to_owned(), "commitment_outdated")]);

    let made = house.register(wang()).await;
    let own = Viewer::Person(made.person);
    let seen = house.app.registration(&own, made.number.as_str(), "own").await.unwrap();
    assert_eq!(seen.commitment.version, "truth-v1");
    assert!(seen.commitment.text.zh.contains("书面承诺") && !seen.commitment.text.en.is_empty());
    assert_eq!(seen.commitment_at.to_string(), "2020-11-15T02:00:00Z");
}

#[tokio::test]
async fn row_50_no_channel_and_no_clerk_asks_for_proof() {
    let house = house("2020-11-15").await;
    for id in ["flex-registration", "flex-change"] {
        let pack = house.app.library().pack(id).unwrap();
        assert!(pack.definition.evidence.items.is_empty());
        assert_eq!(pack.definition.channels.len(), 4);
        for reason in &pack.definition.return_reasons {
            assert!(pack.field(&reason.field).is_some() && !reason.label.zh.contains("证明"));
        }
    }
    // Something handed in as a proof is no field of the service.
    let proof = with(wang(), "employment_proof", "contract.pdf");
    assert_eq!(faults(&house, proof).await, [("employment_proof".to_owned(), "not_asked")]);
}

#[tokio::test]
async fn personal_fields_are_judged_without_being_repeated() {
    let house = house("2020-11-15").await;
    let wrong = [
        ("id_number", "11019919940302011", "id_length"),
        ("id_number", "110199199403020116", "id_check_digit"),
        ("id_number", "11019919940302O115", "id_character"),
        ("phone", "12", "phone_form"),
        ("name", "王\u{200B}磊", "name_form"),
    ];
    for (field, value, code) in wrong {
        let found = house.app.register(&Viewer::Public, with(wang(), field, value)).await;
        let Err(error @ RegisterError::Fields(_)) = found else { panic!("{field}") };
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains(value), "{shown}");
        let RegisterError::Fields(faults) = error else { unreachable!() };
        assert_eq!(faults.iter().map(|f| (f.field.as_str(), f.code)).collect::<Vec<_>>(), [(field, code)]);
    }
    let late = faults(&house, with(wang(), "start_date", "2020-11-16")).await;
    assert_eq!(late, [("start_date".to_owned(), "after_business_date")]);
    let early = faults(&house, with(wang(), "start_date", "1994-03-02")).await;
    assert_eq!(early, [("start_date".to_owned(), "before_birth")]);
    let long = faults(&house, with(wang(), "occupation", &"跑".repeat(31))).await;
    assert_eq!(long, [("occupation".to_owned(), "too_long")]);
}

#[tokio::test]
async fn who_has_a_labour_relation_is_refused_with_the_article_and_no_advice_to_give_it_up() {
    let house = house("2020-11-15").await;
    let found = house.app.register(&Viewer::Public, with(wang(), "platform_labour_relation", "true")).await;
    let Err(RegisterError::Refused(conclusion)) = found else { panic!("{found:?}") };
    assert_eq!((conclusion.key.as_str(), conclusion.status), ("employment_registration", Status::No));
    assert!(conclusion.provisions.iter().any(|p| p.anchor.starts_with("a2-") && p.words.zh.contains("未与")));
    assert!(conclusion.provisions.iter().all(|p| !p.words.en.is_empty()));
    // Invariant 11: nobody is told to give up a contract.
    assert!(conclusion.advice.is_empty() && !conclusion.reasons.is_empty(), "{conclusion:?}");
}

#[tokio::test]
async fn before_the_measures_there_is_no_registration() {
    let house = house("2020-09-30").await;
    let found = faults(&house, wang()).await;
    assert!(found.contains(&("as_of".to_owned(), "not_in_force")), "{found:?}");
}

#[tokio::test]
async fn one_registration_saves_everything_together() {
    let house = house("2020-11-15").await;
    let made = house.register(zhao()).await;
    let store = house.store().await;
    let person = store.person_find(made.person).await.unwrap().unwrap().held().unwrap();
    assert_eq!(person.name.expose(), "赵国强");
    let facts = store.facts_by_person(made.person).await.unwrap();
    assert_eq!(
        facts.iter().map(|fact| fact.key.as_str()).collect::<Vec<_>>(),
        ["hukou_kind", "hukou_region", "in_traineeship"]
    );
    assert_eq!(store.registration_history(made.registration).await.unwrap().len(), 1);
    let decisions = store.decision_list_by_person(made.person).await.unwrap();
    let decision = decisions[0].clone().held().unwrap();
    // No more is kept of the decision than the law read for it.
    assert_eq!(
        std::str::from_utf8(&decision.input).unwrap(),
        r#"{"as_of":"2020-11-15","facts":{"employment_form":"self_employed","employment_region":"110117"}}"#
    );
    assert!(std::str::from_utf8(&decision.answer).unwrap().contains(r#""status":"yes""#));
    let journal = store.journal_by_case(app::registry::CaseId(made.registration.0)).await.unwrap();
    assert_eq!(
        journal.iter().map(|entry| entry.action.as_str()).collect::<Vec<_>>(),
        ["registration.registered"]
    );
    let payload = String::from_utf8(journal[0].content.clone().unwrap().payload).unwrap();
    assert!(payload.contains("truth-v1") && !payload.contains("赵国强") && !payload.contains("19610520"));
    let own = Viewer::Person(made.person);
    let inbox = house.app.inbox(&own).await.unwrap();
    assert_eq!(
        inbox.iter().map(|notice| notice.kind.as_str()).collect::<Vec<_>>(),
        ["flex-registration.registered"]
    );
    assert!(inbox[0].text.zh.contains(made.number.as_str()) && inbox[0].text.en.contains("Pinggu"));
    assert_eq!(store.job_counts().await.unwrap().len(), 1);
    // What follows is found behind the answer: Art. 3 holds now, and ZHAO is told.
    assert_eq!(house.app.jobs_run(10).await.unwrap(), 1);
    assert_eq!(house.app.jobs_run(10).await.unwrap(), 0);
    let inbox = house.app.inbox(&own).await.unwrap();
    assert_eq!(inbox.len(), 2);
    let told = inbox.iter().find(|notice| notice.kind == "flex-change.entitlements_changed").unwrap();
    assert!(told.text.zh.contains("第三条"), "{}", told.text.zh);
}

#[tokio::test]
async fn a_double_press_has_one_effect_and_one_answer() {
    let house = house("2020-11-15").await;
    let request = RegisterRequest { idempotency_key: Some("form-1".to_owned()), ..wang() };
    let first = house.register(request.clone()).await;
    let again = house.register(request.clone()).await;
    assert!(again.is_repeated);
    assert_eq!((&again.number, &again.access_code), (&first.number, &first.access_code));
    // At the same moment, too.
    let other = RegisterRequest { idempotency_key: Some("form-2".to_owned()), ..zhao() };
    let mut sent = tokio::task::JoinSet::new();
    for late in 0..16 {
        let (app, other) = (house.app.clone(), other.clone());
        sent.spawn(async move {
            tokio::time::sleep(std::time::Duration::from_micros(late * 150)).await;
            app.register(&Viewer::Public, other).await.unwrap().number
        });
    }
    let numbers = sent.join_all().await;
    assert!(numbers.windows(2).all(|pair| pair[0] == pair[1]), "{numbers:?}");
    let counts = house.store().await.registration_counts(None).await.unwrap();
    assert_eq!(counts.iter().map(|count| count.amount).sum::<u64>(), 2);
    // The key of one person's form gives nobody else that person's answer.
    let stranger = RegisterRequest { idempotency_key: Some("form-1".to_owned()), ..zhao() };
    let found = house.app.register(&Viewer::Public, stranger).await;
    assert!(matches!(found, Err(RegisterError::SignInFirst)), "{found:?}");
}

#[tokio::test]
async fn a_registration_in_force_is_named_to_its_owner_and_own_office_only() {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    let stranger = house.app.register(&Viewer::Public, wang()).await;
    assert!(matches!(stranger, Err(RegisterError::SignInFirst)), "{stranger:?}");
    match house.app.register(&Viewer::Person(made.person), wang()).await {
        Err(RegisterError::AlreadyRegistered { number }) => assert_eq!(number, Some(made.number.clone())),
        other => panic!("{other:?}"),
    }
    let other = Viewer::Person(app::registry::PersonId(uuid::Uuid::from_u128(9)));
    assert!(matches!(house.app.register(&other, wang()).await, Err(RegisterError::Denied)));
    // At a window of another district the clerk learns that there is one, and no number.
    let elsewhere = with(wang(), "district", "110117");
    let elsewhere = RegisterRequest { channel: Channel::Window, ..elsewhere };
    let clerk = house.clerk("110117").await;
    let found = house.app.register(&clerk, elsewhere).await;
    assert!(matches!(found, Err(RegisterError::AlreadyRegistered { number: None })), "{found:?}");
}

#[tokio::test]
async fn the_api_takes_its_body_and_refuses_an_empty_one() {
    let house = house("2026-11-23").await;
    let body = r#"{ "id_number": "110199196101010014", "name": "张小明", "phone": "13900000001",
        "employment_form": "platform", "platform_labour_relation": false, "occupation_code": "4-02-02-05",
        "district": "110105", "start_date": "2026-09-01", "commitment_version": "truth-v1" }"#;
    let request = house.app.read_registration(body.as_bytes()).unwrap();
    let made = house.register(request).await;
    assert!(made.number.as_str().starts_with("JY-2026-110105-"));
    let empty = house.app.read_registration(b"{}").unwrap();
    let faults = faults(&house, empty).await;
    assert!(faults.len() > 5, "{faults:?}");
    for bad in [&b"[]"[..], b"", b"{\"name\": 1}", b"{\"salary\": \"1\"}"] {
        assert!(house.app.read_registration(bad).is_err(), "{}", String::from_utf8_lossy(bad));
    }
}

#[tokio::test]
async fn answers_can_be_looked_at_before_they_are_sent() {
    let house = house("2020-11-15").await;
    let review = house.app.review(&RegisterRequest { commitment: None, ..wang() }).unwrap();
    assert_eq!(review.office.id, "pes-110105");
    assert_eq!(review.commitment.version, "truth-v1");
    let keys: Vec<_> = review.rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "name",
            "id_number",
            "phone",
            "employment_form",
            "platform_labour_relation",
            "platform_name",
            "occupation",
            "district",
            "start_date"
        ]
    );
    assert!(!format!("{review:?}").contains("王磊"));
    let from = house.app.from_id_number("11019919940302011 5").unwrap();
    assert_eq!(
        (from.birth_date.to_string().as_str(), from.is_female, from.region),
        ("1994-03-02", false, None)
    );
    let page = house.app.check_fields(&wang(), &["district"]);
    assert!(page.is_empty());
}
