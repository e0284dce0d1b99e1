//! What goes wrong in a use case, in the words of a page: a fault at its field, or a problem page.

use app::{Fault, FieldFault};

use crate::forms::Form;
use crate::i18n::Text;
use crate::views::Problem;

impl From<Fault> for Problem {
    /// Logged here, once: from here on there is only the page of it.
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Stale => Self::Stale,
            Fault::Unavailable(_) | Fault::Unknown | Fault::Internal { .. } => {
                tracing::error!(error = &fault as &dyn std::error::Error, "a use case failed");
                Self::Internal
            }
        }
    }
}

/// Puts each fault at its field. `names` says under which name a field of the service stands on the page.
/// What belongs to no field of this page goes to the first one, so that it is seen.
pub(crate) fn put(form: &mut Form, faults: &[FieldFault], names: &[(&str, &str)]) {
    for fault in faults {
        let name = names.iter().find(|(field, _)| *field == fault.field).map_or(&*fault.field, |(_, n)| n);
        let words = words(fault.code);
        if form.field(name).is_some() {
            form.refuse(name, words);
        } else if let Some(first) = form.fields.first_mut() {
            first.fault = Some(words);
        }
    }
}

/// The words for the code of a fault.
pub(crate) fn words(code: &str) -> Text {
    Text::message(match code {
        "not_in_force" => "fault.not_in_force",
        "missing" => "fault.missing",
        "not_asked" => "fault.not_asked",
        "unknown_value" => "error.choice",
        "bad_date" | "id_date" => "error.date.none",
        "after_business_date" => "fault.after_business_date",
        "bad_region" => "fault.bad_region",
        "outside_beijing" => "fault.outside_beijing",
        "street_elsewhere" => "fault.street_elsewhere",
        "too_long" => "fault.too_long",
        "commitment_missing" => "error.missing.tick",
        "commitment_outdated" => "fault.commitment_outdated",
        "id_length" => "fault.id_length",
        "id_character" => "error.id_number.characters",
        "id_region" => "fault.id_region",
        "id_check_digit" => "error.id_number.check",
        "name_form" => "error.name",
        "phone_form" => "fault.phone_form",
        "before_birth" => "fault.before_birth",
        "before_current" => "fault.before_current",
        "number_form" => "fault.number_form",
        "unchanged" => "fault.unchanged",
        "bad_number" => "fault.bad_number",
        "out_of_bounds" => "fault.out_of_range",
        "bad_month" => "error.month",
        "delegate_unknown" => "fault.delegate_unknown",
        "delegate_self" | "deputy_self" => "fault.behalf_self",
        "before_today" => "fault.before_today",
        "before_first" => "fault.before_first",
        "choose_office" => "fault.choose_office",
        "mail_form" => "fault.mail_form",
        "code_wrong" => "fault.code_wrong",
        "code_expired" => "fault.code_expired",
        "money_refused" => "fault.money_refused",
        _ => "fault.other",
    })
}

/// The words for an answer of the check that cannot be (the codes of the decision contract).
pub(crate) fn answer(code: law::contract::Code) -> Text {
    use law::contract::Code;
    Text::message(match code {
        Code::BadDate => "error.date.none",
        Code::OutOfRange => "fault.out_of_range",
        Code::BadRegion => "fault.bad_region",
        Code::Contradiction => "fault.contradiction",
        Code::UnknownValue => "error.choice",
        Code::Malformed
        | Code::MissingKey
        | Code::UnknownKey
        | Code::DuplicateKey
        | Code::WrongType
        | Code::NullNotAllowed => "fault.other",
    })
}
