//! Occupations and the plain words that people use for their work.

use serde::Deserialize;

use crate::clock::Confidence;
use crate::problem::Problem;
use crate::read;
use crate::texts::Texts;

/// Where the occupations stand in the folder of policies.
pub const FILE: &str = "occupations.toml";

/// All occupations and picks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Occupations {
    /// Where the names and codes come from.
    pub source: String,
    /// The form of a code, as a pattern for forms.
    pub code_pattern: String,
    /// The batches in which new occupations were published.
    #[serde(rename = "batch")]
    pub batches: Vec<Batch>,
    /// The occupations.
    #[serde(rename = "occupation")]
    pub occupations: Vec<Occupation>,
    /// The common picks, most common first.
    #[serde(rename = "pick")]
    pub picks: Vec<Pick>,
}

/// A batch of new occupations.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// Its number.
    pub number: u16,
    /// When it was published, as exactly as was found.
    pub published: String,
    /// How many occupations it has.
    pub count: usize,
}

/// An occupation.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Occupation {
    /// Its Chinese name, by which it is known.
    pub zh: String,
    /// Its English name.
    pub en: String,
    /// The batch in which it was published.
    pub batch: u16,
    /// Its codes by edition of the classification; empty where none was found.
    #[serde(default)]
    pub codes: Vec<OccupationCode>,
    /// The article of the measures that names it.
    #[serde(default)]
    pub article: Option<u16>,
}

/// The code of an occupation in one edition of the classification.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OccupationCode {
    /// The edition, by its year.
    pub edition: String,
    /// The code, `d-dd-dd-dd`.
    pub code: String,
    /// How sure it is.
    pub confidence: Confidence,
}

/// What a person would say of their work.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pick {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// The occupation as which it is recorded, where there is one.
    #[serde(default)]
    pub occupation: Option<String>,
    /// The form of work that it most often is; a suggestion.
    pub form: String,
    /// Other words for it.
    pub words: Vec<String>,
}

impl Occupations {
    /// Reads the occupations from the folder of policies.
    pub fn read(policies: &Texts) -> Result<Self, Problem> {
        read::toml(policies, FILE)
    }

    /// An occupation by its Chinese name.
    pub fn occupation(&self, zh: &str) -> Option<&Occupation> {
        self.occupations.iter().find(|occupation| occupation.zh == zh)
    }

    /// The occupation behind what a person said: a pick's words, or an occupation's own name.
    pub fn meant_by(&self, said: &str) -> Option<&Occupation> {
        let said = said.trim();
        let pick = self.picks.iter().find(|pick| pick.zh == said || pick.en.eq_ignore_ascii_case(said));
        match pick {
            Some(pick) => self.occupation(pick.occupation.as_deref()?),
            None => self.occupation(said),
        }
    }
}
