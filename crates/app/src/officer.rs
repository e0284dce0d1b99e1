//! Officers: how they sign in, what they list and count, and one case with its decision, explanation
//! and journal. Each sees their own place; each look is an entry.

mod sign_in;

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use law::Options;
use registry::registration::STATE_ACTIVE;
use registry::{
    Account, AccountId, Actor, CaseId, FlexibleKind, PersonId, Region, Registration, RegistrationNumber,
    Role, StreetCode,
};
use store::{Cursor, Kept, RegistrationFilter};

pub(crate) use sign_in::password_hash;

use crate::conclusion::Conclusion;
use crate::permission::{Deed, Matter, may};
use crate::registration::RegistrationShown;
use crate::sources::beijing_date;
use crate::text::Text;
use crate::{App, Fault, Viewer, known, words};

/// Why an officer was not let in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Name and password do not belong together. Said alike for a name that does not exist.
    #[error("the name and the password do not belong together")]
    Wrong,
    /// Too many attempts: wait.
    #[error("too many attempts; wait {seconds} seconds")]
    Wait {
        /// How long.
        seconds: u64,
    },
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Why an officer cannot see something.
#[derive(Debug, thiserror::Error)]
pub enum OfficerError {
    /// There is none, or none that this officer may know of.
    #[error("no such registration for this officer")]
    NotFound,
    /// A filter outside the officer's own place, or no officer.
    #[error("not allowed")]
    Denied,
    /// The mark of where to go on is none that was given.
    #[error("after: expected a mark that was given before")]
    BadCursor,
    /// Nobody's mistake.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Which registrations to list. Without a district an officer of a district gets their own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// `active` or `ended`.
    pub state: Option<String>,
    /// Of this kind.
    pub kind: Option<FlexibleKind>,
    /// In this district.
    pub district: Option<Region>,
    /// In this street or town.
    pub street: Option<StreetCode>,
}

/// One page of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    /// The place whose registrations these are.
    pub place: Text,
    /// The rows, the newest first.
    pub rows: Vec<ListRow>,
    /// How many there are; of a street it is not known.
    pub total: Option<u64>,
    /// Where to go on.
    pub next: Option<String>,
}

/// A registration in the list. The name is masked: who wants to know more looks, and that is an entry.
#[derive(Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Its number.
    pub number: RegistrationNumber,
    /// The masked name.
    pub name: String,
    /// The kind of work.
    pub kind: Text,
    /// The street or district.
    pub place: Text,
    /// The channel.
    pub channel: Text,
    /// The day on which it was made, in Beijing.
    pub registered_on: Date,
    /// Whether it is in force.
    pub is_active: bool,
}

impl fmt::Debug for ListRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListRow").field("number", &self.number).finish_non_exhaustive()
    }
}

/// Numbers of one district and kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountShown {
    /// The district's code.
    pub district: String,
    /// Its name.
    pub name: Text,
    /// The kind of work.
    pub kind: Text,
    /// In force.
    pub active: u64,
    /// Ended.
    pub ended: u64,
}

/// One case as an officer sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseShown {
    /// The registration.
    pub registration: RegistrationShown,
    /// The decision anew on the business date, with its reasoning, from what is on record.
    pub conclusions: Vec<Conclusion>,
    /// The business date.
    pub as_of: Date,
    /// The policy's version.
    pub policy_version: String,
    /// The journal of the case, the first entry first.
    pub journal: Vec<JournalLine>,
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalLine {
    /// Its place.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who, in words.
    pub who: Text,
    /// What, as a code.
    pub action: String,
    /// Whether its contents were erased.
    pub is_erased: bool,
    /// Its hash, in hexadecimal digits.
    pub hash: String,
}

/// A look of an officer, for supervision: when and at whom, by an id that says nothing of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfficerLook {
    /// When.
    pub at: Timestamp,
    /// At whom.
    pub person: PersonId,
}

