//! The keys of one installation: for encryption at rest, for look-up by blind index, for signing
//! certificates and for sealing journal checkpoints. They are apart from each other, so that giving
//! one away (to a verifier, to a back-up) gives none of the others away.
//!
//! `docs/keys.md` says how the files look, how to bring one's own and how to rotate.

mod files;

use std::fmt;
use std::path::{Path, PathBuf};

use ed25519_dalek::{SigningKey, VerifyingKey};
use zeroize::Zeroizing;

/// Thirty-two secret bytes, wiped from memory when dropped.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// Why the keys could not be had.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// Others on the machine could read or change them.
    #[error("keys: {path} has mode {found:04o}; expected {expected:04o}, so run: chmod {expected:o} {path}")]
    Open {
        /// The file or folder.
        path: PathBuf,
        /// Its permission bits.
        found: u32,
        /// What they should be at most.
        expected: u32,
    },
    /// Some files are there and this one is not. Making it anew would lock away what is encrypted.
    #[error(
        "keys: {path} is missing while others are there; expected it restored from the back-up of the keys, \
         since a new one could not read what the lost one encrypted (if this installation holds no data yet, \
         move the whole folder away and start again: new keys are made)"
    )]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file does not read.
    #[error("keys: {path}: {field} is wrong; expected {expected}")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// Which entry.
        field: &'static str,
        /// What should stand there.
        expected: &'static str,
    },
    /// The file system refused.
    #[error("keys: {path} cannot be read or written")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The system gave no random bytes.
    #[error("keys: the system gives no random bytes")]
    NoRandom,
}

/// A key for encryption at rest.
pub(crate) struct DataKey {
    pub(crate) id: u32,
    pub(crate) secret: Secret,
}

/// A signing key with the id under which its signatures are known.
pub struct NamedSigningKey {
    /// The id, such as `ed-5f3a9c01`.
    pub id: String,
    /// The key.
    pub key: SigningKey,
}

/// Which of the keyrings to add a new key to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyring {
    /// Encryption at rest.
    Data,
    /// Certificates.
    Certificate,
    /// Journal checkpoints.
    Journal,
}

/// All keys. The newest of each ring encrypts or signs; all of it decrypt and verify.
pub struct Keys {
    pub(crate) data: Vec<DataKey>,
    pub(crate) index: Secret,
    certificate: Vec<NamedSigningKey>,
    journal: Vec<NamedSigningKey>,
}

impl Keys {
    /// Reads the keys of a folder, or makes them if it has none yet. Refuses what others can read.
    pub fn open_or_create(folder: &Path) -> Result<Self, KeysError> {
        files::open_or_create(folder)
    }

    /// Adds a new key to a ring, which takes over with the next start. The older ones stay.
    pub fn rotate(folder: &Path, ring: Keyring) -> Result<(), KeysError> {
        files::rotate(folder, ring)
    }

    /// The key that signs certificates now.
    pub fn certificate_key(&self) -> &NamedSigningKey {
        newest(&self.certificate)
    }

    /// The public key of a certificate key, present or retired.
    pub fn certificate_verifying_key(&self, id: &str) -> Option<VerifyingKey> {
        verifying_key(&self.certificate, id)
    }

    /// All public keys for certificates, oldest first, to be published.
    pub fn certificate_verifying_keys(&self) -> impl Iterator<Item = (&str, VerifyingKey)> {
        self.certificate.iter().map(|named| (named.id.as_str(), named.key.verifying_key()))
    }

    /// The key that seals journal checkpoints now.
    pub fn journal_key(&self) -> &NamedSigningKey {
        newest(&self.journal)
    }

    /// The public key of a journal key, present or retired.
    pub fn journal_verifying_key(&self, id: &str) -> Option<VerifyingKey> {
        verifying_key(&self.journal, id)
    }
}

/// A ring is never empty: reading and making see to that.
fn newest(ring: &[NamedSigningKey]) -> &NamedSigningKey {
    &ring[ring.len() - 1]
}

fn verifying_key(ring: &[NamedSigningKey], id: &str) -> Option<VerifyingKey> {
    ring.iter().find(|named| named.id == id).map(|named| named.key.verifying_key())
}

// Ids are public, secrets are not.
impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = |ring: &[NamedSigningKey]| ring.iter().map(|named| named.id.clone()).collect::<Vec<_>>();
        f.debug_struct("Keys")
            .field("data", &self.data.iter().map(|key| key.id).collect::<Vec<_>>())
            .field("certificate", &ids(&self.certificate))
            .field("journal", &ids(&self.journal))
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for NamedSigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NamedSigningKey").field("id", &self.id).finish_non_exhaustive()
    }
}
