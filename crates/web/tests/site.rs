//! The site around the pages, in process: languages, forgery check, problems, headers, escaping.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop there")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use axum::response::Redirect;
use axum::routing::get;
use tower::ServiceExt as _;
use web::forms::{RawForm, who_form};
use web::i18n::Text;
use web::views::{self, FormView, Page, Problem};
use web::{Assets, Ui, Web, WebConfig, site};

fn form_page(ui: &Ui, form: web::forms::Form) -> Page {
    let view = FormView {
        title: Text::new("试", "Try"),
        lead: None,
        notes: Vec::new(),
        right_office: None,
        action: "/form".into(),
        back: "/".into(),
        form,
        submit: Text::new("送", "Send"),
    };
    views::form(ui, &view, "")
}

async fn send(ui: Ui, raw: RawForm) -> Result<Redirect, Page> {
    let mut form = who_form();
    match form.read(&raw) {
        Some(_) => Ok(Redirect::to(&ui.url("/done"))),
        None => Err(form_page(&ui, form)),
    }
}

async fn failing() -> Page {
    panic!("on purpose")
}

fn app() -> Router {
    let config = WebConfig { key: [7; 32], is_https: true, random: || [5; 32] };
    let pages = Router::new()
        .route("/form", get(async |ui: Ui| form_page(&ui, who_form())).post(send))
        .route("/forbidden", get(async || Problem::Forbidden))
        .route("/failing", get(failing));
    site(pages, &Web::with_assets(config, Assets::none()))
}

async fn ask(request: Request<Body>) -> (StatusCode, Response<Body>) {
    let response = app().oneshot(request).await.unwrap();
    (response.status(), response)
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap()
}

fn get_request(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

/// A browser that has opened the form: its cookie and the page's token.
async fn opened() -> (String, String) {
    let (_, response) = ask(get_request("/form")).await;
    let cookie =
        response.headers()[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let page = text(response).await;
    let token = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    (cookie, token)
}

async fn post(path: &str, cookie: &str, body: String) -> (StatusCode, Response<Body>) {
    ask(Request::post(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .unwrap())
    .await
}

#[tokio::test]
async fn each_language_has_its_addresses() {
    let (status, response) = ask(get_request("/form")).await;
    assert_eq!(status, StatusCode::OK);
    let page = text(response).await;
    assert!(page.contains("<html lang=\"zh-Hans-CN\"") && page.contains("action=\"/form\""));
    let (_, response) = ask(get_request("/en/form")).await;
    let page = text(response).await;
    assert!(page.contains("<html lang=\"en\"") && page.contains("action=\"/en/form\""));
    let (status, response) = ask(get_request("/en/")).await;
    assert!(status.is_redirection() && response.headers()[header::LOCATION] == "/en");
}

#[tokio::test]
async fn a_form_needs_the_token_of_its_own_browser() {
    let (cookie, token) = opened().await;
    assert!(cookie.starts_with("__Host-lh_form="));
    assert_eq!(post("/form", &cookie, format!("csrf={token}")).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(post("/form", &cookie, "name=x".into()).await.0, StatusCode::FORBIDDEN);
    assert_eq!(post("/form", "", format!("csrf={token}")).await.0, StatusCode::FORBIDDEN);
    assert_eq!(post("/form", "__Host-lh_form=other", format!("csrf={token}")).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_right_form_is_answered_with_another_page() {
    let (cookie, token) = opened().await;
    let body = format!("csrf={token}&name=x&id_number=11010519491231002X&phone=13800138000");
    let (status, response) = post("/en/form", &cookie, body).await;
    assert_eq!(
        (status, &response.headers()[header::LOCATION]),
        (StatusCode::SEE_OTHER, &"/en/done".parse().unwrap())
    );
}

#[tokio::test]
async fn what_was_typed_comes_back_escaped() {
    let (cookie, token) = opened().await;
    let body = format!("csrf={token}&name=%3Cscript%3E%22%27&id_number=1");
    let page = text(post("/form", &cookie, body).await.1).await;
    assert!(!page.contains("<script>"), "{page}");
    assert!(page.contains("value=\"&#60;script&#62;&#34;&#39;\""), "{page}");
}

#[tokio::test]
async fn problems_have_pages_in_the_language_of_the_request() {
    for (path, status, words) in [
        ("/nowhere", 404, "没有找到这个页面"),
        ("/en/nowhere", 404, "Page not found"),
        ("/en/forbidden", 403, "You cannot see this page"),
        ("/failing", 500, "系统出了问题"),
    ] {
        let (found, response) = ask(get_request(path)).await;
        assert_eq!(found.as_u16(), status, "{path}");
        assert!(text(response).await.contains(words), "{path}");
    }
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    for path in ["/form", "/nowhere", "/failing", "/assets/none.css"] {
        let (_, response) = ask(get_request(path)).await;
        let headers = response.headers();
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        assert_eq!(headers[header::CACHE_CONTROL], "no-store", "{path}");
        assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY), "{path}");
    }
}

#[tokio::test]
async fn large_type_leads_back_to_our_own_pages_only() {
    let (cookie, token) = opened().await;
    for (back, to) in [("/form?a=1", "/form?a=1"), ("//evil.example/", "/"), ("https://evil.example", "/")] {
        let body = format!("csrf={token}&size=large&back={}", back.replace('/', "%2F").replace('?', "%3F"));
        let (_, response) = post("/display", &cookie, body).await;
        assert_eq!(response.headers()[header::LOCATION], to);
        assert!(response.headers()[header::SET_COOKIE].to_str().unwrap().starts_with("__Host-lh_large=1"));
    }
}

#[test]
fn every_form_that_changes_something_has_the_token() {
    fn check(dir: &std::path::Path) -> usize {
        std::fs::read_dir(dir)
            .unwrap()
            .map(|entry| {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    return check(&path);
                }
                let template = std::fs::read_to_string(&path).unwrap();
                let forms: Vec<_> = template.split("<form method=\"post\"").skip(1).collect();
                for form in &forms {
                    let inside = form.split("</form>").next().unwrap();
                    assert!(
                        inside.contains("{{ ui.csrf() }}"),
                        "{} has a form without a token",
                        path.display()
                    );
                }
                forms.len()
            })
            .sum()
    }
    assert!(check(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates")) >= 10);
}