impl App {
    /// A page of the registrations of the officer's place.
    pub async fn officer_list(
        &self,
        viewer: &Viewer,
        filter: &ListFilter,
        after: Option<&str>,
        rows_max: u32,
    ) -> Result<ListPage, OfficerError> {
        let officer = viewer.officer().ok_or(OfficerError::Denied)?;
        let place = Place::of(officer, filter)?;
        let reach = Matter { owner: None, district: place.district.as_ref(), street: place.street.as_ref() };
        if !may(viewer, Deed::List, &reach) {
            return Err(OfficerError::Denied);
        }
        let after = after.map(|mark| read_cursor(mark).ok_or(OfficerError::BadCursor)).transpose()?;
        let wanted = RegistrationFilter {
            state: filter.state.clone(),
            kind: filter.kind,
            street: place.street.clone(),
        };
        let store = &self.parts.store;
        let page = match &place.district {
            Some(district) => store.registration_list_by_district(district, &wanted, after, rows_max).await,
            None => store.registration_list(&wanted, after, rows_max).await,
        };
        let page = page.map_err(Fault::from)?;
        let mut rows = Vec::with_capacity(page.rows.len());
        for registration in page.rows {
            rows.push(self.list_row(registration).await?);
        }
        let total = match &place.street {
            Some(_) => None,
            None => Some(self.total(&place, filter).await?),
        };
        Ok(ListPage { place: self.place_of(officer), rows, total, next: page.next.map(write_cursor) })
    }

    async fn list_row(&self, registration: Registration) -> Result<ListRow, Fault> {
        let person = self.parts.store.person_find(registration.person).await?.and_then(Kept::held);
        let street = registration.details.street.as_ref().map(|street| self.street_name(street));
        Ok(ListRow {
            name: person.map(|person| person.name.to_string()).unwrap_or_default(),
            kind: self.kind_words(registration.details.kind),
            place: street.unwrap_or_else(|| self.district_name(registration.details.district.as_str())),
            channel: words::channel(registration.channel),
            registered_on: beijing_date(registration.registered_at),
            is_active: registration.is_active(),
            number: registration.number,
        })
    }

    /// How many registrations a place has with these filters.
    async fn total(&self, place: &Place, filter: &ListFilter) -> Result<u64, Fault> {
        let counts = self.parts.store.registration_counts(place.district.as_ref()).await?;
        let wanted = counts.iter().filter(|count| {
            filter.state.as_ref().is_none_or(|state| *state == count.state)
                && filter.kind.is_none_or(|kind| kind == count.kind)
        });
        Ok(wanted.map(|count| count.amount).sum())
    }

    /// The numbers of the officer's place. A street's officer has a list and no numbers.
    pub async fn officer_counts(&self, viewer: &Viewer) -> Result<Vec<CountShown>, OfficerError> {
        let officer = viewer.officer().ok_or(OfficerError::Denied)?;
        let district = match &officer.role {
            Role::City => None,
            Role::District(district) => Some(district.clone()),
            Role::Street(_) => return Err(OfficerError::Denied),
        };
        let reach = Matter { owner: None, district: district.as_ref(), street: None };
        if !may(viewer, Deed::List, &reach) {
            return Err(OfficerError::Denied);
        }
        let counts = self.parts.store.registration_counts(district.as_ref()).await.map_err(Fault::from)?;
        let mut shown: Vec<CountShown> = Vec::new();
        for count in counts {
            let kind = self.kind_words(count.kind);
            let district = count.district.to_string();
            let at = shown.iter().position(|row| row.district == district && row.kind == kind);
            let at = at.unwrap_or_else(|| {
                let name = self.district_name(&district);
                shown.push(CountShown { district, name, kind, active: 0, ended: 0 });
                shown.len() - 1
            });
            let row = &mut shown[at];
            if count.state == STATE_ACTIVE {
                row.active += count.amount;
            } else {
                row.ended += count.amount;
            }
        }
        Ok(shown)
    }

