//! Forms by which someone may act for another: a mandate, a deputy.

use jiff::civil::Date;

use super::{Choice, Control, Field, Form, Shape, Typed};
use crate::i18n::Text;

fn day(name: &str, key: &str, earliest: Date) -> Field {
    let control = Control::Day { earliest: Some(earliest), latest: None, is_birthday: false };
    Field::new(name, Text::message(key), control)
}

/// A person entrusts another with a service.
pub fn mandate_form(services: Vec<Choice>, today: Date) -> Form {
    Form::new(vec![
        Field::line("name", Text::message("mandates.name"), Shape::Name, "off"),
        Field::line("id_number", Text::message("mandates.id_number"), Shape::IdNumber, "off")
            .hint(Text::message("mandates.id_number_hint")),
        Field::radios("services", Text::message("mandates.service"), services),
        day("until", "mandates.until", today).hint(Text::message("mandates.until_hint")),
        Field::new("consent", Text::message("mandates.consent"), Control::Tick),
    ])
}

/// A supervisor names who stands in for a colleague.
pub fn deputy_form(colleagues: &[Choice], today: Date) -> Form {
    let prompt = || Text::message("deputies.prompt");
    let pick = |name: &str, key: &str| {
        let control = Control::Select { choices: colleagues.to_vec(), prompt: prompt() };
        Field::new(name, Text::message(key), control)
    };
    let first = Typed::Day {
        year: today.year().to_string(),
        month: today.month().to_string(),
        day: today.day().to_string(),
    };
    Form::new(vec![
        pick("stands_for", "deputies.away"),
        pick("account", "deputies.stands_in"),
        day("first", "deputies.first", today).filled(first),
        day("last", "deputies.last", today),
    ])
}
