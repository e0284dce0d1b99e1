//! Promises: a page that says what shows it names tests that are there. Looked at are the pages in `PAGES`: every name of
//! a test between back-ticks behind “Shown by” or in the last column is a function of a test, a file, or, as `file#id`,
//! an example in a file.

use super::Finding;
use crate::tree::Tree;

/// The pages that promise.
const PAGES: [&str; 3] = ["docs/LOGGING.md", "docs/obligations.md", "docs/threat-model.md"];
const MARK: &str = "Shown by ";
/// A shorter name in back-ticks is a command or a type.
const NAME_CHARS_MIN: usize = 20;

/// Tests that are named and not there, and pages that name none.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for page in PAGES.iter().filter_map(|path| tree.file(path)) {
        let mut named = 0;
        for (index, line) in page.text.lines().enumerate() {
            for name in names(line) {
                named += 1;
                if !is_there(tree, name) {
                    let what = format!("names the test `{name}`, which is not there");
                    findings.push(Finding::new(&page.path, index + 1, what));
                }
            }
        }
        if named == 0 {
            findings.push(Finding::new(&page.path, 0, "names no test of what it promises"));
        }
    }
    findings
}

/// The tests that a line names: in a row of a table the last cell's, else what stands behind the mark.
fn names(line: &str) -> Vec<&str> {
    let part = match line.strip_suffix('|').and_then(|row| row.rsplit_once('|')) {
        Some((_, cell)) => cell,
        None => line.split_once(MARK).map_or("", |(_, rest)| rest),
    };
    let quoted = part.split('`').skip(1).step_by(2);
    quoted.filter(|name| name.contains('/') || (name.len() >= NAME_CHARS_MIN && is_name(name))).collect()
}

fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn is_there(tree: &Tree, name: &str) -> bool {
    if let Some((path, id)) = name.split_once('#') {
        return tree.file(path).is_some_and(|file| file.text.contains(&format!("id = \"{id}\"\n")));
    }
    if name.contains('/') {
        return tree.file(name).is_some();
    }
    let head = format!("fn {name}(");
    tree.files().iter().any(|file| file.is_rust() && file.text.contains(&head))
}

#[cfg(test)]
mod tests {
    use super::{check, names};
    use crate::tree::{File, Tree};

    fn tree(page: &str) -> Tree {
        let file = |path: &str, text: &str| File { path: path.to_owned(), text: text.to_owned() };
        Tree::from_files(vec![
            file("docs/LOGGING.md", page),
            file("crates/a/tests/b.rs", "async fn nothing_personal_is_in_it_ever() {"),
        ])
    }

    #[test]
    fn only_names_behind_the_mark_or_in_the_last_cell_are_tests() {
        assert_eq!(
            names("`a_long_name_that_is_no_promise`. Shown by `nothing_personal_is_in_it_ever`"),
            ["nothing_personal_is_in_it_ever"]
        );
        assert_eq!(
            names("| `some_other_long_name_of_a_type` | `tests/x.mjs` and `make fuzz` |"),
            ["tests/x.mjs"]
        );
    }

    #[test]
    fn an_example_is_named_with_its_file() {
        let mut files =
            vec![File { path: "s/x.toml".to_owned(), text: "id = \"ma\"\nid = \"mab\"\n".to_owned() }];
        let text = "| 1 | `s/x.toml#ma` |\n| 2 | `s/x.toml#m` |\n".to_owned();
        files.push(File { path: "docs/obligations.md".to_owned(), text });
        let found = check(&Tree::from_files(files));
        assert_eq!((found.len(), found[0].line), (1, 2));
    }

    #[test]
    fn a_test_that_is_gone_is_found() {
        assert_eq!(check(&tree("Held. Shown by `nothing_personal_is_in_it_ever`")), []);
        let found = check(&tree("Held.\nShown by `nothing_personal_was_in_it_ever`"));
        assert_eq!((found.len(), found[0].line), (1, 2));
        assert_eq!(check(&tree("Held."))[0].what, "names no test of what it promises");
    }
}
