//! Acting for others: a person's mandate with its scope, end and consent; an officer's deputy for an absence.

use std::collections::BTreeMap;

use app::registry::{Actor, Rank, Role};
use app::service::case::{Assign, AssignError};
use app::service::definition::Channel;
use app::{
    ActRequest, ApplyError, ApplyRequest, By, CaseError, DeputyError, DeputyRequest, HandedIn, MandateError,
    MandateRequest, MandateStanding, Viewer,
};

use crate::house::{House, house, wang, zhao};

const SERVICE: &str = "unemployment-registration";

fn request(channel: Channel) -> ApplyRequest {
    let fields = [
        ("now_form", "platform"),
        ("last_form", "platform"),
        ("last_region", "110106"),
        ("last_day", "2021-02-28"),
        ("reason", "less_work"),
        ("residence", "110105"),
    ];
    ApplyRequest {
        service: SERVICE.to_owned(),
        channel,
        fields: fields.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect(),
        commitment: Some("unemployment-truth-v1".to_owned()),
        papers_seen: BTreeMap::new(),
        idempotency_key: None,
    }
}

/// WANG and ZHAO are on record; it is March.
async fn two() -> (House, Viewer, Viewer) {
    let house = house("2020-11-15").await;
    let wang = Viewer::Person(house.register(wang()).await.person);
    let zhao = Viewer::Person(house.register(zhao()).await.person);
    house.on("2021-03-08");
    (house, wang, zhao)
}

fn to_zhao() -> MandateRequest {
    MandateRequest {
        name: "赵国强".to_owned(),
        id_number: "110199196105200130".to_owned(),
        services: vec![SERVICE.to_owned()],
        until: Some("2021-03-31".parse().unwrap()),
        consent: true,
    }
}

fn codes<T: std::fmt::Debug>(found: Result<T, MandateError>) -> Vec<(String, &'static str)> {
    let Err(MandateError::Fields(faults)) = found else { panic!("{found:?}") };
    faults.into_iter().map(|fault| (fault.field, fault.code)).collect()
}

#[tokio::test]
async fn a_mandate_needs_consent_a_scope_an_end_and_somebody_else_on_record() {
    let (house, wang, _) = two().await;
    let give = async |request: MandateRequest| house.app.mandate_give(&wang, &request).await;
    let one = |field: &str, code| vec![(field.to_owned(), code)];
    assert_eq!(
        codes(give(MandateRequest { consent: false, ..to_zhao() }).await),
        one("consent", "commitment_missing")
    );
    assert_eq!(
        codes(give(MandateRequest { services: vec![], ..to_zhao() }).await),
        one("services", "missing")
    );
    let other = MandateRequest { services: vec!["no-such".to_owned()], ..to_zhao() };
    assert_eq!(codes(give(other).await), one("services", "unknown_value"));
    assert_eq!(codes(give(MandateRequest { until: None, ..to_zhao() }).await), one("until", "missing"));
    let over = MandateRequest { until: Some("2021-03-07".parse().unwrap()), ..to_zhao() };
    assert_eq!(codes(give(over).await), one("until", "before_today"));
    // Which of name and number is wrong is not told.
    let name = MandateRequest { name: "赵国".to_owned(), ..to_zhao() };
    assert_eq!(codes(give(name).await), one("id_number", "delegate_unknown"));
    let number = MandateRequest { id_number: fixture::id_number(9), ..to_zhao() };
    assert_eq!(codes(give(number).await), one("id_number", "delegate_unknown"));
    let own =
        MandateRequest { name: "王磊".to_owned(), id_number: "110199199403020115".to_owned(), ..to_zhao() };
    assert_eq!(codes(give(own).await), one("id_number", "delegate_self"));
    let public = house.app.mandate_give(&Viewer::Public, &to_zhao()).await;
    assert!(matches!(public, Err(MandateError::SignInFirst)));
    give(to_zhao()).await.unwrap();
}

