//! The fields of a service pack as a form, and what was typed as the pack takes it: one way for every service, for the
//! pages of a filing, for corrections and for what an action asks.

use std::collections::{BTreeMap, BTreeSet};

use app::App;
use app::service::field::{Field, FieldKind};

use super::{choices, shown};
use crate::forms::{self, Choice, Control, Form, Need, RawForm, Shape, Value, Width};
use crate::i18n::Text;

/// Answers by field of the pack, as it takes them.
pub(crate) type Said = BTreeMap<String, String>;

/// Characters of a text for which the pack sets no limit.
const WORDS_CHARS_MAX: usize = 200;
/// A hundred million yuan: no amount of these services comes near it; the pack may say less.
const FEN_MAX: i64 = 10_000_000_000;
const PLACE_CHARS_MAX: usize = 40;

/// Where a form stands.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) app: &'a App,
    /// What is answered so far: a street depends on the district, for one.
    pub(crate) said: &'a Said,
    /// Whether a clerk types: then the browser must not offer the clerk's own name.
    pub(crate) is_clerk: bool,
}

/// The form of some fields, filled with what was said. `prefix` keeps the names apart where a page has several forms.
pub(crate) fn pack_form<'f>(
    place: Place<'_>,
    fields: impl IntoIterator<Item = &'f Field>,
    prefix: &str,
) -> Form {
    let fields: Vec<&Field> = fields.into_iter().collect();
    let here: BTreeSet<&str> = fields.iter().map(|field| field.id.as_str()).collect();
    Form::new(fields.iter().map(|field| form_field(place, field, prefix, &here)).collect())
}

/// The fields of a page that are asked, as far as earlier pages decide it.
pub(crate) fn asked_on<'f>(fields: &'f [Field], page: &str, said: &Said) -> Vec<&'f Field> {
    let on_page: Vec<&Field> = fields.iter().filter(|field| field.page == page).collect();
    let here: BTreeSet<&str> = on_page.iter().map(|field| field.id.as_str()).collect();
    let may_be = |field: &&Field| {
        field.when.as_ref().is_none_or(|when| {
            here.contains(when.field.as_str())
                || said.get(&when.field).is_some_and(|answer| when.is.contains(answer))
        })
    };
    on_page.into_iter().filter(may_be).collect()
}

/// Takes out what is not asked with these answers, so that a changed mind leaves nothing behind.
pub(crate) fn drop_unasked(fields: &[Field], said: &mut Said) {
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    for field in fields {
        let holds = field.when.as_ref().is_none_or(|when| {
            asked.contains(when.field.as_str())
                && said.get(&when.field).is_some_and(|answer| when.is.contains(answer))
        });
        if holds {
            asked.insert(&field.id);
        } else {
            said.remove(&field.id);
        }
    }
}

fn form_field(place: Place<'_>, field: &Field, prefix: &str, here: &BTreeSet<&str>) -> forms::Field {
    let label = shown::words(&field.label);
    let mut made = forms::Field::new(format!("{prefix}{}", field.id), label, control(place, field));
    made.hint = field.hint.as_ref().map(shown::words).or_else(|| kind_hint(field.kind));
    let depends = field.when.as_ref().is_some_and(|when| here.contains(when.field.as_str()));
    made.need = match (field.required, depends) {
        (_, true) => Need::Depends,
        (true, false) => Need::Required,
        (false, false) => Need::Optional,
    };
    if depends && made.hint.is_none() {
        made.hint = Some(Text::message("apply.depends"));
    }
    if let Some(answer) = place.said.get(&field.id) {
        fill(&mut made, field.kind, answer);
    }
    made
}

fn kind_hint(kind: FieldKind) -> Option<Text> {
    match kind {
        FieldKind::Month | FieldKind::Months => Some(Text::message("apply.month_hint")),
        FieldKind::IdNumber => Some(Text::message("register.id_number_hint")),
        FieldKind::PersonName
        | FieldKind::Phone
        | FieldKind::Choice
        | FieldKind::YesNo
        | FieldKind::Occupation
        | FieldKind::District
        | FieldKind::Street
        | FieldKind::Date
        | FieldKind::OtherKind
        | FieldKind::ShortText
        | FieldKind::RegistrationNumber
        | FieldKind::Region
        | FieldKind::Money
        | FieldKind::Integer => None,
    }
}

