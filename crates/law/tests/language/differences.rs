//! The proven difference of two policies, on the planted faults and on random persons.

use crate::folder::{BASE, bundle, planted, policy, text};
use law::Policy;
use law::diff::meaning::{self, Change, Meaning};
use serde::Deserialize;
use std::time::Instant;

#[derive(Deserialize)]
struct File {
    fault: Vec<Fault>,
}

#[derive(Deserialize)]
struct Fault {
    how: String,
    right: String,
    wrong: String,
}

fn shown(meaning: &Meaning<'_>) -> String {
    let mut out = String::new();
    for conclusion in meaning.conclusions.iter().filter(|c| !c.is_equal()) {
        out += &format!("  {} {:?} classes {}\n", conclusion.key, conclusion.verdict, conclusion.classes);
        let of_fields =
            conclusion.fields.iter().flat_map(|f| f.cases.iter().map(move |c| (f.key.as_str(), c)));
        for (key, case) in conclusion.cases.iter().map(|c| ("", c)).chain(of_fields) {
            let change = match &case.change {
                Change::Gain => "gain".to_owned(),
                Change::Loss => "loss".to_owned(),
                Change::Value { before, after, everywhere } => {
                    format!("{} -> {} {everywhere}", before.zh, after.zh)
                }
            };
            let clauses: Vec<&str> = case.clauses.iter().map(|c| c.words.zh.as_str()).collect();
            out += &format!("    {key} {change}: {}\n", clauses.join("，并且"));
            match &case.person {
                Some(person) => {
                    out += &format!(
                        "      {} {} {:?}\n",
                        person.as_of,
                        law::diff::person::facts_json(&meaning.merged, person),
                        person.answers
                    );
                }
                None => out += "      NOBODY\n",
            }
        }
    }
    out
}

#[test]
fn every_planted_fault_is_seen() {
    let base = policy();
    let file: File = toml::from_str(&text("tests/policies/mutations.toml")).expect("mutations.toml");
    for fault in &file.fault {
        let (changed, _) = Policy::load(planted(&bundle(), BASE, &fault.right, &fault.wrong));
        let Some(changed) = changed else {
            println!("-- {} (refused)", fault.how);
            continue;
        };
        let start = Instant::now();
        let meaning = meaning::compare(&base, &changed).expect("comparable");
        let took = start.elapsed();
        println!("== {} {took:?} equal {}\n{}", fault.how, meaning.is_equal(), shown(&meaning));
    }
}
