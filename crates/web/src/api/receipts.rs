//! What the gateway of short messages reports: a signed call, without a session. It is checked over the bytes as they
//! came, says a state and an id and nothing about a person, and has one effect however often it comes.

use app::{App, CallError, Reported};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::problem::{ApiError, ApiProblem};

pub(super) async fn take(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiProblem> {
    let answer = |is_final: bool| {
        let kept = [(header::CACHE_CONTROL, "no-store")];
        (kept, Json(json!({ "final": is_final }))).into_response()
    };
    match app.outbox_called(&headers, &body?).await {
        Ok(Reported::Kept) => Ok(answer(true)),
        Ok(Reported::Pending) => Ok(answer(false)),
        // The gateway tries again: the message may not have been marked as handed over yet.
        Ok(Reported::Unknown) => Err(ApiProblem::not_found("no message of this id and key, or none yet")),
        Err(CallError::NotSetUp) => Err(ApiProblem::not_found("receipts are not taken here")),
        Err(CallError::NotVerified(error)) => Err(ApiProblem::forbidden(&error.to_string())),
        Err(CallError::Unreadable(error)) => Err(ApiProblem::input(ApiError {
            code: "malformed".to_owned(),
            key: None,
            value: Value::Null,
            expected: error.to_string(),
        })),
        Err(CallError::Fault(fault)) => Err(fault.into()),
    }
}
