//! What `docs/LOGGING.md` promises, held against the running binary at debug level: a whole life by pages and API,
//! and not a word of it in the log.

use serde_json::json;

use crate::binary::Server;
use crate::browser::{Browser, get, post_json, request};
use crate::place::Place;

const NAME: &str = "王秘密";
const PHONE: &str = "13812345678";
const WORK: &str = "秘密职业";
const PLATFORM: &str = "秘密平台";

#[test]
fn a_whole_life_leaves_nothing_personal_in_the_log() {
    let place = Place::new();
    let server = Server::start(&place.data(), None);
    let address = server.address.clone();
    let id = fixture::id_number(21);
    let mut browser = Browser::new(&address);

    // A check, then a registration by pages.
    browser.open("/check/hukou_region");
    browser.send("/check/hukou_region", &[("answer", "110117")]);
    browser.open("/check/results");
    browser.open("/register");
    browser.send("/register", &[("name", NAME), ("id_number", &id), ("phone", PHONE)]);
    let work = [("employment_form", "part_time"), ("occupation", WORK), ("employment_region", "110105")];
    browser.send("/register/work", &work);
    let place_of = [("started_on_year", "2020"), ("started_on_month", "10"), ("started_on_day", "8")];
    browser.send("/register/place", &place_of);
    browser.send("/register/review", &[("commitment", "yes")]);
    assert_eq!(browser.path, "/register/done", "{}", browser.page);
    let number = between(&browser.page, "<strong>", "<");
    let access_code = between(&browser.page, "class=\"lh-code\">", "<");
    let session = browser.cookies["lh_session"].clone();

    // Out, in again with a slip first, the certificate as page, PDF and check, a change, the end.
    browser.send("/sign-out", &[]);
    browser.open("/sign-in");
    browser.send("/sign-in", &[("number", &number), ("access_code", "AAAA-AAAA")]);
    browser.send("/sign-in", &[("number", &number), ("access_code", &access_code)]);
    assert_eq!(browser.path, "/registration", "{}", browser.page);
    let second_session = browser.cookies["lh_session"].clone();
    browser.open("/certificate");
    let code = between(&browser.page, "/verify/", "\"");
    assert!(code.len() > 100);
    browser.open("/certificate.pdf");
    browser.open(&format!("/verify/{code}"));
    browser.open("/inbox");
    browser.open("/registration/end");
    // Bad input, wrong addresses, search words, by every way in.
    let wrong =
        json!({ "name": NAME, "id_number": id, "phone": PHONE, "platform_name": PLATFORM, "secret": 1 });
    assert_eq!(post_json(&address, "/api/v1/registrations", &wrong).unwrap().status, 422);
    let facts = json!({ "as_of": "2021-03-15", "facts": { "birth_date": "1994-03-02", "sex": NAME } });
    assert_eq!(post_json(&address, "/api/v1/decisions", &facts).unwrap().status, 422);
    get(&address, &format!("/{PHONE}?q={id}"));
    get(&address, &format!("/officer?q={id}"));
    get(&address, &format!("/api/v1/registrations/{number}"));
    let forwarded = [("x-forwarded-for", "203.0.113.77"), ("authorization", "Bearer top-secret-token")];
    request(&address, "GET", "/registration", &forwarded, b"").unwrap();

    let log = server.stop();
    assert!(log.contains("/register/review") && log.contains("DEBUG"), "the log has its lines:\n{log}");
    let planted = [
        NAME,
        &id,
        &id[..14],
        "19940302",
        "1994-03-02",
        "110117",
        PHONE,
        WORK,
        PLATFORM,
        &number,
        &access_code,
        &session,
        &second_session,
        &code[..60],
        "203.0.113.77",
        "top-secret-token",
        "part_time",
    ];
    for word in planted {
        assert!(word.len() >= 4, "{word:?} is too short to mean anything");
        assert!(!log.contains(word), "{word} stands in the log:\n{log}");
    }
}

/// What stands between two marks.
fn between(page: &str, start: &str, end: &str) -> String {
    let rest = page.split(start).nth(1).unwrap_or_else(|| panic!("no {start} in {page}"));
    rest.split(end).next().unwrap().to_owned()
}
