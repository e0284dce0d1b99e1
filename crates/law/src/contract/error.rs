//! Bad input: which key, which value, what was expected. The codes are the
//! contract's; the words are for people, in both languages.

use serde::Serialize;

/// The kinds of bad input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// No JSON, or not what JSON may be here.
    Malformed,
    /// `as_of` or `facts` is not there.
    MissingKey,
    /// No such key.
    UnknownKey,
    /// A key twice.
    DuplicateKey,
    /// Another type is expected.
    WrongType,
    /// No such day, or not `YYYY-MM-DD`.
    BadDate,
    /// None of the values of the list.
    UnknownValue,
    /// Below the least or above the greatest value.
    OutOfRange,
    /// No code of a region.
    BadRegion,
    /// `null` where the fact cannot be none.
    NullNotAllowed,
    /// Two facts that cannot both be.
    Contradiction,
}

impl Code {
    /// As answers write it.
    pub const fn text(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::MissingKey => "missing_key",
            Self::UnknownKey => "unknown_key",
            Self::DuplicateKey => "duplicate_key",
            Self::WrongType => "wrong_type",
            Self::BadDate => "bad_date",
            Self::UnknownValue => "unknown_value",
            Self::OutOfRange => "out_of_range",
            Self::BadRegion => "bad_region",
            Self::NullNotAllowed => "null_not_allowed",
            Self::Contradiction => "contradiction",
        }
    }
}

/// One fault of an input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{}: key {}, value {value}, expected {expected}", code.text(), key.as_deref().unwrap_or("–"))]
pub struct BadInput {
    /// Which kind.
    pub code: Code,
    /// The bare name of the key, if one is at fault.
    pub key: Option<String>,
    /// The value as it was given, cut if long.
    pub value: serde_json::Value,
    /// What was expected.
    pub expected: String,
}

/// The most characters of a value that an error repeats.
pub const VALUE_CHARS_MAX: usize = 80;

impl BadInput {
    /// A fault at a key; `given` is the value's JSON text.
    pub fn new(code: Code, key: Option<&str>, given: &str, expected: impl Into<String>) -> Self {
        let value = match serde_json::from_str::<serde_json::Value>(given) {
            Ok(serde_json::Value::String(text)) => cut(&text).into(),
            Ok(value) if given.chars().count() <= VALUE_CHARS_MAX => value,
            _ => cut(given).into(),
        };
        Self { code, key: key.map(cut), value, expected: expected.into() }
    }

    /// `{"error": {…}}`, as a line of `--ndjson` or an element of an array has it.
    pub fn json(&self) -> serde_json::Value {
        serde_json::json!({ "error": {
            "code": self.code.text(), "key": self.key, "value": self.value, "expected": self.expected,
        }})
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= VALUE_CHARS_MAX {
        return text.to_owned();
    }
    text.chars().take(VALUE_CHARS_MAX).chain(['…']).collect()
}
