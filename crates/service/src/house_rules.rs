//! What every pack must keep to, read from `services/rules.toml`: where the law forbids evidence or a fee, where it
//! asks for a commitment, and how long a short message is.

use jiff::civil::Date;
use serde::Deserialize;

use crate::anchor::Anchor;
use crate::clock::Confidence;
use crate::date;
use crate::problem::Problem;
use crate::read;
use crate::texts::Texts;
use crate::words::Words;

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
    /// On what a person's data may be erased.
    pub erasure: Vec<ErasureReason>,
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
    /// What no reason for a correction may say.
    #[serde(default)]
    pub barred: Barred,
}

/// Words that may not be said, by language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Barred {
    /// In Chinese.
    pub zh: Vec<String>,
    /// In English, without regard to capitals.
    pub en: Vec<String>,
}

impl Barred {
    /// The first barred word that is said.
    pub fn said<'a>(&'a self, words: &Words) -> Option<&'a str> {
        let english = words.en.to_lowercase();
        let zh = self.zh.iter().find(|word| words.zh.contains(*word));
        zh.or_else(|| self.en.iter().find(|word| english.contains(*word))).map(String::as_str)
    }
}

/// A lawful reason to erase a person's data.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErasureReason {
    /// Its code, which the journal keeps.
    pub code: String,
    /// The first day on which its instrument holds.
    #[serde(deserialize_with = "date::read")]
    pub from: Date,
    /// How sure the source is.
    pub confidence: Confidence,
    /// The provision.
    pub source: String,
    /// What the officer reads.
    pub label: Words,
}

/// The length of a short message.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsRule {
    /// The most characters, by language.
    pub chars_max: SmsChars,
    /// Where that stands.
    pub source: String,
    /// What none says: links and reasons.
    pub barred: Barred,
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
