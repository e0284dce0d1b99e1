//! The written commitment as it was given (Art. 11): its words in the version that was accepted, when, by
//! which way, and by whom, with the identity number masked as on the certificate. One is given with the
//! registration and one with each change; the first stands on the registration, the others in its journal.

use std::fmt;

use documents::MaskedId;
use jiff::Timestamp;
use registry::registration::{Recorded, RegistrationEvent};
use registry::{CaseId, Registration};
use serde_json::Value;

use crate::register::CommitmentShown;
use crate::text::Text;
use crate::{App, Fault, Viewer, words};

/// Why a commitment cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum CommitmentError {
    /// There is none, or none that this viewer may know of.
    #[error("no such commitment for this viewer")]
    NotFound,
    /// A character of the name that no font of the server has, or a build without a typesetter.
    #[error("the page cannot be set: {what}")]
    NotSet {
        /// Why.
        what: String,
    },
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A commitment as it was given.
#[derive(Clone, PartialEq, Eq)]
pub struct CommitmentPaper {
    /// The number of the registration.
    pub number: String,
    /// With which version of the registration it was given.
    pub version: u32,
    /// What it is.
    pub title: Text,
    /// The service with which it was given.
    pub service: Text,
    /// Its words and their version.
    pub commitment: CommitmentShown,
    /// Who gave it.
    pub name: String,
    /// The identity number, masked as on the certificate.
    pub id_masked: String,
    /// When it was given.
    pub given_at: Timestamp,
    /// By which channel, in words.
    pub channel: Text,
    /// Who typed it in, in words.
    pub by: Text,
}

// Name and number are personal.
impl fmt::Debug for CommitmentPaper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CommitmentPaper").field("version", &self.version).finish_non_exhaustive()
    }
}

/// The reason under which an officer's look at a commitment is journalled.
const LOOK: &str = "commitment";

impl App {
    /// The commitment that was given with one version of a registration.
    pub async fn commitment_given(
        &self,
        viewer: &Viewer,
        number: &str,
        version: u32,
    ) -> Result<CommitmentPaper, CommitmentError> {
        let found = self.registration_seen(viewer, number).await?;
        let registration = found.ok_or(CommitmentError::NotFound)?;
        let events = self.parts.store.registration_history(registration.id).await.map_err(Fault::from)?;
        let recorded = events.into_iter().find(|event| event.version == version);
        let recorded = recorded.ok_or(CommitmentError::NotFound)?;
        let (service, promised) =
            self.promised(&registration, &recorded).await?.ok_or(CommitmentError::NotFound)?;
        let pack = self.pack(service)?;
        let text = pack.commitment_of_version(&promised).ok_or(CommitmentError::NotFound)?;
        let person = self.person_seen(viewer, &registration, LOOK).await?;
        let person = person.ok_or(CommitmentError::NotFound)?;
        let officers = self.officers_of([&recorded.entered_by].into_iter()).await?;
        let masked = MaskedId::of(person.id_number.expose())
            .map_err(|error| Fault::because("a number on record that cannot be masked", error))?;
        Ok(CommitmentPaper {
            number: registration.number.to_string(),
            version,
            title: Text::new("书面承诺书", "Written commitment"),
            service: Text::from(&pack.definition.title),
            commitment: CommitmentShown { version: promised, text: Text::from(&text.text) },
            name: person.name.expose().to_owned(),
            id_masked: masked.as_str().to_owned(),
            given_at: recorded.recorded_at,
            channel: words::channel(recorded.channel),
            by: words::entered_by(&recorded.entered_by, &officers),
        })
    }

    /// The service and the version of the text that was accepted with a version of a registration.
    async fn promised(
        &self,
        registration: &Registration,
        recorded: &Recorded,
    ) -> Result<Option<(&'static str, String)>, Fault> {
        if let RegistrationEvent::Registered { commitment, .. } = &recorded.event {
            return Ok(Some((crate::register::SERVICE, commitment.version.clone())));
        }
        let entries = self.parts.store.journal_by_case(CaseId(registration.id.0)).await?;
        let said = entries.iter().find_map(|entry| {
            let payload: Value = serde_json::from_slice(&entry.content.as_ref()?.payload).ok()?;
            let is_it = payload.get("version")?.as_u64() == Some(u64::from(recorded.version));
            payload.get("commitment")?.as_str().filter(|_| is_it).map(str::to_owned)
        });
        Ok(said.map(|version| (crate::change::SERVICE, version)))
    }

    /// The same as PDF. It takes milliseconds of one core and is set where blocking is allowed.
    #[cfg(feature = "typeset")]
    pub async fn commitment_pdf(
        &self,
        viewer: &Viewer,
        number: &str,
        version: u32,
    ) -> Result<Vec<u8>, CommitmentError> {
        let paper = self.commitment_given(viewer, number, version).await?;
        let parts = std::sync::Arc::clone(&self.parts);
        let set = move || {
            let not_set = |error: documents::RenderError| CommitmentError::NotSet { what: error.to_string() };
            let typesetter = parts.typesetter().map_err(not_set)?;
            typesetter.commitment_pdf(&paper.to_print()?).map_err(not_set)
        };
        let done = tokio::task::spawn_blocking(set).await;
        done.map_err(|error| Fault::because("the typesetter", error))?
    }

    /// The same as PDF, which this build cannot set.
    #[cfg(not(feature = "typeset"))]
    pub async fn commitment_pdf(
        &self,
        viewer: &Viewer,
        number: &str,
        version: u32,
    ) -> Result<Vec<u8>, CommitmentError> {
        self.commitment_given(viewer, number, version).await?;
        Err(CommitmentError::NotSet { what: "this build has no typesetter".to_owned() })
    }
}

#[cfg(feature = "typeset")]
impl CommitmentPaper {
    /// As the typesetter takes it.
    fn to_print(&self) -> Result<documents::Commitment, CommitmentError> {
        let both = |text: &Text| documents::Bilingual::new(&text.zh, &text.en);
        let id_masked = MaskedId::from_masked(&self.id_masked)
            .map_err(|error| Fault::because("a number that cannot be masked", error))?;
        Ok(documents::Commitment {
            title: both(&self.title),
            service: both(&self.service),
            reference: format!("{}-{}", self.number, self.version),
            registration_number: self.number.clone(),
            text_version: self.commitment.version.clone(),
            text: both(&self.commitment.text),
            name: self.name.clone(),
            id_masked,
            given_at: crate::sources::beijing_time(self.given_at),
            way: both(&Text::new(
                format!("{}，{}", self.channel.zh, self.by.zh),
                format!("{}, {}", self.channel.en, self.by.en),
            )),
        })
    }
}
