//! Message catalogues: flat keys (`home.title`), placeholders as `{name}`, plurals as `.one`/`.other`.
//!
//! Both files are built in and read once. A key that is missing shows itself, which the tests make
//! impossible for every key that the templates and the code name.

use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::sync::LazyLock;

use super::Lang;

const SOURCES: [&str; 2] = [include_str!("../../messages/zh.toml"), include_str!("../../messages/en.toml")];

static CATALOGUES: LazyLock<[Catalogue; 2]> = LazyLock::new(|| SOURCES.map(Catalogue::read));

/// The messages of a language.
pub fn catalogue(lang: Lang) -> &'static Catalogue {
    let [zh, en] = &*CATALOGUES;
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// All messages of one language by key.
#[derive(Debug)]
pub struct Catalogue {
    entries: BTreeMap<String, String>,
}

impl Catalogue {
    /// Reads tables of strings; the file is part of the program and its form is tested.
    fn read(source: &str) -> Self {
        let mut entries = BTreeMap::new();
        if let Ok(table) = source.parse::<toml::Table>() {
            flatten("", &table, &mut entries);
        }
        Self { entries }
    }

    /// The message of a key; placeholders are filled with [`Message::with`].
    pub fn message(&self, key: &str) -> Message {
        Message { pattern: self.entries.get(key).map_or(key, String::as_str).to_owned() }
    }

    /// The message for a number of things: `key.one` for one, `key.other` else, with `{n}` filled.
    pub fn count(&self, key: &str, n: usize) -> Message {
        let form = if n == 1 { "one" } else { "other" };
        self.message(&format!("{key}.{form}")).with("n", n)
    }

    /// All keys with their patterns.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str)> {
        self.entries.iter().map(|(key, pattern)| (key.as_str(), pattern.as_str()))
    }
}

fn flatten(prefix: &str, table: &toml::Table, out: &mut BTreeMap<String, String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::String(words) => {
                out.insert(key, words.clone());
            }
            toml::Value::Table(inner) => flatten(&key, inner, out),
            other => tracing::error!(key, kind = other.type_str(), "a message must be a string"),
        }
    }
}

/// One message, its placeholders filled so far.
#[derive(Debug, Clone)]
pub struct Message {
    pattern: String,
}

impl Message {
    /// Fills the placeholder `{name}`. The value is not escaped here; the template does that.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Display) -> Self {
        self.pattern = self.pattern.replace(&format!("{{{name}}}"), &value.to_string());
        self
    }
}

impl Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.pattern)
    }
}
