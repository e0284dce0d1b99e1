//! The events of a registration and the history that they make: which version held on which day.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::details::EmploymentDetails;
use super::number::RegistrationNumber;
use super::{Commitment, EnteredBy, Registration, RegistrationState};
use crate::form::Channel;
use crate::id::{OfficeId, PersonId, RegistrationId};

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum RegistrationEvent {
    /// It was made.
    Registered {
        /// The number given.
        number: RegistrationNumber,
        /// Whose.
        person: PersonId,
        /// The office responsible.
        office: OfficeId,
        /// What was said.
        details: EmploymentDetails,
        /// The commitment given.
        commitment: Commitment,
    },
    /// It was amended.
    Changed {
        /// The office responsible from then on.
        office: OfficeId,
        /// What holds from then on, whole.
        details: EmploymentDetails,
    },
    /// It was ended; the effective day is the last day of the employment.
    Ended {
        /// A code.
        reason: String,
    },
}

impl RegistrationEvent {
    /// The code in the store and in the journal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Registered { .. } => "registered",
            Self::Changed { .. } => "changed",
            Self::Ended { .. } => "ended",
        }
    }
}

/// An event with its version, its day and the moment of recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Of which registration.
    pub registration: RegistrationId,
    /// 1, 2, 3 …
    pub version: u32,
    /// The day from which it holds.
    pub effective_on: Date,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// By which way it came.
    pub channel: Channel,
    /// Who typed it in.
    pub entered_by: EnteredBy,
    /// What happened.
    pub event: RegistrationEvent,
}

/// Why events do not make a registration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// None at all.
    #[error("a registration has no events; expected at least `registered`")]
    Empty,
    /// The versions are not 1, 2, 3 …
    #[error("registration {registration}: version {found} follows {expected}-1; expected {expected}")]
    Gap {
        /// Which.
        registration: RegistrationId,
        /// The version that was met.
        found: u32,
        /// The one that was due.
        expected: u32,
    },
    /// An event that cannot stand there: a second `registered`, another first, or one after the end.
    #[error("registration {registration}: `{event}` cannot be version {version}")]
    Misplaced {
        /// Which.
        registration: RegistrationId,
        /// The event's code.
        event: &'static str,
        /// Its version.
        version: u32,
    },
}

/// All events of one registration, in order, known to fit together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    first: Registration,
    events: Vec<Recorded>,
}

impl History {
    /// Takes the events in the order of their versions.
    pub fn new(events: Vec<Recorded>) -> Result<Self, HistoryError> {
        let Some((head, rest)) = events.split_first() else { return Err(HistoryError::Empty) };
        let first = begin(head)?;
        rest.iter().try_fold(first.clone(), Registration::apply)?;
        Ok(Self { first, events })
    }

    /// The events.
    pub fn events(&self) -> &[Recorded] {
        &self.events
    }

    /// The registration after its last event.
    pub fn current(&self) -> Result<Registration, HistoryError> {
        self.up_to(|_| true)
    }

    /// The registration as it held on a day: after the last event effective on or before it. `None`
    /// before the first day. On the last day of the employment it still is in force.
    pub fn on(&self, day: Date) -> Option<Registration> {
        if day < self.first.effective_on {
            return None;
        }
        let over = |event: &Recorded| match event.event {
            RegistrationEvent::Ended { .. } => event.effective_on < day,
            RegistrationEvent::Registered { .. } | RegistrationEvent::Changed { .. } => {
                event.effective_on <= day
            }
        };
        self.up_to(over).ok()
    }

    fn up_to(&self, takes: impl Fn(&Recorded) -> bool) -> Result<Registration, HistoryError> {
        self.events
            .iter()
            .skip(1)
            .take_while(|event| takes(event))
            .try_fold(self.first.clone(), Registration::apply)
    }
}

fn misplaced(recorded: &Recorded) -> HistoryError {
    HistoryError::Misplaced {
        registration: recorded.registration,
        event: recorded.event.code(),
        version: recorded.version,
    }
}

/// The registration that a first event makes.
fn begin(recorded: &Recorded) -> Result<Registration, HistoryError> {
    if recorded.version != 1 {
        return Err(HistoryError::Gap {
            registration: recorded.registration,
            found: recorded.version,
            expected: 1,
        });
    }
    match &recorded.event {
        RegistrationEvent::Registered { number, person, office, details, commitment } => Ok(Registration {
            id: recorded.registration,
            number: number.clone(),
            person: *person,
            office: *office,
            details: details.clone(),
            channel: recorded.channel,
            entered_by: recorded.entered_by,
            commitment: commitment.clone(),
            state: RegistrationState::Active,
            version: 1,
            registered_at: recorded.recorded_at,
            effective_on: recorded.effective_on,
        }),
        RegistrationEvent::Changed { .. } | RegistrationEvent::Ended { .. } => Err(misplaced(recorded)),
    }
}

impl Registration {
    /// The registration after one more event.
    pub fn apply(mut self, recorded: &Recorded) -> Result<Self, HistoryError> {
        let expected = self.version + 1;
        if recorded.version != expected {
            return Err(HistoryError::Gap { registration: self.id, found: recorded.version, expected });
        }
        if !self.is_active() || recorded.registration != self.id {
            return Err(misplaced(recorded));
        }
        match &recorded.event {
            RegistrationEvent::Registered { .. } => return Err(misplaced(recorded)),
            RegistrationEvent::Changed { office, details } => {
                self.office = *office;
                self.details = details.clone();
            }
            RegistrationEvent::Ended { reason } => {
                self.state =
                    RegistrationState::Ended { last_day: recorded.effective_on, reason: reason.clone() };
            }
        }
        self.version = recorded.version;
        self.effective_on = recorded.effective_on;
        Ok(self)
    }
}
