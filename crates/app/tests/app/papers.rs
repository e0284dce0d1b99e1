//! The papers of cases: each event that issues one gives a paper that can be opened and checked; what was replaced or
//! taken back says so.

use std::collections::{BTreeMap, BTreeSet};

use app::registry::{Rank, Role};
use app::service::definition::Channel;
use app::{ActRequest, CertificateStanding, FlagRequest, PaperError, PaperPage, PaperShown, Viewer};

use crate::cases::{act, after_work, loan, owned, unemployed, with_bodies};
use crate::house::{House, house};

fn kinds(papers: &[PaperShown]) -> Vec<&str> {
    papers.iter().map(|paper| paper.kind.as_str()).collect()
}

pub fn row<'a>(page: &'a PaperPage, key: &str) -> &'a str {
    page.rows.iter().find(|row| row.key == key).map_or("", |row| row.value.zh.as_str())
}

pub async fn page(house: &House, viewer: &Viewer, case: &str, kind: &str) -> PaperPage {
    let papers = house.app.case_papers(viewer, case).await.unwrap();
    let paper = papers.iter().rev().find(|paper| paper.kind == kind).unwrap_or_else(|| {
        panic!("no `{kind}` among {:?}", kinds(&papers));
    });
    house.app.paper(viewer, &paper.number).await.unwrap()
}

async fn standing(house: &House, page: &PaperPage) -> CertificateStanding {
    house.app.verify(page.code.as_ref().unwrap()).await.unwrap().standing
}

#[tokio::test]
async fn rows_49_52_receipt_commitment_and_certificate_are_in_one_place_and_end_with_the_registration() {
    let (house, own) = after_work().await;
    let made = house.app.apply(&own, unemployed(Channel::Website)).await.unwrap();
    let all = house.app.my_papers(&own).await.unwrap();
    let mut found = kinds(&all);
    found.sort_unstable();
    assert_eq!(found, ["acceptance-receipt", "commitment", "employment-unemployment"]);
    let receipt = page(&house, &own, &made.number, "acceptance-receipt").await;
    assert_eq!(row(&receipt, "case_number"), made.number);
    assert!(row(&receipt, "promised_on").contains("2021"), "the promised day");
    let certificate = page(&house, &own, &made.number, "employment-unemployment").await;
    assert_eq!(row(&certificate, "unemployment_number"), made.number);
    assert!(!certificate.rows.iter().any(|row| row.value.zh.contains("110199199403020115")), "masked");

    // Anyone with the code can check it, and learns what is printed.
    let checked = house.app.verify(certificate.code.as_ref().unwrap()).await.unwrap();
    assert_eq!(checked.standing, CertificateStanding::Valid);
    assert!(checked.rows.iter().any(|row| row.key == "holder_name" && row.value.zh == "王磊"));
    // A code that was touched is no paper.
    let mut forged = certificate.code.clone().unwrap().into_bytes();
    forged[60] = if forged[60] == b'A' { b'B' } else { b'A' };
    let forged = house.app.verify(&String::from_utf8(forged).unwrap()).await.unwrap();
    assert!(forged.rows.is_empty() && forged.standing != CertificateStanding::Valid);

    // New work ends the unemployment: the certificate says so wherever it is checked.
    house.on("2021-04-01");
    let view = house.app.case_see(&own, &made.number).await.unwrap();
    let end = view.actions.iter().find(|action| action.id == "end").expect("it can be ended");
    let form = end.form.iter().map(|field| (field.id.as_str(), "2021-04-01")).collect::<Vec<_>>();
    let request = ActRequest { form: owned(&form), ..act(&view, "end") };
    house.app.case_act(&own, &made.number, request).await.unwrap();
    let ended = standing(&house, &certificate).await;
    assert!(matches!(ended, CertificateStanding::Ended { .. }), "{ended:?}");
    assert_eq!(standing(&house, &receipt).await, CertificateStanding::Valid, "a receipt stays one");
}

