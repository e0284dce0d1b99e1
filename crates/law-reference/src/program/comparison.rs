//! Comparisons: of days that are some period away, of numbers, of choices, of places (`docs/language/conditions.md`).

use super::{FactId, ParameterId};
use crate::day::Day;

/// The unit of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 年
    Years,
    /// 个月
    Months,
    /// 日
    Days,
    /// 工作日
    WorkingDays,
}

/// Where a day goes that its month does not have (`docs/language/time.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MonthEnd {
    /// 月末对应: the last day of the month.
    Clamp,
    /// 月末顺延, and ages: the first day of the next month.
    Forward,
}

/// A period that is added to a day, or taken from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// How many; less than zero is before.
    pub count: i64,
    /// Of what.
    pub unit: Unit,
    /// What the end of a month does.
    pub end: MonthEnd,
    /// 遇法定休假日顺延
    pub rolls: bool,
}

impl Period {
    /// No period.
    pub const NONE: Self = Self { count: 0, unit: Unit::Years, end: MonthEnd::Clamp, rolls: false };
}

/// A day in a comparison: something, and a period away from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayTerm {
    /// From which day.
    pub base: DayBase,
    /// How far away.
    pub period: Period,
}

/// Where a day comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayBase {
    /// 业务日期
    Today,
    /// As written.
    Fixed(Day),
    /// A fact.
    Fact(FactId),
}

/// A number in a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NumberTerm {
    /// As written.
    Fixed(i64),
    /// An amount or a number of the day.
    Parameter(ParameterId),
}

/// How two numbers or days are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// 不满, 早于
    Less,
    /// 以下, 不晚于
    AtMost,
    /// 超过, 晚于
    More,
    /// 以上, 不早于
    AtLeast,
}

impl Relation {
    /// Whether it holds of two values.
    pub fn of(self, left: i64, right: i64) -> bool {
        match self {
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::More => left > right,
            Self::AtLeast => left >= right,
        }
    }
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparison {
    /// 为, 不为: one of these places in the list.
    Among(FactId, Vec<i64>),
    /// The name of a flag, or its negation.
    Flag(FactId, bool),
    /// 在本市, 不在本市
    InCity(FactId, bool),
    /// 在…区
    InDistrict(FactId, i64),
    /// 属于 an authorised matter: districts, or choices.
    Listed(FactId, ParameterId),
    /// An authorised matter of 是否, or its negation.
    Settled(ParameterId, bool),
    /// Two days.
    Days(DayTerm, Relation, DayTerm),
    /// A number.
    Number(FactId, Relation, NumberTerm),
    /// The phrase for none.
    IsNone(FactId),
    /// Never holds; the fact decides otherwise than by a comparison with it (as the district that a figure is of), so
    /// that no two of its values are alike.
    Reads(FactId),
}
