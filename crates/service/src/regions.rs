//! Places by code: Beijing's districts, codes no longer in force, provinces.

use serde::Deserialize;

use crate::problem::Problem;
use crate::read;
use crate::texts::Texts;
use crate::words::{Lang, Words};

/// Where the places stand in the folder of policies.
pub const FILE: &str = "regions.toml";

/// All places.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regions {
    /// The city itself.
    pub city: Place,
    /// Where the codes come from.
    pub source: String,
    /// How sure they are.
    pub confidence: String,
    /// The districts in force, in the order of their codes.
    #[serde(rename = "district")]
    pub districts: Vec<District>,
    /// Codes no longer in force.
    pub retired: Vec<Retired>,
    /// The provinces, by the first two digits.
    #[serde(rename = "province")]
    pub provinces: Vec<Place>,
}

/// A place with its names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Its code.
    pub code: String,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
}

/// A district of Beijing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct District {
    /// Its code, six digits.
    pub code: String,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// Its short names.
    pub short: Words,
}

impl District {
    /// Its name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// A code no longer in force, and the district that took its place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retired {
    /// The former code.
    pub code: String,
    /// Its Chinese name.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// The code of the district now.
    pub now: String,
    /// The year of the change, where it was found.
    #[serde(default)]
    pub until: Option<String>,
}

impl Regions {
    /// Reads the places from the folder of policies.
    pub fn read(policies: &Texts) -> Result<Self, Problem> {
        read::toml(policies, FILE)
    }

    /// A district in force.
    pub fn district(&self, code: &str) -> Option<&District> {
        self.districts.iter().find(|district| district.code == code)
    }

    /// The district in force for a code that is, or once was, one of Beijing's.
    pub fn district_now(&self, code: &str) -> Option<&District> {
        let now =
            self.retired.iter().find(|retired| retired.code == code).map(|retired| retired.now.as_str());
        self.district(now.unwrap_or(code))
    }

    /// The province of a six-digit code.
    pub fn province_of(&self, code: &str) -> Option<&Place> {
        let start = code.get(..2)?;
        self.provinces.iter().find(|province| province.code == start)
    }
}
