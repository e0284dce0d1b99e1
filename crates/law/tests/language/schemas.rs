//! The published forms in `docs/schemas`, held to real answers: all of them validate, and what is not of the form does
//! not.

use crate::folder::{policy, text};
use crate::generate::{self, Draw};
use jsonschema::{Registry, Validator};
use law::contract::input;
use law::contract::output::{BECAUSE_VERSION, Form, Writer};
use law::{Decider, Options, Policy, Request};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

fn schema(name: &str) -> Value {
    serde_json::from_str(&text(&format!("docs/schemas/{name}-1.json"))).expect("schema")
}

/// Runs with the validator of a schema, which may refer to the explanation's.
pub fn with_validator<T>(name: &str, run: impl FnOnce(&Validator) -> T) -> T {
    let because = schema("because");
    let registry = Registry::new().add("urn:linghuo:schema:because-1", &because).expect("resource");
    let registry = registry.prepare().expect("registry");
    let validator = jsonschema::options().with_registry(&registry).build(&schema(name)).expect("schema");
    run(&validator)
}

pub fn answer(policy: &Policy, request: &Request, options: &Options, because: bool) -> Value {
    let decision = Decider::default().decide(policy, request, options);
    let mut out = String::new();
    Writer::new(policy).write(policy, request, &decision, Form { because }, &mut out);
    serde_json::from_str(&out).expect("JSON")
}

