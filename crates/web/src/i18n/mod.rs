//! The two languages: which one a page speaks, its messages, and how it writes dates and money.
//!
//! The interface's own words are the catalogues in `messages/`; a policy's words arrive in view
//! models as [`Text`]. Invariant, held by tests: both catalogues have the same keys with the same
//! placeholders, and every key is used.

mod catalogue;
mod format;
mod lang;
mod text;

#[cfg(test)]
mod tests;

pub use catalogue::{Catalogue, Message, catalogue};
pub use format::{date, yuan};
pub use lang::Lang;
pub use text::Text;
