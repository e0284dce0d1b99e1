//! The answers of a form that is right in shape.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use super::IdNumber;

/// One answer, typed.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Words, a code, a phone number.
    Text(String),
    /// The value of a choice.
    Choice(String),
    /// An identity number.
    Id(IdNumber),
    /// A day.
    Day(Date),
    /// A whole number.
    Integer(i64),
    /// An amount in fen.
    Fen(i64),
    /// A ticked box.
    Ticked,
}

/// Answers by field name. A field that was left empty and may be is not in it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<String, Value>);

impl Values {
    pub(crate) fn insert(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    /// The answer of a field.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Words, a code, or the value of a choice.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Value::Text(text) | Value::Choice(text) => Some(text),
            Value::Id(_) | Value::Day(_) | Value::Integer(_) | Value::Fen(_) | Value::Ticked => None,
        }
    }

    /// A day.
    pub fn day(&self, name: &str) -> Option<Date> {
        match self.get(name)? {
            Value::Day(day) => Some(*day),
            Value::Text(_)
            | Value::Choice(_)
            | Value::Id(_)
            | Value::Integer(_)
            | Value::Fen(_)
            | Value::Ticked => None,
        }
    }

    /// An identity number.
    pub fn id_number(&self, name: &str) -> Option<&IdNumber> {
        match self.get(name)? {
            Value::Id(id) => Some(id),
            Value::Text(_)
            | Value::Choice(_)
            | Value::Day(_)
            | Value::Integer(_)
            | Value::Fen(_)
            | Value::Ticked => None,
        }
    }
}

// Answers are personal data.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value(…)")
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
