//! A field: its words, the shape of its answer, and what was typed into it.

use std::fmt;

use jiff::civil::Date;

use super::Choice;
use crate::i18n::Text;

/// One question of a form. The first control on the page has the field's name as its id, so that the
/// list of faults can lead there.
#[derive(Clone)]
pub struct Field {
    /// The name under which it is sent.
    pub name: String,
    /// The question.
    pub label: Text,
    /// A line of help: where the answer stands, an example.
    pub hint: Option<Text>,
    /// How it is answered.
    pub control: Control,
    /// Whether it must be answered.
    pub need: Need,
    /// Whether the label is the page's heading (a page with one question).
    pub is_heading: bool,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub fault: Option<Text>,
}

/// Whether a field must be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must.
    Required,
    /// It may be left empty; the page says so beside it.
    Optional,
    /// It depends on something else, which the field's words say; whoever reads the form checks it.
    Depends,
}

/// How a field is answered.
#[derive(Debug, Clone)]
pub enum Control {
    /// A line of text.
    Line {
        /// What may stand in it.
        shape: Shape,
        /// The browser's autocomplete token; `off` where filling in would be a trap.
        autocomplete: &'static str,
        /// How wide it is drawn.
        width: Width,
        /// Common answers, offered while typing.
        suggestions: Vec<Text>,
        /// What a number counts, drawn behind the field.
        unit: Option<Text>,
    },
    /// One of a few answers, all in sight.
    Radios {
        /// The answers.
        choices: Vec<Choice>,
        /// Short answers side by side.
        is_compact: bool,
    },
    /// One of many answers.
    Select {
        /// The answers.
        choices: Vec<Choice>,
        /// The line that stands there before a choice is made.
        prompt: Text,
    },
    /// Year, month and day.
    Day {
        /// The earliest day that can be meant.
        earliest: Option<Date>,
        /// The latest day that can be meant.
        latest: Option<Date>,
        /// Whether the browser may fill in the person's birthday.
        is_birthday: bool,
    },
    /// A box that must be ticked. Never ticked beforehand, not even when the form is shown again.
    Tick,
}

/// What may stand in a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A person's name.
    Name,
    /// An 18-digit identity number.
    IdNumber,
    /// A mobile number of 11 digits.
    Phone,
    /// Any words, up to so many characters.
    Words {
        /// The most characters.
        chars_max: usize,
    },
    /// A check code of a certificate: letters and digits.
    Code,
    /// A password; never shown again.
    Password,
    /// A whole number.
    Integer {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// An amount in yuan with up to two decimals.
    Money {
        /// The largest, in fen.
        fen_max: i64,
    },
    /// A six-digit code of a place.
    Region,
    /// A month, year first.
    Month,
}

/// How wide a line is drawn, by what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// A few digits.
    Short,
    /// A code or number.
    Middle,
    /// Words.
    Full,
}

/// What was typed, kept as it was typed.
#[derive(Clone, PartialEq, Eq)]
pub enum Typed {
    /// One value.
    One(String),
    /// The three parts of a day.
    Day {
        /// Year.
        year: String,
        /// Month.
        month: String,
        /// Day of the month.
        day: String,
    },
}

impl Typed {
    /// The value, or the year.
    pub fn first(&self) -> &str {
        match self {
            Self::One(value) | Self::Day { year: value, .. } => value,
        }
    }
}

impl Field {
    /// A field that must be answered.
    pub fn new(name: impl Into<String>, label: Text, control: Control) -> Self {
        let typed = match control {
            Control::Day { .. } => {
                Typed::Day { year: String::new(), month: String::new(), day: String::new() }
            }
            Control::Line { .. } | Control::Radios { .. } | Control::Select { .. } | Control::Tick => {
                Typed::One(String::new())
            }
        };
        Self {
            name: name.into(),
            label,
            hint: None,
            control,
            need: Need::Required,
            is_heading: false,
            typed,
            fault: None,
        }
    }

    /// A line of text.
    pub fn line(name: &str, label: Text, shape: Shape, autocomplete: &'static str) -> Self {
        let width = match shape {
            Shape::Integer { .. } | Shape::Month => Width::Short,
            Shape::Phone | Shape::Code | Shape::Money { .. } | Shape::Region | Shape::IdNumber => {
                Width::Middle
            }
            Shape::Name | Shape::Password | Shape::Words { .. } => Width::Full,
        };
        Self::new(
            name,
            label,
            Control::Line { shape, autocomplete, width, suggestions: Vec::new(), unit: None },
        )
    }

    /// A few answers in sight.
    pub fn radios(name: &str, label: Text, choices: Vec<Choice>) -> Self {
        Self::new(name, label, Control::Radios { choices, is_compact: false })
    }

    /// Adds help.
    #[must_use]
    pub fn hint(mut self, hint: Text) -> Self {
        self.hint = Some(hint);
        self
    }

    /// May be left empty, and says so.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.need = Need::Optional;
        self
    }

    /// May be left empty where its own words say when.
    #[must_use]
    pub fn depending(mut self) -> Self {
        self.need = Need::Depends;
        self
    }

    /// Fills in a value that is already known.
    #[must_use]
    pub fn filled(mut self, typed: Typed) -> Self {
        self.typed = typed;
        self
    }
}

// What people type is personal data.
impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Field")
            .field("name", &self.name)
            .field("fault", &self.fault.is_some())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Typed(…)")
    }
}
