//! What every pack must keep to, read from `services/rules.toml`: where the law forbids evidence or a fee, where it
//! asks for a commitment, and how long a short message is.

use serde::Deserialize;

use crate::anchor::Anchor;
use crate::problem::Problem;
use crate::read;
use crate::texts::Texts;

/// Where the rules stand in the folder of services.
pub const FILE: &str = "rules.toml";

/// The rules.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseRules {
    /// Articles whose services may ask for no evidence.
    pub no_evidence: Vec<ArticleRule>,
    /// Articles whose services may take no fee.
    pub free_of_charge: Vec<ArticleRule>,
    /// Articles whose services need a commitment.
    pub commitment: Vec<ArticleRule>,
    /// The length of a short message.
    pub sms: SmsRule,
}

/// A rule for the services of an article.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleRule {
    /// The article.
    pub article: u16,
    /// The provision.
    pub anchor: Anchor,
    /// Its words.
    pub words: String,
}

/// The length of a short message.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsRule {
    /// The most characters, by language.
    pub chars_max: SmsChars,
    /// Where that stands.
    pub source: String,
}

/// The most characters of a short message, by language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsChars {
    /// With Chinese characters.
    pub zh: usize,
    /// With the basic alphabet only.
    pub en: usize,
}

impl HouseRules {
    /// Reads the rules from the folder of services.
    pub fn read(services: &Texts) -> Result<Self, Problem> {
        read::toml(services, FILE)
    }
}
