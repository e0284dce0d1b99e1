//! A person's e-mail address: given, confirmed by the code that went there, taken away. Where no mail is sent from, there
//! is no such page.

use app::MailError;
use axum::Router;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::{get, post};

use super::{Answer, Call, faults, mine};
use crate::desk::Desk;
use crate::forms::{Form, RawForm, mail_code_form, mail_form};
use crate::i18n::Text;
use crate::views::{self, MailView, Problem};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/me/mail", get(show).post(give))
        .route("/me/mail/confirm", post(confirm))
        .route("/me/mail/remove", post(remove))
}

const PAGE: &str = "/me/mail";

impl From<MailError> for Problem {
    fn from(error: MailError) -> Self {
        match error {
            MailError::NotFound => Self::NotFound,
            MailError::Fields(_) | MailError::Wait { .. } => Self::Unprocessable,
            MailError::Fault(fault) => fault.into(),
        }
    }
}

/// What was sent and is at fault.
enum Sent {
    Address(Form),
    Code(Form),
}

async fn page(call: &Call, sent: Option<Sent>, notice: Option<Text>) -> Answer {
    let found = call.app.mail(&call.visit.viewer).await?;
    let waits = found.as_ref().is_some_and(|mail| !mail.is_confirmed);
    let (address, code) = match sent {
        Some(Sent::Address(form)) => (form, mail_code_form()),
        Some(Sent::Code(form)) => (mail_form(), form),
        None => (mail_form(), mail_code_form()),
    };
    let view = MailView {
        address: found.as_ref().map(|mail| mail.masked.clone()),
        is_confirmed: found.is_some_and(|mail| mail.is_confirmed),
        code: waits.then_some(code),
        form: address,
        notice,
    };
    Ok(views::mail(&call.ui, &view).into_response())
}

fn back(call: &Call) -> axum::response::Response {
    Redirect::to(&call.ui.url(PAGE)).into_response()
}

async fn show(call: Call) -> Answer {
    match mine::sign_in_first(&call) {
        Some(elsewhere) => Ok(elsewhere),
        None => page(&call, None, None).await,
    }
}

async fn give(call: Call, raw: RawForm) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let mut form = mail_form();
    let Some(values) = form.read(&raw) else { return page(&call, Some(Sent::Address(form)), None).await };
    match call.app.mail_give(&call.visit.viewer, values.text("address").unwrap_or_default()).await {
        Ok(()) => Ok(back(&call)),
        Err(MailError::Fields(found)) => {
            faults::put(&mut form, &found, &[]);
            page(&call, Some(Sent::Address(form)), None).await
        }
        Err(MailError::Wait { seconds }) => {
            let wait = Text::message("mail.wait").with("seconds", seconds);
            page(&call, Some(Sent::Address(form)), Some(wait)).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn confirm(call: Call, raw: RawForm) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let mut form = mail_code_form();
    let Some(values) = form.read(&raw) else { return page(&call, Some(Sent::Code(form)), None).await };
    match call.app.mail_confirm(&call.visit.viewer, values.text("code").unwrap_or_default()).await {
        Ok(()) => Ok(back(&call)),
        Err(MailError::Fields(found)) => {
            faults::put(&mut form, &found, &[]);
            page(&call, Some(Sent::Code(form)), None).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn remove(call: Call) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    call.app.mail_remove(&call.visit.viewer).await?;
    Ok(back(&call))
}
