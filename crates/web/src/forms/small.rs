//! Forms of a field or two: change, end, verify, sign in, the demonstration's day.

use jiff::civil::Date;

use super::register::{
    district_field, kind_field, occupation_field, other_fields, relation_field, street_field,
};
use super::{Choice, Control, Field, Form, Shape, Typed};
use crate::i18n::Text;

const ACCESS_CHARS_MAX: usize = 60;

/// What may be chosen in a change of registration.
#[derive(Debug, Clone, Default)]
pub struct ChangeChoices {
    /// The kinds of work, with the law's words.
    pub kinds: Vec<Choice>,
    /// The other kinds of flexible work that are recognised.
    pub other_kinds: Vec<Choice>,
    /// Common occupations.
    pub occupations: Vec<Text>,
    /// The city's districts.
    pub districts: Vec<Choice>,
    /// Streets of the present district.
    pub streets: Vec<Choice>,
    /// The kinds of platform that the law names, where the labour relation is to be asked.
    pub platforms: Option<Text>,
}

/// A change of what is registered; the present values are filled in by the caller.
pub fn change_form(choices: ChangeChoices, latest: Date) -> Form {
    // Asked of platform work alone: whether it must be answered depends on the kind above it.
    let relation = choices.platforms.as_ref().map(|platforms| relation_field(platforms).depending());
    let mut fields = vec![kind_field(choices.kinds)];
    fields.extend(relation);
    fields.extend(other_fields(choices.other_kinds).into_iter().map(Field::depending));
    fields.push(occupation_field(choices.occupations));
    fields.push(district_field(choices.districts));
    if !choices.streets.is_empty() {
        fields.push(street_field(choices.streets));
    }
    fields.push(effective_field("changed_on", "change.changed_on", latest));
    Form::new(fields)
}

/// The end of a registered employment, with its reason.
pub fn end_form(reasons: Vec<Choice>, latest: Date) -> Form {
    Form::new(vec![
        effective_field("ended_on", "end.ended_on", latest),
        Field::radios("reason", Text::message("end.reason"), reasons),
    ])
}

fn effective_field(name: &str, key: &str, latest: Date) -> Field {
    let control = Control::Day { earliest: None, latest: Some(latest), is_birthday: false };
    let typed = Typed::Day {
        year: latest.year().to_string(),
        month: latest.month().to_string(),
        day: latest.day().to_string(),
    };
    Field::new(name, Text::message(key), control).hint(Text::message("change.day_hint")).filled(typed)
}

/// A clerk asks the person to look at one field again, for one of the service's reasons.
pub fn correction_form(reasons: Vec<Choice>) -> Form {
    Form::new(vec![
        Field::radios("reason", Text::message("correction.reason"), reasons)
            .hint(Text::message("correction.reason_hint")),
    ])
}

/// A city officer erases a person: on what, and the number of the registration typed once more.
pub fn erasure_form(reasons: Vec<Choice>) -> Form {
    let words = Shape::Words { chars_max: ACCESS_CHARS_MAX };
    Form::new(vec![
        Field::radios("reason", Text::message("erasure.reason"), reasons),
        Field::line("number", Text::message("erasure.typed"), words, "off")
            .hint(Text::message("erasure.typed_hint")),
    ])
}

/// The public check of a certificate.
pub fn verify_form() -> Form {
    Form::new(vec![
        Field::line("code", Text::message("verify.code"), Shape::Code, "off")
            .hint(Text::message("verify.code_hint")),
    ])
}

/// A person comes back: the number of the registration and the access code shown once with it.
pub fn access_form() -> Form {
    let words = Shape::Words { chars_max: ACCESS_CHARS_MAX };
    Form::new(vec![
        Field::line("number", Text::message("access.number"), words, "off")
            .hint(Text::message("access.number_hint")),
        Field::line("access_code", Text::message("access.code"), words, "off")
            .hint(Text::message("access.code_hint")),
    ])
}

/// A clerk signs in.
pub fn sign_in_form() -> Form {
    Form::new(vec![
        Field::line("account", Text::message("sign_in.account"), Shape::Words { chars_max: 40 }, "username"),
        Field::line("password", Text::message("sign_in.password"), Shape::Password, "current-password"),
    ])
}

/// The day on which a demonstration decides.
pub fn business_date_form(today: Date) -> Form {
    let control = Control::Day { earliest: None, latest: None, is_birthday: false };
    let typed = Typed::Day {
        year: today.year().to_string(),
        month: today.month().to_string(),
        day: today.day().to_string(),
    };
    Form::new(vec![
        Field::new("today", Text::message("demo.today"), control)
            .hint(Text::message("demo.today_hint"))
            .filled(typed),
    ])
}
