//! The English of every phrase that a rule may use (`phrases.toml`). A rule
//! whose words are not in it is refused, so that English is always complete.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Chinese phrase to English, white space in the Chinese left out.
#[derive(Debug, Clone, Default)]
pub struct Glossary {
    phrases: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct File {
    phrases: BTreeMap<String, String>,
}

impl Glossary {
    /// Reads `phrases.toml`.
    pub fn read(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let phrases = file.phrases.into_iter().map(|(zh, en)| (compact(&zh), en)).collect();
        Ok(Self { phrases })
    }

    /// Adds a phrase that an instrument brings; false if it has other English already.
    pub fn add(&mut self, chinese: &str, english: &str) -> bool {
        let known = self.phrases.entry(compact(chinese)).or_insert_with(|| english.to_owned());
        known == english
    }

    /// The English of a phrase.
    pub fn english(&self, chinese: &str) -> Option<&str> {
        self.phrases.get(&compact(chinese)).map(String::as_str)
    }
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
