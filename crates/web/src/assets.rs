//! Styles and pictures: built by `npm run build` in `assets/`, embedded, served under names that hold
//! their content's hash, so that a browser may keep them for ever.
//!
//! Each file stands beside its `.br` and `.gz`, pressed once at build time.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::Web;

#[derive(rust_embed::Embed)]
#[folder = "../../assets/dist"]
#[allow_missing = true]
struct Dist;

/// Why the styles are not there.
#[derive(Debug, thiserror::Error)]
pub enum AssetError {
    /// Nothing was built.
    #[error("assets/dist has no manifest.json: run `npm ci && npm run build` in assets/")]
    NotBuilt,
    /// The list of names cannot be read.
    #[error("assets/dist/manifest.json is not a map from names to hashed names")]
    Manifest(#[source] serde_json::Error),
}

/// The names of the built files.
#[derive(Debug)]
pub struct Assets {
    hashed: BTreeMap<String, String>,
}

impl Assets {
    /// Reads the list of built files.
    pub fn load() -> Result<Self, AssetError> {
        let manifest = Dist::get("manifest.json").ok_or(AssetError::NotBuilt)?;
        let hashed = serde_json::from_slice(&manifest.data).map_err(AssetError::Manifest)?;
        Ok(Self { hashed })
    }

    /// No built files: addresses are the plain names. For tests that look at pages and not at styles.
    pub const fn none() -> Self {
        Self { hashed: BTreeMap::new() }
    }

    /// The address of a file by its plain name (`app.css`).
    pub fn address(&self, name: &str) -> String {
        format!("/assets/{}", self.hashed.get(name).map_or(name, String::as_str))
    }
}

/// Serves a built file in the smallest form that the browser takes.
pub(crate) async fn serve(State(_): State<Web>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or("");
    let accepts = |coding: &str| accepted.split(',').any(|c| c.trim().split(';').next() == Some(coding));
    let forms = [("br", ".br"), ("gzip", ".gz"), ("", "")];
    let found = forms
        .into_iter()
        .filter(|(coding, _)| coding.is_empty() || accepts(coding))
        .find_map(|(coding, ending)| Dist::get(&format!("{name}{ending}")).map(|file| (coding, file.data)));
    let Some((coding, data)) = found.filter(|_| name != "manifest.json") else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = Response::builder()
        .header(header::CONTENT_TYPE, content_type(&name))
        .header(header::CACHE_CONTROL, "public, max-age=31536000, immutable")
        .header(header::VARY, "accept-encoding");
    if !coding.is_empty() {
        response = response.header(header::CONTENT_ENCODING, coding);
    }
    response
        .body(Body::from(data.into_owned()))
        .unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
