//! What keeps a page safe: response headers, cookies, and the check that a form came from our own page.

pub mod cookies;
pub(crate) mod csrf;
pub(crate) mod headers;
