//! The way of a matter through its states, as data: who must act in each, what they may do, and where it ends.
//!
//! A pack writes its own flow, or builds on one of `services/flows/` and says the differences ([`source`]). What is read
//! here is the whole that results; [`check`](crate::check::check) proves that it has no dead end.

pub mod action;
pub mod guard;
pub mod owner;
pub mod source;
pub mod state;

use std::collections::BTreeMap;

pub use action::{Action, Answering, Verdict};
pub use guard::Guard;
pub use owner::{BodyKind, Owner};
pub use source::{FlowFile, FlowSource};
pub use state::{End, State};

/// The states of a matter and what can be done in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// The state in which a case begins.
    pub start: String,
    /// The states.
    pub states: Vec<State>,
    /// The actions.
    pub actions: Vec<Action>,
    /// Where the conditions of each action are written, one for one: in the pack, or in a shared flow.
    pub places: BTreeMap<String, Vec<Place>>,
}

/// Where a condition is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The key in it.
    pub key: String,
}

impl Flow {
    /// A flow with nothing in it, to build on.
    fn empty() -> Self {
        Self { start: String::new(), states: Vec::new(), actions: Vec::new(), places: BTreeMap::new() }
    }

    /// A state by its id.
    pub fn state(&self, id: &str) -> Option<&State> {
        self.states.iter().find(|state| state.id == id)
    }

    /// An action by its id.
    pub fn action(&self, id: &str) -> Option<&Action> {
        self.actions.iter().find(|action| action.id == id)
    }

    /// What can be done in a state, by anyone.
    pub fn actions_from<'a>(&'a self, state: &'a str) -> impl Iterator<Item = &'a Action> {
        self.actions.iter().filter(move |action| action.from.iter().any(|from| from == state))
    }
}
