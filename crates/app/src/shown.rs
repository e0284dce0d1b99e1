//! Small things that many results show: provisions, labelled values, offices.

use std::fmt;

use serde::Serialize;

use crate::text::Text;

/// Words of the law with the place where they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Provision {
    /// The id of the place on the reading page, such as `a11-p1-s1`.
    pub anchor: String,
    /// The article; 0 is the clause on entry into force.
    pub article: u16,
    /// The place in words: 第十一条第一款第一句, Art. 11 para. 1 sentence 1.
    pub label: Text,
    /// The words; the English is a translation to help the reader and may be empty.
    pub words: Text,
}

/// A value with its label.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Labelled {
    /// Its key in the contract or in the service pack.
    pub key: String,
    /// What it is.
    pub label: Text,
    /// The value, as it is shown.
    pub value: Text,
}

impl Labelled {
    pub(crate) fn new(key: impl Into<String>, label: Text, value: Text) -> Self {
        Self { key: key.into(), label, value }
    }
}

// The value is often personal.
impl fmt::Debug for Labelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Labelled").field("key", &self.key).finish_non_exhaustive()
    }
}

/// An office where one can go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct OfficeShown {
    /// Its id in the directory, such as `pes-110105`.
    pub id: String,
    /// Its name.
    pub name: Text,
    /// The district that it serves.
    pub district: String,
    /// Its address, or that the district has yet to enter it.
    pub address: Text,
    /// Why this one.
    pub why: Text,
    /// Whether the directory is invented for a demonstration; the page says so.
    pub is_demonstration: bool,
}
