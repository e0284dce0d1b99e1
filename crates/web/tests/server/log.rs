//! Whole requests with planted data leave nothing of it in the log.

use fixture::Caught;

use crate::browser::Browser;
use crate::house::{house, id_number};

#[tokio::test]
async fn nothing_personal_is_logged_at_any_level() {
    let (caught, guard) = Caught::all();
    let house = house(false).await;
    let mut browser = Browser::new(&house);
    let id = id_number(21);
    browser.open("/register").await;
    browser.send("/register", &[("name", "王秘密"), ("id_number", &id), ("phone", "13812345678")]).await;
    let work =
        [("employment_form", "part_time"), ("occupation", "秘密职业"), ("employment_region", "110105")];
    browser.send("/register/work", &work).await;
    let place = [("started_on_year", "2020"), ("started_on_month", "9"), ("started_on_day", "1")];
    browser.send("/register/place", &place).await;
    browser.send("/register/review", &[("commitment", "yes")]).await;
    assert_eq!(browser.path, "/register/done", "{}", browser.page);
    let number = browser.page.split("<strong>").nth(1).unwrap().split('<').next().unwrap().to_owned();
    browser.open("/registration").await;
    browser.open(&format!("/officer/registrations/{number}?secret=13812345678")).await;
    let bad = format!("{{\"id_number\":\"{id}\",\"name\":\"王秘密\",\"secret\":1}}");
    house.post_json("/api/v1/registrations", bad).await;
    drop(guard);
    let log = caught.text();
    assert!(log.contains("/register/review") && log.contains("status"), "the log has its lines:\n{log}");
    caught.must_lack(["王秘密", "秘密职业", &id, "13812345678", &number]);
}
