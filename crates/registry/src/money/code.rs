//! Short codes that lie in place: kinds of insurance, subsidy programmes, reasons. The lists are data
//! and open; here only the form is judged. Copying one costs nothing, since a city has millions.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The longest code taken.
pub const CODE_CHARS_MAX: usize = 31;

/// A text that is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{field}: {found:?} is no code; expected a–z, 0–9, _ and ., beginning with a letter, at most {CODE_CHARS_MAX} long"
)]
pub struct MoneyCodeError {
    /// Which kind of code was read.
    pub field: &'static str,
    /// The text, cut.
    pub found: String,
}

/// A code such as `report_missing`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code {
    // Zeros behind the text, so that the derived order is that of the texts.
    bytes: [u8; CODE_CHARS_MAX],
    len: u8,
}

const fn is_code(text: &[u8]) -> bool {
    let mut rest = text;
    let mut first = true;
    if rest.is_empty() || rest.len() > CODE_CHARS_MAX {
        return false;
    }
    while let [head, tail @ ..] = rest {
        let letter = head.is_ascii_lowercase();
        if !letter && (first || !(head.is_ascii_digit() || matches!(head, b'_' | b'.'))) {
            return false;
        }
        first = false;
        rest = tail;
    }
    true
}

impl Code {
    /// A code known at compile time; a wrong one does not compile as a constant.
    ///
    /// # Panics
    /// Outside a constant, when the text is no code.
    pub const fn from_static(text: &'static str) -> Self {
        assert!(is_code(text.as_bytes()), "a code is a–z, 0–9, _ and .");
        Self::from_bytes(text.as_bytes())
    }

    const fn from_bytes(text: &[u8]) -> Self {
        let mut bytes = [0; CODE_CHARS_MAX];
        let (head, _) = bytes.split_at_mut(text.len());
        head.copy_from_slice(text);
        #[expect(clippy::cast_possible_truncation, reason = "at most CODE_CHARS_MAX")]
        let len = text.len() as u8;
        Self { bytes, len }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        let text = self.bytes.get(..usize::from(self.len)).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }

    fn read(field: &'static str, text: &str) -> Result<Self, MoneyCodeError> {
        if is_code(text.as_bytes()) {
            return Ok(Self::from_bytes(text.as_bytes()));
        }
        Err(MoneyCodeError { field, found: text.chars().take(CODE_CHARS_MAX).collect() })
    }
}

impl FromStr for Code {
    type Err = MoneyCodeError;

    fn from_str(text: &str) -> Result<Self, MoneyCodeError> {
        Self::read("code", text)
    }
}

impl TryFrom<String> for Code {
    type Error = MoneyCodeError;

    fn try_from(text: String) -> Result<Self, MoneyCodeError> {
        text.parse()
    }
}

impl From<Code> for String {
    fn from(code: Code) -> String {
        code.as_str().to_owned()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{self}`")
    }
}

macro_rules! kinds_of_code {
    ($($(#[$doc:meta])* $name:ident, $field:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Code);

        impl $name {
            /// A code known at compile time.
            ///
            /// # Panics
            /// Outside a constant, when the text is no code.
            pub const fn from_static(text: &'static str) -> Self {
                Self(Code::from_static(text))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl FromStr for $name {
            type Err = MoneyCodeError;

            fn from_str(text: &str) -> Result<Self, MoneyCodeError> {
                Code::read($field, text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }
    )+};
}

kinds_of_code! {
    /// A kind of insurance, such as `pension`, `medical` or `unemployment`.
    Insurance, "insurance";
    /// What a subsidy is granted under, such as `graduate_subsidy`: the name of the law's conclusion.
    Programme, "programme";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_sort_as_texts_and_refuse_what_is_none() {
        const PENSION: Insurance = Insurance::from_static("pension");
        assert_eq!("pension".parse::<Insurance>().unwrap(), PENSION);
        assert_eq!(serde_json::to_string(&PENSION).unwrap(), "\"pension\"");
        assert!("ab".parse::<Code>().unwrap() < "b".parse::<Code>().unwrap());
        for wrong in ["", "Pension", "养老", "1a", "a b", &"a".repeat(32)] {
            let error = wrong.parse::<Insurance>().unwrap_err();
            assert!(error.to_string().starts_with("insurance: "), "{error}");
        }
        assert!(serde_json::from_str::<Code>("\"A\"").is_err());
    }
}
