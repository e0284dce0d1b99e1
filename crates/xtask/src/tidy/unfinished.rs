//! Unfinished work: what is not done is an issue, not a mark in the source; a test that is switched off tests nothing.

use super::Finding;
use crate::tree::Tree;

// In two parts each, so that this file does not find itself.
const MARKS: [&str; 5] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("to", "do!("),
    concat!("unimplemen", "ted!("),
    concat!("#[ig", "nore"),
];

/// Marks of unfinished work in Rust sources and scripts.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let sources = tree.files().iter().filter(|file| file.is_rust() || file.path.starts_with("scripts/"));
    for file in sources {
        for (index, line) in file.text.lines().enumerate() {
            // A child process of other tests is a test by form alone.
            if line.contains("\"started as a child by ") {
                continue;
            }
            if let Some(mark) = MARKS.iter().find(|mark| line.contains(**mark)) {
                findings.push(Finding::new(
                    &file.path,
                    index + 1,
                    format!("`{mark}`: finish it, or open an issue"),
                ));
            }
        }
    }
    findings
}
