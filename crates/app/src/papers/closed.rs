//! `papers_closed`: which papers of a person's cases no longer stand, kept as hashed numbers for the signed list. A paper
//! follows from its case; what ended it may be a step of another one (new work ends a registration as unemployed), so all
//! cases of the person are looked at.

use documents::NumberHash;
use registry::{JobId, PersonId};
use serde::{Deserialize, Serialize};
use service::case::{Case, Event, Recorded};
use store::{Changes, ClosedPaper, NewJob, PaperEnd, Write};

use super::issued::Cause;
use crate::jobs::payload;
use crate::{App, CertificateStanding, Fault};

/// The kind of the job.
pub(crate) const CLOSED: &str = "papers_closed";

/// What the job needs.
#[derive(Serialize, Deserialize)]
pub(crate) struct Closed {
    pub(crate) person: PersonId,
}

impl App {
    /// The job that looks at the papers after steps of a case; none where no step can have closed one.
    pub(crate) fn papers_closed_job(&self, case: &Case, recorded: &[Recorded]) -> Option<NewJob> {
        let closes = |event: &Event| match event {
            Event::Acted(acted) => {
                acted.ended.is_some()
                    || acted.decides.is_some()
                    || acted.letter.is_some()
                    || !acted.effects.is_empty()
            }
            Event::LinkEnded { .. } => true,
            Event::Opened(_)
            | Event::Proposed { .. }
            | Event::Rejected { .. }
            | Event::Claimed { .. }
            | Event::HandedOver { .. }
            | Event::Returned { .. }
            | Event::Flagged { .. }
            | Event::Unflagged { .. }
            | Event::Linked { .. }
            | Event::Moved { .. } => false,
        };
        recorded.iter().any(|recorded| closes(&recorded.event)).then(|| NewJob {
            id: JobId(self.id()),
            kind: CLOSED.to_owned(),
            unique_key: Some(format!("{CLOSED}:{}:{}", case.id, case.version)),
            payload: payload(&Closed { person: case.subject }),
            run_after: self.clock(),
            created_at: self.clock(),
        })
    }

    /// What is to be kept of a person's papers that no longer stand; kept twice, it is kept once.
    pub(crate) async fn papers_closed(&self, closed: &Closed) -> Result<Changes, Fault> {
        let mut changes = Changes::new();
        for row in self.parts.store.case_list_by_person(closed.person).await? {
            let Some(case) = self.case_load(row.id).await? else { continue };
            for issue in self.papers_issued(&case).await? {
                // A commitment has no seal, so nobody verifies one.
                let end = match issue.standing {
                    CertificateStanding::Ended { on } => Some((PaperEnd::Ended, on)),
                    CertificateStanding::Revoked { on } => Some((PaperEnd::Revoked, on)),
                    CertificateStanding::Replaced { on } => Some((PaperEnd::Replaced, on)),
                    CertificateStanding::Valid
                    | CertificateStanding::Unknown
                    | CertificateStanding::BadSignature
                    | CertificateStanding::Unreadable => None,
                };
                if let (Some((end, on)), true) = (end, issue.cause != Cause::Commitment) {
                    let number_hash = NumberHash::of_paper(&issue.number).0;
                    changes =
                        changes.write(Write::PaperClose(ClosedPaper { number_hash, case: case.id, end, on }));
                }
            }
        }
        Ok(changes)
    }
}
