//! Words in Chinese and English, as use cases give them to pages, the API and letters.

use serde::{Deserialize, Serialize};

/// The same words in both languages; Chinese is what counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// Words in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// What reads the same in both languages, such as a number.
    pub fn same(text: impl Into<String>) -> Self {
        let zh = text.into();
        Self { en: zh.clone(), zh }
    }
}

impl From<&service::Words> for Text {
    fn from(words: &service::Words) -> Self {
        Self::new(&words.zh, &words.en)
    }
}

impl From<&Text> for service::Words {
    fn from(text: &Text) -> Self {
        Self { zh: text.zh.clone(), en: text.en.clone() }
    }
}
