//! The public check of a certificate: by the code typed or pasted, or by the address in its QR code.
//! Anyone may ask and learns exactly what is printed.

use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use super::{Answer, Asked, Call, shown};
use crate::desk::Desk;
use crate::forms::{RawForm, verify_form};
use crate::views::{self, Problem, VerifyResult, VerifyView};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/verify", get(form).post(send))
        .route("/verify/{code}", get(scanned))
        .route("/v/{code}", get(scanned))
}

async fn form(call: Call, Asked(query): Asked) -> Answer {
    if query.has("code") {
        return check(&call, query.text("code")).await;
    }
    Ok(show(&call, None))
}

fn show(call: &Call, result: Option<VerifyResult>) -> Response {
    views::verify(&call.ui, &VerifyView { form: verify_form(), result }).into_response()
}

async fn send(call: Call, raw: RawForm) -> Answer {
    let mut form = verify_form();
    match form.read(&raw) {
        Some(values) => check(&call, values.text("code").unwrap_or_default()).await,
        None => Ok(views::verify(&call.ui, &VerifyView { form, result: None }).into_response()),
    }
}

/// The page that a QR code leads to.
async fn scanned(call: Call, Path(code): Path<String>) -> Answer {
    check(&call, &code).await
}

async fn check(call: &Call, code: &str) -> Answer {
    let verified = call.app.verify(code).await.map_err(Problem::from)?;
    let result = VerifyResult {
        state: shown::verify_state(verified.standing),
        is_paper: verified.printed.is_none() && !verified.rows.is_empty(),
        rows: shown::rows(&verified.rows),
    };
    Ok(show(call, Some(result)))
}
