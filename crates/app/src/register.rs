//! Registration of flexible employment (Art. 11): by the person on three channels, or by an officer at
//! the window with them. No proof anywhere; a written commitment. One transaction saves person, facts,
//! registration, decision, certificate, journal entries, notice and job.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use law::Options;
use law::contract::error::BadInput;
use registry::fact::FactSource;
use registry::form::Sex;
use registry::registration::{
    Commitment, DetailsError, EmploymentDetails, EnteredBy, RegisterCommand, RegistrationError,
};
use registry::{
    Actor, CaseId, Fact, FactId, Person, PersonId, Registration, RegistrationId, RegistrationNumber,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use service::definition::Channel;
use service::{Pack, Submission};
use store::{Changes, Double, Idempotency, SaveError, Saved, Write};

use crate::app::office_id;
use crate::conclusion::{Conclusion, Status};
use crate::deciding::{Decided, Facts};
use crate::field_fault::FieldFault;
use crate::form::{self, PersonRead};
use crate::issue::next_steps;
use crate::known;
use crate::permission::{Deed, Matter, may};
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

/// What is kept of the answer for a second sending; the access code follows from the id.
#[derive(Serialize, Deserialize)]
struct Receipt {
    registration: RegistrationId,
    number: RegistrationNumber,
    person: PersonId,
    office: String,
    certificate_number: String,
    registered_on: Date,
}

/// Facts that the registry knows better than what was said in the check.
const REGISTRY_FACTS: [&str; 6] = [
    "birth_date",
    "sex",
    "employment_form",
    "employment_region",
    "platform_labour_relation",
    "employment_registered",
];

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
    /// What an identity number says, for the page that shows it.
    pub fn from_id_number(&self, text: &str) -> Result<FromIdNumber, FieldFault> {
        let number = form::id_number(text, self.today())?;
        let region = self.library().regions.district_now(number.first_region_code());
        Ok(FromIdNumber {
            birth_date: number.birth_date(),
            is_female: number.sex() == Sex::Female,
            region: region.map(|district| (district.code.clone(), Text::new(&district.zh, &district.en))),
        })
    }

    /// The commitment of a service to accept on a day.
    pub fn commitment(&self, service: &str, on: Date) -> Option<CommitmentShown> {
        let commitment = self.library().pack(service)?.commitment(on)?;
        Some(CommitmentShown { version: commitment.version.clone(), text: Text::from(&commitment.text) })
    }

    /// The faults of some fields alone, for a page that asks only these.
    pub fn check_fields(&self, request: &RegisterRequest, only: &[&str]) -> Vec<FieldFault> {
        let Ok(pack) = self.pack(SERVICE) else { return Vec::new() };
        let mut faults = form::faults(pack, &request.submission(), self.today(), self.library());
        faults.retain(|fault| only.contains(&fault.field.as_str()));
        faults
    }

    /// The answers to look at before they are sent; only the commitment may still be missing.
    pub fn review(&self, request: &RegisterRequest) -> Result<Review, RegisterError> {
        let pack = self.pack(SERVICE)?;
        let submission = request.submission();
        let mut faults = form::faults(pack, &submission, self.today(), self.library());
        faults.retain(|fault| fault.field != "commitment");
        if !faults.is_empty() {
            return Err(RegisterError::Fields(faults));
        }
        let person = form::person(&submission, self.today()).map_err(RegisterError::Fields)?;
        let details = form::details(&submission, None, self.library()).map_err(RegisterError::Fields)?;
        let mut rows = vec![
            Labelled::new("name", self.field_label("name"), Text::same(person.name.expose())),
            Labelled::new("id_number", self.field_label("id_number"), Text::same(person.id_number.expose())),
            Labelled::new("phone", self.field_label("phone"), Text::same(person.phone.expose())),
        ];
        rows.extend(self.details_rows(&details));
        let office = self.route(pack, details.district.as_str())?;
        let commitment = self
            .commitment(SERVICE, self.today())
            .ok_or_else(|| Fault::internal(format!("`{SERVICE}` has no commitment in force")))?;
        Ok(Review { rows, office: self.office_shown(office), commitment })
    }

    /// The office of a pack in charge of a district today.
    pub(crate) fn route<'a>(&'a self, pack: &'a Pack, district: &str) -> Result<&'a service::Office, Fault> {
        let office = pack.route(district, self.today(), &self.library().directory);
        office.map_err(|error| Fault::because("the directory", error))
    }

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
        if let Some(key) = &once
            && let Some(receipt) = self.parts.store.idempotency_find(key).await.map_err(Fault::from)?
        {
            return self.registered_before(&receipt).await;
        }
        let known = self.parts.store.person_find_by_id_number(&accepted.person.id_number).await;
        let known = self.admit(viewer, known.map_err(Fault::from)?).await?;
        let decided = self.decide_registration(&accepted, &request.facts)?;
        let made = self.make(viewer, &request, &accepted, known, &decided).await?;
        self.save_registration(made, once).await
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
        let details = form::details(&submission, None, library).map_err(RegisterError::Fields)?;
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
        let plan = self.parts.plan_registration;
        self.decide_one(plan, &facts).map_err(|error| match error {
            DecideOneError::Input(bad) => RegisterError::Fields(vec![fact_fault(&bad)]),
            DecideOneError::Refused(conclusion) => RegisterError::Refused(conclusion),
        })
    }

    /// Everything that one registration saves.
    async fn make(
        &self,
        viewer: &Viewer,
        request: &RegisterRequest,
        accepted: &Accepted<'_>,
        known: Option<Person>,
        decided: &Decided,
    ) -> Result<Made, RegisterError> {
        let (today, at) = (self.today(), self.moment());
        let (person, write) = self.person_written(known, &accepted.person);
        let sequence = self.parts.store.number_next("registration").await.map_err(Fault::from)?;
        let number = RegistrationNumber::new(today.year(), &accepted.details.district, sequence)
            .map_err(|e| Fault::because("the sequence of registrations", e))?;
        let entered_by = entered_by(viewer);
        let command = RegisterCommand {
            id: RegistrationId(self.id()),
            number,
            person: person.id,
            office: office_id(&accepted.office.id),
            details: accepted.details.clone(),
            channel: form::channel(request.channel),
            entered_by,
            commitment: accepted.commitment.clone(),
            today,
            recorded_at: at,
        };
        let (registration, recorded) = Registration::register(None, command)
            .map_err(|error| RegisterError::Fields(vec![registration_fault(&error)]))?;
        let office = self.office_shown(accepted.office);
        let certificate = self.issue_certificate(&person, &registration, &office)?;
        let decision = self.decision_kept(decided, Some(person.id), Some(registration.id), today);
        let values = self.notice_values(&person, &registration, &office, Some(&certificate));
        let notice = self.notice(accepted.pack, "registered", person.id, &values)?;
        let said = self.facts_said(&request.facts, person.id, entered_by)?;
        let payload = json!({
            "number": registration.number.as_str(), "version": registration.version,
            "channel": registration.channel.code(), "office": accepted.office.id,
            "decision": decision.id.to_string(), "policy": decision.policy_version,
            "certificate": certificate.number, "commitment": registration.commitment.version,
            "pack": accepted.pack.hash,
        });
        let entry = store::entry(
            CaseId(registration.id.0),
            at,
            actor(viewer, person.id),
            "registration.registered",
            &payload,
        )
        .map_err(Fault::from)?;
        let mut changes = Changes::new().entry(entry).decision(decision);
        if let Some(write) = write {
            changes = changes.write(write);
        }
        // What was said beyond the registration can decide more now: that is looked at behind the answer.
        if !said.is_empty() || person.version > 1 {
            changes = changes.job(self.redecide_job(person.id, registration.id, 1));
        }
        for fact in said {
            changes = changes.write(Write::FactInsert(fact));
        }
        let receipt = Receipt {
            registration: registration.id,
            number: registration.number.clone(),
            person: person.id,
            office: accepted.office.id.clone(),
            certificate_number: certificate.number.clone(),
            registered_on: today,
        };
        changes = changes
            .write(Write::registration_insert(registration, recorded))
            .write(Write::CertificateInsert(certificate))
            .write(Write::NoticeInsert(notice));
        Ok(Made { changes, receipt })
    }

    /// The person to be saved: new, changed, or as they are.
    fn person_written(&self, known: Option<Person>, read: &PersonRead) -> (Person, Option<Write>) {
        let Some(known) = known else {
            let person = Person {
                id: PersonId(self.id()),
                version: 1,
                name: read.name.clone(),
                id_number: read.id_number.clone(),
                phone: Some(read.phone.clone()),
                created_at: self.moment(),
            };
            return (person.clone(), Some(Write::PersonInsert(person)));
        };
        if known.name == read.name && known.phone.as_ref() == Some(&read.phone) {
            return (known, None);
        }
        let person = Person {
            version: known.version + 1,
            name: read.name.clone(),
            phone: Some(read.phone.clone()),
            ..known
        };
        (person.clone(), Some(Write::PersonUpdate(person)))
    }

    /// What was said in the check, to be kept with the person.
    fn facts_said(
        &self,
        said: &Facts,
        person: PersonId,
        entered_by: EnteredBy,
    ) -> Result<Vec<Fact>, RegisterError> {
        let source = match entered_by {
            EnteredBy::Person => FactSource::Person,
            EnteredBy::Officer(account) => FactSource::Officer { account },
        };
        let kept = said.iter().filter(|(key, _)| !REGISTRY_FACTS.contains(&key.as_str()));
        let fact = |(key, value): (&String, &serde_json::Value)| {
            let wrong =
                || RegisterError::Fields(vec![FieldFault::new(key, "unknown_value", "a fact of the check")]);
            self.check_answer(key, value).map_err(|_| wrong())?;
            Ok(Fact {
                id: FactId(self.id()),
                person,
                key: key.parse().map_err(|_| wrong())?,
                value: value.clone(),
                source: source.clone(),
                valid_from: self.today(),
                recorded_at: self.moment(),
            })
        };
        kept.map(fact).collect()
    }

    async fn save_registration(&self, made: Made, once: Option<String>) -> Result<Registered, RegisterError> {
        let Made { mut changes, receipt } = made;
        if let Some(key) = once {
            let result = serde_json::to_vec(&receipt)
                .map_err(|_| Fault::internal("a receipt that cannot be written"))?;
            changes = changes.once(Idempotency { key, result, at: self.clock() });
        }
        match self.parts.store.save(changes).await {
            Ok(Saved::New) => self.registered(receipt, false).await,
            Ok(Saved::Repeated(receipt)) => self.registered_before(&receipt).await,
            // Someone was quicker with the same person.
            Err(SaveError::Double(Double::PersonIdNumber)) => Err(RegisterError::SignInFirst),
            Err(SaveError::Double(Double::ActiveRegistration)) => {
                Err(RegisterError::AlreadyRegistered { number: None })
            }
            Err(error) => Err(Fault::from(error).into()),
        }
    }

    async fn registered_before(&self, receipt: &[u8]) -> Result<Registered, RegisterError> {
        let receipt =
            serde_json::from_slice(receipt).map_err(|_| Fault::internal("a receipt that cannot be read"))?;
        self.registered(receipt, true).await
    }

    async fn registered(&self, receipt: Receipt, is_repeated: bool) -> Result<Registered, RegisterError> {
        let office = self.library().directory.office(&receipt.office);
        let office =
            office.ok_or_else(|| Fault::internal("a receipt of an office that the directory lacks"))?;
        Ok(Registered {
            access_code: self.access_code(receipt.registration).await?,
            office: self.office_shown(office),
            registration: receipt.registration,
            number: receipt.number,
            person: receipt.person,
            certificate_number: receipt.certificate_number,
            registered_on: receipt.registered_on,
            next_steps: next_steps(self.pack(SERVICE)?, "registered"),
            is_repeated,
        })
    }
}

