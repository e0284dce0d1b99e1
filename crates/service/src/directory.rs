//! The directory of offices, by kind, district and day.

use std::fmt;

use jiff::civil::Date;
use serde::Deserialize;

use crate::date;
use crate::problem::Problem;
use crate::read;
use crate::route::RouteError;
use crate::streets::{Street, StreetKind, Streets};
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
    /// The offices; those that are derived stand behind the others once the streets are known.
    #[serde(rename = "office")]
    pub offices: Vec<Office>,
    /// Offices of which there is one for each street: by a rule instead of an entry each.
    #[serde(default)]
    pub derived: Vec<Derived>,
}

/// A rule that makes an office of each street.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derived {
    /// Its id with `{code}` for the street's.
    pub id: String,
    /// Its kind.
    pub kind: OfficeKind,
    /// The kinds of street that have one.
    pub of: Vec<StreetKind>,
    /// Its name with `{street}` for the street's, which has no official English one.
    pub name: Words,
    /// The first day on which they serve.
    #[serde(deserialize_with = "date::read")]
    pub from: Date,
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
    /// The street or zone it serves, where not the whole district.
    #[serde(default)]
    pub street: Option<String>,
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

impl Derived {
    fn office(&self, street: &Street) -> Office {
        Office {
            id: self.id.replace("{code}", &street.code),
            kind: self.kind,
            district: street.district.clone(),
            street: Some(street.code.clone()),
            name: Words {
                zh: self.name.zh.replace("{street}", &street.name),
                en: self.name.en.replace("{street}", &street.name),
            },
            address: String::new(),
            from: self.from,
            to: None,
        }
    }
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
    /// 街道乡镇公共就业服务机构, Article 3.
    StreetEmploymentService,
    /// 社会保险经办机构, which Articles 3, 6 and 7 presuppose without naming it.
    InsuranceAgency,
    /// Of a zone that is addressed beside the districts; no rule routes to it.
    DevelopmentZoneEmploymentService,
}

impl OfficeKind {
    /// The name of the kind in data and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::DistrictEmploymentService => "district_employment_service",
            Self::GovernmentServiceCentre => "government_service_centre",
            Self::StreetEmploymentService => "street_employment_service",
            Self::InsuranceAgency => "insurance_agency",
            Self::DevelopmentZoneEmploymentService => "development_zone_employment_service",
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

    /// With an office of each street, as the rules say.
    #[must_use]
    pub fn with_streets(mut self, streets: &Streets) -> Self {
        for derived in &self.derived {
            let of_kind = streets.streets.iter().filter(|street| derived.of.contains(&street.kind));
            self.offices.extend(of_kind.map(|street| derived.office(street)));
        }
        self
    }

    /// The offices below the district: one for each street, and of a zone that lies in it.
    pub fn of_streets<'a>(&'a self, district: &'a str, on: Date) -> impl Iterator<Item = &'a Office> {
        let serves = move |office: &&Office| office.district == district && office.serves_on(on);
        self.offices.iter().filter(|office| office.street.is_some()).filter(serves)
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
