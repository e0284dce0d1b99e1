//! The journal's keeping: verify it and seal it.

use store::Verification;

use crate::permission::{Deed, Matter, may};
use crate::{App, Fault, Viewer};

/// Why the journal was not touched.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// This viewer may not do this.
    #[error("not allowed")]
    Denied,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl App {
    /// Looks through the whole journal.
    pub async fn journal_verify(&self, viewer: &Viewer) -> Result<Verification, JournalError> {
        if !may(viewer, Deed::VerifyJournal, &Matter::default()) {
            return Err(JournalError::Denied);
        }
        Ok(self.parts.store.journal_verify().await.map_err(Fault::from)?)
    }

    /// Seals all heads that moved in signed checkpoints and says how many there were. For the job and
    /// for the end of the process.
    pub async fn journal_seal(&self) -> Result<u64, Fault> {
        let mut sealed = 0;
        while self.parts.store.checkpoint_seal(self.clock()).await?.is_some() {
            sealed += 1;
        }
        Ok(sealed)
    }
}
