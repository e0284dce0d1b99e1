//! Payments as the officers of the city see them: from what waits to the bank's answers, two officers, every step a form;
//! the lists as files; the same over the API; and nobody else.

use std::collections::BTreeMap;

use app::exchange::bank::simulator::{BankSimulator, Rules};
use app::registry::Role;
use app::service::definition::Channel;
use app::{ActRequest, ApplyRequest, Viewer};
use axum::http::StatusCode;
use jiff::civil::date;

use crate::browser::Browser;
use crate::cases::{demonstration, within};
use crate::house::House;
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
    assert!(city.page.contains("600.00 元") && city.page.contains("还没有登记付款人"), "{}", city.page);
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

    // No file before somebody pays; then the same file as often as one likes.
    second.open(&format!("{cycle}/file")).await;
    second.send(&format!("{cycle}/file"), &[]).await;
    assert!(second.page.contains("请先在“付款人”里登记"), "{}", second.page);
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
