//! Administrative divisions by their codes: six digits for a district (GB/T 2260), nine or twelve
//! for a street or town. Which codes exist, and since when, is data that the directory holds.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A code that has not the form of a division.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {found:?} is no division code; expected {expected}")]
pub struct RegionError {
    /// Which kind of code was read.
    pub field: &'static str,
    /// The text, cut to 32 characters.
    pub found: String,
    /// What would have been right.
    pub expected: &'static str,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident, $field:literal, $lengths:pat, $expected:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The digits.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = RegionError;

            fn from_str(text: &str) -> Result<Self, RegionError> {
                // No code of GB/T 2260 begins with 0: its first digit is one of the country's parts.
                let right = matches!(text.len(), $lengths)
                    && text.bytes().all(|b| b.is_ascii_digit())
                    && !text.starts_with('0');
                if right {
                    Ok(Self(text.to_owned()))
                } else {
                    let found = text.chars().take(32).collect();
                    Err(RegionError { field: $field, found, expected: $expected })
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = RegionError;

            fn try_from(text: String) -> Result<Self, RegionError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> String {
                code.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

codes! {
    /// A district or another division of six digits, in force or retired.
    Region, "region", 6, "six digits of which the first is not 0, such as 110105";
    /// A street or town.
    StreetCode, "street", 9 | 12, "nine or twelve digits of which the first is not 0, such as 110105001";
}

impl StreetCode {
    /// The district in which the street lies: the first six digits.
    pub fn district(&self) -> Region {
        Region(self.0.chars().take(6).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_form_is_judged_and_retired_codes_pass() {
        assert!("110103".parse::<Region>().is_ok());
        for wrong in ["11010", "1101055", "11010a", "011010", "１１０１０５", ""] {
            assert_eq!(wrong.parse::<Region>().unwrap_err().field, "region", "{wrong}");
        }
        let street: StreetCode = "110105001".parse().unwrap();
        assert_eq!(street.district().as_str(), "110105");
        assert!(serde_json::from_str::<Region>("\"99\"").is_err());
    }
}
