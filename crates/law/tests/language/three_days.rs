//! One person in 2020, 2022 and 2025 under the base and two overlays: what differs, and which instrument says so.

#![expect(clippy::unwrap_used, reason = "what a test builds by hand is there")]

use crate::folder::{bundle, text};
use law::contract::input;
use law::contract::output::{Form, Writer};
use law::{Decider, Options, Policy};
use serde_json::{Value, json};

const OVERLAYS: [&str; 2] = ["startup-loan-2022.md", "insurance-subsidy-2024.md"];

fn answers() -> Vec<Value> {
    let mut folder = bundle();
    for (at, overlay) in OVERLAYS.iter().enumerate() {
        folder.insert(&format!("with/{at:02}-{overlay}"), &text(&format!("policies/overlays/{overlay}")));
    }
    let policy = Policy::load(folder).0.unwrap();
    let facts = json!({
        "archive_entrusted": true, "contribution_base_fen": 800_000, "education": "other",
        "employment_difficulty": true, "employment_form": "self_employed", "employment_region": "110108",
        "graduated_on": null, "has_income": true, "hukou_kind": "agricultural", "hukou_region": "130602",
        "insured_region": "110108", "business_registered": true, "military_family_unemployed": false,
        "months_to_retirement": 240, "pays_as_flexible": true, "registered_30_days": true,
        "subsidy_months_received": 0,
    });
    let decide = |day: &str| {
        let asked = json!({ "as_of": day, "facts": facts }).to_string();
        let request = input::read(&policy, asked.as_bytes()).unwrap();
        let decision = Decider::default().decide(&policy, &request, &Options::default());
        let mut out = String::new();
        Writer::new(&policy).write(&policy, &request, &decision, Form { because: false }, &mut out);
        serde_json::from_str(&out).unwrap()
    };
    ["2020-11-15", "2022-06-01", "2025-07-15"].map(decide).into()
}

#[test]
fn each_day_has_its_law_and_each_answer_its_instruments() {
    let answers = answers();
    let of = |at: usize, outcome: &str, key: &str| answers[at]["outcomes"][outcome][key].clone();
    let statuses = |outcome: &str| [0, 1, 2].map(|at| of(at, outcome, "status"));
    assert_eq!(statuses("startup_loan"), ["no", "yes", "yes"]);
    assert_eq!(statuses("insurance_subsidy_2024"), ["no", "no", "yes"]);
    assert_eq!(statuses("unemployment_contribution"), ["no", "yes", "yes"]);
    assert_eq!(of(0, "startup_loan", "would_change"), json!([{ "as_of": "2022-03-01" }]));
    assert_eq!(of(1, "insurance_subsidy_2024", "would_change"), json!([{ "as_of": "2024-10-10" }]));
    assert_eq!([1, 2].map(|at| of(at, "unemployment_contribution", "base_min_fen")), [536_000, 716_200]);
    let amounts = ["pension_monthly_fen", "medical_monthly_fen", "unemployment_monthly_fen"];
    assert_eq!(amounts.map(|key| of(2, "insurance_subsidy_2024", key)), [95_493, 38_995, 4_775]);
    // The loan of 2022 rests on Article 9 and on what lifts its condition; the base names no instrument.
    let cited = of(1, "startup_loan", "citations");
    assert_eq!(cited[0], json!({ "article": 9, "paragraph": 1, "sentence": 1 }));
    assert_eq!(cited[1]["instrument"], "startup-loan-2022");
    let own = of(2, "insurance_subsidy_2024", "citations");
    let articles: Vec<i64> = own.as_array().unwrap().iter().map(|c| c["article"].as_i64().unwrap()).collect();
    assert_eq!(articles, [1, 3], "the provisions that decided, not that it is in force: {own}");
    for answer in &answers {
        let named: Vec<&str> = answer["policy"]["instruments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|i| i["id"].as_str().unwrap())
            .collect();
        assert_eq!(
            named,
            ["beijing-flexible-employment-2020", "startup-loan-2022", "insurance-subsidy-2024"]
        );
    }
    let hashes: std::collections::BTreeSet<String> = answers[0]["policy"]["instruments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["version"].to_string())
        .collect();
    assert_eq!(hashes.len(), 3, "each has a hash of its own");
}
