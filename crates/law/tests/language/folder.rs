//! Folders of the repository as bundles, and what the tests of the language do with them.

use law::example::{self, Report};
use law::{Bundle, Diagnostic, Policy};
use std::path::{Path, PathBuf};

/// The base instrument.
pub const BASE: &str = "beijing-flexible-employment-2020.md";

/// A path from the root of the repository.
pub fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// A text of the repository.
pub fn text(path: &str) -> String {
    std::fs::read_to_string(root(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files of a folder with one of these extensions, by name.
pub fn files(folder: &str, extensions: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root(folder)).unwrap_or_else(|error| panic!("{folder}: {error}")) {
        let path = entry.expect("entry").path();
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        if path.is_file() && extensions.contains(&extension) {
            let name = path.file_name().expect("name").to_string_lossy().into_owned();
            found.push((name, std::fs::read_to_string(&path).expect("text")));
        }
    }
    found.sort();
    found
}

/// The policy folder as it stands.
pub fn bundle() -> Bundle {
    Bundle::new(files("policies", &["md", "toml"]))
}

/// The policy, without any finding.
pub fn policy() -> Policy {
    let (policy, findings) = Policy::load(bundle());
    assert_eq!(findings, [], "the policies are clean");
    policy.expect("policy")
}

/// The folder with `right` replaced by `wrong`, once, in one file; an overlay is laid on for it.
pub fn planted(bundle: &Bundle, file: &str, right: &str, wrong: &str) -> Bundle {
    let mut changed = bundle.clone();
    if let Some(overlay) = file.strip_prefix("with/") {
        changed.insert(file, &text(&format!("policies/overlays/{overlay}")));
    }
    let text = changed.get(file).unwrap_or_else(|| panic!("no file {file}")).to_owned();
    // A row stands where it stands however wide its table is.
    let (text, right) =
        if right.contains("| ") { (narrow(&text), narrow(right)) } else { (text, right.to_owned()) };
    assert_eq!(text.matches(&right).count(), 1, "stands once in {file}: {right}");
    changed.insert(file, &text.replacen(&right, &narrow(wrong), 1));
    changed
}

/// The text with the cells of its tables as narrow as they can be.
pub fn narrow(text: &str) -> String {
    let row = |line: &str| {
        let mut line = line.to_owned();
        while line.starts_with('|') && line.contains("  ") {
            line = line.replace("  ", " ");
        }
        line
    };
    text.split('\n').map(row).collect::<Vec<_>>().join("\n")
}

/// All findings of a folder: of the checker, and where it has none that is an error, of the examples.
pub fn findings(bundle: &Bundle) -> (Vec<Diagnostic>, Option<Report>) {
    let (policy, mut findings) = Policy::load(bundle.clone());
    let report = policy.map(|policy| example::run(&policy));
    findings.extend(report.iter().flat_map(|report| report.findings.clone()));
    (findings, report)
}
