//! The pages over the use cases: who sees what, what is kept between pages, what is refused and how.

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::house::{House, house, id_number};

pub(crate) async fn registered(browser: &mut Browser<'_>, n: u32) -> (String, String) {
    browser.open("/register").await;
    let id = id_number(n);
    browser.send("/register", &[("name", "王磊"), ("id_number", &id), ("phone", "13800138000")]).await;
    assert_eq!(browser.path, "/register/work", "{}", browser.page);
    let work = [("employment_form", "platform"), ("occupation", "外卖骑手"), ("employment_region", "110105")];
    browser.send("/register/work", &work).await;
    let place = [
        ("platform_labour_relation", "no"),
        ("started_on_year", "2020"),
        ("started_on_month", "9"),
        ("started_on_day", "1"),
    ];
    browser.send("/register/place", &place).await;
    assert_eq!(browser.path, "/register/review", "{}", browser.page);
    browser.send("/register/review", &[("commitment", "yes")]).await;
    assert_eq!(browser.path, "/register/done", "{}", browser.page);
    let within = |begins: &str| {
        let rest = browser.page.split(begins).nth(1).unwrap();
        rest.split('<').next().unwrap().to_owned()
    };
    (within("<br><strong>"), within("class=\"lh-code\">"))
}

#[tokio::test]
async fn a_look_begins_no_session_and_an_answer_does() {
    let house = house(false).await;
    let mut browser = Browser::new(&house);
    for page in [
        "/",
        "/check",
        "/law",
        "/law/beijing-flexible-employment-2020/3",
        "/law/on",
        "/law/terms",
        "/verify",
        "/register",
    ] {
        browser.open(page).await;
        assert_eq!(browser.status, StatusCode::OK, "{page}");
        assert!(!browser.cookies.contains_key("lh_session"), "{page} set a session");
    }
    browser.open("/check/employment_form").await;
    let got = browser.send("/check/employment_form", &[("answer", "none")]).await;
    assert_eq!(got.status, StatusCode::OK);
    assert!(browser.cookies.contains_key("lh_session"));
    browser.open("/check").await;
    assert!(browser.page.contains("/check/next"), "one can go on where one stopped");
}

#[tokio::test]
async fn answers_are_forgotten_when_one_begins_anew_and_not_when_a_page_is_opened() {
    let house = house(false).await;
    let mut browser = Browser::new(&house);
    browser.open("/check/hukou_region").await;
    browser.send("/check/hukou_region", &[("answer", "110105")]).await;
    browser.open("/check/employment_form?anew=1").await;
    browser.open("/check/results").await;
    assert!(browser.page.contains("朝阳区"), "opening a page changes nothing");
    browser.open("/check/employment_form?anew=1").await;
    browser.send("/check/employment_form?anew=1", &[("answer", "platform")]).await;
    browser.open("/check/results").await;
    assert!(!browser.page.contains("朝阳区"));
}

