//! `linghuo policy diff` as its users run it: what it says, and how it ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn diff(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_linghuo"))
        .args(["policy", "diff"])
        .args(arguments)
        .output()
        .expect("the binary ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).expect("JSON on standard output")
}

/// The policies with one text replaced.
fn changed(right: &str, wrong: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    for entry in fs::read_dir(root("policies")).expect("policies") {
        let path = entry.expect("entry").path();
        if path.is_file() {
            let words = fs::read_to_string(&path).expect("text").replace(right, wrong);
            fs::write(folder.path().join(path.file_name().expect("name")), words).expect("written");
        }
    }
    folder
}

fn policies() -> String {
    root("policies").display().to_string()
}

#[test]
fn a_folder_is_equal_to_itself() {
    let output = diff(&[&policies(), &policies()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.contains("含义相同（已证明）") && said.contains("文字相同"), "{said}");
    let output = diff(&[&policies(), &policies(), "--explain", "en"]);
    assert!(text(&output.stdout).starts_with("Equal in meaning, proven"), "{}", text(&output.stdout));
}

#[test]
fn one_word_gives_its_case_its_person_and_its_place() {
    // What is written is put on disk by its parts: only files of the top are policy.
    let folder = changed(
        "毕业离校之日起 2 年内；〔口径：离校 2 年内〕",
        "毕业离校之日起 3 年内；〔口径：离校 2 年内〕",
    );
    let after = folder.path().display().to_string();
    let services = root("services").display().to_string();
    let output = diff(&[&policies(), &after, "--services", &services]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    for part in [
        "给予灵活就业社会保险补贴",
        "毕业离校日期后 2 年早于首次就业日期",
        "改前：否；改后：是",
        "起 [-2-]{+3+} 年内",
        "flex-registration",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let value = json(&diff(&[&policies(), &after, "--json"]));
    let differs = |of: &&serde_json::Value| of["verdict"] == "differs";
    let conclusions = value["meaning"]["conclusions"].as_array().expect("list");
    let differing: Vec<_> = conclusions.iter().filter(differs).collect();
    assert_eq!(differing.len(), 1);
    // The person is an input as `decide` takes it, and is decided so.
    let case = &differing[0]["cases"][0];
    assert_eq!(case["change"], "gain");
    for (policies, status) in [(policies(), "no"), (after, "yes")] {
        let file = folder.path().join("person.json");
        fs::write(&file, case["example"]["input"].to_string()).expect("written");
        let decided = Command::new(env!("CARGO_BIN_EXE_linghuo"))
            .args(["decide", &file.display().to_string(), "--policies", &policies, "--no-because"])
            .output()
            .expect("decided");
        assert_eq!(json(&decided)["outcomes"]["graduate_subsidy"]["status"], status);
    }
}

#[test]
fn other_words_of_one_meaning_differ_only_in_words() {
    let folder = changed("不早于 2020 年 1 月 1 日", "晚于 2019 年 12 月 31 日");
    let after = folder.path().display().to_string();
    assert_eq!(diff(&[&policies(), &after]).status.code(), Some(1));
    let output = diff(&[&policies(), &after, "--meaning", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(json(&output)["meaning"]["equal"], true);
    assert_eq!(json(&output)["text"]["equal"], false);
}

#[test]
fn an_overlay_is_laid_on_one_side_or_on_both() {
    let overlay = root("policies/overlays/pinggu-pilot-2021.md").display().to_string();
    let output = diff(&[&policies(), &policies(), "--with-b", &overlay, "--json"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let value = json(&output);
    let gains: Vec<&str> = value["meaning"]["conclusions"]
        .as_array()
        .expect("list")
        .iter()
        .filter(|of| of["verdict"] == "differs")
        .filter_map(|of| of["id"].as_str())
        .collect();
    assert_eq!(gains, ["pilot_subsidy"]);
    let back = json(&diff(&[&policies(), &policies(), "--with-a", &overlay, "--json"]));
    assert!(back["meaning"].to_string().contains("\"loss\""));
    assert_eq!(diff(&[&policies(), &policies(), "--with", &overlay]).status.code(), Some(0));
}

#[test]
fn a_population_is_counted() {
    let folder = changed("（三）已进行登记注册。", "（三）户籍所在地在本市。");
    let after = folder.path().display().to_string();
    let file = folder.path().join("people.ndjson");
    let person = |facts: &str| format!("{{\"as_of\":\"2021-03-15\",\"facts\":{{{facts}}}}}\n");
    let loan = r#""hukou_region":"110117","employment_form":"self_employed""#;
    let lines = [
        person(&format!(r#"{loan},"business_registered":false"#)),
        person(&format!(r#"{loan},"business_registered":true"#)),
        person(loan),
        person(r#""hukou_region":"no""#),
    ];
    fs::write(&file, lines.concat()).expect("written");
    let output = diff(&[&policies(), &after, "--json", "--population", &file.display().to_string()]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let population = &json(&output)["population"];
    assert_eq!((&population["persons"], &population["differ"]), (&4.into(), &2.into()));
    assert_eq!(population["refused"]["after"], 1);
    // Two gain it: one had a no, one an unknown.
    assert_eq!(population["conclusions"]["startup_loan"]["gains"], 2);
    assert_eq!(population["conclusions"]["flexible_worker"]["differ"], 0);
}

#[test]
fn an_error_ends_with_two() {
    let broken = changed("户籍所在地在本市", "户籍所在地在外星");
    let broken = broken.path().display().to_string();
    for arguments in [
        vec![policies(), broken],
        vec![policies(), "no/such/folder".to_owned()],
        vec![policies(), policies(), "--with-b".to_owned(), "no/such/file.md".to_owned()],
        vec![policies(), policies(), "--population".to_owned(), "no/such/file.ndjson".to_owned()],
        vec![policies()],
    ] {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let output = diff(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty(), "{arguments:?}");
    }
}
