//! What `docs/threat-model.md` and `docs/LOGGING.md` promise and no other test shows.

use axum::http::StatusCode;
use fixture::Caught;

use crate::browser::Browser;
use crate::house::{House, house};

/// Every address that a form is sent to, and some that show what is somebody's.
const ADDRESSES: &[&str] = &[
    "/register",
    "/register/work",
    "/register/place",
    "/register/review",
    "/registration",
    "/registration/change",
    "/registration/end",
    "/registration/change/effect",
    "/registration/end/effect",
    "/sign-out",
    "/display",
    "/inbox",
    "/certificate",
    "/check",
    "/check/results",
    "/check/employment_form?anew=1",
    "/demo",
    "/demo/date",
    "/demo/sign-in",
    "/officer",
    "/officer/window",
    "/api/v1/registrations",
    "/api/v1/decisions",
];

/// Registers by the API and gives number and access code.
async fn registered(house: &House) -> (String, String) {
    let body = serde_json::json!({
        "name": "王磊", "id_number": fixture::id_number(41), "phone": "13900000001", "employment_form": "platform",
        "platform_labour_relation": "false", "occupation": "外卖骑手", "district": "110105",
        "start_date": "2020-10-08", "commitment_version": "truth-v1",
    });
    let got = house.post_json("/api/v1/registrations", body.to_string()).await;
    assert_eq!(got.status, StatusCode::CREATED, "{}", got.text());
    let text = |key: &str| got.json()[key].as_str().unwrap().to_owned();
    (text("number"), text("access_code"))
}

#[tokio::test]
async fn no_get_changes_a_registration_or_who_is_signed_in() {
    let house = house(false).await;
    let (number, code) = registered(&house).await;
    let mut browser = Browser::new(&house);
    browser.open("/sign-in").await;
    browser.send("/sign-in", &[("number", &number), ("access_code", &code)]).await;
    let city = house.city().await;
    let before = house.app.journal_verify(&city).await.unwrap();
    let (cookies, shown) = (browser.cookies.clone(), browser.page.clone());
    for path in ADDRESSES {
        browser.open(path).await;
    }
    browser.open("/registration").await;
    assert_eq!(browser.cookies["lh_session"], cookies["lh_session"], "still signed in");
    // A page carries a token that is masked anew each time.
    let plain = |page: &str| page.split("name=\"csrf\"").next().unwrap().to_owned();
    assert_eq!(plain(&browser.page), plain(&shown));
    assert_eq!(house.app.journal_verify(&city).await.unwrap(), before, "no entry was added");
}

#[tokio::test]
async fn a_demonstration_says_so_on_every_page_and_an_office_on_none() {
    for is_demo in [true, false] {
        let house = house(is_demo).await;
        let mut browser = Browser::new(&house);
        for path in [
            "/",
            "/en",
            "/check",
            "/register",
            "/sign-in",
            "/law",
            "/law/beijing-flexible-employment-2020/3",
            "/verify",
            "/officer",
            "/no-such",
        ] {
            browser.open(path).await;
            let says = browser.page.contains("class=\"lh-demo");
            assert_eq!(says, is_demo, "{path}, demonstration: {is_demo}");
        }
    }
}

#[tokio::test]
async fn a_fault_of_our_own_has_its_id_on_the_page_and_in_the_log() {
    let (caught, _guard) = Caught::all();
    let house = house(false).await;
    let (number, code) = registered(&house).await;
    let mut browser = Browser::new(&house);
    browser.open("/sign-in").await;
    house.app.close().await;
    let got = browser.send("/sign-in", &[("number", &number), ("access_code", &code)]).await;
    assert_eq!(got.status, StatusCode::INTERNAL_SERVER_ERROR, "{}", got.text());
    let id = got.header("x-request-id").to_owned();
    assert_eq!(id.len(), 16);
    assert!(got.text().contains(&id), "{}", got.text());
    let log = caught.text();
    let line = log.lines().find(|line| line.contains("a use case failed")).unwrap_or_default();
    assert!(line.contains(&id) && line.contains("ERROR"), "{log}");
    assert_eq!(log.matches("ERROR").count(), 1, "an error is logged once, where it is handled:\n{log}");
    caught.must_lack([number.as_str(), code.as_str()]);
}
