//! `evidence_scan`: the scanner looks at one file. A scanner that does not answer leaves the file waiting and closed; what
//! still waits is looked at again with each round of housekeeping.

use exchange::scan::Verdict;
use registry::{EvidenceId, JobId};
use serde::{Deserialize, Serialize};
use store::{Changes, Job, NewJob, SaveError, Write};

use crate::{App, Fault};

/// The kind of the job.
pub(crate) const SCAN_FILE: &str = "evidence_scan";
/// Files that one round looks at.
const ROUND: u32 = 100;

#[derive(Serialize, Deserialize)]
struct Scan {
    file: EvidenceId,
}

impl App {
    pub(super) fn scan_job(&self, file: EvidenceId) -> NewJob {
        NewJob {
            id: JobId(self.id()),
            kind: SCAN_FILE.to_owned(),
            unique_key: Some(format!("{SCAN_FILE}:{file}")),
            payload: crate::jobs::payload(&Scan { file }),
            run_after: self.clock(),
            created_at: self.clock(),
        }
    }

    /// What the job is to save: what the scanner found.
    pub(crate) async fn evidence_scan(&self, job: &Job) -> Result<Changes, Fault> {
        let wanted: Scan =
            serde_json::from_slice(&job.payload).map_err(|_| Fault::internal("a job that cannot be read"))?;
        Ok(self
            .evidence_look(wanted.file)
            .await?
            .map_or_else(Changes::new, |write| Changes::new().write(write)))
    }

    /// Looks at the files that still wait; says how many were looked at.
    pub async fn evidence_look_again(&self) -> Result<usize, Fault> {
        let mut looked = 0;
        if self.outward.scanner.is_none() {
            return Ok(looked);
        }
        for file in self.parts.store.evidence_list_waiting(ROUND).await? {
            if let Some(write) = self.evidence_look(file.id).await? {
                match self.parts.store.save(Changes::new().write(write)).await {
                    Ok(_) => looked += 1,
                    // The job was quicker.
                    Err(SaveError::Stale { .. }) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(looked)
    }

    async fn evidence_look(&self, file: EvidenceId) -> Result<Option<Write>, Fault> {
        let Some(scanner) = &self.outward.scanner else {
            return Err(Fault::internal("a file waits for a scanner, and none is set up"));
        };
        // Taken back or looked at meanwhile.
        let Some(content) = self.parts.store.evidence_for_scanner(file).await? else { return Ok(None) };
        let is_clean = match scanner.scan(&content).await {
            Verdict::Clean => true,
            Verdict::Infected { signature } => {
                tracing::warn!(evidence.id = %file, signature, "a virus was found in an uploaded file");
                false
            }
            Verdict::Unavailable(why) => return Err(Fault::because("the virus scanner", why)),
        };
        Ok(Some(Write::EvidenceLooked { file, is_clean, at: self.moment() }))
    }
}
