//! The results of a check as a picture for the phone, without anything personal; and the typesetter that
//! draws it and the certificates, made once, when it is first needed or warmed up behind the server.

use jiff::civil::Date;

use crate::{Answers, App, CheckError, Fault};

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The answers do not fit each other or the day.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// A character that no font of the server has, or a build without a typesetter.
    #[error("the picture cannot be set: {what}")]
    NotSet {
        /// Why.
        what: String,
    },
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

#[cfg(feature = "typeset")]
mod set {
    use std::sync::Arc;

    use documents::{Bilingual, Mark, RenderError, Summary, SummaryItem, Typesetter};

    use super::{Answers, App, Date, Fault, PictureError};
    use crate::app::Parts;
    use crate::{Conclusion, Status, Text};

    impl Parts {
        /// The typesetter; making it reads the fonts, so ask where blocking is allowed.
        pub(crate) fn typesetter(&self) -> Result<&Typesetter, RenderError> {
            if let Some(typesetter) = self.typesetter.get() {
                return Ok(typesetter);
            }
            let made = Typesetter::new()?;
            Ok(self.typesetter.get_or_init(|| made))
        }
    }

    impl App {
        /// The results as PNG.
        pub async fn check_picture(&self, answers: &Answers, as_of: Date) -> Result<Vec<u8>, PictureError> {
            let results = self.results(answers, as_of)?;
            let summary = Summary {
                title: Bilingual::new("我能享受什么", "What I can get"),
                as_of,
                items: results.conclusions.iter().map(item).collect(),
                note: Bilingual::new(
                    "按您的回答得出，不是批准；办理时以受理机关的认定为准。",
                    "By your own answers. It grants nothing: the office decides.",
                ),
                policy: results.policy_version,
            };
            let parts = Arc::clone(&self.parts);
            let set = move || parts.typesetter().and_then(|typesetter| typesetter.summary_png(&summary));
            let done = tokio::task::spawn_blocking(set).await;
            let png = done.map_err(|error| Fault::because("the typesetter", error))?;
            png.map_err(|error| PictureError::NotSet { what: error.to_string() })
        }

        /// Makes the typesetter ready, so that the first certificate need not wait for the fonts.
        pub fn typesetter_warm(&self) {
            if let Err(error) = self.parts.typesetter() {
                tracing::error!(error = &error as &dyn std::error::Error, "the typesetter cannot be made");
            }
        }
    }

    fn item(conclusion: &Conclusion) -> SummaryItem {
        let mark = match conclusion.status {
            Status::Yes => Mark::Yes,
            Status::No => Mark::No,
            Status::Unknown => Mark::Unknown,
        };
        let detail = match conclusion.status {
            Status::Yes => Some(&conclusion.what_to_do),
            Status::No => conclusion.advice.first().map(|advice| &advice.text),
            Status::Unknown => None,
        };
        SummaryItem {
            mark,
            name: bilingual(&conclusion.title),
            article: conclusion.article,
            amount: None,
            detail: detail.map(bilingual),
        }
    }

    fn bilingual(text: &Text) -> Bilingual {
        Bilingual::new(&text.zh, &text.en)
    }
}

#[cfg(not(feature = "typeset"))]
impl App {
    /// The results as PNG; this build has no typesetter.
    #[expect(clippy::unused_async, reason = "the same signature with a typesetter and without")]
    pub async fn check_picture(&self, answers: &Answers, as_of: Date) -> Result<Vec<u8>, PictureError> {
        self.results(answers, as_of)?;
        Err(PictureError::NotSet { what: "this build has no typesetter".to_owned() })
    }

    /// Makes the typesetter ready; this build has none.
    pub fn typesetter_warm(&self) {}
}
