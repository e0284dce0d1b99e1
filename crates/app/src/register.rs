//! Registration of flexible employment (Art. 11): by the person on three channels, or by an officer at
//! the window with them. No proof anywhere; a written commitment. One transaction saves person, facts,
//! registration, decision, certificate, journal entries, notice and job.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use registry::{PersonId, RegistrationId, RegistrationNumber};
use service::definition::Channel;

use crate::conclusion::Conclusion;
use crate::field_fault::FieldFault;
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

impl App {
    /// What an identity number says, for the page that shows it.
    pub fn from_id_number(&self, text: &str) -> Result<FromIdNumber, FieldFault> {
        todo!()
    }

    /// The commitment of a service to accept on a day.
    pub fn commitment(&self, service: &str, on: Date) -> Option<CommitmentShown> {
        todo!()
    }

    /// The faults of some fields alone, for a page that asks only these.
    pub fn check_fields(&self, request: &RegisterRequest, only: &[&str]) -> Vec<FieldFault> {
        todo!()
    }

    /// The answers to look at before they are sent; only the commitment may still be missing.
    pub fn review(&self, request: &RegisterRequest) -> Result<Review, RegisterError> {
        todo!()
    }

    /// Registers.
    pub async fn register(
        &self,
        viewer: &Viewer,
        request: RegisterRequest,
    ) -> Result<Registered, RegisterError> {
        todo!()
    }

    /// Reads the body of `POST /api/v1/registrations`.
    pub fn read_registration(&self, body: &[u8]) -> Result<RegisterRequest, Vec<FieldFault>> {
        todo!()
    }
}
