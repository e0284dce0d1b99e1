//! A text in both languages.

use serde::{Deserialize, Serialize};

use crate::field::{FieldError, check_text};

/// A text in both languages; Chinese is set first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Both texts.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// Both texts under the name of their field, to check that they can be printed.
    #[cfg(feature = "typeset")]
    pub(crate) fn named(&self, field: &'static str) -> [(&'static str, &str); 2] {
        [(field, &self.zh), (field, &self.en)]
    }

    /// Checks both texts as [`check_text`] does; the fault names the language.
    pub(crate) fn check(&self, field: &str, bytes_max: usize) -> Result<(), FieldError> {
        check_text(format!("{field}.zh"), &self.zh, bytes_max)?;
        check_text(format!("{field}.en"), &self.en, bytes_max)
    }
}
