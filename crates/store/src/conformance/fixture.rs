//! Made-up persons with valid identity numbers, their registrations and everything saved with one.
//! Times are handed in by count; ids are of version 7, as in the running system, so that rows made
//! together lie together on disk.

use ed25519_dalek::Signer;
use jiff::Timestamp;
use jiff::civil::date;
use registry::form::Channel;
use registry::registration::{
    Commitment, EmploymentDetails, EnteredBy, Occupation, Recorded, RegisterCommand,
};
use registry::{
    Actor, CaseId, Certificate, CertificateId, CertificateState, DecisionId, FlexibleKind, IdNumber, JobId,
    OfficeId, Person, PersonId, Registration, RegistrationId, RegistrationNumber,
};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{Changes, Decision, NewJob, PolicyVersion, Store, Write, entry};

/// The version of the made-up policy.
pub const POLICY: &str = "sha256:0000000000000000000000000000000000000000000000000000000000000001";

/// A moment, so many seconds into the business day of 2020-11-15.
pub fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_605_398_400 + second).expect("a second of this century")
}

/// The made-up policy, to be put before any decision.
pub fn policy() -> PolicyVersion {
    PolicyVersion { version: POLICY.to_owned(), bundle: b"bundle".to_vec(), created_at: at(0) }
}

/// The identity number with the check character that the standard gives to these seventeen digits.
pub fn id_number(seventeen: &str) -> IdNumber {
    "0123456789X"
        .chars()
        .find_map(|check| IdNumber::parse(&format!("{seventeen}{check}")).ok())
        .expect("one of eleven check characters fits")
}

/// The made-up person with this running number, up to some twenty million of them.
pub fn person(number: u64) -> Person {
    let day = date(1960, 1, 1)
        .checked_add(jiff::Span::new().days(i64::try_from(number / 1000).expect("a small number")))
        .expect("a day of the calendar");
    let seventeen = format!("110105{}{:03}", day.strftime("%Y%m%d"), number % 1000);
    Person {
        id: PersonId(Uuid::now_v7()),
        version: 1,
        name: "王磊".parse().expect("a name"),
        id_number: id_number(&seventeen),
        phone: "13800138000".parse().ok(),
        created_at: at(0),
    }
}

/// A rider's employment in a district.
pub fn details(district: &str) -> EmploymentDetails {
    EmploymentDetails {
        kind: FlexibleKind::Platform,
        occupation: Occupation { text: "外卖骑手".to_owned(), code: Some("4-02-02-05".to_owned()) },
        district: district.parse().expect("a code"),
        street: None,
        started_on: date(2020, 10, 5),
        platform: Some("速达".to_owned()),
        platform_labour_relation: Some(false),
        other: None,
    }
}

/// A registration of a person with this running number in this district.
pub fn registration(person: PersonId, number: u64, district: &str) -> (Registration, Recorded) {
    let details = details(district);
    let command = RegisterCommand {
        id: RegistrationId(Uuid::now_v7()),
        number: RegistrationNumber::new(2020, &details.district, number).expect("a number"),
        person,
        office: OfficeId(Uuid::from_u128(105)),
        details,
        channel: Channel::App,
        entered_by: EnteredBy::Person,
        commitment: Commitment {
            text: "truth-employment".to_owned(),
            version: "1".to_owned(),
            accepted_at: at(1),
        },
        today: date(2020, 11, 15),
        recorded_at: at(i64::try_from(number).expect("a small number")),
    };
    Registration::register(None, command).expect("a registration that can be made")
}

/// A decision about a person, as large as a real one without its explanation.
pub fn decision(person: PersonId, registration: Option<RegistrationId>) -> Decision {
    Decision {
        id: DecisionId(Uuid::now_v7()),
        person: Some(person),
        registration,
        policy_version: POLICY.to_owned(),
        as_of: date(2020, 11, 15),
        known_on: None,
        input: Zeroizing::new(br#"{"as_of":"2020-11-15","facts":{"birth_date":"1994-03-02"}}"#.to_vec()),
        answer: Zeroizing::new(
            r#"{"outcomes":{"employment_registration":{"status":"yes"}}}"#.repeat(12).into(),
        ),
        created_at: at(1),
    }
}

/// A certificate of a registration, signed by the store's key.
pub fn certificate(store: &Store, registration: &Registration) -> Certificate {
    let key = store.keys().certificate_key();
    let mut payload = format!("{} 王*", registration.number).into_bytes();
    payload.extend_from_slice(&key.key.sign(&payload).to_bytes());
    Certificate {
        id: CertificateId(Uuid::now_v7()),
        number: format!("C{}", registration.number),
        registration: registration.id,
        holder: registration.person,
        issued_at: at(1),
        state: CertificateState::Valid,
        key_id: key.id.clone(),
        payload,
    }
}

/// A job.
pub fn job(kind: &str, unique_key: Option<String>) -> NewJob {
    NewJob {
        id: JobId(Uuid::now_v7()),
        kind: kind.to_owned(),
        unique_key,
        payload: Zeroizing::new(br#"{"to":"inbox"}"#.to_vec()),
        run_after: at(1),
        created_at: at(1),
    }
}

/// Everything that one registration saves: person, registration, version, decision, certificate,
/// journal entry, job.
pub fn registration_changes(store: &Store, number: u64, district: &str) -> (Changes, Person, Registration) {
    let person = person(number);
    let (registration, recorded) = registration(person.id, number, district);
    let case = CaseId(registration.id.0);
    let payload = serde_json::json!({ "number": registration.number.as_str(), "channel": "app" });
    let entry = entry(case, at(1), Actor::Person(person.id), "registration.registered", &payload)
        .expect("an action that is a code");
    let changes = Changes::new()
        .write(Write::PersonInsert(person.clone()))
        .write(Write::registration_insert(registration.clone(), recorded))
        .write(Write::CertificateInsert(certificate(store, &registration)))
        .decision(decision(person.id, Some(registration.id)))
        .entry(entry)
        .job(job("notice.registered", None));
    (changes, person, registration)
}
