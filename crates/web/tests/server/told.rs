//! What a person is told afterwards: before and after side by side, the commitment as it was given.

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::house::house;
use crate::pages::{clerk, registered};

fn link<'a>(page: &'a str, begins: &str) -> &'a str {
    let at = page.find(&format!("href=\"{begins}")).unwrap_or_else(|| panic!("no link to {begins}"));
    page[at + 6..].split('"').next().unwrap()
}

#[tokio::test]
async fn a_notice_leads_to_before_and_after_side_by_side() {
    let house = house(false).await;
    let mut browser = Browser::new(&house);
    registered(&mut browser, 71).await;
    browser.open("/registration/effects").await;
    assert_eq!(browser.path, "/check/results", "nothing was told yet");
    browser.open("/registration/end").await;
    let end =
        [("after", "none"), ("ended_on_year", "2020"), ("ended_on_month", "11"), ("ended_on_day", "15")];
    browser.send("/registration/end", &end).await;
    browser.send("/registration/effect", &[("commitment", "yes")]).await;
    browser.open("/inbox").await;
    let path = link(&browser.page, "/inbox/").to_owned();
    assert!(path.ends_with("/effects"));
    browser.open(&path).await;
    assert_eq!(browser.status, StatusCode::OK);
    let page = browser.page.clone();
    for group in ["gained", "lost", "unchanged"] {
        assert!(page.contains(&format!("lh-effects--{group}")), "{group}");
    }
    assert_eq!(page.matches("class=\"lh-side\"").count(), 24, "twelve conclusions on two sides");
    let articles = page.matches("<figcaption><a href=\"/law/").count();
    assert_eq!(articles, 12, "each with its article");
    let lost = page.split("lh-effects--lost").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(
        lost.contains("属于灵活就业人员") && lost.contains("href=\"/law/beijing-flexible-employment-2020/2#"),
        "{lost}"
    );
    browser.open("/registration/effects").await;
    assert_eq!(browser.path, path);
    let english = browser.open(&format!("/en{path}")).await.text();
    assert!(
        english.contains("What changed with your registration")
            && english.contains("href=\"/en/law/beijing-flexible-employment-2020/2#")
    );

    let mut other = Browser::new(&house);
    other.open(&path).await;
    assert_eq!(other.path, "/sign-in");
    registered(&mut other, 73).await;
    other.open(&path).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    other.open("/inbox/nonsense/effects").await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_commitment_is_linked_from_confirmation_registration_and_notice() {
    let house = house(true).await;
    house.app.demo_seed().await.unwrap();
    let mut browser = Browser::new(&house);
    let (number, _) = registered(&mut browser, 75).await;
    let path = format!("/commitments/{number}/1");
    assert_eq!(link(&browser.page, "/commitments/"), path, "on the confirmation");
    for page in ["/registration", "/inbox"] {
        browser.open(page).await;
        assert_eq!(link(&browser.page, "/commitments/"), path, "{page}");
    }
    browser.open(&path).await;
    assert_eq!(browser.status, StatusCode::OK);
    let text = &house.app.library().pack("flex-registration").unwrap().commitments[0].text.zh;
    let first = text.lines().next().unwrap();
    for part in [first, "王磊", "110***********", "2020-11-15 10:00:00", "truth-v1", &number] {
        assert!(browser.page.contains(part), "{part}");
    }
    assert!(!browser.page.contains("19940302"), "masked as on the certificate");
    assert!(browser.page.contains(&format!("href=\"{path}/pdf\"")));

    for wrong in
        [format!("/commitments/{number}/2"), format!("/commitments/{number}/x"), "/commitments/x/1".into()]
    {
        browser.open(&wrong).await;
        assert_eq!(browser.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    let mut stranger = Browser::new(&house);
    for path in [path.clone(), format!("{path}/pdf")] {
        stranger.open(&path).await;
        assert_eq!(stranger.path, "/sign-in");
    }
    registered(&mut stranger, 77).await;
    for path in [path.clone(), format!("{path}/pdf")] {
        stranger.open(&path).await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    }
    let mut k101 = clerk(&house, "k101").await;
    k101.open(&path).await;
    assert_eq!(k101.status, StatusCode::NOT_FOUND);
    let mut k105 = clerk(&house, "k105").await;
    k105.open(&path).await;
    assert_eq!(k105.status, StatusCode::OK);
    browser.open("/registration").await;
    assert!(browser.page.contains("查看书面承诺"), "and the look is told");
}
