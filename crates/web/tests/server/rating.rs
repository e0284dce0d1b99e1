//! 好差评 by page and by API: one tap, once; the office's page for a supervisor alone; in both languages.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::cases::{BASE, demonstration, filed};
use crate::house::{Got, House};
use crate::pages::clerk;

async fn api(house: &House, browser: &Browser<'_>, method: &str, path: &str, body: Value) -> Got {
    let cookies: Vec<String> =
        browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::COOKIE, cookies.join("; "))
        .header(header::CONTENT_TYPE, "application/json");
    house.send(request.body(Body::from(body.to_string())).unwrap()).await
}

#[tokio::test]
async fn a_decided_matter_is_rated_by_page_and_a_bad_rating_is_answered_at_the_office() {
    let house = demonstration().await;
    let mut person = Browser::new(&house);
    let (number, _) = filed(&mut person, BASE, 81, "none").await;
    let page = format!("/me/cases/{number}/rating");
    person.open(&format!("/me/cases/{number}")).await;
    assert!(person.page.contains(&format!("href=\"{page}\"")), "the way there: {}", person.page);
    person.open(&page).await;
    for words in ["非常满意", "非常不满意", "不用说原因", "15 个工作日内"] {
        assert!(person.page.contains(words), "{words}: {}", person.page);
    }
    person.send(&page, &[("words", "")]).await;
    assert!(person.page.contains("govuk-error-summary"), "a step is to be picked: {}", person.page);
    person.send(&page, &[("stars", "1"), ("words", "白跑了一趟")]).await;
    assert!((person.status, person.path.as_str()) == (StatusCode::OK, page.as_str()), "{}", person.page);
    assert!(person.page.contains("白跑了一趟") && person.page.contains("负责人会在"), "{}", person.page);
    assert!(!person.page.contains("name=\"stars\""), "once");
    person.open(&format!("/en{page}")).await;
    assert!(person.page.contains("Very dissatisfied") && person.page.contains("Thank you for your rating"));
    // Sent a second time it changes nothing and shows what was said.
    person.send(&page, &[("stars", "5")]).await;
    assert!(person.page.contains("非常不满意"), "{}", person.page);

    let mut stranger = Browser::new(&house);
    filed(&mut stranger, BASE, 83, "none").await;
    stranger.open(&page).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    let mut k105 = clerk(&house, "k105").await;
    k105.open("/officer/ratings").await;
    assert_eq!(k105.status, StatusCode::FORBIDDEN, "for who supervises");

    let mut v105 = clerk(&house, "v105").await;
    v105.open("/officer/watch").await;
    assert!(v105.page.contains("href=\"/officer/ratings\""), "{}", v105.page);
    v105.open("/officer/ratings").await;
    assert!(v105.page.contains("白跑了一趟") && v105.page.contains(&number), "{}", v105.page);
    let answer = format!("/officer/ratings/{number}");
    v105.open(&answer).await;
    v105.send(&answer, &[("reply", "")]).await;
    assert!(v105.page.contains("govuk-error-summary") && v105.page.contains("白跑了一趟"), "{}", v105.page);
    v105.send(&answer, &[("reply", "已电话致歉，下次可在网上办。")]).await;
    assert_eq!(v105.path, "/officer/ratings");
    assert!(v105.page.contains("没有等待答复的差评") && !v105.page.contains(&number), "{}", v105.page);
    assert!(v105.page.contains("朝阳区"), "counted by office: {}", v105.page);
    v105.open(&answer).await;
    assert_eq!(v105.status, StatusCode::NOT_FOUND, "answered once");
    person.open("/inbox").await;
    assert!(person.page.contains("已电话致歉，下次可在网上办。"), "{}", person.page);
    person.open(&page).await;
    assert!(person.page.contains("已经答复"), "{}", person.page);
}

#[tokio::test]
async fn row_24_the_citys_list_is_a_page_and_telling_comes_back_to_it() {
    let house = demonstration().await;
    let mut city = clerk(&house, "city").await;
    city.open("/officer/watch").await;
    let page = "/officer/qualifying/subsidy_extension";
    assert!(city.page.contains(&format!("href=\"{page}\"")), "{}", city.page);
    city.open(page).await;
    // One of the demonstration's people draws the subsidy, and the last day of it is not on record yet.
    assert!(
        city.page.contains("补贴享受期限延长一年") && city.page.contains("还要问清情况 1 人"),
        "{}",
        city.page
    );
    assert!(city.page.contains("陈*") && city.page.contains("补贴到期的日子"), "{}", city.page);
    city.send(page, &[]).await;
    assert_eq!((city.status, city.path.as_str()), (StatusCode::OK, page));
    city.open("/officer/qualifying/startup_loan").await;
    assert_eq!(city.status, StatusCode::NOT_FOUND, "there is no such list");
    let mut k105 = clerk(&house, "k105").await;
    k105.open(page).await;
    assert_eq!(k105.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_same_by_api() {
    let house = demonstration().await;
    let mut person = Browser::new(&house);
    let (number, _) = filed(&mut person, BASE, 85, "none").await;
    let path = format!("/api/v1/cases/{number}/rating");
    let got = api(&house, &person, "GET", &path, json!({})).await;
    assert_eq!((got.status, &got.json()["given"]), (StatusCode::OK, &Value::Null), "{}", got.text());
    assert_eq!(got.json()["steps"].as_array().unwrap().len(), 5);
    let wrong = api(&house, &person, "POST", &path, json!({ "stars": 7 })).await;
    assert_eq!(
        (wrong.status, wrong.json()["key"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("stars"))
    );
    let got = api(&house, &person, "POST", &path, json!({ "stars": 2 })).await;
    assert_eq!((got.status, got.json()["given"]["standing"].as_str()), (StatusCode::OK, Some("answer_by")));
    let again = api(&house, &person, "POST", &path, json!({ "stars": 5 })).await;
    assert_eq!(again.status, StatusCode::CONFLICT);

    let denied = api(&house, &person, "GET", "/api/v1/ratings", json!({})).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    let v105 = clerk(&house, "v105").await;
    let got = api(&house, &v105, "GET", "/api/v1/ratings", json!({})).await.json();
    assert_eq!(got["open"][0]["number"].as_str(), Some(number.as_str()));
    let counts = got["counts"].to_string();
    assert!(!counts.contains(&number) && !counts.contains("周敏"), "{counts}");
    assert_eq!(got["counts"][0]["by_step"], json!([0, 0, 0, 1, 0]));
    let month = api(&house, &v105, "GET", "/api/v1/ratings?month=x", json!({})).await;
    assert_eq!(
        (month.status, month.json()["key"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("month"))
    );
    let reply = format!("/api/v1/ratings/{number}/reply");
    let got = api(&house, &v105, "POST", &reply, json!({ "reply": "已联系本人。" })).await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.text());
    let got = api(&house, &v105, "POST", &reply, json!({ "reply": "已联系本人。" })).await;
    assert_eq!(got.status, StatusCode::NOT_FOUND);
}
