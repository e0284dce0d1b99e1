//! The whole server: pages and API over one application, sessions around them.
//!
//! Order, from outside: request log, size limits, then either the API (no cookies, no forms) or the
//! session with the site and its pages.

use app::App;
use axum::Router;
use axum::extract::FromRef;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::{Web, api, pages, request_log, site, visit};

/// What handlers work with; cheap to clone.
#[derive(Clone)]
pub struct Desk {
    /// The use cases.
    pub app: App,
    /// The pages' own configuration.
    pub web: Web,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("app", &self.app).finish_non_exhaustive()
    }
}

impl FromRef<Desk> for App {
    fn from_ref(desk: &Desk) -> Self {
        desk.app.current()
    }
}

impl FromRef<Desk> for Web {
    fn from_ref(desk: &Desk) -> Self {
        desk.web.clone()
    }
}

/// Everything that is served.
pub fn server(app: App, web: &Web) -> Router {
    let Routers { pages, api } = routers(app.clone(), web);
    let desk = Desk { app, web: web.clone() };
    api.fallback_service(pages.layer(from_fn_with_state(desk, visit::around)))
        .layer(from_fn_with_state(web.clone(), request_log::around))
}

/// What [`server`] is made of, before they are put behind each other: so that all routes can be listed.
#[derive(Debug)]
pub struct Routers {
    /// The pages in both languages.
    pub pages: Router,
    /// The API, and what is asked without a language.
    pub api: Router,
}

/// The routers of [`server`].
pub fn routers(app: App, web: &Web) -> Routers {
    let desk = Desk { app, web: web.clone() };
    let pages = site(pages::routes(&desk), web);
    let api = Router::new().route("/healthz", get(health)).merge(api::routes()).with_state(desk);
    Routers { pages, api }
}

/// Whether the store answers: for supervisors and load balancers.
async fn health(axum::extract::State(app): axum::extract::State<App>) -> Response {
    if app.is_ready().await {
        "ok\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the store does not answer\n").into_response()
    }
}
