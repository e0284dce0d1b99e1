//! Papers as people and desks open them: in one place, from the matter, checked by anyone with the code; a stranger
//! finds none.

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::cases::{BASE, demonstration, filed, within};
use crate::house::id_number;
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

/// A PNG of one pixel.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0,
    1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x60, 0,
    0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

async fn loan_up_to_the_last_page(browser: &mut Browser<'_>, base: &str, n: u32) {
    browser.open(&format!("{base}/apply/person")).await;
    let id = id_number(n);
    let who = [("name", "周敏"), ("id_number", &*id), ("phone", "13900000021"), ("hukou", "110105")];
    browser.send(&format!("{base}/apply/person"), &who).await;
    let work = [
        ("employment_form", "self_employed"),
        ("registered", "true"),
        ("business_number", "91110101MA00000X0X"),
    ];
    browser.send(&format!("{base}/apply/business"), &work).await;
    browser.send(&format!("{base}/apply/loan"), &[("purpose", "添置设备"), ("amount", "200000")]).await;
    assert_eq!(browser.path, format!("{base}/check"), "{}", browser.page);
}

#[tokio::test]
async fn rows_38_39_the_loan_is_filed_by_page_with_an_upload_and_a_signature_without_script() {
    let house = demonstration().await;
    let mut person = Browser::new(&house);
    let base = "/services/startup-loan";
    loan_up_to_the_last_page(&mut person, base, 95).await;
    assert!(person.page.contains("enctype=\"multipart/form-data\""), "{}", person.page);
    let papers = format!("{base}/papers");
    let identity = [("item", "identity_document"), ("kind", "identity_card")];
    person.upload(&papers, &identity, b"no picture").await;
    assert!(person.page.contains("这个文件不能用") && person.page.contains("添置设备"), "{}", person.page);
    person.upload(&papers, &identity, PNG).await;
    assert!(
        person.path.starts_with(&format!("{base}/check")) && person.page.contains("a.png"),
        "{}",
        person.page
    );
    // Another browser's form is refused, as every forged one.
    let mut forged = Browser::new(&house);
    forged.upload(&papers, &identity, PNG).await;
    assert_ne!(forged.status, StatusCode::OK);
    person.send(&format!("{base}/check"), &[]).await;
    assert!(person.page.contains("带材料到窗口办理") || person.page.contains("材料"), "{}", person.page);
    assert!(!person.path.ends_with("/done"), "not without the form");
    person.send(&format!("{base}/check"), &[("sign-application_form", "yes")]).await;
    assert_eq!(person.path, format!("{base}/done"), "{}", person.page);
    let number = within(&person.page, "<br><strong>");
    person.open(&format!("/me/cases/{number}")).await;
    assert!(
        person.page.contains("a.png") && person.page.contains("个人借款人资格认定申请表"),
        "{}",
        person.page
    );

    // The office sees it beside the answers; nobody else opens it.
    let mut clerk = clerk(&house, "k105").await;
    clerk.open(&format!("/officer/desk/cases/{number}")).await;
    let href = format!("/officer/evidence/{}", within(&clerk.page, "href=\"/officer/evidence/"));
    let got = clerk.open(&href).await;
    assert_eq!((got.header("content-type"), &got.bytes[..]), ("image/png", PNG));
    let mut stranger = Browser::new(&house);
    stranger.open(&href).await;
    assert_ne!(stranger.path, href);
}

#[tokio::test]
async fn row_38_at_the_window_the_clerk_says_which_originals_were_seen() {
    let house = demonstration().await;
    let mut k105 = clerk(&house, "k105").await;
    let base = "/officer/window/services/startup-loan";
    loan_up_to_the_last_page(&mut k105, base, 97).await;
    assert!(!k105.page.contains("multipart"), "the window keeps no copies");
    let seen = [("seen-application_form", "signed_form"), ("seen-identity_document", "")];
    k105.send(&format!("{base}/check"), &seen).await;
    assert!(!k105.path.ends_with("/done") && k105.page.contains("value=\"signed_form\" selected"));
    let seen = [seen[0], ("seen-identity_document", "identity_card")];
    k105.send(&format!("{base}/check"), &seen).await;
    assert_eq!(k105.path, format!("{base}/done"), "{}", k105.page);
    let number = within(&k105.page, "<br><strong>");
    k105.open(&format!("/officer/desk/cases/{number}")).await;
    assert!(k105.page.contains("窗口已核对原件"), "{}", k105.page);
}
