//! What a person is asked in a service: each field with its kind, and when it is asked.

use serde::Deserialize;

use crate::anchor::Anchor;
use crate::words::Words;

/// The kind of a field. There is none for a file: evidence is never a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A person's name; personal.
    PersonName,
    /// An 18-character ID number; personal. Its form is checked by the registry.
    IdNumber,
    /// A mobile phone number; personal.
    Phone,
    /// One of the field's values.
    Choice,
    /// `true` or `false`.
    YesNo,
    /// Work in one's own words, or an occupation of the list.
    Occupation,
    /// A district of Beijing, six digits.
    District,
    /// A sub-district, township or town, nine digits.
    Street,
    /// A day, `YYYY-MM-DD`.
    Date,
    /// One of the other kinds of flexible work that are recognised on the day; in words while there is none.
    OtherKind,
    /// A few words.
    ShortText,
    /// The number of a registration.
    RegistrationNumber,
    /// Any place of the country, six digits; one outside Beijing too.
    Region,
    /// An amount of money in fen, whole.
    Money,
    /// A whole number.
    Integer,
    /// A month, `YYYY-MM`.
    Month,
    /// Several months, `YYYY-MM` with commas between, the earliest first and each once.
    Months,
}

impl FieldKind {
    /// Whether what is typed is about the person and must not be repeated in an error or a log.
    pub fn is_personal(self) -> bool {
        match self {
            Self::PersonName
            | Self::IdNumber
            | Self::Phone
            | Self::OtherKind
            | Self::ShortText
            | Self::Occupation => true,
            Self::Choice
            | Self::YesNo
            | Self::District
            | Self::Street
            | Self::Date
            | Self::Region
            | Self::Money
            | Self::Integer
            | Self::Month
            | Self::Months
            | Self::RegistrationNumber => false,
        }
    }
}

/// One thing that is asked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its name in forms and in the API.
    pub id: String,
    /// What may be answered.
    pub kind: FieldKind,
    /// The page on which it stands; fields of one page are asked together.
    pub page: String,
    /// Whether it must be answered when it is asked.
    #[serde(default = "yes")]
    pub required: bool,
    /// The facts of the law that it gives.
    #[serde(default)]
    pub facts: Vec<String>,
    /// The condition under which it is asked; without one, always.
    #[serde(default)]
    pub when: Option<When>,
    /// The answers of a choice.
    #[serde(default)]
    pub values: Vec<Choice>,
    /// The field of the place that a street lies in; without one, `district`.
    #[serde(default)]
    pub lies_in: Option<String>,
    /// The most characters of a text.
    #[serde(default)]
    pub chars_max: Option<u16>,
    /// The least that a number or an amount may be.
    #[serde(default)]
    pub least: Option<u64>,
    /// The most that a number or an amount may be.
    #[serde(default)]
    pub most: Option<u64>,
    /// The first day or month that can be given, as it is written; only with the source of the bounds.
    #[serde(default)]
    pub earliest: Option<String>,
    /// The last one.
    #[serde(default)]
    pub latest: Option<String>,
    /// Where these bounds come from.
    #[serde(default)]
    pub bounds_source: Option<String>,
    /// Whether a date may not lie after the business date.
    #[serde(default)]
    pub not_after_business_date: bool,
    /// The question.
    pub label: Words,
    /// Help beneath it.
    #[serde(default)]
    pub hint: Option<Words>,
}

/// A field is asked when another one has one of these answers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct When {
    /// The other field; it stands earlier.
    pub field: String,
    /// The answers with which this field is asked.
    pub is: Vec<String>,
}

/// One answer of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Its name in forms and in the API; where the field gives a fact, one of that fact's values.
    pub id: String,
    /// The words of the law that it stands for.
    #[serde(default)]
    pub anchor: Option<Anchor>,
    /// What the person reads.
    pub label: Words,
    /// Help beneath it.
    #[serde(default)]
    pub hint: Option<Words>,
}

/// The months of an answer to a field of months.
pub fn months(answer: &str) -> impl Iterator<Item = &str> {
    answer.split(',').map(str::trim)
}

fn yes() -> bool {
    true
}
