//! Typesetting: data in, PDF or picture out. The pages are Typst templates in `templates/`, all their wording is
//! data beside them; the same input gives the same bytes.

mod certificate;
mod commitment;
mod error;
mod fonts;
mod letter;
mod page;
mod paper;
mod summary;
mod typesetter;

pub use commitment::Commitment;
pub use error::RenderError;
pub use fonts::FONT_LICENCE;
pub use letter::{Letter, LetterFact, SignatureLine};
pub use summary::{Mark, Summary, SummaryItem};
pub use typesetter::Typesetter;

use crate::Bilingual;
