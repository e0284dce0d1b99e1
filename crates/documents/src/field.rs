//! What a printed field may hold, and how a fault in one is told: the field, what was found, what was expected.
//! What was found is described, never repeated: most of these fields are personal data.

use std::borrow::Cow;

/// A field of a document that cannot be printed or signed as it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{field}` has {found}; expected {expected}")]
pub struct FieldError {
    /// The field's name as in the payload.
    pub field: Cow<'static, str>,
    /// What is wrong with the value, without repeating it.
    pub found: String,
    /// What would be right.
    pub expected: String,
}

impl FieldError {
    pub(crate) fn new(
        field: impl Into<Cow<'static, str>>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> Self {
        Self { field: field.into(), found: found.into(), expected: expected.into() }
    }
}

/// Checks one printed text: there is some, it has no more than `bytes_max` bytes of UTF-8, no spaces around it
/// and nothing that a reader cannot see (controls, direction marks, zero-width characters).
pub(crate) fn check_text(
    field: impl Into<Cow<'static, str>>,
    text: &str,
    bytes_max: usize,
) -> Result<(), FieldError> {
    let expected = || format!("1 to {bytes_max} bytes of visible UTF-8 text");
    if text.is_empty() {
        return Err(FieldError::new(field, "no text", expected()));
    }
    if text.len() > bytes_max {
        return Err(FieldError::new(field, format!("{} bytes", text.len()), expected()));
    }
    if text.trim() != text {
        return Err(FieldError::new(field, "a space at its beginning or end", expected()));
    }
    match text.chars().find(|c| is_invisible(*c)) {
        Some(c) => {
            Err(FieldError::new(field, format!("the invisible character {}", code_point(c)), expected()))
        }
        None => Ok(()),
    }
}

/// Checks one number: capital letters, digits and inner hyphens only, so that it can be read aloud and typed.
pub(crate) fn check_number(field: &'static str, text: &str, chars_max: usize) -> Result<(), FieldError> {
    let expected = || format!("4 to {chars_max} of A–Z, 0–9 and inner hyphens");
    let is_plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    if !(4..=chars_max).contains(&text.len()) {
        return Err(FieldError::new(field, format!("{} bytes", text.len()), expected()));
    }
    match text.chars().find(|c| !is_plain(*c)) {
        Some(c) => Err(FieldError::new(field, format!("the character {}", code_point(c)), expected())),
        None if text.starts_with('-') || text.ends_with('-') => {
            Err(FieldError::new(field, "a hyphen at its beginning or end", expected()))
        }
        None => Ok(()),
    }
}

pub(crate) fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Characters that change what is read without being seen. Variation selectors are not among them: they choose
/// between written forms of the same ideograph, which matters in names.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_told_without_the_value() {
        let fault = check_text("holder_name", "王小\u{202E}明", 120).unwrap_err();
        assert_eq!(
            fault.to_string(),
            "`holder_name` has the invisible character U+202E; expected 1 to 120 bytes of visible UTF-8 text"
        );
        assert!(!fault.to_string().contains('王'));
    }

    #[test]
    fn names_of_all_kinds_pass() {
        for name in ["王小明", "阿卜杜拉·买买提", "㐂䶮𠮷", "Anna Müller", "葛\u{E0100}"] {
            assert_eq!(check_text("holder_name", name, 120), Ok(()), "{name}");
        }
    }

    #[test]
    fn both_sides_of_each_limit() {
        assert!(check_text("x", "", 6).is_err());
        assert!(check_text("x", "两字", 6).is_ok());
        assert!(check_text("x", "两字a", 6).is_err());
        assert!(check_text("x", " 字", 6).is_err());
        assert!(check_number("n", "123", 8).is_err());
        assert!(check_number("n", "1234", 8).is_ok());
        assert!(check_number("n", "12345678", 8).is_ok());
        assert!(check_number("n", "123456789", 8).is_err());
        assert!(check_number("n", "12a4", 8).is_err());
        assert!(check_number("n", "-124", 8).is_err());
    }
}
