//! The API: each class of error by its code, the same bytes as the command line, the use cases' refusals.

use app::{Config, DecideOptions};
use axum::http::StatusCode;
use law::contract::output::{Form, Writer};
use law::{Decider, Options};
use serde_json::{Value, json};

use crate::house::{House, house, id_number, policy};

/// What `linghuo decide` prints for an input.
fn decided(input: &str, because: bool) -> String {
    let policy = policy();
    let request = law::contract::input::read(&policy, input.as_bytes()).unwrap();
    let decision = Decider::default().decide(&policy, &request, &Options::default());
    let mut out = String::new();
    Writer::new(&policy).write(&policy, &request, &decision, Form { because }, &mut out);
    out
}

const COURIER: &str = r#"{"as_of":"2020-11-15","facts":{"employment_form":"platform","platform_labour_relation":false,"employment_region":"110105"}}"#;

#[tokio::test]
async fn an_answer_is_the_command_lines_byte_for_byte() {
    let house = house(false).await;
    for (query, because) in [("", true), ("?because=0", false), ("?because=1", true)] {
        let got = house.post_json(&format!("/api/v1/decisions{query}"), COURIER).await;
        assert_eq!(got.status, StatusCode::OK);
        assert_eq!(got.header("content-type"), "application/json");
        assert_eq!(got.text(), decided(COURIER, because));
    }
}

#[tokio::test]
async fn an_array_answers_in_place_and_goes_on_after_a_fault() {
    let house = house(false).await;
    let body = format!("[{COURIER},{{\"as_of\":\"2020-02-30\",\"facts\":{{}}}},{COURIER}]");
    let got = house.post_json("/api/v1/decisions?because=0", body).await;
    assert_eq!(got.status, StatusCode::OK);
    let answers = got.json();
    let single: Value = serde_json::from_str(&decided(COURIER, false)).unwrap();
    assert_eq!((&answers[0], &answers[2]), (&single, &single));
    assert_eq!(answers[1]["error"]["code"], "bad_date");
    assert_eq!(answers[1]["error"]["key"], "as_of");
    assert_eq!(house.post_json("/api/v1/decisions", "[]").await.json(), json!([]));
}

async fn problem(house: &House, path: &str, body: impl Into<axum::body::Body>) -> (StatusCode, Value) {
    let got = house.post_json(path, body).await;
    assert_eq!(got.header("content-type"), "application/problem+json", "{}", got.text());
    let problem = got.json();
    assert_eq!(problem["status"], got.status.as_u16());
    assert!(problem["title"].is_string() && problem["type"].is_string());
    (got.status, problem)
}

