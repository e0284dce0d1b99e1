//! The fonts: Noto Sans SC and Noto Serif SC in the program itself, and further ones that an office adds for
//! rare characters of names. Which characters can be printed is asked before a page is set.

use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
    utils::LazyHash,
};

use super::RenderError;

static EMBEDDED: [&[u8]; 2] =
    [include_bytes!(env!("FONT_SANS")).as_slice(), include_bytes!(env!("FONT_SERIF")).as_slice()];

/// The licence of the embedded fonts, which must go wherever the program goes.
pub const FONT_LICENCE: &str = include_str!(env!("FONT_LICENCE"));

/// Fonts in the order in which they are tried.
pub(super) struct Fonts {
    fonts: Vec<Font>,
    pub(super) book: LazyHash<FontBook>,
}

impl Fonts {
    /// The embedded fonts, then `further` ones (each a file of one font or a collection).
    pub(super) fn load(further: Vec<Vec<u8>>) -> Result<Self, RenderError> {
        let mut fonts: Vec<Font> =
            EMBEDDED.into_iter().flat_map(|data| Font::iter(Bytes::new(data))).collect();
        for (at, data) in further.into_iter().enumerate() {
            let before = fonts.len();
            fonts.extend(Font::iter(Bytes::new(data)));
            if fonts.len() == before {
                return Err(RenderError::BadFont(at + 1));
            }
        }
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        Ok(Self { fonts, book })
    }

    pub(super) fn get(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// Refuses a text with a character that no font has.
    pub(super) fn check(&self, field: &str, text: &str) -> Result<(), RenderError> {
        let is_printed = |c: char| {
            c.is_whitespace()
                || is_variation_selector(c)
                || self.fonts.iter().any(|font| font.info().coverage.contains(u32::from(c)))
        };
        let mut characters: Vec<char> = text.chars().filter(|c| !is_printed(*c)).collect();
        characters.sort_unstable();
        characters.dedup();
        if characters.is_empty() {
            return Ok(());
        }
        Err(RenderError::MissingGlyphs { field: field.to_owned(), characters })
    }
}

/// A selector for a written form that the font lacks leaves the ordinary form, which is right enough.
fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}
