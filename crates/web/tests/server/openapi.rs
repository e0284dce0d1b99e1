//! The description of the API tells of every route, of no other, and of every code of error.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use law::contract::Code;
use serde_json::Value;

use crate::house::house;

#[tokio::test]
async fn the_description_and_the_routes_agree() {
    let house = house(false).await;
    let got = house.get("/api/v1/openapi.json").await;
    assert_eq!(got.header("content-type"), "application/json");
    let description = got.json();
    assert_eq!(description["openapi"], "3.1.0");
    let paths = description["paths"].as_object().unwrap();
    let source = include_str!("../../src/api/mod.rs");
    for (path, operations) in paths {
        assert!(source.contains(&format!("\"{path}\"")), "{path} is described and not routed");
        for (method, operation) in operations.as_object().unwrap() {
            let concrete = path.replace("{number}", "JY-0000");
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let request =
                Request::builder().method(&method).uri(&concrete).header("content-type", "application/json");
            let got = house.send(request.body(Body::from("{}")).unwrap()).await;
            assert_ne!(got.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            let told = operation["responses"].as_object().unwrap();
            assert!(told.contains_key(got.status.as_str()), "{method} {path} answers {}", got.status);
            let kind = got.header("content-type").split(';').next().unwrap().to_owned();
            assert!(
                told[got.status.as_str()]["content"].get(&kind).is_some(),
                "{method} {path} answers {kind}"
            );
        }
    }
    for line in source.lines().filter(|line| line.contains(".route(") || line.trim_start().starts_with("\"/"))
    {
        let Some(path) = line.split('"').nth(1).filter(|path| !path.contains("*rest")) else { continue };
        assert!(paths.contains_key(path), "{path} is routed and not described");
    }
}

#[tokio::test]
async fn the_description_lists_the_codes_of_the_contract() {
    let house = house(false).await;
    let description = house.get("/api/v1/openapi.json").await.json();
    let codes = description["components"]["schemas"]["InputError"]["properties"]["code"]["enum"].clone();
    let codes: Vec<String> = serde_json::from_value(codes).unwrap();
    let known = [
        Code::Malformed,
        Code::MissingKey,
        Code::UnknownKey,
        Code::DuplicateKey,
        Code::WrongType,
        Code::BadDate,
        Code::UnknownValue,
        Code::OutOfRange,
        Code::BadRegion,
        Code::NullNotAllowed,
        Code::Contradiction,
    ];
    assert_eq!(codes, known.map(Code::text));
    let facts = &description["components"]["schemas"]["DecisionInput"]["properties"]["facts"]["properties"];
    let described: std::collections::BTreeSet<&str> =
        facts.as_object().unwrap().keys().map(String::as_str).collect();
    let policy = crate::house::policy();
    assert_eq!(described, policy.facts.iter().map(|fact| fact.key.as_str()).collect());
}

#[tokio::test]
async fn every_reference_leads_somewhere() {
    let house = house(false).await;
    let description = house.get("/api/v1/openapi.json").await.json();
    let mut found = Vec::new();
    references(&description, &mut found);
    assert!(found.len() > 5);
    for reference in found {
        assert!(description.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
}

/// All references, however deep they stand.
fn references<'a>(value: &'a Value, out: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => {
            out.extend(members.get("$ref").and_then(Value::as_str));
            members.values().for_each(|inner| references(inner, out));
        }
        Value::Array(items) => items.iter().for_each(|inner| references(inner, out)),
        _ => {}
    }
}