/// What a validator says against a value.
pub fn faults(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn example_answer(policy: &Policy) -> Value {
    let facts = r#"{"employment_form":"self_employed","insured_region":"110108","archive_entrusted":true,
        "contribution_base_fen":400050,"hukou_region":"110117","business_registered":true}"#;
    let input = format!(r#"{{"as_of":"2021-03-15","facts":{facts}}}"#);
    let request = input::read(policy, input.as_bytes()).expect("input");
    answer(policy, &request, &Options::default(), true)
}

#[test]
fn the_version_of_the_form_is_that_of_the_schema() {
    assert_eq!(schema("because")["$id"], format!("urn:linghuo:schema:because-{BECAUSE_VERSION}"));
}

#[test]
fn every_answer_is_of_the_published_form() {
    let policy = policy();
    let examples = generate::examples(&policy);
    with_validator("answer", |validator| {
        for example in &examples {
            let value = answer(&policy, &example.request, &Options::default(), true);
            assert_eq!(faults(validator, &value), [""; 0]);
        }
        let config = Config { cases: 60, failure_persistence: None, ..Config::default() };
        let drawn = (prop::collection::vec(any::<u32>(), 60), any::<bool>(), any::<bool>());
        let run = TestRunner::new(config).run(&drawn, |(numbers, because, only)| {
            let (plan, request) = generate::request(&policy, &examples, &mut Draw::new(numbers), 8);
            let options = Options { only: only.then(|| vec![plan]), ..Options::default() };
            prop_assert_eq!(faults(validator, &answer(&policy, &request, &options, because)), [""; 0]);
            Ok(())
        });
        run.unwrap_or_else(|failure| panic!("{failure}"));
    });
}

#[test]
fn every_explanation_is_of_the_published_form() {
    let policy = policy();
    with_validator("because", |validator| {
        let value = example_answer(&policy);
        let outcomes = value["outcomes"].as_object().expect("outcomes");
        let statuses: Vec<&str> =
            outcomes.values().filter_map(|outcome| outcome["status"].as_str()).collect();
        assert!(["yes", "no", "unknown"].iter().all(|status| statuses.contains(status)), "{statuses:?}");
        for outcome in outcomes.values() {
            assert_eq!(faults(validator, &outcome["because"]), [""; 0]);
        }
    });
}

/// What is spoiled, and how.
type Break = (&'static str, fn(&mut Value));

/// A schema that accepts everything would pass the tests above.
#[test]
fn what_is_not_of_the_form_is_refused() {
    let policy = policy();
    let good = example_answer(&policy);
    let breaks: [Break; 14] = [
        ("a key too many", |v| v["more"] = json!(1)),
        ("no policy", |v| drop(v.as_object_mut().expect("object").remove("policy"))),
        ("a date without dashes", |v| v["as_of"] = json!("20210315")),
        ("a hash of another kind", |v| v["policy"]["version"] = json!("md5:0")),
        ("a status that is none", |v| v["outcomes"]["flexible_worker"]["status"] = json!("maybe")),
        ("a field of a no", |v| v["outcomes"]["pension_deferral"]["resume_from"] = json!("2021-01-01")),
        ("missing facts of a yes", |v| v["outcomes"]["flexible_worker"]["missing"] = json!(["sex"])),
        ("an unknown that misses nothing", |v| v["outcomes"]["title_evaluation"]["missing"] = json!([])),
        ("a change of a yes", |v| {
            v["outcomes"]["flexible_worker"]["would_change"] = json!([{"sex": "male"}]);
        }),
        ("no citation", |v| v["outcomes"]["flexible_worker"]["citations"] = json!([])),
        ("a paragraph 0", |v| {
            v["outcomes"]["flexible_worker"]["citations"] = json!([{"article": 2, "paragraph": 0}]);
        }),
        ("a line without its words", |v| {
            drop(v["outcomes"]["flexible_worker"]["because"].as_object_mut().expect("node").remove("words"));
        }),
        ("a line whose value is a number", |v| {
            v["outcomes"]["flexible_worker"]["because"]["value"] = json!(1);
        }),
        ("a child that is a text", |v| {
            v["outcomes"]["flexible_worker"]["because"]["children"][0] = json!("施行");
        }),
    ];
    with_validator("answer", |validator| {
        assert!(validator.is_valid(&good));
        for (what, spoil) in breaks {
            let mut bad = good.clone();
            spoil(&mut bad);
            assert_ne!(bad, good, "{what}");
            assert!(!validator.is_valid(&bad), "accepted: {what}");
        }
    });
}

#[test]
fn every_error_is_of_the_published_form() {
    let policy = policy();
    let bad = [
        ("malformed", "{"),
        ("malformed", ""),
        ("missing_key", r#"{"facts":{}}"#),
        ("unknown_key", r#"{"as_of":"2021-01-01","facts":{"age":3}}"#),
        ("duplicate_key", r#"{"as_of":"2021-01-01","as_of":"2021-01-01","facts":{}}"#),
        ("wrong_type", r#"{"as_of":"2021-01-01","facts":{"unpaid_pension_months_2020":6.0}}"#),
        ("bad_date", r#"{"as_of":"2021-02-29","facts":{}}"#),
        ("unknown_value", r#"{"as_of":"2021-01-01","facts":{"sex":"x"}}"#),
        ("out_of_range", r#"{"as_of":"2021-01-01","facts":{"unpaid_pension_months_2020":13}}"#),
        ("bad_region", r#"{"as_of":"2021-01-01","facts":{"hukou_region":"110199"}}"#),
        ("null_not_allowed", r#"{"as_of":"2021-01-01","facts":{"sex":null}}"#),
        ("contradiction", r#"{"as_of":"2021-01-01","facts":{"birth_date":"2021-01-02"}}"#),
    ];
    with_validator("error", |validator| {
        let mut seen = Vec::new();
        for (code, text) in bad {
            let error = input::read(&policy, text.as_bytes()).expect_err(text).json();
            assert_eq!(error["error"]["code"], code, "{text}");
            assert_eq!(faults(validator, &error), [""; 0]);
            seen.push(code);
        }
        let listed = schema("error")["properties"]["error"]["properties"]["code"]["enum"].clone();
        seen.dedup();
        assert_eq!(listed, json!(seen), "every code of the schema was seen");
        assert!(
            !validator
                .is_valid(&json!({"error": {"code": "other", "expected": "x", "key": null, "value": 1}}))
        );
        assert!(!validator.is_valid(&json!({"code": "malformed"})));
    });
}

/// A difference with cases, values, texts, what is touched, and a population.
fn example_difference(with: impl FnOnce(&Value)) {
    let base = policy();
    let changed = [
        ("（三）已进行登记注册。", "（三）户籍所在地在本市。"),
        (
            "恢复缴费日期 (resume_from)：2021 年 1 月 1 日。",
            "恢复缴费日期 (resume_from)：2022 年 1 月 1 日。",
        ),
        ("| 2021-01-01 |    |      | 1%   | 高     |", "| 2021-01-01 |    |      | 2%   | 高     |"),
    ];
    let folder = changed.iter().fold(crate::folder::bundle(), |folder, (right, wrong)| {
        crate::folder::planted(&folder, crate::folder::BASE, right, wrong)
    });
    let (other, findings) = Policy::load(folder);
    let other = other.unwrap_or_else(|| panic!("{findings:?}"));
    let services = law::Bundle::new(
        ["flex-registration/service.toml", "flex-registration/notices.toml"]
            .map(|path| (path, text(&format!("services/{path}")))),
    );
    let difference = law::diff::compare(&base, &other, &services).expect("comparable");
    let mut population = law::diff::Population::new(&difference.meaning);
    let person = r#"{"hukou_region":"110117","employment_form":"self_employed","business_registered":false}"#;
    population.add(format!(r#"{{"as_of":"2021-03-15","facts":{person}}}"#).as_bytes());
    population.add(b"{");
    with(&law::diff::json::difference(&difference, Some(&population)));
}

#[test]
fn a_difference_is_of_the_published_form() {
    example_difference(|value| {
        with_validator("policy-diff", |validator| {
            assert_eq!(faults(validator, value), [""; 0]);
        });
        let loan = value["meaning"]["conclusions"]
            .as_array()
            .expect("list")
            .iter()
            .find(|c| c["id"] == "startup_loan");
        assert_eq!(loan.expect("loan")["cases"][0]["example"]["before"]["status"], "no");
        assert_eq!(value["population"]["persons"], 2);
        assert_eq!(value["population"]["refused"], json!({ "before": 1, "after": 1 }));
        assert_eq!(value["population"]["conclusions"]["startup_loan"]["gains"], 1);
        assert!(!value["touched"].as_array().expect("list").is_empty());
    });
}

#[test]
fn what_is_not_of_the_form_of_a_difference_is_refused() {
    let breaks: [Break; 8] = [
        ("a key too many", |v| v["more"] = json!(1)),
        ("another version", |v| v["form"] = json!(2)),
        ("no verdict", |v| {
            drop(v["meaning"]["conclusions"][0].as_object_mut().expect("one").remove("verdict"));
        }),
        ("cases of what is equal", |v| {
            let case = v["meaning"]["conclusions"]
                .as_array()
                .expect("list")
                .iter()
                .find_map(|c| c["cases"].get(0).cloned());
            let equal = v["meaning"]["conclusions"]
                .as_array_mut()
                .expect("list")
                .iter_mut()
                .find(|c| c["verdict"] == "identical");
            equal.expect("equal")["cases"] = json!([case.expect("case")]);
        }),
        ("a population that loses count", |v| v["population"]["persons"] = json!(-1)),
        ("an unknown fate", |v| v["text"]["parts"][0]["fate"] = json!("moved")),
        ("words without a mark", |v| {
            drop(v["text"]["parts"][0]["words"][0].as_object_mut().expect("one").remove("mark"));
        }),
        ("a hash of another kind", |v| v["before"]["version"] = json!("md5:0")),
    ];
    example_difference(|good| {
        with_validator("policy-diff", |validator| {
            for (what, spoil) in breaks {
                let mut bad = good.clone();
                spoil(&mut bad);
                assert_ne!(&bad, good, "{what}");
                assert!(!validator.is_valid(&bad), "accepted: {what}");
            }
        });
    });
}
