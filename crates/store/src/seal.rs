//! Encryption at rest (AES-256-GCM) and the blind index for look-up (HMAC-SHA256).
//!
//! A sealed value is: one byte of format, four of key id, twelve of nonce, then ciphertext and tag.
//! What is authenticated with it is the table and the row, so that a value moved to another row does
//! not open. The index uses a key of its own: it allows to find, not to read.

use std::collections::BTreeMap;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::keys::{Keys, Secret};

const FORMAT: u8 = 1;
const NONCE_BYTES: usize = 12;
const HEAD_BYTES: usize = 1 + 4 + NONCE_BYTES;

/// Why something could not be sealed or opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Not a sealed value at all.
    #[error("not in the form of a sealed value")]
    Form,
    /// Sealed with a key that is not in the ring.
    #[error("sealed with data key {0}, which is not among the keys")]
    UnknownKey(u32),
    /// Changed, or moved from another row.
    #[error("changed since it was sealed, or moved from another row")]
    Tampered,
    /// Could not be encrypted.
    #[error("cannot be encrypted")]
    Encrypt,
    /// No random bytes.
    #[error("the system gives no random bytes")]
    NoRandom,
}

/// Seals, opens and indexes with the keys of the installation.
pub(crate) struct Sealer {
    ciphers: BTreeMap<u32, Aes256Gcm>,
    /// A hash of each data key under the index key, to recognise it by.
    checks: BTreeMap<u32, Vec<u8>>,
    index: Secret,
}

impl Sealer {
    pub(crate) fn new(keys: &Keys) -> Self {
        let cipher = |secret: &Secret| Aes256Gcm::new((&**secret).into());
        let ciphers = keys.data.iter().map(|key| (key.id, cipher(&key.secret))).collect();
        let check = |secret: &Secret| keyed_hash(&keys.index, "data_key_check", secret.as_ref());
        let checks = keys.data.iter().map(|key| (key.id, check(&key.secret))).collect();
        Self { ciphers, checks, index: keys.index.clone() }
    }

    /// Seals with the newest key. `place` is the table and row.
    pub(crate) fn seal(&self, place: &Place<'_>, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let (id, cipher) = self.ciphers.last_key_value().ok_or(SealError::Encrypt)?;
        let nonce: [u8; NONCE_BYTES] = random()?;
        let payload = Payload { msg: plain, aad: &place.bytes() };
        let sealed = cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_| SealError::Encrypt)?;
        let mut value = Vec::with_capacity(HEAD_BYTES + sealed.len());
        value.push(FORMAT);
        value.extend_from_slice(&id.to_be_bytes());
        value.extend_from_slice(&nonce);
        value.extend_from_slice(&sealed);
        Ok(value)
    }

    /// Opens with the key that the value names.
    pub(crate) fn open(&self, place: &Place<'_>, value: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (&format, rest) = value.split_first().ok_or(SealError::Form)?;
        let (id, rest) = rest.split_first_chunk().ok_or(SealError::Form)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::Form)?;
        if format != FORMAT {
            return Err(SealError::Form);
        }
        let id = u32::from_be_bytes(*id);
        let cipher = self.ciphers.get(&id).ok_or(SealError::UnknownKey(id))?;
        let payload = Payload { msg: sealed, aad: &place.bytes() };
        let plain = cipher.decrypt(&Nonce::from(*nonce), payload);
        plain.map(Zeroizing::new).map_err(|_| SealError::Tampered)
    }

    /// The blind index of a value; the purpose keeps the indexes of two columns apart.
    pub(crate) fn index(&self, purpose: &str, value: &[u8]) -> Vec<u8> {
        keyed_hash(&self.index, purpose, value)
    }

    /// By what to recognise each data key, without giving it away.
    pub(crate) fn data_key_checks(&self) -> impl Iterator<Item = (u32, &[u8])> {
        self.checks.iter().map(|(id, check)| (*id, check.as_slice()))
    }
}

fn keyed_hash(key: &Secret, purpose: &str, value: &[u8]) -> Vec<u8> {
    // HMAC fills a short key up with zeros to the block of its hash; done here, no length can fail.
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key.as_ref());
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new((&*block).into());
    mac.update(&(purpose.len() as u64).to_be_bytes());
    mac.update(purpose.as_bytes());
    mac.update(value);
    mac.finalize().into_bytes().to_vec()
}

/// The table and row to which a sealed value is bound.
pub(crate) struct Place<'a> {
    pub(crate) table: &'static str,
    pub(crate) row: &'a [u8],
}

impl Place<'_> {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.table.len() + 1 + self.row.len());
        bytes.extend_from_slice(self.table.as_bytes());
        bytes.push(0);
        bytes.extend_from_slice(self.row);
        bytes
    }
}

/// Random bytes from the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], SealError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| SealError::NoRandom)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Keyring;

    #[test]
    fn a_value_opens_in_its_row_alone_and_after_rotation() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("keys");
        let old = Sealer::new(&Keys::open_or_create(&folder).unwrap());
        let place = Place { table: "person", row: &[1] };
        let sealed = old.seal(&place, b"11010519491231002X").unwrap();
        assert_ne!(sealed, old.seal(&place, b"11010519491231002X").unwrap());
        assert!(!sealed.windows(6).any(|part| part == b"110105"));

        Keys::rotate(&folder, Keyring::Data).unwrap();
        let new = Sealer::new(&Keys::open_or_create(&folder).unwrap());
        assert_eq!(**new.open(&place, &sealed).unwrap(), *b"11010519491231002X");
        let renewed = new.seal(&place, b"x").unwrap();
        assert_eq!(renewed[1..5], [0, 0, 0, 2]);
        assert_eq!(old.open(&place, &renewed), Err(SealError::UnknownKey(2)));

        let elsewhere = Place { table: "person", row: &[2] };
        assert_eq!(new.open(&elsewhere, &sealed), Err(SealError::Tampered));
        let mut touched = sealed.clone();
        *touched.last_mut().unwrap() ^= 1;
        assert_eq!(new.open(&place, &touched), Err(SealError::Tampered));
        assert_eq!(new.open(&place, b"short"), Err(SealError::Form));
    }

    #[test]
    fn the_index_is_the_same_for_the_same_value_and_purpose_only() {
        let home = tempfile::tempdir().unwrap();
        let sealer = Sealer::new(&Keys::open_or_create(&home.path().join("a")).unwrap());
        let other = Sealer::new(&Keys::open_or_create(&home.path().join("b")).unwrap());
        let index = sealer.index("id_number", b"1");
        assert_eq!(index, sealer.index("id_number", b"1"));
        assert_ne!(index, sealer.index("bank_account", b"1"));
        assert_ne!(index, sealer.index("id_number", b"2"));
        assert_ne!(index, other.index("id_number", b"1"));
    }
}
