//! The three things one can do with a registration: register, change, end. Each is judged against
//! what is there and gives the event with the registration as it then stands, or says why not.

use jiff::Timestamp;
use jiff::civil::Date;

use super::details::{DetailsError, EmploymentDetails, text};
use super::event::{Recorded, RegistrationEvent};
use super::number::RegistrationNumber;
use super::{Commitment, EnteredBy, Registration, RegistrationState};
use crate::form::Channel;
use crate::id::{OfficeId, PersonId, RegistrationId};

/// Registers a person's employment.
#[derive(Debug, Clone)]
pub struct RegisterCommand {
    /// The id to be given.
    pub id: RegistrationId,
    /// The number to be given, from the store's sequence.
    pub number: RegistrationNumber,
    /// Whose employment.
    pub person: PersonId,
    /// The office responsible, as the law routed it.
    pub office: OfficeId,
    /// What was said.
    pub details: EmploymentDetails,
    /// By which way it came.
    pub channel: Channel,
    /// Who typed it in.
    pub entered_by: EnteredBy,
    /// The commitment given.
    pub commitment: Commitment,
    /// The business date.
    pub today: Date,
    /// The moment.
    pub recorded_at: Timestamp,
}

/// Amends a registration: another form, place or occupation.
#[derive(Debug, Clone)]
pub struct ChangeCommand {
    /// What holds from now on, whole.
    pub details: EmploymentDetails,
    /// The office responsible from now on.
    pub office: OfficeId,
    /// The first day on which the change holds.
    pub effective_on: Date,
    /// By which way it came.
    pub channel: Channel,
    /// Who typed it in.
    pub entered_by: EnteredBy,
    /// The business date.
    pub today: Date,
    /// The moment.
    pub recorded_at: Timestamp,
}

/// Ends a registration.
#[derive(Debug, Clone)]
pub struct EndCommand {
    /// The last day of the employment.
    pub last_day: Date,
    /// A code, such as `work_ended`.
    pub reason: String,
    /// By which way it came.
    pub channel: Channel,
    /// Who typed it in.
    pub entered_by: EnteredBy,
    /// The business date.
    pub today: Date,
    /// The moment.
    pub recorded_at: Timestamp,
}

/// Why a command was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationError {
    /// The person is registered; that registration is to be changed or ended.
    #[error("person: registered under {number}; expected no registration in force")]
    AlreadyActive {
        /// The number in force.
        number: RegistrationNumber,
    },
    /// The registration is over.
    #[error("registration {number} ended with {last_day}; expected one in force")]
    Ended {
        /// Which.
        number: RegistrationNumber,
        /// Its last day.
        last_day: Date,
    },
    /// What was said cannot be recorded.
    #[error(transparent)]
    Details(#[from] DetailsError),
    /// A day before something that has already taken place.
    #[error("{field}: {found} is before {earliest}; expected that day or a later one")]
    TooEarly {
        /// Which field.
        field: &'static str,
        /// The day given.
        found: Date,
        /// The first day possible.
        earliest: Date,
    },
    /// A day that has not come.
    #[error("{field}: {found} has not come; expected {today} or earlier")]
    TooLate {
        /// Which field.
        field: &'static str,
        /// The day given.
        found: Date,
        /// The business date.
        today: Date,
    },
    /// A change that changes nothing.
    #[error("details: the same as on record; expected at least one difference")]
    Unchanged,
}

impl Registration {
    /// Registers. `active` is the registration that the person has in force, if any.
    pub fn register(
        active: Option<&Registration>,
        command: RegisterCommand,
    ) -> Result<(Registration, Recorded), RegistrationError> {
        if let Some(active) = active.filter(|held| held.is_active()) {
            return Err(RegistrationError::AlreadyActive { number: active.number.clone() });
        }
        command.details.check(command.today)?;
        text("commitment", &command.commitment.text)?;
        text("commitment_version", &command.commitment.version)?;
        let registration = Registration {
            id: command.id,
            number: command.number,
            person: command.person,
            office: command.office,
            effective_on: command.details.started_on,
            details: command.details,
            channel: command.channel,
            entered_by: command.entered_by,
            commitment: command.commitment,
            state: RegistrationState::Active,
            version: 1,
            registered_at: command.recorded_at,
        };
        let event = RegistrationEvent::Registered {
            number: registration.number.clone(),
            person: registration.person,
            office: registration.office,
            details: registration.details.clone(),
            commitment: registration.commitment.clone(),
        };
        let recorded = registration.record(
            event,
            registration.effective_on,
            command.recorded_at,
            command.channel,
            command.entered_by,
        );
        Ok((registration, recorded))
    }

    /// Amends. A change cannot reach back behind the day of the version that it follows.
    pub fn change(&self, command: ChangeCommand) -> Result<(Registration, Recorded), RegistrationError> {
        self.require_active()?;
        within("effective_on", command.effective_on, self.effective_on, command.today)?;
        command.details.check(command.today)?;
        if command.details == self.details && command.office == self.office {
            return Err(RegistrationError::Unchanged);
        }
        let changed = Registration {
            details: command.details.clone(),
            office: command.office,
            version: self.version + 1,
            effective_on: command.effective_on,
            ..self.clone()
        };
        let event = RegistrationEvent::Changed { office: command.office, details: command.details };
        let recorded = changed.record(
            event,
            command.effective_on,
            command.recorded_at,
            command.channel,
            command.entered_by,
        );
        Ok((changed, recorded))
    }

    /// Ends. The last day belongs to the employment.
    pub fn end(&self, command: EndCommand) -> Result<(Registration, Recorded), RegistrationError> {
        self.require_active()?;
        within("last_day", command.last_day, self.effective_on, command.today)?;
        text("reason", &command.reason)?;
        let ended = Registration {
            state: RegistrationState::Ended { last_day: command.last_day, reason: command.reason.clone() },
            version: self.version + 1,
            effective_on: command.last_day,
            ..self.clone()
        };
        let event = RegistrationEvent::Ended { reason: command.reason };
        let recorded =
            ended.record(event, command.last_day, command.recorded_at, command.channel, command.entered_by);
        Ok((ended, recorded))
    }

    fn require_active(&self) -> Result<(), RegistrationError> {
        match &self.state {
            RegistrationState::Active => Ok(()),
            RegistrationState::Ended { last_day, .. } => {
                Err(RegistrationError::Ended { number: self.number.clone(), last_day: *last_day })
            }
        }
    }

    fn record(
        &self,
        event: RegistrationEvent,
        effective_on: Date,
        recorded_at: Timestamp,
        channel: Channel,
        entered_by: EnteredBy,
    ) -> Recorded {
        Recorded {
            registration: self.id,
            version: self.version,
            effective_on,
            recorded_at,
            channel,
            entered_by,
            event,
        }
    }
}

fn within(field: &'static str, found: Date, earliest: Date, today: Date) -> Result<(), RegistrationError> {
    if found < earliest {
        return Err(RegistrationError::TooEarly { field, found, earliest });
    }
    if found > today {
        return Err(RegistrationError::TooLate { field, found, today });
    }
    Ok(())
}
