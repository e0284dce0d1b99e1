//! What a file is, before anyone opens it: its kind by its bytes (never by its name), its size, a picture's pixels, and
//! the cheap signs of a file that is two things at once. Pure. What may be uploaded is the caller's data.

mod kind;
mod pdf;
mod picture;
mod zip_tail;

use std::collections::BTreeSet;

use serde::Deserialize;

pub use kind::FileKind;

/// What may be uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allowed {
    /// The kinds.
    pub kinds: BTreeSet<FileKind>,
    /// The most bytes.
    pub bytes_max: usize,
    /// The most pixels of a picture, all in all: a small file can hold a picture that fills a machine's memory.
    pub pixels_max: u64,
}

/// A file that may be kept, if the scanner finds nothing in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inspected {
    /// What it is.
    pub kind: FileKind,
    /// A picture's width and height in pixels.
    pub size: Option<(u64, u64)>,
}

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nothing in it.
    #[error("file: expected content, found none")]
    Empty,
    /// It is too large.
    #[error("file: expected at most {bytes_max} bytes, found {bytes}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// What is allowed.
        bytes_max: usize,
    },
    /// It is of another kind.
    #[error("file: expected one of {}, found {found}", names(allowed))]
    Kind {
        /// Its media type, or `unknown`.
        found: &'static str,
        /// What is allowed.
        allowed: BTreeSet<FileKind>,
    },
    /// It is not whole, such as after a connection that broke.
    #[error("file: expected a whole {0} file, found one that is cut off or damaged")]
    Broken(FileKind),
    /// It has too many pixels.
    #[error("file: expected a picture of at most {pixels_max} pixels, found {width} × {height}")]
    TooManyPixels {
        /// Its width.
        width: u64,
        /// Its height.
        height: u64,
        /// What is allowed.
        pixels_max: u64,
    },
    /// It is two kinds at once, such as a picture that is an archive too.
    #[error("file: expected {kind} alone, found {other} in the same file")]
    TwoInOne {
        /// What it begins as.
        kind: FileKind,
        /// What it is too.
        other: &'static str,
    },
    /// It can do something, such as run a script.
    #[error("file: expected a PDF that only shows pages, found one with `/{0}`")]
    Active(&'static str),
    /// It can be opened with a password only, and so neither be looked at nor read by an officer.
    #[error("file: expected a PDF without a password or other protection")]
    Encrypted,
}

/// Looks at a file.
pub fn inspect(file: &[u8], allowed: &Allowed) -> Result<Inspected, Refusal> {
    if file.is_empty() {
        return Err(Refusal::Empty);
    }
    if file.len() > allowed.bytes_max {
        return Err(Refusal::TooLarge { bytes: file.len(), bytes_max: allowed.bytes_max });
    }
    let kind = FileKind::of(file).map_err(|found| Refusal::Kind { found, allowed: allowed.kinds.clone() })?;
    if !allowed.kinds.contains(&kind) {
        return Err(Refusal::Kind { found: kind.media_type(), allowed: allowed.kinds.clone() });
    }
    if zip_tail::is_there(file) {
        return Err(Refusal::TwoInOne { kind, other: "a ZIP archive" });
    }
    let size = match kind {
        FileKind::Pdf => {
            pdf::check(file)?;
            None
        }
        FileKind::Jpeg | FileKind::Png => Some(picture::check(kind, file, allowed.pixels_max)?),
    };
    Ok(Inspected { kind, size })
}

fn names(allowed: &BTreeSet<FileKind>) -> String {
    let names: Vec<_> = allowed.iter().map(ToString::to_string).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests;
