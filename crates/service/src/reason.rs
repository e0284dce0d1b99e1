//! A coded reason of a decision or of another step: picked from a table, never typed alone.

use serde::Deserialize;

use crate::anchor::Anchor;
use crate::words::Words;

/// A coded reason.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Its code.
    pub code: String,
    /// The provision that it rests on.
    #[serde(default)]
    pub anchor: Option<Anchor>,
    /// The other instrument that it rests on, where it is not the service's own.
    #[serde(default)]
    pub source: Option<String>,
    /// What officer and person read.
    pub label: Words,
}