/// What is to be saved, and what is answered when it is.
struct Made {
    changes: Changes,
    receipt: Receipt,
}

/// Why one conclusion did not come out as yes.
pub(crate) enum DecideOneError {
    /// A fact is at fault.
    Input(BadInput),
    /// It is no, or cannot be told.
    Refused(Box<Conclusion>),
}

impl App {
    /// Decides one conclusion that must be yes, from the facts that it reads.
    pub(crate) fn decide_one(&self, plan: usize, facts: &Facts) -> Result<Decided, DecideOneError> {
        let (today, facts) = (self.today(), self.facts_read(plan, facts));
        let options = Options { only: Some(vec![plan]), without_changes: true, ..Options::default() };
        let decided = self.decide_facts(&facts, today, &options).map_err(DecideOneError::Input)?;
        if decided.outcome(plan).is_some_and(|outcome| outcome.status == Status::Yes) {
            return Ok(decided);
        }
        let options = Options { without_changes: false, ..options };
        let decided = self.decide_facts(&facts, today, &options).map_err(DecideOneError::Input)?;
        let mut conclusions = self.conclusions(&decided.request, &decided.decision);
        // One plan was asked, so there is one.
        Err(DecideOneError::Refused(Box::new(conclusions.swap_remove(0))))
    }
}

