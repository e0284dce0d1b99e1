//! Who may do what: every route that the server has, asked by everyone who can sit before it. The answers are the table
//! of `docs/permissions.md`; a new route, or another answer, is seen there in review.
//!
//! `LINGHUO_BLESS=1 cargo nextest run -p web permissions` writes the table anew.

mod routes;
mod seats;

use std::fmt::Write as _;
use std::path::PathBuf;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};

use crate::house::{Got, House, house, web};
use routes::Route;
use seats::Seat;

const HEAD: &str = "# Who may do what

Every route of the server, asked by everyone who can sit before it. A test makes this table by asking the running
server and compares it (`crates/web/tests/server/permissions.rs`); a route that is not in it fails the test. The
pages in English (`/en/…`) answer as the Chinese ones.

All ask about one registration, with its certificate, and one case, both of the same person and of Dongcheng, and about one open payment cycle with nothing to pay. The
person entrusted the delegate with the service of the case; the supervisor named a deputy. The case has been handed to the guarantor and then to the bank. The association and the evaluation office ask about the
same case, which was never handed to them. Forms are sent empty, so that nothing is changed: whoever may send them is
asked for what is missing.

| In a cell | it says |
| --- | --- |
| yes | served |
| asks | let in, and asked for what is missing or told why it cannot be now |
| on | let in, and led to the page that comes next or before |
| sign in | to sign in first |
| no | not allowed |
| hidden | as if it were not there |

";

#[tokio::test]
async fn the_table_of_permissions_is_what_the_server_answers() {
    let house = house(true).await;
    house.app.demo_seed().await.unwrap();
    let matter = Box::pin(seats::matter(&house)).await;
    let mut seats = Box::pin(seats::all(&house, &matter)).await;
    let routes = routes::all(&web::routers(house.app.clone(), &web()));
    assert!(routes.len() > 80, "{}", routes.len());
    let mut table = String::from(HEAD);
    let names: Vec<&str> = seats.iter().map(|seat| seat.name).collect();
    writeln!(table, "| Route | {} |", names.join(" | ")).unwrap();
    writeln!(table, "| --- |{}", " --- |".repeat(names.len())).unwrap();
    for route in &routes {
        write!(table, "| `{} {}` |", route.method, route.path).unwrap();
        for seat in &mut seats {
            let answer = ask(&house, seat, route, &matter).await;
            write!(table, " {answer} |").unwrap();
        }
        table.push('\n');
    }
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/permissions.md");
    if std::env::var_os("LINGHUO_BLESS").is_some() {
        std::fs::write(&file, &table).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    for (kept, found) in kept.lines().zip(table.lines()) {
        assert_eq!(kept, found, "docs/permissions.md is not what the server answers");
    }
    assert_eq!(kept.lines().count(), table.lines().count(), "docs/permissions.md has other routes");
}

#[tokio::test]
async fn every_page_is_there_in_both_languages() {
    let house = house(true).await;
    let all = routes::paths(&format!("{:?}", web::routers(house.app.clone(), &web()).pages));
    let english = all.iter().filter_map(|route| route.path.strip_prefix("/en"));
    let english: Vec<&str> = english.map(|path| if path.is_empty() { "/" } else { path }).collect();
    for route in all.iter().filter(|route| !route.path.starts_with("/en")) {
        let is_alone = route.path.starts_with("/assets/");
        assert!(is_alone || english.contains(&route.path.as_str()), "{} is not there in English", route.path);
    }
}

async fn ask(house: &House, seat: &mut Seat<'_>, route: &Route, matter: &seats::Matter) -> &'static str {
    let path = routes::concrete(&route.path, matter);
    let is_api = path.starts_with("/api/");
    if route.method == Method::GET || is_api {
        let cookies = seat.cookies();
        let body = if is_api { routes::json(&route.path) } else { String::new() };
        let request = Request::builder()
            .method(&route.method)
            .uri(&path)
            .header(header::COOKIE, cookies)
            .header(header::CONTENT_TYPE, "application/json");
        return word(&house.send(request.body(Body::from(body)).unwrap()).await, &route.path);
    }
    let got = seat.post(house, &path, &routes::fields(&route.path)).await;
    let answer = word(&got, &route.path);
    if route.path == "/sign-out" {
        seat.sit_down_again(house, matter).await;
    }
    answer
}

fn word(got: &Got, path: &str) -> &'static str {
    match got.status {
        status if status.is_success() => "yes",
        StatusCode::SEE_OTHER | StatusCode::PERMANENT_REDIRECT => {
            if got.header("location").contains("sign-in") { "sign in" } else { "on" }
        }
        StatusCode::UNAUTHORIZED => "sign in",
        StatusCode::FORBIDDEN => "no",
        StatusCode::NOT_FOUND => "hidden",
        StatusCode::BAD_REQUEST
        | StatusCode::CONFLICT
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::UNPROCESSABLE_ENTITY => "asks",
        // A build without a typesetter lets them in and has nothing to give.
        StatusCode::INTERNAL_SERVER_ERROR if path.ends_with("pdf") || path.ends_with("png") => "yes",
        other => panic!("{path} answers {other}: {}", got.text()),
    }
}
