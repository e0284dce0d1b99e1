//! The pages of a registration. Nowhere is a proof asked for: the article forbids it.
//!
//! Four pages: who, what work, where and since when, and the promise beside the answers to check.
//! What may be chosen (kinds of work, districts, streets) is handed in: it is the law's and the
//! directory's, not ours.

use jiff::civil::Date;

use super::{Choice, Control, Field, Form, Shape, Width};
use crate::i18n::Text;

const OCCUPATION_CHARS_MAX: usize = 40;
const OTHER_CHARS_MAX: usize = 60;

fn message(key: &str) -> Text {
    Text::message(key)
}

/// Who registers.
pub fn who_form() -> Form {
    Form::new(who_fields())
}

pub(crate) fn who_fields() -> Vec<Field> {
    vec![
        Field::line("name", message("register.name"), Shape::Name, "name")
            .hint(message("register.name_hint")),
        Field::line("id_number", message("register.id_number"), Shape::IdNumber, "off")
            .hint(message("register.id_number_hint")),
        Field::line("phone", message("register.phone"), Shape::Phone, "tel-national")
            .hint(message("register.phone_hint")),
    ]
}

/// What work it is. The kinds carry the law's words; `occupations` are common ones to pick from.
pub fn work_form(kinds: Vec<Choice>, occupations: Vec<Text>, districts: Vec<Choice>) -> Form {
    Form::new(vec![kind_field(kinds), occupation_field(occupations), district_field(districts)])
}

pub(crate) fn kind_field(kinds: Vec<Choice>) -> Field {
    Field::radios("employment_form", message("register.kind"), kinds)
}

pub(crate) fn occupation_field(suggestions: Vec<Text>) -> Field {
    let control = Control::Line {
        shape: Shape::Words { chars_max: OCCUPATION_CHARS_MAX },
        autocomplete: "organization-title",
        width: Width::Full,
        suggestions,
        unit: None,
    };
    Field::new("occupation", message("register.occupation"), control)
        .hint(message("register.occupation_hint"))
}

pub(crate) fn district_field(districts: Vec<Choice>) -> Field {
    let control = Control::Radios { choices: districts, is_compact: true };
    Field::new("employment_region", message("register.district"), control)
        .hint(message("register.district_hint"))
}

/// Where and since when. `platforms` (the kinds of platform that the law names) is given where the work
/// is on a platform, and the labour relation is then asked for.
pub fn place_form(platforms: Option<Text>, streets: Vec<Choice>, latest: Date) -> Form {
    let relation = platforms.map(|platforms| relation_field(&platforms));
    let rest = [street_field(streets), started_field(latest)];
    Form::new(relation.into_iter().chain(rest).collect())
}

/// Which other kind it is (Art. 2 item 4): one of those that are recognised, or kind and source in words.
pub fn other_fields(kinds: Vec<Choice>) -> Vec<Field> {
    if !kinds.is_empty() {
        return vec![Field::radios("other_kind", message("register.other_kind"), kinds)];
    }
    let words = Shape::Words { chars_max: OTHER_CHARS_MAX };
    vec![
        Field::line("other_kind", message("register.other_kind"), words, "off"),
        Field::line("other_source", message("register.other_source"), words, "off")
            .hint(message("register.other_source_hint")),
    ]
}

pub(crate) fn relation_field(platforms: &Text) -> Field {
    let choices = [("no", "register.relation_no"), ("yes", "register.relation_yes")]
        .map(|(value, key)| Choice::new(value, message(key)));
    Field::radios("platform_labour_relation", message("register.relation"), choices.to_vec())
        .hint(message("register.relation_hint").with_text("platforms", platforms))
}

pub(crate) fn street_field(streets: Vec<Choice>) -> Field {
    let control = Control::Select { choices: streets, prompt: message("register.street_prompt") };
    Field::new("street", message("register.street"), control).hint(message("register.street_hint")).optional()
}

pub(crate) fn started_field(latest: Date) -> Field {
    let control = Control::Day { earliest: None, latest: Some(latest), is_birthday: false };
    Field::new("started_on", message("register.started"), control).hint(message("register.started_hint"))
}

/// The promise at the end, whose words are the service's own, with their version.
pub fn commitment_form(words: Text) -> Form {
    Form::new(vec![commitment_field(words)])
}

pub(crate) fn commitment_field(words: Text) -> Field {
    Field::new("commitment", words, Control::Tick)
}
