//! One of the answers that a field offers.

use crate::i18n::Text;

/// An answer to choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: Text,
    /// A line of help below it.
    pub hint: Option<Text>,
    /// Set apart from the others by an "or".
    pub is_apart: bool,
}

impl Choice {
    /// An answer without help.
    pub fn new(value: impl Into<String>, label: Text) -> Self {
        Self { value: value.into(), label, ..Self::default() }
    }

    /// Adds a line of help.
    #[must_use]
    pub fn hint(mut self, hint: Text) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Sets the answer apart.
    #[must_use]
    pub fn apart(mut self) -> Self {
        self.is_apart = true;
        self
    }
}
