//! Moving a running case to another version of its pack: a recorded step with a mapping of states, never in silence.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Actor, Case, Event, Grounds, Moment, Recorded};
use crate::pack::Pack;
use crate::words::Words;

/// How cases of an older version move to this one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The hash of the older version.
    pub from: String,
    /// Why they are moved.
    pub why: Words,
    /// The state here for each of the older version; one that is not named keeps its name.
    #[serde(default)]
    pub states: BTreeMap<String, String>,
    /// The clock here for each of the older version; one that is not named keeps its name.
    #[serde(default)]
    pub clocks: BTreeMap<String, String>,
}

/// Why a case cannot be moved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    /// The new version says nothing of the case's version: it keeps its own.
    #[error("the pack has no move from {found}")]
    NoMove {
        /// The version of the case.
        found: String,
    },
    /// The case is over, or a proposal waits.
    #[error("a case that is over, or in which an action waits for a second officer, is not moved")]
    NotNow,
    /// The state has none to go to.
    #[error("the state `{state}` leads to none of the new version; expected a mapping for it")]
    NoState {
        /// The state.
        state: String,
    },
}

impl Case {
    /// Moves it to another version of its pack.
    pub fn move_to(
        &self,
        pack: &Pack,
        policy: &str,
        by: Actor,
        grounds: &Grounds<'_>,
        moment: Moment,
    ) -> Result<(Self, Recorded), MoveError> {
        let mapping = pack.definition.moves.iter().find(|mapping| mapping.from == self.pack);
        let mapping = mapping.ok_or_else(|| MoveError::NoMove { found: self.pack.clone() })?;
        if self.is_ended() || self.pending.is_some() {
            return Err(MoveError::NotNow);
        }
        let state = mapping.states.get(&self.state).unwrap_or(&self.state);
        let found = pack.track(&self.track).and_then(|flow| flow.state(state));
        let to = found.ok_or_else(|| MoveError::NoState { state: self.state.clone() })?;
        let mut renamed = self.clone();
        for (old, new) in &mapping.clocks {
            if let Some(run) = renamed.clocks.remove(old) {
                renamed.clocks.insert(new.clone(), run);
            }
        }
        let event = Event::Moved {
            pack: pack.hash.clone(),
            policy: policy.to_owned(),
            state: to.id.clone(),
            clocks: mapping.clocks.clone(),
            changes: renamed.turning(pack, to, &[], moment, &grounds.library.calendars),
        };
        Ok(self.recorded(event, by, moment))
    }
}
