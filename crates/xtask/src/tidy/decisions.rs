//! Decision records: `docs/decisions/NNN-name.md`, numbered from 001 without a gap, each with a title.

use super::Finding;
use crate::tree::Tree;

const FOLDER: &str = "docs/decisions/";

/// Records without a number, with a number that is taken or skipped, or without a title.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut expected = 1;
    let records =
        tree.under(FOLDER).filter(|file| file.has_extension("md") && !file.path.ends_with("/README.md"));
    for file in records {
        let name = &file.path[FOLDER.len()..];
        let number: Option<u32> = name
            .split_once('-')
            .filter(|(digits, _)| digits.len() == 3)
            .and_then(|(digits, _)| digits.parse().ok());
        match number {
            None => findings.push(Finding::new(
                &file.path,
                0,
                "a decision record is named NNN-what.md, as 001-store.md",
            )),
            Some(number) if number != expected => {
                let what = format!(
                    "has number {number:03}, expected {expected:03}: numbers are taken once and in order"
                );
                findings.push(Finding::new(&file.path, 0, what));
                expected = number + 1;
            }
            Some(_) => expected += 1,
        }
        if !file.text.starts_with("# ") {
            findings.push(Finding::new(&file.path, 1, "a decision record opens with its title (`# …`)"));
        }
    }
    findings
}
