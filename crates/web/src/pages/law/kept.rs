//! Pages that a browser may keep and ask about again: tagged by the policy's version and by what the page
//! says, so that a new policy, program, day or language is always seen at once.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use super::Shelf;
use crate::ui::Ui;
use crate::views::Page;

/// As many digits of a hash as make a chance match of no account.
const TAG_CHARS: usize = 16;

/// The page, or that it has not changed. A page with somebody's name at its top is not kept: it may be read
/// on a shared computer.
pub(super) fn answer(ui: &Ui, shelf: &Shelf, asked: &HeaderMap, page: Page) -> Response {
    if ui.account().is_some() {
        return page.into_response();
    }
    let tag = tag(ui, &shelf.book.version, page.html());
    let is_known = asked.get(header::IF_NONE_MATCH).is_some_and(|known| has(known, &tag));
    let mut response = page.into_response();
    if response.status() != StatusCode::OK {
        return response;
    }
    if is_known {
        response = StatusCode::NOT_MODIFIED.into_response();
    }
    let headers = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("cookie"));
    response
}

/// Weak, since the page is pressed on its way. The form token differs on every page, so it is left out and
/// the browser that it was made for is put in its place.
fn tag(ui: &Ui, version: &str, html: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(ui.browser());
    hash.update(html.replace(ui.token(), ""));
    let said = hex::encode(hash.finalize());
    let version = version.trim_start_matches("sha256:");
    let cut = |digits: &str| digits.chars().take(TAG_CHARS).collect::<String>();
    format!("W/\"{}-{}\"", cut(version), cut(&said))
}

/// Whether a list of tags has this one, weak or strong.
fn has(known: &HeaderValue, tag: &str) -> bool {
    let plain = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    known.to_str().is_ok_and(|list| list.split(',').any(|known| plain(known) == plain(tag)))
}
