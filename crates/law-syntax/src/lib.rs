//! Reads the law: one instrument is one literate Markdown file whose fences
//! carry the rules beside the article that they carry out.
//!
//! This room knows text, lines and marks, and no names: what a phrase means is
//! settled in `law`. Nothing is lost on the way in: every block keeps its span,
//! and [`format::format`] changes only the layout inside fences.

pub mod amendment;
pub mod anchor;
pub mod diagnostic;
pub mod document;
pub mod entry;
pub mod format;
pub mod numeral;
pub mod rule;
pub mod source;
pub mod table;

pub use anchor::Anchor;
pub use diagnostic::{Diagnostic, Severity};
pub use document::{Article, Document, Fence, FenceKind, Piece};
pub use source::{Source, Span, Spanned};
