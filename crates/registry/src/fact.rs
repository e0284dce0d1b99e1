//! Facts kept about a person, each with where it came from, the day from which it holds and the
//! moment at which it was recorded. Nothing is overwritten: a newer fact stands in front of an older.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::id::{AccountId, FactId, PersonId};

/// The longest key taken.
pub const KEY_CHARS_MAX: usize = 64;

/// A text that has not the form of a fact's key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "fact: {found:?} is no key; expected a–z, 0–9 and _, beginning with a letter, at most {KEY_CHARS_MAX} long"
)]
pub struct FactKeyError {
    /// The text, cut.
    pub found: String,
}

/// The key of a fact as in the decision contract, such as `hukou_region`. Which keys exist, and what
/// they take, the law says; here only the form is judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FactKey(String);

impl FactKey {
    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for FactKey {
    type Err = FactKeyError;

    fn from_str(text: &str) -> Result<Self, FactKeyError> {
        let right = text.len() <= KEY_CHARS_MAX
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if right {
            Ok(Self(text.to_owned()))
        } else {
            Err(FactKeyError { found: text.chars().take(KEY_CHARS_MAX).collect() })
        }
    }
}

impl TryFrom<String> for FactKey {
    type Error = FactKeyError;

    fn try_from(text: String) -> Result<Self, FactKeyError> {
        text.parse()
    }
}

impl From<FactKey> for String {
    fn from(key: FactKey) -> String {
        key.0
    }
}

/// Who says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "from")]
pub enum FactSource {
    /// The person said it, under their commitment.
    Person,
    /// A register of another authority or of this one, by its name.
    Register {
        /// Such as `employment_registration`.
        name: String,
    },
    /// Read off the identity number.
    IdNumber,
    /// An officer saw the proof.
    Officer {
        /// Who.
        account: AccountId,
    },
}

/// One fact about one person.
#[derive(Clone, PartialEq)]
pub struct Fact {
    /// The id.
    pub id: FactId,
    /// About whom.
    pub person: PersonId,
    /// Which fact.
    pub key: FactKey,
    /// The value as the law's input takes it; `null` is known to be none.
    pub value: Value,
    /// Who says so.
    pub source: FactSource,
    /// The first day on which it holds.
    pub valid_from: Date,
    /// When the registry learned of it.
    pub recorded_at: Timestamp,
}

// The value is personal, so it stays out of Debug.
impl fmt::Debug for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fact")
            .field("id", &self.id)
            .field("person", &self.person)
            .field("key", &self.key.0)
            .field("source", &self.source)
            .field("valid_from", &self.valid_from)
            .field("recorded_at", &self.recorded_at)
            .finish_non_exhaustive()
    }
}

/// The facts in force on a day, as far as they were known at a moment: for each key the one that
/// holds from the latest day, and among those of one day the one recorded last (the id decides
/// between two of the same moment, so that the answer does not depend on the order of the input).
pub fn in_force<'a>(
    facts: impl IntoIterator<Item = &'a Fact>,
    on: Date,
    known_at: Timestamp,
) -> BTreeMap<&'a FactKey, &'a Fact> {
    let mut latest: BTreeMap<&FactKey, &Fact> = BTreeMap::new();
    for fact in facts {
        if fact.valid_from > on || fact.recorded_at > known_at {
            continue;
        }
        let rank = |fact: &Fact| (fact.valid_from, fact.recorded_at, fact.id);
        latest
            .entry(&fact.key)
            .and_modify(|held| {
                if rank(fact) > rank(held) {
                    *held = fact;
                }
            })
            .or_insert(fact);
    }
    latest
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use serde_json::json;
    use uuid::Uuid;

    fn fact(id: u128, key: &str, value: Value, from: Date, second: i64) -> Fact {
        Fact {
            id: FactId(Uuid::from_u128(id)),
            person: PersonId(Uuid::from_u128(1)),
            key: key.parse().unwrap(),
            value,
            source: FactSource::Person,
            valid_from: from,
            recorded_at: Timestamp::from_second(second).unwrap(),
        }
    }

    #[test]
    fn the_latest_wins_and_earlier_ones_are_still_seen_from_their_time() {
        let facts = [
            fact(1, "hukou_region", json!("110105"), date(2020, 1, 1), 10),
            fact(2, "hukou_region", json!("110112"), date(2020, 6, 1), 20),
            // A correction of the first months, learned last: it does not displace June's fact.
            fact(3, "hukou_region", json!("110101"), date(2020, 1, 1), 30),
            fact(4, "insured_region", Value::Null, date(2020, 1, 1), 10),
        ];
        let seen = |on, at: i64| {
            in_force(&facts, on, Timestamp::from_second(at).unwrap())
                .into_iter()
                .map(|(key, fact)| (key.as_str().to_owned(), fact.value.clone()))
                .collect::<Vec<_>>()
        };
        let hukou = |code: &str| ("hukou_region".to_owned(), json!(code));
        let none = ("insured_region".to_owned(), Value::Null);
        assert_eq!(seen(date(2020, 7, 1), 99), [hukou("110112"), none.clone()]);
        assert_eq!(seen(date(2020, 5, 1), 99), [hukou("110101"), none.clone()]);
        assert_eq!(seen(date(2020, 5, 1), 25), [hukou("110105"), none]);
        assert_eq!(seen(date(2019, 12, 31), 99), []);
    }

    #[test]
    fn a_fact_never_shows_its_value() {
        let text = format!("{:?}", fact(1, "hukou_region", json!("secret"), date(2020, 1, 1), 1));
        assert!(text.contains("hukou_region") && !text.contains("secret"));
    }

    #[test]
    fn a_key_has_its_form() {
        assert!("unpaid_pension_months_2020".parse::<FactKey>().is_ok());
        for wrong in ["", "Sex", "2020_sex", "a-b", "户籍", &"a".repeat(65)] {
            assert!(wrong.parse::<FactKey>().is_err(), "{wrong}");
        }
    }
}
