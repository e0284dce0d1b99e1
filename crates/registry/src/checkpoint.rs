//! Checkpoints: now and then the heads of all chains that moved are sealed in one signed record that
//! itself chains to the one before. Whoever rewrites a whole chain with all its hashes, or cuts its
//! end off, is found by the first checkpoint that had sealed it.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use jiff::Timestamp;

use crate::hash::Hash;
use crate::journal::Head;

const CHECKPOINT: &str = "linghuo.journal.checkpoint.1";

/// A signed list of chain heads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// 1, 2, 3 …
    pub number: u64,
    /// When it was sealed.
    pub at: Timestamp,
    /// The heads, by case id.
    pub heads: Vec<Head>,
    /// The hash of the checkpoint before; zero for the first.
    pub previous: Hash,
    /// The hash of this one, which is what is signed.
    pub hash: Hash,
    /// The key that signed.
    pub key_id: String,
    /// The Ed25519 signature of the hash.
    pub signature: [u8; 64],
}

/// Why a checkpoint does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointFault {
    /// One is missing, doubled or out of order.
    #[error("checkpoint {found}: expected {expected}")]
    Number {
        /// The number met.
        found: u64,
        /// The number due.
        expected: u64,
    },
    /// It does not follow the one before it.
    #[error("checkpoint {number}: its link is not the hash of the one before it")]
    Link {
        /// Which.
        number: u64,
    },
    /// Its list, time or number was changed.
    #[error("checkpoint {number}: its contents do not give its hash")]
    Hash {
        /// Which.
        number: u64,
    },
    /// The key is not known.
    #[error("checkpoint {number}: signed by key {key_id:?}, which is not among the keys")]
    UnknownKey {
        /// Which.
        number: u64,
        /// The key's id.
        key_id: String,
    },
    /// The signature is not that key's.
    #[error("checkpoint {number}: its signature does not verify")]
    Signature {
        /// Which.
        number: u64,
    },
}

impl Checkpoint {
    /// Seals heads behind the checkpoint before.
    pub fn seal(
        previous: Option<(u64, Hash)>,
        at: Timestamp,
        mut heads: Vec<Head>,
        key_id: &str,
        key: &SigningKey,
    ) -> Self {
        heads.sort_by_key(|head| head.case);
        let mut checkpoint = Self {
            number: previous.map_or(1, |(number, _)| number + 1),
            at: Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at),
            heads,
            previous: previous.map_or(Hash::ZERO, |(_, hash)| hash),
            hash: Hash::ZERO,
            key_id: key_id.to_owned(),
            signature: [0; 64],
        };
        checkpoint.hash = checkpoint.computed_hash();
        checkpoint.signature = key.sign(&checkpoint.hash.0).to_bytes();
        checkpoint
    }

    /// Looks whether it follows the one before and was signed by a key that the look-up knows.
    pub fn verify(
        &self,
        previous: Option<(u64, Hash)>,
        key: impl Fn(&str) -> Option<VerifyingKey>,
    ) -> Result<(), CheckpointFault> {
        let number = self.number;
        let expected = previous.map_or(1, |(number, _)| number + 1);
        if number != expected {
            return Err(CheckpointFault::Number { found: number, expected });
        }
        if self.previous != previous.map_or(Hash::ZERO, |(_, hash)| hash) {
            return Err(CheckpointFault::Link { number });
        }
        if self.computed_hash() != self.hash {
            return Err(CheckpointFault::Hash { number });
        }
        let key = key(&self.key_id)
            .ok_or_else(|| CheckpointFault::UnknownKey { number, key_id: self.key_id.clone() })?;
        key.verify_strict(&self.hash.0, &Signature::from_bytes(&self.signature))
            .map_err(|_| CheckpointFault::Signature { number })
    }

    fn computed_hash(&self) -> Hash {
        let mut list = Vec::with_capacity(self.heads.len() * 56);
        for head in &self.heads {
            list.extend_from_slice(head.case.as_bytes());
            list.extend_from_slice(&head.sequence.to_be_bytes());
            list.extend_from_slice(&head.hash.0);
        }
        Hash::of_parts(
            CHECKPOINT,
            &[
                &self.number.to_be_bytes(),
                &self.at.as_microsecond().to_be_bytes(),
                self.key_id.as_bytes(),
                &self.previous.0,
                &list,
            ],
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CaseId;
    use uuid::Uuid;

    fn head(case: u128) -> Head {
        Head { case: CaseId(Uuid::from_u128(case)), sequence: 3, hash: Hash([5; 32]) }
    }

    #[test]
    fn a_chain_of_checkpoints_holds_until_it_is_touched() {
        let key = SigningKey::from_bytes(&[4; 32]);
        let known = |id: &str| (id == "j1").then(|| key.verifying_key());
        let at = Timestamp::from_second(9).unwrap();
        let first = Checkpoint::seal(None, at, vec![head(2), head(1)], "j1", &key);
        assert_eq!(first.heads, [head(1), head(2)]);
        let link = Some((first.number, first.hash));
        let second = Checkpoint::seal(link, at, vec![head(3)], "j1", &key);
        assert_eq!(first.verify(None, known), Ok(()));
        assert_eq!(second.verify(link, known), Ok(()));
        let wrong = second.verify(None, known);
        assert_eq!(wrong, Err(CheckpointFault::Number { found: 2, expected: 1 }));
        assert_eq!(second.verify(Some((1, Hash([8; 32]))), known), Err(CheckpointFault::Link { number: 2 }));

        let mut cut = first.clone();
        cut.heads.pop();
        assert_eq!(cut.verify(None, known), Err(CheckpointFault::Hash { number: 1 }));
        cut.hash = cut.computed_hash();
        assert_eq!(cut.verify(None, known), Err(CheckpointFault::Signature { number: 1 }));
        assert!(matches!(first.verify(None, |_| None), Err(CheckpointFault::UnknownKey { .. })));
    }
}
