//! The glossary: legal terms with their English, their identifiers and plain-language glosses.
//!
//! No word has two English renderings: a term that is also a phrase of the rules has its English in
//! `phrases.toml`, any other in `glossary.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::clock::Confidence;
use crate::problem::{Problem, ProblemCode};
use crate::read;
use crate::texts::Texts;
use crate::words::Lang;

/// Where the glossary stands in the folder of policies.
pub const FILE: &str = "glossary.toml";
/// Where the phrases of the rules stand with their English.
pub const PHRASES: &str = "phrases.toml";

/// All terms, by their Chinese.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Glossary {
    /// The terms.
    pub terms: BTreeMap<String, Term>,
}

/// A term.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Its identifier in code and data.
    pub id: String,
    /// What the identifier names.
    #[serde(default)]
    pub kind: TermKind,
    /// For a value: of which fact or field.
    #[serde(default)]
    pub of: Vec<String>,
    /// Its English: from `phrases.toml` where the term is a phrase of the rules.
    #[serde(default)]
    pub en: String,
    /// A plain gloss in Chinese.
    #[serde(default)]
    pub zh_plain: Option<String>,
    /// The same gloss in English.
    #[serde(default)]
    pub en_plain: Option<String>,
    /// Where the gloss comes from, if it says more than the words of the law.
    #[serde(default)]
    pub plain_source: Option<String>,
    /// How sure that source is.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    /// A note for authors.
    #[serde(default)]
    pub note: Option<String>,
    /// Where the term stands.
    pub source: String,
}

/// What an identifier names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    /// A term of the law that is none of the others.
    #[default]
    Term,
    /// A fact.
    Fact,
    /// A value of a fact or of a field.
    Value,
    /// A conclusion.
    Conclusion,
    /// A field of an answer.
    Field,
    /// A parameter.
    Parameter,
    /// A status of an answer.
    Status,
}

impl Term {
    /// The plain gloss in a language, for citizens; it decides nothing.
    pub fn plain(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::Zh => self.zh_plain.as_deref(),
            Lang::En => self.en_plain.as_deref(),
        }
    }
}

impl Glossary {
    /// Reads the glossary from the folder of policies.
    pub fn read(policies: &Texts) -> Result<Self, Problem> {
        let mut glossary: Self = read::toml(policies, FILE)?;
        let phrases: Phrases = read::toml(policies, PHRASES)?;
        let english: BTreeMap<String, String> =
            phrases.phrases.into_iter().map(|(zh, en)| (compact(&zh), en)).collect();
        for (zh, term) in &mut glossary.terms {
            let said = match (term.en.is_empty(), english.get(&compact(zh))) {
                (true, Some(en)) => {
                    term.en.clone_from(en);
                    continue;
                }
                (false, None) => continue,
                (true, None) => format!("nothing, expected `en` here or the phrase in {PHRASES}"),
                (false, Some(_)) => {
                    format!("`{}`, expected none: {PHRASES} has the English of this phrase", term.en)
                }
            };
            let key = format!("terms.{zh}.en");
            return Err(Problem::new(FILE, key, ProblemCode::Malformed, format!("found {said}")));
        }
        Ok(glossary)
    }

    /// A term by its Chinese.
    pub fn term(&self, zh: &str) -> Option<&Term> {
        self.terms.get(zh)
    }

    /// The term that an identifier of a kind names; for a value, that of the fact or field.
    pub fn of_id(&self, kind: TermKind, of: Option<&str>, id: &str) -> Option<(&str, &Term)> {
        let fits = |term: &Term| {
            term.kind == kind && term.id == id && of.is_none_or(|of| term.of.iter().any(|name| name == of))
        };
        self.terms.iter().find(|(_, term)| fits(term)).map(|(zh, term)| (zh.as_str(), term))
    }
}

/// `phrases.toml`, as the law reads it too.
#[derive(Deserialize)]
struct Phrases {
    phrases: BTreeMap<String, String>,
}

/// White space within a Chinese phrase says nothing.
fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