#[tokio::test]
async fn row_52_a_refusal_carries_reason_article_and_ways_against_it_and_goes_when_the_objection_is_upheld() {
    let (house, own) = after_work().await;
    let mut request = unemployed(Channel::Website);
    request.fields.insert("now_form".to_owned(), "platform".to_owned());
    let made = house.app.apply(&own, request).await.unwrap();
    let clerk = house.clerk("110105").await;
    let view = house.app.case_see(&clerk, &made.number).await.unwrap();
    house.app.case_act(&clerk, &made.number, act(&view, "take_up")).await.unwrap();
    let flag =
        FlagRequest { field: "last_day".to_owned(), reason: Some("last_day_unclear".to_owned()), note: None };
    let view = house.app.case_flag(&clerk, &made.number, vec![flag]).await.unwrap();
    house.app.case_act(&clerk, &made.number, act(&view, "request_supplement")).await.unwrap();
    let letter = page(&house, &own, &made.number, "corrections-wanted").await;
    assert!(!row(&letter, "wanted").is_empty() && row(&letter, "respond_by").contains("2021 年"));
    let seen = house.app.case_see(&own, &made.number).await.unwrap();
    let back = ActRequest { answers: owned(&[("last_day", "2021-03-01")]), ..act(&seen, "supplement") };
    house.app.case_act(&own, &made.number, back).await.unwrap();
    let view = house.app.case_see(&clerk, &made.number).await.unwrap();
    let refusal = ActRequest { reasons: vec!["still_working".to_owned()], ..act(&view, "refuse") };
    house.app.case_act(&clerk, &made.number, refusal).await.unwrap();

    let letter = page(&house, &own, &made.number, "decision-refused").await;
    assert!(row(&letter, "reason").contains("第十二条"), "{}", row(&letter, "reason"));
    assert!(row(&letter, "reason").contains('“'), "with the words of the law");
    let ways: Vec<&str> =
        letter.rows.iter().filter(|row| row.key == "objection").map(|row| row.value.zh.as_str()).collect();
    assert_eq!(ways.len(), 3, "the office itself, reconsideration, the court: {ways:?}");
    assert!(ways[0].contains("提出异议") && ways[1].contains("行政复议") && ways[2].contains("行政诉讼"));
    assert_eq!(standing(&house, &letter).await, CertificateStanding::Valid);

    // Whoever may not see the case does not see its papers; the look of an officer is told.
    let elsewhere = house.clerk("110117").await;
    for stranger in [&elsewhere, &Viewer::Public] {
        let found = house.app.paper(stranger, &letter.paper.number).await;
        assert!(matches!(found, Err(PaperError::NotFound)));
    }
    house.app.paper(&clerk, &letter.paper.number).await.unwrap();
    let looks = house.store().await.look_list_by_person(own.person().unwrap()).await.unwrap();
    let told = |entry: &app::registry::Entry| {
        let payload =
            entry.content.as_ref().map(|content| String::from_utf8_lossy(&content.payload).into_owned());
        payload.is_some_and(|payload| payload.contains("case.paper\""))
    };
    assert!(looks.iter().any(told), "who looked at it");

    let seen = house.app.case_see(&own, &made.number).await.unwrap();
    let object = ActRequest { form: owned(&[("grounds", "我已经不跑单了")]), ..act(&seen, "object") };
    let seen = house.app.case_act(&own, &made.number, object).await.unwrap();
    let objection = seen.links[0].1.clone();
    let above = house.ranked("above", Role::District("110105".parse().unwrap()), Rank::Supervisor).await;
    let view = house.app.case_see(&above, &objection).await.unwrap();
    house.app.case_act(&above, &objection, act(&view, "uphold")).await.unwrap();
    let revoked = standing(&house, &letter).await;
    assert!(matches!(revoked, CertificateStanding::Revoked { .. }), "{revoked:?}");
    let upheld = page(&house, &own, &objection, "decision-granted").await;
    assert!(row(&upheld, "service").contains("异议"));
}

#[tokio::test]
async fn rows_39_40_the_loan_form_is_prefilled_and_the_qualification_ends_when_it_is_given_up() {
    let house = house("2020-11-15").await;
    with_bodies(&house).await;
    let clerk = house.clerk("110101").await;
    let made = house.app.apply(&clerk, loan(&house)).await.unwrap();
    let own = Viewer::Person(made.person);
    let form = page(&house, &own, &made.number, "startup-loan-application").await;
    assert_eq!(form.paper.title.zh, "北京市创业担保贷款个人借款人资格认定申请表");
    for filled in ["hukou", "employment_form", "business_number", "purpose", "amount", "phone"] {
        assert!(!row(&form, filled).is_empty(), "{filled}");
    }
    let view = house.app.case_see(&clerk, &made.number).await.unwrap();
    let view = house.app.case_act(&clerk, &made.number, act(&view, "take_up")).await.unwrap();
    house.app.case_act(&clerk, &made.number, act(&view, "approve")).await.unwrap();
    let letter = page(&house, &own, &made.number, "startup-loan-qualification").await;
    assert!(row(&letter, "valid_until").contains("2021 年"), "{}", row(&letter, "valid_until"));
    let papers = house.app.case_papers(&own, &made.number).await.unwrap();
    assert!(!kinds(&papers).contains(&"decision-granted"), "the pack has a letter of its own");
    assert_eq!(standing(&house, &letter).await, CertificateStanding::Valid);
    let seen = house.app.case_see(&own, &made.number).await.unwrap();
    house.app.case_act(&own, &made.number, act(&seen, "give_up")).await.unwrap();
    let ended = standing(&house, &letter).await;
    assert!(matches!(ended, CertificateStanding::Ended { .. }), "{ended:?}");
}

