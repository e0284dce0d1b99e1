//! The evidence of a case, for whoever sees the case; an officer who opens a file is journalled.

use std::fmt;

use registry::EvidenceId;
use store::{EvidenceContent, EvidenceOf, EvidenceReading};
use zeroize::Zeroizing;

use super::{EvidenceError, EvidenceShown};
use crate::cases::CaseError;
use crate::{App, Fault, Viewer};

/// A file that was opened.
#[derive(Clone, PartialEq, Eq)]
pub struct EvidenceOpened {
    /// Its media type, as it was found to be.
    pub media_type: String,
    /// Its contents.
    pub content: Zeroizing<Vec<u8>>,
}

// The contents are personal.
impl fmt::Debug for EvidenceOpened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EvidenceOpened").field("media_type", &self.media_type).finish_non_exhaustive()
    }
}

impl App {
    /// The evidence of a case: its files, and what was seen at the window.
    pub async fn case_evidence(
        &self,
        viewer: &Viewer,
        number: &str,
    ) -> Result<Vec<EvidenceShown>, EvidenceError> {
        let case = self.case_found(viewer, number, "evidence").await.map_err(not_found)?.case;
        let files = self.parts.store.evidence_list(EvidenceOf::Case(case.id)).await.map_err(Fault::from)?;
        let seen = case.evidence.iter().filter(|piece| piece.file.is_none()).map(|piece| EvidenceShown {
            id: None,
            item: piece.item.clone(),
            kind: piece.kind.clone(),
            name: None,
            size_bytes: 0,
            state: None,
            is_open: false,
        });
        let files = files.iter().map(|file| self.evidence_shown(file));
        Ok(files.chain(seen).collect())
    }

    /// A file of a case, once it may be shown.
    pub async fn evidence_open(
        &self,
        viewer: &Viewer,
        number: &str,
        file: EvidenceId,
    ) -> Result<EvidenceOpened, EvidenceError> {
        let case = self.case_found(viewer, number, "evidence_file").await.map_err(not_found)?.case;
        let store = &self.parts.store;
        let found = store.evidence_find(file).await.map_err(Fault::from)?;
        let found = found.filter(|found| found.of == EvidenceOf::Case(case.id));
        let found = found.ok_or(EvidenceError::NotFound)?;
        let reading = match self.outward.scanner {
            Some(_) => EvidenceReading::Clean,
            None => EvidenceReading::UnscannedToo,
        };
        match store.evidence_content(file, reading).await.map_err(Fault::from)? {
            Some(EvidenceContent::Held(content)) => {
                Ok(EvidenceOpened { media_type: found.media_type, content })
            }
            Some(EvidenceContent::Withheld(state)) => Err(EvidenceError::Withheld(state)),
            Some(EvidenceContent::Gone) | None => Err(EvidenceError::NotFound),
        }
    }
}

fn not_found(error: CaseError) -> EvidenceError {
    match error {
        CaseError::Fault(fault) => fault.into(),
        CaseError::NotFound
        | CaseError::Fields(_)
        | CaseError::Act(_)
        | CaseError::Assign(_)
        | CaseError::Wait { .. } => EvidenceError::NotFound,
    }
}
