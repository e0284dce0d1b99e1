//! The journal: every act in a case is an entry that chains by hash to the one before it.
//!
//! The hash covers the payload only through a salted hash of it. So the contents can be erased when
//! the law asks for it (payload and salt go, the hashes stay) and the chain still verifies, while
//! without the salt nobody can guess from the hash what had been written.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use crate::hash::Hash;
use crate::id::{AccountId, CaseId, PersonId};

const PAYLOAD: &str = "linghuo.journal.payload.1";
const ENTRY: &str = "linghuo.journal.entry.1";
/// The longest code of an action or of a part of the system.
pub const CODE_CHARS_MAX: usize = 64;

/// A text that is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {found:?}; expected {expected}")]
pub struct JournalCodeError {
    /// Which field.
    pub field: &'static str,
    /// The text, cut.
    pub found: String,
    /// What would have been right.
    pub expected: &'static str,
}

const fn is_code(text: &str) -> bool {
    let mut rest = text.as_bytes();
    if rest.is_empty() || rest.len() > CODE_CHARS_MAX {
        return false;
    }
    while let [first, others @ ..] = rest {
        if !(first.is_ascii_lowercase() || first.is_ascii_digit() || matches!(first, b'_' | b'.')) {
            return false;
        }
        rest = others;
    }
    true
}

/// What was done, as a code such as `registration.registered`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Action(Cow<'static, str>);

impl Action {
    /// A code known at compile time; a wrong one does not compile as a constant.
    ///
    /// # Panics
    /// Outside a constant, when the text is no code.
    pub const fn from_static(code: &'static str) -> Self {
        assert!(is_code(code), "an action is a code of a–z, 0–9, _ and .");
        Self(Cow::Borrowed(code))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Action {
    type Err = JournalCodeError;

    fn from_str(text: &str) -> Result<Self, JournalCodeError> {
        if is_code(text) {
            return Ok(Self(Cow::Owned(text.to_owned())));
        }
        let found = text.chars().take(CODE_CHARS_MAX).collect();
        Err(JournalCodeError {
            field: "action", found, expected: "a–z, 0–9, _ and ., at most 64 characters"
        })
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Actor {
    /// The person whose matter it is.
    Person(PersonId),
    /// An officer.
    Officer(AccountId),
    /// A part of the system, by its code.
    System(Action),
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person:{id}"),
            Self::Officer(id) => write!(f, "officer:{id}"),
            Self::System(code) => write!(f, "system:{code}"),
        }
    }
}

impl FromStr for Actor {
    type Err = JournalCodeError;

    fn from_str(text: &str) -> Result<Self, JournalCodeError> {
        let wrong = || JournalCodeError {
            field: "actor",
            found: text.chars().take(CODE_CHARS_MAX).collect(),
            expected: "person:<id>, officer:<id> or system:<code>",
        };
        let (kind, rest) = text.split_once(':').ok_or_else(wrong)?;
        match kind {
            "person" => rest.parse().map(Self::Person).map_err(|_| wrong()),
            "officer" => rest.parse().map(Self::Officer).map_err(|_| wrong()),
            "system" => rest.parse().map(Self::System).map_err(|_| wrong()),
            _ => Err(wrong()),
        }
    }
}

/// Thirty-two random bytes, handed in, that keep a payload from being guessed by its hash.
#[derive(Clone, PartialEq, Eq, Zeroize)]
pub struct Salt(pub [u8; 32]);

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(…)")
    }
}

/// An entry before it has its place in the chain.
#[derive(Clone, PartialEq, Eq)]
pub struct EntryDraft {
    /// In which case.
    pub case: CaseId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What, as a code.
    pub action: Action,
    /// The particulars as JSON.
    pub payload: Vec<u8>,
}

/// What can be erased.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    /// The particulars as JSON.
    pub payload: Vec<u8>,
    /// What was hashed with them.
    pub salt: Salt,
}

/// An entry in its chain.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// In which case.
    pub case: CaseId,
    /// 1, 2, 3 … within the case.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// What, as a code.
    pub action: Action,
    /// The particulars; `None` after erasure.
    pub content: Option<Content>,
    /// The salted hash of the particulars, which stays.
    pub payload_hash: Hash,
    /// The hash of the entry before; zero for the first.
    pub previous: Hash,
    /// The hash of this entry.
    pub hash: Hash,
}