/// Who typed it in.
pub(crate) fn entered_by(viewer: &Viewer) -> EnteredBy {
    viewer.officer().map_or(EnteredBy::Person, |officer| EnteredBy::Officer(officer.id))
}

/// Who acts in the journal.
pub(crate) fn actor(viewer: &Viewer, person: PersonId) -> Actor {
    viewer.officer().map_or(Actor::Person(person), |officer| Actor::Officer(officer.id))
}

/// A fact at fault as a fault of the field that gives it. The value stays out: it is personal.
pub(crate) fn fact_fault(bad: &BadInput) -> FieldFault {
    let field = match bad.key.as_deref() {
        Some("birth_date" | "sex") => "id_number",
        Some("employment_region") => "district",
        Some(other) => other,
        None => "facts",
    };
    FieldFault::new(field, bad.code.text(), bad.expected.clone())
}

/// What the registry refuses, as a fault of the field that it is about.
pub(crate) fn registration_fault(error: &RegistrationError) -> FieldFault {
    match error {
        RegistrationError::AlreadyActive { .. } => {
            FieldFault::new("person", "registered", "no registration in force")
        }
        RegistrationError::Ended { .. } => {
            FieldFault::new("registration_number", "ended", "a registration in force")
        }
        RegistrationError::Unchanged => FieldFault::new("change", "unchanged", "at least one difference"),
        RegistrationError::TooEarly { field, earliest, .. } => {
            FieldFault::new(field, "before_current", format!("{earliest} or later"))
        }
        RegistrationError::TooLate { field, today, .. } => {
            FieldFault::new(field, "after_business_date", format!("{today} or earlier"))
        }
        RegistrationError::Details(error) => match error {
            DetailsError::Empty { field, expected } => FieldFault::new(field, "missing", *expected),
            DetailsError::TooLong { field, .. } => FieldFault::new(field, "too_long", "a shorter text"),
            DetailsError::StreetElsewhere { .. } => {
                FieldFault::new("street", "street_elsewhere", "a street of the district that is given")
            }
            DetailsError::NotBegun { today, .. } => {
                FieldFault::new("start_date", "after_business_date", format!("{today} or earlier"))
            }
            DetailsError::NoPlatform { field, .. } => {
                FieldFault::new(field, "not_asked", "no answer: this is not asked here")
            }
        },
    }
}
