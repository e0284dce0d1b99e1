//! Who asks.

use std::sync::Arc;

use registry::{Account, PersonId};

/// Who asks: decided by the session, never by what a request says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Viewer {
    /// Someone who has not signed in.
    Public,
    /// A person on record, signed in.
    Person(PersonId),
    /// An officer, signed in.
    Officer(Arc<Account>),
}

impl Viewer {
    /// The officer, if it is one.
    pub fn officer(&self) -> Option<&Account> {
        match self {
            Self::Officer(account) => Some(account),
            Self::Public | Self::Person(_) => None,
        }
    }

    /// The person, if it is one.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(*person),
            Self::Public | Self::Officer(_) => None,
        }
    }
}
