//! Headers: every Rust file opens with `//!`, so that whoever opens it knows where they are.

use super::Finding;
use crate::tree::Tree;

/// Rust files that begin with something else.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let silent = |text: &str| !text.trim_start_matches('\u{feff}').starts_with("//! ");
    let rust = tree.files().iter().filter(|file| file.is_rust());
    rust.filter(|file| silent(&file.text))
        .map(|file| {
            Finding::new(&file.path, 1, "opens without `//! `: what it is, what it leans on, its invariant")
        })
        .collect()
}
