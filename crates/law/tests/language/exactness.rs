//! Exactness of what periods, deemed facts, judgements and links add: the engine agrees with trying every completion,
//! on requests near the examples of their specifications, as it does on the law's own.

use crate::folder::{files, text};
use crate::generate::{self, Draw};
use crate::oracle;
use crate::properties::{applied, decide, shown, singles};
use crate::schemas::{faults, with_validator};
use crate::spec;
use law::change::Changed;
use law::fact::ABSENT;
use law::{Options, Policy, Request, Status};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// The specifications whose conditions are of the forms at hand.
const SPECIFICATIONS: [&str; 4] = ["periods.md", "deemed.md", "judgement.md", "links.md"];

fn check(cases: u32, property: impl Fn(&Policy, usize, &Request) -> Result<(), TestCaseError>) {
    for name in SPECIFICATIONS {
        let policy = spec::load(name, &text(&format!("{}/{name}", spec::FOLDER)));
        let examples = generate::examples(&policy);
        let config = Config { cases, failure_persistence: None, ..Config::default() };
        let numbers = prop::collection::vec(any::<u32>(), 60);
        TestRunner::new(config)
            .run(&numbers, |numbers| {
                let (plan, request) = generate::request(&policy, &examples, &mut Draw::new(numbers), 2);
                property(&policy, plan, &request)
            })
            .unwrap_or_else(|failure| panic!("{name}: {failure}"));
    }
}

#[test]
fn status_and_missing_are_exact() {
    let tried = std::cell::Cell::new([0_u32; 3]);
    check(250, |policy, plan, request| {
        let Some((status, missing)) = oracle::answer(policy, plan, request) else { return Ok(()) };
        let outcome = decide(policy, plan, request);
        let mut counts = tried.get();
        counts[status as usize] += 1;
        tried.set(counts);
        prop_assert_eq!(outcome.status, status, "{}", shown(policy, plan, request));
        let missing = if status == Status::Unknown { missing } else { Vec::new() };
        prop_assert_eq!(outcome.missing, missing, "{}", shown(policy, plan, request));
        Ok(())
    });
    assert!(tried.get().iter().all(|count| *count > 50), "no, yes, unknown: {:?}", tried.get());
}

/// A day that would change a no does, and it is the first that does.
#[test]
fn the_day_that_would_change_a_no_is_the_first() {
    let found = std::cell::Cell::new(0_u32);
    check(120, |policy, plan, request| {
        let outcome = decide(policy, plan, request);
        if outcome.status != Status::No {
            return Ok(());
        }
        for set in &outcome.would_change {
            let Some((status, _)) = oracle::answer(policy, plan, &applied(request, set)) else {
                return Ok(());
            };
            prop_assert_eq!(status, Status::Yes, "{} with {:?}", shown(policy, plan, request), set);
        }
        let Some(singles) = singles(policy, plan, request) else { return Ok(()) };
        let day = |all: &[Changed]| all.iter().find(|one| matches!(one, Changed::Today(_))).copied();
        let named: Vec<Changed> =
            outcome.would_change.iter().filter(|set| set.len() == 1).map(|set| set[0]).collect();
        found.set(found.get() + u32::from(day(&named).is_some()));
        prop_assert_eq!(day(&named), day(&singles), "{}", shown(policy, plan, request));
        Ok(())
    });
    assert!(found.get() > 10, "only {} days found", found.get());
}

/// A field that is given is what every completion gives, and one that is not has completions that differ. The tables
/// and choosers are those of the specifications of values, with one number absent.
#[test]
fn a_field_over_an_absent_number_is_what_all_its_values_give() {
    let mut open = 0;
    for (name, text) in files(spec::FOLDER, &["md"]) {
        if !["arithmetic.md", "chooser.md", "scales.md"].contains(&name.as_str()) {
            continue;
        }
        let policy = spec::load(&name, &text);
        for example in generate::examples(&policy) {
            for key in ["months", "years", "more_months"] {
                let fact = policy.fact_by_key(key).expect("fact");
                let mut request = example.request.clone();
                request.facts[fact] = ABSENT;
                let given = fields(&policy, example.plan, &request);
                let (min, max) = policy.facts[fact].bounds(request.as_of);
                let every: Vec<Vec<String>> = (min..=max)
                    .chain(policy.facts[fact].none.as_ref().map(|_| law::fact::NONE))
                    .map(|value| {
                        request.facts[fact] = value;
                        fields(&policy, example.plan, &request)
                    })
                    .collect();
                for (at, value) in given.iter().enumerate() {
                    let same = every.iter().all(|one| one[at] == every[0][at]);
                    let wanted = if same { every[0][at].as_str() } else { "null" };
                    assert_eq!(value, wanted, "{name}: field {at} without {key}");
                    open += usize::from(!same);
                }
            }
        }
    }
    assert!(open > 20, "only {open} fields were open");
}

