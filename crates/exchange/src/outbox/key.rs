//! What makes two messages one: the same cause told to the same recipient by the same channel. The key is a hash, so
//! that neither the recipient nor the cause can be read from it, and the store keeps it unique.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Channel;

/// The key of a message; equal keys are one message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DedupKey(String);

impl DedupKey {
    /// The key of a message: `recipient` is the id of the person or organisation, not a number or mailbox, and `cause`
    /// is what happened, such as a journal entry's id or `subsidy-ends/2020-12`.
    pub fn of(channel: Channel, recipient: &str, event: &str, cause: &str) -> Self {
        let mut hash = Sha256::new();
        for part in [channel.code(), recipient, event, cause] {
            // The length first: `a` + `bc` is not `ab` + `c`.
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part.as_bytes());
        }
        Self(hex::encode(hash.finalize()))
    }

    /// The key as 64 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DedupKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::DedupKey;
    use crate::outbox::Channel;

    #[test]
    fn the_key_stays_the_same_over_releases() {
        let key = DedupKey::of(Channel::Sms, "person-1", "flex-registration/registered", "entry-9");
        assert_eq!(key.as_str(), "4d0faff23d864129f4eb8765ac1f2f50c0e505260f78347195251e1bb0a865c6");
    }

    proptest! {
        #[test]
        fn other_parts_give_another_key(a in "[a-c]{0,3}", b in "[a-c]{0,3}", c in "[a-c]{0,3}", d in "[a-c]{0,3}", e in "[a-c]{0,3}", f in "[a-c]{0,3}") {
            let one = DedupKey::of(Channel::Mail, &a, &b, &c);
            let other = DedupKey::of(Channel::Mail, &d, &e, &f);
            prop_assert_eq!(one == other, (&a, &b, &c) == (&d, &e, &f));
            prop_assert_ne!(&one, &DedupKey::of(Channel::Sms, &a, &b, &c));
        }
    }
}
