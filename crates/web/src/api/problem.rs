//! Errors of the API as `application/problem+json` (RFC 9457), with the members of the decision
//! contract's error object where an input is at fault.

use axum::extract::rejection::BytesRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use law::contract::BadInput;
use serde::Serialize;
use serde_json::Value;

/// A problem.
#[derive(Debug, Serialize)]
pub(crate) struct ApiProblem {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    /// The members of the contract's error object; of several faults any one.
    #[serde(flatten)]
    error: Option<ApiError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    /// All faults, where there can be several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ApiError>,
}

/// One fault.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ApiError {
    /// Which kind.
    pub(crate) code: String,
    /// The key at fault; null where there is none.
    pub(crate) key: Option<String>,
    /// What was found; null where it is personal.
    pub(crate) value: Value,
    /// What was expected.
    pub(crate) expected: String,
}

impl ApiProblem {
    fn new(status: StatusCode, title: &'static str) -> Self {
        let kind = "about:blank";
        Self { kind, title, status: status.as_u16(), error: None, detail: None, errors: Vec::new() }
    }

    /// An input at fault.
    pub(crate) fn input(error: ApiError) -> Self {
        Self { error: Some(error), ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "The input is at fault") }
    }

    /// Several faults of one input.
    pub(crate) fn inputs(errors: Vec<ApiError>) -> Self {
        Self {
            errors: errors.clone(),
            error: errors.into_iter().next(),
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "The input is at fault")
        }
    }

    /// Something that is not there, or that this caller may not know of.
    pub(crate) fn not_found(detail: &str) -> Self {
        Self { detail: Some(detail.to_owned()), ..Self::new(StatusCode::NOT_FOUND, "Not found") }
    }

    /// Something that this caller may not do.
    pub(crate) fn forbidden(detail: &str) -> Self {
        Self { detail: Some(detail.to_owned()), ..Self::new(StatusCode::FORBIDDEN, "Not allowed") }
    }

    /// Something that stands in the way.
    pub(crate) fn conflict(detail: &str) -> Self {
        Self { detail: Some(detail.to_owned()), ..Self::new(StatusCode::CONFLICT, "Conflict") }
    }

    /// A body of another kind.
    pub(crate) fn not_json() -> Self {
        Self {
            detail: Some("expected content-type: application/json".to_owned()),
            ..Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Not JSON")
        }
    }
}

impl From<&BadInput> for ApiError {
    fn from(bad: &BadInput) -> Self {
        Self {
            code: bad.code.text().to_owned(),
            key: bad.key.clone(),
            value: bad.value.clone(),
            expected: bad.expected.clone(),
        }
    }
}

impl From<app::FieldFault> for ApiError {
    fn from(fault: app::FieldFault) -> Self {
        Self {
            code: fault.code.to_owned(),
            key: Some(fault.field),
            value: fault.found.map_or(Value::Null, Value::String),
            expected: fault.expected,
        }
    }
}

impl From<app::Fault> for ApiProblem {
    fn from(fault: app::Fault) -> Self {
        match fault {
            app::Fault::Stale => Self::conflict("it was changed in the meantime; look again"),
            app::Fault::Unavailable(_) | app::Fault::Unknown => {
                tracing::error!(error = &fault as &dyn std::error::Error, "a use case failed");
                let detail = "try again, with the same idempotency_key where there is one";
                Self {
                    detail: Some(detail.to_owned()),
                    ..Self::new(StatusCode::SERVICE_UNAVAILABLE, "Not available for the moment")
                }
            }
            app::Fault::Internal { .. } => {
                tracing::error!(error = &fault as &dyn std::error::Error, "a use case failed");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "A fault of our own")
            }
        }
    }
}

impl From<BytesRejection> for ApiProblem {
    fn from(rejection: BytesRejection) -> Self {
        let status = rejection.status();
        Self { detail: Some(rejection.body_text()), ..Self::new(status, "The body cannot be read") }
    }
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // A struct of strings and numbers always serialises.
        let body = serde_json::to_string(&self).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}
