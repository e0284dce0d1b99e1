//! Change and end of a registration (Art. 11, third sentence). First one sees what would change, then
//! one confirms: a new version, certificates, all decisions anew and a notice in one transaction.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use registry::registration::{ChangeCommand, EmploymentDetails, EndCommand, Recorded, RegistrationError};
use registry::{Person, Registration, RegistrationNumber};
use service::definition::Channel;
use service::{Pack, Submission};

use crate::app::office_id;
use crate::conclusion::{Conclusion, Status};
use crate::effects::Effects;
use crate::field_fault::FieldFault;
use crate::permission::{Deed, Matter, may};
use crate::refusal::{DecideOneError, fact_fault, registration_fault};
use crate::register::NextStep;
use crate::shown::{Labelled, OfficeShown, Provision};
use crate::text::Text;
use crate::viewer::entered_by;
use crate::{App, Fault, Viewer, form, known};

mod save;

pub(crate) use save::titles;

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
    /// Conclusions that become yes.
    pub gained: Vec<Effect>,
    /// Conclusions that are yes no more.
    pub lost: Vec<Effect>,
    /// Conclusions that can no longer be told.
    pub unknown: Vec<Effect>,
    /// Conclusions whose answer stays; some with other fields.
    pub unchanged: Vec<Effect>,
    /// The commitment to accept.
    pub commitment: Option<crate::register::CommitmentShown>,
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

/// A conclusion before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// Its key.
    pub key: String,
    /// Its article.
    pub article: u16,
    /// Its title.
    pub title: Text,
    /// Before.
    pub before: Status,
    /// After.
    pub after: Status,
    /// Its fields before, where it was yes.
    pub fields_before: Vec<Labelled>,
    /// Its fields after, where it is yes.
    pub fields_after: Vec<Labelled>,
    /// What that means for the person.
    pub note: Text,
    /// The provision that decides.
    pub provision: Provision,
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

