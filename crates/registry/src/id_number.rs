//! The citizen's identity number of GB 11643: six digits of division, eight of birth date, three of
//! order (odd is male), one check character.
//!
//! Residence permits of persons from Hong Kong, Macao and Taiwan (divisions 81, 82, 83) and the
//! permanent residence card of foreigners (divisions that begin with 9) have the same form.
//! The division is that of first registration and may have been retired since; only its form is
//! judged here. `Debug` and `Display` hide the birth date; `expose` says that one means it.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use zeroize::Zeroizing;

use crate::form::{Sex, coded};
use crate::mask::mask;
use crate::region::Region;

/// How many characters a number has.
pub const LENGTH: usize = 18;

/// GB 11643: the weights are 2^(17−i) mod 11.
const WEIGHTS: [u32; LENGTH - 1] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// GB 11643: the check character for each remainder 0..=10.
const CHECK: &[u8; 11] = b"10X98765432";

/// Why a text is no identity number. The number itself is never repeated: it is personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdNumberError {
    /// Too long or too short.
    #[error("id_number: {found} characters; expected {LENGTH}")]
    Length {
        /// How many there were.
        found: usize,
    },
    /// A character that cannot stand at its place.
    #[error("id_number: character {position} is wrong; expected {expected}")]
    Character {
        /// Counted from 1.
        position: usize,
        /// What may stand there.
        expected: &'static str,
    },
    /// No division has such a code.
    #[error(
        "id_number: the first six digits are no division; expected a GB/T 2260 code, which never begins with 0"
    )]
    Region,
    /// Characters 7 to 14 are no day of the calendar.
    #[error("id_number: characters 7 to 14 are no date; expected a birth date as YYYYMMDD")]
    Date,
    /// The last character does not fit the others.
    #[error("id_number: the last character does not fit the others; expected {expected}")]
    CheckDigit {
        /// The one that would fit.
        expected: char,
    },
}

coded! {
    /// Who carries a number of this form.
    IdHolder, "id_holder", {
        /// A citizen with a resident identity card.
        Citizen = "citizen",
        /// A resident from Hong Kong, Macao or Taiwan with a residence permit.
        HongKongMacaoTaiwan = "hk_macao_taiwan",
        /// A foreigner with permanent residence.
        ForeignResident = "foreign_resident",
    }
}

/// A valid identity number.
#[derive(Clone, PartialEq, Eq)]
pub struct IdNumber {
    text: Zeroizing<String>,
    birth_date: Date,
}

impl IdNumber {
    /// Reads a number; a small `x` at the end is taken as `X`.
    pub fn parse(text: &str) -> Result<Self, IdNumberError> {
        let found = text.chars().count();
        if found != LENGTH {
            return Err(IdNumberError::Length { found });
        }
        let text = Zeroizing::new(text.to_ascii_uppercase());
        let mut sum = 0;
        let mut last = '0';
        for (at, c) in text.chars().enumerate() {
            match (WEIGHTS.get(at), c.to_digit(10)) {
                (Some(weight), Some(digit)) => sum += weight * digit,
                (Some(_), None) => {
                    return Err(IdNumberError::Character {
                        position: at + 1,
                        expected: "a digit from 0 to 9",
                    });
                }
                (None, None) if c != 'X' => {
                    return Err(IdNumberError::Character {
                        position: at + 1,
                        expected: "a digit from 0 to 9 or X",
                    });
                }
                (None, _) => last = c,
            }
        }
        if text.starts_with('0') {
            return Err(IdNumberError::Region);
        }
        let birth_date = birth_date(&text).ok_or(IdNumberError::Date)?;
        let expected = CHECK.get(sum as usize % CHECK.len()).map_or('X', |&byte| char::from(byte));
        if last != expected {
            return Err(IdNumberError::CheckDigit { expected });
        }
        Ok(Self { text, birth_date })
    }

    /// The number in the clear. Only for keeping it encrypted, for look-up and for the person's own
    /// papers; never for a log.
    pub fn expose(&self) -> &str {
        &self.text
    }

    /// The day of birth.
    pub fn birth_date(&self) -> Date {
        self.birth_date
    }

    /// Odd order numbers are given to men, even ones to women.
    pub fn sex(&self) -> Sex {
        let order = self.text.as_bytes().get(16).copied().unwrap_or_default();
        if order % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// The division of first registration as it was then; it may be retired.
    pub fn first_region_code(&self) -> &str {
        self.text.get(..6).unwrap_or_default()
    }

    /// The division that the one of first registration is today. The look-up, handed in from dated
    /// data, gives the successor of a retired code, the code itself if it is in force, and `None` if
    /// it does not know it.
    pub fn present_region(&self, present: impl Fn(&Region) -> Option<Region>) -> Option<Region> {
        present(&self.first_region_code().parse().ok()?)
    }

    /// Whose document has this number, by the first digits of its division.
    pub fn holder(&self) -> IdHolder {
        match self.text.as_bytes() {
            [b'8', b'1' | b'2' | b'3', ..] => IdHolder::HongKongMacaoTaiwan,
            [b'9', ..] => IdHolder::ForeignResident,
            _ => IdHolder::Citizen,
        }
    }
}

fn birth_date(text: &str) -> Option<Date> {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    let (year, month, day) = (number(6, 10)?, number(10, 12)?, number(12, 14)?);
    // Year 0 exists in the proleptic calendar but is nobody's birth.
    if year == 0 {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

impl FromStr for IdNumber {
    type Err = IdNumberError;

    fn from_str(text: &str) -> Result<Self, IdNumberError> {
        Self::parse(text)
    }
}

impl fmt::Display for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&mask(&self.text, 6, 4))
    }
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdNumber({self})")
    }
}

#[cfg(test)]
#[path = "id_number_tests.rs"]
mod tests;
