//! Services as people and desks use them: a filing page by page, the letter, the corrections, the decision, the way
//! back without an account; what a role may not do; both languages, and no page without its forms.

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::house::{House, house, id_number};
use crate::pages::clerk;

const BASE: &str = "/services/unemployment-registration";
const PHONE: &str = "13900000021";

async fn demonstration() -> House {
    let house = house(true).await;
    house.app.demo_seed().await.unwrap();
    house
}

fn within(page: &str, begins: &str) -> String {
    let rest = page.split(begins).nth(1).unwrap_or_else(|| panic!("no `{begins}` in {page}"));
    rest.split(['<', '"']).next().unwrap().to_owned()
}

/// Files an unemployment registration and gives number and access code. Who still rides is not approved at once.
async fn filed(browser: &mut Browser<'_>, base: &str, n: u32, now: &str) -> (String, String) {
    browser.open(&format!("{base}/apply/person")).await;
    assert_eq!(browser.status, StatusCode::OK, "{}", browser.page);
    let id = id_number(n);
    let who = [("name", "周敏"), ("id_number", id.as_str()), ("phone", PHONE)];
    browser.send(&format!("{base}/apply/person"), &who).await;
    assert_eq!(browser.path, format!("{base}/apply/work"), "{}", browser.page);
    let work = [
        ("now_form", now),
        ("last_form", "platform"),
        ("last_region", "110106"),
        ("last_day_year", "2020"),
        ("last_day_month", "10"),
        ("last_day_day", "31"),
        ("reason", "less_work"),
        ("reason_other", ""),
    ];
    browser.send(&format!("{base}/apply/work"), &work).await;
    assert_eq!(browser.path, format!("{base}/apply/place"), "{}", browser.page);
    browser.send(&format!("{base}/apply/place"), &[("residence", "110105")]).await;
    assert_eq!(browser.path, format!("{base}/check"), "{}", browser.page);
    browser.send(&format!("{base}/check"), &[]).await;
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY, "not without the promise");
    browser.send(&format!("{base}/check"), &[("commitment", "yes")]).await;
    assert_eq!(browser.path, format!("{base}/done"), "{}", browser.page);
    (within(&browser.page, "<br><strong>"), within(&browser.page, "class=\"lh-code\">"))
}

/// The fields of the form of an action, as the page has them.
fn hidden(page: &str) -> (String, String) {
    (within(page, "name=\"version\" value=\""), within(page, "name=\"key\" value=\""))
}

async fn act(browser: &mut Browser<'_>, href: &str, action: &str, fields: &[(&str, &str)]) {
    browser.open(href).await;
    assert!(
        browser.page.contains(&format!("name=\"action\" value=\"{action}\"")),
        "{action}: {}",
        browser.page
    );
    let (version, key) = hidden(&browser.page);
    let mut all = vec![("action", action), ("version", &version), ("key", &key)];
    all.extend(fields);
    browser.send(&format!("{href}/act"), &all).await;
}

