//! Payments as the officers of the city see them: from what waits to the bank's answers, two officers, every step a form;
//! the lists as files; the same over the API; and nobody else.

use std::collections::BTreeMap;

use app::exchange::bank::simulator::{BankSimulator, Rules};
use app::registry::Role;
use app::service::definition::Channel;
use app::{ActRequest, ApplyRequest, Viewer};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use jiff::civil::date;

use crate::browser::Browser;
use crate::cases::{demonstration, within};
use crate::house::{Got, House};
use crate::pages::clerk;

fn owned(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    fields.iter().map(|(field, value)| ((*field).to_owned(), (*value).to_owned())).collect()
}

/// SHEN left college in July 2020 and rides since September.
const SHEN: [(&str, &str); 12] = [
    ("name", "沈一"),
    ("id_number", "110199199806010245"),
    ("phone", "13900000005"),
    ("hukou", "110105"),
    ("education", "college"),
    ("graduated_on", "2020-07-01"),
    ("first_form", "platform"),
    ("first_on", "2020-09-01"),
    ("now_form", "platform"),
    ("labour_relation", "false"),
    ("bank", "中国工商银行"),
    ("bank_account", "6222021234567890123"),
];

async fn act(house: &House, who: &Viewer, number: &str, action: &str, form: &[(&str, &str)]) {
    let view = house.app.case_see(who, number).await.unwrap();
    let request = ActRequest {
        action: action.to_owned(),
        version: view.version,
        form: owned(form),
        ..ActRequest::default()
    };
    house.app.case_act(who, number, request).await.unwrap();
}

/// A graduate whose subsidy of a month is granted: the person, the case and its access code.
pub async fn granted(house: &House) -> (Viewer, String, String) {
    let request = ApplyRequest {
        service: "graduate-subsidy".to_owned(),
        channel: Channel::App,
        fields: owned(&SHEN),
        commitment: None,
        papers_seen: BTreeMap::new(),
        idempotency_key: None,
    };
    let made = house.app.apply(&Viewer::Public, request).await.unwrap();
    let one = house.store_account("k105").await;
    let two = house.officer("k105b", Role::District("110105".parse().unwrap())).await;
    act(house, &one, &made.number, "take_up", &[]).await;
    act(house, &one, &made.number, "approve", &[]).await;
    let figure = [
        ("month", "2020-11"),
        ("pension_fen", "48000"),
        ("medical_fen", "12000"),
        ("figure_source", "京人社发〔2020〕测试号"),
    ];
    act(house, &one, &made.number, "grant_month", &figure).await;
    act(house, &two, &made.number, "grant_month", &[]).await;
    (Viewer::Person(made.person), made.number, made.access_code)
}

const PAYER: [(&str, &str); 4] = [
    ("name", "北京市人力资源和社会保障局"),
    ("account", "0200001009200012345"),
    ("branch", "102100099996"),
    ("sender", "BJRS0001"),
];

async fn opened(city: &mut Browser<'_>) -> String {
    city.open("/officer/payments").await;
    assert_eq!(city.status, StatusCode::OK, "{}", city.page);
    city.send("/officer/payments", &[("month", "2020-11")]).await;
    assert!(city.page.contains("发放批次 2020-11"), "{}", city.page);
    city.path.clone()
}

