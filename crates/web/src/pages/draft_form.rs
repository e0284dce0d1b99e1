//! A page's form and the draft behind it: what was typed or told before is filled in, what is read is
//! written as the service takes it.

use app::Answers;
use serde_json::Value;

use crate::forms::{self, Form, Typed, Values};

/// Whether these fields of the draft are answered.
pub(crate) fn has_all(answers: &Answers, fields: &[&str]) -> bool {
    fields.iter().all(|field| answers.fields.get(*field).is_some_and(|value| !value.is_empty()))
}

/// The form with what was typed before, or else what the check knows.
pub(crate) fn filled(mut form: Form, names: &[(&str, &str)], answers: &Answers) -> Form {
    for field in &mut form.fields {
        let Some((service, _)) = names.iter().find(|(_, name)| *name == field.name) else { continue };
        let known = answers.fields.get(*service).cloned().or_else(|| told(answers, service));
        if let Some(value) = known {
            fill(field, &value);
        }
    }
    form
}

/// What the check was told and the registration asks too.
fn told(answers: &Answers, field: &str) -> Option<String> {
    let fact = match field {
        "district" => "employment_region",
        other => other,
    };
    match answers.facts.get(fact)? {
        Value::String(text) => Some(text.clone()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

/// Puts a value of the service into a field of a page.
pub(crate) fn fill(field: &mut forms::Field, value: &str) {
    field.typed = match &field.control {
        forms::Control::Day { .. } => match value.parse::<jiff::civil::Date>() {
            Ok(day) => Typed::Day {
                year: day.year().to_string(),
                month: day.month().to_string(),
                day: day.day().to_string(),
            },
            Err(_) => return,
        },
        forms::Control::Radios { choices, .. } if choices.iter().any(|c| c.value == "yes") => {
            Typed::One(if value == "true" { "yes" } else { "no" }.to_owned())
        }
        forms::Control::Radios { choices, .. } | forms::Control::Select { choices, .. } => {
            if !choices.iter().any(|choice| choice.value == value) {
                return;
            }
            Typed::One(value.to_owned())
        }
        forms::Control::Line { .. } => Typed::One(value.to_owned()),
        forms::Control::Tick => return,
    };
}

/// A value of a page as the service takes it; empty where the field was left so.
pub(crate) fn typed(values: &Values, name: &str) -> String {
    match values.get(name) {
        Some(forms::Value::Text(text) | forms::Value::Choice(text)) => match text.as_str() {
            "yes" if name == "platform_labour_relation" => "true".to_owned(),
            "no" if name == "platform_labour_relation" => "false".to_owned(),
            other => other.to_owned(),
        },
        Some(forms::Value::Id(id)) => id.expose().to_owned(),
        Some(forms::Value::Day(day)) => day.to_string(),
        Some(forms::Value::Integer(n) | forms::Value::Fen(n)) => n.to_string(),
        Some(forms::Value::Ticked) => "true".to_owned(),
        None => String::new(),
    }
}
