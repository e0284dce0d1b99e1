//! The specification of the language as small policies (`crates/law/tests/spec`): each file is a policy of its own
//! over a few facts, its examples run by the harness that runs the examples of the law.

use crate::folder::{files, root, text};
use law::{Bundle, Date, Decider, Options, Policy, Request, Status, example};
use law_syntax::{Document, Source, format};

pub const FOLDER: &str = "crates/law/tests/spec";

/// A specification file as the only instrument of a folder.
fn folder(name: &str, text: &str) -> Bundle {
    let hash = Document::read(&Source::new(name, text), &mut Vec::new()).text_hash;
    let mut bundle = Bundle::default();
    bundle.insert(name, &text.replacen("原文校验: -", &format!("原文校验: {hash}"), 1));
    bundle.insert("facts.md", &crate::folder::text(&format!("{FOLDER}/facts.md")));
    bundle.insert("phrases.toml", &crate::folder::text(&format!("{FOLDER}/phrases.toml")));
    bundle.insert("regions.toml", &crate::folder::text("policies/regions.toml"));
    for (year, text) in files("policies/calendars", &["toml"]) {
        bundle.insert(&format!("calendars/{year}"), &text);
    }
    bundle
}

pub fn load(name: &str, text: &str) -> Policy {
    let bundle = folder(name, text);
    let (policy, mut findings) = Policy::load(bundle.clone());
    // The specifications share one catalogue of facts, of which each reads a few.
    findings.retain(|finding| finding.code != "E0126");
    let shown: Vec<String> = findings
        .iter()
        .map(|finding| finding.render(&Source::new(&finding.path, bundle.get(&finding.path).unwrap_or(""))))
        .collect();
    assert!(findings.is_empty(), "{name}:\n{}", shown.join("\n"));
    policy.expect("policy")
}

#[test]
fn every_specification_holds() {
    let mut run = 0;
    for (name, text) in files(FOLDER, &["md"]).into_iter().filter(|(name, _)| name != "facts.md") {
        let policy = load(&name, &text);
        let report = example::run(&policy);
        let source = Source::new(&name, policy.bundle.get(&name).expect("file"));
        let shown: Vec<String> = report.findings.iter().map(|finding| finding.render(&source)).collect();
        assert!(shown.is_empty(), "{name}:\n{}", shown.join("\n"));
        assert!(report.untried.is_empty(), "{name}: a conclusion without an example for yes or for no");
        assert!(report.run > 0, "{name}: no examples");
        run += report.run;
    }
    assert!(run > 150, "only {run} examples");
}

#[test]
fn a_specification_that_says_something_else_fails() {
    let name = "numbers.md";
    let wrong = text(&format!("{FOLDER}/{name}")).replacen(
        "| 2020-06-01 | 36   | 否       |",
        "| 2020-06-01 | 36   | 是       |",
        1,
    );
    let report = example::run(&load(name, &wrong));
    assert_eq!(report.findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["E0401"]);
}

#[test]
fn the_specifications_are_laid_out() {
    for (name, text) in files(FOLDER, &["md"]) {
        if std::env::var_os("LINGHUO_UPDATE").is_some() {
            std::fs::write(root(&format!("{FOLDER}/{name}")), format::format(&text)).expect("laid out");
            continue;
        }
        assert!(format::format(&text) == text, "{name}: `linghuo policy fmt --policies {FOLDER}`");
    }
}

/// What the grammar page says of kinds and limits is what the reader has.
#[test]
fn the_grammar_names_every_kind_and_limit() {
    let page = text("docs/language/grammar.md");
    for (kind, _) in law_syntax::FenceKind::ALL {
        assert!(page.contains(&format!("\"{kind}\"")), "{kind}");
    }
    let limit = |what: &str| {
        let row = page.lines().find(|line| line.starts_with("| ") && line.contains(what));
        row.and_then(|row| row.split('|').nth(2))
            .unwrap_or_else(|| panic!("no limit of {what}"))
            .trim()
            .to_owned()
    };
    assert_eq!(limit("choices of a fact"), law::fact::CHOICES_MAX.to_string());
    assert_eq!(limit("comparisons of one group"), law::diagram::GROUP_TESTS_MAX.to_string());
    assert!(limit("facts bound").starts_with(&law::diagram::GROUP_FACTS_MAX.to_string()));
}

/// Nothing of what is planned is read as if it were built.
#[test]
fn what_is_planned_is_refused() {
    let planned = ["参照 某办法第五条 (by_analogy)：其余照用。"];
    let name = "choices.md";
    let whole = text(&format!("{FOLDER}/{name}"));
    let rule = "认定 可以甲 (a)：形式为甲类或者乙类的，可以甲：\n";
    assert_eq!(whole.matches(rule).count(), 1);
    for line in planned {
        let (policy, findings) =
            Policy::load(folder(name, &whole.replacen(rule, &format!("{rule}{line}\n"), 1)));
        assert!(policy.is_none() && !findings.is_empty(), "read: {line}");
    }
}

/// What was known on a day: a value is not used before it was published.
#[test]
fn a_value_is_known_from_the_day_of_its_publication() {
    let name = "parameters.md";
    let policy = load(name, &text(&format!("{FOLDER}/{name}")));
    let floor = policy.parameter("floor").expect("parameter");
    let day = |text: &str| Date::parse(text).expect("date");
    let on = |as_of: &str, known_on: Option<&str>| {
        let row = policy.parameters[floor].on(day(as_of), known_on.map(day));
        row.map(|row| row.source.clone()).unwrap_or_default()
    };
    assert_eq!(on("2020-10-01", None), "更正");
    assert_eq!(on("2020-10-01", Some("2020-09-20")), "更正");
    assert_eq!(on("2020-10-01", Some("2020-09-19")), "说明");
    assert_eq!(on("2020-10-01", Some("2020-08-15")), "说明");
    assert_eq!(on("2020-10-01", Some("2020-08-14")), "", "published on the 15th");
    assert_eq!(on("2020-06-30", Some("2020-01-01")), "说明", "no day of publication: known from the start");
}

/// The same through a whole decision.
#[test]
fn a_decision_uses_what_was_known() {
    let name = "parameters.md";
    let policy = load(name, &text(&format!("{FOLDER}/{name}")));
    let mut facts = vec![law::fact::ABSENT; policy.facts.len()];
    facts[policy.fact_by_key("registered").expect("fact")] = 1;
    let amounts: Vec<String> = [None, Some("2020-09-19"), Some("2020-08-14")]
        .into_iter()
        .map(|known_on| {
            let request = Request {
                as_of: Date::parse("2020-10-01").expect("date"),
                known_on: known_on.and_then(Date::parse),
                facts: facts.clone(),
                what_if: Vec::new(),
            };
            let decision = Decider::default().decide(&policy, &request, &Options::default());
            assert_eq!(decision.outcomes[0].status, Status::Yes);
            decision.outcomes[0].fields[0].0.json().to_string()
        })
        .collect();
    assert_eq!(amounts, ["410000", "400000", "null"]);
}
