//! An officer asks the person to look at one field again, for a coded reason of the service. A reason names
//! a field, so that no paper can be asked for: Art. 11 forbids proof of employment. The person is told, with
//! the way to exactly that field.

use registry::{CaseId, NoticeId};
use service::{Placeholder, Value};
use store::{Changes, Idempotency, Write};

use crate::inbox::NoticeLink;
use crate::permission::{Deed, Matter, may};
use crate::shown::Labelled;
use crate::text::Text;
use crate::viewer::actor;
use crate::{App, Fault, RegistrationError, Viewer};

/// Why nothing was asked.
#[derive(Debug, thiserror::Error)]
pub enum CorrectionError {
    /// There is no such registration for this viewer.
    #[error("no such registration for this viewer")]
    NotFound,
    /// It is over: there is nothing to correct in it.
    #[error("the registration has ended; expected one in force")]
    Ended,
    /// The reason is none of the service's.
    #[error("reason: {found:?}; expected one of {expected}")]
    Reason {
        /// The code, cut.
        found: String,
        /// The codes that there are.
        expected: String,
    },
    /// This viewer may not do this.
    #[error("not allowed")]
    Denied,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// A correction that is wanted, as the person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionShown {
    /// Of which registration.
    pub number: String,
    /// The field to look at again.
    pub field: String,
    /// Why, in words.
    pub reason: Text,
    /// That no proof is asked for, in the words of the service.
    pub no_proof: Text,
}

/// The longest piece of a code that an error repeats.
const FOUND_CHARS_MAX: usize = 64;

impl App {
    /// The reasons that an officer can choose from: code, the field in words, the reason in words.
    pub fn correction_reasons(&self) -> Result<Vec<Labelled>, Fault> {
        let reasons = &self.pack(crate::change::SERVICE)?.definition.return_reasons;
        let shown = |reason: &service::evidence::ReturnReason| {
            Labelled::new(&reason.code, self.field_label(&reason.field), Text::from(&reason.label))
        };
        Ok(reasons.iter().map(shown).collect())
    }

    /// Asks the person of a registration to look at one field again. Sent twice under one key, it is
    /// asked once.
    pub async fn correction_ask(
        &self,
        viewer: &Viewer,
        number: &str,
        reason: &str,
        idempotency_key: Option<&str>,
    ) -> Result<(), CorrectionError> {
        if viewer.officer().is_none() {
            return Err(CorrectionError::Denied);
        }
        let found = self.registration_seen(viewer, number).await?;
        let found = found.filter(|found| may(viewer, Deed::AskCorrection, &Matter::of(found)));
        let registration = found.ok_or(CorrectionError::NotFound)?;
        let change = self.pack(crate::change::SERVICE)?;
        let wanted = change.return_reason(reason).ok_or_else(|| CorrectionError::Reason {
            found: reason.chars().take(FOUND_CHARS_MAX).collect(),
            expected: codes(&change.definition.return_reasons),
        })?;
        if !registration.is_active() {
            return Err(CorrectionError::Ended);
        }
        let person = self.person_seen(viewer, &registration, "correction").await?;
        let person = person.ok_or(CorrectionError::NotFound)?;
        let office = self.office_of(&registration).await?;
        let mut values = self.notice_values(&person, &registration, &office, None);
        values.insert(Placeholder::ReturnReason, Value::Words(wanted.label.clone()));
        let link =
            NoticeLink::Correction { number: registration.number.clone(), reason: wanted.code.clone() };
        let pack = self.pack(crate::register::SERVICE)?;
        let notice = self.notice(pack, "correction_wanted", person.id, &values, vec![link])?;
        let payload = serde_json::json!({
            "reason": wanted.code, "field": wanted.field, "notice": notice.id.to_string(),
        });
        let (case, at) = (CaseId(registration.id.0), self.moment());
        let entry =
            store::entry(case, at, actor(viewer, person.id), "registration.correction_wanted", &payload);
        let mut changes =
            Changes::new().entry(entry.map_err(Fault::from)?).write(Write::NoticeInsert(notice));
        if let Some(key) = idempotency_key {
            let key = format!("correction:{}:{key}", registration.number);
            changes = changes.once(Idempotency { key, result: Vec::new(), at: self.clock() });
        }
        self.parts.store.save(changes).await.map_err(Fault::from)?;
        Ok(())
    }

    /// What a notice of the viewer's own asks to be looked at again.
    pub async fn correction(
        &self,
        viewer: &Viewer,
        notice: NoticeId,
    ) -> Result<CorrectionShown, RegistrationError> {
        let found = self.notice_shown(viewer, notice).await?;
        let asked = found.links.into_iter().find_map(|link| match link {
            NoticeLink::Correction { number, reason } => Some((number, reason)),
            NoticeLink::BeforeAfter { .. }
            | NoticeLink::Commitment { .. }
            | NoticeLink::Case { .. }
            | NoticeLink::Service { .. }
            | NoticeLink::Change { .. } => None,
        });
        let (number, code) = asked.ok_or(RegistrationError::NotFound)?;
        let pack = self.pack(crate::change::SERVICE)?;
        // A reason that the service has dropped since asks for nothing any more.
        let reason = pack.return_reason(&code).ok_or(RegistrationError::NotFound)?;
        Ok(CorrectionShown {
            number: number.to_string(),
            field: reason.field.clone(),
            reason: Text::from(&reason.label),
            no_proof: Text::from(&pack.definition.evidence.note),
        })
    }
}

fn codes(reasons: &[service::evidence::ReturnReason]) -> String {
    reasons.iter().map(|reason| reason.code.as_str()).collect::<Vec<_>>().join(", ")
}
