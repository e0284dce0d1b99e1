//! A registration loaded and put into words, for whoever may see it; an officer's look is written down on
//! the way.

use registry::registration::{Recorded, RegistrationEvent, RegistrationState};
use registry::{Account, Actor, CaseId, Certificate, Person, PersonId, Registration, RegistrationNumber};
use store::{Kept, Look};

use super::{
    CertificateLine, LookShown, PersonShown, RegistrationError, RegistrationShown, Standing, VersionShown,
};
use crate::permission::{Deed, Matter, may};
use crate::register::CommitmentShown;
use crate::shown::Labelled;
use crate::text::Text;
use crate::{App, Fault, Viewer, words};

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
        let officers = self.officers_of(events.iter().map(|event| &event.entered_by)).await?;
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
            versions: events.iter().rev().map(|event| self.version_shown(event, &officers)).collect(),
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

    fn version_shown(&self, recorded: &Recorded, officers: &[Account]) -> VersionShown {
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
            by: words::entered_by(&recorded.entered_by, officers),
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
fn shown_person(id: PersonId, person: Option<&Person>) -> PersonShown {
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
