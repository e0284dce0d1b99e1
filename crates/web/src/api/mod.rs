//! The API under `/api/v1`, and what is published for those who verify without us. No cookies are set
//! here, no language is spoken: JSON in, JSON out, every error as `application/problem+json`.
//!
//! `openapi.json` is kept by hand beside this file; a test holds it against the routes.

mod cases;
mod certificates;
mod decisions;
mod money;
mod payments;
mod problem;
mod ratings;
mod receipts;
mod registrations;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};

use crate::desk::Desk;
use problem::ApiProblem;

/// The longest array of inputs: a thousand of them at some kilobytes each.
const DECISIONS_BYTES_MAX: usize = 8 * 1024 * 1024;
/// The longest registration.
const REGISTRATION_BYTES_MAX: usize = 16 * 1024;

/// The longest file of a bank, and the longest batch of contributions.
const FILE_BYTES_MAX: usize = 11 * 1024 * 1024;

/// The routes, to be merged beside the site.
pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/api/v1/decisions", post(decisions::decide).layer(DefaultBodyLimit::max(DECISIONS_BYTES_MAX)))
        .route(
            "/api/v1/registrations",
            post(registrations::register).layer(DefaultBodyLimit::max(REGISTRATION_BYTES_MAX)),
        )
        .route("/api/v1/registrations/{number}", get(registrations::show))
        .route("/api/v1/certificates/{number}/status", get(certificates::status))
        .merge(case_routes())
        .merge(money_routes())
        .route("/api/v1/openapi.json", get(openapi))
        .route("/api/{*rest}", get(nowhere).post(nowhere).put(nowhere).delete(nowhere).patch(nowhere))
        .route("/.well-known/linghuo-certificate-keys.json", get(certificates::keys))
        .route("/.well-known/linghuo-certificate-status", get(certificates::list))
}

/// Services, cases and desks.
fn case_routes() -> Router<Desk> {
    Router::new()
        .route("/api/v1/services", get(cases::services))
        .route("/api/v1/cases", post(cases::apply))
        .route("/api/v1/cases/{number}", get(cases::show))
        .route("/api/v1/cases/{number}/acts", post(cases::act))
        .route("/api/v1/cases/{number}/flags", post(cases::flag))
        .route("/api/v1/cases/{number}/holder", post(cases::assign))
        .route("/api/v1/cases/{number}/rating", get(ratings::show).post(ratings::rate))
        .route("/api/v1/ratings", get(ratings::office))
        .route("/api/v1/ratings/{number}/reply", post(ratings::answer))
        .route("/api/v1/desk", get(cases::desk))
        .route("/api/v1/progress", post(cases::progress))
        .route("/api/v1/sms/receipts", post(receipts::take))
        .layer(DefaultBodyLimit::max(REGISTRATION_BYTES_MAX))
}

/// Payments, and a person's own money.
fn money_routes() -> Router<Desk> {
    Router::new()
        .route("/api/v1/payments/cycles", get(payments::cycles).post(payments::open))
        .route("/api/v1/payments/cycles/{number}", get(payments::show))
        .route("/api/v1/payments/cycles/{number}/steps", post(payments::step))
        .route("/api/v1/payments/cycles/{number}/file", post(payments::file))
        .route("/api/v1/payments/book", get(payments::book))
        .route("/api/v1/payments/payer", post(payments::payer))
        .layer(DefaultBodyLimit::max(REGISTRATION_BYTES_MAX))
        .route(
            "/api/v1/payments/answers",
            post(payments::answers).layer(DefaultBodyLimit::max(FILE_BYTES_MAX)),
        )
        .route(
            "/api/v1/contributions",
            post(payments::contributions).layer(DefaultBodyLimit::max(FILE_BYTES_MAX)),
        )
        .route("/api/v1/me/money", get(money::own))
}

async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], include_str!("openapi.json")).into_response()
}

async fn nowhere() -> ApiProblem {
    ApiProblem::not_found("there is no such address in this API; see /api/v1/openapi.json")
}
