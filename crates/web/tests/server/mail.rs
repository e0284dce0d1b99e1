//! The page of a mail address: offered where mail is sent from, and nowhere else.

use app::Outward;
use axum::http::StatusCode;

use crate::browser::Browser;
use crate::cases::{BASE, demonstration, filed};

const MAIL: &str = "[mail]\nhost = \"localhost\"\nport = 9\nsecurity = \"none\"\nfrom = \"no-reply@example.org\"\n\
                    from_name = \"灵活\"\nhello_name = \"linghuo.test\"\n";

#[tokio::test]
async fn an_address_is_given_confirmed_and_taken_away_by_page() {
    let mut house = demonstration().await;
    {
        let mut person = Browser::new(&house);
        filed(&mut person, BASE, 61, "none").await;
        person.open("/me").await;
        assert!(!person.page.contains("/me/mail"), "no mail is sent from here");
        person.open("/me/mail").await;
        assert_eq!(person.status, StatusCode::NOT_FOUND);
    }
    let app = house.app.clone().with_outward(Outward::parse(MAIL).unwrap());
    house.router = web::server(app.clone(), &crate::house::web());
    house.app = app;
    let mut person = Browser::new(&house);
    filed(&mut person, BASE, 63, "none").await;
    person.open("/me").await;
    assert!(person.page.contains("href=\"/me/mail\""), "{}", person.page);
    person.open("/me/mail").await;
    assert!(!person.page.contains("name=\"code\""));
    person.send("/me/mail", &[("address", "zhou")]).await;
    assert!(person.page.contains("请填写完整的邮箱地址"), "{}", person.page);
    person.send("/me/mail", &[("address", "zhou@example.com")]).await;
    assert_eq!(person.path, "/me/mail");
    assert!(
        person.page.contains("z***@example.com") && person.page.contains("name=\"code\""),
        "{}",
        person.page
    );
    assert!(!person.page.contains("zhou@example.com"), "masked");
    person.send("/me/mail/confirm", &[("code", "none")]).await;
    assert!(person.page.contains("确认码不对"), "{}", person.page);
    let number = fixture::id_number(63);
    let id = app::registry::IdNumber::parse(&number).unwrap();
    let store = house.store().await;
    let own = store.person_find_by_id_number(&id).await.unwrap().unwrap();
    let code = store.mail_find(own.id).await.unwrap().unwrap().code;
    person.send("/me/mail/confirm", &[("code", &code)]).await;
    assert!(person.page.contains("已确认") && !person.page.contains("name=\"code\""), "{}", person.page);
    person.open("/en/me/mail").await;
    assert!(person.page.contains("Confirmed: reminders go there."), "{}", person.page);
    person.send("/me/mail/remove", &[]).await;
    assert!(!person.page.contains("z***@"), "{}", person.page);
}
