//! Why a page could not be made, in words that name no more of the contents than a clerk needs.

use crate::{FieldError, QrError, field::code_point};

/// Why a page could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// A character that no font has: printed, it would be an empty box.
    #[error("`{field}` has characters that no font can print: {}; expected a further font with them", list(.characters))]
    MissingGlyphs {
        /// The field.
        field: String,
        /// The characters, each once.
        characters: Vec<char>,
    },
    /// A field that cannot be printed as it stands.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// Too much for the QR code.
    #[error(transparent)]
    Qr(#[from] QrError),
    /// Too much text for the page that was asked for.
    #[error("the text needs {found} pages; expected at most {max}")]
    TooLong {
        /// Pages needed.
        found: usize,
        /// Most pages that are made.
        max: usize,
    },
    /// A paper whose template is not there.
    #[error("there is no template `{kind}` for this paper; expected one of templates/papers/")]
    UnknownPaper {
        /// The kind of paper.
        kind: String,
    },
    /// A paper that was made with other fixed texts than the template has now.
    #[error(
        "paper `{kind}` was made with another wording than its template has; expected the template of that day"
    )]
    OtherWording {
        /// The kind of paper.
        kind: String,
    },
    /// The templates of papers cannot be used.
    #[error(transparent)]
    Papers(#[from] crate::paper::TemplateError),
    /// A further font that is none.
    #[error("font number {0} of those added cannot be read; expected TrueType or OpenType")]
    BadFont(usize),
    /// The template is at fault, not the data.
    #[error("the template `{template}` could not be set: {messages}")]
    Template {
        /// The template.
        template: String,
        /// What the typesetter said; it never repeats contents.
        messages: String,
    },
}

fn list(characters: &[char]) -> String {
    characters.iter().map(|c| format!("{c} ({})", code_point(*c))).collect::<Vec<_>>().join(", ")
}