#[tokio::test]
async fn an_answer_that_contradicts_another_is_refused_at_its_question() {
    let house = house(false).await;
    let mut browser = Browser::new(&house);
    let day = |y: &'static str| [("answer_year", y), ("answer_month", "1"), ("answer_day", "1")];
    browser.open("/check/birth_date").await;
    browser.send("/check/birth_date", &day("2000")).await;
    browser.open("/check/graduated_on").await;
    browser.send("/check/graduated_on", &day("1999")).await;
    assert_eq!(
        (browser.status, browser.path.as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "/check/graduated_on")
    );
    assert!(
        browser.page.contains("对不上") && browser.page.contains("value=\"1999\""),
        "what was typed stays"
    );
    browser.open("/check/nothing").await;
    assert_eq!(browser.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_registration_gives_another_session_and_one_comes_back_by_number_and_code() {
    let house = house(false).await;
    let mut browser = Browser::new(&house);
    browser.open("/check/hukou_region").await;
    browser.send("/check/hukou_region", &[("answer", "110105")]).await;
    let before = browser.cookies["lh_session"].clone();
    let (number, code) = registered(&mut browser, 31).await;
    assert_ne!(browser.cookies["lh_session"], before, "the token of before opens nothing");
    browser.open("/check/results").await;
    assert!(browser.page.contains("朝阳区"), "what was answered before goes along");

    browser.send("/sign-out", &[]).await;
    assert!(!browser.cookies.contains_key("lh_session"));
    browser.open("/registration").await;
    assert_eq!(browser.path, "/sign-in");
    browser.send("/sign-in", &[("number", &number), ("access_code", "AAAA-AAAA")]).await;
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
    browser.send("/sign-in", &[("number", &number), ("access_code", &code)]).await;
    assert_eq!((browser.status, browser.path.as_str()), (StatusCode::OK, "/registration"));
    assert!(browser.page.contains(&number));
    for page in ["/certificate", "/inbox", "/registration/change", "/registration/end"] {
        browser.open(page).await;
        assert_eq!((browser.status, browser.path.as_str()), (StatusCode::OK, page));
    }
}

#[tokio::test]
async fn what_is_somebodys_is_shown_to_nobody_else() {
    let house = house(false).await;
    let mut owner = Browser::new(&house);
    let (number, _) = registered(&mut owner, 33).await;
    let mut stranger = Browser::new(&house);
    for (page, leads_to) in [
        ("/registration", "/sign-in"),
        ("/registration/change", "/sign-in"),
        ("/registration/end", "/sign-in"),
        ("/certificate", "/sign-in"),
        ("/certificate.pdf", "/sign-in"),
        ("/inbox", "/sign-in"),
        ("/officer", "/officer/sign-in"),
        ("/officer/window", "/officer/sign-in"),
        ("/registration/effect", "/registration"),
    ] {
        stranger.open(page).await;
        let arrived = &stranger.path;
        assert!(arrived == leads_to || arrived == "/sign-in", "{page} led to {arrived}");
        assert!(!stranger.page.contains(&number), "{page}");
    }
    stranger.open(&format!("/officer/registrations/{number}")).await;
    assert_eq!(stranger.path, "/officer/sign-in");
    let mut other = Browser::new(&house);
    registered(&mut other, 35).await;
    other.open(&format!("/officer/certificates/{number}-1")).await;
    assert_eq!(other.status, StatusCode::FORBIDDEN);
    let cookie = format!("lh_session={}", owner.cookies["lh_session"]);
    let request =
        axum::http::Request::get(format!("/api/v1/registrations/{number}")).header("cookie", cookie);
    let got = house.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert_eq!((got.status, got.json()["state"].as_str()), (StatusCode::OK, Some("active")));
}

#[tokio::test]
async fn the_law_refuses_with_its_article_and_nothing_is_saved() {
    let house = house(false).await;
    let mut browser = Browser::new(&house);
    browser.open("/register").await;
    let id = id_number(37);
    browser.send("/register", &[("name", "何军"), ("id_number", &id), ("phone", "13800138000")]).await;
    let work =
        [("employment_form", "platform"), ("occupation", "网约车司机"), ("employment_region", "110105")];
    browser.send("/register/work", &work).await;
    let place = [
        ("platform_labour_relation", "yes"),
        ("started_on_year", "2020"),
        ("started_on_month", "9"),
        ("started_on_day", "1"),
    ];
    browser.send("/register/place", &place).await;
    browser.send("/register/review", &[("commitment", "yes")]).await;
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(browser.page.contains("第十一条"), "the article is named");
    browser.open("/registration").await;
    assert_eq!(browser.path, "/sign-in", "nobody was registered");
}

#[tokio::test]
async fn faults_stand_at_their_fields_and_all_that_was_typed_stays() {
    let house = house(false).await;
    let mut browser = Browser::new(&house);
    browser.open("/register").await;
    browser.send("/register", &[("name", "王磊"), ("id_number", "110199199403020112"), ("phone", "1")]).await;
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(browser.page.contains("id_number-fault") && browser.page.contains("phone-fault"));
    assert!(browser.page.contains("value=\"110199199403020112\""));
    // A page that is asked for before its time leads to the first one that is missing.
    browser.open("/register/review").await;
    assert_eq!(browser.path, "/register");
}

#[tokio::test]
async fn a_change_is_seen_before_it_is_made_and_made_once() {
    let house = house(false).await;
    let mut browser = Browser::new(&house);
    registered(&mut browser, 39).await;
    let form = [
        ("employment_form", "platform"),
        ("platform_labour_relation", "no"),
        ("occupation", "外卖骑手"),
        ("employment_region", "110112"),
        ("changed_on_year", "2020"),
        ("changed_on_month", "11"),
        ("changed_on_day", "15"),
    ];
    browser.open("/registration/change").await;
    let mut same = form;
    same[3].1 = "110105";
    browser.send("/registration/change", &same).await;
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY, "a change that changes nothing is refused");
    browser.send("/registration/change", &form).await;
    assert_eq!(browser.path, "/registration/effect");
    assert!(browser.page.contains("通州区公共就业服务机构"));
    browser.open("/registration").await;
    assert!(!browser.page.contains("通州区"), "not before it is confirmed");
    browser.open("/registration/effect").await;
    browser.send("/registration/effect", &[]).await;
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY, "not without the promise");
    browser.send("/registration/effect", &[("commitment", "yes")]).await;
    assert_eq!((browser.status, browser.path.as_str()), (StatusCode::OK, "/registration"));
    assert!(browser.page.contains("通州区公共就业服务机构"));
    browser.send("/registration/effect", &[("commitment", "yes")]).await;
    assert_eq!(browser.path, "/registration", "nothing is left to confirm");
    assert_eq!(browser.page.matches("lh-timeline__day").count(), 2, "one change, one entry");
}

