//! What a visitor has said so far: in the check and on the registration's pages. Kept encrypted for the
//! session, so that nobody is asked the same thing twice.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::Kept;
use store::{Changes, Draft, Write};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{App, Fault, Viewer, known};

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

/// Drafts of the check and of the registration are one.
const SERVICE: &str = "visit";

impl App {
    /// An id for a new draft. It is a secret of the session: whoever has it reads the draft.
    pub fn draft_new(&self) -> Uuid {
        let mut bytes = [0; 16];
        self.sources.random.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// What was said so far under a draft; nothing, if it is too old or not this viewer's.
    pub async fn draft_load(&self, viewer: &Viewer, draft: Uuid) -> Result<Answers, Fault> {
        let found = self.parts.store.draft_find(draft, self.clock()).await?;
        let Some(found) = found.filter(|found| found.person.is_none() || found.person == viewer.person())
        else {
            return Ok(Answers::default());
        };
        serde_json::from_slice(&found.answers).map_err(|_| Fault::internal("a draft that cannot be read"))
    }

    /// Keeps what was said for another day.
    pub async fn draft_save(&self, viewer: &Viewer, draft: Uuid, answers: &Answers) -> Result<(), Fault> {
        let now = self.clock();
        let answers =
            serde_json::to_vec(answers).map_err(|_| Fault::internal("answers that cannot be written"))?;
        let draft = Draft {
            id: draft,
            service: SERVICE.to_owned(),
            person: viewer.person(),
            answers: Zeroizing::new(answers),
            updated_at: now,
            expires_at: now.saturating_add(KEEP).unwrap_or(Timestamp::MAX),
        };
        self.parts.store.save(Changes::new().write(Write::DraftPut(draft))).await?;
        Ok(())
    }

    /// What is on record of the person who asks, as facts of the contract: told once, not asked again.
    /// Nothing for anyone else.
    pub async fn facts_on_record(
        &self,
        viewer: &Viewer,
    ) -> Result<BTreeMap<String, serde_json::Value>, Fault> {
        let Some(id) = viewer.person() else { return Ok(BTreeMap::new()) };
        let store = &self.parts.store;
        let Some(person) = store.person_find(id).await?.and_then(Kept::held) else {
            return Ok(BTreeMap::new());
        };
        let kept = store.facts_by_person(id).await?;
        let registrations = store.registration_list_by_person(id).await?;
        Ok(known::of_person(Some(&person.id_number), &registrations, &kept, self.today(), self.moment()))
    }

    /// Forgets what was said.
    pub async fn draft_forget(&self, draft: Uuid) -> Result<(), Fault> {
        self.parts.store.save(Changes::new().write(Write::DraftDelete { id: draft })).await?;
        Ok(())
    }
}
