//! The table of what the law asks has each of its rows once, in order, and each says what shows it, or what is open.
//! That the tests are there is looked at by [`super::promises`].

use std::ops::RangeInclusive;

use super::Finding;
use crate::tree::Tree;

/// The table.
const PAGE: &str = "docs/obligations.md";
/// The rows of the acceptance list that the services carry out so far.
const ROWS: [RangeInclusive<u16>; 2] = [1..=32, 37..=60];
/// What begins the words on what is not shown.
const OPEN: &str = "open: ";

/// Rows that are missing, stand twice, or say nothing.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let Some(page) = tree.file(PAGE) else { return Vec::new() };
    let mut findings = Vec::new();
    let mut wanted = ROWS.into_iter().flatten().peekable();
    for (index, line) in page.text.lines().enumerate() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, row, obligation, place, test, _] = cells.as_slice() else { continue };
        let Ok(row) = row.parse::<u16>() else { continue };
        match wanted.next_if_eq(&row) {
            Some(_) => {}
            None => findings.push(Finding::new(PAGE, index + 1, format!("row {row} is not the next one"))),
        }
        let shows = test.contains('`') || test.strip_prefix(OPEN).is_some_and(|open| !open.is_empty());
        if obligation.is_empty() || place.is_empty() || !shows {
            let what = format!("row {row}: expected an obligation, a place, and a test or “{OPEN}…”");
            findings.push(Finding::new(PAGE, index + 1, what));
        }
    }
    if let Some(row) = wanted.next() {
        findings.push(Finding::new(PAGE, 0, format!("row {row} is missing")));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{PAGE, ROWS, check};
    use crate::tree::{File, Tree};

    fn found(change: impl Fn(u16) -> Option<String>) -> Vec<usize> {
        let row = |n| change(n).unwrap_or_else(|| format!("| {n} | duty | `place` | `a_test` |"));
        let text = ROWS.into_iter().flatten().map(row).collect::<Vec<_>>().join("\n");
        let tree = Tree::from_files(vec![File { path: PAGE.to_owned(), text }]);
        check(&tree).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn each_row_stands_once_and_says_what_shows_it() {
        assert_eq!(found(|_| None), [0_usize; 0]);
        let open = |row: u16, cell: &str| (row == 9).then(|| format!("| 9 | duty | – | {cell} |"));
        assert_eq!(found(|row| open(row, "open: no page yet")), [0_usize; 0]);
        assert_eq!(found(|row| open(row, "open: ")), [9]);
        assert_eq!(found(|row| open(row, "soon")), [9]);
        assert_eq!(found(|row| (row == 60).then(String::new)), [0], "a row that is missing");
        let twice = |row| (row == 60).then(|| "| 59 | duty | `place` | `a_test` |".to_owned());
        assert_eq!(found(twice).len(), 2, "one too many, and one missing");
    }
}
