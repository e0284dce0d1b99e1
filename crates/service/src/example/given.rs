//! What the law and the registry say in an example.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::case::{Decided, Grounds};
use crate::draw;
use crate::flow::BodyKind;
use crate::flow::guard::Concluded;
use crate::library::Library;

/// What is given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// What the law concludes.
    #[serde(default)]
    pub conclusions: BTreeMap<String, GivenConclusion>,
    /// Facts that are known.
    #[serde(default)]
    pub facts: BTreeMap<String, String>,
    /// Facts that are fresh.
    #[serde(default)]
    pub fresh: BTreeSet<String>,
    /// Months left, by ledger.
    #[serde(default)]
    pub months_left: BTreeMap<String, u32>,
    /// Months that a ledger offers, by ledger.
    #[serde(default)]
    pub months: BTreeMap<String, BTreeSet<String>>,
    /// Kinds of case that are open.
    #[serde(default)]
    pub open_cases: BTreeSet<String>,
    /// Bodies that serve, by kind.
    #[serde(default)]
    pub bodies: BTreeMap<BodyKind, BTreeSet<String>>,
    /// Whether the draw takes the case.
    #[serde(default)]
    pub drawn: Option<bool>,
}

/// What the law concludes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenConclusion {
    /// The conclusion itself.
    pub is: Concluded,
    /// Its fields.
    #[serde(default)]
    pub fields: BTreeMap<String, Vec<String>>,
}

/// A seed that draws as wished is found among so many, at any rate that is not next to nothing.
const SEEDS_MAX: u16 = 4_096;

impl Given {
    /// The same as grounds. `draws` are the rates that the flow draws by, at the case that is given.
    pub(crate) fn grounds<'a>(
        &self,
        library: &'a Library,
        rate: Option<u16>,
        case: registry::CaseId,
    ) -> Grounds<'a> {
        let decided = |given: &GivenConclusion| Decided { is: given.is, fields: given.fields.clone() };
        Grounds {
            library,
            conclusions: self.conclusions.iter().map(|(id, given)| (id.clone(), decided(given))).collect(),
            facts: self.facts.clone(),
            fresh: self.fresh.clone(),
            months_left: self.months_left.clone(),
            months: self.months.clone(),
            open_cases: self.open_cases.clone(),
            bodies: self.bodies.clone(),
            seed: self.drawn.zip(rate).and_then(|(drawn, rate)| seed(drawn, rate, case)),
        }
    }
}

fn seed(drawn: bool, rate: u16, case: registry::CaseId) -> Option<[u8; 32]> {
    let seeds = (0..SEEDS_MAX).map(|number| {
        let mut seed = [0; 32];
        for (byte, from) in seed.iter_mut().zip(number.to_be_bytes()) {
            *byte = from;
        }
        seed
    });
    let mut seeds = seeds;
    seeds.find(|seed| draw::takes(rate, seed, case) == drawn)
}
