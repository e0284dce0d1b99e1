//! Change and end of a registration (Art. 11, third sentence). First one sees what would change, then
//! one confirms: a new version, certificates, all decisions anew and a notice in one transaction.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use registry::RegistrationNumber;
use service::definition::Channel;

use crate::conclusion::Conclusion;
use crate::effects::Turns;
use crate::field_fault::FieldFault;
use crate::register::{CommitmentShown, NextStep};
use crate::shown::OfficeShown;
use crate::text::Text;
use crate::{App, Fault, Viewer};

mod save;
mod work_out;

/// The service pack that this carries out.
pub const SERVICE: &str = "flex-change";

/// What is to be changed: the fields of the pack; `change` is `amend` or `end`. A field that is not
/// given stays as it is.
#[derive(Clone, PartialEq)]
pub struct ChangeRequest {
    /// Of which registration.
    pub number: String,
    /// The channel by which it came; `Window` exactly for officers.
    pub channel: Channel,
    /// The fields of the pack as they were typed; `registration_number` is filled in.
    pub fields: BTreeMap<String, String>,
    /// The version of the commitment that was accepted; a preview does without.
    pub commitment: Option<String>,
    /// Chosen by the sender, the same for each sending.
    pub idempotency_key: Option<String>,
}

impl fmt::Debug for ChangeRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangeRequest").field("channel", &self.channel).finish_non_exhaustive()
    }
}

/// What a change brings, before or after it is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// The registration.
    pub number: RegistrationNumber,
    /// Whether it ends the registration.
    pub is_end: bool,
    /// The day from which it holds; of an end, the first day without this work.
    pub from: Date,
    /// The business date of both decisions.
    pub as_of: Date,
    /// The values that change.
    pub changed: Vec<ChangedValue>,
    /// The office now and then, where it changes.
    pub office: Option<(OfficeShown, OfficeShown)>,
    /// What becomes of the conclusions.
    pub turns: Turns,
    /// The commitment to accept.
    pub commitment: Option<CommitmentShown>,
}

/// A value before and after.
#[derive(Clone, PartialEq, Eq)]
pub struct ChangedValue {
    /// The field.
    pub key: String,
    /// What it is.
    pub label: Text,
    /// Before.
    pub before: Text,
    /// After.
    pub after: Text,
}

impl fmt::Debug for ChangedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangedValue").field("key", &self.key).finish_non_exhaustive()
    }
}

/// A change that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    /// The registration.
    pub number: RegistrationNumber,
    /// Its version now.
    pub version: u32,
    /// The office in charge now.
    pub office: OfficeShown,
    /// The certificate that holds now; none after an end.
    pub certificate_number: Option<String>,
    /// What it brought.
    pub preview: Preview,
    /// What comes next.
    pub next_steps: Vec<NextStep>,
}

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// There is no such registration for this viewer.
    #[error("no such registration for this viewer")]
    NotFound,
    /// Something is missing or cannot be.
    #[error("{} fields are at fault", .0.len())]
    Fields(Vec<FieldFault>),
    /// It would change nothing.
    #[error("the change would change nothing")]
    Unchanged,
    /// It is over already.
    #[error("the registration ended with {last_day}")]
    Ended {
        /// Its last day.
        last_day: Date,
    },
    /// After the change the law gives no registration: end it instead.
    #[error("the law gives no registration after this change: {}", .0.key)]
    Refused(Box<Conclusion>),
    /// The new place of work belongs to another office than the officer's.
    #[error("another office is in charge: {}", .0.id)]
    WrongOffice(Box<OfficeShown>),
    /// This viewer may not do this on this channel.
    #[error("not allowed")]
    Denied,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl ChangeRequest {
    fn as_end(&self) -> Self {
        let mut request = self.clone();
        request.fields.insert("change".to_owned(), "end".to_owned());
        request
    }

    fn is_end(&self) -> bool {
        self.fields.get("change").is_some_and(|change| change.trim() == "end")
    }
}

impl App {
    /// What a change or an end would bring, without saving anything.
    pub async fn preview_change(
        &self,
        viewer: &Viewer,
        request: &ChangeRequest,
    ) -> Result<Preview, ChangeError> {
        Ok(self.work_out(viewer, request, true).await?.preview)
    }

    /// What an end would bring: [`App::preview_change`] for a request that says `end`.
    pub async fn preview_end(
        &self,
        viewer: &Viewer,
        request: &ChangeRequest,
    ) -> Result<Preview, ChangeError> {
        self.preview_change(viewer, &request.as_end()).await
    }

    /// Ends a registration: [`App::change`] for a request that says `end`.
    pub async fn end(&self, viewer: &Viewer, request: ChangeRequest) -> Result<Changed, ChangeError> {
        self.change(viewer, request.as_end()).await
    }

    /// Makes a change or an end.
    pub async fn change(&self, viewer: &Viewer, request: ChangeRequest) -> Result<Changed, ChangeError> {
        let worked = self.work_out(viewer, &request, false).await;
        let worked = match (worked, &request.idempotency_key) {
            // A second sending finds the change made: it gets what the first one got.
            (Err(ChangeError::Unchanged | ChangeError::Ended { .. } | ChangeError::Fields(_)), Some(key))
                if self.was_sent(&request, key).await? =>
            {
                return self.changed_before(viewer, &request).await;
            }
            (worked, _) => worked?,
        };
        self.save_change(viewer, &request, worked).await
    }
}
