//! What was said of the person, kept as facts: told once, used everywhere.

use registry::fact::FactSource;
use registry::{Fact, FactId, JobId};
use serde::{Deserialize, Serialize};
use service::Submission;
use service::case::{Actor, Case, EffectToDo};
use store::{Changes, NewJob, Write};

use super::About;
use crate::cases::grounds;
use crate::{App, Fault};

/// The kind of the job that looks again at what hangs on a case that took effect.
pub(crate) const REVIEW: &str = "case_review";

/// What the job needs.
#[derive(Serialize, Deserialize)]
pub(crate) struct Review {
    pub(crate) case: registry::CaseId,
    pub(crate) version: u32,
}

impl App {
    /// Keeps the facts that the effect's fields give.
    pub(super) fn keep_record(
        &self,
        mut changes: Changes,
        about: &About<'_>,
        effect: &EffectToDo,
    ) -> Result<Changes, Fault> {
        let fields = &effect.effect.fields;
        let answers = about.case.answers.iter();
        let submission = Submission {
            channel: about.case.channel,
            answers: answers.map(|(id, answer)| (id.clone(), answer.value.as_str().to_owned())).collect(),
            commitment: None,
            registered_district: None,
        };
        let kept: std::collections::BTreeSet<&String> = about
            .pack
            .fields()
            .iter()
            .filter(|field| fields.contains(&field.id))
            .flat_map(|field| &field.facts)
            .collect();
        for (key, value) in grounds::said(about.pack, &submission) {
            if !kept.contains(&key) {
                continue;
            }
            let key = key.parse().map_err(|e| Fault::because("a pack's fact", e))?;
            changes = changes.write(Write::FactInsert(Fact {
                id: FactId(self.id()),
                person: about.person.id,
                key,
                value,
                source: source(about.case),
                valid_from: self.today(),
                recorded_at: self.moment(),
            }));
        }
        Ok(changes)
    }

    /// The job that decides anew what hangs on a case.
    pub(super) fn review_job(&self, case: &Case) -> NewJob {
        NewJob {
            id: JobId(self.id()),
            kind: REVIEW.to_owned(),
            unique_key: Some(format!("{REVIEW}:{}:{}", case.id, case.version)),
            payload: crate::jobs::payload(&Review { case: case.id, version: case.version }),
            run_after: self.clock(),
            created_at: self.clock(),
        }
    }
}

/// Who said what a case says: the one who brought it in.
fn source(case: &Case) -> FactSource {
    match &case.applicant {
        Actor::Officer { account, .. } | Actor::Body { account, .. } => {
            FactSource::Officer { account: *account }
        }
        Actor::Applicant { .. } | Actor::Delegate { .. } | Actor::System => FactSource::Person,
    }
}
