//! Acting for others on the pages: a person entrusts another, who files and is told as such; a deputy takes over.

use axum::http::StatusCode;

use crate::browser::Browser;
use crate::cases::filed;
use crate::house::{House, house};
use crate::pages::{clerk, registered};

const BASE: &str = "/services/unemployment-registration";

async fn demonstration() -> House {
    let house = house(true).await;
    house.app.demo_seed().await.unwrap();
    house
}

async fn demo<'a>(house: &'a House, who: &str) -> Browser<'a> {
    let mut browser = Browser::new(house);
    browser.open("/demo").await;
    browser.send("/demo/sign-in", &[("as", who)]).await;
    assert_eq!(browser.status, StatusCode::OK, "{}", browser.page);
    browser
}

fn within(page: &str, begins: &str) -> String {
    let rest = page.split(begins).nth(1).unwrap_or_else(|| panic!("no `{begins}` in {page}"));
    rest.split(['<', '"']).next().unwrap().to_owned()
}

#[tokio::test]
async fn a_delegate_files_for_the_giver_and_all_see_who_did_it() {
    let house = demonstration().await;
    let mut giver = Browser::new(&house);
    registered(&mut giver, 61).await;
    giver.open("/me/mandates").await;
    assert!(giver.page.contains("还没有请人代办"), "{}", giver.page);
    let whom =
        [("name", "赵国强"), ("id_number", "110199196105200130"), ("services", "unemployment-registration")];
    let until = [("until_year", "2020"), ("until_month", "11"), ("until_day", "30")];
    let said: Vec<_> = whom.iter().chain(&until).copied().collect();
    giver.send("/me/mandates", &said).await;
    assert_eq!(giver.status, StatusCode::UNPROCESSABLE_ENTITY, "not without consent: {}", giver.page);
    let wrong = said.iter().copied().filter(|(name, _)| *name != "name");
    let wrong: Vec<_> = wrong.chain([("name", "赵四"), ("consent", "yes")]).collect();
    giver.send("/me/mandates", &wrong).await;
    assert!(giver.page.contains("没有找到这个人") && giver.page.contains("赵四"), "{}", giver.page);
    let said: Vec<_> = said.into_iter().chain([("consent", "yes")]).collect();
    giver.send("/me/mandates", &said).await;
    assert!(giver.path == "/me/mandates" && giver.page.contains("请赵**代办"), "{}", giver.page);
    let end =
        format!("/me/mandates/{}/end", within(&giver.page, "action=\"/me/mandates/").replace("/end", ""));

    let mut zhao = demo(&house, "zhao").await;
    zhao.open("/me/mandates").await;
    let act = format!("/me/mandates/{}", within(&zhao.page, "action=\"/me/mandates/"));
    assert!(act.ends_with("/act") && zhao.page.contains("王*请您代办"), "{}", zhao.page);
    zhao.send(&act, &[("service", "startup-loan")]).await;
    assert_eq!(zhao.status, StatusCode::NOT_FOUND, "that was not entrusted");
    zhao.open("/me/mandates").await;
    zhao.send(&act, &[("service", "unemployment-registration")]).await;
    assert!(zhao.path == BASE && zhao.page.contains("您正在替王*办理"), "{}", zhao.page);
    // Name and number are the giver's and on record: the first page is about the work.
    zhao.open(&format!("{BASE}/apply/person")).await;
    assert_eq!(zhao.path, format!("{BASE}/apply/work"), "{}", zhao.page);
    let work = [
        ("now_form", "platform"),
        ("last_form", "platform"),
        ("last_region", "110106"),
        ("last_day_year", "2020"),
        ("last_day_month", "10"),
        ("last_day_day", "31"),
        ("reason", "less_work"),
        ("reason_other", ""),
    ];
    zhao.send(&format!("{BASE}/apply/work"), &work).await;
    zhao.send(&format!("{BASE}/apply/place"), &[("residence", "110105")]).await;
    assert_eq!(zhao.path, format!("{BASE}/check"), "{}", zhao.page);
    assert!(zhao.page.contains("您正在替王*办理"));
    zhao.send(&format!("{BASE}/check"), &[("commitment", "yes")]).await;
    assert_eq!(zhao.path, format!("{BASE}/done"), "{}", zhao.page);
    assert!(!zhao.page.contains("lh-code"), "the giver's way in is not shown to the delegate");
    let number = within(&zhao.page, "<br><strong>");
    let mine = format!("/me/cases/{number}");
    zhao.open("/me").await;
    assert!(zhao.page.contains(&mine) && zhao.page.contains("替王*代办"), "{}", zhao.page);
    let told = "赵**（受托）代王*办理";
    for browser in [&mut zhao, &mut giver] {
        browser.open(&mine).await;
        assert!(browser.page.contains(told) && browser.page.contains("受托人填写"), "{}", browser.page);
    }
    let mut k105 = clerk(&house, "k105").await;
    k105.open(&format!("/officer/desk/cases/{number}")).await;
    assert!(k105.page.contains(told) && k105.page.contains("受托人填写"), "{}", k105.page);

    giver.open("/me/mandates").await;
    giver.send(&end, &[]).await;
    assert!(giver.page.contains("已收回"), "{}", giver.page);
    zhao.open(&mine).await;
    assert_eq!(zhao.status, StatusCode::NOT_FOUND);
    zhao.open(&format!("{BASE}/apply/work")).await;
    assert_eq!(zhao.status, StatusCode::NOT_FOUND, "nothing more can be filed");
}

