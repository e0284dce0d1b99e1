//! Every page with sample view models, in both languages: `cargo run -p web --example gallery [address]`.
//!
//! For designers and for the browser tests. Forms are read and checked as they will be, answers lead on
//! to the next sample page, and nothing is kept. `/gallery` lists the pages; `?faults` on a page with a
//! form shows it as it looks when it was sent empty.

mod acts;
mod check;
mod laid;
mod law;
mod mine;
mod officer;
mod open;
mod register;
mod results;
mod samples;

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use jiff::civil::{Date, date};
use web::views::Problem;
use web::{Account, Demo, Role, Surroundings, Web, WebConfig, site};

/// The business date of the samples.
pub(crate) const TODAY: Date = date(2020, 11, 15);

/// Every page, for the browser tests.
const PAGES: &[&str] = &[
    "/",
    "/check",
    "/check/birth_date",
    "/check/birth_date?faults",
    "/check/employment_form",
    "/check/hukou_region",
    "/check/hukou_region?faults",
    "/check/archive_entrusted",
    "/check/contribution_base_fen",
    "/check/unpaid_pension_months_2020",
    "/check/insured_region",
    "/check/results",
    "/register",
    "/register?faults",
    "/register/work",
    "/register/work?faults",
    "/register/place",
    "/register/place?faults",
    "/register/review",
    "/register/review?faults",
    "/register/done",
    "/certificate",
    "/verify",
    "/verify?faults",
    "/verify/valid",
    "/verify/ended",
    "/verify/revoked",
    "/verify/replaced",
    "/verify/forged",
    "/verify/bad",
    "/verify/none",
    "/registration",
    "/registration/none",
    "/registration/change",
    "/registration/change?faults",
    "/registration/end",
    "/registration/effect",
    "/inbox",
    "/inbox/1/effects",
    "/commitments/1/1",
    "/officer/sign-in",
    "/officer/sign-in?faults",
    "/officer",
    "/officer/registrations/1",
    "/officer/counts",
    "/officer/registrations/1/correction",
    "/officer/registrations/1/correction?faults",
    "/officer/registrations/1/access-code",
    "/officer/registrations/1/access-code/new",
    "/officer/registrations/1/erasure",
    "/officer/registrations/1/erasure?faults",
    "/officer/registrations/1/erasure?in_force",
    "/officer/registrations/1/erased",
    "/officer/window",
    "/officer/window?faults",
    "/demo",
    "/law",
    "/law/beijing-flexible-employment-2020",
    "/law/beijing-flexible-employment-2020/2",
    "/law/beijing-flexible-employment-2020/3",
    "/law/beijing-flexible-employment-2020/6",
    "/law/beijing-flexible-employment-2020/10",
    "/law/beijing-flexible-employment-2020/19",
    "/law/beijing-flexible-employment-2020/0",
    "/law/pinggu-pilot-2021/1",
    "/law/terms",
    "/law/search",
    "/law/search?q=缴费基数下限",
    "/law/search?q=contribution+base",
    "/law/search?q=nothing-of-the-kind",
    "/law/on",
    "/law/on?day=2025-08-01&known=2025-08-01",
    "/law/on?day=2021-02-30",
    "/law/examples/1",
    "/problem/403",
    "/problem/422",
    "/problem/500",
    "/problem/expired",
    "/no-such-page",
];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8090".to_owned());
    let web = Web::new(WebConfig { key: random(), is_https: false, random })?;
    let listener = tokio::net::TcpListener::bind(&address).await?;
    println!("http://{}", listener.local_addr()?);
    axum::serve(listener, gallery(&web)).await?;
    Ok(())
}

fn random() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system has randomness");
    bytes
}

fn gallery(web: &Web) -> Router {
    let problems = Router::new()
        .route("/problem/403", get(async || Problem::Forbidden))
        .route("/problem/422", get(async || Problem::Unprocessable))
        .route("/problem/500", get(failing))
        .route("/problem/expired", get(async || Problem::SessionExpired));
    let pages = open::routes()
        .merge(check::routes())
        .merge(register::routes())
        .merge(mine::routes())
        .merge(laid::routes())
        .merge(officer::routes())
        .merge(law::routes())
        .merge(acts::routes())
        .merge(problems);
    site(pages, web)
        .layer(from_fn(surround))
        .route("/gallery", get(index))
        .route("/gallery.json", get(async || Json(PAGES)))
}

/// Fails as a handler with a fault would, so that the page of that is seen too.
async fn failing() -> Response {
    panic!("this page fails on purpose")
}

/// Signs in a clerk on the clerk's pages and a person on the person's.
async fn surround(mut request: Request, next: Next) -> Response {
    let path = request.uri().path().trim_start_matches("/en");
    let role = if path.starts_with("/officer") { Role::Officer } else { Role::Person };
    let is_signed_in =
        ["/registration", "/inbox", "/certificate", "/commitments", "/register/done", "/officer"]
            .iter()
            .any(|area| path.starts_with(area) && path != "/officer/sign-in");
    let name = if role == Role::Officer { "K105" } else { "王磊" };
    let account = is_signed_in.then(|| Account { name: name.to_owned(), role });
    request.extensions_mut().insert(Surroundings { account, demo: Some(Demo { today: TODAY }) });
    next.run(request).await
}

async fn index() -> impl IntoResponse {
    let rows: Vec<String> = PAGES
        .iter()
        .map(|page| format!("<li><a href=\"{page}\">{page}</a> · <a href=\"/en{page}\">en</a>"))
        .collect();
    let rows = rows.join("\n");
    Html(format!("<!DOCTYPE html><html lang=\"en\"><title>Gallery</title><h1>Gallery</h1><ul>{rows}</ul>"))
}
