//! Registration of flexible employment (Art. 11): by the person on three channels, or by an officer at
//! the window with them. No proof anywhere; a written commitment. One transaction saves person, facts,
//! registration, decision, certificate, journal entries, notice and job.

mod review;
mod save;

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use registry::registration::{Commitment, EmploymentDetails};
use registry::{Person, PersonId, RegistrationId, RegistrationNumber};
use service::definition::Channel;
use service::{Pack, Submission};

use crate::conclusion::Conclusion;
use crate::deciding::{Decided, Facts};
use crate::field_fault::FieldFault;
use crate::form::{self, PersonRead};
use crate::known;
use crate::permission::{Deed, Matter, may};
use crate::refusal::{DecideOneError, fact_fault};
use crate::shown::{Labelled, OfficeShown};
use crate::text::Text;
use crate::{App, Fault, Viewer};

/// The service pack that this carries out.
pub const SERVICE: &str = "flex-registration";

/// What a person, or an officer with them, hands in.
#[derive(Clone, PartialEq)]
pub struct RegisterRequest {
    /// The channel by which it came; `Window` exactly for officers.
    pub channel: Channel,
    /// The fields of the pack as they were typed.
    pub fields: BTreeMap<String, String>,
    /// The version of the commitment that was accepted.
    pub commitment: Option<String>,
    /// Facts said in the check, to be kept with the person: told once.
    pub facts: BTreeMap<String, serde_json::Value>,
    /// Chosen by the sender, the same for each sending.
    pub idempotency_key: Option<String>,
}

// All of it is personal.
impl fmt::Debug for RegisterRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisterRequest").field("channel", &self.channel).finish_non_exhaustive()
    }
}

/// A registration that was made.
#[derive(Clone, PartialEq, Eq)]
pub struct Registered {
    /// Its id.
    pub registration: RegistrationId,
    /// Its number.
    pub number: RegistrationNumber,
    /// Whose it is: the session is theirs from now on (not at the window).
    pub person: PersonId,
    /// The office in charge.
    pub office: OfficeShown,
    /// The number of the certificate.
    pub certificate_number: String,
    /// With the number of the registration, the way back in. Shown on this page and never again.
    pub access_code: String,
    /// The business date on which it was made.
    pub registered_on: Date,
    /// What comes next.
    pub next_steps: Vec<NextStep>,
    /// Whether it was sent before, and this is what was answered then.
    pub is_repeated: bool,
}

// The access code is a secret.
impl fmt::Debug for Registered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registered").field("registration", &self.registration).finish_non_exhaustive()
    }
}

/// Something to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// Its title.
    pub title: Text,
    /// One line more.
    pub text: Text,
    /// The conclusion that it leads to.
    pub conclusion: Option<String>,
    /// The service that it leads to.
    pub service: Option<String>,
}

/// The answers to look at before they are sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// The answers in words, in the order of the pack; the key is the field.
    pub rows: Vec<Labelled>,
    /// The office that it goes to.
    pub office: OfficeShown,
    /// The commitment to accept.
    pub commitment: CommitmentShown,
}

/// A commitment with its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentShown {
    /// Its version.
    pub version: String,
    /// Its words, in Markdown.
    pub text: Text,
}

/// What an identity number says.
#[derive(Clone, PartialEq, Eq)]
pub struct FromIdNumber {
    /// Day of birth.
    pub birth_date: Date,
    /// Woman or man.
    pub is_female: bool,
    /// The district of Beijing of first registration: a suggestion for the hukou, no more. Code and name.
    pub region: Option<(String, Text)>,
}

impl fmt::Debug for FromIdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FromIdNumber(…)")
    }
}

/// Why a registration was not made.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// Something is missing or cannot be: show each beside its field; all that was typed stays.
    #[error("{} fields are at fault", .0.len())]
    Fields(Vec<FieldFault>),
    /// The law does not let this person register: show why, what is missing, what would change it.
    #[error("the law gives no registration: {}", .0.key)]
    Refused(Box<Conclusion>),
    /// The person has a registration in force, which is to be changed or ended instead. The number is
    /// there for its owner and for an officer who may see it.
    #[error("the person has a registration in force")]
    AlreadyRegistered {
        /// Its number.
        number: Option<RegistrationNumber>,
    },
    /// Somebody with this identity number is on record: sign in with the registration number and the
    /// access code, or go to an office. Said alike whether or not a registration is in force.
    #[error("the person is on record; expected them to sign in")]
    SignInFirst,
    /// The place of work belongs to another office: show it.
    #[error("another office is in charge: {}", .0.id)]
    WrongOffice(Box<OfficeShown>),
    /// This viewer may not do this on this channel.
    #[error("not allowed")]
    Denied,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl RegisterRequest {
    fn submission(&self) -> Submission {
        Submission {
            channel: self.channel,
            answers: self.fields.clone(),
            commitment: self.commitment.clone(),
            registered_district: None,
        }
    }
}