#[tokio::test]
async fn a_supervisor_names_a_deputy_and_a_case_changes_hands() {
    let house = demonstration().await;
    let mut person = Browser::new(&house);
    let (number, _) = filed(&mut person, BASE, 72, "platform").await;
    let desk = format!("/officer/desk/cases/{number}");
    let mut away = clerk(&house, "k105").await;
    away.open(&desk).await;
    away.send(&format!("{desk}/assign"), &[("assign", "claim")]).await;
    assert!(away.page.contains("value=\"return\""), "{}", away.page);
    let mut here = clerk(&house, "v105").await;
    here.open(&desk).await;
    assert!(!here.page.contains("代班接办"));
    away.open("/officer/deputies").await;
    assert!(!away.page.contains("name=\"stands_for\""), "a clerk reads and does not name");

    here.open("/officer/deputies").await;
    let option = |page: &str, name: &str| {
        let at = page.find(&format!(">{name}</option>")).unwrap();
        page[..at].rsplit("value=\"").next().unwrap().trim_end_matches('"').to_owned()
    };
    let (away_id, here_id) = (option(&here.page, "朝阳 钱经办"), option(&here.page, "朝阳 蒋主管"));
    let days = [
        ("first_year", "2020"),
        ("first_month", "11"),
        ("first_day", "15"),
        ("last_year", "2020"),
        ("last_month", "11"),
        ("last_day", "16"),
    ];
    let same: Vec<_> =
        [("stands_for", away_id.as_str()), ("account", away_id.as_str())].into_iter().chain(days).collect();
    here.send("/officer/deputies", &same).await;
    assert!(here.page.contains("不能是同一个人"), "{}", here.page);
    let named: Vec<_> =
        [("stands_for", away_id.as_str()), ("account", here_id.as_str())].into_iter().chain(days).collect();
    here.send("/officer/deputies", &named).await;
    assert!(here.path == "/officer/deputies" && here.page.contains("结束代班"), "{}", here.page);
    here.open(&desk).await;
    assert!(here.page.contains("代班接办"), "{}", here.page);
    here.send(&format!("{desk}/assign"), &[("assign", "claim")]).await;
    assert!(here.path == desk && here.page.contains("value=\"return\""), "{}", here.page);
    // Handed over with receipt: it is the other's once they confirm.
    here.send(&format!("{desk}/assign"), &[("assign", "hand_over"), ("to", &away_id)]).await;
    away.open(&desk).await;
    assert!(away.page.contains("value=\"receive\""), "{}", away.page);
    away.send(&format!("{desk}/assign"), &[("assign", "receive")]).await;
    assert!(away.page.contains("value=\"return\""), "{}", away.page);
}