fn control(place: Place<'_>, field: &Field) -> Control {
    let app = place.app;
    let token = |token: &'static str| if place.is_clerk { "off" } else { token };
    let words = |chars_max: usize| Shape::Words { chars_max };
    let select = |choices: Vec<Choice>| Control::Select { choices, prompt: Text::message("apply.pick") };
    let chars_max = field.chars_max.map_or(WORDS_CHARS_MAX, usize::from);
    let most = |limit: i64| field.most.and_then(|most| i64::try_from(most).ok()).unwrap_or(limit);
    match field.kind {
        FieldKind::PersonName => line(Shape::Name, token("name"), Width::Full),
        FieldKind::IdNumber => line(Shape::IdNumber, "off", Width::Middle),
        FieldKind::Phone => line(Shape::Phone, token("tel-national"), Width::Middle),
        FieldKind::Choice => radios(field.values.iter().map(choice).collect()),
        FieldKind::YesNo => radios(vec![
            Choice::new("true", Text::message("check.yes")),
            Choice::new("false", Text::message("check.no")),
        ]),
        FieldKind::Occupation => Control::Line {
            shape: words(field.chars_max.map_or(PLACE_CHARS_MAX, usize::from)),
            autocomplete: token("organization-title"),
            width: Width::Full,
            suggestions: choices::occupations(app),
            unit: None,
        },
        FieldKind::District if field.required => {
            Control::Radios { choices: choices::districts(app), is_compact: true }
        }
        FieldKind::District => select(choices::districts(app)),
        FieldKind::Street => select(match place.said.get("district") {
            Some(district) => choices::streets(app, district),
            None => choices::streets_everywhere(app),
        }),
        FieldKind::Region => {
            let mut places = choices::districts(app);
            places.extend(choices::provinces(app));
            select(places)
        }
        FieldKind::Date => {
            let latest = field.not_after_business_date.then(|| app.today());
            Control::Day { earliest: None, latest, is_birthday: false }
        }
        FieldKind::OtherKind => {
            let kinds = choices::other_kinds(app);
            if kinds.is_empty() { line(words(chars_max), "off", Width::Full) } else { radios(kinds) }
        }
        FieldKind::ShortText | FieldKind::Months => line(words(chars_max), "off", Width::Full),
        FieldKind::RegistrationNumber => line(words(PLACE_CHARS_MAX), "off", Width::Middle),
        FieldKind::Money => Control::Line {
            shape: Shape::Money { fen_max: most(FEN_MAX) },
            autocomplete: "off",
            width: Width::Middle,
            suggestions: Vec::new(),
            unit: Some(Text::message("form.yuan")),
        },
        FieldKind::Integer => {
            let min = field.least.and_then(|least| i64::try_from(least).ok()).unwrap_or(0);
            line(Shape::Integer { min, max: most(i64::MAX) }, "off", Width::Short)
        }
        FieldKind::Month => line(Shape::Month, "off", Width::Short),
    }
}

fn line(shape: Shape, autocomplete: &'static str, width: Width) -> Control {
    Control::Line { shape, autocomplete, width, suggestions: Vec::new(), unit: None }
}

fn radios(choices: Vec<Choice>) -> Control {
    Control::Radios { choices, is_compact: false }
}

fn choice(value: &app::service::field::Choice) -> Choice {
    let choice = Choice::new(&value.id, shown::words(&value.label));
    match &value.hint {
        Some(hint) => choice.hint(shown::words(hint)),
        None => choice,
    }
}

/// Puts an answer of the pack into the field of the page.
fn fill(field: &mut forms::Field, kind: FieldKind, answer: &str) {
    let fen = answer.parse::<i64>().ok().filter(|_| kind == FieldKind::Money);
    let answer = if let Some(fen) = fen {
        format!("{}.{:02}", fen / 100, fen % 100)
    } else if kind == FieldKind::Region && !is_offered(field, answer) {
        // A county elsewhere is known by its province, which is what can be chosen.
        format!("{:0<6}", answer.get(..2).unwrap_or_default())
    } else {
        answer.to_owned()
    };
    super::draft_form::fill(field, &answer);
}

fn is_offered(field: &forms::Field, answer: &str) -> bool {
    match &field.control {
        Control::Radios { choices, .. } | Control::Select { choices, .. } => {
            choices.iter().any(|choice| choice.value == answer)
        }
        Control::Line { .. } | Control::Day { .. } | Control::Tick => true,
    }
}

/// What was typed, by field of the pack; none where a shape is wrong, and the form then shows it. A field left empty is
/// an empty answer.
pub(crate) fn read<'f>(
    form: &mut Form,
    raw: &RawForm,
    fields: impl IntoIterator<Item = &'f Field>,
    prefix: &str,
) -> Option<Said> {
    let values = form.read(raw)?;
    let answer = |field: &Field| match values.get(&format!("{prefix}{}", field.id)) {
        Some(Value::Text(text) | Value::Choice(text)) => text.clone(),
        Some(Value::Id(id)) => id.expose().to_owned(),
        Some(Value::Day(day)) => day.to_string(),
        Some(Value::Integer(n) | Value::Fen(n)) => n.to_string(),
        Some(Value::Ticked) => "true".to_owned(),
        None => String::new(),
    };
    Some(fields.into_iter().map(|field| (field.id.clone(), answer(field))).collect())
}

/// Puts each fault at its field; what belongs to none of this form goes to the first one, so that it is seen.
pub(crate) fn refuse(form: &mut Form, faults: &[app::FieldFault], prefix: &str) {
    for fault in faults {
        let name = format!("{prefix}{}", fault.field);
        let words = super::faults::words(fault.code);
        if form.field(&name).is_some() {
            form.refuse(&name, words);
        } else if let Some(first) = form.fields.first_mut() {
            first.fault = Some(words);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(id: &str, page: &str, when: Option<(&str, &str)>) -> Field {
        let when = when.map(|(field, is)| format!("when = {{ field = \"{field}\", is = [\"{is}\"] }}\n"));
        let text = format!(
            "id = \"{id}\"\nkind = \"short_text\"\npage = \"{page}\"\n{}label = {{ zh = \"问\", en = \"Ask\" }}\n",
            when.unwrap_or_default()
        );
        toml::from_str(&text).unwrap()
    }

    #[test]
    fn what_is_not_asked_any_more_is_dropped_with_all_that_hangs_on_it() {
        let fields =
            [field("a", "1", None), field("b", "1", Some(("a", "x"))), field("c", "2", Some(("b", "y")))];
        let said = |pairs: &[(&str, &str)]| -> Said {
            pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
        };
        let mut answers = said(&[("a", "x"), ("b", "y"), ("c", "z")]);
        drop_unasked(&fields, &mut answers);
        assert_eq!(answers.len(), 3);
        answers.insert("a".to_owned(), "other".to_owned());
        drop_unasked(&fields, &mut answers);
        assert_eq!(answers, said(&[("a", "other")]));
        assert_eq!(asked_on(&fields, "1", &Said::new()).len(), 2, "beside what it depends on it is in sight");
        assert!(asked_on(&fields, "2", &Said::new()).is_empty());
    }
}