#[tokio::test]
async fn a_delegate_acts_within_scope_and_days_and_every_step_says_for_whom() {
    let (house, wang, zhao) = two().await;
    let nobody = "00000000-0000-0000-0000-000000000000".parse().unwrap();
    let found = house.app.apply_for(&zhao, nobody, request(Channel::Website), HandedIn::default()).await;
    assert!(matches!(found, Err(ApplyError::Denied)));
    let mandate = house.app.mandate_give(&wang, &to_zhao()).await.unwrap();
    let own = house.app.apply_for(&wang, mandate, request(Channel::Website), HandedIn::default()).await;
    assert!(matches!(own, Err(ApplyError::Denied)), "a mandate is for its delegate");

    let made =
        house.app.apply_for(&zhao, mandate, request(Channel::Website), HandedIn::default()).await.unwrap();
    assert_eq!(made.person, wang.person().unwrap(), "the matter is the giver's");
    assert_eq!(made.access_code, "", "the way into the giver's matters is not the delegate's");
    let mine = house.app.my_cases(&wang).await.unwrap();
    assert_eq!((mine.len(), mine[0].number.as_str(), &mine[0].for_whom), (1, made.number.as_str(), &None));
    let entrusted = house.app.my_cases(&zhao).await.unwrap();
    assert_eq!((entrusted.len(), entrusted[0].for_whom.as_deref()), (1, Some("王*")));

    // The giver sees who did it, at the step and at each answer; so does the clerk.
    let clerk = house.clerk("110105").await;
    for viewer in [&wang, &clerk] {
        let seen = house.app.case_see(viewer, &made.number).await.unwrap();
        let step = seen.events.iter().find(|event| event.by == By::Delegate).expect("the step");
        assert_eq!(step.behalf, Some(("赵**".to_owned(), "王*".to_owned())));
        assert!(seen.answers.iter().all(|answer| answer.by_delegate && !answer.by_officer));
    }
    let seen = house.app.case_see(&zhao, &made.number).await.unwrap();
    let withdraw = ActRequest { action: "withdraw".into(), version: seen.version, ..ActRequest::default() };
    // The journal names the one who acted, and the mandate.
    let journal = house.store().await.journal_by_case(made.case).await.unwrap();
    assert!(journal.iter().any(|entry| entry.actor == Actor::Person(zhao.person().unwrap())));

    // Outside of the days, and once it is taken back, there is no such case for the delegate.
    house.on("2021-04-01");
    assert!(matches!(house.app.case_see(&zhao, &made.number).await, Err(CaseError::NotFound)));
    assert_eq!(house.app.mandates(&wang).await.unwrap().given[0].standing, MandateStanding::Over);
    house.on("2021-03-31");
    assert!(house.app.case_see(&zhao, &made.number).await.is_ok(), "the last day counts");
    let stranger = house.app.mandate_end(&Viewer::Public, mandate).await;
    assert!(matches!(stranger, Err(MandateError::SignInFirst)));
    house.app.mandate_end(&wang, mandate).await.unwrap();
    house.app.mandate_end(&wang, mandate).await.unwrap();
    let found = house.app.case_act(&zhao, &made.number, withdraw).await;
    assert!(matches!(found, Err(CaseError::NotFound)));
    assert!(house.app.my_cases(&zhao).await.unwrap().is_empty());
    let given = house.app.mandates(&wang).await.unwrap().given;
    assert_eq!((given[0].standing, given[0].other.as_str()), (MandateStanding::Ended, "赵**"));
    assert!(house.store().await.journal_verify().await.unwrap().fault.is_none());
}

#[tokio::test]
async fn a_delegate_is_nobody_in_services_that_were_not_entrusted() {
    let (house, wang, zhao) = two().await;
    let other = MandateRequest { services: vec!["startup-loan".to_owned()], ..to_zhao() };
    let mandate = house.app.mandate_give(&wang, &other).await.unwrap();
    let filed = house.app.apply_for(&zhao, mandate, request(Channel::Website), HandedIn::default()).await;
    assert!(matches!(filed, Err(ApplyError::Denied)));
    let made = house.app.apply(&wang, request(Channel::Website)).await.unwrap();
    assert!(matches!(house.app.case_see(&zhao, &made.number).await, Err(CaseError::NotFound)));
    let end = house.app.mandate_end(&zhao, mandate).await;
    assert!(end.is_ok(), "a delegate may lay it down");
}

#[tokio::test]
async fn a_supervisor_names_a_deputy_who_takes_over_on_the_days_of_the_absence() {
    let (house, wang, _) = two().await;
    let made = house.app.apply(&wang, request(Channel::Website)).await.unwrap();
    let place = || Role::District("110105".parse().unwrap());
    let away = house.clerk("110105").await;
    let here = house.officer("here", place()).await;
    let third = house.officer("third", place()).await;
    let elsewhere = house.clerk("110117").await;
    let above = house.ranked("above", place(), Rank::Supervisor).await;
    let id = |viewer: &Viewer| viewer.officer().unwrap().id;
    house.app.case_assign(&away, &made.number, Assign::Claim).await.unwrap();

    let day = |text: &str| text.parse().unwrap();
    let named = DeputyRequest {
        stands_for: id(&away),
        account: id(&here),
        first: day("2021-03-09"),
        last: day("2021-03-10"),
    };
    assert!(matches!(house.app.deputy_name(&here, named).await, Err(DeputyError::Denied)), "no clerk");
    let other = DeputyRequest { account: id(&elsewhere), ..named };
    assert!(matches!(house.app.deputy_name(&above, other).await, Err(DeputyError::Fields(_))));
    let own = DeputyRequest { account: id(&away), ..named };
    assert!(matches!(house.app.deputy_name(&above, own).await, Err(DeputyError::Fields(_))));
    let back = DeputyRequest { last: day("2021-03-08"), ..named };
    assert!(matches!(house.app.deputy_name(&above, back).await, Err(DeputyError::Fields(_))));
    let deputy = house.app.deputy_name(&above, named).await.unwrap();
    let rows = house.app.deputies(&third).await.unwrap();
    assert_eq!((rows.rows.len(), rows.may_name, rows.colleagues.len()), (1, false, 4));

    let claim = async |viewer: &Viewer| house.app.case_assign(viewer, &made.number, Assign::Claim).await;
    let held =
        |found: &Result<_, CaseError>| matches!(found, Err(CaseError::Assign(AssignError::HeldByOther)));
    assert!(held(&claim(&here).await), "not before the first day");
    house.on("2021-03-09");
    assert!(held(&claim(&third).await), "not who was not named");
    let view = house.app.case_see(&here, &made.number).await.unwrap();
    assert!(house.app.case_holding(&here, &view).await.unwrap().can_stand_in);
    claim(&here).await.unwrap();
    let view = house.app.case_see(&here, &made.number).await.unwrap();
    assert!(house.app.case_holding(&here, &view).await.unwrap().is_mine);
    // Ended, it gives nobody anything.
    house.app.case_assign(&here, &made.number, Assign::Return).await.unwrap();
    claim(&away).await.unwrap();
    house.app.deputy_end(&above, deputy).await.unwrap();
    assert!(held(&claim(&here).await));
    assert!(matches!(house.app.deputy_end(&above, deputy).await, Err(DeputyError::NotFound)));
    assert!(house.store().await.journal_verify().await.unwrap().fault.is_none());
}
