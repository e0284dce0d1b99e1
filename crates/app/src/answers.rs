//! What a visitor has said so far: in the check and on the registration's pages. Kept encrypted for the
//! session, so that nobody is asked the same thing twice.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{App, Fault, Viewer};

/// How long answers that were not sent are kept after the last change.
const KEEP: SignedDuration = SignedDuration::from_hours(24);

/// What a visitor has said so far.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// Facts by the keys of the decision contract, as its JSON has them; `null` is known to be none.
    pub facts: BTreeMap<String, serde_json::Value>,
    /// Facts to which the answer was "I don't know".
    pub dont_know: BTreeSet<String>,
    /// Fields of a service pack, as they were typed.
    pub fields: BTreeMap<String, String>,
}

// All of it is personal.
impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answers")
            .field("facts", &self.facts.keys().collect::<Vec<_>>())
            .field("dont_know", &self.dont_know)
            .field("fields", &self.fields.keys().collect::<Vec<_>>())
            .finish()
    }
}

impl App {
    /// An id for a new draft.
    pub fn draft_new(&self) -> Uuid {
        todo!()
    }

    /// What was said so far under a draft; nothing, if it is too old or not this viewer's.
    pub async fn draft_load(&self, viewer: &Viewer, draft: Uuid) -> Result<Answers, Fault> {
        todo!()
    }

    /// Keeps what was said.
    pub async fn draft_save(&self, viewer: &Viewer, draft: Uuid, answers: &Answers) -> Result<(), Fault> {
        todo!()
    }

    /// Forgets what was said.
    pub async fn draft_forget(&self, draft: Uuid) -> Result<(), Fault> {
        todo!()
    }
}
