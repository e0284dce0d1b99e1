//! What is nobody's mistake: the store does not answer, or holds what it should not.

use store::{ReadError, SaveError};

/// Why a use case could not be carried out though nothing was wrong with what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The store does not answer: try again later.
    #[error("the store is not available")]
    Unavailable(#[source] SaveError),
    /// Whether it was saved is not known: send it again under the same idempotency key.
    #[error("whether the change was saved is not known")]
    Unknown,
    /// Someone else changed it in the meantime: look again, then decide.
    #[error("it was changed by someone else in the meantime")]
    Stale,
    /// The store holds what this program cannot have written, or a pack or policy contradicts itself.
    #[error("internal fault: {what}")]
    Internal {
        /// What, without anything personal.
        what: String,
        /// Why.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
}

impl Fault {
    pub(crate) fn internal(what: impl Into<String>) -> Self {
        Self::Internal { what: what.into(), source: None }
    }

    pub(crate) fn because(
        what: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Internal { what: what.into(), source: Some(source.into()) }
    }
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        Self::from(SaveError::from(error))
    }
}

impl From<SaveError> for Fault {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::Unknown => Self::Unknown,
            SaveError::Stale { .. } => Self::Stale,
            SaveError::Unavailable(_) | SaveError::Closed | SaveError::Read(ReadError::Unavailable(_)) => {
                Self::Unavailable(error)
            }
            SaveError::Double(_)
            | SaveError::Limit { .. }
            | SaveError::Dangling(_)
            | SaveError::Invalid { .. }
            | SaveError::Read(_)
            | SaveError::Seal(_) => Self::because("the store refused", error),
        }
    }
}
