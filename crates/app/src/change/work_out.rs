//! A change read, judged and worked out before anything of it is saved: who may, what the registry's own
//! rules and the law say, which office is in charge, what becomes of the conclusions.

use jiff::civil::Date;
use registry::registration::{ChangeCommand, EmploymentDetails, EndCommand, Recorded, RegistrationError};
use registry::{Person, Registration};
use service::definition::Channel;
use service::{Pack, Submission};

use super::{ChangeError, ChangeRequest, ChangedValue, Preview, SERVICE};
use crate::app::office_id;
use crate::effects::Effects;
use crate::field_fault::FieldFault;
use crate::permission::{Deed, Matter, may};
use crate::refusal::{DecideOneError, fact_fault, registration_fault};
use crate::shown::{Labelled, OfficeShown};
use crate::text::Text;
use crate::viewer::entered_by;
use crate::{App, Fault, Viewer, form, known};

/// A change that was read, judged and worked out, before anything of it is saved.
pub(super) struct Worked<'a> {
    pub(super) pack: &'a Pack,
    pub(super) before: Registration,
    pub(super) after: Registration,
    pub(super) recorded: Recorded,
    pub(super) person: Person,
    pub(super) office: OfficeShown,
    pub(super) effects: Effects,
    pub(super) preview: Preview,
}

impl ChangeRequest {
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
    /// Loads, looks who may, judges and decides.
    pub(super) async fn work_out(
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
        self.decide_one(self.law.plan_registration, &known::of_details(&judged.0.details)).map_err(
            |error| match error {
                DecideOneError::Input(bad) => ChangeError::Fields(vec![fact_fault(&bad)]),
                DecideOneError::Refused(conclusion) => ChangeError::Refused(conclusion),
            },
        )?;
        Ok(judged)
    }

    pub(super) async fn preview(
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
            turns: effects.turns.clone(),
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
