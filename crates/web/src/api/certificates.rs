//! What anyone may know of certificates: whether one holds, the public keys, and the signed list of what
//! is no longer in force, for who verifies without a network.

use app::{App, CertificateStanding};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use super::problem::ApiProblem;

/// Keys change by the year; an hour spares both sides.
const KEYS_KEPT: &str = "public, max-age=3600";
/// A certificate that is taken back should be known within minutes.
const LIST_KEPT: &str = "public, max-age=300";

pub(super) async fn status(
    State(app): State<App>,
    Path(number): Path<String>,
) -> Result<Response, ApiProblem> {
    let standing = app.certificate_standing(&number).await?;
    let (state, since) = match standing {
        CertificateStanding::Valid => ("valid", None),
        CertificateStanding::Ended { on } => ("ended", Some(on)),
        CertificateStanding::Replaced { on } => ("replaced", Some(on)),
        CertificateStanding::Revoked { on } => ("revoked", Some(on)),
        CertificateStanding::Unknown
        | CertificateStanding::BadSignature
        | CertificateStanding::Unreadable => {
            return Err(ApiProblem::not_found("no certificate has this number"));
        }
    };
    let answer = json!({ "number": number, "state": state, "since": since.map(|day| day.to_string()) });
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}

pub(super) async fn keys(State(app): State<App>) -> Result<Response, ApiProblem> {
    let keys = app.public_keys()?;
    let headers = [(header::CONTENT_TYPE, "application/jwk-set+json"), (header::CACHE_CONTROL, KEYS_KEPT)];
    Ok((headers, keys).into_response())
}

pub(super) async fn list(State(app): State<App>) -> Result<Response, ApiProblem> {
    let list = app.status_list().await?;
    let headers = [
        (header::CONTENT_TYPE, "application/cose; cose-type=\"cose-sign1\""),
        (header::CACHE_CONTROL, LIST_KEPT),
    ];
    Ok((headers, list).into_response())
}
