//! Links: a page that names a file of the repository names one that is there.

use super::Finding;
use crate::tree::Tree;

/// Relative links in Markdown whose target is neither a file nor a folder of the tree. Anchors are not looked at.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files().iter().filter(|file| file.has_extension("md")) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut in_fence = false;
        for (index, line) in file.text.lines().enumerate() {
            in_fence ^= line.trim_start().starts_with("```");
            for target in targets(line).filter(|_| !in_fence) {
                let path = target.split('#').next().unwrap_or_default();
                if !path.is_empty() && !is_there(tree, &resolve(folder, path)) {
                    findings.push(Finding::new(
                        &file.path,
                        index + 1,
                        format!("links to `{path}`, which is not there"),
                    ));
                }
            }
        }
    }
    findings
}

/// The targets of `[text](target)` that are not on the web.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    let parts =
        line.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target.trim()));
    parts.filter(|target| {
        !target.contains("://") && !target.starts_with("mailto:") && !target.starts_with('/')
    })
}

/// `docs/language` and `../ARCHITECTURE.md` give `docs/ARCHITECTURE.md`.
fn resolve(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn is_there(tree: &Tree, path: &str) -> bool {
    path.is_empty() || tree.file(path).is_some() || tree.under(&format!("{path}/")).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::{resolve, targets};

    #[test]
    fn only_links_into_the_repository_are_followed() {
        let line = "[a](b.md) ![c](d/e.png) [f](https://example.org) [g](#h)";
        assert_eq!(targets(line).collect::<Vec<_>>(), ["b.md", "d/e.png", "#h"]);
    }

    #[test]
    fn a_target_is_read_from_the_folder_of_its_page() {
        assert_eq!(resolve("docs/decisions", "../ARCHITECTURE.md"), "docs/ARCHITECTURE.md");
        assert_eq!(resolve("", "docs/"), "docs");
    }
}
