//! Who asks.

use std::sync::Arc;

use registry::registration::EnteredBy;
use registry::{Account, Actor, PersonId};

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

/// Who typed it in.
pub(crate) fn entered_by(viewer: &Viewer) -> EnteredBy {
    viewer.officer().map_or(EnteredBy::Person, |officer| EnteredBy::Officer(officer.id))
}

/// Who acts in the journal.
pub(crate) fn actor(viewer: &Viewer, person: PersonId) -> Actor {
    viewer.officer().map_or(Actor::Person(person), |officer| Actor::Officer(officer.id))
}

/// For the journal: on whose behalf an officer acts; none where the person does it.
pub(crate) fn on_behalf_of(viewer: &Viewer, person: PersonId) -> Option<PersonId> {
    viewer.officer().map(|_| person)
}
