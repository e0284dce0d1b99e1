//! Papers as people and desks open them: in one place, from the matter, checked by anyone with the code; a stranger
//! finds none.

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::cases::{BASE, demonstration, filed, within};
use crate::pages::clerk;

#[tokio::test]
async fn rows_52_47_papers_are_in_one_place_and_checked_by_their_code() {
    let house = demonstration().await;
    let mut person = Browser::new(&house);
    let (number, _) = filed(&mut person, BASE, 91, "none").await;
    person.open("/me").await;
    assert!(person.page.contains("/me/papers"));
    person.open("/me/papers").await;
    for title in ["受理回执", "书面承诺书", "就业失业登记证"] {
        assert!(person.page.contains(title), "{title}: {}", person.page);
    }
    person.open(&format!("/me/cases/{number}")).await;
    let certificate = person.page.split("/me/papers/").skip(1).find(|rest| rest.contains("就业失业登记证"));
    let paper = certificate.unwrap().split('"').next().unwrap().to_owned();
    person.open(&format!("/me/papers/{paper}")).await;
    assert!(person.status == StatusCode::OK && person.page.contains("<svg"), "{}", person.page);
    let verify = format!("/verify/{}", within(&person.page, "href=\"/verify/"));

    let mut stranger = Browser::new(&house);
    stranger.open(&verify).await;
    assert!(stranger.page.contains("lh-verdict--yes"), "{}", stranger.page);
    assert!(stranger.page.contains("这份文书真实") && stranger.page.contains(&paper), "{}", stranger.page);
    stranger.open(&format!("/en{verify}")).await;
    assert!(stranger.page.contains("This paper is genuine and in force."));
    stranger.open(&format!("/me/papers/{paper}")).await;
    assert_eq!(stranger.path, "/sign-in", "not without an account");
    let mut other = Browser::new(&house);
    filed(&mut other, BASE, 93, "none").await;
    other.open(&format!("/me/papers/{paper}")).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND);
    // The office in charge sees it, another one does not know of it.
    let mut k105 = clerk(&house, "k105").await;
    k105.open(&format!("/officer/desk/cases/{number}")).await;
    assert!(k105.page.contains(&format!("/officer/papers/{paper}")));
    k105.open(&format!("/officer/papers/{paper}")).await;
    assert_eq!(k105.status, StatusCode::OK);
    let mut k117 = clerk(&house, "k117").await;
    k117.open(&format!("/officer/papers/{paper}")).await;
    assert_eq!(k117.status, StatusCode::NOT_FOUND);
}
