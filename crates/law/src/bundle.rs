//! The policy folder as text: what a decision's `version` hashes and what is
//! kept so that it can be replayed.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// All files of a policy folder by path, line ends LF.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bundle {
    files: BTreeMap<String, String>,
}

impl Bundle {
    /// Takes the files; paths are relative, with `/`.
    pub fn new<P: Into<String>, T: AsRef<str>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        let files = files
            .into_iter()
            .map(|(path, text)| (path.into(), text.as_ref().replace("\r\n", "\n")))
            .collect();
        Self { files }
    }

    /// Adds or replaces one file.
    pub fn insert(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.replace("\r\n", "\n"));
    }

    /// One file's text.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// `sha256:` over path, length and text of every file in order.
    pub fn version(&self) -> String {
        let mut hash = Sha256::new();
        for (path, text) in &self.files {
            hash.update(path.as_bytes());
            hash.update([0]);
            hash.update(text.len().to_string().as_bytes());
            hash.update([0]);
            hash.update(text.as_bytes());
        }
        format!("sha256:{}", hex::encode(hash.finalize()))
    }

    /// `sha256:` of one file's text.
    pub fn file_version(&self, path: &str) -> Option<String> {
        self.get(path).map(|text| format!("sha256:{}", hex::encode(Sha256::digest(text.as_bytes()))))
    }
}
