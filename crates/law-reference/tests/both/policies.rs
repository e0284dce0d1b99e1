//! The policies of the repository with random people: the law itself, the law under its overlay, and the pages of the
//! specification.

use crate::pair::Pair;
use law_reference::generate::Draw;
use law_reference::generate::input::Source;
use std::path::Path;

/// People for whom the law is run; an eighth for each of the tests that run beside each other.
const PEOPLE: usize = 5_000;
const EFFORT_MAX: usize = 100;

/// A file of the repository.
pub fn text(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The names of the files of a folder with an extension.
pub fn names(folder: &str, extension: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(extension))
        .collect();
    names.sort();
    names
}

/// The law of the folder.
pub fn law() -> Vec<(String, String)> {
    let files = [names("policies", ".md"), names("policies", ".toml")].concat();
    let files = files.into_iter().map(|name| (name.clone(), text(&format!("policies/{name}"))));
    files.chain(calendars()).collect()
}

/// The working days.
fn calendars() -> Vec<(String, String)> {
    let years = names("policies/calendars", ".toml").into_iter().map(|name| format!("calendars/{name}"));
    years.map(|name| (name.clone(), text(&format!("policies/{name}")))).collect()
}

fn same_for(files: &[(String, String)], people: usize, seed: u64) {
    let pair = Pair::load(files).unwrap_or_else(|fault| panic!("{fault}"));
    let source = Source::new(&pair.program);
    let mut draw = Draw::new(seed);
    for _ in 0..people {
        let (written, input) = source.draw(&mut draw, EFFORT_MAX);
        if let Some(difference) = pair.differs(&written, &source.answerer().answer(&input)) {
            panic!("{} known on {:?}\n{difference}", written.json, written.known_on);
        }
    }
}

#[test]
fn the_law_means_the_same_to_both_1() {
    same_for(&law(), PEOPLE / 8, 1);
}

#[test]
fn the_law_means_the_same_to_both_2() {
    same_for(&law(), PEOPLE / 8, 2);
}

#[test]
fn the_law_means_the_same_to_both_3() {
    same_for(&law(), PEOPLE / 8, 3);
}

#[test]
fn the_law_means_the_same_to_both_4() {
    same_for(&law(), PEOPLE / 8, 4);
}

#[test]
fn the_law_means_the_same_to_both_5() {
    same_for(&law(), PEOPLE / 8, 5);
}

#[test]
fn the_law_means_the_same_to_both_6() {
    same_for(&law(), PEOPLE / 8, 6);
}

fn under_its_overlay(seed: u64) {
    let mut files = law();
    files.push(("with/00-pinggu.md".to_owned(), text("policies/overlays/pinggu-pilot-2021.md")));
    same_for(&files, PEOPLE / 8, seed);
}

#[test]
fn the_law_means_the_same_to_both_under_its_overlay_1() {
    under_its_overlay(7);
}

#[test]
fn the_law_means_the_same_to_both_under_its_overlay_2() {
    under_its_overlay(8);
}

/// The facts of the others.
const NOT_HERE: [&str; 1] = ["facts.md"];

#[test]
fn the_specification_means_the_same_to_both() {
    for (name, files) in specification() {
        println!("{name}");
        same_for(&files, 400, 5);
    }
}

/// The pages of the specification, each a policy folder.
pub fn specification() -> Vec<(String, Vec<(String, String)>)> {
    const FOLDER: &str = "crates/law/tests/spec";
    let is_here = |name: &String| !NOT_HERE.contains(&name.as_str());
    let folder = |name: String| {
        let mut files = vec![(name.clone(), text(&format!("{FOLDER}/{name}")))];
        files.extend(
            ["facts.md", "phrases.toml"].map(|name| (name.to_owned(), text(&format!("{FOLDER}/{name}")))),
        );
        files.push(("regions.toml".to_owned(), text("policies/regions.toml")));
        files.extend(calendars());
        (name, files)
    };
    names(FOLDER, ".md").into_iter().filter(is_here).map(folder).collect()
}

/// The files of a folder of the engine's tests, with the catalogue of the specification.
fn layered(base: &str, laid_on: &[&str]) -> Vec<(String, String)> {
    const SPEC: &str = "crates/law/tests/spec";
    let mut files = vec![(base.to_owned(), text(&format!("crates/law/tests/layers/{base}")))];
    files.extend(["facts.md", "phrases.toml"].map(|name| (name.to_owned(), text(&format!("{SPEC}/{name}")))));
    files.push(("regions.toml".to_owned(), text("policies/regions.toml")));
    files.extend(calendars());
    for (at, name) in laid_on.iter().enumerate() {
        files.push((format!("with/{at:02}-{name}"), text(&format!("crates/law/tests/layers/{name}"))));
    }
    files
}

#[test]
fn exceptions_amendments_and_transitions_mean_the_same_to_both() {
    for laid_on in [&[][..], &["amend.md"], &["whole.md"], &["amend.md", "whole.md"]] {
        same_for(&layered("base.md", laid_on), 600, 6);
    }
}

#[test]
fn every_overlay_means_the_same_to_both() {
    for name in names("policies/overlays", ".md") {
        let mut files = law();
        files.push((format!("with/00-{name}"), text(&format!("policies/overlays/{name}"))));
        same_for(&files, 150, 7);
    }
}
