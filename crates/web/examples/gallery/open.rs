//! Pages that are open to all: first page, verification, demonstration.

use axum::Router;
use axum::extract::Query;
use axum::response::Redirect;
use axum::routing::{get, post};
use std::collections::HashMap;
use web::forms::{RawForm, business_date_form, verify_form};
use web::i18n::Text;
use web::views::{
    self, DemoPerson, DemoView, HomeView, Page, Problem, Row, VerifyResult, VerifyState, VerifyView,
};
use web::{Role, Ui};

use crate::TODAY;
use crate::samples::{SAMPLES, t};

const IN_FORCE: jiff::civil::Date = jiff::civil::date(2020, 10, 1);

pub(crate) fn routes() -> Router {
    Router::new()
        .route("/", get(home))
        .route("/verify", get(verify).post(verify_send))
        .route("/verify/{state}", get(verify_result))
        .route("/demo", get(demo))
        .route("/demo/sign-in", post(async |ui: Ui| Redirect::to(&ui.url("/registration"))))
        .route("/demo/date", post(demo_date))
        .route("/sign-out", post(async |ui: Ui| Redirect::to(&ui.url("/"))))
}

async fn home(ui: Ui) -> Page {
    let view =
        HomeView { measures: SAMPLES.measures.clone(), in_force_from: IN_FORCE, law_href: "/law".into() };
    views::home(&ui, &view)
}

async fn verify(ui: Ui, Query(query): Query<HashMap<String, String>>) -> Page {
    let mut form = verify_form();
    if query.contains_key("faults") {
        form.read(&RawForm::default());
    }
    views::verify(&ui, &VerifyView { form, result: None })
}

async fn verify_send(ui: Ui, raw: RawForm) -> Result<Redirect, Page> {
    let mut form = verify_form();
    match form.read(&raw) {
        Some(_) => Ok(Redirect::to(&ui.url("/verify/valid"))),
        None => Err(views::verify(&ui, &VerifyView { form, result: None })),
    }
}

async fn verify_result(
    ui: Ui,
    axum::extract::Path(state): axum::extract::Path<String>,
) -> Result<Page, Problem> {
    let state = match state.as_str() {
        "valid" => VerifyState::Valid,
        "ended" => VerifyState::Ended,
        "revoked" => VerifyState::Revoked,
        "replaced" => VerifyState::Replaced,
        "forged" => VerifyState::BadSignature,
        "bad" => VerifyState::BadCode,
        "none" => VerifyState::Unknown,
        _ => return Err(Problem::NotFound),
    };
    let is_found = matches!(
        state,
        VerifyState::Valid | VerifyState::Ended | VerifyState::Revoked | VerifyState::Replaced
    );
    let rows = if is_found { printed_rows() } else { Vec::new() };
    let view =
        VerifyView { form: verify_form(), result: Some(VerifyResult { state, rows, is_paper: false }) };
    Ok(views::verify(&ui, &view))
}

/// What stands on the sample certificate.
pub(crate) fn printed_rows() -> Vec<Row> {
    vec![
        Row::new(t("姓名", "Name"), Text::zh("王*")),
        Row::new(t("证件号", "Identity number"), Text::zh("130602********0017")),
        Row::new(t("就业类型", "Kind of work"), t("新就业形态", "Platform work")),
        Row::new(t("就业地", "Place of work"), t("朝阳区", "Chaoyang")),
        Row::new(t("起始日期", "Since"), t("2020年9月1日", "1 September 2020")),
    ]
}

async fn demo(ui: Ui) -> Page {
    views::demo(&ui, &demo_view())
}

async fn demo_date(ui: Ui, raw: RawForm) -> Result<Redirect, Page> {
    let mut view = demo_view();
    match view.form.read(&raw) {
        Some(_) => Ok(Redirect::to(&ui.url("/demo"))),
        None => Err(views::demo(&ui, &view)),
    }
}

fn demo_view() -> DemoView {
    let people = SAMPLES.people.iter().map(|person| DemoPerson {
        id: person.id.clone(),
        name: person.name.clone(),
        story: person.story.clone(),
        role: if person.role == "officer" { Role::Officer } else { Role::Person },
    });
    DemoView { people: people.collect(), password: "demonstration".into(), form: business_date_form(TODAY) }
}
