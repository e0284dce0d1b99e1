//! Beijing's sub-districts, townships and towns, made by `scripts/streets`.

use serde::Deserialize;

use crate::problem::Problem;
use crate::read;
use crate::texts::Texts;

/// Where the streets stand in the folder of policies.
pub const FILE: &str = "data/streets.json";

/// All streets, with the day of their source.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Streets {
    /// What the file is.
    pub about: String,
    /// Where it comes from.
    pub source: String,
    /// The day as of which the divisions hold.
    pub as_of: String,
    /// The day on which they were published.
    pub published: String,
    /// How sure they are.
    pub confidence: String,
    /// How many there are.
    pub count: usize,
    /// The streets, in the order of their codes.
    pub streets: Vec<Street>,
}

/// One sub-district, area, town, township, or zone that only the statistical list has.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Street {
    /// Its code, nine digits, of which the first six are the district's.
    pub code: String,
    /// Its Chinese name; there is no official English one.
    pub name: String,
    /// Its district.
    pub district: String,
    /// Its kind.
    pub kind: StreetKind,
}

/// The kinds of street.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StreetKind {
    /// 街道.
    Street,
    /// 地区.
    Area,
    /// 镇.
    Town,
    /// 乡.
    Township,
    /// A development zone or the airport: no sub-district, but work is done there.
    StatisticalArea,
}

impl Streets {
    /// Reads the streets from the folder of policies.
    pub fn read(policies: &Texts) -> Result<Self, Problem> {
        read::json(policies, FILE)
    }

    /// The streets of a district.
    pub fn of_district<'a>(&'a self, district: &'a str) -> impl Iterator<Item = &'a Street> {
        self.streets.iter().filter(move |street| street.district == district)
    }

    /// A street by its code.
    pub fn street(&self, code: &str) -> Option<&Street> {
        self.streets.iter().find(|street| street.code == code)
    }
}