#[tokio::test]
async fn a_filing_goes_to_the_desk_and_back_with_one_letter_and_is_decided_with_reasons() {
    let house = demonstration().await;
    let mut person = Browser::new(&house);
    let (number, code) = filed(&mut person, BASE, 71, "platform").await;
    let (mine, desk) = (format!("/me/cases/{number}"), format!("/officer/desk/cases/{number}"));
    assert!(person.page.contains(&mine));
    person.open("/me").await;
    assert!(person.page.contains(&mine) && person.page.contains("已提交，等工作人员受理"));

    let mut k105 = clerk(&house, "k105").await;
    let got = k105.open("/officer/desk").await;
    assert!(got.header("content-security-policy").contains("script-src 'self'"), "the keys may run");
    assert!(k105.page.contains(&desk) && k105.page.contains("失业登记"), "{}", k105.page);
    k105.open("/officer/desk/next").await;
    assert_eq!(k105.path, desk);
    assert!(k105.page.contains("为什么是这一天") && k105.page.contains("第十二条"));
    assert!(!k105.page.contains("/flag\""), "not to be flagged before it is taken up");
    act(&mut k105, &desk, "take_up", &[]).await;
    assert_eq!((k105.status, k105.path.as_str()), (StatusCode::OK, desk.as_str()), "{}", k105.page);

    act(&mut k105, &desk, "request_supplement", &[]).await;
    assert_eq!(k105.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(k105.page.contains("还没有标记要补正的内容"));
    k105.send(&format!("{desk}/flag"), &[("field", "residence"), ("reason", "no_such")]).await;
    assert_eq!(k105.status, StatusCode::UNPROCESSABLE_ENTITY);
    let flag = [("field", "residence"), ("reason", "residence_unclear"), ("note", "看门牌")];
    k105.send(&format!("{desk}/flag"), &flag).await;
    assert!(k105.path == desk && k105.page.contains("lh-answer--flagged"), "{}", k105.page);
    act(&mut k105, &desk, "request_supplement", &[]).await;
    assert!(k105.path == desk && k105.page.contains("待补正"), "{}", k105.page);

    person.open("/me").await;
    assert!(person.page.contains("轮到您了"));
    person.open(&mine).await;
    assert!(person.page.contains("常住地不清楚，请核对") && person.page.contains("看门牌"));
    assert!(person.page.contains("name=\"supplement-residence\""));
    assert!(!person.page.contains("name=\"supplement-last_form\""), "only what was asked");
    act(&mut person, &mine, "supplement", &[("supplement-residence", "")]).await;
    assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY, "what is asked must be answered");
    act(&mut person, &mine, "supplement", &[("supplement-residence", "110105")]).await;
    assert!(person.path == mine && person.page.contains("正在审核"), "{}", person.page);

    act(&mut k105, &desk, "approve", &[]).await;
    assert_eq!(k105.status, StatusCode::UNPROCESSABLE_ENTITY, "the law says no");
    assert!(k105.page.contains("不符合做这一步的条件"));
    act(&mut k105, &desk, "refuse", &[]).await;
    assert!(k105.page.contains("至少选一个理由"));
    act(&mut k105, &desk, "refuse", &[("reason", "still_working")]).await;
    assert!(k105.path == desk && k105.page.contains("不予通过"), "{}", k105.page);

    // The person comes back with number and code, reads the reason with its article, and objects.
    let mut again = Browser::new(&house);
    again.open("/sign-in").await;
    again.send("/sign-in", &[("number", &number), ("access_code", &code)]).await;
    assert_eq!(again.path, "/me", "{}", again.page);
    again.open(&mine).await;
    assert!(again.page.contains("现在还在就业（第十二条）"), "{}", again.page);
    act(&mut again, &mine, "object", &[("object-grounds", "")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    act(&mut again, &mine, "object", &[("object-grounds", "已经不干了")]).await;
    assert!(again.path == mine && again.page.contains("异议由另一位工作人员处理"), "{}", again.page);
    assert!(again.page.contains("相关的事项"));
}

#[tokio::test]
async fn who_qualifies_is_registered_at_once_and_it_is_followed_by_number_and_phone() {
    let house = demonstration().await;
    let mut person = Browser::new(&house);
    let (number, _) = filed(&mut person, BASE, 73, "none").await;
    person.open(&format!("/me/cases/{number}")).await;
    assert!(
        person.page.contains("lh-verdict--yes") && person.page.contains("5 个工作日内和您联系"),
        "{}",
        person.page
    );
    let mut stranger = Browser::new(&house);
    stranger.open("/progress").await;
    stranger.send("/progress", &[("number", &number), ("phone", "13900000099")]).await;
    assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY);
    stranger.send("/progress", &[("number", &number), ("phone", PHONE)]).await;
    assert!(stranger.status == StatusCode::OK && stranger.page.contains("已办好"), "{}", stranger.page);
    assert!(!stranger.page.contains("周敏"), "nothing says whose it is");
    // Told once: signed in, a second service does not ask who one is.
    person.open("/services/startup-loan/apply/person").await;
    assert!(!person.page.contains("name=\"id_number\"") && person.page.contains("name=\"hukou\""));
}

#[tokio::test]
async fn a_clerk_enters_it_at_the_window_and_papers_that_are_missing_are_named() {
    let house = demonstration().await;
    let mut k105 = clerk(&house, "k105").await;
    k105.open("/officer/window/services").await;
    assert!(k105.page.contains("/officer/window/services/unemployment-registration"));
    let base = format!("/officer/window{BASE}");
    let (number, code) = filed(&mut k105, &base, 75, "platform").await;
    assert!(!code.is_empty());
    k105.open(&format!("/officer/desk/cases/{number}")).await;
    assert!(k105.page.contains("窗口代填"), "entered on behalf, and it says so");
    k105.open(&format!("{base}/apply/person")).await;
    assert!(!k105.page.contains("周敏"), "the next person's form is empty");

    let mut person = Browser::new(&house);
    let base = "/services/startup-loan";
    person.open(&format!("{base}/apply/person")).await;
    let id = id_number(77);
    let who = [("name", "周敏"), ("id_number", &*id), ("phone", PHONE), ("hukou", "110101")];
    person.send(&format!("{base}/apply/person"), &who).await;
    let work = [("employment_form", "self_employed"), ("registered", "true"), ("business_number", "")];
    person.send(&format!("{base}/apply/business"), &work).await;
    assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY, "a registered business gives its number");
    let work = [work[0], work[1], ("business_number", "91110101MA00000X0X")];
    person.send(&format!("{base}/apply/business"), &work).await;
    assert_eq!(person.path, format!("{base}/apply/loan"), "{}", person.page);
    let wrong = [("purpose", "添置设备"), ("amount", "9.999")];
    person.send(&format!("{base}/apply/loan"), &wrong).await;
    assert!(person.status == StatusCode::UNPROCESSABLE_ENTITY && person.page.contains("value=\"9.999\""));
    person.send(&format!("{base}/apply/loan"), &[("purpose", "添置设备"), ("amount", "200,000")]).await;
    assert_eq!(person.path, format!("{base}/check"), "{}", person.page);
    assert!(person.page.contains("200000.00"), "{}", person.page);
    person.send(&format!("{base}/check"), &[]).await;
    assert!(person.page.contains("带材料到窗口办理"), "{}", person.page);
}

