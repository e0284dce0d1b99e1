//! A folder of texts by path: the packs and the data beside the law, embedded or handed in.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use crate::calendar;

static SERVICES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../services");
static CALENDARS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../policies/calendars");

/// Texts by their path in the folder (`flex-registration/service.toml`), with LF line ends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts(BTreeMap<String, String>);

impl Texts {
    /// The service packs that are built in: the folder `services/`.
    pub fn embedded_services() -> Self {
        let mut texts = Self::default();
        collect(&SERVICES, &mut texts);
        texts
    }

    /// The data beside the law that this room reads: a part of the folder `policies/`.
    pub fn embedded_policies() -> Self {
        let mut texts = Self::from_iter([
            ("regions.toml", include_str!("../../../policies/regions.toml")),
            ("occupations.toml", include_str!("../../../policies/occupations.toml")),
            ("other-kinds.toml", include_str!("../../../policies/other-kinds.toml")),
            ("questions.toml", include_str!("../../../policies/questions.toml")),
            ("glossary.toml", include_str!("../../../policies/glossary.toml")),
            ("phrases.toml", include_str!("../../../policies/phrases.toml")),
            (
                "translations/beijing-flexible-employment-2020.en.md",
                include_str!("../../../policies/translations/beijing-flexible-employment-2020.en.md"),
            ),
            ("data/streets.json", include_str!("../../../policies/data/streets.json")),
        ]);
        let mut years = Self::default();
        collect(&CALENDARS, &mut years);
        for (path, text) in years.iter() {
            texts.insert(format!("{}/{path}", calendar::FOLDER), text);
        }
        texts
    }

    /// Puts a text in its place, with its line ends made LF.
    pub fn insert(&mut self, path: impl Into<String>, text: &str) {
        self.0.insert(path.into(), text.replace("\r\n", "\n"));
    }

    /// Takes a text out.
    pub fn remove(&mut self, path: &str) -> Option<String> {
        self.0.remove(path)
    }

    /// The text at a path.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }

    /// All paths and texts, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The texts under one folder, with paths from there on.
    #[must_use]
    pub fn folder(&self, name: &str) -> Self {
        let inside = |(path, text)| {
            let rest = str::strip_prefix(path, name)?.strip_prefix('/')?;
            Some((rest, text))
        };
        self.iter().filter_map(inside).collect()
    }

    /// `sha256:…` over the paths and the texts, each with its length, so that no two folders share a hash by joining.
    pub fn hash(&self) -> String {
        let mut digest = Sha256::new();
        for (path, text) in &self.0 {
            for part in [path, text] {
                digest.update((part.len() as u64).to_be_bytes());
                digest.update(part.as_bytes());
            }
        }
        format!("sha256:{}", hex::encode(digest.finalize()))
    }
}

impl<P: Into<String>, T: AsRef<str>> FromIterator<(P, T)> for Texts {
    fn from_iter<I: IntoIterator<Item = (P, T)>>(parts: I) -> Self {
        let mut texts = Self::default();
        for (path, text) in parts {
            texts.insert(path, text.as_ref());
        }
        texts
    }
}

fn collect(dir: &Dir<'_>, texts: &mut Texts) {
    for file in dir.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            texts.insert(path.replace('\\', "/"), text);
        }
    }
    for inner in dir.dirs() {
        collect(inner, texts);
    }
}
