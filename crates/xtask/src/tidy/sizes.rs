//! Sizes: a file over the limit is two concepts. Tests may be long.

use super::Finding;
use crate::tree::{File, Tree};

/// More than this is an error.
pub const LINES_MAX: usize = 600;
/// More than this is worth a thought.
pub const LINES_THINK: usize = 300;

/// Files over the limit.
pub fn check(tree: &Tree) -> Vec<Finding> {
    sources(tree)
        .filter(|(_, lines)| *lines > LINES_MAX)
        .map(|(file, lines)| {
            Finding::new(&file.path, 0, format!("{lines} lines, at most {LINES_MAX}: split it by concept"))
        })
        .collect()
}

/// Files that are not yet over the limit, the longest first.
pub fn long_files(tree: &Tree) -> Vec<(&str, usize)> {
    let mut long: Vec<(&str, usize)> = sources(tree)
        .filter(|(_, lines)| *lines > LINES_THINK)
        .map(|(file, lines)| (file.path.as_str(), lines))
        .collect();
    long.sort_by_key(|(_, lines)| std::cmp::Reverse(*lines));
    long
}

fn sources(tree: &Tree) -> impl Iterator<Item = (&File, usize)> {
    let rust = tree.files().iter().filter(|file| file.is_rust() && !file.is_test());
    rust.map(|file| (file, file.text.lines().count()))
}
