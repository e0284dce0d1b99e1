//! Filling a demonstration: everyone goes through the use cases on their own day, with ids and moments
//! that follow from a seed. Begun and broken off, it can be begun again: what is there stays.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use registry::{Account, AccountId, IdNumber};
use service::definition::Channel;
use sha2::{Digest, Sha256};
use store::{Changes, Double, SaveError, Write};
use uuid::Uuid;

use super::people::{Crowd, Officer, People, Person, Step};
use crate::officer::password_hash;
use crate::sources::{Clock, Ids, Random, Sources, beijing_noon};
use crate::{App, ChangeError, ChangeRequest, Fault, RegisterError, RegisterRequest, Text, Viewer};

const SEED: &str = "linghuo.demo.1";

/// Bytes that follow from the seed, a purpose and a number.
fn drawn(purpose: &str, number: u64) -> [u8; 32] {
    let digest = Sha256::new()
        .chain_update(SEED)
        .chain_update([0])
        .chain_update(purpose)
        .chain_update(number.to_be_bytes())
        .finalize();
    digest.into()
}

/// A number below `below` that follows from the seed.
fn pick(purpose: &str, number: u64, below: usize) -> usize {
    let [a, b, c, d, ..] = drawn(purpose, number);
    usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(0) % below.max(1)
}

/// Sources of one step: a moment of its day, ids and bytes that follow from the seed.
struct Drawn {
    at: Timestamp,
    purpose: String,
    count: AtomicU64,
}

impl Drawn {
    fn next(&self) -> [u8; 32] {
        drawn(&self.purpose, self.count.fetch_add(1, Ordering::Relaxed))
    }
}

impl Clock for Drawn {
    fn now(&self) -> Timestamp {
        self.at
    }
}

impl Ids for Drawn {
    fn next(&self) -> Uuid {
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(self.next()).for_each(|(to, from)| *to = from);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }
}

impl Random for Drawn {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            chunk.iter_mut().zip(self.next()).for_each(|(to, from)| *to = from);
        }
    }
}

impl App {
    /// The application on a day of the demonstration, for one step.
    pub(super) fn demo_day(&self, day: Date, purpose: &str) -> Self {
        let minutes = i64::try_from(pick("minute", drawn_number(purpose), 420)).unwrap_or(0);
        let noon = beijing_noon(day);
        let at = noon.checked_add(SignedDuration::from_mins(minutes - 180)).unwrap_or(noon);
        let step = Arc::new(Drawn { at, purpose: purpose.to_owned(), count: AtomicU64::new(0) });
        let sources = Sources { clock: step.clone(), ids: step.clone(), random: step };
        self.on(day, sources)
    }

    pub(super) async fn seed(&self, people: &People) -> Result<(), Fault> {
        let officers = self.seed_officers(people).await?;
        for body in &people.bodies {
            self.parts.store.save(Changes::new().write(Write::BodyPut(body.clone()))).await?;
        }
        for person in &people.persons {
            self.seed_person(person, &officers).await?;
        }
        for number in 0..people.crowd.amount {
            let person = self.crowd_person(&people.crowd, number)?;
            self.seed_person(&person, &officers).await?;
        }
        self.seed_money(people, &officers).await?;
        self.journal_seal().await?;
        Ok(())
    }

    /// The officers by name. They share one password, so its slow hash is made once.
    async fn seed_officers(&self, people: &People) -> Result<BTreeMap<String, Viewer>, Fault> {
        let mut salt = [0; 16];
        salt.iter_mut().zip(drawn("salt", 0)).for_each(|(to, from)| *to = from);
        let password = people.password.clone();
        let hash = tokio::task::spawn_blocking(move || password_hash(&password, salt)).await;
        let hash = hash.map_err(|error| Fault::because("the hash of a password", error))??;
        let mut officers = BTreeMap::new();
        for officer in &people.officers {
            let account = self.seed_officer(officer, hash.clone()).await?;
            officers.insert(officer.name.clone(), Viewer::Officer(Arc::new(account)));
        }
        Ok(officers)
    }

    async fn seed_officer(
        &self,
        officer: &Officer,
        password: registry::PasswordHash,
    ) -> Result<Account, Fault> {
        let Officer { name, display, role, rank, .. } = officer;
        let mut id = [0; 16];
        id.iter_mut().zip(drawn(name, 0)).for_each(|(to, from)| *to = from);
        let account = Account {
            id: AccountId(uuid::Builder::from_random_bytes(id).into_uuid()),
            version: 1,
            name: name.clone(),
            display_name: display.zh.clone(),
            role: role.clone(),
            rank: *rank,
            password,
            created_at: self.clock(),
            disabled_at: None,
        };
        match self.parts.store.save(Changes::new().write(Write::AccountInsert(account.clone()))).await {
            Ok(_) | Err(SaveError::Double(Double::AccountName | Double::Id)) => Ok(account),
            Err(error) => Err(error.into()),
        }
    }

    /// A person with all they did.
    async fn seed_person(&self, person: &Person, officers: &BTreeMap<String, Viewer>) -> Result<(), Fault> {
        let day = self.demo_day(person.day, &format!("{}.0", person.id));
        let viewer = person.officer.as_ref().and_then(|name| officers.get(name)).unwrap_or(&Viewer::Public);
        let channel = channel(&person.channel)?;
        let commitment = day.commitment(crate::register::SERVICE, person.day).map(|text| text.version);
        let request = RegisterRequest {
            channel,
            fields: person.fields.clone(),
            commitment,
            facts: person.facts.clone(),
            idempotency_key: Some(format!("demo.{}", person.id)),
        };
        let registered = match day.register(viewer, request).await {
            Ok(registered) => registered,
            Err(RegisterError::Fault(fault)) => return Err(fault),
            Err(error) => return Err(at_fault(&person.id, &error)),
        };
        // What hangs on it is looked at on its own day, too.
        day.jobs_run(store::CLAIM_JOBS_MAX).await?;
        let own = Viewer::Person(registered.person);
        for (at, step) in person.then.iter().enumerate() {
            self.seed_step(&person.id, at, step, &own, registered.number.as_str()).await?;
        }
        if let (Some(reason), Some(city)) = (&person.revoked, officers.get("city")) {
            let day = self.demo_day(person.day, &format!("{}.revoked", person.id));
            match day.revoke(city, &registered.certificate_number, reason).await {
                Ok(()) | Err(crate::CertificateError::AlreadyRevoked) => {}
                Err(error) => return Err(at_fault(&person.id, &error)),
            }
        }
        Ok(())
    }

