//! A clerk gives the person before them a new access code. It is shown once, to be handed over on paper.

use app::{AccessError, Answers};
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::get;

use super::{Answer, Call, officer};
use crate::desk::Desk;
use crate::forms::RawForm;
use crate::views::{self, AccessCodeView, Problem};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/officer/registrations/{number}/access-code", get(show).post(renew))
        .route("/officer/registrations/{number}/access-code/new", get(shown_once))
}

/// Under which name the code waits for its page, encrypted like a draft.
const NEW: &str = "access_code";
/// The reason under which the clerk's look is journalled.
const LOOK: &str = "access_code";

impl From<AccessError> for Problem {
    fn from(error: AccessError) -> Self {
        match error {
            // Whether there is such a number is not told.
            AccessError::Wrong => Self::NotFound,
            AccessError::Wait { .. } => Self::Stale,
            AccessError::Denied => Self::Forbidden,
            AccessError::Fault(fault) => fault.into(),
        }
    }
}

fn view(number: String) -> AccessCodeView {
    let back = format!("/officer/registrations/{number}");
    AccessCodeView { action: format!("{back}/access-code"), number, person: Vec::new(), code: None, back }
}

async fn show(call: Call, Path(number): Path<String>) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    // The name and the masked number, to hold beside the identity card.
    let found = call.app.registration(&call.visit.viewer, &number, LOOK).await?;
    let person = officer::person_rows(&found.person).into();
    let view = AccessCodeView { person, ..view(found.number.to_string()) };
    Ok(views::access_code(&call.ui, &view).into_response())
}

async fn renew(mut call: Call, Path(number): Path<String>, _: RawForm) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let code = call.app.access_code_renew(&call.visit.viewer, &number).await?;
    let mut made = Answers::default();
    made.fields.insert("number".into(), number.clone());
    made.fields.insert("code".into(), code);
    call.visit.keep_aside(NEW, &made).await?;
    let path = format!("/officer/registrations/{number}/access-code/new");
    Ok(Redirect::to(&call.ui.url(path)).into_response())
}

/// The code, and never again.
async fn shown_once(mut call: Call, Path(number): Path<String>) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let made = call.visit.aside(NEW).await?;
    let code = made.fields.get("code").filter(|_| made.fields.get("number") == Some(&number)).cloned();
    if code.is_none() {
        let path = format!("/officer/registrations/{number}/access-code");
        return Ok(Redirect::to(&call.ui.url(path)).into_response());
    }
    call.visit.drop_aside(NEW).await?;
    Ok(views::access_code(&call.ui, &AccessCodeView { code, ..view(number) }).into_response())
}
