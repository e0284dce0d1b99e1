//! Purity: time, ids, randomness, files and the environment are handed in to the rooms that carry the rules.

use super::architecture::{LEGAL_FIGURES, PAGE, Plan};
use super::{Finding, code};
use crate::tree::Tree;

/// Words of the classes that a room's row forbids it.
pub fn check(tree: &Tree, plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files().iter().filter(|file| file.is_rust()) {
        let Some((name, room)) = file.room().and_then(|room| Some((room, plan.rooms.get(room)?))) else {
            continue;
        };
        let classes = room.never_says.iter().filter(|class| *class != LEGAL_FIGURES);
        let words: Vec<(&String, &String)> = classes
            .flat_map(|class| plan.words.get(class).into_iter().flatten().map(move |word| (class, word)))
            .collect();
        for (line, text) in code::lines(&file.text) {
            for (class, word) in &words {
                if code::says(text, word) || imports(text, word) {
                    let what =
                        format!("`{name}` says `{word}` ({class}): it is handed in, or kept out ({PAGE})");
                    findings.push(Finding::new(&file.path, line, what));
                }
            }
        }
    }
    findings
}

/// `use std::{env, fs};` says `std::env` too.
fn imports(code: &str, word: &str) -> bool {
    let Some((module, item)) = word.rsplit_once("::").filter(|(_, item)| !item.is_empty()) else {
        return false;
    };
    let group = code.split_once(&format!("use {module}::{{")).map(|(_, group)| group);
    group.is_some_and(|group| code::says(group, item))
}

#[cfg(test)]
mod tests {
    use super::imports;

    #[test]
    fn a_grouped_import_is_seen() {
        assert!(imports("use std::{collections::BTreeMap, env};", "std::env"));
        assert!(!imports("use std::{collections::BTreeMap, error};", "std::env"));
    }
}
