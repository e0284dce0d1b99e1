//! The guided check: questions, answers, conclusions, and what may be advised (invariants 4 and 11).

use std::collections::BTreeMap;

use app::{AdviceStep, Answers, CheckError, Status, Viewer};
use serde_json::{Value, json};

use crate::house::{House, house};

fn facts(value: Value) -> Answers {
    let facts: BTreeMap<String, Value> = serde_json::from_value(value).unwrap();
    Answers { facts, ..Answers::default() }
}

/// Answers questions until none is left.
fn ask(house: &House, known: &BTreeMap<String, Value>, as_of: &str) -> Answers {
    let mut answers = Answers::default();
    for _ in 0..40 {
        let next = house.app.next_question(&answers, as_of.parse().unwrap()).unwrap();
        let Some(next) = next else { return answers };
        assert!(!next.why.is_empty() && !next.decides.is_empty() && next.at_most > 0);
        let fact = next.question.fact;
        assert!(
            !answers.facts.contains_key(&fact) && !answers.dont_know.contains(&fact),
            "{fact} asked twice"
        );
        match known.get(&fact) {
            Some(value) => drop(answers.facts.insert(fact, value.clone())),
            None => drop(answers.dont_know.insert(fact)),
        }
    }
    panic!("more than forty questions");
}

#[tokio::test]
async fn zhao_is_asked_what_matters_and_told_what_holds() {
    let house = house("2020-11-15").await;
    let known = facts(json!({
        "birth_date": "1961-05-20", "sex": "male", "hukou_region": "110117", "hukou_kind": "agricultural",
        "employment_form": "self_employed", "employment_region": "110117", "employment_registered": false,
        "in_traineeship": false, "business_registered": false
    }))
    .facts;
    let answers = ask(&house, &known, "2020-11-15");
    let asked = answers.facts.len() + answers.dont_know.len();
    assert!(asked < 27, "{asked} questions: not every fact matters to everyone");
    let results = house.app.results(&answers, "2020-11-15".parse().unwrap()).unwrap();
    assert_eq!(results.conclusions.len(), 12);
    assert_eq!(results.answered.len(), asked);
    let by = |key: &str| results.conclusions.iter().find(|c| c.key == key).unwrap();
    assert_eq!(by("flexible_worker").status, Status::Yes);
    assert_eq!(by("flexible_worker").fields[0].value.zh, "个体经营者");

    // Row 8: not registered, so not yet; registering is something he can properly do.
    let enrolment = by("social_insurance_enrolment");
    assert_eq!(enrolment.status, Status::No);
    let [advice] = enrolment.advice.as_slice() else { panic!("{:?}", enrolment.advice) };
    assert_eq!(advice.steps, [AdviceStep::Do { fact: "employment_registered".to_owned() }]);

    let registration = by("employment_registration");
    assert_eq!(registration.status, Status::Yes);
    assert_eq!(registration.offices.iter().map(|o| o.id.as_str()).collect::<Vec<_>>(), ["pes-110117"]);
    assert!(registration.offices[0].is_demonstration && registration.not_promised.is_some());
    for conclusion in &results.conclusions {
        assert!(!conclusion.title.zh.is_empty() && !conclusion.title.en.is_empty());
        assert!(!conclusion.lines.is_empty() && !conclusion.provisions.is_empty());
        for line in &conclusion.lines {
            let words = &line.provision.words;
            assert!(!words.zh.is_empty() && !words.en.is_empty(), "{}", line.provision.anchor);
        }
    }
}

