//! Errors of the API as `application/problem+json` (RFC 9457), with the members of the decision
//! contract's error object where an input is at fault.

use axum::extract::rejection::BytesRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use law::contract::BadInput;
use serde::Serialize;
use serde_json::Value;

/// A problem.
#[derive(Debug)]
pub(crate) struct ApiProblem(Box<Members>);

/// What is in it.
#[derive(Debug, Serialize)]
struct Members {
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
    pub(crate) fn new(status: StatusCode, title: &'static str) -> Self {
        let (kind, status) = ("about:blank", status.as_u16());
        Self(Box::new(Members { kind, title, status, error: None, detail: None, errors: Vec::new() }))
    }

    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.0.detail = Some(detail.into());
        self
    }

    /// An input at fault.
    pub(crate) fn input(error: ApiError) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "The input is at fault");
        problem.0.error = Some(error);
        problem
    }

    /// Several faults of one input.
    pub(crate) fn inputs(errors: Vec<ApiError>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "The input is at fault");
        problem.0.error = errors.first().cloned();
        problem.0.errors = errors;
        problem
    }

    /// Something that is not there, or that this caller may not know of.
    pub(crate) fn not_found(detail: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "Not found").detail(detail)
    }

    /// Something that this caller may not do.
    pub(crate) fn forbidden(detail: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "Not allowed").detail(detail)
    }

    /// Something that stands in the way.
    pub(crate) fn conflict(detail: &str) -> Self {
        Self::new(StatusCode::CONFLICT, "Conflict").detail(detail)
    }

    /// A body of another kind.
    pub(crate) fn not_json() -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Not JSON")
            .detail("expected content-type: application/json")
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
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "Not available for the moment")
                    .detail("try again, with the same idempotency_key where there is one")
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
        Self::new(rejection.status(), "The body cannot be read").detail(rejection.body_text())
    }
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // A struct of strings and numbers always serialises.
        let body = serde_json::to_string(&self.0).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}