#[tokio::test]
async fn a_paper_that_no_longer_stands_is_in_the_signed_list_for_who_verifies_without_a_network() {
    use app::documents::paper::{CodeVerdict, PaperStanding, PaperVerdict, verify_code};
    use app::documents::{PublicKeySet, StatusList};
    let (house, own) = after_work().await;
    let made = house.app.apply(&own, unemployed(Channel::Website)).await.unwrap();
    let receipt = page(&house, &own, &made.number, "acceptance-receipt").await;
    let certificate = page(&house, &own, &made.number, "employment-unemployment").await;
    let keys = PublicKeySet::from_jwks(&house.app.public_keys().unwrap()).unwrap();
    let off_line = async |page: &PaperPage| {
        while house.app.jobs_run(10).await.unwrap() > 0 {}
        let list = StatusList::open(&house.app.status_list().await.unwrap(), &keys).unwrap();
        let now = list.issued_at;
        match verify_code(page.code.as_ref().unwrap(), &keys, Some(&list), now) {
            CodeVerdict::Paper(PaperVerdict::Issued { standing, .. }) => standing,
            other => panic!("{other:?}"),
        }
    };
    assert!(matches!(off_line(&certificate).await, PaperStanding::InForce { .. }));
    house.on("2021-04-01");
    let view = house.app.case_see(&own, &made.number).await.unwrap();
    let end = view.actions.iter().find(|action| action.id == "end").expect("it can be ended");
    let form = end.form.iter().map(|field| (field.id.as_str(), "2021-04-01")).collect::<Vec<_>>();
    let request = ActRequest { form: owned(&form), ..act(&view, "end") };
    house.app.case_act(&own, &made.number, request).await.unwrap();
    let ended = off_line(&certificate).await;
    assert!(matches!(ended, PaperStanding::Ended { .. }), "{ended:?}");
    assert!(matches!(off_line(&receipt).await, PaperStanding::InForce { .. }));
}

/// ZHAO grows and sells in Pinggu and joins the city's social insurance at the street of his hukou.
pub fn enrolment() -> app::ApplyRequest {
    app::ApplyRequest {
        service: "insurance-enrolment".to_owned(),
        channel: Channel::Website,
        fields: owned(&[
            ("name", "赵国强"),
            ("id_number", "110199196105200130"),
            ("phone", "13900000003"),
            ("situation", "rural_flexible"),
            ("hukou", "110117"),
            ("hukou_kind", "agricultural"),
            ("street", "110117102"),
            ("employment_form", "self_employed"),
        ]),
        commitment: None,
        papers_seen: BTreeMap::new(),
        idempotency_key: None,
    }
}

#[tokio::test]
async fn rows_13_15_the_receipt_of_an_enrolment_names_exactly_the_three_insurances() {
    let house = house("2020-11-16").await;
    let registered = house.register(fixture::zhao()).await;
    let own = Viewer::Person(registered.person);
    let made = house.app.apply(&own, enrolment()).await.unwrap();
    let clerk = house.officer("k117102", Role::Street("110117102".parse().unwrap())).await;
    let view = house.app.case_see(&clerk, &made.number).await.unwrap();
    let view = house.app.case_act(&clerk, &made.number, act(&view, "take_up")).await.unwrap();
    let view = house.app.case_act(&clerk, &made.number, act(&view, "approve")).await.unwrap();
    assert_eq!(view.state.id, "effective");
    let receipt = page(&house, &own, &made.number, "insurance-enrolment").await;
    assert_eq!(receipt.paper.title.zh, "灵活就业人员参加社会保险登记回执");
    let named: BTreeSet<&str> = row(&receipt, "insurances").split('；').collect();
    let three = BTreeSet::from(["城镇职工基本养老保险", "基本医疗保险", "失业保险"]);
    assert_eq!(named, three, "no work injury, no maternity");
    assert_eq!(row(&receipt, "case_number"), made.number);
    assert!(row(&receipt, "enrolled_on").contains("2020 年 11 月 16 日"));
    assert_eq!(standing(&house, &receipt).await, CertificateStanding::Valid);
}

/// Every paper that a case of each service issues can be set, and carries its code.
#[cfg(feature = "typeset")]
#[tokio::test]
async fn every_paper_of_a_case_is_a_pdf_that_carries_its_seal() {
    let (house, own) = after_work().await;
    house.app.apply(&own, unemployed(Channel::Website)).await.unwrap();
    let papers = house.app.my_papers(&own).await.unwrap();
    assert_eq!(papers.len(), 3);
    for paper in papers {
        let pdf = house.app.paper_pdf(&own, &paper.number).await.unwrap();
        assert!(pdf.starts_with(b"%PDF-1.7"), "{}", paper.kind);
    }
}
