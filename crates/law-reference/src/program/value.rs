//! Values of fields (`docs/language/values.md`).

use super::{Condition, DayBase, FactId, ParameterId, Period};
use crate::day::Day;
use crate::fraction::Fraction;

/// One thing that is reckoned with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Single {
    /// A fact itself.
    Fact(FactId),
    /// A value of the day.
    Parameter(ParameterId),
    /// A number, or fen, as written; whether it is fen.
    Whole(i64, bool),
    /// A rate as written.
    Rate(Fraction),
    /// As written.
    Day(Day),
    /// 业务日期
    Today,
    /// An earlier field of the same conclusion.
    Field(usize),
    /// 原: what the field was before the exception.
    Before(usize),
}

/// Which of several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extreme {
    /// 较高
    Higher,
    /// 较低
    Lower,
}

/// What is counted between two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// 日数
    Days,
    /// 足月数
    Months,
    /// 足年数
    Years,
}

/// An operand of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// One thing.
    One(Single),
    /// 中的较高者, 中的较低者
    Of(Extreme, Vec<Single>),
    /// 累计
    Total(Vec<Single>),
    /// 以…为准
    First(Vec<Single>),
    /// 甲日期至乙日期的日数
    Between(DayBase, DayBase, Counted),
}

/// How a fraction becomes whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// 四舍五入
    Half,
    /// 舍去, 向下
    Down,
    /// 进一, 向上
    Up,
}

/// To a multiple of what: 1, 10 or 100.
pub type Grid = i64;

/// A step of a value, from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// 加上
    Plus(Operand),
    /// 减去
    Minus(Operand),
    /// 乘以
    Times(Operand),
    /// 除以
    Over(Operand),
    /// 上浮
    Raised(Operand),
    /// 下浮
    Lowered(Operand),
    /// 折合个月
    ToMonths,
    /// 折合年
    ToYears,
    /// 按 a table
    By(ParameterId),
    /// 后, 前 a period
    Away(Period),
    /// 的月初
    MonthStart,
    /// 的月末
    MonthEnd,
    /// 最高不超过 is the lower of two, 最低不低于 the higher.
    Bound(Extreme, Operand),
    /// 计算到…
    Round(Grid, Rounding),
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// 没有
    None,
    /// 是, 否
    Flag(bool),
    /// One code with its label.
    Code((String, String)),
    /// A list of codes with their labels.
    Codes(Vec<(String, String)>),
    /// A list of regions; whether only those in the city.
    Regions(Vec<FactId>, bool),
    /// An operand and what is done to it; whether it comes to money.
    Sum {
        /// First.
        first: Operand,
        /// Then, in order.
        steps: Vec<Step>,
        /// An amount is no number: 0 yuan and 0 months are two values.
        is_money: bool,
    },
}

/// A case of a field.
#[derive(Debug, Clone)]
pub struct Case {
    /// When it is taken; always, if `None`.
    pub when: Option<Condition>,
    /// What it gives.
    pub value: Term,
}

/// A field of a conclusion.
#[derive(Debug, Clone)]
pub struct Field {
    /// Chinese name.
    pub name: String,
    /// Key in answers.
    pub key: String,
    /// From the top, the first that holds.
    pub cases: Vec<Case>,
}
