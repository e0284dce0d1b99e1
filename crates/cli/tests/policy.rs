//! `linghuo policy …` as policy officers run it, with overlays and without.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn linghuo(verb: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linghuo"));
    command.arg("policy").arg(verb).arg("--policies").arg(root("policies")).args(arguments);
    command.output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn overlays() -> Vec<String> {
    let folder = std::fs::read_dir(root("policies/overlays")).expect("overlays");
    let mut files: Vec<String> =
        folder.map(|entry| entry.expect("entry").path().to_string_lossy().into_owned()).collect();
    files.sort();
    files
}

#[test]
fn every_overlay_is_sound_and_its_examples_hold() {
    let files = overlays();
    assert!(files.len() >= 5, "{files:?}");
    for file in &files {
        for verb in ["check", "test"] {
            let output = linghuo(verb, &["--with", file]);
            assert!(
                output.status.success(),
                "{verb} {file}: {}{}",
                text(&output.stdout),
                text(&output.stderr)
            );
        }
    }
    // All at once: the examples of each hold for what is laid on up to it.
    let all: Vec<&str> = files.iter().flat_map(|file| ["--with", file.as_str()]).collect();
    let output = linghuo("test", &all);
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn an_overlay_whose_example_is_wrong_fails() {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("miyun.md");
    let whole = std::fs::read_to_string(root("policies/overlays/miyun-pilot-2021.md")).expect("overlay");
    let right = "| 2022-02-28 | 密云区     | 农业户籍 | 是                   | 个体经营 | 是 ";
    assert_eq!(whole.matches(right).count(), 1);
    std::fs::write(&file, whole.replacen(right, &right.replace("个体经营 | 是", "个体经营 | 否"), 1))
        .expect("written");
    let output = linghuo("test", &["--with", &file.to_string_lossy()]);
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("E0401"), "{}", text(&output.stderr));
}

#[test]
fn an_open_doubt_keeps_a_policy_from_publication_and_an_accepted_one_does_not() {
    let output = linghuo("check", &["--publish"]);
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("P0101"), "{}", text(&output.stderr));
    assert!(linghuo("check", &[]).status.success());

    let folder = tempfile::tempdir().expect("folder");
    for entry in std::fs::read_dir(root("policies")).expect("policies") {
        let path = entry.expect("entry").path();
        if path.is_file() {
            let mut whole = std::fs::read_to_string(&path).expect("text");
            let owner = "答复单位：市人力资源和社会保障局。";
            whole =
                whole.replace(owner, &format!("{owner}状态：已接受，市人力资源和社会保障局，2020-10-01。"));
            std::fs::write(folder.path().join(path.file_name().expect("name")), whole).expect("written");
        }
    }
    let output = Command::new(env!("CARGO_BIN_EXE_linghuo"))
        .args(["policy", "check", "--publish", "--policies"])
        .arg(folder.path())
        .output()
        .expect("it ends");
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn bounds_that_were_published_late_are_settled_again_for_whom_they_touch() {
    let people = root("tests/data/resettle-people.ndjson");
    let days = ["--from", "2025-09-17", "--to", "2025-09-18", "--json", "--population"];
    let output = linghuo("resettle", &[&days[..], &[&people.to_string_lossy()]].concat());
    assert!(output.status.success(), "{}", text(&output.stderr));
    let lines: Vec<serde_json::Value> =
        text(&output.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let news: Vec<_> = lines.iter().filter(|line| line["news"].is_object()).collect();
    assert_eq!(news.len(), 2);
    assert!(
        news.iter()
            .all(|line| line["news"]["published"] == "2025-09-18" && line["news"]["from"] == "2025-07-01")
    );
    let premium = |id: &str| -> Vec<_> {
        let of = |line: &&serde_json::Value| line["id"] == id && line["field"] == "monthly_premium_fen";
        lines
            .iter()
            .filter(of)
            .map(|line| (line["as_of"].as_str(), line["old"].clone(), line["new"].clone()))
            .collect()
    };
    let (none, due) = (serde_json::Value::Null, serde_json::json!(7_162));
    assert_eq!(
        premium("a"),
        [
            (Some("2025-07-15"), none.clone(), due.clone()),
            (Some("2025-08-15"), none.clone(), due.clone()),
            (Some("2025-09-15"), none, due),
        ]
    );
    assert_eq!(premium("b"), [], "the base is below the new bound: no amount before, none now");
    assert!(lines.iter().all(|line| line["id"] != "c"), "nothing is otherwise for an employee");
    let line = lines.iter().find(|line| line["id"] == "a").expect("line");
    assert_eq!(line["provision"]["article"], 6);
    assert_eq!(line["sources"][0], "京人社发〔2025〕11号");
    let total = lines.iter().find(|line| line["total"]["field"] == "monthly_premium_fen").expect("total");
    assert_eq!((&total["total"]["count"], &total["total"]["settled_fen"]), (&3.into(), &"21486".into()));
}

#[test]
fn a_bad_line_of_the_population_names_its_place_and_fault() {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("people.ndjson");
    std::fs::write(&file, "{\"as_of\":\"2025-07-15\",\"through\":\"2025-06-15\",\"facts\":{}}\n")
        .expect("written");
    let days = ["--from", "2025-09-17", "--to", "2025-09-18", "--population"];
    let output = linghuo("resettle", &[&days[..], &[&file.to_string_lossy()]].concat());
    assert!(!output.status.success());
    let said = text(&output.stderr);
    assert!(said.contains("line 1") && said.contains("through"), "{said}");
    let output = linghuo("resettle", &["--from", "2025-09-18", "--to", "2025-09-18"]);
    assert!(!output.status.success());
}
