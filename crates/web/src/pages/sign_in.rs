//! How one comes in and goes out: a person with the number of the registration and its access code, an
//! officer with name and password.

use app::{AccessError, SignInError, SignedIn};
use axum::Router;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};

use super::{Answer, Asked, Call};
use crate::desk::Desk;
use crate::forms::{Form, RawForm, access_form, sign_in_form};
use crate::i18n::Text;
use crate::views::{self, FormView, Problem};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/sign-in", get(person).post(person_send))
        .route("/officer/sign-in", get(officer).post(officer_send))
        .route("/sign-out", post(sign_out))
}

async fn person(call: Call, Asked(query): Asked) -> Answer {
    Ok(show_person(&call, access_form(), query.has("known")))
}

fn show_person(call: &Call, form: Form, is_known: bool) -> Response {
    let lead = if is_known { "access.known" } else { "access.lead" };
    let view = FormView {
        title: Text::message("access.title"),
        lead: Some(Text::message(lead)),
        notes: Vec::new(),
        right_office: None,
        action: "/sign-in".into(),
        back: "/".into(),
        form,
        submit: Text::message("access.submit"),
    };
    views::form(&call.ui, &view, "/registration").into_response()
}

async fn person_send(mut call: Call, raw: RawForm) -> Answer {
    let mut form = access_form();
    let Some(values) = form.read(&raw) else { return Ok(show_person(&call, form, false)) };
    let (number, code) = (values.text("number").unwrap_or(""), values.text("access_code").unwrap_or(""));
    let fault = match call.app.person_sign_in(number, code).await {
        Ok(person) => {
            // What was answered before one came in is not lost.
            let answers = call.visit.answers().await?;
            let filings = call.visit.filings().await?;
            call.visit.sign_in(SignedIn::Person(person), false).await?;
            call.visit.recall(answers).await?;
            for (name, answers) in &filings {
                call.visit.keep_aside(name, answers).await?;
            }
            let registrations = call.app.my_registrations(&call.visit.viewer).await?;
            let path = if registrations.is_empty() { "/me" } else { "/registration" };
            return Ok(Redirect::to(&call.ui.url(path)).into_response());
        }
        Err(AccessError::Wrong) => Text::message("access.wrong"),
        Err(AccessError::Wait { seconds }) => Text::message("access.wait").with("seconds", seconds),
        Err(AccessError::Denied) => return Err(Problem::Forbidden),
        Err(AccessError::Fault(fault)) => return Err(fault.into()),
    };
    form.refuse("access_code", fault);
    Ok(show_person(&call, form, false))
}

async fn officer(call: Call) -> Answer {
    Ok(show_officer(&call, sign_in_form()))
}

fn show_officer(call: &Call, form: Form) -> Response {
    let view = FormView {
        title: Text::message("sign_in.title"),
        lead: None,
        notes: Vec::new(),
        right_office: None,
        action: "/officer/sign-in".into(),
        back: "/".into(),
        form,
        submit: Text::message("sign_in.submit"),
    };
    views::form(&call.ui, &view, "").into_response()
}

async fn officer_send(mut call: Call, raw: RawForm) -> Answer {
    let mut form = sign_in_form();
    let Some(values) = form.read(&raw) else { return Ok(show_officer(&call, form)) };
    let (name, password) = (values.text("account").unwrap_or(""), values.text("password").unwrap_or(""));
    let fault = match call.app.officer_sign_in(name, password).await {
        Ok(account) => {
            call.visit.sign_in(SignedIn::Officer(account.id), false).await?;
            return Ok(Redirect::to(&call.ui.url("/officer")).into_response());
        }
        Err(SignInError::Wrong) => Text::message("sign_in.wrong"),
        Err(SignInError::Wait { seconds }) => Text::message("access.wait").with("seconds", seconds),
        Err(SignInError::Fault(fault)) => return Err(fault.into()),
    };
    form.refuse("password", fault);
    Ok(show_officer(&call, form))
}

async fn sign_out(mut call: Call) -> Answer {
    call.visit.sign_out().await?;
    Ok(Redirect::to(&call.ui.url("/")).into_response())
}
