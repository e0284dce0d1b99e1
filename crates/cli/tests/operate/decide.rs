//! `decide` with each class of bad input: status 2, the code and key of the contract, the value given and what was
//! expected, on standard output for programs and in one line on standard error for people.

use serde_json::json;

use crate::binary::{run, run_with};

fn with_facts(facts: &str) -> Vec<u8> {
    format!(r#"{{"as_of":"2021-03-15","facts":{facts}}}"#).into_bytes()
}

#[test]
fn each_class_of_bad_input_is_named() {
    let whole = |text: &str| text.as_bytes().to_vec();
    let cases: Vec<(Vec<u8>, &str, Option<&str>)> = vec![
        (whole(""), "malformed", None),
        (whole("{"), "malformed", None),
        (whole(r#"{"as_of":"2021-03-15","facts":{}} x"#), "malformed", None),
        (b"{\"as_of\":\"2021-03-15\",\"facts\":{\"sex\":\"\xff\"}}".to_vec(), "malformed", None),
        (whole("[]"), "wrong_type", None),
        (whole(r#"{"facts":{}}"#), "missing_key", Some("as_of")),
        (whole(r#"{"as_of":"2021-03-15"}"#), "missing_key", Some("facts")),
        (whole(r#"{"as_of":"2021-03-15","facts":{},"fact":{}}"#), "unknown_key", Some("fact")),
        (whole(r#"{"as_of":"2021-03-15","as_of":"2021-03-15","facts":{}}"#), "duplicate_key", Some("as_of")),
        (whole(r#"{"as_of":"2021-3-15","facts":{}}"#), "bad_date", Some("as_of")),
        (whole(r#"{"as_of":20210315,"facts":{}}"#), "wrong_type", Some("as_of")),
        (whole(r#"{"as_of":null,"facts":{}}"#), "null_not_allowed", Some("as_of")),
        (whole(r#"{"as_of":"2021-03-15","facts":[]}"#), "wrong_type", Some("facts")),
        (with_facts(r#"{"age":30}"#), "unknown_key", Some("age")),
        (with_facts(r#"{"sex":"female","sex":"male"}"#), "duplicate_key", Some("sex")),
        (with_facts(r#"{"sex":"x"}"#), "unknown_value", Some("sex")),
        (with_facts(r#"{"sex":1}"#), "wrong_type", Some("sex")),
        (with_facts(r#"{"archive_entrusted":"true"}"#), "wrong_type", Some("archive_entrusted")),
        (with_facts(r#"{"archive_entrusted":null}"#), "null_not_allowed", Some("archive_entrusted")),
        (with_facts(r#"{"birth_date":"1994-02-30"}"#), "bad_date", Some("birth_date")),
        (with_facts(r#"{"hukou_region":"119999"}"#), "bad_region", Some("hukou_region")),
        (with_facts(r#"{"contribution_base_fen":1.5}"#), "wrong_type", Some("contribution_base_fen")),
        (with_facts(r#"{"contribution_base_fen":-1}"#), "out_of_range", Some("contribution_base_fen")),
    ];
    for (input, code, key) in cases {
        let shown = String::from_utf8_lossy(&input).into_owned();
        let ran = run_with(["decide"], &input);
        assert_eq!(ran.status, Some(2), "{shown}: {ran:?}");
        let error = ran.json()["error"].clone();
        assert_eq!((error["code"].as_str(), error["key"].as_str()), (Some(code), key), "{shown}: {error}");
        assert!(!error["expected"].as_str().unwrap_or_default().is_empty(), "{shown}: {error}");
        assert_eq!(ran.errors.lines().count(), 1, "{ran:?}");
        assert!(ran.errors.contains(code) && ran.errors.contains(key.unwrap_or("–")), "{shown}: {ran:?}");
    }
}

#[test]
fn facts_that_cannot_both_be_are_a_contradiction() {
    let input = with_facts(r#"{"birth_date":"2000-01-01","graduated_on":"1999-07-01"}"#);
    let ran = run_with(["decide"], &input);
    assert_eq!((ran.status, &ran.json()["error"]["code"]), (Some(2), &json!("contradiction")), "{ran:?}");
}

#[test]
fn a_long_value_is_cut_in_the_error() {
    let input = with_facts(&format!(r#"{{"sex":"{}"}}"#, "x".repeat(100_000)));
    let ran = run_with(["decide"], &input);
    assert_eq!(ran.status, Some(2));
    assert!(ran.output.len() < 1_000 && ran.errors.len() < 1_000, "{} bytes", ran.output.len());
}

#[test]
fn depth_does_not_overflow() {
    let deep = "[".repeat(200_000);
    let ran = run_with(["decide"], with_facts(&format!(r#"{{"sex":{deep}}}"#)).as_slice());
    assert_eq!(
        (ran.status, &ran.json()["error"]["code"]),
        (Some(2), &json!("malformed")),
        "{:?}",
        ran.status
    );
}

#[test]
fn what_is_wrong_with_the_command_itself_is_said() {
    for (words, told) in [
        (vec!["decide", "no-such-file.json"], "no-such-file.json"),
        (vec!["decide", "--known-on", "2021-02-29"], "2021-02-29"),
        (vec!["decide", "--policies", "no-such-folder"], "no-such-folder"),
        (vec!["decide", "--with", "no-such-overlay.md"], "no-such-overlay.md"),
        (vec!["decide", "--explain", "fr"], "fr"),
    ] {
        let ran = run(&words);
        assert!(ran.status.is_some_and(|status| status > 0), "{words:?}: {ran:?}");
        assert!(ran.errors.contains(told), "{words:?}: {ran:?}");
        assert_eq!(ran.output, "", "{words:?}");
    }
}