#[tokio::test]
async fn row_18_a_cycle_goes_from_what_waits_to_the_banks_answers_by_two_officers() {
    let house = demonstration().await;
    let (_, case, _) = granted(&house).await;
    let mut city = clerk(&house, "city").await;
    assert!(city.page.contains("href=\"/officer/payments\""), "the list leads to the payments");
    city.open("/officer/payments").await;
    assert!(city.page.contains("600.00 元"), "{}", city.page);
    city.send("/officer/payments", &[("month", "2020-13")]).await;
    assert_eq!(city.status, StatusCode::UNPROCESSABLE_ENTITY);
    let cycle = opened(&mut city).await;
    assert_eq!(opened(&mut city).await, cycle, "opened twice there is one");

    // Computed by one: the amounts, the district, the sample that leads to the case.
    city.open(&format!("{cycle}/compute")).await;
    city.send(&format!("{cycle}/compute"), &[]).await;
    assert_eq!((city.status, &city.path), (StatusCode::OK, &cycle), "{}", city.page);
    for words in ["朝阳区", "480.00 元", "120.00 元", "要由另一名工作人员核准", case.as_str()]
    {
        assert!(city.page.contains(words), "{words}");
    }
    assert!(!city.page.contains("沈一") && !city.page.contains("6222021234567890123"), "nobody is named");
    city.open(&format!("{cycle}/approve")).await;
    city.send(&format!("{cycle}/approve"), &[]).await;
    assert_eq!(city.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(city.page.contains("必须是两个人"));

    // The second officer sends it back with a reason; computed again it is approved.
    let mut second = clerk(&house, "city2").await;
    second.open(&format!("{cycle}/send-back")).await;
    second.send(&format!("{cycle}/send-back"), &[]).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY, "not without a reason");
    second.send(&format!("{cycle}/send-back"), &[("reason", "amount_doubtful")]).await;
    assert!(second.page.contains("可以计算"), "{}", second.page);
    city.open(&format!("{cycle}/compute")).await;
    city.send(&format!("{cycle}/compute"), &[]).await;
    second.open(&format!("{cycle}/approve")).await;
    second.send(&format!("{cycle}/approve"), &[]).await;
    assert!(second.page.contains("已核准，可以送银行"), "{}", second.page);

    // Who pays is set down; then the same file as often as one likes.
    second.open("/officer/payments/payer").await;
    second
        .send(
            "/officer/payments/payer",
            &[("name", "局"), ("account", "x"), ("branch", "1"), ("sender", "B")],
        )
        .await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    second.send("/officer/payments/payer", &PAYER).await;
    assert_eq!(second.path, "/officer/payments", "{}", second.page);
    second.open(&format!("{cycle}/file")).await;
    let page = second.page.clone();
    let file = second.send(&format!("{cycle}/file"), &[]).await;
    assert_eq!(file.header("content-type"), "application/xml; charset=utf-8");
    assert!(file.header("content-disposition").contains("pain001-"));
    second.page = page;
    let again = second.send(&format!("{cycle}/file"), &[]).await;
    assert_eq!(file.bytes, again.bytes);

    // The bank refuses, tells it twice, and the line is back with its reason and its case.
    let closed = [("6222021234567890123".parse().unwrap())].into();
    let mut bank = BankSimulator::new(7, Rules { closed, ..Rules::default() });
    bank.receive(&file.text(), date(2020, 11, 16).at(9, 0, 0, 0)).unwrap();
    second.open("/officer/payments/answers").await;
    second.upload("/officer/payments/answers", &[], b"<nonsense/>").await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.page.contains("应当是 pain.002 或者 camt.054"), "{}", second.page);
    let answers = bank.fetch(date(2020, 12, 1));
    assert!(!answers.is_empty());
    for answer in &answers {
        second.upload("/officer/payments/answers", &[], answer.xml.as_bytes()).await;
        assert_eq!(second.status, StatusCode::OK, "{}", second.page);
        assert!(second.page.contains("已读入"));
    }
    second.open(&cycle).await;
    assert!(second.page.contains("账户已销户") && second.page.contains("本人更换账户"), "{}", second.page);
    assert!(second.page.contains(&format!("/officer/desk/cases/{case}")));
    second.open(&format!("{cycle}/close")).await;
    second.send(&format!("{cycle}/close"), &[]).await;
    assert!(second.page.contains("已关闭"), "{}", second.page);
    second.open("/officer/payments/book").await;
    assert!(second.page.contains("借贷相等"), "{}", second.page);
}

#[tokio::test]
async fn row_18_a_list_is_had_as_a_file_in_both_languages() {
    let house = demonstration().await;
    granted(&house).await;
    let mut city = clerk(&house, "city").await;
    let cycle = opened(&mut city).await;
    city.send(&format!("{cycle}/compute"), &[]).await;
    let csv = city.open(&format!("{cycle}?format=csv")).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let text = csv.text();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(
        text.contains("付款编号,补贴,险种") && text.contains(",480.00,") && text.contains("朝阳区"),
        "{text}"
    );
    let english = city.open(&format!("/en{cycle}?format=csv")).await.text();
    assert!(
        english.contains("Reference,Subsidy") && english.contains("Basic pension insurance"),
        "{english}"
    );
    let xlsx = city.open(&format!("{cycle}?format=xlsx")).await;
    assert!(
        xlsx.bytes.starts_with(b"PK") && xlsx.header("content-disposition").contains("payments-2020-11.xlsx")
    );
    for list in ["/officer/payments", "/officer/payments/book"] {
        assert!(city.open(&format!("{list}?format=csv")).await.bytes.starts_with(b"\xef\xbb\xbf"), "{list}");
    }
    city.open(&format!("{cycle}?format=pdf")).await;
    assert_eq!(city.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!within(&text, "\u{feff}").is_empty());
}

