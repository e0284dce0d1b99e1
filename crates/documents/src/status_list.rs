//! The signed list of certificates and papers that are no longer in force, for those who verify without the
//! network. It holds no personal data: their numbers are hashed, and only what ended is in it.

use std::collections::BTreeMap;

use ciborium::Value;
use ed25519_dalek::SigningKey;
use jiff::{Timestamp, civil::Date};
use sha2::{Digest, Sha256};

use crate::{
    KeyId, PublicKeySet, ReadError, canonical,
    envelope::{Envelope, Purpose, seal},
    verify::{KeyFault, beijing_date, check_signature},
};

/// Most entries of one list: more than the city has flexible workers.
pub const MAX_LIST_ENTRIES: usize = 4_000_000;
const ENTRY_BYTES_MAX: usize = 32;
const HASH_BYTES: usize = 16;
const FIELD_COUNT: usize = 4;

/// Why a certificate is no longer in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The employment it attests has ended.
    Ended,
    /// The office took it back: it ought not to have been issued.
    Revoked,
    /// A newer certificate stands in its place, Art. 11 (changed particulars).
    Replaced,
}

impl Standing {
    const ALL: [Self; 3] = [Self::Ended, Self::Revoked, Self::Replaced];

    fn code(self) -> u8 {
        match self {
            Self::Ended => 1,
            Self::Revoked => 2,
            Self::Replaced => 3,
        }
    }
}

/// What the list says of one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StandingEntry {
    /// Why it is no longer in force.
    pub standing: Standing,
    /// From which day.
    pub on: Date,
}

/// The first 16 bytes of SHA-256 over what it is the number of (`linghuo:certificate-number:1` or
/// `linghuo:paper-number:1`), a zero byte and the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NumberHash(pub [u8; HASH_BYTES]);

impl NumberHash {
    /// The hash of a certificate number.
    pub fn of(number: &str) -> Self {
        Self::under(b"linghuo:certificate-number:1\0", number)
    }

    /// The hash of the number of a paper.
    pub fn of_paper(number: &str) -> Self {
        Self::under(b"linghuo:paper-number:1\0", number)
    }

    fn under(what: &[u8], number: &str) -> Self {
        let digest = Sha256::new().chain_update(what).chain_update(number).finalize();
        let mut hash = [0; HASH_BYTES];
        hash.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        Self(hash)
    }
}

/// Why a list cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// Not the bytes of a list.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Signed by a key that is not in the set.
    #[error("the list is signed by key `{0}`, which is not in the set")]
    UnknownKey(KeyId),
    /// The signature does not fit.
    #[error("the signature of the list by key `{0}` is wrong")]
    SignatureBad(KeyId),
    /// The key could not sign on the day of the list.
    #[error("key `{0}` may not sign on the day of the list")]
    KeyNotInUse(KeyId),
    /// The next list would come before this one.
    #[error("the list is issued at {issued_at} and the next at {next_update}; expected a later one")]
    NextBeforeIssued {
        /// When this list was issued.
        issued_at: Timestamp,
        /// When the next one is due.
        next_update: Timestamp,
    },
    /// More entries than [`MAX_LIST_ENTRIES`].
    #[error("the list has more than {MAX_LIST_ENTRIES} entries")]
    TooLong,
}

/// A list of certificates that are no longer in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusList {
    /// Counts up with each list; a verifier keeps the highest it has seen.
    pub sequence: u64,
    /// When it was issued, in whole seconds.
    pub issued_at: Timestamp,
    /// When the next one is due at the latest; after that this one can no longer say "in force".
    pub next_update: Timestamp,
    /// The entries by hashed number.
    pub entries: BTreeMap<NumberHash, StandingEntry>,
}

impl StatusList {
    /// What the list says of this certificate number; `None` is "in force when the list was issued".
    pub fn entry(&self, number: &str) -> Option<StandingEntry> {
        self.entries.get(&NumberHash::of(number)).copied()
    }

    /// Whether the next list ought to be here by now.
    pub fn is_stale(&self, now: Timestamp) -> bool {
        now > self.next_update
    }

    /// Signs the list; the times are cut to whole seconds.
    pub fn sign(&self, key: &SigningKey, key_id: &KeyId) -> Result<Vec<u8>, ListError> {
        self.check()?;
        let entries = self.entries.iter().map(|(hash, entry)| {
            let code = Value::from(entry.standing.code());
            Value::Array(vec![Value::Bytes(hash.0.to_vec()), code, canonical::date(entry.on)])
        });
        let payload = canonical::to_bytes(&canonical::record(vec![
            Value::from(self.sequence),
            Value::from(self.issued_at.as_second()),
            Value::from(self.next_update.as_second()),
            Value::Array(entries.collect()),
        ]));
        Ok(seal(Purpose::StatusList, &payload, key, key_id))
    }

    /// Reads a list and checks its signature: what comes back is the office's word.
    pub fn open(bytes: &[u8], keys: &PublicKeySet) -> Result<Self, ListError> {
        let envelope = Envelope::read(bytes, MAX_LIST_ENTRIES * ENTRY_BYTES_MAX)?;
        let key_id = || envelope.key_id.clone();
        let key = check_signature(&envelope, Purpose::StatusList, keys).map_err(|fault| match fault {
            KeyFault::Unknown => ListError::UnknownKey(key_id()),
            KeyFault::SignatureBad => ListError::SignatureBad(key_id()),
        })?;
        let list = Self::read(&envelope.payload).ok_or(ReadError::Contents)?;
        list.check()?;
        let issued_on = beijing_date(list.issued_at);
        if issued_on < key.not_before || key.not_after.is_some_and(|last| issued_on > last) {
            return Err(ListError::KeyNotInUse(key_id()));
        }
        Ok(list)
    }

    fn check(&self) -> Result<(), ListError> {
        if self.next_update <= self.issued_at {
            let (issued_at, next_update) = (self.issued_at, self.next_update);
            return Err(ListError::NextBeforeIssued { issued_at, next_update });
        }
        if self.entries.len() > MAX_LIST_ENTRIES {
            return Err(ListError::TooLong);
        }
        Ok(())
    }

    fn read(payload: &[u8]) -> Option<Self> {
        use canonical::read_unsigned;
        let mut fields = canonical::fields(canonical::from_bytes(payload)?, FIELD_COUNT)?;
        let sequence = fields.next().and_then(read_unsigned)?;
        let issued_at = fields.next().and_then(read_timestamp)?;
        let next_update = fields.next().and_then(read_timestamp)?;
        let mut entries = BTreeMap::new();
        for value in fields.next()?.into_array().ok()? {
            let (hash, entry) = read_entry(value)?;
            // Rising order is part of the form: one list, one byte string.
            if entries.last_key_value().is_some_and(|(last, _)| *last >= hash) {
                return None;
            }
            entries.insert(hash, entry);
        }
        Some(Self { sequence, issued_at, next_update, entries })
    }
}

fn read_entry(value: Value) -> Option<(NumberHash, StandingEntry)> {
    let [hash, code, on] = <[Value; 3]>::try_from(value.into_array().ok()?).ok()?;
    let hash = NumberHash(<[u8; HASH_BYTES]>::try_from(hash.into_bytes().ok()?).ok()?);
    let code = canonical::read_unsigned(code)?;
    let standing = Standing::ALL.into_iter().find(|standing| u64::from(standing.code()) == code)?;
    Some((hash, StandingEntry { standing, on: canonical::read_date(on)? }))
}

fn read_timestamp(value: Value) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(canonical::read_unsigned(value)?).ok()?).ok()
}