#[tokio::test]
async fn each_fault_of_an_input_has_its_code() {
    let house = house(false).await;
    let facts = |facts: &str| format!("{{\"as_of\":\"2020-11-15\",\"facts\":{facts}}}");
    let cases = [
        ("malformed", "nonsense".to_owned(), Value::Null),
        ("malformed", String::new(), Value::Null),
        ("missing_key", "{\"facts\":{}}".to_owned(), json!("as_of")),
        ("unknown_key", facts("{\"age\":3}"), json!("age")),
        ("duplicate_key", facts("{\"sex\":\"male\",\"sex\":\"male\"}"), json!("sex")),
        ("wrong_type", facts("{\"unpaid_pension_months_2020\":6.0}"), json!("unpaid_pension_months_2020")),
        ("bad_date", facts("{\"birth_date\":\"1994-02-30\"}"), json!("birth_date")),
        ("unknown_value", facts("{\"sex\":\"other\"}"), json!("sex")),
        ("out_of_range", facts("{\"unpaid_pension_months_2020\":13}"), json!("unpaid_pension_months_2020")),
        ("bad_region", facts("{\"hukou_region\":\"110199\"}"), json!("hukou_region")),
        ("null_not_allowed", facts("{\"sex\":null}"), json!("sex")),
    ];
    for (code, body, key) in cases {
        let (status, problem) = problem(&house, "/api/v1/decisions", body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        assert_eq!((&problem["code"], &problem["key"]), (&json!(code), &key), "{problem}");
        assert!(problem["expected"].is_string() && problem.get("value").is_some(), "{problem}");
    }
    let future = facts("{\"birth_date\":\"2030-01-01\"}");
    let (_, problem) = problem(&house, "/api/v1/decisions", future).await;
    assert_eq!(problem["code"], "contradiction");
}

#[tokio::test]
async fn parameters_of_the_query_are_checked_too() {
    let house = house(false).await;
    for (query, code, key) in [
        ("only=nothing", "unknown_value", "only"),
        ("because=yes", "unknown_value", "because"),
        ("known_on=2020-2-1", "bad_date", "known_on"),
        ("explain=zh", "unknown_key", "explain"),
    ] {
        let (status, problem) = problem(&house, &format!("/api/v1/decisions?{query}"), COURIER).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!((&problem["code"], &problem["key"]), (&json!(code), &json!(key)), "{problem}");
    }
    let only = house.post_json("/api/v1/decisions?only=flexible_worker&because=0", COURIER).await.json();
    assert_eq!(only["outcomes"].as_object().unwrap().len(), 1);
    let known = house.post_json("/api/v1/decisions?known_on=2020-11-15", COURIER).await;
    assert_eq!(known.status, StatusCode::OK);
}

#[tokio::test]
async fn a_thousand_inputs_are_answered_and_one_more_is_refused() {
    let house = house(false).await;
    let many = |n: usize| format!("[{}]", vec!["{\"as_of\":\"2020-11-15\",\"facts\":{}}"; n].join(","));
    let path = "/api/v1/decisions?because=0&only=flexible_worker";
    let got = house.post_json(path, many(1000)).await;
    assert_eq!((got.status, got.json().as_array().unwrap().len()), (StatusCode::OK, 1000));
    let (status, problem) = problem(&house, path, many(1001)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("out_of_range")));
    let (status, _) = self::problem(&house, path, vec![b' '; 9 << 20]).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

fn registration(n: u32) -> Value {
    json!({ "id_number": id_number(n), "name": "张小明", "phone": "13900000001", "employment_form": "platform",
            "platform_labour_relation": false, "occupation_code": "4-02-02-05", "district": "110105",
            "start_date": "2020-09-01", "commitment_version": "truth-v1" })
}

#[tokio::test]
async fn a_registration_is_made_once_and_shown_to_nobody_else() {
    let house = house(false).await;
    let got = house.post_json("/api/v1/registrations", registration(11).to_string()).await;
    assert_eq!(got.status, StatusCode::CREATED, "{}", got.text());
    let number = got.json()["number"].as_str().unwrap().to_owned();
    let place = format!("/api/v1/registrations/{number}");
    assert_eq!(got.header("location"), place);
    let shown = house.get(&place).await;
    assert_eq!(
        (shown.status, shown.header("content-type")),
        (StatusCode::NOT_FOUND, "application/problem+json")
    );
    let certificate = got.json()["certificate_number"].as_str().unwrap().to_owned();
    let status = house.get(&format!("/api/v1/certificates/{certificate}/status")).await;
    assert_eq!(status.json(), json!({ "number": certificate, "state": "valid", "since": null }));
    assert_eq!(house.get("/api/v1/certificates/JY-0000/status").await.status, StatusCode::NOT_FOUND);
    let (status, problem) = problem(&house, "/api/v1/registrations", registration(11).to_string()).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(!problem.to_string().contains(&number), "the number is its owner's");
}

#[tokio::test]
async fn a_registration_sent_again_under_its_key_is_the_same() {
    let house = house(false).await;
    let mut body = registration(13);
    body["idempotency_key"] = json!("one-sending");
    let first = house.post_json("/api/v1/registrations", body.to_string()).await.json();
    let second = house.post_json("/api/v1/registrations", body.to_string()).await;
    assert_eq!(second.status, StatusCode::CREATED, "{}", second.text());
    assert_eq!(
        (&first["number"], &first["access_code"]),
        (&second.json()["number"], &second.json()["access_code"])
    );
    assert_eq!(second.json()["is_repeated"], true);
}

#[tokio::test]
async fn a_registration_without_what_it_needs_names_each_field() {
    let house = house(false).await;
    let (status, empty) = problem(&house, "/api/v1/registrations", "{}").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let named: Vec<&str> =
        empty["errors"].as_array().unwrap().iter().map(|error| error["key"].as_str().unwrap()).collect();
    for field in ["name", "id_number", "phone", "employment_form", "district", "start_date", "commitment"] {
        assert!(named.contains(&field), "{field} in {named:?}");
    }
    for (field, value, code) in [
        ("district", json!("131082"), "outside_beijing"),
        ("start_date", json!("2020-11-16"), "after_business_date"),
        ("id_number", json!("110199199403020111"), "id_check_digit"),
        ("proof", json!("contract.pdf"), "not_asked"),
        ("employment_form", json!("employee"), "unknown_value"),
    ] {
        let mut body = registration(15);
        body[field] = value;
        let (status, problem) = problem(&house, "/api/v1/registrations", body.to_string()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!((&problem["code"], &problem["key"]), (&json!(code), &json!(field)), "{problem}");
        assert!(!problem.to_string().contains("19940302"), "nothing personal comes back: {problem}");
    }
}

#[tokio::test]
async fn a_registration_that_the_law_does_not_give_says_so() {
    let house = house(false).await;
    let mut body = registration(17);
    body["platform_labour_relation"] = json!(true);
    let (status, problem) = problem(&house, "/api/v1/registrations", body.to_string()).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("refused")));
    let mut window = registration(17);
    window["channel"] = json!("window");
    let (status, _) = self::problem(&house, "/api/v1/registrations", window.to_string()).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "the window is for officers");
}

#[tokio::test]
async fn a_form_of_another_site_cannot_register() {
    let house = house(false).await;
    let request = axum::http::Request::post("/api/v1/registrations").header("content-type", "text/plain");
    let got = house.send(request.body(registration(19).to_string().into()).unwrap()).await;
    assert_eq!(got.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn keys_and_list_are_published_and_fit_together() {
    let house = house(false).await;
    let keys = house.get("/.well-known/linghuo-certificate-keys.json").await;
    assert_eq!(keys.header("content-type"), "application/jwk-set+json");
    let keys = app::documents::PublicKeySet::from_jwks(&keys.text()).unwrap();
    let list = house.get("/.well-known/linghuo-certificate-status").await;
    assert!(app::documents::StatusList::open(&list.bytes, &keys).is_ok());
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_and_no_page() {
    let house = house(false).await;
    let got = house.get("/api/v2/decisions").await;
    assert_eq!((got.status, got.header("content-type")), (StatusCode::NOT_FOUND, "application/problem+json"));
    assert_eq!(house.get("/healthz").await.text(), "ok\n");
    assert_eq!(house.get("/api/v1/decisions").await.status, StatusCode::METHOD_NOT_ALLOWED);
    // The use case that the route carries is the one that is tested here.
    let direct = house.app.decide(COURIER.as_bytes(), &DecideOptions::default()).unwrap();
    assert_eq!(house.post_json("/api/v1/decisions", COURIER).await.text(), direct);
    assert_eq!(house.app.config(), &Config { public_url: "https://linghuo.example".to_owned(), demo: false });
}