pub(crate) async fn clerk<'a>(house: &'a House, name: &str) -> Browser<'a> {
    let password = house.app.demo().unwrap().password;
    let mut browser = Browser::new(house);
    browser.open("/officer/sign-in").await;
    browser.send("/officer/sign-in", &[("account", name), ("password", "wrong")]).await;
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
    browser.send("/officer/sign-in", &[("account", name), ("password", &password)]).await;
    assert_eq!((browser.status, browser.path.as_str()), (StatusCode::OK, "/officer"), "{}", browser.page);
    browser
}

#[tokio::test]
async fn clerks_list_page_filter_and_see_their_own_place() {
    let house = house(true).await;
    house.app.demo_seed().await.unwrap();
    let mut city = clerk(&house, "city").await;
    let numbers = |page: &str| -> Vec<String> {
        let links = page.split("/officer/registrations/").skip(1);
        links.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let first = numbers(&city.page);
    assert_eq!(first.len(), 20);
    let next = city.page.split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    city.open(&next.replace("&#38;", "&")).await;
    let second = numbers(&city.page);
    assert!(!second.is_empty() && second.iter().all(|number| !first.contains(number)), "no row twice");
    city.open("/officer?state=ended").await;
    assert!(city.page.contains("登记已终止") && !numbers(&city.page).is_empty());
    city.open("/officer?after=nonsense").await;
    assert_eq!(city.status, StatusCode::UNPROCESSABLE_ENTITY);

    let mut k105 = clerk(&house, "k105").await;
    let own = numbers(&k105.page);
    let elsewhere = first.iter().chain(&second).find(|number| !number.contains("110105")).unwrap();
    assert!(own.iter().all(|number| number.contains("110105")) && !own.is_empty());
    k105.open(&format!("/officer/registrations/{elsewhere}")).await;
    assert_eq!(k105.status, StatusCode::NOT_FOUND, "whether there is one is not told");
    k105.open(&format!("/officer?q={}", own[0])).await;
    assert_eq!(k105.path, format!("/officer/registrations/{}", own[0]));
    assert!(k105.page.contains("第十一条") && !k105.page.contains("/revoke"), "the city alone takes back");
}

#[tokio::test]
async fn the_demonstrations_doors_are_shut_in_a_real_office() {
    let house = house(false).await;
    let mut browser = Browser::new(&house);
    browser.open("/demo").await;
    assert_eq!(browser.status, StatusCode::NOT_FOUND);
    browser.open("/verify").await;
    for (path, field) in [("/demo/sign-in", ("as", "wang")), ("/demo/date", ("today_year", "2020"))] {
        browser.send(path, &[field]).await;
        assert_eq!(browser.status, StatusCode::NOT_FOUND, "{path}");
    }
    browser.open("/").await;
    assert!(!browser.page.contains("lh-demo"), "no banner");
}

#[tokio::test]
async fn the_business_date_is_set_for_the_whole_demonstration_within_the_laws_years() {
    let house = house(true).await;
    let mut browser = Browser::new(&house);
    browser.open("/demo").await;
    let day = |y: &'static str| [("today_year", y), ("today_month", "3"), ("today_day", "1")];
    browser.send("/demo/date", &day("1800")).await;
    assert_eq!(browser.status, StatusCode::UNPROCESSABLE_ENTITY);
    browser.send("/demo/date", &day("2022")).await;
    assert_eq!(browser.path, "/demo");
    let mut other = Browser::new(&house);
    other.open("/en").await;
    assert!(other.page.contains("1 March 2022"), "everyone's day");
}

#[tokio::test]
async fn a_code_is_checked_by_address_by_text_and_by_form() {
    let house = house(false).await;
    let mut browser = Browser::new(&house);
    registered(&mut browser, 41).await;
    browser.open("/certificate").await;
    let href = browser.page.split("href=\"/verify/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let mut stranger = Browser::new(&house);
    for path in [format!("/verify/{href}"), format!("/v/{href}"), format!("/verify?code={href}")] {
        stranger.open(&path).await;
        assert!(stranger.page.contains("lh-verdict--yes"), "{path}");
    }
    let address = format!("http://linghuo.example/verify/{href}");
    stranger.send("/verify", &[("code", &address)]).await;
    assert!(stranger.page.contains("lh-verdict--yes") && stranger.page.contains("王磊"));
    let mut forged = href.clone();
    let last = if forged.pop() == Some('A') { 'I' } else { 'A' };
    forged.push(last);
    stranger.open(&format!("/verify/{forged}")).await;
    assert!(!stranger.page.contains("lh-verdict--yes") && !stranger.page.contains("王磊"));
    stranger.open("/verify/NONSENSE").await;
    assert!(stranger.page.contains("lh-verdict--unknown"));
}

#[tokio::test]
async fn the_street_of_the_hukou_is_picked_on_the_page_of_the_answer() {
    let house = house(false).await;
    let mut browser = Browser::new(&house);
    let day = |y: &'static str| [("answer_year", y), ("answer_month", "1"), ("answer_day", "1")];
    for (fact, answer) in [
        ("sex", "male"),
        ("hukou_region", "110118"),
        ("hukou_kind", "agricultural"),
        ("employment_form", "part_time"),
        ("employment_registered", "true"),
        ("in_traineeship", "false"),
    ] {
        browser.open(&format!("/check/{fact}")).await;
        browser.send(&format!("/check/{fact}"), &[("answer", answer)]).await;
        assert_eq!(browser.status, StatusCode::OK, "{fact}: {}", browser.page);
    }
    browser.open("/check/birth_date").await;
    browser.send("/check/birth_date", &day("1980")).await;
    browser.open("/check/results").await;
    let option = "<option value=\"110118001\">鼓楼街道公共就业服务机构</option>";
    assert!(browser.page.contains(option), "{}", browser.page);
    assert!(!browser.page.contains("东华门街道"), "no street of another district");
    assert!(!browser.page.contains("负责密云区鼓楼街道"), "none is picked yet");
    browser.open("/check/results?street=110118001").await;
    assert!(browser.page.contains("<option value=\"110118001\" selected>"));
    assert!(browser.page.contains("负责密云区鼓楼街道"), "{}", browser.page);
    browser.open("/check/results?street=110101001").await;
    assert!(!browser.page.contains("负责东城区"), "only streets of the hukou");
}