/// A change that was read, judged and worked out, before anything of it is saved.
struct Worked<'a> {
    pack: &'a Pack,
    before: Registration,
    after: Registration,
    recorded: Recorded,
    person: Person,
    office: OfficeShown,
    effects: Effects,
    preview: Preview,
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

    fn submission(&self, before: &Registration) -> Submission {
        let mut answers = self.fields.clone();
        answers.insert("registration_number".to_owned(), before.number.to_string());
        Submission {
            channel: self.channel,
            answers,
            commitment: self.commitment.clone(),
            registered_district: Some(before.details.district.to_string()),
        }
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

    /// Loads, looks who may, judges and decides.
    async fn work_out(
        &self,
        viewer: &Viewer,
        request: &ChangeRequest,
        is_preview: bool,
    ) -> Result<Worked<'_>, ChangeError> {
        let before = self.registration_seen(viewer, &request.number).await?.ok_or(ChangeError::NotFound)?;
        let deed = if request.channel == Channel::Window { Deed::ChangeAtWindow } else { Deed::ChangeOnline };
        if !may(viewer, deed, &Matter::of(&before)) {
            return Err(ChangeError::Denied);
        }
        let pack = self.pack(SERVICE)?;
        let submission = request.submission(&before);
        let mut faults = form::faults(pack, &submission, self.today(), self.library());
        if is_preview {
            faults.retain(|fault| fault.field != "commitment");
        }
        if !faults.is_empty() {
            return Err(ChangeError::Fields(faults));
        }
        let person = self.person_seen(viewer, &before, "change").await?.ok_or(ChangeError::NotFound)?;
        let (after, recorded) = self.judged(viewer, request, &submission, &before)?;
        let office = self.office_of(&after).await?;
        let place = Matter::of(&after);
        if deed == Deed::ChangeAtWindow && !may(viewer, deed, &place) {
            return Err(ChangeError::WrongOffice(Box::new(office)));
        }
        let effects = self.effects(&person, &before, &after).await?;
        let preview = self.preview(pack, &before, &after, &recorded, &effects).await?;
        Ok(Worked { pack, before, after, recorded, person, office, effects, preview })
    }

    /// The registration after the change, as the registry's own rules and the law allow it.
    fn judged(
        &self,
        viewer: &Viewer,
        request: &ChangeRequest,
        submission: &Submission,
        before: &Registration,
    ) -> Result<(Registration, Recorded), ChangeError> {
        let (today, recorded_at) = (self.today(), self.moment());
        let wrong =
            |field: &str| ChangeError::Fields(vec![FieldFault::new(field, "bad_date", "a date YYYY-MM-DD")]);
        let effective_on: Date = submission
            .answer("effective_on")
            .and_then(|day| day.parse().ok())
            .ok_or_else(|| wrong("effective_on"))?;
        let (channel, entered_by) = (form::channel(request.channel), entered_by(viewer));
        if request.is_end() {
            // The form asks for the first day without this work; the last day with it is the one before.
            let last_day = effective_on.yesterday().map_err(|_| wrong("effective_on"))?;
            let reason = submission.answer("after").unwrap_or_default().to_owned();
            let command = EndCommand { last_day, reason, channel, entered_by, today, recorded_at };
            return before.end(command).map_err(refused);
        }
        let details = form::details(submission, Some(&before.details), self.today(), self.library());
        let details = details.map_err(ChangeError::Fields)?;
        let pack = self.pack(SERVICE)?;
        let office = office_id(&self.route(pack, details.district.as_str())?.id);
        let command =
            ChangeCommand { details, office, effective_on, channel, entered_by, today, recorded_at };
        let judged = before.change(command).map_err(refused)?;
        self.decide_one(self.parts.plan_registration, &known::of_details(&judged.0.details)).map_err(
            |error| match error {
                DecideOneError::Input(bad) => ChangeError::Fields(vec![fact_fault(&bad)]),
                DecideOneError::Refused(conclusion) => ChangeError::Refused(conclusion),
            },
        )?;
        Ok(judged)
    }

    async fn preview(
        &self,
        pack: &Pack,
        before: &Registration,
        after: &Registration,
        recorded: &Recorded,
        effects: &Effects,
    ) -> Result<Preview, Fault> {
        let is_end = !after.is_active();
        let office = if before.office == after.office {
            None
        } else {
            Some((self.office_of(before).await?, self.office_of(after).await?))
        };
        let from = if is_end { recorded.effective_on.tomorrow() } else { Ok(recorded.effective_on) };
        Ok(Preview {
            number: after.number.clone(),
            is_end,
            from: from.map_err(|e| Fault::because("a day", e))?,
            as_of: self.today(),
            changed: self.changed_values(&before.details, &after.details),
            office,
            gained: effects.gained.clone(),
            lost: effects.lost.clone(),
            unknown: effects.unknown.clone(),
            unchanged: effects.unchanged.clone(),
            commitment: self.commitment(pack.id(), self.today()),
        })
    }

    /// The values that differ, in the order of the pack.
    fn changed_values(&self, before: &EmploymentDetails, after: &EmploymentDetails) -> Vec<ChangedValue> {
        let (old, new) = (self.details_rows(before), self.details_rows(after));
        let in_new = |key: &str| new.iter().find(|row| row.key == key);
        let value = |row: Option<&Labelled>| row.map(|row| row.value.clone()).unwrap_or_default();
        let gone = old.iter().filter(|row| in_new(&row.key).map(|new| &new.value) != Some(&row.value));
        let mut changed: Vec<ChangedValue> = gone
            .map(|row| ChangedValue {
                key: row.key.clone(),
                label: row.label.clone(),
                before: row.value.clone(),
                after: value(in_new(&row.key)),
            })
            .collect();
        for row in new.iter().filter(|row| old.iter().all(|old| old.key != row.key)) {
            changed.push(ChangedValue {
                key: row.key.clone(),
                label: row.label.clone(),
                before: Text::default(),
                after: row.value.clone(),
            });
        }
        changed
    }
}

/// What the registry refuses, by what the person can do.
fn refused(error: RegistrationError) -> ChangeError {
    match error {
        RegistrationError::Unchanged => ChangeError::Unchanged,
        RegistrationError::Ended { last_day, .. } => ChangeError::Ended { last_day },
        RegistrationError::TooEarly { field: "last_day", earliest, .. } => {
            // The field of the form is the day after the last one.
            let from = earliest.tomorrow().unwrap_or(earliest);
            ChangeError::Fields(vec![FieldFault::new(
                "effective_on",
                "before_current",
                format!("{from} or later"),
            )])
        }
        other => ChangeError::Fields(vec![registration_fault(&other)]),
    }
}