/// A request that was read and found without faults.
struct Accepted<'a> {
    pack: &'a Pack,
    person: PersonRead,
    details: EmploymentDetails,
    office: &'a service::Office,
    commitment: Commitment,
}

impl App {
    /// Registers.
    pub async fn register(
        &self,
        viewer: &Viewer,
        request: RegisterRequest,
    ) -> Result<Registered, RegisterError> {
        let accepted = self.accept(viewer, &request)?;
        let index = self.parts.store.keyed_hash("register", accepted.person.id_number.expose().as_bytes());
        let once =
            request.idempotency_key.as_ref().map(|key| format!("register:{}:{key}", hex::encode(&index)));
        if let Some(before) = self.sent_before(once.as_deref()).await? {
            return Ok(before);
        }
        let known = self.parts.store.person_find_by_id_number(&accepted.person.id_number).await;
        let known = match self.admit(viewer, known.map_err(Fault::from)?).await {
            Ok(known) => known,
            // The same form, sent a moment earlier, may have been saved since: then this is its answer.
            Err(refused) => return self.sent_before(once.as_deref()).await?.ok_or(refused),
        };
        let decided = self.decide_registration(&accepted, &request.facts)?;
        let made = self.make(viewer, &request, &accepted, known, &decided).await?;
        self.save_registration(made, once).await
    }

    /// What the first sending of this form was answered, if there was one.
    async fn sent_before(&self, once: Option<&str>) -> Result<Option<Registered>, RegisterError> {
        let Some(key) = once else { return Ok(None) };
        match self.parts.store.idempotency_find(key).await.map_err(Fault::from)? {
            Some(receipt) => self.registered_before(&receipt).await.map(Some),
            None => Ok(None),
        }
    }

    /// Reads a request and looks whether the viewer may make it.
    fn accept(&self, viewer: &Viewer, request: &RegisterRequest) -> Result<Accepted<'_>, RegisterError> {
        let (today, library) = (self.today(), self.library());
        let is_at_window = request.channel == Channel::Window;
        let is_allowed = if is_at_window {
            viewer.officer().is_some()
        } else {
            may(viewer, Deed::RegisterOnline, &Matter::default())
        };
        if !is_allowed {
            return Err(RegisterError::Denied);
        }
        let pack = self.pack(SERVICE)?;
        let submission = request.submission();
        let faults = form::faults(pack, &submission, today, library);
        if !faults.is_empty() {
            return Err(RegisterError::Fields(faults));
        }
        let person = form::person(&submission, today).map_err(RegisterError::Fields)?;
        let details = form::details(&submission, None, today, library).map_err(RegisterError::Fields)?;
        let office = self.route(pack, details.district.as_str())?;
        let place =
            Matter { owner: None, district: Some(&details.district), street: details.street.as_ref() };
        if is_at_window && !may(viewer, Deed::RegisterAtWindow, &place) {
            return Err(RegisterError::WrongOffice(Box::new(self.office_shown(office))));
        }
        let text = pack.commitment(today).ok_or_else(|| Fault::internal("no commitment in force"))?;
        let commitment =
            Commitment { text: text.id.clone(), version: text.version.clone(), accepted_at: self.moment() };
        Ok(Accepted { pack, person, details, office, commitment })
    }

    /// Whether the person behind an identity number may be registered by this viewer now.
    async fn admit(&self, viewer: &Viewer, known: Option<Person>) -> Result<Option<Person>, RegisterError> {
        let Some(person) = known else {
            // Someone signed in as one person registers nobody else.
            return if viewer.person().is_some() { Err(RegisterError::Denied) } else { Ok(None) };
        };
        match viewer {
            Viewer::Public => return Err(RegisterError::SignInFirst),
            Viewer::Person(own) if *own != person.id => return Err(RegisterError::Denied),
            Viewer::Person(_) | Viewer::Officer(_) => {}
        }
        let active = self.parts.store.registration_find_active(person.id).await.map_err(Fault::from)?;
        match active {
            None => Ok(Some(person)),
            Some(active) => {
                let shown = may(viewer, Deed::SeeRegistration, &Matter::of(&active));
                Err(RegisterError::AlreadyRegistered { number: shown.then_some(active.number) })
            }
        }
    }

    /// The law's word on a registration: a yes, or the refusal with its reasons.
    fn decide_registration(&self, accepted: &Accepted<'_>, said: &Facts) -> Result<Decided, RegisterError> {
        let mut facts = said.clone();
        facts.extend(known::of_id_number(&accepted.person.id_number));
        facts.extend(known::of_details(&accepted.details));
        let plan = self.law.plan_registration;
        self.decide_one(plan, &facts).map_err(|error| match error {
            DecideOneError::Input(bad) => RegisterError::Fields(vec![fact_fault(&bad)]),
            DecideOneError::Refused(conclusion) => RegisterError::Refused(conclusion),
        })
    }
}