/// Row 16: the street or town of the hukou and not the district, nor where one lives or works.
#[tokio::test]
async fn row_16_who_farms_in_miyun_and_rides_in_haidian_goes_to_a_street_of_miyun() {
    let house = house("2020-11-15").await;
    let known = facts(json!({
        "birth_date": "1980-01-01", "sex": "male", "hukou_region": "110118", "hukou_kind": "agricultural",
        "residence_region": "110114", "employment_region": "110108", "employment_form": "platform",
        "platform_labour_relation": false, "employment_registered": true, "in_traineeship": false,
    }));
    let results = |known: &Answers| {
        let results = house.app.results(known, house.app.today()).unwrap();
        results.conclusions.into_iter().find(|c| c.key == "social_insurance_enrolment").unwrap()
    };
    let enrolment = results(&known);
    assert_eq!(enrolment.status, Status::Yes);
    assert!(enrolment.offices.is_empty(), "no district office");
    assert!(enrolment.street_offices.len() > 15);
    for office in &enrolment.street_offices {
        assert!(
            office.district == "110118" && office.street.is_some() && office.is_demonstration,
            "{office:?}"
        );
        assert!(office.why.zh.starts_with("负责密云区") && office.address.zh == "待本区填写", "{office:?}");
    }
    let mut city = known;
    city.facts.insert("hukou_kind".to_owned(), "non_agricultural".into());
    assert!(results(&city).street_offices.is_empty(), "only who is of Beijing's countryside");
}

#[tokio::test]
async fn row_5_what_would_end_a_contract_is_a_reason_and_never_advice() {
    let house = house("2020-11-15").await;
    let he = facts(json!({
        "employment_form": "platform", "platform_labour_relation": true, "employment_region": "110101"
    }));
    let results = house.app.results(&he, "2020-11-15".parse().unwrap()).unwrap();
    let worker = results.conclusions.iter().find(|c| c.key == "flexible_worker").unwrap();
    assert_eq!(worker.status, Status::No);
    assert!(worker.provisions.iter().any(|p| p.anchor.starts_with("a2-")), "{:?}", worker.provisions);
    assert!(worker.advice.is_empty(), "{:?}", worker.advice);
    let reasons: Vec<&str> = worker.reasons.iter().map(|reason| reason.zh.as_str()).collect();
    assert!(reasons.iter().any(|reason| reason.contains("未与平台相关企业建立劳动关系")), "{reasons:?}");
}

