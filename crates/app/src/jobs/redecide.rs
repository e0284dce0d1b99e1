//! `redecide`: what a registration that was just made opened or closed, with all that is known of the
//! person.

use registry::{JobId, PersonId, RegistrationId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use service::{Placeholder, Value};
use store::{Changes, Job, Kept, NewJob, Write};

use super::{Done, needed, payload};
use crate::effects::titles;
use crate::inbox::NoticeLink;
use crate::{App, Fault, known};

/// The kind of the job that looks again at a registration.
pub(super) const REDECIDE: &str = "redecide";

/// What the job needs.
#[derive(Serialize, Deserialize)]
struct Redecide {
    person: PersonId,
    registration: RegistrationId,
    version: u32,
}

impl App {
    /// The job that looks again at what hangs on a version of a registration; put in once.
    pub(crate) fn redecide_job(
        &self,
        person: PersonId,
        registration: RegistrationId,
        version: u32,
    ) -> NewJob {
        NewJob {
            id: JobId(self.id()),
            kind: REDECIDE.to_owned(),
            unique_key: Some(format!("{REDECIDE}:{registration}:{version}")),
            payload: payload(&Redecide { person, registration, version }),
            run_after: self.clock(),
            created_at: self.clock(),
        }
    }

    /// What the registration opened or closed, with all that is known of the person.
    pub(super) async fn redecide(&self, job: &Job) -> Result<Done, Fault> {
        let wanted: Redecide = needed(job)?;
        let store = &self.parts.store;
        let mut changes = Changes::new();
        let person = store.person_find(wanted.person).await?.and_then(Kept::held);
        let registration = store.registration_find(wanted.registration).await?;
        // Changed since, ended, or erased: what came after has looked for itself.
        let current = registration.filter(|found| found.version == wanted.version && found.is_active());
        if let (Some(person), Some(registration)) = (person, current) {
            let kept = store.facts_by_person(person.id).await?;
            let all = store.registration_list_by_person(person.id).await?;
            let after = known::of_person(Some(&person.id_number), &all, &kept, self.today(), self.moment());
            let mut before = after.clone();
            before.insert("employment_registered".to_owned(), json!(false));
            let effects = self.compare(&before, &after)?;
            let keep =
                |decided| self.decision_kept(decided, Some(person.id), Some(registration.id), self.today());
            let (decision_before, decision) = (keep(&effects.before), keep(&effects.after));
            let laid = NoticeLink::BeforeAfter { before: decision_before.id, after: decision.id };
            changes = changes.decision(decision_before).decision(decision);
            for job in self.proactive_of(&person).await? {
                changes = changes.job(job);
            }
            if effects.turns.is_news() {
                let office = self.office_of(&registration).await?;
                let mut values = self.notice_values(&person, &registration, &office, None);
                values.insert(Placeholder::EffectiveOn, Value::Date(self.today()));
                let in_words = |list| Value::Words((&titles(list)).into());
                values.insert(Placeholder::Gained, in_words(&effects.turns.gained));
                values.insert(Placeholder::Lost, in_words(&effects.turns.lost));
                let pack = self.pack(crate::change::SERVICE)?;
                let notice = self.notice(pack, "entitlements_changed", person.id, &values, vec![laid])?;
                changes = changes.write(Write::NoticeInsert(notice));
            }
        }
        self.job_save(job, changes).await
    }
}
