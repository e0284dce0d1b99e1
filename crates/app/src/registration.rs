//! A registration as its owner or an officer sees it: what holds, what held before and since when, who
//! looked. An officer's look is in the journal before they see anything.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use registry::registration::{EmploymentDetails, Recorded, RegistrationEvent, RegistrationState};
use registry::{
    Actor, CaseId, Certificate, Person, PersonId, Registration, RegistrationId, RegistrationNumber,
};
use store::{Kept, Look};

use crate::permission::{Deed, Matter, may};
use crate::register::CommitmentShown;
use crate::shown::{Labelled, OfficeShown};
use crate::text::Text;
use crate::{App, Fault, Viewer, words};

/// Why a registration cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    /// There is none, or none that this viewer may know of.
    #[error("no such registration for this viewer")]
    NotFound,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// How a registration stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// In force.
    InForce,
    /// Over.
    Ended {
        /// The last day of the employment.
        last_day: Date,
        /// Why, in words.
        reason: Text,
    },
}

/// A registration.
#[derive(Clone, PartialEq)]
pub struct RegistrationShown {
    /// Its id.
    pub id: RegistrationId,
    /// Its number.
    pub number: RegistrationNumber,
    /// Whose it is.
    pub person: PersonShown,
    /// How it stands.
    pub standing: Standing,
    /// What is registered, in words.
    pub rows: Vec<Labelled>,
    /// The same as data.
    pub details: EmploymentDetails,
    /// The office in charge.
    pub office: OfficeShown,
    /// By which channel it came, in words.
    pub channel: Text,
    /// When it was made.
    pub registered_at: Timestamp,
    /// The day from which the latest version holds.
    pub effective_on: Date,
    /// Every version, the latest first.
    pub versions: Vec<VersionShown>,
    /// Its certificates, the newest first.
    pub certificates: Vec<CertificateLine>,
    /// The promise that was made: text, version.
    pub commitment: CommitmentShown,
    /// When it was accepted.
    pub commitment_at: Timestamp,
    /// Who looked at the person, oldest first; for the person, not for officers.
    pub looks: Vec<LookShown>,
}

impl fmt::Debug for RegistrationShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegistrationShown").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A person with what may be shown of them.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonShown {
    /// The id.
    pub id: PersonId,
    /// The name; empty after erasure.
    pub name: String,
    /// The identity number, its middle masked.
    pub id_number: String,
    /// The telephone, its middle masked.
    pub phone: String,
}

impl fmt::Debug for PersonShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PersonShown").field("id", &self.id).finish_non_exhaustive()
    }
}

/// One version of a registration.
#[derive(Clone, PartialEq, Eq)]
pub struct VersionShown {
    /// 1, 2, 3 …
    pub version: u32,
    /// The code of what happened: `registered`, `changed`, `ended`.
    pub event: &'static str,
    /// What happened, in words.
    pub title: Text,
    /// The day from which it holds.
    pub effective_on: Date,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// By whom, in words.
    pub by: Text,
    /// By which channel, in words.
    pub channel: Text,
    /// What held from then on.
    pub rows: Vec<Labelled>,
}

impl fmt::Debug for VersionShown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VersionShown").field("version", &self.version).finish_non_exhaustive()
    }
}

/// A certificate in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateLine {
    /// Its number.
    pub number: String,
    /// `valid`, `ended` or `revoked`.
    pub state: &'static str,
    /// Why it is no longer valid, as a code.
    pub reason: Option<String>,
    /// When it was issued.
    pub issued_at: Timestamp,
}

/// A look of an officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookShown {
    /// When.
    pub at: Timestamp,
    /// Who: the officer's display name.
    pub officer: String,
    /// Why, as a code.
    pub reason: String,
}

impl App {
    /// A registration by its number. An officer's look is journalled with its reason, a code such as
    /// `case_handling`.
    pub async fn registration(
        &self,
        viewer: &Viewer,
        number: &str,
        reason: &str,
    ) -> Result<RegistrationShown, RegistrationError> {
        let found = self.registration_seen(viewer, number).await?;
        let registration = found.ok_or(RegistrationError::NotFound)?;
        let person = self.person_seen(viewer, &registration, reason).await?;
        Ok(self.registration_shown(viewer, registration, person).await?)
    }

    /// The registration of a number, if the viewer may see it. A number that is none is not found.
    pub(crate) async fn registration_seen(
        &self,
        viewer: &Viewer,
        number: &str,
    ) -> Result<Option<Registration>, Fault> {
        let Ok(number) = number.parse::<RegistrationNumber>() else { return Ok(None) };
        let found = self.parts.store.registration_find_by_number(&number).await?;
        Ok(found.filter(|found| may(viewer, Deed::SeeRegistration, &Matter::of(found))))
    }

    /// The person of a registration; that an officer looks is in the journal before they see anything.
    pub(crate) async fn person_seen(
        &self,
        viewer: &Viewer,
        registration: &Registration,
        reason: &str,
    ) -> Result<Option<Person>, Fault> {
        let person = registration.person;
        let found = match viewer.officer() {
            None => self.parts.store.person_find(person).await?,
            Some(officer) => {
                let case = Some(CaseId(registration.id.0));
                let reason = reason.to_owned();
                let look = Look { officer: officer.id, person, at: self.moment(), reason, case };
                self.parts.store.person_look(&look).await?
            }
        };
        Ok(found.and_then(Kept::held))
    }

