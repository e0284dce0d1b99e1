//! The number that a person reads and quotes, such as `JY-2020-110105-00000042-51`.
//!
//! Format: `JY` (就业), the year of recording, the six digits of the district, a running number of
//! eight digits, two check digits. The running number comes from a sequence that the store keeps; it
//! is unique by itself, gaps say nothing. The check digits are those of ISO 7064 MOD 97-10 over the
//! eighteen digits before them: the twenty digits together leave the remainder 1 when divided by 97.
//! Every single wrong digit and every exchange of two neighbours is found.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::region::Region;

/// The largest running number.
pub const SEQUENCE_MAX: u64 = 99_999_999;

const PREFIX: &str = "JY";
/// Year, district, running number, check digits.
const DIGITS: usize = 20;

/// A text that is no registration number, or parts that make none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Not the form.
    #[error("registration_number: {found:?}; expected JY-YYYY-DDDDDD-NNNNNNNN-CC")]
    Form {
        /// The text, cut to 40 characters.
        found: String,
    },
    /// A digit was mistyped.
    #[error("registration_number: {found:?}: the check digits do not fit; look again at each digit")]
    CheckDigits {
        /// The text.
        found: String,
    },
    /// A year of more or fewer than four digits.
    #[error("registration_number: year {found}; expected 1000 to 9999")]
    Year {
        /// The year.
        found: i16,
    },
    /// The running number does not fit.
    #[error("registration_number: running number {found}; expected 1 to {SEQUENCE_MAX}")]
    Sequence {
        /// The number.
        found: u64,
    },
}

/// A registration number whose check digits fit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegistrationNumber(String);

impl RegistrationNumber {
    /// Makes the number from the year, the district and the next of the sequence.
    pub fn new(year: i16, district: &Region, sequence: u64) -> Result<Self, NumberError> {
        if !(1000..=9999).contains(&year) {
            return Err(NumberError::Year { found: year });
        }
        if !(1..=SEQUENCE_MAX).contains(&sequence) {
            return Err(NumberError::Sequence { found: sequence });
        }
        let check = 98 - remainder(&format!("{year}{district}{sequence:08}00"));
        Ok(Self(format!("{PREFIX}-{year}-{district}-{sequence:08}-{check:02}")))
    }

    /// The text with its hyphens.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The number of these digits, modulo 97.
fn remainder(digits: &str) -> u32 {
    digits.bytes().fold(0, |rest, byte| (rest * 10 + u32::from(byte - b'0')) % 97)
}

impl FromStr for RegistrationNumber {
    type Err = NumberError;

    /// Blanks and hyphens may be anywhere or missing, small letters are taken: people copy by hand.
    fn from_str(text: &str) -> Result<Self, NumberError> {
        let form = || NumberError::Form { found: text.chars().take(40).collect() };
        let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let plain = plain.to_ascii_uppercase();
        let digits = plain.strip_prefix(PREFIX).ok_or_else(form)?;
        if digits.len() != DIGITS || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(form());
        }
        let parts = [digits.get(..4), digits.get(4..10), digits.get(10..18), digits.get(18..)];
        let [Some(year), Some(district), Some(sequence), Some(check)] = parts else {
            return Err(form());
        };
        if remainder(digits) != 1 {
            return Err(NumberError::CheckDigits { found: text.chars().take(40).collect() });
        }
        Ok(Self(format!("{PREFIX}-{year}-{district}-{sequence}-{check}")))
    }
}

impl TryFrom<String> for RegistrationNumber {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Self, NumberError> {
        text.parse()
    }
}

impl From<RegistrationNumber> for String {
    fn from(number: RegistrationNumber) -> String {
        number.0
    }
}

impl fmt::Display for RegistrationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_format_in_the_docs_is_the_format() {
        let district = "110105".parse().unwrap();
        let number = RegistrationNumber::new(2020, &district, 42).unwrap();
        assert_eq!(number.as_str(), "JY-2020-110105-00000042-51");
        assert_eq!("jy 2020 110105 00000042 51".parse(), Ok(number));
        assert_eq!(RegistrationNumber::new(2020, &district, 0), Err(NumberError::Sequence { found: 0 }));
        assert!(RegistrationNumber::new(999, &district, 1).is_err());
        assert!(matches!("JY-2020".parse::<RegistrationNumber>(), Err(NumberError::Form { .. })));
        assert!(matches!("".parse::<RegistrationNumber>(), Err(NumberError::Form { .. })));
    }

    proptest! {
        #[test]
        fn slips_of_the_pen_are_found(sequence in 1..=SEQUENCE_MAX, at in 0usize..20, digit in 0u8..10) {
            let number = RegistrationNumber::new(2021, &"110108".parse().unwrap(), sequence).unwrap();
            prop_assert_eq!(number.as_str().parse::<RegistrationNumber>(), Ok(number.clone()));
            let plain: Vec<u8> = number.as_str().bytes().filter(u8::is_ascii_digit).collect();
            let reads = |digits: Vec<u8>| {
                format!("JY{}", String::from_utf8(digits).unwrap()).parse::<RegistrationNumber>().is_ok()
            };
            let mut wrong = plain.clone();
            wrong[at] = b'0' + digit;
            prop_assert_eq!(reads(wrong.clone()), wrong == plain);
            let mut wrong = plain.clone();
            wrong.swap(at, (at + 1).min(19));
            prop_assert_eq!(reads(wrong.clone()), wrong == plain);
        }
    }
}
