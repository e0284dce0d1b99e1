//! A clerk's forms: entry at the window (the online fields on one page) and the filters of the list.

use jiff::civil::Date;

use super::register::{
    commitment_field, district_field, kind_field, occupation_field, other_fields, relation_field,
    started_field, street_field, who_fields,
};
use super::{Choice, Control, Field, Form, Shape};
use crate::i18n::Text;

/// What may be chosen at the window.
#[derive(Debug, Clone, Default)]
pub struct WindowChoices {
    /// The kinds of work, with the law's words.
    pub kinds: Vec<Choice>,
    /// The other kinds of flexible work that are recognised.
    pub other_kinds: Vec<Choice>,
    /// Common occupations.
    pub occupations: Vec<Text>,
    /// The city's districts.
    pub districts: Vec<Choice>,
    /// Streets of the clerk's own district.
    pub streets: Vec<Choice>,
    /// The kinds of platform that the law names.
    pub platforms: Text,
    /// The promise that the person signs at the window.
    pub commitment: Text,
}

/// The same fields as online. The labour relation is always in sight, for the clerk's one page, and may
/// be left empty where the work is on no platform.
pub fn window_form(choices: WindowChoices, latest: Date) -> Form {
    let mut fields = who_fields();
    fields.extend([kind_field(choices.kinds), relation_field(&choices.platforms).depending()]);
    fields.extend(other_fields(choices.other_kinds).into_iter().map(Field::depending));
    fields.extend([
        occupation_field(choices.occupations),
        district_field(choices.districts),
        street_field(choices.streets),
        started_field(latest),
        commitment_field(choices.commitment),
    ]);
    // At the window the browser is the clerk's: it must not offer the clerk's own name and phone.
    for field in &mut fields {
        if let Control::Line { autocomplete, .. } = &mut field.control {
            *autocomplete = "off";
        }
    }
    Form::new(fields)
}

/// The filters of the list of registrations, sent by GET so that a filtered list has an address.
pub fn filter_form(states: Vec<Choice>, kinds: Vec<Choice>) -> Form {
    let any = |key: &str| Text::message(key);
    let select = |name: &str, label: &str, choices| {
        let control = Control::Select { choices, prompt: any("officer.filter_any") };
        Field::new(name, Text::message(label), control).depending()
    };
    Form::new(vec![
        Field::line("q", Text::message("officer.filter_q"), Shape::Words { chars_max: 40 }, "off")
            .hint(Text::message("officer.filter_q_hint"))
            .depending(),
        select("state", "officer.filter_state", states),
        select("kind", "officer.filter_kind", kinds),
    ])
}