#[tokio::test]
async fn row_18_nobody_but_the_citys_officers_pays() {
    let house = demonstration().await;
    let mut city = clerk(&house, "city").await;
    let cycle = opened(&mut city).await;
    let paths = [
        "/officer/payments".to_owned(),
        "/officer/payments/payer".to_owned(),
        "/officer/payments/book".to_owned(),
        "/officer/payments/answers".to_owned(),
        cycle.clone(),
        format!("{cycle}/compute"),
    ];
    let mut k105 = clerk(&house, "k105").await;
    assert!(!k105.page.contains("/officer/payments"));
    for path in &paths {
        k105.open(path).await;
        assert_eq!(k105.status, StatusCode::FORBIDDEN, "{path}");
        let mut nobody = Browser::new(&house);
        nobody.open(path).await;
        assert_eq!(nobody.path, "/officer/sign-in", "{path}");
        k105.open("/officer").await;
        // Both are looked at and not sent to.
        if *path != cycle && !path.ends_with("/book") {
            k105.send(path, &PAYER).await;
            assert_eq!(k105.status, StatusCode::FORBIDDEN, "POST {path}");
        }
    }
    city.open(&format!("{cycle}/nothing")).await;
    assert_eq!(city.status, StatusCode::NOT_FOUND);
}

