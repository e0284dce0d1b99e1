//! Other kinds of flexible work that are recognised, each with the law, regulation or rule that provides for it
//! (Article 2 item 4). The list is open and may be empty; then a person says kind and source in words.

use jiff::civil::Date;
use serde::Deserialize;

use crate::anchor::Anchor;
use crate::date;
use crate::problem::{Problem, ProblemCode};
use crate::read;
use crate::texts::Texts;
use crate::words::Words;

/// Where the kinds stand in the folder of policies.
pub const FILE: &str = "other-kinds.toml";

/// All kinds, in the order in which they are offered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherKinds {
    /// The words of the law that leave the list open.
    pub anchor: Anchor,
    /// Where the entries come from.
    pub source: String,
    /// The kinds.
    #[serde(default, rename = "kind")]
    pub kinds: Vec<OtherKind>,
}

/// A kind that was recognised.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherKind {
    /// Its name in forms and in the API.
    pub id: String,
    /// What people read.
    pub name: Words,
    /// The provision that provides for it.
    pub source: Words,
    /// The first day on which it is recognised.
    #[serde(deserialize_with = "date::read")]
    pub from: Date,
    /// The last day, where there is one.
    #[serde(default, deserialize_with = "date::read_option")]
    pub to: Option<Date>,
}

impl OtherKinds {
    /// Reads the kinds from the folder of policies.
    pub fn read(policies: &Texts) -> Result<Self, Problem> {
        let read: Self = read::toml(policies, FILE)?;
        for (index, kind) in read.kinds.iter().enumerate() {
            let wrong = |key: &str, code, said: &str| {
                Err(Problem::new(FILE, format!("kind[{index}].{key}"), code, said.to_owned()))
            };
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if kind.id.is_empty() || !kind.id.chars().all(plain) {
                return wrong("id", ProblemCode::Malformed, "expected lower-case letters, digits and _");
            }
            if read.kinds.iter().take(index).any(|earlier| earlier.id == kind.id) {
                return wrong("id", ProblemCode::DuplicateId, "found a second time, expected each id once");
            }
            for (key, words) in [("name", &kind.name), ("source", &kind.source)] {
                if words.zh.trim().is_empty() || words.en.trim().is_empty() {
                    return wrong(key, ProblemCode::MissingWords, "expected words in Chinese and in English");
                }
            }
        }
        Ok(read)
    }

    /// The kinds that are recognised on a day; first and last day included.
    pub fn on(&self, day: Date) -> impl Iterator<Item = &OtherKind> {
        self.kinds.iter().filter(move |kind| kind.from <= day && kind.to.is_none_or(|to| day <= to))
    }

    /// A kind that is recognised on a day, by its id.
    pub fn kind(&self, id: &str, day: Date) -> Option<&OtherKind> {
        self.on(day).find(|kind| kind.id == id)
    }
}
