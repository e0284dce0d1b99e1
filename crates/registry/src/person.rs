//! A person: name, identity number, telephone. Each shows itself masked unless asked in words.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use zeroize::Zeroizing;

use crate::id::PersonId;
use crate::id_number::IdNumber;
use crate::mask::mask;

/// The longest name taken: long enough for transliterated names with their dots.
pub const NAME_CHARS_MAX: usize = 100;

/// Why a text is no name or no telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PersonError {
    /// Nothing but blanks.
    #[error("{field}: empty; expected {expected}")]
    Empty {
        /// Which field.
        field: &'static str,
        /// What it takes.
        expected: &'static str,
    },
    /// Longer than the field takes.
    #[error("{field}: {found} characters; expected at most {max}")]
    TooLong {
        /// Which field.
        field: &'static str,
        /// How many there were.
        found: usize,
        /// How many there may be.
        max: usize,
    },
    /// A character that cannot stand there.
    #[error("{field}: character {position} is wrong; expected {expected}")]
    Character {
        /// Which field.
        field: &'static str,
        /// Counted from 1.
        position: usize,
        /// What may stand there.
        expected: &'static str,
    },
    /// A telephone number with too few or too many digits.
    #[error("phone: {found} digits; expected 7 to 15")]
    Digits {
        /// How many there were.
        found: usize,
    },
}

macro_rules! masked {
    ($name:ident, $head:expr, $tail:expr) => {
        impl $name {
            /// The value in the clear; never for a log.
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&mask(&self.0, $head, $tail))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

/// A person's name as in their document, blanks at the ends removed.
#[derive(Clone, PartialEq, Eq)]
pub struct PersonName(Zeroizing<String>);
masked!(PersonName, 1, 0);

impl FromStr for PersonName {
    type Err = PersonError;

    fn from_str(text: &str) -> Result<Self, PersonError> {
        let text = text.trim();
        let found = text.chars().count();
        if found == 0 {
            return Err(PersonError::Empty { field: "name", expected: "the name as in the document" });
        }
        if found > NAME_CHARS_MAX {
            return Err(PersonError::TooLong { field: "name", found, max: NAME_CHARS_MAX });
        }
        let wrong = |c: char| c.is_control() || c.is_ascii_digit() || "<>{}[]|\\^\"".contains(c);
        if let Some(at) = text.chars().position(wrong) {
            return Err(PersonError::Character {
                field: "name",
                position: at + 1,
                expected: "letters, characters, blanks, dots and hyphens",
            });
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }
}

/// A telephone number: digits, with `+` in front of a country code. Blanks and hyphens are dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(Zeroizing<String>);
masked!(Phone, 3, 4);

impl FromStr for Phone {
    type Err = PersonError;

    fn from_str(text: &str) -> Result<Self, PersonError> {
        let mut kept = Zeroizing::new(String::new());
        for (at, c) in text.trim().chars().enumerate() {
            match c {
                '0'..='9' => kept.push(c),
                '+' if at == 0 => kept.push(c),
                ' ' | '-' => {}
                _ => {
                    return Err(PersonError::Character {
                        field: "phone",
                        position: at + 1,
                        expected: "digits, blanks, hyphens, and + in front only",
                    });
                }
            }
        }
        if kept.is_empty() {
            return Err(PersonError::Empty { field: "phone", expected: "a telephone number" });
        }
        let found = kept.bytes().filter(u8::is_ascii_digit).count();
        if !(7..=15).contains(&found) {
            return Err(PersonError::Digits { found });
        }
        Ok(Self(kept))
    }
}

/// A person in the registry. `version` counts the saves and guards against lost updates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// 1 for a person just made.
    pub version: u32,
    /// The name.
    pub name: PersonName,
    /// The identity number, one person for each.
    pub id_number: IdNumber,
    /// Where to reach them.
    pub phone: Option<Phone>,
    /// When the registry first knew them.
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_phones_hide_themselves() {
        let name: PersonName = " 欧阳娜娜 ".parse().unwrap();
        assert_eq!((name.expose(), name.to_string()), ("欧阳娜娜", "欧***".to_owned()));
        assert_eq!(format!("{name:?}"), "PersonName(欧***)");
        let phone: Phone = "138-0013-8000".parse().unwrap();
        assert_eq!((phone.expose(), format!("{phone:?}")), ("13800138000", "Phone(138****8000)".to_owned()));
        assert_eq!("+44 20 7946 0000".parse::<Phone>().unwrap().expose(), "+442079460000");
        // Seven characters: head and tail together would show all of it.
        assert_eq!("1234567".parse::<Phone>().unwrap().to_string(), "*******");
    }

    #[test]
    fn rare_characters_and_dotted_names_pass() {
        for name in ["𠮷㐂", "阿不都热依木·买买提", "Anne-Marie O'Neill"] {
            assert_eq!(name.parse::<PersonName>().unwrap().expose(), name);
        }
    }

    #[test]
    fn wrong_values_are_named_without_being_repeated() {
        let error = "王1".parse::<PersonName>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "name: character 2 is wrong; expected letters, characters, blanks, dots and hyphens"
        );
        assert!(matches!("  ".parse::<PersonName>(), Err(PersonError::Empty { .. })));
        assert!(matches!("王".repeat(101).parse::<PersonName>(), Err(PersonError::TooLong { .. })));
        assert_eq!("123".parse::<Phone>(), Err(PersonError::Digits { found: 3 }));
        assert!(matches!("13800138+00".parse::<Phone>(), Err(PersonError::Character { position: 9, .. })));
    }
}
