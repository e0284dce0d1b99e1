//! View models that several pages share.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::i18n::Text;

/// Words of the law with the place where they stand.
#[derive(Debug, Clone, Default)]
pub struct Provision {
    /// The place in words: 第四条第一款, Article 4(1).
    pub label: Text,
    /// The words themselves.
    pub words: Text,
    /// The place in the reading page, `/law/…#…`.
    pub href: String,
}

/// A label and its value.
#[derive(Clone, Default)]
pub struct Row {
    /// What it is.
    pub label: Text,
    /// The value, as it is shown.
    pub value: Text,
}

impl Row {
    /// A row.
    pub fn new(label: Text, value: Text) -> Self {
        Self { label, value }
    }
}

// The value is often personal data.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row").field("label", &self.label.zh).finish_non_exhaustive()
    }
}

/// Rows under a heading, with the page on which they can be changed.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// The heading.
    pub title: Text,
    /// The rows.
    pub rows: Vec<Row>,
    /// The page on which they can be changed.
    pub change_href: Option<String>,
}

/// An office where one can go. What is not known is left empty and not shown.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Office {
    /// Its name.
    pub name: Text,
    /// Why this one: "your place of work is in Chaoyang".
    pub why: Text,
    /// Its address.
    pub address: Text,
    /// When it is open.
    pub hours: Text,
    /// Its telephone.
    pub phone: String,
    /// Whether it is invented for a demonstration, which the page says.
    pub is_demonstration: bool,
}