    async fn seed_step(
        &self,
        person: &str,
        at: usize,
        step: &Step,
        own: &Viewer,
        number: &str,
    ) -> Result<(), Fault> {
        let day = self.demo_day(step.day, &format!("{person}.{}", at + 1));
        let request = ChangeRequest {
            number: number.to_owned(),
            channel: channel(&step.channel)?,
            fields: step.fields.clone(),
            commitment: day.commitment(crate::change::SERVICE, step.day).map(|text| text.version),
            idempotency_key: Some(format!("demo.{}", at + 1)),
        };
        match day.change(own, request).await {
            Ok(_) => Ok(()),
            Err(ChangeError::Fault(fault)) => Err(fault),
            Err(error) => Err(at_fault(person, &error)),
        }
    }

    /// One of the crowd: every fifth moves to another district later, every seventh ends.
    fn crowd_person(&self, crowd: &Crowd, number: u32) -> Result<Person, Fault> {
        let n = u64::from(number);
        let one = |list: &[String], purpose: &str| {
            list.get(pick(purpose, n, list.len())).cloned().unwrap_or_default()
        };
        let districts: Vec<String> =
            self.library().regions.districts.iter().map(|district| district.code.clone()).collect();
        let days = usize::try_from(crowd.days).unwrap_or(1);
        let later = |days: usize| {
            let days = i64::try_from(days).unwrap_or(0);
            crowd.first_day.checked_add(days.days()).map_err(|e| Fault::because("a day of the crowd", e))
        };
        let into = pick("day", n, days);
        let day = later(into)?;
        let started = day.checked_sub(i64::from(pick_u32("start", n, 400)).days());
        let started = started.map_err(|e| Fault::because("a day of the crowd", e))?;
        let name = format!("{}{}", one(&crowd.families, "family"), one(&crowd.given, "given"));
        let mut fields = crowd.work.get(pick("work", n, crowd.work.len())).cloned().unwrap_or_default();
        if fields.get("employment_form").is_some_and(|form| form == "platform") {
            fields.insert("platform_labour_relation".to_owned(), "false".to_owned());
        }
        fields.insert("name".to_owned(), name.clone());
        fields.insert("id_number".to_owned(), crowd_id_number(crowd, number)?);
        fields.insert("phone".to_owned(), format!("1390000{:04}", 100 + number));
        fields.insert("district".to_owned(), one(&districts, "district"));
        fields.insert("start_date".to_owned(), started.to_string());
        let change_day = later(into + 30)?;
        let mut then = Vec::new();
        let changed = if number % 5 == 4 {
            Some(("amend", "district", one(&districts, "moved")))
        } else if number % 7 == 6 {
            Some(("end", "after", "none".to_owned()))
        } else {
            None
        };
        // Who "moves" to the district where they are stays.
        let stays = |to: &String| fields.get("district") == Some(to);
        if let Some((change, field, value)) = changed.filter(|(_, _, value)| !stays(value)) {
            let step =
                [("change", change.to_owned()), ("effective_on", change_day.to_string()), (field, value)];
            let fields = step.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
            then.push(Step { day: change_day, channel: one(&crowd.channels, "channel"), fields });
        }
        Ok(Person {
            id: format!("crowd{number}"),
            name: Text::same(name),
            story: Text::default(),
            day,
            channel: one(&crowd.channels, "channel"),
            officer: None,
            revoked: None,
            fields,
            facts: BTreeMap::new(),
            then,
        })
    }
}

fn pick_u32(purpose: &str, number: u64, below: usize) -> u32 {
    u32::try_from(pick(purpose, number, below)).unwrap_or(0)
}

/// A number for a text, to draw by.
fn drawn_number(text: &str) -> u64 {
    let bytes = drawn(text, u64::MAX);
    bytes.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

/// A valid identity number of nobody; each has an order of its own, so no two are alike.
fn crowd_id_number(crowd: &Crowd, number: u32) -> Result<String, Fault> {
    let n = u64::from(number);
    let year = crowd.birth_year_first + pick_u32("year", n, usize::try_from(crowd.birth_years).unwrap_or(1));
    let (month, day) = (1 + pick_u32("month", n, 12), 1 + pick_u32("birthday", n, 28));
    let seventeen = format!("{}{year:04}{month:02}{day:02}{:03}", crowd.area, 900 + number % 100);
    "0123456789X"
        .chars()
        .map(|check| format!("{seventeen}{check}"))
        .find(|text| IdNumber::parse(text).is_ok())
        .ok_or_else(|| Fault::internal("no identity number of the crowd is valid"))
}

pub(super) fn channel(name: &str) -> Result<Channel, Fault> {
    Channel::of_name(name).ok_or_else(|| Fault::internal(format!("demonstration: no channel `{name}`")))
}

/// The data file is at fault: the person is made up, so they can be named.
pub(super) fn at_fault(person: &str, error: &dyn std::error::Error) -> Fault {
    Fault::internal(format!("demonstration, `{person}`: {error}"))
}