    pub(crate) async fn registration_shown(
        &self,
        viewer: &Viewer,
        registration: Registration,
        person: Option<Person>,
    ) -> Result<RegistrationShown, Fault> {
        let store = &self.parts.store;
        let office = self.office_of(&registration).await?;
        let events = store.registration_history(registration.id).await?;
        let certificates = store.certificate_list_by_registration(registration.id).await?;
        let looks = match viewer.person() {
            Some(person) => self.looks(person).await?,
            None => Vec::new(),
        };
        let standing = match &registration.state {
            RegistrationState::Active => Standing::InForce,
            RegistrationState::Ended { last_day, reason } => {
                Standing::Ended { last_day: *last_day, reason: self.end_reason(reason) }
            }
        };
        Ok(RegistrationShown {
            person: shown_person(registration.person, person.as_ref()),
            standing,
            rows: self.details_rows(&registration.details),
            office,
            channel: words::channel(registration.channel),
            versions: events.iter().rev().map(|event| self.version_shown(event)).collect(),
            certificates: certificates.iter().map(certificate_line).collect(),
            commitment: self.commitment_kept(&registration),
            commitment_at: registration.commitment.accepted_at,
            looks,
            id: registration.id,
            number: registration.number,
            details: registration.details,
            registered_at: registration.registered_at,
            effective_on: registration.effective_on,
        })
    }

    /// The words that were accepted then, also if another wording holds by now.
    fn commitment_kept(&self, registration: &Registration) -> CommitmentShown {
        let version = &registration.commitment.version;
        let pack = self.library().pack(crate::register::SERVICE);
        let text = pack.and_then(|pack| pack.commitment_of_version(version));
        CommitmentShown {
            version: version.clone(),
            text: text.map(|text| Text::from(&text.text)).unwrap_or_default(),
        }
    }

    fn version_shown(&self, recorded: &Recorded) -> VersionShown {
        let rows = match &recorded.event {
            RegistrationEvent::Registered { details, .. } | RegistrationEvent::Changed { details, .. } => {
                self.details_rows(details)
            }
            RegistrationEvent::Ended { reason } => {
                vec![Labelled::new("after", self.field_label("after"), self.end_reason(reason))]
            }
        };
        let event = recorded.event.code();
        VersionShown {
            version: recorded.version,
            event,
            title: words::event(event),
            effective_on: recorded.effective_on,
            recorded_at: recorded.recorded_at,
            by: words::entered_by(&recorded.entered_by),
            channel: words::channel(recorded.channel),
            rows,
        }
    }

    /// Who looked at a person. Officers have names here: the person may know who it was.
    async fn looks(&self, person: PersonId) -> Result<Vec<LookShown>, Fault> {
        let entries = self.parts.store.look_list_by_person(person).await?;
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let accounts = self.parts.store.account_list().await?;
        let name = |actor: &Actor| match actor {
            Actor::Officer(id) => accounts
                .iter()
                .find(|account| account.id == *id)
                .map_or_else(|| id.to_string(), |account| account.display_name.clone()),
            Actor::Person(_) | Actor::System(_) => actor.to_string(),
        };
        let reason = |entry: &registry::Entry| {
            let content = entry.content.as_ref()?;
            let payload: serde_json::Value = serde_json::from_slice(&content.payload).ok()?;
            payload.get("reason")?.as_str().map(str::to_owned)
        };
        let shown = entries.iter().map(|entry| LookShown {
            at: entry.at,
            officer: name(&entry.actor),
            reason: reason(entry).unwrap_or_default(),
        });
        Ok(shown.collect())
    }

    /// The numbers of the viewer's own registrations, the newest first.
    pub async fn my_registrations(
        &self,
        viewer: &Viewer,
    ) -> Result<Vec<RegistrationNumber>, RegistrationError> {
        let Some(person) = viewer.person() else { return Ok(Vec::new()) };
        let list = self.parts.store.registration_list_by_person(person).await.map_err(Fault::from)?;
        Ok(list.into_iter().map(|registration| registration.number).collect())
    }
}

/// A person with what may be shown; after erasure, nothing but the id.
pub(crate) fn shown_person(id: PersonId, person: Option<&Person>) -> PersonShown {
    PersonShown {
        id,
        name: person.map(|person| person.name.expose().to_owned()).unwrap_or_default(),
        id_number: person.map(|person| person.id_number.to_string()).unwrap_or_default(),
        phone: person.and_then(|person| person.phone.as_ref()).map(ToString::to_string).unwrap_or_default(),
    }
}

fn certificate_line(certificate: &Certificate) -> CertificateLine {
    CertificateLine {
        number: certificate.number.clone(),
        state: certificate.state.code(),
        reason: certificate.state.closed().map(|(_, reason)| reason.to_owned()),
        issued_at: certificate.issued_at,
    }
}
