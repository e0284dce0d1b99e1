//! The kinds of files that this house knows what to do with.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A photograph.
    Jpeg,
    /// A picture, such as of a screen.
    Png,
    /// A document.
    Pdf,
}

impl FileKind {
    /// The kind by the first bytes, or the media type of what it is instead.
    pub(super) fn of(file: &[u8]) -> Result<Self, &'static str> {
        match infer::get(file).map(|found| found.mime_type()) {
            Some("image/jpeg") => Ok(Self::Jpeg),
            Some("image/png") => Ok(Self::Png),
            Some("application/pdf") => Ok(Self::Pdf),
            Some(other) => Err(other),
            None => Err("unknown"),
        }
    }

    /// Its media type, which is sent with it and never guessed again.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Pdf => "application/pdf",
        }
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Pdf => "PDF",
        })
    }
}