/// What the API answers to someone.
async fn api(house: &House, who: &Browser<'_>, method: &str, path: &str, kind: &str, body: &str) -> Got {
    let cookies: Vec<String> = who.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", kind)
        .header("cookie", cookies.join("; "));
    house.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

#[tokio::test]
async fn row_18_the_same_over_the_api() {
    let house = demonstration().await;
    let (_, case, code) = granted(&house).await;
    let (one, two) = (clerk(&house, "city").await, clerk(&house, "city2").await);
    let json = "application/json";
    let before = api(&house, &one, "GET", "/api/v1/payments/book", json, "").await.json();
    let payer = serde_json::json!(BTreeMap::from(PAYER)).to_string();
    let set = api(&house, &one, "POST", "/api/v1/payments/payer", json, &payer).await;
    assert_eq!(set.status, StatusCode::OK, "{}", set.text());
    let made = api(&house, &one, "POST", "/api/v1/payments/cycles", json, r#"{"month":"2020-11"}"#).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let cycle = made.header("location").to_owned();
    let steps = format!("{cycle}/steps");
    let step = |who, body: &'static str| api(&house, who, "POST", &steps, json, body);
    let found = step(&one, r#"{"step":"compute"}"#).await.json();
    assert_eq!((found["orders"].as_u64(), found["total_fen"].as_i64()), (Some(2), Some(60_000)));
    assert_eq!(found["lines"][0]["case"], case.as_str(), "drawn for audit");
    let same = step(&one, r#"{"step":"approve"}"#).await;
    assert_eq!((same.status, same.json()["status"].as_u64()), (StatusCode::CONFLICT, Some(409)));
    assert_eq!(step(&two, r#"{"step":"approve"}"#).await.json()["state"], "approved");
    let file = api(&house, &two, "POST", &format!("{cycle}/file"), json, "{}").await;
    assert_eq!(file.header("content-type"), "application/xml");
    let mut bank = BankSimulator::new(7, Rules::default());
    bank.receive(&file.text(), date(2020, 11, 16).at(9, 0, 0, 0)).unwrap();
    for twice in [true, false] {
        let mut paid = 0;
        for answer in bank.clone().fetch(date(2020, 12, 1)) {
            let path = "/api/v1/payments/answers";
            let taken = api(&house, &two, "POST", path, "application/xml", &answer.xml).await;
            assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());
            paid += taken.json()["paid"].as_u64().unwrap();
        }
        assert_eq!(paid, if twice { 2 } else { 0 }, "taken again nothing is new");
    }
    assert_eq!(step(&one, r#"{"step":"close"}"#).await.json()["state"], "closed");
    let book = api(&house, &one, "GET", "/api/v1/payments/book", json, "").await.json();
    let more = book["sum_fen"].as_i64().unwrap() - before["sum_fen"].as_i64().unwrap();
    assert_eq!(more, 60_000, "granted before, and now paid");

    // Contributions by a batch: entered once, told line by line what differs; a wrong number is named and not repeated.
    let batch = |id: &str| {
        format!(
            r#"{{"batch":"B1","lines":[{{"receipt":"R1","id_number":"{id}","insurance":"pension","month":"2020-10","amount_fen":72260,"base_fen":361300,"paid_on":"2020-10-20"}}]}}"#
        )
    };
    let take = "/api/v1/contributions";
    let wrong = api(&house, &one, "POST", take, json, &batch("110199199806010000")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("lines[1].id_number") && !wrong.text().contains("110199199806010000"));
    let known = SHEN[1].1;
    for (entered, known_before) in [(1, 0), (0, 1)] {
        let taken = api(&house, &one, "POST", take, json, &batch(known)).await.json();
        assert_eq!((&taken["entered"], &taken["known"]), (&entered.into(), &known_before.into()), "{taken}");
    }

    // The person sees it, an officer has none, and a clerk is no paymaster.
    let mut shen = Browser::new(&house);
    shen.open("/sign-in").await;
    shen.send("/sign-in", &[("number", &case), ("access_code", &code)]).await;
    let own = api(&house, &shen, "GET", "/api/v1/me/money", json, "").await.json();
    assert_eq!(own["subsidies"][0]["left"], 35);
    let pension =
        own["insurances"].as_array().unwrap().iter().find(|one| one["insurance"] == "pension").unwrap();
    assert_eq!(pension["months"][0]["rests_on"]["receipt"], "R1");
    assert_eq!(pension["months"][1]["payment"], "paid");
    assert_eq!(api(&house, &one, "GET", "/api/v1/me/money", json, "").await.status, StatusCode::FORBIDDEN);
    let k105 = clerk(&house, "k105").await;
    for path in ["/api/v1/payments/cycles", "/api/v1/payments/book", &cycle] {
        assert_eq!(api(&house, &k105, "GET", path, json, "").await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn row_44_a_budget_is_proposed_by_one_officer_and_confirmed_by_another() {
    let house = demonstration().await;
    let mut city = clerk(&house, "city").await;
    city.open("/officer/payments/budgets").await;
    assert!(city.page.contains("没有预算就没有上限"), "{}", city.page);
    let budget = |last: &'static str, stop: &'static str| {
        [
            ("district", "110117"),
            ("programme", "pilot_subsidy"),
            ("first", "2021-01"),
            ("last", last),
            ("cap", "10000.00"),
            ("over_cap", "hold_rest"),
            ("stopped_from", stop),
            ("document", "京平人社〔2021〕1号"),
        ]
    };
    for (last, stop) in [("2020-12", ""), ("2021-12", "2022-01"), ("", "")] {
        city.send("/officer/payments/budgets", &budget(last, stop)).await;
        assert_eq!(city.status, StatusCode::UNPROCESSABLE_ENTITY, "{last} {stop}");
        assert!(city.page.contains("京平人社〔2021〕1号"), "what was typed stays");
    }
    city.send("/officer/payments/budgets", &budget("2021-12", "")).await;
    assert!(
        city.page.contains("等待第二人确认") && city.page.contains("没有预算就没有上限"),
        "{}",
        city.page
    );
    let word = |word: &'static str| [("budget", "110117:pilot_subsidy"), ("word", word)];
    city.send("/officer/payments/budgets/word", &word("confirm")).await;
    assert_eq!(city.status, StatusCode::UNPROCESSABLE_ENTITY, "four eyes");
    let mut second = clerk(&house, "city2").await;
    second.open("/officer/payments/budgets").await;
    second.send("/officer/payments/budgets/word", &word("confirm")).await;
    assert!(
        second.page.contains("10,000.00 元") && !second.page.contains("等待第二人确认"),
        "{}",
        second.page
    );
    let csv = second.open("/officer/payments/budgets?format=csv").await.text();
    assert!(csv.contains("平谷区") && csv.contains("10000.00"), "{csv}");
    let mut k105 = clerk(&house, "k105").await;
    k105.open("/officer/payments/budgets").await;
    assert_eq!(k105.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_difference_is_worked_off_by_two_officers_on_the_page() {
    let house = demonstration().await;
    let (mut one, mut two) = (clerk(&house, "city").await, clerk(&house, "city2").await);
    // Of MA another amount for May than the ledger has.
    let body = r#"{"batch":"B-MAY","lines":[{"receipt":"R-MAY","id_number":"110199198311050443","insurance":"pension","month":"2020-05","amount_fen":90000,"base_fen":400050,"paid_on":"2020-05-31"}]}"#;
    let taken = api(&house, &one, "POST", "/api/v1/contributions", "application/json", body).await.json();
    assert_eq!(
        (&taken["entered"], &taken["differences"][0]["kind"]),
        (&0.into(), &"amount".into()),
        "{taken}"
    );
    let path = "/officer/payments/differences";
    one.open(path).await;
    assert!(one.page.contains("金额不同") && one.page.contains("900.00 元"), "{}", one.page);
    let id = within(&one.page, "name=\"difference\" value=\"");
    for deed in ["take_up", "theirs"] {
        one.send(path, &[("difference", &id), ("deed", deed)]).await;
        assert_eq!(one.status, StatusCode::OK, "{}", one.page);
    }
    assert!(one.page.contains("由另一名工作人员同意"), "{}", one.page);
    one.send(path, &[("difference", &id), ("deed", "agree")]).await;
    assert_eq!(one.status, StatusCode::UNPROCESSABLE_ENTITY, "four eyes");
    two.open(path).await;
    two.send(path, &[("difference", &id), ("deed", "agree")]).await;
    assert!(two.page.contains("没有待处理的差异"), "{}", two.page);
    assert!(two.open(&format!("{path}?format=csv")).await.text().contains("B-MAY"), "none is lost");
    let mut k105 = clerk(&house, "k105").await;
    k105.open(path).await;
    assert_eq!(k105.status, StatusCode::FORBIDDEN);
}