#[tokio::test]
async fn every_piece_of_advice_is_something_one_can_properly_do() {
    let house = house("2020-11-15").await;
    // Whoever has a labour contract, of any age and hukou, on days before and after the sunsets.
    for form in ["employee", "none", "platform"] {
        for (birth, hukou) in [("1961-05-20", "110117"), ("1998-06-01", "110105"), ("2003-01-01", "130602")] {
            for as_of in ["2020-11-15", "2021-03-15", "2022-08-01"] {
                let someone = facts(json!({
                    "birth_date": birth, "sex": "male", "hukou_region": hukou, "hukou_kind": "agricultural",
                    "employment_form": form, "employment_region": if form == "none" { Value::Null } else { json!("110105") },
                    "platform_labour_relation": true, "employment_registered": false, "archive_entrusted": false,
                    "insured_region": null, "pension_as_individual": false, "payment_difficulty": false,
                    "stably_employed": true, "in_traineeship": false, "unemployment_registered": false
                }));
                let results = house.app.results(&someone, as_of.parse().unwrap()).unwrap();
                for step in results.conclusions.iter().flat_map(|c| &c.advice).flat_map(|a| &a.steps) {
                    match step {
                        AdviceStep::WaitUntil(day) => assert!(*day > as_of.parse().unwrap()),
                        AdviceStep::Do { fact } => {
                            let policy = house.app.policy();
                            let declared = &policy.facts[policy.fact_by_key(fact).unwrap()];
                            assert!(declared.advisable, "{fact}");
                        }
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn row_2_before_the_day_nothing_holds_and_the_day_is_cited() {
    let house = house("2020-11-15").await;
    let wang = facts(json!({ "employment_form": "platform", "platform_labour_relation": false }));
    let on = |day: &str| house.app.results(&wang, day.parse().unwrap()).unwrap();
    let before = on("2020-09-30");
    assert!(before.conclusions.iter().all(|c| c.status == Status::No));
    assert!(before.conclusions.iter().all(|c| c.provisions[0].article == 0));
    let after = on("2020-10-01");
    assert_eq!(after.conclusions.iter().find(|c| c.key == "flexible_worker").unwrap().status, Status::Yes);
    assert_eq!(before.policy_version, after.policy_version);
}

#[tokio::test]
async fn a_figure_that_is_not_certain_says_so_and_money_is_the_laws() {
    let house = house("2021-03-15").await;
    let ma = facts(json!({
        "employment_form": "self_employed", "insured_region": "110108", "archive_entrusted": true,
        "contribution_base_fen": 400_050
    }));
    let results = house.app.results(&ma, "2021-03-15".parse().unwrap()).unwrap();
    let row_25 = results.conclusions.iter().find(|c| c.key == "unemployment_contribution").unwrap();
    assert_eq!(row_25.status, Status::Yes);
    let premium = row_25.fields.iter().find(|field| field.key == "monthly_premium_fen").unwrap();
    assert_eq!((premium.value.zh.as_str(), premium.value.en.as_str()), ("40.01 元", "40.01 yuan"));
    // The bounds of that year are known at second hand.
    assert_eq!(row_25.cautions.len(), 2, "{:?}", row_25.cautions);
    let later = house.app.results(&ma, "2025-03-15".parse().unwrap()).unwrap();
    let later = later.conclusions.iter().find(|c| c.key == "unemployment_contribution").unwrap();
    assert_eq!((later.status, later.cautions.len()), (Status::Yes, 0));
}

#[tokio::test]
async fn an_answer_that_is_none_is_named_and_two_that_cannot_both_be() {
    let house = house("2020-11-15").await;
    let bad = facts(json!({ "sex": "other" }));
    let Err(CheckError::Answer(error)) = house.app.results(&bad, "2020-11-15".parse().unwrap()) else {
        panic!()
    };
    assert_eq!(error.key.as_deref(), Some("sex"));
    assert!(house.app.check_answer("sex", &json!("female")).is_ok());
    assert!(house.app.check_answer("sex", &json!(1)).is_err());
    assert!(house.app.check_answer("shoe_size", &json!(43)).is_err());
    let both = facts(json!({ "birth_date": "2000-01-01", "graduated_on": "1999-07-01" }));
    assert!(house.app.next_question(&both, "2020-11-15".parse().unwrap()).is_err());
}

#[tokio::test]
async fn questions_have_their_words_in_both_languages() {
    let house = house("2020-11-15").await;
    for fact in &house.app.policy().facts {
        let question = house.app.question(&fact.key).unwrap();
        assert!(!question.question.zh.is_empty() && !question.question.en.is_empty());
        assert_eq!(question.dont_know.zh, "不知道");
        let is_choice = matches!(fact.kind, law::fact::Kind::Choice(_));
        assert!(!is_choice || question.values.len() > 1, "{}", fact.key);
    }
    assert!(house.app.question("shoe_size").is_none());
}

#[tokio::test]
async fn what_was_said_is_kept_for_the_session_and_for_its_owner() {
    let house = house("2020-11-15").await;
    let mut answers =
        facts(json!({ "sex": "female", "insured_region": null, "platform_labour_relation": false }));
    answers.dont_know.insert("education".to_owned());
    answers.fields.insert("district".to_owned(), "110105".to_owned());
    let draft = house.app.draft_new();
    house.app.draft_save(&Viewer::Public, draft, &answers).await.unwrap();
    assert_eq!(house.app.draft_load(&Viewer::Public, draft).await.unwrap(), answers);
    let said: Vec<_> = house.app.answered(&answers).into_iter().map(|row| (row.key, row.value.zh)).collect();
    assert_eq!(
        said,
        [
            ("sex".to_owned(), "女".to_owned()),
            ("insured_region".to_owned(), "没有在上社保".to_owned()),
            ("platform_labour_relation".to_owned(), "不是".to_owned()),
            ("education".to_owned(), "不知道".to_owned()),
        ]
    );
    assert!(!format!("{answers:?}").contains("female"));
    // Nothing is in the clear on disk.
    let sealed = house.store().await.raw_bytes("draft", "sealed").await.unwrap();
    assert_eq!(sealed.len(), 1);
    assert!(!sealed[0].windows(6).any(|bytes| bytes == b"female"));

    let own = Viewer::Person(app::registry::PersonId(uuid::Uuid::from_u128(1)));
    house.app.draft_save(&own, draft, &answers).await.unwrap();
    assert_eq!(house.app.draft_load(&Viewer::Public, draft).await.unwrap(), Answers::default());
    house.clock.wait(25 * 3600);
    assert_eq!(house.app.draft_load(&own, draft).await.unwrap(), Answers::default());
    house.app.draft_forget(draft).await.unwrap();
}
