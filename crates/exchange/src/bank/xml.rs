//! The little of XML that the messages need: elements with text and one attribute, written with the
//! escapes that are due, read without a tree and without anything that reaches outside the file.

mod read;
mod write;

pub use read::{DEPTH_MAX, ReadError, Step, walk};
pub use write::Xml;
