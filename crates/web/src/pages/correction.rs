//! A clerk asks the person to look at one field again, for one of the service's reasons. There is no reason
//! that asks for a paper.

use app::{CorrectionError, Standing};
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;

use super::{Answer, Call, officer};
use crate::desk::Desk;
use crate::forms::{Choice, Form, RawForm, correction_form};
use crate::i18n::Text;
use crate::views::{self, FormView, Problem};

pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/officer/registrations/{number}/correction", get(show).post(send))
}

/// The mark of one request for the next form: pressed twice, it is asked once.
const KEY: &str = "correction_key";
/// The reason under which the clerk's look is journalled.
const LOOK: &str = "correction";

impl From<CorrectionError> for Problem {
    fn from(error: CorrectionError) -> Self {
        match error {
            CorrectionError::NotFound => Self::NotFound,
            CorrectionError::Ended => Self::Stale,
            CorrectionError::Reason { .. } => Self::Unprocessable,
            CorrectionError::Denied => Self::Forbidden,
            CorrectionError::Fault(fault) => fault.into(),
        }
    }
}

fn form(call: &Call) -> Result<Form, Problem> {
    let reasons = call.app.correction_reasons()?;
    let choice = |reason: &app::Labelled| {
        Choice::new(&reason.key, (&reason.value).into()).hint((&reason.label).into())
    };
    Ok(correction_form(reasons.iter().map(choice).collect()))
}

async fn show(mut call: Call, Path(number): Path<String>) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let found = call.app.registration(&call.visit.viewer, &number, LOOK).await?;
    if found.standing != Standing::InForce {
        return Ok(back(&call, &number));
    }
    let key = call.app.draft_new().to_string();
    call.visit.note(KEY, &key).await?;
    let form = form(&call)?;
    Ok(page(&call, &number, form))
}

fn back(call: &Call, number: &str) -> Response {
    Redirect::to(&call.ui.url(format!("/officer/registrations/{number}"))).into_response()
}

fn page(call: &Call, number: &str, form: Form) -> Response {
    let view = FormView {
        title: Text::message("correction.title"),
        lead: Some(Text::message("correction.lead").with("number", number)),
        notes: vec![Text::message("officer.no_proof")],
        right_office: None,
        action: format!("/officer/registrations/{number}/correction"),
        back: format!("/officer/registrations/{number}"),
        form,
        submit: Text::message("correction.submit"),
    };
    views::form(&call.ui, &view, "/officer").into_response()
}

async fn send(call: Call, Path(number): Path<String>, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let mut form = form(&call)?;
    let Some(values) = form.read(&raw) else {
        // Even an empty form is shown again to those alone who may send it.
        call.app.registration(&call.visit.viewer, &number, LOOK).await?;
        return Ok(page(&call, &number, form));
    };
    let reason = values.text("reason").unwrap_or_default();
    let key = call.visit.data.extra.get(KEY).map(String::as_str);
    call.app.correction_ask(&call.visit.viewer, &number, reason, key).await?;
    Ok(back(&call, &number))
}