#[tokio::test]
async fn a_desk_is_its_own_and_a_case_is_its_persons() {
    let house = demonstration().await;
    let (number, _) = filed(&mut Browser::new(&house), BASE, 79, "platform").await;
    let (mine, desk) = (format!("/me/cases/{number}"), format!("/officer/desk/cases/{number}"));
    let mut stranger = Browser::new(&house);
    stranger.open(&mine).await;
    assert_eq!(stranger.path, "/sign-in");
    for path in ["/officer/desk", "/officer/desk/next", &desk, "/officer/window/services"] {
        stranger.open(path).await;
        assert_eq!(stranger.path, "/officer/sign-in", "{path}");
    }
    for deed in ["act", "flag", "assign", "confirm"] {
        stranger.send(&format!("{desk}/{deed}"), &[("action", "take_up")]).await;
        assert_eq!(stranger.path, "/officer/sign-in", "{deed}");
    }
    let mut other = Browser::new(&house);
    filed(&mut other, BASE, 81, "platform").await;
    other.open(&mine).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "whether there is one is not told");
    for name in ["k101", "s117"] {
        let mut elsewhere = clerk(&house, name).await;
        elsewhere.open(&desk).await;
        assert_eq!(elsewhere.status, StatusCode::NOT_FOUND, "{name}");
        elsewhere.open("/officer/desk").await;
        assert!(!elsewhere.page.contains(&number), "{name}");
    }
    // Claimed, it is nobody else's until it is given back.
    let mut k105 = clerk(&house, "k105").await;
    k105.open(&desk).await;
    k105.send(&format!("{desk}/assign"), &[("assign", "claim")]).await;
    assert!(k105.path == desk && k105.page.contains("value=\"return\""), "{}", k105.page);
    k105.open("/officer/desk?whose=free").await;
    assert!(!k105.page.contains(&number));
    k105.open(&desk).await;
    k105.send(&format!("{desk}/assign"), &[("assign", "return")]).await;
    assert!(k105.page.contains("value=\"claim\""));
}

