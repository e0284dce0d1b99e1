//! One value of a paper: a text, a day, a month, money, a number or a district. Typed, so that a reader's program
//! gets money as fen and days as days, and no page has to guess what a text meant.

use ciborium::Value as Cbor;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Bilingual, FieldError,
    canonical::{date, read_array, read_date, read_signed, read_text, read_unsigned},
    certificate::{check_year, read_region},
    field::check_text,
};

/// Longest text of one value.
pub(super) const TEXT_BYTES_MAX: usize = 1500;
const DISTRICT_BYTES_MAX: usize = 90;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month {
    /// The year, 1 to 9999.
    pub year: i16,
    /// The month, 1 to 12.
    pub month: i8,
}

/// A single value. A text as a person or an office entered it has no English; a choice has both.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scalar {
    /// A text as it was entered.
    Text(String),
    /// A text that both languages have.
    Words(Bilingual),
    /// A day.
    Date(Date),
    /// A month.
    Month(Month),
    /// Money in fen; below nought where something is taken back.
    Money(i64),
    /// A count, of months for instance; its unit stands in the label.
    Number(u64),
    /// A district: its code of GB/T 2260 and its name.
    District {
        /// The code.
        code: String,
        /// The name.
        name: Bilingual,
    },
}

impl Scalar {
    /// Both languages at once.
    pub fn words(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Words(Bilingual::new(zh, en))
    }

    pub(super) fn check(&self, field: &str) -> Result<(), FieldError> {
        let owned = || field.to_owned();
        match self {
            Self::Text(text) => check_text(owned(), text, TEXT_BYTES_MAX),
            Self::Words(words) => words.check(field, TEXT_BYTES_MAX),
            Self::Date(day) => check_year(owned(), *day),
            Self::Month(month) => {
                if (1..=9999).contains(&month.year) && (1..=12).contains(&month.month) {
                    return Ok(());
                }
                let found = format!("the year {} and month {}", month.year, month.month);
                Err(FieldError::new(owned(), found, "a month 1–12 of a year 1–9999"))
            }
            Self::Money(_) | Self::Number(_) => Ok(()),
            Self::District { code, name } => {
                read_region(code).ok_or_else(|| {
                    let found = format!("a code of {} bytes", code.len());
                    FieldError::new(owned(), found, "six digits of GB/T 2260, the first not 0")
                })?;
                name.check(field, DISTRICT_BYTES_MAX)
            }
        }
    }

    pub(super) fn to_cbor(&self) -> Cbor {
        let tagged =
            |tag: u8, rest: Vec<Cbor>| Cbor::Array(std::iter::once(Cbor::from(tag)).chain(rest).collect());
        match self {
            Self::Text(text) => tagged(0, vec![text.as_str().into()]),
            Self::Words(words) => tagged(1, vec![words.zh.as_str().into(), words.en.as_str().into()]),
            Self::Date(day) => tagged(2, vec![date(*day)]),
            Self::Month(month) => {
                tagged(3, vec![Cbor::from(i32::from(month.year) * 100 + i32::from(month.month))])
            }
            Self::Money(fen) => tagged(4, vec![Cbor::from(*fen)]),
            Self::Number(number) => tagged(5, vec![Cbor::from(*number)]),
            Self::District { code, name } => {
                let code = read_region(code).unwrap_or_default();
                tagged(6, vec![Cbor::from(code), name.zh.as_str().into(), name.en.as_str().into()])
            }
        }
    }

    pub(super) fn from_cbor(value: Cbor) -> Option<Self> {
        let mut parts = value.into_array().ok()?.into_iter();
        let tag = parts.next().and_then(read_unsigned)?;
        let rest = Cbor::Array(parts.collect());
        match tag {
            0 => read_array::<1>(rest).and_then(|[text]| read_text(text)).map(Self::Text),
            1 => {
                let [zh, en] = read_array(rest)?;
                Some(Self::Words(Bilingual { zh: read_text(zh)?, en: read_text(en)? }))
            }
            2 => read_array::<1>(rest).and_then(|[day]| read_date(day)).map(Self::Date),
            3 => {
                let number = read_array::<1>(rest).and_then(|[month]| read_unsigned(month))?;
                let year = i16::try_from(number / 100).ok()?;
                Some(Self::Month(Month { year, month: i8::try_from(number % 100).ok()? }))
            }
            4 => read_array::<1>(rest).and_then(|[fen]| read_signed(fen)).map(Self::Money),
            5 => read_array::<1>(rest).and_then(|[number]| read_unsigned(number)).map(Self::Number),
            6 => {
                let [code, zh, en] = read_array(rest)?;
                let name = Bilingual { zh: read_text(zh)?, en: read_text(en)? };
                Some(Self::District { code: read_unsigned(code)?.to_string(), name })
            }
            7.. => None,
        }
    }
}

/// Values are personal: a log may say of what kind one is, not what it says.
impl std::fmt::Debug for Scalar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(…)",
            Self::Words(_) => "Words(…)",
            Self::Date(_) => "Date(…)",
            Self::Month(_) => "Month(…)",
            Self::Money(_) => "Money(…)",
            Self::Number(_) => "Number(…)",
            Self::District { .. } => "District(…)",
        })
    }
}