macro_rules! debug_without_contents {
    ($name:ident, $($field:ident),+) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))$(.field(stringify!($field), &self.$field))+.finish_non_exhaustive()
            }
        }
    };
}
debug_without_contents!(EntryDraft, case, at, actor, action);
debug_without_contents!(Content, salt);
debug_without_contents!(Entry, case, sequence, at, actor, action, payload_hash, previous, hash);

/// The last entry of a chain, by its place and hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Of which case.
    pub case: CaseId,
    /// How many entries there are.
    pub sequence: u64,
    /// The hash of the last.
    pub hash: Hash,
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Entries are missing, doubled or out of order.
    #[error("expected entry {expected}")]
    Sequence {
        /// The one that was due.
        expected: u64,
    },
    /// The entry does not follow the one before it.
    #[error("its link is not the hash of the entry before it")]
    Link,
    /// Something of the entry was changed.
    #[error("its contents do not give its hash")]
    Hash,
    /// The payload was changed.
    #[error("its payload does not give the hash kept of it")]
    Payload,
}

/// The first entry that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("journal of case {case}, entry {sequence}: {fault}")]
pub struct Broken {
    /// Which case.
    pub case: CaseId,
    /// Which entry.
    pub sequence: u64,
    /// What is wrong.
    pub fault: Fault,
}

/// The salted hash of a payload.
pub fn payload_hash(payload: &[u8], salt: &Salt) -> Hash {
    Hash::of_parts(PAYLOAD, &[&salt.0, payload])
}

impl Entry {
    /// The hash that the entry's visible parts give.
    fn computed_hash(&self) -> Hash {
        Hash::of_parts(
            ENTRY,
            &[
                self.case.as_bytes(),
                &self.sequence.to_be_bytes(),
                &self.at.as_microsecond().to_be_bytes(),
                self.actor.to_string().as_bytes(),
                self.action.as_str().as_bytes(),
                &self.payload_hash.0,
                &self.previous.0,
            ],
        )
    }

    /// Where the chain stands after this entry.
    pub fn head(&self) -> Head {
        Head { case: self.case, sequence: self.sequence, hash: self.hash }
    }
}

/// Puts a draft behind the head of its case; without a head it is the first. Times are kept to the
/// microsecond, as the store does.
pub fn chain(previous: Option<&Head>, draft: EntryDraft, salt: Salt) -> Entry {
    let mut entry = Entry {
        case: draft.case,
        sequence: previous.map_or(1, |head| head.sequence + 1),
        at: Timestamp::from_microsecond(draft.at.as_microsecond()).unwrap_or(draft.at),
        actor: draft.actor,
        action: draft.action,
        payload_hash: payload_hash(&draft.payload, &salt),
        content: Some(Content { payload: draft.payload, salt }),
        previous: previous.map_or(Hash::ZERO, |head| head.hash),
        hash: Hash::ZERO,
    };
    entry.hash = entry.computed_hash();
    entry
}

/// Looks whether an entry holds behind the head before it, and gives the new head.
pub fn verify_next(previous: Option<&Head>, entry: &Entry) -> Result<Head, Broken> {
    let broken = |fault| Broken { case: entry.case, sequence: entry.sequence, fault };
    let previous = previous.filter(|head| head.case == entry.case);
    let expected = previous.map_or(1, |head| head.sequence + 1);
    if entry.sequence != expected {
        return Err(broken(Fault::Sequence { expected }));
    }
    if entry.previous != previous.map_or(Hash::ZERO, |head| head.hash) {
        return Err(broken(Fault::Link));
    }
    if entry.computed_hash() != entry.hash {
        return Err(broken(Fault::Hash));
    }
    match &entry.content {
        Some(content) if payload_hash(&content.payload, &content.salt) != entry.payload_hash => {
            Err(broken(Fault::Payload))
        }
        Some(_) | None => Ok(entry.head()),
    }
}

/// Looks whether the entries of one case hold together, from the first on, and gives their head.
pub fn verify<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<Option<Head>, Broken> {
    entries.into_iter().try_fold(None, |head, entry| verify_next(head.as_ref(), entry).map(Some))
}

#[cfg(test)]
#[path = "journal_tests.rs"]
mod tests;
