//! Forms of an e-mail address and of the code that confirms it.

use super::{Field, Form, Shape};
use crate::i18n::Text;

/// The longest address (RFC 5321).
const ADDRESS_CHARS_MAX: usize = 254;
const CODE_CHARS_MAX: usize = 20;

/// An address.
pub fn mail_form() -> Form {
    let words = Shape::Words { chars_max: ADDRESS_CHARS_MAX };
    Form::new(vec![
        Field::line("address", Text::message("mail.address"), words, "email")
            .hint(Text::message("mail.address_hint")),
    ])
}

/// The code that went there.
pub fn mail_code_form() -> Form {
    let words = Shape::Words { chars_max: CODE_CHARS_MAX };
    Form::new(vec![
        Field::line("code", Text::message("mail.code"), words, "one-time-code")
            .hint(Text::message("mail.code_hint")),
    ])
}