    /// One case. The look is journalled with its reason, a code such as `case_handling`.
    pub async fn case(&self, viewer: &Viewer, number: &str, reason: &str) -> Result<CaseShown, OfficerError> {
        if viewer.officer().is_none() {
            return Err(OfficerError::Denied);
        }
        let found = self.registration_seen(viewer, number).await?;
        let found = found.filter(|found| may(viewer, Deed::SeeCase, &Matter::of(found)));
        let registration = found.ok_or(OfficerError::NotFound)?;
        let person = self.person_seen(viewer, &registration, reason).await?;
        let (as_of, store) = (self.today(), &self.parts.store);
        let kept = store.facts_by_person(registration.person).await.map_err(Fault::from)?;
        let all = store.registration_list_by_person(registration.person).await.map_err(Fault::from)?;
        let id_number = person.as_ref().map(|person| &person.id_number);
        let facts = known::of_person(id_number, &all, &kept, as_of, self.moment());
        let decided = self.decide_facts(&facts, as_of, &Options::default());
        let decided = decided.map_err(|e| Fault::because("facts on record that contradict each other", e))?;
        let journal = self.journal_lines(CaseId(registration.id.0)).await?;
        Ok(CaseShown {
            registration: self.registration_shown(viewer, registration, person).await?,
            conclusions: self.conclusions(&decided.request, &decided.decision),
            as_of,
            policy_version: self.policy().version.clone(),
            journal,
        })
    }

    async fn journal_lines(&self, case: CaseId) -> Result<Vec<JournalLine>, Fault> {
        let entries = self.parts.store.journal_by_case(case).await?;
        let accounts = self.parts.store.account_list().await?;
        let who = |actor: &Actor| match actor {
            Actor::Person(_) => Text::new("本人", "the person"),
            Actor::Officer(id) => accounts
                .iter()
                .find(|account| account.id == *id)
                .map_or_else(|| Text::same(id.to_string()), |account| Text::same(&account.display_name)),
            Actor::System(part) => Text::new(format!("系统（{part}）"), format!("system ({part})")),
        };
        let lines = entries.iter().map(|entry| JournalLine {
            sequence: entry.sequence,
            at: entry.at,
            who: who(&entry.actor),
            action: entry.action.to_string(),
            is_erased: entry.content.is_none(),
            hash: entry.hash.to_string(),
        });
        Ok(lines.collect())
    }

    /// At whom an officer looked since a moment, oldest first, at most 500: for the city's supervision, and
    /// for each officer their own.
    pub async fn officer_looks(
        &self,
        viewer: &Viewer,
        officer: AccountId,
        since: Timestamp,
    ) -> Result<Vec<OfficerLook>, OfficerError> {
        let own = viewer.officer().is_some_and(|account| account.id == officer);
        if !own && !may(viewer, Deed::Supervise, &Matter::default()) {
            return Err(OfficerError::Denied);
        }
        let entries = self.parts.store.look_list_by_officer(officer, since).await.map_err(Fault::from)?;
        let looks =
            entries.into_iter().map(|entry| OfficerLook { at: entry.at, person: PersonId(entry.case.0) });
        Ok(looks.collect())
    }

    /// What the place of this officer is called.
    pub fn place_of(&self, account: &Account) -> Text {
        match &account.role {
            Role::City => {
                let city = &self.library().regions.city;
                Text::new(&city.zh, &city.en)
            }
            Role::District(district) => self.district_name(district.as_str()),
            Role::Street(street) => {
                let (district, street) =
                    (self.district_name(street.district().as_str()), self.street_name(street));
                Text::new(format!("{}{}", district.zh, street.zh), format!("{}, {}", street.en, district.en))
            }
        }
    }
}

/// The place whose registrations are listed: what is asked for, else all that the role reaches.
struct Place {
    district: Option<Region>,
    street: Option<StreetCode>,
}

impl Place {
    fn of(officer: &Account, filter: &ListFilter) -> Result<Self, OfficerError> {
        let street = match &officer.role {
            Role::Street(own) => Some(own.clone()),
            Role::City | Role::District(_) => filter.street.clone(),
        };
        let of_street = street.as_ref().map(StreetCode::district);
        let district = of_street.or_else(|| filter.district.clone()).or_else(|| officer.role.district());
        let asked = filter.district.as_ref().is_none_or(|asked| Some(asked) == district.as_ref());
        let asked = asked && filter.street.as_ref().is_none_or(|asked| Some(asked) == street.as_ref());
        if asked { Ok(Self { district, street }) } else { Err(OfficerError::Denied) }
    }
}

/// Where to go on, as it stands in an address.
fn write_cursor(cursor: Cursor) -> String {
    format!("{}.{}", cursor.registered_at.as_microsecond(), cursor.id.0.simple())
}

fn read_cursor(mark: &str) -> Option<Cursor> {
    let (at, id) = mark.split_once('.')?;
    let registered_at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
    Some(Cursor { registered_at, id: id.parse().ok()? })
}
