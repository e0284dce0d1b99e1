//! Forms of the officers who pay: the month of a cycle, who pays, why a cycle is opened again.

use super::{Choice, Field, Form, Shape};
use crate::i18n::Text;

const NAME_CHARS_MAX: usize = 140;
const NUMBER_CHARS_MAX: usize = 35;

/// The month that a new cycle pays.
pub fn cycle_form() -> Form {
    Form::new(vec![
        Field::line("month", Text::message("payments.month"), Shape::Month, "off")
            .hint(Text::message("payments.month_hint")),
    ])
}

/// Who pays, as the bank's file names them.
pub fn payer_form() -> Form {
    let line = |name: &str, key: &str, hint: &str, chars_max| {
        Field::line(name, Text::message(key), Shape::Words { chars_max }, "off").hint(Text::message(hint))
    };
    Form::new(vec![
        line("name", "payments.payer_name", "payments.payer_name_hint", NAME_CHARS_MAX),
        line("account", "payments.payer_account", "payments.payer_account_hint", NUMBER_CHARS_MAX),
        line("branch", "payments.payer_branch", "payments.payer_branch_hint", NUMBER_CHARS_MAX),
        line("sender", "payments.payer_sender", "payments.payer_sender_hint", NUMBER_CHARS_MAX),
    ])
}

/// Why the second officer opens a cycle again.
pub fn send_back_form(reasons: Vec<Choice>) -> Form {
    Form::new(vec![Field::radios("reason", Text::message("payments.reason"), reasons)])
}
