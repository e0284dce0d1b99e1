//! A telephone number in the form of E.164. `Debug` shows its last two digits.

use std::fmt;

/// The country code that a number without one has.
const HOME: &str = "86";

/// A number to which a short message can be sent.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber(String);

/// It is no such number. The error does not repeat it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("phone: expected a mobile number of 11 digits, or `+`, a country code and 8 to 15 digits in all")]
pub struct NumberError;

impl PhoneNumber {
    /// Reads a number as people write it: spaces, hyphens and the country code of the mainland are optional.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let (international, digits) = match bare.strip_prefix('+') {
            Some(digits) => (true, digits),
            None => (false, bare.as_str()),
        };
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) || digits.starts_with('0') {
            return Err(NumberError);
        }
        let national = if international { digits.strip_prefix(HOME) } else { Some(digits) };
        match national {
            Some(national) if is_mobile(national) => Ok(Self(format!("+{HOME}{national}"))),
            None if (8..=15).contains(&digits.len()) => Ok(Self(format!("+{digits}"))),
            Some(_) | None => Err(NumberError),
        }
    }

    /// The number with `+` and its country code.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// A mobile number of the mainland: 11 digits from 13 to 19.
fn is_mobile(digits: &str) -> bool {
    let mut bytes = digits.bytes();
    digits.len() == 11 && bytes.next() == Some(b'1') && bytes.next().is_some_and(|second| second >= b'3')
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let last = self.0.get(self.0.len().saturating_sub(2)..).unwrap_or_default();
        write!(out, "PhoneNumber(…{last})")
    }
}

#[cfg(test)]
mod tests {
    use super::PhoneNumber;

    #[test]
    fn one_number_is_written_in_many_ways() {
        for text in ["13800138000", "+8613800138000", "138-0013-8000", "+86 138 0013 8000"] {
            assert_eq!(PhoneNumber::parse(text).unwrap().expose(), "+8613800138000", "{text}");
        }
        assert_eq!(PhoneNumber::parse("+85291234567").unwrap().expose(), "+85291234567");
    }

    #[test]
    fn what_is_no_mobile_number_is_refused() {
        for text in [
            "",
            "+",
            "01085551234",
            "12800138000",
            "1380013800",
            "138001380000",
            "+861080",
            "+1234567",
            "１３８００１３８０００",
            "13800138o00",
        ] {
            assert!(PhoneNumber::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn debug_shows_two_digits() {
        assert_eq!(format!("{:?}", PhoneNumber::parse("13800138042").unwrap()), "PhoneNumber(…42)");
    }
}
