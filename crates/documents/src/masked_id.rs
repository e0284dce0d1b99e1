//! The number of an identity document as a certificate may show it: enough for the holder to prove that the
//! paper is theirs, not enough to learn the number. A full number cannot be held by this type.

use serde::{Deserialize, Serialize};

use crate::field::{FieldError, check_text};

/// Characters left at the front and at the back; everything between them is masked.
const KEPT_FRONT: usize = 3;
const KEPT_BACK: usize = 4;
/// Fewer stars than this would leave a number that can be guessed.
const STARS_MIN: usize = 4;
const CHARS_MAX: usize = 24;

/// An identity number with its middle masked, such as `110***********123X`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MaskedId(String);

impl MaskedId {
    /// Masks a full number: the first three and the last four characters stay.
    pub fn of(number: &str) -> Result<Self, FieldError> {
        let length = number.len();
        let is_plain = number.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        if !is_plain || !(KEPT_FRONT + STARS_MIN + KEPT_BACK..=CHARS_MAX).contains(&length) {
            return Err(FieldError::new("id_number", format!("{length} bytes"), EXPECTED));
        }
        let masked = number
            .chars()
            .enumerate()
            .map(|(at, c)| if (KEPT_FRONT..length - KEPT_BACK).contains(&at) { '*' } else { c })
            .collect();
        Ok(Self(masked))
    }

    /// Takes a number that is masked already; one that shows more than [`MaskedId::of`] would is refused.
    pub fn from_masked(text: &str) -> Result<Self, FieldError> {
        check_text("id_masked", text, CHARS_MAX)?;
        let middle = text
            .len()
            .checked_sub(KEPT_FRONT + KEPT_BACK)
            .and_then(|_| text.get(KEPT_FRONT..text.len() - KEPT_BACK))
            .filter(|middle| middle.len() >= STARS_MIN && middle.bytes().all(|b| b == b'*'));
        let is_plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '*';
        if middle.is_none() || !text.chars().all(is_plain) {
            return Err(FieldError::new("id_masked", format!("{} bytes", text.len()), EXPECTED_MASKED));
        }
        Ok(Self(text.to_owned()))
    }

    /// The masked text as printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const EXPECTED: &str = "11 to 24 of A–Z and 0–9";
const EXPECTED_MASKED: &str = "three characters, at least four stars, four characters";

/// Even a masked number stays out of logs.
impl std::fmt::Debug for MaskedId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MaskedId(…)")
    }
}

impl From<MaskedId> for String {
    fn from(masked: MaskedId) -> Self {
        masked.0
    }
}

impl TryFrom<String> for MaskedId {
    type Error = FieldError;

    fn try_from(text: String) -> Result<Self, FieldError> {
        Self::from_masked(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_birth_date_is_never_shown() {
        let masked = MaskedId::of("11010119900307123X").unwrap();
        assert_eq!(masked.as_str(), "110***********123X");
        assert_eq!(MaskedId::from_masked(masked.as_str()), Ok(masked));
    }

    #[test]
    fn a_full_number_is_refused_as_masked() {
        for text in ["11010119900307123X", "1101**********123X", "110***12345", "110***1234", "", "1"] {
            assert!(MaskedId::from_masked(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in
            ["", "1234567890", "110101 9900307123X", "1234567890123456789012345", "１１０１０１１９９０"]
        {
            assert!(MaskedId::of(text).is_err(), "{text}");
        }
        assert_eq!(MaskedId::of("12345678901").unwrap().as_str(), "123****8901");
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", MaskedId::of("11010119900307123X").unwrap()), "MaskedId(…)");
    }
}
