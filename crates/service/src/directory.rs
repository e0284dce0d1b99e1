//! The directory of offices, by kind, district and day.

use std::fmt;

use jiff::civil::Date;
use serde::Deserialize;

use crate::date;
use crate::problem::Problem;
use crate::read;
use crate::route::RouteError;
use crate::texts::Texts;
use crate::words::Words;

/// Where the directory stands in the folder of services.
pub const FILE: &str = "directory/offices.toml";

/// All offices.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Directory {
    /// Whether these are invented for a demonstration; pages say so.
    pub demonstration: bool,
    /// Where the entries come from.
    pub source: String,
    /// What a page shows where an address is empty.
    pub address_empty: Words,
    /// The offices.
    #[serde(rename = "office")]
    pub offices: Vec<Office>,
}

/// An office.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Its id, kept in cases; never used again for another office.
    pub id: String,
    /// Its kind.
    pub kind: OfficeKind,
    /// The district it serves, six digits.
    pub district: String,
    /// Its name.
    pub name: Words,
    /// Its address; empty until the district enters it.
    pub address: String,
    /// The first day on which it serves.
    #[serde(deserialize_with = "date::read")]
    pub from: Date,
    /// The last day, where there is one.
    #[serde(default, deserialize_with = "date::read_option")]
    pub to: Option<Date>,
}

impl Office {
    /// Whether it serves on a day; first and last day included.
    pub fn serves_on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// The kinds of office that the measures name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeKind {
    /// 区级公共就业服务机构, Articles 11 and 12.
    DistrictEmploymentService,
    /// 政务服务中心, Article 9.
    GovernmentServiceCentre,
}

impl OfficeKind {
    /// The name of the kind in data and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DistrictEmploymentService => "district_employment_service",
            Self::GovernmentServiceCentre => "government_service_centre",
        }
    }
}

impl fmt::Display for OfficeKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl Directory {
    /// Reads the directory from the folder of services.
    pub fn read(services: &Texts) -> Result<Self, Problem> {
        read::toml(services, FILE)
    }

    /// The offices of a kind for a district on a day; one, if the directory is sound.
    fn find<'a, 'b>(
        &'a self,
        kind: OfficeKind,
        district: &'b str,
        on: Date,
    ) -> impl Iterator<Item = &'a Office> + use<'a, 'b> {
        self.offices
            .iter()
            .filter(move |office| office.kind == kind && office.district == district && office.serves_on(on))
    }

    /// The one office of a kind in charge of a district on a day.
    pub fn in_charge(&self, kind: OfficeKind, district: &str, on: Date) -> Result<&Office, RouteError> {
        let mut found = self.find(kind, district, on);
        match (found.next(), found.next()) {
            (Some(office), None) => Ok(office),
            (Some(_), Some(_)) => Err(RouteError::Several { kind, district: district.into(), on }),
            (None, _) => Err(RouteError::None { kind, district: district.into(), on }),
        }
    }

    /// An office by its id.
    pub fn office(&self, id: &str) -> Option<&Office> {
        self.offices.iter().find(|office| office.id == id)
    }
}
