//! The identity number of 18 characters (GB 11643): six for a place, eight for the day of birth, three
//! in sequence (odd for men), one check character by ISO 7064 MOD 11-2.

use std::fmt;

use jiff::civil::Date;

use super::number::ungrouped;
use crate::i18n::Text;

const LENGTH: usize = 18;

/// An identity number whose form and check character are right. Whether it was ever issued is for a
/// register to say.
#[derive(Clone, PartialEq, Eq)]
pub struct IdNumber {
    digits: String,
    birth_date: Date,
}

impl IdNumber {
    /// Reads a number as people type it: spaces, full-width digits and a small x are forgiven.
    pub fn parse(typed: &str) -> Result<Self, Text> {
        let digits = ungrouped(typed).to_ascii_uppercase();
        let count = digits.chars().count();
        if count != LENGTH {
            return Err(Text::message("error.id_number.length").with("n", count));
        }
        let Some((last, first)) = digits.as_bytes().split_last() else {
            return Err(Text::message("error.id_number.length").with("n", 0));
        };
        if !first.iter().all(u8::is_ascii_digit) || !(last.is_ascii_digit() || *last == b'X') {
            return Err(Text::message("error.id_number.characters"));
        }
        let birth_date = digits
            .get(6..14)
            .and_then(|day| Date::strptime("%Y%m%d", day).ok())
            .ok_or_else(|| Text::message("error.id_number.birth_date"))?;
        if check_character(first) != *last {
            return Err(Text::message("error.id_number.check"));
        }
        Ok(Self { digits, birth_date })
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.digits
    }

    /// The day of birth that it holds.
    pub const fn birth_date(&self) -> Date {
        self.birth_date
    }

    /// Whether it is a woman's.
    pub fn is_female(&self) -> bool {
        self.digits.as_bytes().get(16).is_some_and(|digit| (digit - b'0').is_multiple_of(2))
    }

    /// The place where it was first issued, which need not be where the household is registered now.
    pub fn region(&self) -> &str {
        self.digits.get(..6).unwrap_or_default()
    }
}

/// ISO 7064 MOD 11-2: each place weighs a power of two modulo 11.
fn check_character(digits: &[u8]) -> u8 {
    let sum = digits.iter().fold(0_u32, |sum, digit| ((sum + u32::from(digit - b'0')) * 2) % 11);
    match (12 - sum) % 11 {
        10 => b'X',
        rest => b'0' + u8::try_from(rest).unwrap_or(0),
    }
}

// An identity number is personal data.
impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdNumber(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Invented numbers with right check characters (the first is the standard's own example).
    const GOOD: [&str; 2] = ["11010519491231002X", "440524188001010014"];

    #[test]
    fn the_examples_of_the_standard_are_read() {
        let [woman, man] = GOOD.map(|id| IdNumber::parse(id).unwrap());
        assert!(woman.is_female() && !man.is_female());
        assert_eq!(woman.region(), "110105");
        assert_eq!(man.birth_date(), jiff::civil::date(1880, 1, 1));
    }

    #[test]
    fn what_people_type_is_forgiven() {
        assert_eq!(IdNumber::parse(" 110105 19491231 002x").unwrap().as_str(), GOOD[0]);
        assert_eq!(IdNumber::parse("１１０１０５19491231002Ｘ").unwrap().as_str(), GOOD[0]);
    }

    #[test]
    fn one_wrong_digit_anywhere_is_found() {
        for place in 0..17 {
            for digit in b'0'..=b'9' {
                let mut changed = GOOD[0].as_bytes().to_vec();
                if changed[place] != digit {
                    changed[place] = digit;
                    assert!(IdNumber::parse(std::str::from_utf8(&changed).unwrap()).is_err());
                }
            }
        }
    }

    #[test]
    fn faults_say_what_is_wrong() {
        let fault = |typed: &str| IdNumber::parse(typed).unwrap_err();
        assert_eq!(fault("123"), Text::message("error.id_number.length").with("n", 3));
        assert_eq!(fault("1101051949123100AB"), Text::message("error.id_number.characters"));
        assert_eq!(fault("110105194902310029"), Text::message("error.id_number.birth_date"));
        assert_eq!(fault("110105194912310021"), Text::message("error.id_number.check"));
    }
}
