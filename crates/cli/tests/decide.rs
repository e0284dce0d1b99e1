//! The command line of the decision contract, as its users run it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const SUN: &str = r#"{"as_of":"2021-01-01","facts":{"hukou_region":"110117","hukou_kind":"agricultural","employment_difficulty":true,"employment_form":"part_time"}}"#;
const MA: &str = r#"{"as_of":"2021-03-15","facts":{"insured_region":"110108","employment_form":"self_employed","archive_entrusted":true,"contribution_base_fen":400050}}"#;

fn policies() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies")
}

fn linghuo(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_linghuo"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    child.stdin.take().expect("input").write_all(input).expect("written");
    child.wait_with_output().expect("it ends")
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).expect("JSON on standard output")
}

#[test]
fn a_single_decision_ends_well() {
    let output = linghuo(&["decide", "-", "--only", "unemployment_contribution"], MA.as_bytes());
    assert_eq!(output.status.code(), Some(0));
    let outcome = &json(&output)["outcomes"]["unemployment_contribution"];
    assert_eq!(outcome["status"], "yes");
    assert_eq!(outcome["monthly_premium_fen"], 4001);
    assert_eq!(json(&output)["outcomes"].as_object().map(serde_json::Map::len), Some(1));
}

#[test]
fn a_single_bad_input_prints_its_error_on_both_sides() {
    let output = linghuo(&["decide"], br#"{"as_of":"2021-02-29","facts":{}}"#);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(json(&output)["error"]["code"], "bad_date");
    assert_eq!(json(&output)["error"]["key"], "as_of");
    let readable = String::from_utf8(output.stderr).expect("text");
    assert_eq!(readable.lines().count(), 1, "{readable}");
    assert!(readable.contains("as_of"), "{readable}");
}

#[test]
fn lines_are_answered_in_their_places() {
    let input = [MA, "", "{", r#"{"as_of":"2021-01-01","facts":{"sex":"x"}}"#, SUN].join("\n");
    let output = linghuo(&["decide", "--ndjson", "-", "--no-because"], input.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let lines: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .expect("text")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let codes: Vec<_> = lines.iter().map(|line| line["error"]["code"].as_str()).collect();
    assert_eq!(codes, [None, Some("malformed"), Some("malformed"), Some("unknown_value"), None]);
    assert!(lines[0]["outcomes"]["flexible_worker"]["because"].is_null());
}

#[test]
fn all_good_lines_end_with_status_nought() {
    let output = linghuo(&["decide", "--ndjson"], format!("{MA}\n{SUN}\n").as_bytes());
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_figure_changed_in_the_folder_changes_the_answer_without_a_build() {
    let folder = tempfile::tempdir().expect("folder");
    for entry in fs::read_dir(policies()).expect("policies") {
        let path = entry.expect("entry").path();
        if path.is_file() {
            let name = path.file_name().expect("name");
            let text = fs::read_to_string(&path).expect("text").replace("| 1%   |", "| 2%   |");
            fs::write(folder.path().join(name), text).expect("written");
        }
    }
    let changed = folder.path().to_string_lossy();
    let output = linghuo(&["decide", "--policies", &changed, "--no-because"], MA.as_bytes());
    let built_in = linghuo(&["decide", "--no-because"], MA.as_bytes());
    assert_eq!(json(&output)["outcomes"]["unemployment_contribution"]["monthly_premium_fen"], 8001);
    assert_ne!(json(&output)["policy"]["version"], json(&built_in)["policy"]["version"]);
}

#[test]
fn the_folder_on_disk_is_the_one_built_in() {
    let folder = policies();
    let output = linghuo(&["decide", "--policies", &folder.to_string_lossy()], MA.as_bytes());
    assert_eq!(output.stdout, linghuo(&["decide"], MA.as_bytes()).stdout);
}

#[test]
fn an_overlay_is_laid_on_and_named() {
    let overlay = policies().join("overlays/pinggu-pilot-2021.md");
    let overlay = overlay.to_string_lossy();
    let only = ["--only", "pilot_subsidy", "--no-because"];
    let status = |arguments: &[&str], input: &str| {
        let output = linghuo(&[&["decide", "-"], &only[..], arguments].concat(), input.as_bytes());
        json(&output)["outcomes"]["pilot_subsidy"]["status"].clone()
    };
    assert_eq!(status(&[], SUN), "no");
    assert_eq!(status(&["--with", &overlay], SUN), "yes");
    assert_eq!(status(&["--with", &overlay], &SUN.replace("2021-01-01", "2020-12-31")), "no");
    assert_eq!(status(&["--with", &overlay, "--known-on", "2020-12-19"], SUN), "no");
    let output = linghuo(&["decide", "--with", &overlay], SUN.as_bytes());
    let instruments = &json(&output)["policy"]["instruments"];
    assert_eq!(instruments[1]["id"], "pinggu-pilot-2021");
}

#[test]
fn what_was_not_yet_published_was_not_known() {
    let input = MA.replace("2021-03-15", "2025-08-01");
    let fields = |arguments: &[&str]| {
        let output = linghuo(&[&["decide", "-", "--no-because"], arguments].concat(), input.as_bytes());
        json(&output)["outcomes"]["unemployment_contribution"].clone()
    };
    assert_eq!(fields(&[])["base_min_fen"], 716_200);
    let then = fields(&["--known-on", "2025-08-01"]);
    assert_eq!(then["status"], "yes");
    assert!(then["base_min_fen"].is_null());
}

#[test]
fn prose_comes_in_both_languages() {
    for (language, words) in [("zh", "月缴费额：40.01 元"), ("en", "monthly premium: 40.01 yuan")] {
        let output = linghuo(&["decide", "--explain", language], MA.as_bytes());
        let text = String::from_utf8(output.stdout).expect("text");
        assert!(text.contains(words), "{text}");
    }
}

#[test]
fn an_outcome_that_does_not_exist_is_named() {
    let output = linghuo(&["decide", "--only", "holiday"], MA.as_bytes());
    assert_ne!(output.status.code(), Some(0));
    assert!(String::from_utf8(output.stderr).expect("text").contains("holiday"));
}
