//! Reading a form: fill in what was typed, check each shape, give typed values or the faults.

use super::{Choice, Control, Field, Need, RawForm, Shape, Typed, Value, Values, date, identity, number};
use crate::i18n::Text;

/// A name is rarely longer; names of Uyghur or foreign people may be.
const NAME_CHARS_MAX: usize = 60;
const PASSWORD_CHARS_MAX: usize = 128;
/// The text of a QR code: an address and some 400 characters of what is signed.
const CODE_CHARS_MAX: usize = 1_200;

/// Fields that are sent together.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// The fields in the order of the page.
    pub fields: Vec<Field>,
}

/// A fault for the list at the top of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault<'a> {
    /// The field's name, which is the id of its first control.
    pub field: &'a str,
    /// What is wrong.
    pub words: &'a Text,
}

impl Form {
    /// A form of these fields.
    pub fn new(fields: Vec<Field>) -> Self {
        Self { fields }
    }

    /// Fills in what was sent and checks it. `None` where anything is wrong; the faults then stand at
    /// their fields beside everything typed.
    pub fn read(&mut self, raw: &RawForm) -> Option<Values> {
        let mut values = Values::default();
        for field in &mut self.fields {
            field.typed = typed(field, raw);
            match read_field(field) {
                Ok(Some(value)) => values.insert(&field.name, value),
                Ok(None) if field.need != Need::Required => {}
                Ok(None) => field.fault = Some(missing(field)),
                Err(fault) => field.fault = Some(fault),
            }
            // A promise is made anew each time, and a password is not sent back.
            let is_kept =
                !matches!(field.control, Control::Tick | Control::Line { shape: Shape::Password, .. });
            if !is_kept {
                field.typed = Typed::One(String::new());
            }
        }
        self.faults().is_empty().then_some(values)
    }

    /// Marks a field wrong for a reason that a use case found.
    pub fn refuse(&mut self, name: &str, fault: Text) {
        if let Some(field) = self.fields.iter_mut().find(|field| field.name == name) {
            field.fault = Some(fault);
        }
    }

    /// All faults in the order of the page.
    pub fn faults(&self) -> Vec<FieldFault<'_>> {
        self.fields
            .iter()
            .filter_map(|field| field.fault.as_ref().map(|words| FieldFault { field: &field.name, words }))
            .collect()
    }

    /// A field by name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

fn typed(field: &Field, raw: &RawForm) -> Typed {
    let part = |name: &str| raw.text(&format!("{}_{name}", field.name)).to_owned();
    match field.control {
        Control::Day { .. } => Typed::Day { year: part("year"), month: part("month"), day: part("day") },
        Control::Line { .. } | Control::Radios { .. } | Control::Select { .. } | Control::Tick => {
            Typed::One(raw.text(&field.name).to_owned())
        }
    }
}

fn read_field(field: &Field) -> Result<Option<Value>, Text> {
    match (&field.control, &field.typed) {
        (Control::Day { earliest, latest, .. }, Typed::Day { year, month, day }) => {
            Ok(date::day((year, month, day), *earliest, *latest)?.map(Value::Day))
        }
        (_, typed) if typed.first().trim().is_empty() => Ok(None),
        (Control::Line { shape, .. }, typed) => line(*shape, typed.first().trim()).map(Some),
        (Control::Radios { choices, .. } | Control::Select { choices, .. }, typed) => {
            chosen(choices, typed.first()).map(Some)
        }
        (Control::Tick | Control::Day { .. }, _) => Ok(Some(Value::Ticked)),
    }
}

