//! The written commitment of a case as it was given: its words in the version that was accepted, when, and by whom.

#[cfg(feature = "typeset")]
use documents::{Bilingual, Commitment, MaskedId};

use super::PaperError;
use super::issued::Issue;
use crate::App;
#[cfg(feature = "typeset")]
use crate::{Fault, form, text::Text, words};

impl App {
    #[cfg(not(feature = "typeset"))]
    #[expect(clippy::unused_async, reason = "the same signature with a typesetter and without")]
    pub(super) async fn case_commitment_pdf(&self, _: &Issue) -> Result<Vec<u8>, PaperError> {
        Err(PaperError::NotSet { what: "this build has no typesetter".to_owned() })
    }

    /// The commitment as PDF.
    #[cfg(feature = "typeset")]
    pub(super) async fn case_commitment_pdf(&self, issue: &Issue) -> Result<Vec<u8>, PaperError> {
        let case = &issue.case;
        let pack = self.pack_of(case).await?;
        let version = case.commitment.as_deref().ok_or(PaperError::NotFound)?;
        let text = pack.commitment_of_version(version).ok_or(PaperError::NotFound)?;
        let person = self.parts.store.person_find(case.subject).await.map_err(Fault::from)?;
        let person = person.and_then(store::Kept::held).ok_or(PaperError::NotFound)?;
        let both = |text: &Text| Bilingual::new(&text.zh, &text.en);
        let channel = words::channel(form::channel(case.channel));
        let by = match issue.by.account() {
            Some(_) => Text::new("工作人员代本人录入", "an officer on the person's behalf"),
            None => Text::new("本人", "the person"),
        };
        let page = Commitment {
            title: both(&self.paper_title(super::COMMITMENT)),
            service: both(&issue.service),
            reference: issue.number.clone(),
            registration_number: case.number.clone(),
            text_version: version.to_owned(),
            text: Bilingual::new(&text.text.zh, &text.text.en),
            name: person.name.expose().to_owned(),
            id_masked: MaskedId::of(person.id_number.expose())
                .map_err(|error| Fault::because("a number on record that cannot be masked", error))?,
            given_at: crate::sources::beijing_time(issue.at),
            way: Bilingual::new(format!("{}，{}", channel.zh, by.zh), format!("{}, {}", channel.en, by.en)),
        };
        let parts = std::sync::Arc::clone(&self.parts);
        let set = move || {
            let not_set = |error: documents::RenderError| PaperError::NotSet { what: error.to_string() };
            parts.typesetter().map_err(not_set)?.commitment_pdf(&page).map_err(not_set)
        };
        let done = tokio::task::spawn_blocking(set).await;
        done.map_err(|error| Fault::because("the typesetter", error))?
    }
}
