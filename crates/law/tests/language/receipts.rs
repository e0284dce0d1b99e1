//! Receipts and bundles: of the published form, and enough to decide again elsewhere.

#![expect(clippy::unwrap_used, reason = "what a test builds by hand is there")]

use crate::folder::{bundle, policy, text};
use law::contract::input;
use law::contract::output::{Form, Writer};
use law::receipt::{RECEIPT_VERSION, Receipt, Replayed, Unfit};
use law::{Bundle, Decider, Options, Policy};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const INPUT: &str = r#"{"as_of":"2026-07-15","facts":{"archive_entrusted":true,"contribution_base_fen":800000,"employment_form":"self_employed","insured_region":"110108"}}"#;

fn receipt(policy: &Policy, known_on: Option<&str>) -> Receipt {
    let mut request = input::read(policy, INPUT.as_bytes()).unwrap();
    request.known_on = known_on.map(|day| law::Date::parse(day).unwrap());
    let plan = policy.plan("unemployment_contribution").unwrap();
    let options = Options { only: Some(vec![plan]), ..Options::default() };
    let decision = Decider::default().decide(policy, &request, &options);
    let mut answer = String::new();
    Writer::new(policy).write(policy, &request, &decision, Form { because: true }, &mut answer);
    Receipt {
        answer: RawValue::from_string(answer).unwrap(),
        id: "0190a000-0000-7000-8000-000000000001".to_owned(),
        input: RawValue::from_string(INPUT.to_owned()).unwrap(),
        known_on: known_on.map(str::to_owned),
        made_at: "2026-07-15T02:00:00Z".to_owned(),
        policy_version: policy.version.clone(),
        receipt: RECEIPT_VERSION,
    }
}

fn is_of_the_form(name: &str, value: &Value) -> bool {
    let schema: Value = serde_json::from_str(&text(&format!("docs/schemas/{name}-1.json"))).unwrap();
    jsonschema::validator_for(&schema).unwrap().is_valid(value)
}

#[test]
fn a_receipt_travels_and_is_decided_again_elsewhere() {
    let policy = policy();
    for known_on in [None, Some("2026-07-15")] {
        let made = receipt(&policy, known_on);
        let wire = serde_json::to_string(&made).unwrap();
        assert!(is_of_the_form("receipt", &serde_json::from_str(&wire).unwrap()), "{wire}");
        let travelled: Receipt = serde_json::from_str(&wire).unwrap();
        // Elsewhere: the bundle alone, as it is printed.
        let bundle: Bundle = serde_json::from_str(&serde_json::to_string(&bundle()).unwrap()).unwrap();
        let elsewhere = Policy::load(bundle).0.unwrap();
        let found = travelled.replay(&elsewhere, &Writer::new(&elsewhere)).unwrap();
        assert_eq!(found, Replayed::Same { bytes: made.answer.get().len() });
    }
}

#[test]
fn what_was_known_belongs_to_the_receipt() {
    let policy = policy();
    let mut early = receipt(&policy, Some("2026-07-15"));
    early.known_on = None;
    assert!(matches!(early.replay(&policy, &Writer::new(&policy)), Ok(Replayed::Differs { .. })));
}

#[test]
fn a_changed_answer_a_foreign_policy_and_a_later_form_are_told_apart() {
    let policy = policy();
    let writer = Writer::new(&policy);
    let mut forged = receipt(&policy, None);
    let text = forged.answer.get().replacen("\"yes\"", "\"no\"", 1);
    forged.answer = RawValue::from_string(text).unwrap();
    assert!(matches!(forged.replay(&policy, &writer), Ok(Replayed::Differs { .. })));
    let mut foreign = receipt(&policy, None);
    foreign.policy_version = format!("sha256:{}", "0".repeat(64));
    assert!(matches!(foreign.replay(&policy, &writer), Err(Unfit::Policy { .. })));
    let mut later = receipt(&policy, None);
    later.receipt = RECEIPT_VERSION + 1;
    assert!(matches!(later.replay(&policy, &writer), Err(Unfit::Version { .. })));
    let mut never = receipt(&policy, None);
    never.known_on = Some("2026-02-30".to_owned());
    assert!(matches!(never.replay(&policy, &writer), Err(Unfit::KnownOn { .. })));
    assert!(!is_of_the_form("receipt", &json!({ "receipt": 1 })));
}

/// The schema says in words how the version is reckoned; this follows the words.
#[test]
fn the_version_of_a_bundle_can_be_reckoned_from_its_form() {
    let bundle = bundle();
    let printed = serde_json::to_value(&bundle).unwrap();
    assert!(is_of_the_form("bundle", &printed));
    assert!(!is_of_the_form("bundle", &json!({ "a.md": "one\r\ntwo" })));
    let mut files: Vec<(String, String)> =
        serde_json::from_value::<std::collections::HashMap<_, _>>(printed).unwrap().into_iter().collect();
    files.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    let mut bytes = Vec::new();
    for (path, text) in files {
        bytes.extend(
            [path.as_bytes(), &[0], text.len().to_string().as_bytes(), &[0], text.as_bytes()].concat(),
        );
    }
    assert_eq!(bundle.version(), format!("sha256:{}", hex::encode(Sha256::digest(&bytes))));
}
