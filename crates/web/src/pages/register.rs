//! The registration of Art. 11, page by page: who, what work, where and since when, then the answers to
//! check beside the promise. What the check already knows is filled in; no page asks for a proof.

use app::service::definition::Channel;
use app::{Answers, RegisterRequest};
use axum::Router;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;

use super::confirmation::done;
use super::draft_form::{filled, has_all, typed};
use super::{Answer, Call, choices, faults};
use crate::desk::Desk;
use crate::forms::{Form, RawForm, other_fields, place_form, who_form, work_form};
use crate::i18n::Text;
use crate::views::{self, FromId, Problem, StepView};

mod review;

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/register", get(who).post(who_send))
        .route("/register/work", get(work).post(work_send))
        .route("/register/place", get(place).post(place_send))
        .route("/register/review", get(review::show).post(review::send))
        .route("/register/done", get(done))
}

const STEPS: usize = 4;

/// Fields of the service by page, each with its name in the page's form.
const WHO: &[(&str, &str)] = &[("name", "name"), ("id_number", "id_number"), ("phone", "phone")];
const WORK: &[(&str, &str)] = &[
    ("employment_form", "employment_form"),
    ("occupation", "occupation"),
    ("district", "employment_region"),
];
const PLACE: &[(&str, &str)] = &[
    ("other_kind", "other_kind"),
    ("other_source", "other_source"),
    ("platform_labour_relation", "platform_labour_relation"),
    ("street", "street"),
    ("start_date", "started_on"),
];

// ── Who ─────────────────────────────────────────────────────────────────────────────────────────────

async fn who(call: Call) -> Answer {
    let answers = call.visit.answers().await?;
    Ok(show_who(&call, filled(who_form(), WHO, &answers)))
}

async fn who_send(mut call: Call, raw: RawForm) -> Answer {
    let mut answers = call.visit.answers().await?;
    let mut form = who_form();
    if !keep(&mut call, &mut answers, &mut form, &raw, WHO).await? {
        return Ok(show_who(&call, form));
    }
    Ok(Redirect::to(&call.ui.url("/register/work")).into_response())
}

fn show_who(call: &Call, form: Form) -> Response {
    let view = StepView {
        step: 1,
        steps: STEPS,
        title: Text::message("register.who"),
        lead: None,
        from_id: None,
        action: "/register".into(),
        back: "/".into(),
        form,
    };
    views::step(&call.ui, &view).into_response()
}

// ── What work ───────────────────────────────────────────────────────────────────────────────────────

fn new_work_form(call: &Call) -> Form {
    let kinds = choices::values(&call.app, app::SERVICE_REGISTER, "employment_form");
    work_form(kinds, choices::occupations(&call.app), choices::districts(&call.app))
}

async fn work(call: Call) -> Answer {
    let answers = call.visit.answers().await?;
    if !has_all(&answers, &["name", "id_number", "phone"]) {
        return Ok(Redirect::to(&call.ui.url("/register")).into_response());
    }
    let form = filled(new_work_form(&call), WORK, &answers);
    Ok(show_work(&call, &answers, form))
}

async fn work_send(mut call: Call, raw: RawForm) -> Answer {
    let mut answers = call.visit.answers().await?;
    let mut form = new_work_form(&call);
    let district = answers.fields.get("district").cloned();
    if !keep(&mut call, &mut answers, &mut form, &raw, WORK).await? {
        return Ok(show_work(&call, &answers, form));
    }
    // A street belongs to its district; with another district it has to be chosen anew.
    if district != answers.fields.get("district").cloned() && answers.fields.remove("street").is_some() {
        call.visit.keep(&answers).await?;
    }
    Ok(Redirect::to(&call.ui.url("/register/place")).into_response())
}

