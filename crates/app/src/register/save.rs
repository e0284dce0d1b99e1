//! A registration that was accepted, saved: person, facts, registration, decision, certificate, notice,
//! journal entry and job in one transaction; and the answer again for whoever sent it twice.

use jiff::civil::Date;
use registry::fact::FactSource;
use registry::registration::{EnteredBy, RegisterCommand};
use registry::{CaseId, Fact, FactId, Person, PersonId, Registration, RegistrationId, RegistrationNumber};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Changes, Double, Idempotency, SaveError, Saved, Write};

use super::{Accepted, RegisterError, RegisterRequest, Registered, SERVICE};
use crate::app::office_id;
use crate::deciding::{Decided, Facts};
use crate::field_fault::FieldFault;
use crate::form::{self, PersonRead};
use crate::inbox::NoticeLink;
use crate::issue::next_steps;
use crate::refusal::registration_fault;
use crate::viewer::{actor, entered_by, on_behalf_of};
use crate::{App, Fault, Viewer};

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

/// What is to be saved, and what is answered when it is.
pub(super) struct Made {
    changes: Changes,
    receipt: Receipt,
}

impl App {
    /// Everything that one registration saves.
    pub(super) async fn make(
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
        let commitment = NoticeLink::Commitment { number: registration.number.clone(), version: 1 };
        let notice = self.notice(accepted.pack, "registered", person.id, &values, vec![commitment])?;
        let said = self.facts_said(&request.facts, person.id, entered_by)?;
        let payload = json!({
            "number": registration.number.as_str(), "version": registration.version,
            "channel": registration.channel.code(), "office": accepted.office.id,
            "decision": decision.id.to_string(), "policy": decision.policy_version,
            "certificate": certificate.number, "commitment": registration.commitment.version,
            "pack": accepted.pack.hash, "on_behalf_of": on_behalf_of(viewer, person.id),
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
    pub(crate) fn person_written(&self, known: Option<Person>, read: &PersonRead) -> (Person, Option<Write>) {
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

    pub(super) async fn save_registration(
        &self,
        made: Made,
        once: Option<String>,
    ) -> Result<Registered, RegisterError> {
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

    pub(super) async fn registered_before(&self, receipt: &[u8]) -> Result<Registered, RegisterError> {
        let receipt =
            serde_json::from_slice(receipt).map_err(|_| Fault::internal("a receipt that cannot be read"))?;
        self.registered(receipt, true).await
    }

    async fn registered(&self, receipt: Receipt, is_repeated: bool) -> Result<Registered, RegisterError> {
        let office = self.library().directory.office(&receipt.office);
        let office =
            office.ok_or_else(|| Fault::internal("a receipt of an office that the directory lacks"))?;
        // A code that was just made has never been replaced, which saves a look into the store.
        let access_code = if is_repeated {
            self.access_code(receipt.registration).await?
        } else {
            self.access_code_first(receipt.registration)
        };
        Ok(Registered {
            access_code,
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
