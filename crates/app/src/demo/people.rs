//! The people of the demonstration as their data file has them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use registry::{Body, Rank, Role};
use serde::Deserialize;

use crate::text::Text;

const FILE: &str = include_str!("../../data/demo.toml");

/// All of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct People {
    pub(super) password: String,
    pub(super) officers: Vec<Officer>,
    pub(super) bodies: Vec<Body>,
    pub(super) persons: Vec<Person>,
    pub(super) crowd: Crowd,
    #[serde(default)]
    pub(super) money: Vec<super::money::Step>,
}

/// An officer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Officer {
    pub(super) name: String,
    pub(super) display: Text,
    pub(super) story: Text,
    pub(super) role: Role,
    #[serde(default = "clerk")]
    pub(super) rank: Rank,
}

fn clerk() -> Rank {
    Rank::Clerk
}

/// A person with a name and a story.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) name: Text,
    pub(super) story: Text,
    pub(super) day: Date,
    pub(super) channel: String,
    /// Who entered it, at the window.
    #[serde(default)]
    pub(super) officer: Option<String>,
    /// Why the certificate was revoked, where it was.
    #[serde(default)]
    pub(super) revoked: Option<String>,
    pub(super) fields: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) facts: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    pub(super) then: Vec<Step>,
}

/// What they did later.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub(super) day: Date,
    pub(super) channel: String,
    pub(super) fields: BTreeMap<String, String>,
}

/// The lists from which the rest are made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Crowd {
    /// The area code of their identity numbers, which is nobody's.
    pub(super) area: String,
    pub(super) amount: u32,
    pub(super) first_day: Date,
    pub(super) days: u32,
    pub(super) birth_year_first: u32,
    pub(super) birth_years: u32,
    pub(super) families: Vec<String>,
    pub(super) given: Vec<String>,
    pub(super) channels: Vec<String>,
    pub(super) work: Vec<BTreeMap<String, String>>,
}

impl People {
    pub(super) fn read() -> Result<Self, toml::de::Error> {
        toml::from_str(FILE)
    }
}
