//! One line of log for each request: method, kind of route, status, duration; never the path, which may
//! hold a number of a registration, nor the query, which may hold what was searched for.
//!
//! Every request has an id of chance. Whatever is logged while it is answered carries it, the answer has it in
//! a header, and the page of a fault of our own shows it, so that a caller can read it to whoever helps.

use std::fmt;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

use crate::Web;

/// The header of an answer that holds the id of its request.
const HEADER: HeaderName = HeaderName::from_static("x-request-id");
/// Bytes of an id: enough that no two of a year's log are the same.
const ID_BYTES: usize = 8;

/// The id of a request, in its extensions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestId(String);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The parts of our addresses that name a place of the program; anything else names somebody's thing.
const KNOWN: &[&str] = &[
    "api",
    "v1",
    "decisions",
    "registrations",
    "certificates",
    "status",
    "openapi.json",
    "en",
    "check",
    "results",
    "register",
    "work",
    "place",
    "review",
    "done",
    "registration",
    "change",
    "end",
    "effect",
    "certificate",
    "verify",
    "officer",
    "sign-in",
    "sign-out",
    "window",
    "demo",
    "date",
    "law",
    "healthz",
    "inbox",
    "looks",
    "display",
    "assets",
    "next",
    "picture.png",
    "certificate.pdf",
    ".well-known",
];

/// Gives the request its id and writes its line.
pub(crate) async fn around(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let id = RequestId(hex::encode(web.random().get(..ID_BYTES).unwrap_or_default()));
    request.extensions_mut().insert(id.clone());
    let span = tracing::info_span!("request", %id);
    let mut response = answered(request, next).instrument(span).await;
    // Hexadecimal digits always make a header.
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

async fn answered(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = route_of(request.uri().path());
    let began = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    if response.status().is_server_error() {
        tracing::warn!(%method, route, status, duration_ms, "answered with a fault of our own");
    } else {
        tracing::debug!(%method, route, status, duration_ms, "answered");
    }
    response
}

/// The address with everything taken out that is not part of the program.
fn route_of(path: &str) -> String {
    let parts = path.split('/').skip(1).map(|part| match part {
        "" => "",
        known if KNOWN.contains(&known) => known,
        _ => "…",
    });
    parts.fold(String::new(), |route, part| route + "/" + part)
}

#[cfg(test)]
mod tests {
    use super::route_of;

    #[test]
    fn nothing_of_a_person_stands_in_a_route() {
        assert_eq!(route_of("/api/v1/registrations/1101052020000017"), "/api/v1/registrations/…");
        assert_eq!(route_of("/v/AHJIITNCAE"), "/…/…");
        assert_eq!(route_of("/"), "/");
    }
}
