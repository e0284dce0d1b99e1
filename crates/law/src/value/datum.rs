//! Computed values, as answers and as prose write them.

use crate::date::Date;
use crate::fact::{self, Choice, Kind, NONE};
use std::sync::Arc;

/// A computed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// null
    None,
    /// Yes or no.
    Flag(bool),
    /// Code of a named value.
    Code(Choice),
    /// Codes.
    Codes(Arc<[Choice]>),
    /// A number.
    Number(i64),
    /// Fen.
    Money(i64),
    /// A day.
    Day(Date),
    /// A region.
    Region(i64),
    /// Regions.
    Regions(Vec<i64>),
}

/// The value of a fact.
pub(super) fn fact_value(value: i64, kind: &Kind) -> Datum {
    if value == NONE {
        return Datum::None;
    }
    match kind {
        Kind::Date => Datum::Day(Date::from_packed(value)),
        Kind::Choice(choices) => usize::try_from(value)
            .ok()
            .and_then(|at| choices.get(at))
            .map_or(Datum::None, |choice| Datum::Code(choice.clone())),
        Kind::Region => Datum::Region(value),
        Kind::Flag => Datum::Flag(value == 1),
        Kind::Integer { .. } => Datum::Number(value),
        Kind::Money { .. } => Datum::Money(value),
    }
}

impl Datum {
    /// As answers write it.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Self::None => serde_json::Value::Null,
            Self::Flag(value) => (*value).into(),
            Self::Code(choice) => choice.code.as_ref().into(),
            Self::Codes(choices) => choices.iter().map(|c| c.code.as_ref()).collect(),
            Self::Number(value) | Self::Money(value) => (*value).into(),
            Self::Day(date) => date.to_string().into(),
            Self::Region(code) => format!("{code:06}").into(),
            Self::Regions(codes) => codes.iter().map(|code| format!("{code:06}")).collect(),
        }
    }
}

/// A datum as Chinese prose writes it.
pub fn chinese(datum: &Datum, regions: &crate::region::Regions) -> String {
    let region = |code: i64| regions.find(code).map_or_else(|| format!("{code:06}"), |r| r.zh.clone());
    match datum {
        Datum::None => "没有".to_owned(),
        Datum::Flag(value) => if *value { "是" } else { "否" }.to_owned(),
        Datum::Code(choice) => choice.label.to_string(),
        Datum::Codes(choices) => choices.iter().map(|c| c.label.as_ref()).collect::<Vec<_>>().join("、"),
        Datum::Number(value) => value.to_string(),
        Datum::Money(value) => format!("{} 元", fact::yuan(*value)),
        Datum::Day(date) => date.chinese(),
        Datum::Region(code) => region(*code),
        Datum::Regions(codes) => codes.iter().map(|code| region(*code)).collect::<Vec<_>>().join("、"),
    }
}
