//! The committed text of the repository, in memory: what git tracks or would track, without binary files.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, bail, ensure};

/// One text file, by its path from the root with `/` between the parts.
#[derive(Debug, Clone)]
pub struct File {
    /// `crates/law/src/lib.rs`
    pub path: String,
    /// The whole text.
    pub text: String,
}

impl File {
    /// Tests may do what the rooms may not: read files, hold legal dates, be long.
    pub fn is_test(&self) -> bool {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name == "tests.rs"
            || name.ends_with("_test.rs")
            || name.ends_with("_tests.rs")
            || ["testing.rs", "conformance.rs"].contains(&name)
            || ["tests", "conformance", "benches", "examples", "fuzz"]
                .iter()
                .any(|part| self.path.split('/').any(|p| p == *part))
    }

    /// Whether the name ends in a dot and this.
    pub fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == extension)
    }

    /// Whether this is Rust source.
    pub fn is_rust(&self) -> bool {
        self.has_extension("rs")
    }

    /// `crates/law/src/lib.rs` → `law`, for the sources that end up in the room's library or binary.
    pub fn room(&self) -> Option<&str> {
        let (room, rest) = self.path.strip_prefix("crates/")?.split_once('/')?;
        (rest.starts_with("src/") && !self.is_test()).then_some(room)
    }
}

/// The repository's text files, sorted by path.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    files: Vec<File>,
}

impl Tree {
    /// Reads what git tracks in `root`, and what it would track: a new file is checked before it is committed.
    pub fn load(root: &Path) -> anyhow::Result<Tree> {
        let output = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output()
            .context("git is needed to list the files of the repository")?;
        if !output.status.success() {
            bail!("git ls-files: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        let mut files = Vec::new();
        for path in String::from_utf8(output.stdout)?.split_terminator('\0') {
            // A file that is deleted but still tracked, a link, a submodule: nothing to read.
            let Ok(bytes) = std::fs::read(root.join(path)) else { continue };
            if let Ok(text) = String::from_utf8(bytes)
                && !text.contains('\0')
            {
                files.push(File { path: path.to_owned(), text });
            }
        }
        ensure!(!files.is_empty(), "git ls-files named no file in {}", root.display());
        Ok(Tree::from_files(files))
    }

    /// A tree that is given, for the tests of the checks.
    pub fn from_files(mut files: Vec<File>) -> Tree {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        Tree { files }
    }

    /// All files, by path.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// The file of exactly this path.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// The files whose path begins so.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(move |file| file.path.starts_with(prefix))
    }
}
