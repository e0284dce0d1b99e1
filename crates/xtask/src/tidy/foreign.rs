//! What does not belong into committed text: hosts of package registries (a clone may sit behind a mirror, and the
//! clients know where to ask) and paths of one person's machine. Lock files are written by the clients and left alone.

use super::Finding;
use crate::tree::Tree;

// In two parts each, so that this file does not find itself.
const HOSTS: [&str; 9] = [
    concat!("registry.npm", "js.org"),
    concat!("registry.yarn", "pkg.com"),
    concat!("index.crates", ".io"),
    concat!("static.crates", ".io"),
    concat!("pypi", ".org"),
    concat!("files.python", "hosted.org"),
    concat!("deb.deb", "ian.org"),
    concat!("security.deb", "ian.org"),
    concat!("proxy.go", "lang.org"),
];
const HOMES: [&str; 4] =
    [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/")];

/// Registry hosts and machine paths.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    let is_lock = |path: &str| path.ends_with("Cargo.lock") || path.ends_with("package-lock.json");
    for file in tree.files().iter().filter(|file| !is_lock(&file.path)) {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(host) = HOSTS.iter().find(|host| line.contains(**host)) {
                findings.push(Finding::new(
                    &file.path,
                    index + 1,
                    format!("names the package registry {host}"),
                ));
            }
            if let Some(home) = HOMES.iter().find(|home| names_path(line, home)) {
                findings.push(Finding::new(
                    &file.path,
                    index + 1,
                    format!("names a path of one machine ({home}…)"),
                ));
            }
        }
    }
    findings
}

/// The path from the root of a machine, not a part of a longer path or of a URL.
fn names_path(line: &str, path: &str) -> bool {
    line.match_indices(path)
        .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "._-}/)*".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::{HOMES, names_path};

    #[test]
    fn a_path_from_the_root_is_seen_and_a_part_of_one_is_not() {
        let home = HOMES[0];
        assert!(names_path(&format!("cd {home}main"), home));
        assert!(names_path(&format!("\"{home}main\""), home));
        assert!(!names_path(&format!("docs{home}main"), home));
        assert!(!names_path(&format!("https://example.org{home}main"), home));
    }
}
