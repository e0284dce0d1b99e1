//! Where a matter goes: from a place to the one office that is in charge of it.
//!
//! A pack says it by one place, or by an ordered table of which the first row that fits decides.

mod office;
pub mod table;

use jiff::civil::Date;
use serde::Deserialize;

use crate::anchor::Anchor;
use crate::directory::{Directory, Office, OfficeKind};
use crate::words::Words;
pub use table::{PlaceSource, RouteRow, RouteTable};

/// The rule that finds the office.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub enum Route {
    /// By one place.
    Place(PlaceRoute),
    /// By a table.
    Table(RouteTable),
}

/// The rule that finds the office by one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRoute {
    /// The place that decides, as a fact of the law.
    pub place: String,
    /// The field in which it is given.
    pub field: String,
    /// The place to take when the field is not answered.
    pub otherwise: Option<Otherwise>,
    /// The kind of office.
    pub office_kind: OfficeKind,
    /// The provision that says so.
    pub anchor: Anchor,
    /// What a person is told whose place is not in Beijing.
    pub outside: Words,
}

/// A route as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    field: Option<String>,
    #[serde(default)]
    otherwise: Option<Otherwise>,
    #[serde(default)]
    office_kind: Option<OfficeKind>,
    #[serde(default)]
    rows: Vec<RouteRow>,
    anchor: Anchor,
    outside: Words,
}

impl TryFrom<Written> for Route {
    type Error = &'static str;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        let Written { place, field, otherwise, office_kind, rows, anchor, outside } = written;
        match (place, field, office_kind) {
            (Some(place), Some(field), Some(office_kind)) if rows.is_empty() => {
                Ok(Self::Place(PlaceRoute { place, field, otherwise, office_kind, anchor, outside }))
            }
            (None, None, None) if otherwise.is_none() && !rows.is_empty() => {
                Ok(Self::Table(RouteTable { rows, anchor, outside }))
            }
            _ => Err("expected either `place`, `field` and `office_kind`, or `rows`"),
        }
    }
}

/// The place to take when the field is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// The district of the registration as it stands.
    RegisteredDistrict,
}

impl Route {
    /// The provision that says where it goes.
    pub fn anchor(&self) -> Anchor {
        match self {
            Self::Place(route) => route.anchor,
            Self::Table(route) => route.anchor,
        }
    }

    /// What a person is told whose place is not in Beijing.
    pub fn outside(&self) -> &Words {
        match self {
            Self::Place(route) => &route.outside,
            Self::Table(route) => &route.outside,
        }
    }

    /// The fields that it looks at.
    pub fn fields(&self) -> Vec<&str> {
        match self {
            Self::Place(route) => vec![&route.field],
            Self::Table(route) => route.fields(),
        }
    }
}

impl PlaceRoute {
    /// The office in charge of a district on a day.
    pub fn office<'a>(
        &self,
        district: &str,
        on: Date,
        directory: &'a Directory,
    ) -> Result<&'a Office, RouteError> {
        directory.in_charge(self.office_kind, district, on)
    }
}

/// Why no single office was found.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RouteError {
    /// The directory has no such office: the place is not in Beijing, or the directory has a hole.
    #[error("no office of kind `{kind}` for district `{district}` on {on}")]
    None {
        /// The kind looked for.
        kind: OfficeKind,
        /// The district looked for.
        district: String,
        /// The day.
        on: Date,
    },
    /// The directory has more than one: its data is at fault.
    #[error("more than one office of kind `{kind}` for district `{district}` on {on}")]
    Several {
        /// The kind looked for.
        kind: OfficeKind,
        /// The district looked for.
        district: String,
        /// The day.
        on: Date,
    },
    /// No place that decides is in Beijing, or none is known.
    #[error("no place that decides is in Beijing")]
    Outside,
    /// The person may choose among several districts, and has chosen none of them.
    #[error("{field}: found {found:?}, expected one of {expected:?}")]
    Choose {
        /// The field in which the choice is given.
        field: String,
        /// What was given.
        found: Option<String>,
        /// The districts among which one can choose.
        expected: Vec<String>,
    },
    /// The pack finds its office by a table, so one place does not say it.
    #[error("the office is found by a table, not by one place")]
    ByTable,
}
