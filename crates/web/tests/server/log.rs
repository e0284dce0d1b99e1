//! Whole requests with planted data leave nothing of it in the log.

use std::io::Write;
use std::sync::{Arc, Mutex};

use crate::browser::Browser;
use crate::house::{house, id_number};

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn nothing_personal_is_logged_at_any_level() {
    let kept = Kept::default();
    let writer = kept.clone();
    let log = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(log);
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
    let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("/register/review") && log.contains("status"), "the log has its lines:\n{log}");
    for word in ["王秘密", "秘密职业", &id, "13812345678", &number] {
        assert!(!log.contains(word), "{word} stands in the log");
    }
}
