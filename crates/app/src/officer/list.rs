//! The registrations of an officer's place, page by page, with filters that only narrow.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Date;
use registry::{Account, FlexibleKind, Region, Registration, RegistrationNumber, Role, StreetCode};
use store::{Cursor, Kept, RegistrationFilter};

use super::OfficerError;
use crate::permission::{Deed, Matter, may};
use crate::sources::beijing_date;
use crate::text::Text;
use crate::{App, Fault, Viewer, words};

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
            // A body has cases, and no place whose registrations it could list.
            Role::Body { .. } => return Err(OfficerError::Denied),
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
