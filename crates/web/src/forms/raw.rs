//! A form as it arrived: names and what was typed, in order.

use std::fmt;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::Method;

use crate::site::FORM_BYTES_MAX;
use crate::views::Problem;

/// More fields than any form of ours has; the rest are not read.
const FIELDS_MAX: usize = 200;

/// What a browser sent, from the body of a POST or the query of a GET.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct RawForm(Vec<(String, String)>);

impl RawForm {
    /// Reads `application/x-www-form-urlencoded`.
    pub fn parse(bytes: &[u8]) -> Self {
        Self(
            form_urlencoded::parse(bytes)
                .take(FIELDS_MAX)
                .map(|(k, v)| (k.into_owned(), v.into_owned()))
                .collect(),
        )
    }

    /// The field as it was typed; empty where it was not sent.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// All that was sent under a name, as ticked boxes are.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether the field was sent, as a pressed button is.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }
}

impl<const N: usize> From<[(&str, &str); N]> for RawForm {
    fn from(pairs: [(&str, &str); N]) -> Self {
        Self(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect())
    }
}

// What people type is personal data.
impl fmt::Debug for RawForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(key, _)| key)).finish()
    }
}

impl<S: Send + Sync> FromRequest<S> for RawForm {
    type Rejection = Problem;

    async fn from_request(request: Request, _state: &S) -> Result<Self, Problem> {
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            return Ok(Self::parse(request.uri().query().unwrap_or("").as_bytes()));
        }
        let bytes = to_bytes(request.into_body(), FORM_BYTES_MAX).await.map_err(|_| Problem::TooLarge)?;
        Ok(Self::parse(&bytes))
    }
}
