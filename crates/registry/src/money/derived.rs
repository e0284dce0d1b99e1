//! Ids made from what they name: who computes the same thing twice gets the same id, so the second
//! time has no effect. 128 bits of SHA-256, written as 32 hexadecimal digits: short enough for the
//! 35 characters that a bank's file has for a payment's own id.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::hash::Hash;

/// A text that is no derived id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{kind}: {found:?} is no id; expected 32 hexadecimal digits")]
pub struct DerivedIdError {
    /// The type that was asked for.
    pub kind: &'static str,
    /// The text, cut.
    pub found: String,
}

macro_rules! derived {
    ($($(#[$doc:meta])* $name:ident, $purpose:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub [u8; 16]);

        impl $name {
            /// The id of what these parts say.
            pub fn of(parts: &[&[u8]]) -> Self {
                let Hash(whole) = Hash::of_parts($purpose, parts);
                let mut half = [0; 16];
                half.iter_mut().zip(whole).for_each(|(to, from)| *to = from);
                Self(half)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl FromStr for $name {
            type Err = DerivedIdError;

            fn from_str(text: &str) -> Result<Self, DerivedIdError> {
                let wrong = || DerivedIdError {
                    kind: stringify!($name),
                    found: text.chars().take(40).collect(),
                };
                let mut id = [0; 16];
                hex::decode_to_slice(text, &mut id).map_err(|_| wrong())?;
                Ok(Self(id))
            }
        }

        impl TryFrom<String> for $name {
            type Error = DerivedIdError;

            fn try_from(text: String) -> Result<Self, DerivedIdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
    )+};
}

derived! {
    /// One payment order: from the line of entitlement that it pays.
    OrderId, "linghuo.money.order.1";
    /// One transaction of the book: from the event that it books.
    TransactionId, "linghuo.money.transaction.1";
    /// One difference between registers: from what differs.
    MismatchId, "linghuo.money.mismatch.1";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_parts_give_the_same_id_and_other_purposes_another() {
        let id = OrderId::of(&[b"a", b"b"]);
        assert_eq!((id, id.to_string().len()), (OrderId::of(&[b"a", b"b"]), 32));
        assert_ne!(id, OrderId::of(&[b"ab"]));
        assert_ne!(id.0, TransactionId::of(&[b"a", b"b"]).0);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert!("12".parse::<OrderId>().is_err());
    }
}
