//! A piece of text in both languages, as a policy or a service gives it.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::{Lang, catalogue};

/// Words in Chinese and, where there are any, in English. An empty `en` means that the text exists in
/// Chinese only (the law's own words, an address); the page then shows the Chinese and says so to
/// screen readers through a `lang` attribute.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English; empty where there is no translation.
    #[serde(default)]
    pub en: String,
}

impl Text {
    /// Words in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// A message of the interface in both languages.
    pub fn message(key: &str) -> Self {
        let [zh, en] = Lang::ALL.map(|lang| catalogue(lang).message(key).to_string());
        Self { zh, en }
    }

    /// Fills the placeholder `{name}` in both languages.
    #[must_use]
    pub fn with(self, name: &str, value: impl Display) -> Self {
        let value = Self::new(value.to_string(), value.to_string());
        self.with_text(name, &value)
    }

    /// Fills the placeholder `{name}` with words that differ between the languages.
    #[must_use]
    pub fn with_text(self, name: &str, value: &Self) -> Self {
        let placeholder = format!("{{{name}}}");
        let english = value.pick(Lang::En).0;
        Self { zh: self.zh.replace(&placeholder, &value.zh), en: self.en.replace(&placeholder, english) }
    }

    /// Words that exist in Chinese only, or are the same in both (a name, a number).
    pub fn zh(zh: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: String::new() }
    }

    /// The words to show, and the language they are in where it is not the page's.
    pub fn pick(&self, lang: Lang) -> (&str, Option<Lang>) {
        match lang {
            Lang::Zh => (&self.zh, None),
            Lang::En if self.en.is_empty() => (&self.zh, Some(Lang::Zh)),
            Lang::En => (&self.en, None),
        }
    }
}
