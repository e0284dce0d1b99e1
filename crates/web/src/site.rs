//! The site around the pages: both languages, the forgery check, headers, styles, error pages.
//!
//! Order, from outside: compression, headers, then for each language the context (who, which language,
//! which size), the forgery check, and the page.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Router, http::Uri};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::assets::{self, AssetError, Assets};
use crate::forms::{MULTIPART, RawForm, UPLOAD_BYTES_MAX, UploadForm};
use crate::i18n::Lang;
use crate::request_log::RequestId;
use crate::security::{cookies, csrf, headers};
use crate::ui::{Surroundings, Ui};
use crate::views::{Problem, problem};

/// The longest form that is read, in bytes. Our longest (window entry) is below 4 kB when full.
pub(crate) const FORM_BYTES_MAX: usize = 64 * 1024;
/// How the addresses end that take files; no other reads so much.
const UPLOADS: [&str; 2] = ["/papers", "/payments/answers"];
const LARGE_COOKIE: &str = "lh_large";
const LARGE_KEPT_SECONDS: u32 = 365 * 24 * 3600;

/// What the pages are configured with.
#[derive(Clone, Copy)]
pub struct WebConfig {
    /// The secret under which form tokens are made.
    pub key: [u8; 32],
    /// Whether browsers reach us by HTTPS, directly or through a proxy.
    pub is_https: bool,
    /// A source of randomness for cookies and masks.
    pub random: fn() -> [u8; 32],
}

/// The configured pages; cheap to clone.
#[derive(Clone)]
pub struct Web {
    config: WebConfig,
    assets: Arc<Assets>,
}

impl Web {
    /// Reads the built styles.
    pub fn new(config: WebConfig) -> Result<Self, AssetError> {
        Ok(Self::with_assets(config, Assets::load()?))
    }

    /// Whether browsers reach us by HTTPS.
    pub(crate) const fn is_https(&self) -> bool {
        self.config.is_https
    }

    /// Thirty-two random bytes.
    pub(crate) fn random(&self) -> [u8; 32] {
        (self.config.random)()
    }

    /// The pages with these styles ([`Assets::none`] in tests).
    pub fn with_assets(config: WebConfig, assets: Assets) -> Self {
        Self { config, assets: Arc::new(assets) }
    }
}

/// Puts page routes (their state already given) behind everything a page needs. The API, if any, is
/// merged outside: it has no forms and no language.
pub fn site(pages: Router, web: &Web) -> Router {
    let display = Router::new().route("/display", post(set_display)).with_state(web.clone());
    let pages = pages
        .merge(display)
        .fallback(async || Problem::NotFound)
        .method_not_allowed_fallback(async || Problem::NotFound)
        .layer(CatchPanicLayer::custom(|_| Problem::Internal.into_response()));
    let in_language =
        |lang| pages.clone().layer(from_fn_with_state(Context { web: web.clone(), lang }, context));
    let static_files = Router::new().route("/assets/{name}", get(assets::serve)).with_state(web.clone());
    let is_https = web.config.is_https;
    in_language(Lang::Zh)
        .nest("/en", in_language(Lang::En))
        .route("/en/", get(async || Redirect::permanent("/en")))
        .merge(static_files)
        .layer(map_response(move |mut response: Response| async move {
            headers::add(response.headers_mut(), is_https);
            response
        }))
        .layer(CompressionLayer::new())
}

#[derive(Clone)]
struct Context {
    web: Web,
    lang: Lang,
}

/// Makes the page's surroundings, refuses forged forms, and gives a problem its page.
async fn context(State(Context { web, lang }): State<Context>, mut request: Request, next: Next) -> Response {
    let is_https = web.config.is_https;
    let known = cookies::get(request.headers(), csrf::COOKIE, is_https).map(str::to_owned);
    let cookie = known.clone().unwrap_or_else(|| hex::encode((web.config.random)()));
    let ui = Ui {
        lang,
        is_large: cookies::get(request.headers(), LARGE_COOKIE, is_https).is_some(),
        path: path_of(request.uri()),
        token: csrf::token(&web.config.key, &cookie, &(web.config.random)()),
        browser: csrf::browser(&cookie),
        surroundings: Arc::new(request.extensions().get::<Surroundings>().cloned().unwrap_or_default()),
        assets: Arc::clone(&web.assets),
        request: request.extensions().get::<RequestId>().map(ToString::to_string),
    };
    request.extensions_mut().insert(ui.clone());
    let mut response = match check_form(&web.config, known.as_deref(), request).await {
        Ok(request) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    if let Some(found) = response.extensions_mut().remove::<Problem>() {
        let set_cookies: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().cloned().collect();
        response = problem(&ui, found).into_response();
        for cookie in set_cookies {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    if known.is_none()
        && let Some(value) = cookies::set(csrf::COOKIE, &cookie, cookies::Keep::Session, is_https)
    {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    response
}

fn path_of(uri: &Uri) -> String {
    uri.path_and_query().map_or_else(|| "/".to_owned(), |both| both.as_str().to_owned())
}

/// Lets a request through that changes nothing, or that carries the token of its browser.
async fn check_form(config: &WebConfig, cookie: Option<&str>, request: Request) -> Result<Request, Problem> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return Ok(request);
    }
    if is_from_elsewhere(request.headers()) {
        return Err(Problem::Forbidden);
    }
    let (mut parts, body) = request.into_parts();
    let kind =
        parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with(MULTIPART) && UPLOADS.iter().any(|end| parts.uri.path().ends_with(end)) {
        let bytes = to_bytes(body, UPLOAD_BYTES_MAX).await.map_err(|_| Problem::TooLarge)?;
        let kind = kind.to_owned();
        let form = UploadForm::read(&kind, bytes).await?;
        let token = form.fields.text(csrf::FIELD).to_owned();
        let is_ours = cookie.is_some_and(|cookie| csrf::is_valid(&config.key, cookie, &token));
        parts.extensions.insert(form);
        return if is_ours {
            Ok(Request::from_parts(parts, Body::empty()))
        } else {
            Err(Problem::SessionExpired)
        };
    }
    let bytes = to_bytes(body, FORM_BYTES_MAX).await.map_err(|_| Problem::TooLarge)?;
    let form = RawForm::parse(&bytes);
    let is_ours = cookie.is_some_and(|cookie| csrf::is_valid(&config.key, cookie, form.text(csrf::FIELD)));
    if is_ours { Ok(Request::from_parts(parts, Body::from(bytes))) } else { Err(Problem::SessionExpired) }
}

/// What browsers themselves say about the page a request came from.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
}

/// Turns the large edition on or off and goes back to the page.
async fn set_display(State(web): State<Web>, ui: Ui, form: RawForm) -> Response {
    let keep = match form.text("size") {
        "large" => cookies::Keep::Seconds(LARGE_KEPT_SECONDS),
        _ => cookies::Keep::Remove,
    };
    let back = Some(form.text("back")).filter(|path| is_local(path)).unwrap_or("/");
    let mut response = Redirect::to(&ui.url(back)).into_response();
    if let Some(value) = cookies::set(LARGE_COOKIE, "1", keep, web.config.is_https) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// Whether an address that came from a form leads to a page of this site and nowhere else.
pub(crate) fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn only_pages_of_this_site_are_local() {
        assert!(is_local("/check?lang=1"));
        for elsewhere in ["", "check", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb"] {
            assert!(!is_local(elsewhere), "{elsewhere:?}");
        }
    }
}
