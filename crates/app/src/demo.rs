//! The demonstration: made-up persons and officers, registered through the very use cases, on an
//! instance whose business date anyone may set. Never beside real data.

mod money;
mod people;
mod seed;

use jiff::ToSpan;
use jiff::civil::Date;
use registry::{IdNumber, PersonId};

use people::People;

use crate::sources::beijing_date;
use crate::text::Text;
use crate::{App, Fault};

/// Why the demonstration does not do it.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// This is no demonstration.
    #[error("not a demonstration")]
    Off,
    /// There is no such person.
    #[error("no such person in the demonstration")]
    NotFound,
    /// A business date outside of the years that the policy knows.
    #[error("business date {found}: expected {from} to {to}")]
    Date {
        /// The day given.
        found: Date,
        /// The first day possible.
        from: Date,
        /// The last day possible.
        to: Date,
    },
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What the demonstration's page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoShown {
    /// Persons as whom one can sign in.
    pub persons: Vec<DemoPerson>,
    /// Officers as whom one can sign in.
    pub officers: Vec<DemoOfficer>,
    /// The one password of all officers.
    pub password: String,
    /// The business date.
    pub today: Date,
}

/// A made-up person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoPerson {
    /// The name in the address.
    pub id: String,
    /// The name.
    pub name: Text,
    /// Their situation in a sentence.
    pub story: Text,
}

/// A made-up officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoOfficer {
    /// The name to sign in with.
    pub name: String,
    /// What colleagues read.
    pub display_name: Text,
    /// What they are for.
    pub story: Text,
}

/// The setting that says that the demonstration has been filled.
const SETTING_SEEDED: &str = "demo.seeded";
/// How far ahead of the real day a demonstration may be set, in years.
const YEARS_AHEAD: i16 = 20;

impl App {
    /// Fills an empty demonstration; does nothing where it was done before. Takes a second or two, so
    /// call it behind the listening server, before the worker. Says whether it did.
    pub async fn demo_seed(&self) -> Result<bool, DemoError> {
        let people = self.people()?;
        let store = &self.parts.store;
        if store.setting_get(SETTING_SEEDED).await.map_err(Fault::from)?.is_some() {
            return Ok(false);
        }
        self.seed(&people).await?;
        store.setting_put(SETTING_SEEDED, "1", self.clock()).await.map_err(Fault::from)?;
        Ok(true)
    }

    /// Whom one can sign in as.
    pub fn demo(&self) -> Result<DemoShown, DemoError> {
        let people = self.people()?;
        let person = |person: &people::Person| DemoPerson {
            id: person.id.clone(),
            name: person.name.clone(),
            story: person.story.clone(),
        };
        let officer = |officer: &people::Officer| DemoOfficer {
            name: officer.name.clone(),
            display_name: officer.display.clone(),
            story: officer.story.clone(),
        };
        Ok(DemoShown {
            persons: people.persons.iter().map(person).collect(),
            officers: people.officers.iter().map(officer).collect(),
            password: people.password.clone(),
            today: self.today(),
        })
    }

    /// Signs in as a made-up person. Before the demonstration is filled there is none.
    pub async fn demo_person(&self, id: &str) -> Result<PersonId, DemoError> {
        let people = self.people()?;
        let person = people.persons.iter().find(|person| person.id == id).ok_or(DemoError::NotFound)?;
        let number = person.fields.get("id_number").and_then(|number| IdNumber::parse(number).ok());
        let number = number.ok_or(DemoError::NotFound)?;
        let found = self.parts.store.person_find_by_id_number(&number).await.map_err(Fault::from)?;
        found.map(|person| person.id).ok_or(DemoError::NotFound)
    }

    /// Sets the business date of the whole instance; `None` is the real day again.
    pub async fn demo_set_today(&self, day: Option<Date>) -> Result<(), DemoError> {
        if !self.parts.config.demo {
            return Err(DemoError::Off);
        }
        if let Some(found) = day {
            let first =
                self.policy().instruments.first().map(|instrument| crate::app::civil(instrument.force));
            // A year before, to see that nothing held yet.
            let from = first.transpose()?.and_then(|day| day.checked_sub(1.year()).ok()).unwrap_or(Date::MIN);
            let to = beijing_date(self.clock()).checked_add(YEARS_AHEAD.years()).unwrap_or(Date::MAX);
            if found < from || found > to {
                return Err(DemoError::Date { found, from, to });
            }
        }
        Ok(self.set_today(day).await?)
    }

    /// The people of the demonstration, where this is one.
    fn people(&self) -> Result<People, DemoError> {
        if !self.parts.config.demo {
            return Err(DemoError::Off);
        }
        Ok(People::read().map_err(|error| Fault::because("the people of the demonstration", error))?)
    }
}
