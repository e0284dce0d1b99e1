//! What was kept, or that it was erased: an erased thing is not the same as one that never was.

use std::fmt;

use jiff::Timestamp;

/// A record whose contents can be erased by law.
#[derive(Clone, PartialEq, Eq)]
pub enum Kept<T> {
    /// The contents are here.
    Held(T),
    /// They were erased.
    Erased {
        /// When.
        at: Timestamp,
    },
}

impl<T> Kept<T> {
    /// The contents, unless they were erased.
    pub fn held(self) -> Option<T> {
        match self {
            Self::Held(contents) => Some(contents),
            Self::Erased { .. } => None,
        }
    }

    /// When they were erased, if they were.
    pub fn erased_at(&self) -> Option<Timestamp> {
        match self {
            Self::Held(_) => None,
            Self::Erased { at } => Some(*at),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for Kept<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Held(contents) => f.debug_tuple("Held").field(contents).finish(),
            Self::Erased { at } => f.debug_struct("Erased").field("at", at).finish(),
        }
    }
}
