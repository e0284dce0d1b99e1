//! `policy check | test | fmt | coverage` on a sound folder and on broken ones: exit status and message.

use std::fs;
use std::path::Path;

use crate::binary::{Ran, run};

const MEASURES: &str = "beijing-flexible-employment-2020.md";

/// A copy of the policies with one text of a file replaced by another.
struct Folder(tempfile::TempDir);

impl Folder {
    fn copy() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies"), folder.0.path());
        folder
    }

    fn with(file: &str, right: &str, wrong: &str) -> Self {
        let folder = Self::copy();
        let text = folder.read(file);
        assert!(text.contains(right), "{file} has no {right:?}");
        fs::write(folder.0.path().join(file), text.replacen(right, wrong, 1)).unwrap();
        folder
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.0.path().join(file)).unwrap()
    }

    fn policy(&self, words: &[&str]) -> Ran {
        let path = self.0.path().to_string_lossy().into_owned();
        run(["policy"].iter().chain(words).copied().chain(["--policies", &path]))
    }
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            fs::create_dir(&to).unwrap();
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

#[test]
fn a_sound_folder_passes_all_four() {
    let folder = Folder::copy();
    for words in [&["check"][..], &["test"], &["coverage"], &["fmt", "--check"]] {
        let ran = folder.policy(words);
        assert_eq!((ran.status, ran.errors.as_str()), (Some(0), ""), "{words:?}: {ran:?}");
    }
    let check = folder.policy(&["check"]).output;
    assert!(check.contains("0 errors, 0 warnings") && check.contains("sha256:"), "{check}");
    assert!(folder.policy(&["test"]).output.contains("0 findings"));
    assert!(folder.policy(&["coverage"]).output.contains("0 unaccounted for"));
}

#[test]
fn an_error_in_a_rule_stops_everything_that_needs_the_policy() {
    let folder =
        Folder::with(MEASURES, "认定 属于灵活就业人员 (flexible_worker)：", "认定 属于灵活就业人员：");
    for words in [&["check"][..], &["test"], &["coverage"]] {
        let ran = folder.policy(words);
        assert_eq!(ran.status, Some(1), "{words:?}: {ran:?}");
        assert!(
            ran.errors.contains("E0110") && ran.errors.contains("这里应当写明名称和标识"),
            "{words:?}: {ran:?}"
        );
        assert!(ran.errors.contains(&format!("{MEASURES}:")), "the place is named: {}", ran.errors);
    }
    assert!(folder.policy(&["check"]).output.contains("errors"));
}

#[test]
fn an_example_that_does_not_come_out_is_shown() {
    let folder = Folder::with(MEASURES, "40.01", "40.02");
    assert_eq!(folder.policy(&["check"]).status, Some(0), "it is a policy");
    let ran = folder.policy(&["test"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(ran.errors.contains("40.01") || ran.errors.contains("40.02"), "{}", ran.errors);
    assert!(!ran.output.contains(" 0 findings"), "{}", ran.output);
}

#[test]
fn a_sentence_nobody_carries_is_a_hole() {
    let folder = Folder::with(MEASURES, "第一款第一句：由服务 S14 承办（计划）。\n", "");
    let ran = folder.policy(&["coverage"]);
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert!(
        ran.output.contains("UNACCOUNTED FOR") && ran.output.contains("1 unaccounted for"),
        "{}",
        ran.output
    );
}

#[test]
fn what_is_not_laid_out_is_named_and_then_laid_out() {
    let sound = Folder::copy().read(MEASURES);
    let table = sound.lines().find(|line| line.starts_with("| ") && line.contains("  |")).unwrap();
    let folder = Folder::with(MEASURES, table, &table.replace("  |", " |"));
    let ran = folder.policy(&["fmt", "--check"]);
    assert_eq!((ran.status, ran.output.contains(MEASURES)), (Some(1), true), "{ran:?}");
    let ran = folder.policy(&["fmt"]);
    assert_eq!((ran.status, ran.output.trim()), (Some(0), MEASURES), "{ran:?}");
    assert_eq!(folder.read(MEASURES), sound);
    assert_eq!(folder.policy(&["fmt", "--check"]).status, Some(0));
}

#[test]
fn a_folder_that_is_empty_missing_or_no_text_is_refused() {
    let empty = Folder(tempfile::tempdir().unwrap());
    let ran = empty.policy(&["check"]);
    assert!(ran.status == Some(1) && ran.errors.contains("no policy files here"), "{ran:?}");
    let ran = run(["policy", "check", "--policies", "no-such-folder"]);
    assert!(ran.status == Some(1) && ran.errors.contains("no-such-folder"), "{ran:?}");
    fs::write(empty.0.path().join("a.md"), b"\xff\xfe").unwrap();
    let ran = empty.policy(&["check"]);
    assert!(ran.status == Some(1) && ran.errors.contains("a.md"), "{ran:?}");
}
