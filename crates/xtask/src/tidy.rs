//! The checks, one a file; each takes the tree and gives what it found. None repairs anything.

use std::fmt;

use crate::tree::Tree;

pub mod architecture;
pub mod arrows;
pub mod code;
pub mod decisions;
pub mod foreign;
pub mod headers;
pub mod legal;
pub mod links;
pub mod obligations;
pub mod promises;
pub mod purity;
pub mod readmes;
pub mod sizes;
pub mod unfinished;

/// One thing that is not as the house wants it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Where: the file's path from the root.
    pub path: String,
    /// Where in it, from 1; 0 is the file as a whole.
    pub line: usize,
    /// What is wrong and what is wanted instead.
    pub what: String,
}

impl Finding {
    /// A finding on one line (from 1), or on the file as a whole (0).
    pub fn new(path: &str, line: usize, what: impl Into<String>) -> Finding {
        Finding { path: path.to_owned(), line, what: what.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "{}: {}", self.path, self.what)
        } else {
            write!(f, "{}:{}: {}", self.path, self.line, self.what)
        }
    }
}

/// All that is wrong, in the order of the paths.
pub fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    match architecture::read(tree) {
        Ok(plan) => {
            findings.extend(arrows::check(tree, &plan));
            findings.extend(purity::check(tree, &plan));
            findings.extend(legal::check(tree, &plan));
        }
        Err(finding) => findings.push(finding),
    }
    findings.extend(headers::check(tree));
    findings.extend(sizes::check(tree));
    findings.extend(unfinished::check(tree));
    findings.extend(decisions::check(tree));
    findings.extend(foreign::check(tree));
    findings.extend(readmes::check(tree));
    findings.extend(links::check(tree));
    findings.extend(promises::check(tree));
    findings.extend(obligations::check(tree));
    findings.sort();
    findings
}
