//! Entry at the window: an officer with the person before them. The record equals an online one but for
//! its channel, and where another office is the right one, the page says which.

use app::service::definition::Channel;
use app::{RegisterError, RegisterRequest};
use axum::Router;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;

use super::confirmation::{confirmation, done_view};
use super::draft_form::typed;
use super::{Answer, Call, choices, faults, officer, shown};
use crate::desk::Desk;
use crate::forms::{Form, RawForm, WindowChoices, window_form};
use crate::i18n::Text;
use crate::views::{self, Office, Problem, WindowView};

pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/officer/window", get(show).post(send)).route("/officer/window/done", get(done))
}

/// Fields of the service, each with its name in the page's form.
const FIELDS: &[(&str, &str)] = &[
    ("name", "name"),
    ("id_number", "id_number"),
    ("phone", "phone"),
    ("employment_form", "employment_form"),
    ("platform_labour_relation", "platform_labour_relation"),
    ("other_kind", "other_kind"),
    ("other_source", "other_source"),
    ("occupation", "occupation"),
    ("district", "employment_region"),
    ("street", "street"),
    ("start_date", "started_on"),
];

/// Under which name the confirmation waits for its page, and the mark of one entry for the next form.
const DONE: &str = "window_done";
const KEY: &str = "window_key";

fn new_form(call: &Call) -> Form {
    let district = call.visit.viewer.officer().and_then(|account| account.role.district());
    let streets = match district {
        Some(district) => choices::streets(&call.app, &district.to_string()),
        None => choices::streets_everywhere(&call.app),
    };
    let commitment = call.app.commitment(app::SERVICE_REGISTER, call.app.today());
    let version = commitment.map_or_else(String::new, |commitment| commitment.version);
    let choices = WindowChoices {
        kinds: choices::values(&call.app, app::SERVICE_REGISTER, "employment_form"),
        other_kinds: choices::other_kinds(&call.app),
        occupations: choices::occupations(&call.app),
        districts: choices::districts(&call.app),
        streets,
        platforms: choices::platforms(&call.app),
        commitment: Text::message("officer.signed").with("version", version),
    };
    window_form(choices, call.app.today())
}

async fn show(mut call: Call) -> Answer {
    if let Some(elsewhere) = officer::window_first(&call) {
        return Ok(elsewhere);
    }
    let key = call.app.draft_new().to_string();
    call.visit.note(KEY, &key).await?;
    let form = new_form(&call);
    Ok(page(&call, form, None))
}

fn page(call: &Call, form: Form, right_office: Option<Office>) -> Response {
    let office = call.visit.viewer.officer().map(|account| call.app.place_of(account));
    let view = WindowView {
        office: office.map(Text::from).unwrap_or_default(),
        form,
        right_office,
        action: "/officer/window".into(),
    };
    views::window(&call.ui, &view).into_response()
}

async fn send(mut call: Call, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::window_first(&call) {
        return Ok(elsewhere);
    }
    let mut form = new_form(&call);
    let Some(values) = form.read(&raw) else { return Ok(page(&call, form, None)) };
    let fields = FIELDS.iter().map(|(field, name)| ((*field).to_owned(), typed(&values, name)));
    let request = RegisterRequest {
        channel: Channel::Window,
        fields: fields.filter(|(_, value)| !value.is_empty()).collect(),
        commitment: call.app.commitment(app::SERVICE_REGISTER, call.app.today()).map(|c| c.version),
        facts: std::collections::BTreeMap::new(),
        idempotency_key: call.visit.data.extra.get(KEY).cloned(),
    };
    match call.app.register(&call.visit.viewer, request).await {
        Ok(registered) => {
            call.visit.keep_aside(DONE, &confirmation(&registered)).await?;
            Ok(Redirect::to(&call.ui.url("/officer/window/done")).into_response())
        }
        Err(RegisterError::Fields(found)) => {
            faults::put(&mut form, &found, FIELDS);
            Ok(page(&call, form, None))
        }
        Err(RegisterError::WrongOffice(office)) => {
            form.refuse("employment_region", Text::message("officer.elsewhere"));
            Ok(page(&call, form, Some(shown::office(&office))))
        }
        Err(RegisterError::AlreadyRegistered { number: Some(number) }) => {
            let path = format!("/officer/registrations/{number}");
            Ok(Redirect::to(&call.ui.url(path)).into_response())
        }
        Err(RegisterError::AlreadyRegistered { number: None } | RegisterError::SignInFirst) => {
            form.refuse("id_number", Text::message("fault.registered_elsewhere"));
            Ok(page(&call, form, None))
        }
        Err(RegisterError::Refused(conclusion)) => {
            let view = views::RefusedView {
                conclusion: shown::conclusion(&conclusion, false),
                back: "/officer/window".into(),
            };
            Ok(views::refused(&call.ui, &view).into_response())
        }
        Err(RegisterError::Denied) => Err(Problem::Forbidden),
        Err(RegisterError::Fault(fault)) => Err(fault.into()),
    }
}

/// The confirmation for the clerk to hand over, with the person's access code.
async fn done(call: Call) -> Answer {
    let kept = call.visit.aside(DONE).await?;
    let Some(mut view) = done_view(&kept) else {
        return Ok(Redirect::to(&call.ui.url("/officer/window")).into_response());
    };
    view.is_window = true;
    view.effects_href = None;
    let certificate = kept.fields.get("certificate").map_or("", String::as_str);
    view.certificate_href = format!("/officer/certificates/{certificate}");
    view.certificate_pdf_href = format!("/officer/certificates/{certificate}/pdf");
    Ok(views::done(&call.ui, &view).into_response())
}
