//! A fault of one field of what was sent: of the service pack's review or of the registry's own forms.

use service::FieldError;

/// A fault of one field. The value is never in it where it is personal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {code}; expected {expected}")]
pub struct FieldFault {
    /// The field; `commitment`, `channel` or `as_of` where it is one of these.
    pub field: String,
    /// A code for which pages have words: those of `service::FieldErrorCode`, and `id_length`,
    /// `id_character`, `id_region`, `id_date`, `id_check_digit`, `name_form`, `phone_form`,
    /// `before_birth`, `before_current`, `number_form`, `unchanged`.
    pub code: &'static str,
    /// What was found; never of a personal field.
    pub found: Option<String>,
    /// What was expected.
    pub expected: String,
}

impl FieldFault {
    pub(crate) fn new(field: &str, code: &'static str, expected: impl Into<String>) -> Self {
        Self { field: field.to_owned(), code, found: None, expected: expected.into() }
    }
}

impl From<FieldError> for FieldFault {
    fn from(error: FieldError) -> Self {
        Self { code: error.code.as_str(), field: error.field, found: error.found, expected: error.expected }
    }
}
