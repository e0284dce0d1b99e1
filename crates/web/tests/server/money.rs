//! A person's own money on the page: the statements of two persons side by side, the counter of a subsidy, the drawing
//! and the table that says the same; nobody else's.

use std::collections::BTreeMap;

use app::ApplyRequest;
use app::Viewer;
use axum::http::StatusCode;

use crate::browser::Browser;
use crate::cases::{demonstration, within};
use crate::house::House;
use crate::payments::granted;

/// Files an example of the unemployment contribution as its person, and signs in as them.
async fn contributor<'a>(house: &'a House, example: &str) -> Browser<'a> {
    let pack = house.app.case_services().find(|pack| pack.id() == "unemployment-contribution").unwrap();
    let example = pack.examples.iter().find(|known| known.id == example).unwrap().clone();
    // A person of the demonstration files signed in.
    let number = app::registry::IdNumber::parse(&example.answers["id_number"]).unwrap();
    let known = house.store().await.person_find_by_id_number(&number).await.unwrap();
    let viewer = known.map_or(Viewer::Public, |person| Viewer::Person(person.id));
    let request = ApplyRequest {
        service: pack.id().to_owned(),
        channel: app::service::definition::Channel::Website,
        fields: example.answers.clone(),
        commitment: None,
        papers_seen: BTreeMap::new(),
        idempotency_key: None,
    };
    let made = house.app.apply(&viewer, request).await.unwrap();
    assert_eq!(made.state.id, "effective", "{}", made.number);
    signed_in(house, &made.number, &made.access_code).await
}

async fn signed_in<'a>(house: &'a House, number: &str, code: &str) -> Browser<'a> {
    let mut browser = Browser::new(house);
    browser.open("/sign-in").await;
    browser.send("/sign-in", &[("number", number), ("access_code", code)]).await;
    assert!(browser.status.is_success(), "{}", browser.page);
    browser
}

/// The cells of the statement, without what differs between cases by nature: the number of the case.
fn statement(page: &str) -> Vec<Vec<String>> {
    let body = page.split("id=\"statement-unemployment-caption\"").nth(1).expect("a statement");
    let body = body.split("<tbody").nth(1).unwrap().split("</tbody>").next().unwrap();
    let text = |cell: &str| {
        let mut out = String::new();
        let mut inside = false;
        for c in cell.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                c if !inside => out.push(c),
                _ => {}
            }
        }
        out.trim().to_owned()
    };
    let rows = body.split("<tr").skip(1);
    let cells = |row: &str| {
        let mut all: Vec<String> = row
            .split("</th>")
            .flat_map(|part| part.split("</td>"))
            .map(|cell| text(cell.split_once('>').map_or("", |(_, rest)| rest)))
            .collect();
        all.truncate(9);
        all
    };
    rows.map(cells).collect()
}

#[tokio::test]
async fn row_14_zhao_and_ma_see_the_same_premium_line_by_line() {
    let house = demonstration().await;
    house.app.demo_set_today(Some("2021-03-01".parse().unwrap())).await.unwrap();
    let mut ma = contributor(&house, "ma-same-as-zhao").await;
    let mut zhao = contributor(&house, "zhao-same-as-ma").await;
    // In May the demonstration's own Ma is charged with them; March and April were hers before.
    for (day, charged) in [("2021-03-01", 2), ("2021-03-02", 0), ("2021-04-01", 2), ("2021-05-01", 3)] {
        house.app.demo_set_today(Some(day.parse().unwrap())).await.unwrap();
        let run = house.app.charges_run().await.unwrap();
        assert_eq!(run.charged, charged, "{day}: each month once");
    }
    ma.open("/me/money").await;
    zhao.open("/me/money").await;
    assert_eq!((ma.status, zhao.status), (StatusCode::OK, StatusCode::OK));
    let (one, two) = (statement(&ma.page), statement(&zhao.page));
    assert_eq!(one, two, "line by line");
    assert_eq!(one.len(), 3);
    for (line, month) in one.iter().zip(["2021-03", "2021-04", "2021-05"]) {
        assert_eq!(line[..4], [month, "应缴", "5,000.00 元", "50.00 元"], "{line:?}");
        assert!(line[8].contains("第六条"), "each with its article: {line:?}");
    }
    // The drawing has a title, and as many squares as there are months.
    assert!(ma.page.contains("role=\"img\"") && ma.page.contains("<title id=\"unemployment-title\">"));
    assert_eq!(ma.page.matches("class=\"lh-kind--1\" x=").count(), 3);
    // In July the bounds overtake the base: it is said, and nothing is charged on it.
    house.app.demo_set_today(Some("2021-07-01".parse().unwrap())).await.unwrap();
    let run = house.app.charges_run().await.unwrap();
    assert_eq!((run.charged, run.without_premium), (0, 3));
    ma.open("/me/money").await;
    assert!(ma.page.contains("低于新的下限 5,360.00 元"), "{}", ma.page);
    assert_eq!(statement(&ma.page).len(), 3);
    let csv = ma.open("/me/money/unemployment?format=csv").await;
    assert_eq!(csv.text().lines().count(), 4, "{}", csv.text());
}

#[tokio::test]
async fn row_18_19_the_counter_of_a_subsidy_is_the_persons_own() {
    let house = demonstration().await;
    let (own, case, code) = granted(&house).await;
    assert_eq!(house.app.my_money(&own).await.unwrap().subsidies.len(), 1);
    let mut shen = signed_in(&house, &case, &code).await;
    shen.open("/me").await;
    assert!(shen.page.contains("href=\"/me/money\""));
    shen.open("/me/money").await;
    assert!(shen.page.contains("已核定 1 个月，还剩 35 个月"), "{}", shen.page);
    assert!(shen.page.contains("480.00 元") && shen.page.contains("待发放") && shen.page.contains("第四条"));
    shen.open("/en/me/money").await;
    assert!(shen.page.contains("Months granted: 1; left: 35"), "{}", shen.page);
    assert!(!within(&shen.page, "<h1 class=\"govuk-heading-l\">").is_empty());
    let mut other = Browser::new(&house);
    other.open("/me/money").await;
    assert_eq!(other.path, "/sign-in");
    shen.open("/me/money/medicine").await;
    assert_eq!(shen.status, StatusCode::NOT_FOUND);
}
