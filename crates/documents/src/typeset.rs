//! Typesetting: data in, PDF or picture out. The pages are Typst templates in `templates/`, all their wording is
//! data beside them; the same input gives the same bytes.

mod certificate;
mod commitment;
mod error;
mod fonts;
mod letter;
mod page;
mod summary;
mod typesetter;

pub use commitment::Commitment;
pub use error::RenderError;
pub use fonts::FONT_LICENCE;
pub use letter::{Letter, LetterFact, SignatureLine};
pub use summary::{Mark, Summary, SummaryItem};
pub use typesetter::Typesetter;

use serde::{Deserialize, Serialize};

/// A text in both languages; Chinese is set first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    fn named(&self, field: &'static str) -> [(&'static str, &str); 2] {
        [(field, &self.zh), (field, &self.en)]
    }
}
