//! `POST /api/v1/registrations` and `GET /api/v1/registrations/{number}`: the same use cases as the pages.

use app::{App, RegisterError, RegistrationError, RegistrationShown, Standing, Viewer};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::problem::{ApiError, ApiProblem};
use crate::Web;
use crate::security::cookies;
use crate::visit;

pub(super) async fn register(
    State(app): State<App>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiProblem> {
    let body = body?;
    // A form of another site cannot send this type without asking first, which is never granted.
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    if kind.split(';').next().map(str::trim) != Some("application/json") {
        return Err(ApiProblem::not_json());
    }
    let request = app
        .read_registration(&body)
        .map_err(|faults| ApiProblem::inputs(faults.into_iter().map(ApiError::from).collect()))?;
    let registered = app.register(&Viewer::Public, request).await.map_err(problem)?;
    let number = registered.number.to_string();
    let answer = json!({
        "number": number,
        "access_code": registered.access_code,
        "certificate_number": registered.certificate_number,
        "office": { "id": registered.office.id, "name": registered.office.name },
        "registered_on": registered.registered_on.to_string(),
        "is_repeated": registered.is_repeated,
    });
    let location = [(header::LOCATION, format!("/api/v1/registrations/{number}"))];
    Ok((StatusCode::CREATED, location, Json(answer)).into_response())
}

fn problem(error: RegisterError) -> ApiProblem {
    match error {
        RegisterError::Fields(faults) => ApiProblem::inputs(faults.into_iter().map(ApiError::from).collect()),
        RegisterError::Refused(conclusion) => ApiProblem::input(ApiError {
            code: "refused".to_owned(),
            key: Some(conclusion.key.clone()),
            value: Value::Null,
            expected: format!("facts with which article {} gives a registration", conclusion.article),
        }),
        RegisterError::AlreadyRegistered { .. } | RegisterError::SignInFirst => {
            ApiProblem::conflict("there is a registration for this person; change or end it instead")
        }
        RegisterError::WrongOffice(office) => {
            ApiProblem::conflict(&format!("another office is in charge: {}", office.id))
        }
        RegisterError::Denied => ApiProblem::forbidden("this channel is for officers who are signed in"),
        RegisterError::Fault(fault) => fault.into(),
    }
}

/// The reason under which an officer's look by the API is journalled.
const CASE_HANDLING: &str = "case_handling";

pub(super) async fn show(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
    Path(number): Path<String>,
) -> Result<Response, ApiProblem> {
    let token = cookies::get(&headers, visit::COOKIE, web.is_https()).map(str::to_owned);
    let visit = visit::load(&app, token).await?;
    match app.registration(&visit.viewer, &number, CASE_HANDLING).await {
        Ok(found) => Ok(([(header::CACHE_CONTROL, "no-store")], Json(body(&found))).into_response()),
        Err(RegistrationError::NotFound) => {
            Err(ApiProblem::not_found("no such registration, or none that you may see"))
        }
        Err(RegistrationError::Fault(fault)) => Err(fault.into()),
    }
}

fn body(found: &RegistrationShown) -> Value {
    let (state, last_day) = match &found.standing {
        Standing::InForce => ("active", None),
        Standing::Ended { last_day, .. } => ("ended", Some(last_day.to_string())),
    };
    let certificates = found.certificates.iter().map(
        |line| json!({ "number": line.number, "state": line.state, "issued_at": line.issued_at.to_string() }),
    );
    json!({
        "number": found.number.to_string(),
        "state": state,
        "last_day": last_day,
        "version": found.versions.len(),
        "effective_on": found.effective_on.to_string(),
        "registered_at": found.registered_at.to_string(),
        "details": found.details,
        "office": { "id": found.office.id, "name": found.office.name },
        "certificates": certificates.collect::<Vec<_>>(),
    })
}
