//! A clerk's pages: change and end at the window, corrections, access codes, numbers, erasure; and what a role
//! may not do.

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::house::{House, house};
use crate::pages::{clerk, registered};

fn day<'a>(name: &str, [year, month, day]: [&'a str; 3]) -> [(String, &'a str); 3] {
    [(format!("{name}_year"), year), (format!("{name}_month"), month), (format!("{name}_day"), day)]
}

fn pairs<'a>(fields: &'a [(&'a str, &'a str)], days: &'a [(String, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let days = days.iter().map(|(name, value)| (name.as_str(), *value));
    fields.iter().copied().chain(days).collect()
}

async fn demonstration() -> House {
    let house = house(true).await;
    house.app.demo_seed().await.unwrap();
    house
}

const WORK: [(&str, &str); 3] =
    [("employment_form", "platform"), ("platform_labour_relation", "no"), ("occupation", "快递员")];

#[tokio::test]
async fn a_change_at_the_window_has_the_same_steps_and_the_promise() {
    let house = demonstration().await;
    let mut person = Browser::new(&house);
    let (number, _) = registered(&mut person, 51).await;
    let mut k105 = clerk(&house, "k105").await;
    let base = format!("/officer/registrations/{number}");
    k105.open(&base).await;
    for act in ["change", "end", "correction", "access-code"] {
        assert!(k105.page.contains(&format!("href=\"{base}/{act}\"")), "{act}");
    }
    assert!(!k105.page.contains(&format!("{base}/erasure")), "the city alone erases");

    k105.open(&format!("{base}/change")).await;
    assert!(k105.page.contains("外卖骑手"), "what is registered is filled in");
    let days = day("changed_on", ["2020", "11", "15"]);
    let elsewhere = [WORK.as_slice(), &[("employment_region", "110112")]].concat();
    k105.send(&format!("{base}/change"), &pairs(&elsewhere, &days)).await;
    assert_eq!(k105.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(k105.page.contains("通州区公共就业服务机构"), "the right office is pointed out");

    let here = [WORK.as_slice(), &[("employment_region", "110105")]].concat();
    k105.send(&format!("{base}/change"), &pairs(&here, &days)).await;
    assert_eq!(k105.path, format!("{base}/effect"), "{}", k105.page);
    assert!(k105.page.contains("快递员") && k105.page.contains("本人已当面签署承诺书"));
    k105.send(&format!("{base}/effect"), &[]).await;
    assert_eq!(k105.status, StatusCode::UNPROCESSABLE_ENTITY, "not without the promise");
    k105.send(&format!("{base}/effect"), &[("commitment", "yes")]).await;
    assert_eq!((k105.status, k105.path.as_str()), (StatusCode::OK, base.as_str()));
    assert!(k105.page.contains("快递员") && k105.page.contains("代本人录入"));
    k105.send(&format!("{base}/effect"), &[("commitment", "yes")]).await;
    assert_eq!(k105.path, base, "nothing is left to confirm");

    // The person sees who typed it in, and who looked why.
    person.open("/registration").await;
    assert!(person.page.contains("代本人录入") && person.page.contains("变更或终止登记"));
    // And the end, by the same way.
    k105.open(&format!("{base}/end")).await;
    let ended = day("ended_on", ["2020", "11", "16"]);
    k105.send(&format!("{base}/end"), &pairs(&[("after", "none")], &ended)).await;
    assert_eq!(k105.status, StatusCode::UNPROCESSABLE_ENTITY, "not in the future");
    house.app.demo_set_today(Some("2020-11-20".parse().unwrap())).await.unwrap();
    k105.send(&format!("{base}/end"), &pairs(&[("after", "none")], &ended)).await;
    assert_eq!(k105.path, format!("{base}/effect"), "{}", k105.page);
    k105.send(&format!("{base}/effect"), &[("commitment", "yes")]).await;
    assert!(k105.page.contains("登记已终止"));
    assert!(!k105.page.contains(&format!("href=\"{base}/change\"")), "what is over is not changed");
    k105.open(&format!("{base}/change")).await;
    assert_eq!(k105.path, base);
}

#[tokio::test]
async fn what_waits_for_one_registration_is_not_confirmed_for_another() {
    let house = demonstration().await;
    let (one, _) = registered(&mut Browser::new(&house), 53).await;
    let (other, _) = registered(&mut Browser::new(&house), 55).await;
    let mut k105 = clerk(&house, "k105").await;
    let path = |number: &str, page: &str| format!("/officer/registrations/{number}{page}");
    k105.open(&path(&one, "/change")).await;
    let days = day("changed_on", ["2020", "11", "15"]);
    let here = [WORK.as_slice(), &[("employment_region", "110105")]].concat();
    k105.send(&path(&one, "/change"), &pairs(&here, &days)).await;
    assert_eq!(k105.path, path(&one, "/effect"));
    k105.send(&path(&other, "/effect"), &[("commitment", "yes")]).await;
    assert_eq!(k105.path, path(&other, ""));
    assert!(!k105.page.contains("快递员"));
}

#[tokio::test]
async fn a_correction_leads_the_person_to_exactly_that_field() {
    let house = demonstration().await;
    let mut person = Browser::new(&house);
    let (number, _) = registered(&mut person, 57).await;
    let mut k105 = clerk(&house, "k105").await;
    let path = format!("/officer/registrations/{number}/correction");
    k105.open(&path).await;
    assert!(k105.page.contains("place_unclear"));
    let offered: Vec<&str> = k105.page.split("name=\"reason\"").skip(1).collect();
    assert!(
        !offered.is_empty()
            && offered.iter().all(|reason| !reason.split("</label>").next().unwrap().contains("证明"))
    );
    k105.send(&path, &[("reason", "proof_of_employment")]).await;
    assert_eq!(k105.status, StatusCode::UNPROCESSABLE_ENTITY);
    k105.send(&path, &[]).await;
    assert_eq!(k105.status, StatusCode::UNPROCESSABLE_ENTITY);
    k105.send(&path, &[("reason", "occupation_unclear")]).await;
    assert_eq!(k105.path, format!("/officer/registrations/{number}"));
    assert!(k105.page.contains("请本人核对"), "it stands in the journal");

    person.open("/inbox").await;
    let href = person.page.split("href=\"/registration/correct/").nth(1).unwrap().split('"').next().unwrap();
    let form = format!("/registration/correct/{href}");
    person.open(&form).await;
    assert!(person.page.contains("name=\"occupation\"") && person.page.contains("无需提供就业证明"));
    for other in ["employment_form", "employment_region", "street", "platform_labour_relation"] {
        assert!(!person.page.contains(&format!("name=\"{other}\"")), "{other} is not asked");
    }
    assert!(person.page.contains("value=\"9\""), "from the day of what stands there");
    let days = day("changed_on", ["2020", "9", "1"]);
    person.send(&form, &pairs(&[("occupation", "同城快递员")], &days)).await;
    assert_eq!(person.path, "/registration/effect", "{}", person.page);
    person.send("/registration/effect", &[("commitment", "yes")]).await;
    assert!(person.path == "/registration" && person.page.contains("同城快递员"));
    let mut stranger = Browser::new(&house);
    stranger.open(&form).await;
    assert_eq!(stranger.path, "/sign-in");
    registered(&mut stranger, 59).await;
    stranger.open(&form).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_new_access_code_is_shown_once() {
    let house = demonstration().await;
    let mut person = Browser::new(&house);
    let (number, old) = registered(&mut person, 61).await;
    let mut k105 = clerk(&house, "k105").await;
    let path = format!("/officer/registrations/{number}/access-code");
    k105.open(&path).await;
    assert!(k105.page.contains("王磊") && !k105.page.contains("lh-code"));
    let got = k105.send(&path, &[]).await;
    assert_eq!(k105.path, format!("{path}/new"));
    let code = got.text().split("class=\"lh-code\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert_ne!(code, old);
    k105.open(&format!("{path}/new")).await;
    assert!(k105.path == path && !k105.page.contains(&code), "once");
    let mut again = Browser::new(&house);
    again.open("/sign-in").await;
    again.send("/sign-in", &[("number", &number), ("access_code", &old)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "the old one opens nothing");
    again.send("/sign-in", &[("number", &number), ("access_code", &code)]).await;
    assert_eq!(again.path, "/registration");
}

#[tokio::test]
async fn numbers_are_of_the_own_place_and_the_table_says_what_the_drawing_says() {
    let house = demonstration().await;
    let mut city = clerk(&house, "city").await;
    city.open("/officer/counts").await;
    assert_eq!(city.status, StatusCode::OK);
    let counts = {
        let account = house.store_account("city").await;
        house.app.officer_counts(&account).await.unwrap()
    };
    let districts: std::collections::BTreeSet<_> = counts.iter().map(|count| &count.district).collect();
    assert!(districts.len() > 3);
    let total: u64 = counts.iter().map(|count| count.active).sum();
    let row = city.page.rsplit("合计</th>").next().unwrap();
    let numbers: Vec<u64> = row
        .split("--numeric\">")
        .skip(1)
        .map(|cell| cell.split('<').next().unwrap().parse().unwrap())
        .collect();
    let [kinds @ .., active, _] = numbers.as_slice() else { panic!("{numbers:?}") };
    assert_eq!((kinds.iter().sum::<u64>(), *active), (total, total));
    assert!(city.page.contains("role=\"img\"") && city.page.contains("<title id=\"chart-title\">"));
    assert_eq!(city.page.matches("class=\"lh-chart__total\"").count(), districts.len());

    let mut k105 = clerk(&house, "k105").await;
    assert!(k105.page.contains("href=\"/officer/counts\""));
    k105.open("/officer/counts").await;
    assert_eq!(k105.page.matches("class=\"lh-chart__total\"").count(), 1);
    assert!(k105.page.contains("朝阳区") && !k105.page.contains("平谷区"));
}

#[tokio::test]
async fn an_erasure_names_its_reason_is_typed_out_and_is_told_by_the_replay() {
    let house = demonstration().await;
    let mut person = Browser::new(&house);
    let (number, code) = registered(&mut person, 63).await;
    let base = format!("/officer/registrations/{number}");
    let mut city = clerk(&house, "city").await;
    city.open(&base).await;
    assert!(city.page.contains(&format!("{base}/erasure")));
    city.open(&format!("{base}/erasure")).await;
    assert!(city.page.contains("先终止登记") && !city.page.contains("name=\"reason\""));
    person.open("/registration/end").await;
    let days = day("ended_on", ["2020", "11", "15"]);
    person.send("/registration/end", &pairs(&[("after", "none")], &days)).await;
    person.send("/registration/effect", &[("commitment", "yes")]).await;
    house.app.demo_set_today(Some("2022-03-01".parse().unwrap())).await.unwrap();

    city.open(&format!("{base}/erasure")).await;
    assert!(city.page.contains("第四十七条") && city.page.contains("日志的链条"));
    city.send(&format!("{base}/erasure"), &[("number", &number)]).await;
    assert_eq!(city.status, StatusCode::UNPROCESSABLE_ENTITY, "not without a reason");
    let wrong = [("reason", "consent_withdrawn"), ("number", "JY-2020-110105-00000009-53")];
    city.send(&format!("{base}/erasure"), &wrong).await;
    assert_eq!(city.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(city.page.contains("和这份登记的编号不一致"));
    person.open("/registration").await;
    assert!(person.page.contains("王磊") || person.page.contains(&number), "still there");
    let right = [("reason", "consent_withdrawn"), ("number", number.as_str())];
    city.send(&format!("{base}/erasure"), &right).await;
    assert_eq!(city.path, format!("{base}/erased"));
    assert!(city.page.contains("已依法删除") && !city.page.contains("仍有内容"), "the replay says so");
    city.open(&base).await;
    assert_eq!(city.status, StatusCode::OK);
    assert!(!city.page.contains("王磊") && !city.page.contains(&format!("{base}/erasure")));
    city.open(&format!("{base}/erasure")).await;
    assert_eq!(city.status, StatusCode::NOT_FOUND);
    person.open("/registration").await;
    assert_eq!(person.path, "/sign-in", "nobody is signed in as who was erased");
    person.send("/sign-in", &[("number", &number), ("access_code", &code)]).await;
    assert_eq!(person.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_a_role_may_not_do_is_refused_on_every_page() {
    let house = demonstration().await;
    let mut person = Browser::new(&house);
    let (number, _) = registered(&mut person, 65).await;
    let base = format!("/officer/registrations/{number}");
    let acts = ["/change", "/end", "/correction", "/access-code", "/erasure"];
    // A person and a stranger are led to the officers' door, and learn nothing.
    for visitor in [&mut person, &mut Browser::new(&house)] {
        for act in acts.iter().chain(&["/effect", "/erased", "/access-code/new"]) {
            visitor.open(&format!("{base}{act}")).await;
            assert_eq!(visitor.path, "/officer/sign-in", "{act}");
        }
        visitor.open("/officer/counts").await;
        assert_eq!(visitor.path, "/officer/sign-in");
        for act in acts {
            visitor.send(&format!("{base}{act}"), &[("reason", "place_unclear")]).await;
            assert_eq!(visitor.path, "/officer/sign-in", "{act}");
        }
    }
    // Another district's clerk does not learn whether there is such a number.
    let mut k101 = clerk(&house, "k101").await;
    k101.open("/officer").await;
    for act in acts.iter().filter(|act| **act != "/erasure") {
        let found = k101.open(&format!("{base}{act}")).await;
        assert_eq!(found.status, StatusCode::NOT_FOUND, "{act}");
    }
    k101.open("/officer/window").await;
    let days = day("changed_on", ["2020", "11", "15"]);
    let here = [WORK.as_slice(), &[("employment_region", "110101"), ("reason", "place_unclear")]].concat();
    for act in acts.iter().filter(|act| **act != "/erasure") {
        k101.send(&format!("{base}{act}"), &pairs(&here, &days)).await;
        assert_eq!(k101.status, StatusCode::NOT_FOUND, "{act}");
        k101.open("/officer/window").await;
    }
    // Of those who reach it, the city alone erases.
    for name in ["k105", "k101"] {
        let mut clerk = clerk(&house, name).await;
        clerk.open(&format!("{base}/erasure")).await;
        assert_eq!(clerk.status, StatusCode::FORBIDDEN);
        clerk.open("/officer/window").await;
        clerk.send(&format!("{base}/erasure"), &[("reason", "consent_withdrawn"), ("number", &number)]).await;
        assert_eq!(clerk.status, StatusCode::FORBIDDEN);
    }
    person.open("/registration").await;
    assert!(person.page.contains("外卖骑手") && person.page.matches("lh-timeline__day").count() == 1);
}

#[tokio::test]
async fn a_street_has_a_list_and_no_numbers() {
    let house = demonstration().await;
    let mut street = clerk(&house, "s117").await;
    assert!(!street.page.contains("/officer/counts"));
    street.open("/officer/counts").await;
    assert_eq!(street.status, StatusCode::FORBIDDEN);
}
