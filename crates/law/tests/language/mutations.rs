//! The ways in which translations of law fail, planted one at a time into the rules of the base instrument: each must
//! be found by the checker, or by an example that stands under the rules.

use crate::folder::{BASE, bundle, findings, planted, text};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    fault: Vec<Fault>,
}

#[derive(Deserialize)]
struct Fault {
    how: String,
    right: String,
    wrong: String,
    caught: String,
}

#[test]
fn every_planted_fault_of_translation_is_found() {
    let bundle = bundle();
    assert_eq!(findings(&bundle).0, [], "nothing is found where nothing is planted");
    let file: File = toml::from_str(&text("tests/policies/mutations.toml")).expect("mutations.toml");
    assert!(file.fault.len() >= 15);
    let mut wrong = Vec::new();
    for fault in &file.fault {
        let (found, _) = findings(&planted(&bundle, BASE, &fault.right, &fault.wrong));
        let mut codes: Vec<&str> = found.iter().map(|finding| finding.code).collect();
        codes.dedup();
        if codes.is_empty() {
            wrong.push(format!("survives: {}", fault.how));
        } else if !codes.contains(&fault.caught.as_str()) {
            wrong.push(format!("{}: found by {codes:?}, not by {}", fault.how, fault.caught));
        }
    }
    assert!(wrong.is_empty(), "of {}:\n{}", file.fault.len(), wrong.join("\n"));
}