fn line(shape: Shape, typed: &str) -> Result<Value, Text> {
    let words = |chars_max: usize| {
        let count = typed.chars().count();
        let fault = || Text::message("error.long").with("n", count).with("max", chars_max);
        if count > chars_max {
            Err(fault())
        } else if typed.chars().any(char::is_control) {
            Err(Text::message("error.characters"))
        } else {
            Ok(Value::Text(typed.to_owned()))
        }
    };
    match shape {
        Shape::Name if typed.chars().any(|c| c.is_ascii_digit()) => Err(Text::message("error.name")),
        Shape::Name => words(NAME_CHARS_MAX),
        Shape::IdNumber => identity::id_number(typed).map(Value::Id),
        Shape::Phone => number::phone(typed).map(Value::Text),
        Shape::Words { chars_max } => words(chars_max),
        Shape::Password => words(PASSWORD_CHARS_MAX),
        Shape::Code => code(typed),
        Shape::Integer { min, max } => number::integer(typed, min, max).map(Value::Integer),
        Shape::Money { fen_max } => number::money(typed, fen_max).map(Value::Fen),
        Shape::Region => number::region(typed).map(Value::Text),
        Shape::Month => number::month(typed).map(Value::Text),
    }
}

fn code(typed: &str) -> Result<Value, Text> {
    // A whole address, pasted from a scanner, is as good as the code behind it.
    let behind = typed.rsplit(['/', '#']).next().unwrap_or(typed);
    let code = number::ungrouped(behind).to_ascii_uppercase();
    let is_code = code.len() <= CODE_CHARS_MAX && code.bytes().all(|b| b.is_ascii_alphanumeric());
    if is_code { Ok(Value::Text(code)) } else { Err(Text::message("error.code")) }
}

fn chosen(choices: &[Choice], typed: &str) -> Result<Value, Text> {
    let is_offered = choices.iter().any(|choice| choice.value == typed);
    if is_offered { Ok(Value::Choice(typed.to_owned())) } else { Err(Text::message("error.choice")) }
}

fn missing(field: &Field) -> Text {
    let key = match field.control {
        Control::Radios { .. } | Control::Select { .. } => "error.missing.choice",
        Control::Day { .. } => "error.missing.day",
        Control::Tick => "error.missing.tick",
        Control::Line { .. } => "error.missing.line",
    };
    Text::message(key).with_text("field", &field.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        Form::new(vec![
            Field::line("name", Text::new("姓名", "Name"), Shape::Name, "name"),
            Field::line("note", Text::new("备注", "Note"), Shape::Words { chars_max: 3 }, "off").optional(),
            Field::radios("kind", Text::new("类型", "Kind"), vec![Choice::new("a", Text::zh("甲"))]),
            Field::new("promise", Text::new("承诺", "Promise"), Control::Tick),
        ])
    }

    #[test]
    fn a_right_form_gives_its_values() {
        let raw = RawForm::from([("name", " 王磊 "), ("kind", "a"), ("promise", "yes")]);
        let values = form().read(&raw).unwrap();
        assert_eq!(values.text("name"), Some("王磊"));
        assert_eq!(values.text("kind"), Some("a"));
        assert_eq!(values.get("promise"), Some(&Value::Ticked));
        assert_eq!(values.get("note"), None);
    }

    #[test]
    fn everything_typed_stays_beside_the_faults() {
        let mut form = form();
        let raw =
            RawForm::from([("name", "王磊"), ("note", "太长的备注"), ("kind", "z"), ("promise", "yes")]);
        assert_eq!(form.read(&raw), None);
        assert_eq!(form.faults().iter().map(|f| f.field).collect::<Vec<_>>(), ["note", "kind"]);
        assert_eq!(form.field("name").unwrap().typed.first(), "王磊");
        assert_eq!(form.field("note").unwrap().typed.first(), "太长的备注");
        assert_eq!(form.field("promise").unwrap().typed.first(), "", "a promise is never kept ticked");
    }

    #[test]
    fn what_is_missing_is_named() {
        let mut form = form();
        assert_eq!(form.read(&RawForm::default()), None);
        let faults = form.faults();
        assert_eq!(faults.len(), 3);
        assert!(faults[0].words.zh.contains("姓名") && faults[0].words.en.contains("Name"));
    }

    #[test]
    fn nothing_personal_is_printed() {
        let mut form = form();
        let raw = RawForm::from([("name", "王磊"), ("kind", "a"), ("promise", "yes")]);
        let values = form.read(&raw);
        assert!(!format!("{form:?} {values:?} {raw:?}").contains('王'));
    }
}
