//! What conditions are answered from: what the law decided, what the registry and the ledgers say, which bodies serve.
//!
//! The caller gathers it; nothing is looked up here.

use std::collections::{BTreeMap, BTreeSet};

use crate::field::months;
use crate::flow::BodyKind;
use crate::flow::guard::Concluded;
use crate::library::Library;

/// What the law concluded of one conclusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The conclusion itself.
    pub is: Concluded,
    /// Its fields; a list has several values.
    pub fields: BTreeMap<String, Vec<String>>,
}

/// What conditions are answered from.
#[derive(Debug, Clone)]
pub struct Grounds<'a> {
    /// Offices, places, calendars and the like.
    pub library: &'a Library,
    /// What the law concluded, by conclusion.
    pub conclusions: BTreeMap<String, Decided>,
    /// Facts of the law that are known, by key; values as in the decision contract.
    pub facts: BTreeMap<String, String>,
    /// The facts among them that are known from a register and fresh enough to make evidence needless.
    pub fresh: BTreeSet<String>,
    /// Months left, by ledger.
    pub months_left: BTreeMap<String, u32>,
    /// The months that a ledger offers, `YYYY-MM`, by ledger; none where nothing is known of it.
    pub months: BTreeMap<String, BTreeSet<String>>,
    /// Kinds of case that are open for the person beside those linked to this one.
    pub open_cases: BTreeSet<String>,
    /// The bodies that serve on the day, by kind.
    pub bodies: BTreeMap<BodyKind, BTreeSet<String>>,
    /// The seed of the draw for random checks; none where no draw is held.
    pub seed: Option<[u8; 32]>,
}

impl<'a> Grounds<'a> {
    /// Grounds that know nothing.
    pub fn new(library: &'a Library) -> Self {
        Self {
            library,
            conclusions: BTreeMap::new(),
            facts: BTreeMap::new(),
            fresh: BTreeSet::new(),
            months_left: BTreeMap::new(),
            months: BTreeMap::new(),
            open_cases: BTreeSet::new(),
            bodies: BTreeMap::new(),
            seed: None,
        }
    }

    /// Whether a ledger offers all of the months that were said, and at least one was.
    pub fn offers(&self, ledger: &str, said: Option<&str>) -> bool {
        let (Some(offered), Some(said)) = (self.months.get(ledger), said) else { return false };
        months(said).all(|month| offered.contains(month))
    }

    /// The values of a field of a conclusion that holds.
    pub fn outcome(&self, conclusion: &str, field: &str) -> &[String] {
        let decided = self.conclusions.get(conclusion).filter(|decided| decided.is == Concluded::Yes);
        decided.and_then(|decided| decided.fields.get(field)).map_or(&[], Vec::as_slice)
    }
}
