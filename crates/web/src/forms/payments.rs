//! Forms of the officers who pay: the month of a cycle, who pays, why a cycle is opened again.

use super::{Choice, Control, Field, Form, Shape};
use crate::i18n::Text;

const NAME_CHARS_MAX: usize = 140;
const NUMBER_CHARS_MAX: usize = 35;
/// Ten thousand million yuan: more than any budget of a district.
const CAP_FEN_MAX: i64 = 1_000_000_000_000;

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

/// A district's budget for a programme.
pub fn budget_form(districts: Vec<Choice>, programmes: Vec<Choice>) -> Form {
    let pick = |name: &str, key: &str, choices| {
        let control = Control::Select { choices, prompt: Text::message("payments.pick") };
        Field::new(name, Text::message(key), control)
    };
    let month = |name: &str, key: &str| Field::line(name, Text::message(key), Shape::Month, "off");
    let over_cap = vec![
        Choice::new("hold_rest", Text::message("payments.hold_rest")),
        Choice::new("hold_one", Text::message("payments.hold_one")),
    ];
    Form::new(vec![
        pick("district", "payments.district", districts),
        pick("programme", "payments.programme", programmes),
        month("first", "payments.budget_first"),
        month("last", "payments.budget_last"),
        Field::line("cap", Text::message("payments.cap"), Shape::Money { fen_max: CAP_FEN_MAX }, "off"),
        Field::radios("over_cap", Text::message("payments.over_cap"), over_cap),
        month("stopped_from", "payments.stopped_from")
            .hint(Text::message("payments.stopped_hint"))
            .optional(),
        Field::line("document", Text::message("payments.document"), Shape::Words { chars_max: 100 }, "off")
            .hint(Text::message("payments.document_hint")),
    ])
}

/// Why the second officer opens a cycle again.
pub fn send_back_form(reasons: Vec<Choice>) -> Form {
    Form::new(vec![Field::radios("reason", Text::message("payments.reason"), reasons)])
}