fn fields(policy: &Policy, plan: usize, request: &Request) -> Vec<String> {
    let options = Options { only: Some(vec![plan]), ..Options::default() };
    let outcome = law::Decider::default().decide(policy, request, &options).outcomes.remove(0);
    outcome.fields.iter().map(|(datum, _)| datum.json().to_string()).collect()
}

/// A count that reaches a year without a notice says so, and no other does.
#[test]
fn a_count_into_an_unpublished_year_is_provisional() {
    let policy = spec::load("periods.md", &text(&format!("{}/periods.md", spec::FOLDER)));
    let answer = |as_of: &str, graduated: &str| {
        let given =
            format!(r#"{{"as_of":"{as_of}","facts":{{"graduated_on":"{graduated}","registered":true}}}}"#);
        let request = law::contract::input::read(&policy, given.as_bytes()).expect("input");
        let decision = law::Decider::default().decide(&policy, &request, &Options::default());
        let mut out = String::new();
        let writer = law::contract::output::Writer::new(&policy);
        let form = law::contract::output::Form { because: true };
        writer.write(&policy, &request, &decision, form, &mut out);
        let answer: serde_json::Value = serde_json::from_str(&out).expect("JSON");
        with_validator("answer", |validator| assert_eq!(faults(validator, &answer), [""; 0]));
        let at = |key: &str| answer["outcomes"][key].get("provisional").cloned();
        let prose = law::prose::decision(&policy, &request, &decision, law::prose::Language::Chinese);
        (at("e"), at("a"), prose.contains("2027 年的放假安排没有公布"))
    };
    assert_eq!(answer("2026-06-01", "2026-05-29"), (None, None, false));
    let (counted, months, said) = answer("2026-12-31", "2026-12-31");
    assert_eq!((counted, months, said), (Some(serde_json::json!([2027])), None, true));
}

/// The raw fact and what it is deemed to be stand side by side.
#[test]
fn an_explanation_shows_the_raw_fact_and_the_deemed_one() {
    let policy = spec::load("deemed.md", &text(&format!("{}/deemed.md", spec::FOLDER)));
    let given = br#"{"as_of":"2020-06-01","facts":{"registered":true,"form":"b"}}"#;
    let request = law::contract::input::read(&policy, given).expect("input");
    let decision = law::Decider::default().decide(&policy, &request, &Options::default());
    let plan = policy.plan("a").expect("plan");
    let outcome = decision.outcomes.iter().find(|outcome| outcome.plan == plan).expect("outcome");
    let prose = law::prose::outcome(&policy, &request, &decision, outcome, law::prose::Language::Chinese);
    assert!(prose.contains("形式为乙类"), "{prose}");
    assert!(prose.contains("✓ 是 视为形式为甲类"), "{prose}");
    insta::assert_snapshot!("deemed", prose.replace(&policy.version, "sha256:…"));
}

/// What is not modelled is said, with its day; what leans on it is shown.
#[test]
fn an_explanation_says_what_is_not_provided_elsewhere() {
    let policy = spec::load("links.md", &text(&format!("{}/links.md", spec::FOLDER)));
    let given = br#"{"as_of":"2020-06-01","facts":{"registered":true,"trained":true,"graduated_on":"2019-07-01","more_months":11}}"#;
    let request = law::contract::input::read(&policy, given).expect("input");
    let decision = law::Decider::default().decide(&policy, &request, &Options::default());
    let prose = law::prose::decision(&policy, &request, &decision, law::prose::Language::Chinese);
    insta::assert_snapshot!("links", prose.replace(&policy.version, "sha256:…"));
    for words in [
        "截至 2020年10月1日 未见另有规定",
        "《另一办法》（固定版本 2020 年版）没有写成规则：存疑",
        "参照“符合条件的人”（由某局解释）",
        "毕业日期早于",
    ] {
        assert!(prose.contains(words), "{words}:\n{prose}");
    }
}