fn show_work(call: &Call, answers: &Answers, form: Form) -> Response {
    let from_id = answers.fields.get("id_number").and_then(|id| call.app.from_id_number(id).ok());
    let from_id = from_id.map(|said| FromId {
        birth_date: said.birth_date,
        is_female: said.is_female,
        region: said
            .region
            .map_or_else(|| Text::message("register.id_region_other"), |(_, name)| name.into()),
        change_href: "/register".into(),
    });
    let view = StepView {
        step: 2,
        steps: STEPS,
        title: Text::message("register.work"),
        lead: None,
        from_id,
        action: "/register/work".into(),
        back: "/register".into(),
        form,
    };
    views::step(&call.ui, &view).into_response()
}

// ── Where and since when ────────────────────────────────────────────────────────────────────────────

fn new_place_form(call: &Call, answers: &Answers) -> Form {
    let field = |name: &str| answers.fields.get(name).map_or("", String::as_str);
    let platforms = (field("employment_form") == choices::PLATFORM).then(|| choices::platforms(&call.app));
    let mut form = place_form(platforms, choices::streets(&call.app, field("district")), call.app.today());
    if field("employment_form") == choices::OTHER {
        form.fields.splice(0..0, other_fields(choices::other_kinds(&call.app)));
    }
    form
}

async fn place(call: Call) -> Answer {
    let answers = call.visit.answers().await?;
    if !has_all(&answers, &["employment_form", "occupation", "district"]) {
        return Ok(Redirect::to(&call.ui.url("/register/work")).into_response());
    }
    let form = filled(new_place_form(&call, &answers), PLACE, &answers);
    Ok(show_place(&call, form))
}

async fn place_send(mut call: Call, raw: RawForm) -> Answer {
    let mut answers = call.visit.answers().await?;
    let mut form = new_place_form(&call, &answers);
    if !keep(&mut call, &mut answers, &mut form, &raw, PLACE).await? {
        return Ok(show_place(&call, form));
    }
    Ok(Redirect::to(&call.ui.url("/register/review")).into_response())
}

fn show_place(call: &Call, form: Form) -> Response {
    let view = StepView {
        step: 3,
        steps: STEPS,
        title: Text::message("register.place"),
        lead: None,
        from_id: None,
        action: "/register/place".into(),
        back: "/register/work".into(),
        form,
    };
    views::step(&call.ui, &view).into_response()
}

/// What is handed in. The draft's own id is the mark of one sending: pressed twice, it is one registration.
fn request(call: &Call, answers: &Answers, commitment: Option<String>) -> RegisterRequest {
    let mut fields = answers.fields.clone();
    // Asked of platform work alone; an answer from before the kind was changed is not sent along.
    if fields.get("employment_form").map(String::as_str) != Some(choices::PLATFORM) {
        fields.remove("platform_labour_relation");
    }
    if fields.get("employment_form").map(String::as_str) != Some(choices::OTHER) {
        fields.remove("other_kind");
        fields.remove("other_source");
    }
    RegisterRequest {
        channel: Channel::Website,
        fields,
        commitment,
        facts: answers.facts.clone(),
        idempotency_key: call.visit.data.draft.map(|draft| draft.to_string()),
    }
}

/// Reads a page and keeps it in the draft if it is right by itself; else the form shows its faults.
async fn keep(
    call: &mut Call,
    answers: &mut Answers,
    form: &mut Form,
    raw: &RawForm,
    names: &[(&str, &str)],
) -> Result<bool, Problem> {
    let Some(values) = form.read(raw) else { return Ok(false) };
    let mut said = answers.clone();
    for (field, name) in names {
        let value = typed(&values, name);
        if value.is_empty() {
            said.fields.remove(*field);
        } else {
            said.fields.insert((*field).to_owned(), value);
        }
    }
    let only: Vec<&str> = names.iter().map(|(field, _)| *field).collect();
    let found = call.app.check_fields(&request(call, &said, None), &only);
    if !found.is_empty() {
        faults::put(form, &found, names);
        return Ok(false);
    }
    *answers = said;
    call.visit.keep(answers).await?;
    Ok(true)
}
