//! Cases through the whole house: filed, worked on, carried to their effects, followed by the person. The tests are named
//! by the rows of the acceptance list.

use std::collections::BTreeMap;

use app::registry::{Body, Period, PeriodKind, Rank, Role};
use app::service::case::{ActError, Assign};
use app::service::definition::Channel;
use app::store::{Changes, Write};
use app::{ActRequest, ApplyError, ApplyRequest, CaseError, CaseView, DeskQuery, FlagRequest, Viewer};

use crate::house::{House, house, wang};

fn owned(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    fields.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

/// What WANG says when the deliveries have ended.
fn unemployed(channel: Channel) -> ApplyRequest {
    ApplyRequest {
        service: "unemployment-registration".to_owned(),
        channel,
        fields: owned(&[
            ("name", "王磊"),
            ("id_number", "110199199403020115"),
            ("phone", "13900000001"),
            ("now_form", "none"),
            ("last_form", "platform"),
            ("last_region", "110106"),
            ("last_day", "2021-02-28"),
            ("reason", "less_work"),
            ("residence", "110105"),
            ("insured_region", "110108"),
        ]),
        commitment: Some("unemployment-truth-v1".to_owned()),
        papers_seen: BTreeMap::new(),
        idempotency_key: Some("form-1".to_owned()),
    }
}

fn act(view: &CaseView, action: &str) -> ActRequest {
    ActRequest { action: action.to_owned(), version: view.version, ..ActRequest::default() }
}

/// WANG, registered in 2020, on the day on which the work has ended.
async fn after_work() -> (House, Viewer) {
    let house = house("2020-11-15").await;
    let made = house.register(wang()).await;
    house.on("2021-03-08");
    (house, Viewer::Person(made.person))
}

#[tokio::test]
async fn row_52_57_unemployment_is_registered_and_employment_ends_the_same_day() {
    let (house, own) = after_work().await;
    // Told once: name, number and telephone are on record.
    let mut request = unemployed(Channel::Website);
    for known in ["name", "id_number", "phone"] {
        request.fields.remove(known);
    }
    let made = house.app.apply(&own, request.clone()).await.unwrap();
    assert_eq!(made.office.as_ref().unwrap().id, "pes-110105", "row 53: the district of habitual residence");
    assert_eq!(made.state.id, "effective", "nothing stands in the way, so it is approved at once");
    // Sent twice is sent once.
    let again = house.app.apply(&own, request).await.unwrap();
    assert!(again.is_repeated);
    assert_eq!((&again.number, &again.access_code), (&made.number, &made.access_code));

    let store = house.store().await;
    let person = own.person().unwrap();
    let periods = store.period_list_by_person(person).await.unwrap();
    assert_eq!(periods.len(), 1);
    assert_eq!((&periods[0].kind, periods[0].closed_on), (&PeriodKind::Unemployment, None));
    let registrations = store.registration_list_by_person(person).await.unwrap();
    assert!(registrations.iter().all(|registration| !registration.is_active()), "row 57");
    // What hung on the employment is decided anew, and the person is told.
    while house.app.jobs_run(10).await.unwrap() > 0 {}
    let inbox = house.app.inbox(&own).await.unwrap();
    let kinds: Vec<&str> = inbox.iter().map(|notice| notice.kind.as_str()).collect();
    assert!(kinds.contains(&"unemployment-registration.approved"), "{kinds:?}");
    let mine = house.app.my_cases(&own).await.unwrap();
    assert_eq!(mine.len(), 1);
    assert_eq!(mine[0].number, made.number);
    // The way back in without an account, and the progress by number and telephone.
    assert_eq!(house.app.person_sign_in(&made.number, &made.access_code).await.unwrap(), person);
    let progress = house.app.progress(&made.number, "13900000001").await.unwrap();
    assert_eq!(progress.state.id, "effective");
    let wrong = house.app.progress(&made.number, "13900000009").await;
    assert!(matches!(wrong, Err(CaseError::NotFound)));
    // New work: the unemployment registration ends with it (row 57, the other way round).
    let verified = store.journal_verify().await.unwrap();
    assert!(verified.fault.is_none() && verified.entries > 3, "{:?}", verified.fault);
}

#[tokio::test]
async fn row_55_a_filing_without_a_reason_is_refused_naming_it_online_and_at_the_window() {
    let (house, own) = after_work().await;
    let clerk = house.clerk("110105").await;
    for (viewer, channel) in [(&own, Channel::App), (&clerk, Channel::Window)] {
        let mut request = unemployed(channel);
        request.fields.remove("reason");
        let found = house.app.apply(viewer, request).await;
        let Err(ApplyError::Fields(faults)) = found else { panic!("{found:?}") };
        assert_eq!(
            faults.iter().map(|f| (f.field.as_str(), f.code)).collect::<Vec<_>>(),
            [("reason", "missing")]
        );
        // Row 56: the commitment of Article 11 does not count here.
        let other = ApplyRequest { commitment: Some("truth-v1".to_owned()), ..unemployed(channel) };
        let Err(ApplyError::Fields(faults)) = house.app.apply(viewer, other).await else { panic!() };
        assert_eq!(faults[0].field, "commitment");
    }
}

#[tokio::test]
async fn row_52_who_still_rides_is_heard_corrected_in_one_letter_and_refused_with_reasons() {
    let (house, own) = after_work().await;
    let mut request = unemployed(Channel::Website);
    request.fields.insert("now_form".to_owned(), "platform".to_owned());
    let made = house.app.apply(&own, request).await.unwrap();
    assert_eq!(made.state.id, "submitted");
    // The clerk of the district has it on the desk, the one of another district does not know of it.
    let clerk = house.clerk("110105").await;
    let desk = house.app.desk(&clerk, &DeskQuery::default()).await.unwrap();
    assert_eq!((desk.total, desk.rows[0].number.as_str()), (1, made.number.as_str()));
    assert_eq!(house.app.desk_next(&clerk).await.unwrap().as_deref(), Some(made.number.as_str()));
    let elsewhere = house.clerk("110117").await;
    let found = house.app.case_see(&elsewhere, &made.number).await;
    assert!(matches!(found, Err(CaseError::NotFound)));
    let found = house.app.case_act(&elsewhere, &made.number, ActRequest::default()).await;
    assert!(matches!(found, Err(CaseError::NotFound)));

    let view = house.app.case_see(&clerk, &made.number).await.unwrap();
    assert!(
        view.answers.iter().any(|answer| answer.field == "now_form" && answer.value.en.contains("latform"))
    );
    assert!(view.clocks.iter().any(|clock| clock.id == "decide" && clock.due.to_string() == "2021-03-11"));
    house.app.case_act(&clerk, &made.number, act(&view, "take_up")).await.unwrap();
    let flag =
        FlagRequest { field: "last_day".to_owned(), reason: Some("last_day_unclear".to_owned()), note: None };
    let view = house.app.case_flag(&clerk, &made.number, vec![flag]).await.unwrap();
    let view = house.app.case_act(&clerk, &made.number, act(&view, "request_supplement")).await.unwrap();
    assert_eq!(view.state.id, "supplement");
    assert!(
        view.clocks.iter().any(|clock| clock.id == "decide" && clock.is_standing),
        "the clock stands still"
    );

    // The person sees what is asked, and may change nothing else.
    let seen = house.app.case_see(&own, &made.number).await.unwrap();
    let asked: Vec<&str> =
        seen.answers.iter().filter(|a| a.asked.is_some()).map(|a| a.field.as_str()).collect();
    assert_eq!(asked, ["last_day"]);
    let mut back = act(&seen, "supplement");
    back.answers = owned(&[("last_day", "2021-03-01"), ("residence", "110108")]);
    let refused = house.app.case_act(&own, &made.number, back.clone()).await;
    assert!(matches!(&refused, Err(CaseError::Act(error)) if matches!(**error, ActError::NotFlagged { .. })));
    back.answers.remove("residence");
    let seen = house.app.case_act(&own, &made.number, back).await.unwrap();
    assert_eq!(seen.state.id, "in_review", "back with the same clerk");

    // Approval is not possible: the law says no. A refusal needs a coded reason.
    let view = house.app.case_see(&clerk, &made.number).await.unwrap();
    let approved = house.app.case_act(&clerk, &made.number, act(&view, "approve")).await;
    assert!(matches!(&approved, Err(CaseError::Act(error)) if matches!(**error, ActError::Condition { .. })));
    let bare = house.app.case_act(&clerk, &made.number, act(&view, "refuse")).await;
    assert!(matches!(&bare, Err(CaseError::Act(error)) if matches!(**error, ActError::Reasons { .. })));
    let refuse = view.actions.iter().find(|action| action.id == "refuse").unwrap();
    let reason =
        refuse.reasons.iter().find(|reason| reason.code.contains("work")).unwrap_or(&refuse.reasons[0]);
    let mut refusal = act(&view, "refuse");
    refusal.reasons = vec![reason.code.clone()];
    let view = house.app.case_act(&clerk, &made.number, refusal.clone()).await.unwrap();
    assert_eq!(view.state.id, "refused");
    // What was seen before is stale now: nothing is done twice.
    let stale = house.app.case_act(&clerk, &made.number, refusal).await;
    assert!(matches!(&stale, Err(CaseError::Act(error)) if matches!(**error, ActError::Stale { .. })));
    let told = house.app.inbox(&own).await.unwrap();
    let notice = told.iter().find(|notice| notice.kind.ends_with(".refused")).expect("a notice");
    assert!(notice.text.zh.contains("第"), "the provision: {}", notice.text.zh);

    // The objection is another officer's, with a clock of its own.
    let seen = house.app.case_see(&own, &made.number).await.unwrap();
    let object = seen.actions.iter().find(|action| action.id == "object").expect("an objection");
    let mut request = act(&seen, "object");
    for field in &object.form {
        request.form.insert(field.id.clone(), "我已经不跑单了".to_owned());
    }
    let seen = house.app.case_act(&own, &made.number, request).await.unwrap();
    assert_eq!((seen.state.id.as_str(), seen.links.len()), ("under_objection", 1));
    let objection = seen.links[0].1.clone();
    let view = house.app.case_see(&clerk, &objection).await.unwrap();
    let own_decision = house.app.case_act(&clerk, &objection, act(&view, "uphold")).await;
    assert!(
        matches!(own_decision, Err(CaseError::Act(_))),
        "not by a clerk, least of all the one who decided"
    );
    let above = house.ranked("above", Role::District("110105".parse().unwrap()), Rank::Supervisor).await;
    let view = house.app.case_see(&above, &objection).await.unwrap();
    house.app.case_act(&above, &objection, act(&view, "uphold")).await.unwrap();
    let seen = house.app.case_see(&own, &made.number).await.unwrap();
    assert_eq!(seen.state.id, "in_review", "it is reviewed anew");
}

#[tokio::test]
async fn a_case_is_claimed_handed_over_with_receipt_and_given_back() {
    let (house, own) = after_work().await;
    let mut request = unemployed(Channel::Website);
    request.fields.insert("now_form".to_owned(), "platform".to_owned());
    let made = house.app.apply(&own, request).await.unwrap();
    let (one, two) =
        (house.clerk("110105").await, house.officer("two", Role::District("110105".parse().unwrap())).await);
    let two_id = two.officer().unwrap().id;
    house.app.case_assign(&one, &made.number, Assign::Claim).await.unwrap();
    let taken = house.app.case_assign(&two, &made.number, Assign::Claim).await;
    assert!(matches!(taken, Err(CaseError::Assign(_))));
    house.app.case_assign(&one, &made.number, Assign::HandOver(two_id)).await.unwrap();
    house.app.case_assign(&two, &made.number, Assign::Receive).await.unwrap();
    let mine = DeskQuery { mine: true, ..DeskQuery::default() };
    assert_eq!(house.app.desk(&two, &mine).await.unwrap().total, 1);
    assert_eq!(house.app.desk(&one, &mine).await.unwrap().total, 0);
    house.app.case_assign(&two, &made.number, Assign::Return).await.unwrap();
    let free = DeskQuery { free: true, ..DeskQuery::default() };
    assert_eq!(house.app.desk(&one, &free).await.unwrap().total, 1);
    // Nobody of another district can be handed a case.
    let three = house.clerk("110117").await.officer().unwrap().id;
    house.app.case_assign(&one, &made.number, Assign::Claim).await.unwrap();
    let away = house.app.case_assign(&one, &made.number, Assign::HandOver(three)).await;
    assert!(matches!(away, Err(CaseError::Assign(_))));
}

#[tokio::test]
async fn a_draft_of_corrections_that_never_comes_lapses_when_its_clock_has_run_out() {
    let (house, own) = after_work().await;
    let mut request = unemployed(Channel::Website);
    request.fields.insert("now_form".to_owned(), "platform".to_owned());
    let made = house.app.apply(&own, request).await.unwrap();
    let clerk = house.clerk("110105").await;
    let view = house.app.case_see(&clerk, &made.number).await.unwrap();
    house.app.case_act(&clerk, &made.number, act(&view, "take_up")).await.unwrap();
    let flag = |field: &str, reason: &str| FlagRequest {
        field: field.to_owned(),
        reason: Some(reason.to_owned()),
        note: None,
    };
    let view = house
        .app
        .case_flag(&clerk, &made.number, vec![flag("residence", "residence_unclear")])
        .await
        .unwrap();
    let view = house.app.case_act(&clerk, &made.number, act(&view, "request_supplement")).await.unwrap();
    let due = view.clocks.iter().find(|clock| clock.id == "supplement").unwrap().due;
    house.on(&due.to_string());
    assert_eq!(house.app.clocks_run().await.unwrap(), 0, "the last day is still theirs");
    house.on(&due.tomorrow().unwrap().to_string());
    assert_eq!(house.app.clocks_run().await.unwrap(), 1);
    assert_eq!(house.app.clocks_run().await.unwrap(), 0, "once");
    assert_eq!(house.app.case_see(&own, &made.number).await.unwrap().state.id, "lapsed");
}

async fn with_bodies(house: &House) {
    let body = |id: &str, kind: &str, name: &str| Body {
        id: id.to_owned(),
        kind: kind.to_owned(),
        name_zh: name.to_owned(),
        name_en: id.to_owned(),
        recognised_by: "市人力资源和社会保障局".to_owned(),
        specialty: None,
        districts: Vec::new(),
        valid: Period::from_day("2020-10-01".parse().unwrap()),
        source: "made up for tests".to_owned(),
    };
    let changes = Changes::new()
        .write(Write::BodyPut(body("jingan", "guarantor", "京安")))
        .write(Write::BodyPut(body("huimin", "bank", "惠民银行")));
    house.store().await.save(changes).await.unwrap();
}

#[tokio::test]
async fn rows_37_to_43_a_loan_goes_from_qualification_to_guarantor_to_bank() {
    let house = house("2020-11-15").await;
    with_bodies(&house).await;
    let pack =
        house.app.case_services().find(|pack| pack.id() == "startup-loan").expect("the service").clone();
    let example = &pack.examples[0];
    let request = ApplyRequest {
        service: pack.id().to_owned(),
        channel: Channel::Window,
        fields: example.answers.clone(),
        commitment: example.commitment.clone(),
        papers_seen: BTreeMap::new(),
        idempotency_key: None,
    };
    let clerk = house.clerk("110101").await;
    // Row 38: the form and the identity document are named in the article; without them it is not complete.
    let bare = house.app.apply(&clerk, request.clone()).await;
    assert!(matches!(&bare, Err(ApplyError::Act(error)) if matches!(**error, ActError::Evidence { .. })));
    let items = &pack.definition.evidence.items;
    let kind = |kinds: &[String]| kinds.first().cloned().unwrap_or_default();
    let papers_seen = items.iter().map(|item| (item.id.clone(), kind(&item.kinds))).collect();
    let request = ApplyRequest { papers_seen, ..request };
    let own_word = ApplyRequest { channel: Channel::Website, ..request.clone() };
    assert!(matches!(house.app.apply(&Viewer::Public, own_word).await, Err(ApplyError::Denied)));
    let made = house.app.apply(&clerk, request).await.unwrap();
    let own = Viewer::Person(made.person);
    let office = made.office.clone().unwrap();
    assert!(office.id.starts_with("gsc-"), "the government service centre: {}", office.id);
    let view = house.app.case_see(&clerk, &made.number).await.unwrap();
    let view = house.app.case_act(&clerk, &made.number, act(&view, "take_up")).await.unwrap();
    let view = house.app.case_act(&clerk, &made.number, act(&view, "approve")).await.unwrap();
    assert_eq!(view.state.id, "qualified");

    // The order is strict: the bank is not there before the guarantor has agreed (row 41).
    let seen = house.app.case_see(&own, &made.number).await.unwrap();
    let early = ActRequest { body: Some("huimin".to_owned()), ..act(&seen, "ask_bank") };
    assert!(matches!(house.app.case_act(&own, &made.number, early).await, Err(CaseError::Act(_))));
    let unknown = ActRequest { body: Some("nobody".to_owned()), ..act(&seen, "ask_guarantor") };
    let found = house.app.case_act(&own, &made.number, unknown).await;
    assert!(matches!(&found, Err(CaseError::Act(error)) if matches!(**error, ActError::Body { .. })));
    let guarantor = house.officer("g", Role::Body { kind: "guarantor".into(), body: "jingan".into() }).await;
    let bank = house.officer("b", Role::Body { kind: "bank".into(), body: "huimin".into() }).await;
    assert!(matches!(house.app.case_see(&guarantor, &made.number).await, Err(CaseError::NotFound)));
    let ask = ActRequest { body: Some("jingan".to_owned()), ..act(&seen, "ask_guarantor") };
    house.app.case_act(&own, &made.number, ask).await.unwrap();
    assert_eq!(house.app.desk(&guarantor, &DeskQuery::default()).await.unwrap().total, 1);
    let view = house.app.case_see(&guarantor, &made.number).await.unwrap();
    let agree =
        ActRequest { form: owned(&[("guaranteed_fen", "20000000")]), ..act(&view, "agree_guarantee") };
    house.app.case_act(&guarantor, &made.number, agree).await.unwrap();
    let seen = house.app.case_see(&own, &made.number).await.unwrap();
    let ask = ActRequest { body: Some("huimin".to_owned()), ..act(&seen, "ask_bank") };
    house.app.case_act(&own, &made.number, ask).await.unwrap();
    let view = house.app.case_see(&bank, &made.number).await.unwrap();
    let lend = ActRequest {
        form: owned(&[("lent_fen", "20000000"), ("lent_on", "2020-11-15")]),
        ..act(&view, "lend")
    };
    house.app.case_act(&bank, &made.number, lend).await.unwrap();
    let seen = house.app.case_see(&own, &made.number).await.unwrap();
    assert_eq!(seen.state.id, "lent", "row 43: the borrower sees each step");
    assert!(seen.events.len() >= 6);
    let steps = house.store().await.journal_verify().await.unwrap();
    assert!(steps.fault.is_none());
}