#[tokio::test]
async fn the_english_pages_are_whole_and_small_and_say_when_a_service_is_closed() {
    let house = demonstration().await;
    let mut person = Browser::new(&house);
    let (number, _) = filed(&mut person, &format!("/en{BASE}"), 83, "platform").await;
    for path in ["/services", BASE, "/me", &format!("/me/cases/{number}"), "/progress"] {
        let got = person.open(&format!("/en{path}")).await;
        assert_eq!(person.status, StatusCode::OK, "{path}");
        assert!(got.bytes.len() < 60_000, "{path}: {} bytes", got.bytes.len());
        let main = person.page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        // Chinese stands in marked places only: names of sources, the person's own words.
        let mut unmarked = String::new();
        for (at, piece) in main.split("lang=\"zh-Hans-CN\"").enumerate() {
            unmarked.push_str(if at == 0 {
                piece
            } else {
                piece.split_once("</").map_or("", |(_, rest)| rest)
            });
        }
        // The name of a notice is cited as it is.
        let unmarked = unmarked.replace("周敏", "").replace("人社厅发〔2020〕79号", "");
        let han: String = unmarked.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect();
        assert!(han.is_empty(), "{path}: {han}");
    }
    house.app.demo_set_today(Some("2020-09-01".parse().unwrap())).await.unwrap();
    person.open(BASE).await;
    assert!(
        person.page.contains("从2020年10月1日开始") && !person.page.contains("/apply/"),
        "{}",
        person.page
    );
}

#[tokio::test]
async fn the_api_files_repeats_names_faults_and_keeps_desks_apart() {
    let house = demonstration().await;
    let got = house.get("/api/v1/services").await.json();
    let services: Vec<&str> =
        got["services"].as_array().unwrap().iter().map(|service| service["id"].as_str().unwrap()).collect();
    assert!(services.contains(&"unemployment-registration"), "{services:?}");
    let body = |residence: &str| {
        serde_json::json!({
            "service": "unemployment-registration", "commitment_version": "unemployment-truth-v1",
            "fields": {
                "name": "周敏", "id_number": id_number(91), "phone": PHONE, "now_form": "platform",
                "last_form": "platform", "last_region": "110106", "last_day": "2020-10-31",
                "reason": "less_work", "residence": residence,
            },
        })
        .to_string()
    };
    let send = async |body: String| {
        let request = axum::http::Request::post("/api/v1/cases")
            .header("content-type", "application/json")
            .header("idempotency-key", "one");
        house.send(request.body(body.into()).unwrap()).await
    };
    let wrong = send(body("nowhere")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!((&wrong.json()["key"], &wrong.json()["code"]), (&"residence".into(), &"bad_region".into()));
    let (first, again) = (send(body("110105")).await, send(body("110105")).await);
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
    assert_eq!(first.json()["number"], again.json()["number"], "sent twice, filed once");
    assert_eq!(again.json()["is_repeated"], true);
    let number = first.json()["number"].as_str().unwrap().to_owned();

    let path = format!("/api/v1/cases/{number}");
    assert_eq!(house.get(&path).await.status, StatusCode::NOT_FOUND, "nobody is signed in");
    assert_eq!(house.get("/api/v1/desk").await.status, StatusCode::NOT_FOUND);
    let act = serde_json::json!({ "action": "take_up", "version": 2 }).to_string();
    assert_eq!(house.post_json(&format!("{path}/acts"), act.clone()).await.status, StatusCode::NOT_FOUND);

    let k105 = clerk(&house, "k105").await;
    let cookies: Vec<String> = k105.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let signed = async |request: axum::http::request::Builder, body: String| {
        let request = request.header("cookie", cookies.join("; ")).header("content-type", "application/json");
        house.send(request.body(body.into()).unwrap()).await
    };
    let desk = signed(axum::http::Request::get("/api/v1/desk?whose=free"), String::new()).await.json();
    assert!(desk["rows"].as_array().unwrap().iter().any(|row| row["number"] == number.as_str()), "{desk}");
    let seen = signed(axum::http::Request::get(&path), String::new()).await.json();
    let act = serde_json::json!({ "action": "take_up", "version": seen["version"] }).to_string();
    let acts = format!("{path}/acts");
    let done = signed(axum::http::Request::post(&acts), act.clone()).await;
    assert_eq!(
        (done.status, &done.json()["state"]),
        (StatusCode::OK, &"in_review".into()),
        "{}",
        done.text()
    );
    assert_eq!(signed(axum::http::Request::post(&acts), act).await.status, StatusCode::CONFLICT, "stale");
    let flag = serde_json::json!({ "field": "residence", "reason": "residence_unclear" }).to_string();
    let flagged = signed(axum::http::Request::post(format!("{path}/flags")), flag).await;
    assert_eq!(flagged.status, StatusCode::OK, "{}", flagged.text());
    let progress = serde_json::json!({ "number": number, "phone": PHONE }).to_string();
    assert_eq!(house.post_json("/api/v1/progress", progress).await.json()["state"], "in_review");
}
