//! What a policy folder says, as plain data: facts, parameters, rules. The reader makes it, the meaning reads it.

use crate::day::{Day, Leap};
use crate::fraction::Fraction;

/// Index of a fact in [`Program::facts`].
pub type FactId = usize;
/// Index of a parameter in [`Program::parameters`].
pub type ParameterId = usize;
/// Index of a rule in [`Program::rules`].
pub type RuleId = usize;

/// What a fact is: a choice's place in its list, 0 or 1 of a flag, the six digits of a region, a number, fen, or a
/// day; `None` is none (没有).
pub type Value = Option<i64>;

/// The type of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// 日期
    Date,
    /// 地区
    Region,
    /// 是否
    Flag,
    /// 整数, both ends included, with its unit.
    Integer(i64, i64, String),
    /// 金额, both ends included, in fen.
    Money(i64, i64),
    /// Labels with their codes.
    Choice(Vec<(String, String)>),
}

/// A fact (信息项).
#[derive(Debug, Clone)]
pub struct Fact {
    /// Chinese name, white space left out.
    pub name: String,
    /// Key in inputs.
    pub key: String,
    /// Type.
    pub kind: Kind,
    /// The phrase for none, where none is allowed.
    pub none: Option<String>,
    /// The phrase that negates a flag.
    pub negation: Option<String>,
    /// 不晚于业务日期
    pub until_today: bool,
    /// 不早于…
    pub not_before: Option<String>,
    /// 与…同有同无
    pub paired_with: Option<String>,
    /// 可以改变
    pub changeable: bool,
    /// 用于计算年龄
    pub counts_age: bool,
}

/// A parameter's value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Setting {
    /// Fen.
    Money(i64),
    /// A rate.
    Rate(Fraction),
    /// Codes of districts.
    Regions(Vec<i64>),
}

/// What a parameter's values are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingKind {
    /// 金额
    Money,
    /// 比例
    Rate,
    /// 授权事项
    Regions,
}

/// A value with the days on which it holds.
#[derive(Debug, Clone)]
pub struct Row {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Option<Day>,
    /// Known from this day.
    pub published: Option<Day>,
    /// The value.
    pub value: Setting,
    /// How many files lie below the one that says so.
    pub layer: usize,
}

/// A parameter or an authorised matter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Chinese name.
    pub name: String,
    /// Key in inputs.
    pub key: String,
    /// What its values are.
    pub kind: SettingKind,
    /// May be tried.
    pub what_if: bool,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A day in a comparison: something, and whole years later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayTerm {
    /// From which day.
    pub base: DayBase,
    /// How many years later.
    pub years: i64,
    /// Where 29 February goes.
    pub leap: Leap,
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
    /// An amount of the day.
    Parameter(ParameterId),
}

/// How two numbers or days are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

/// One comparison (`docs/language/conditions.md`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparison {
    /// 为, 不为: one of these places in the list.
    Among(FactId, Vec<i64>),
    /// The name of a flag, or its negation.
    Flag(FactId, bool),
    /// 在本市, 不在本市
    InCity(FactId, bool),
    /// 属于 an authorised matter.
    Listed(FactId, ParameterId),
    /// Two days.
    Days(DayTerm, Relation, DayTerm),
    /// A number.
    Number(FactId, Relation, NumberTerm),
    /// The phrase for none.
    IsNone(FactId),
}

/// A condition.
#[derive(Debug, Clone)]
pub enum Condition {
    /// One comparison.
    Is(Comparison),
    /// 同时符合
    All(Vec<Condition>),
    /// 符合之一
    Any(Vec<Condition>),
    /// Another rule holds, or does not.
    Rule(RuleId, bool),
    /// One item of a conclusion, counted from 0.
    Item(RuleId, usize),
    /// An earlier field of the same conclusion is 是.
    Field(usize),
}

/// An operand of a value.
#[derive(Debug, Clone)]
pub enum Operand {
    /// A fact itself.
    Fact(FactId),
    /// An amount of the day.
    Parameter(ParameterId),
    /// As written.
    Number(i64),
    /// As written, in fen.
    Money(i64),
    /// As written.
    Day(Day),
}

/// A step of a value, from left to right.
#[derive(Debug, Clone)]
pub enum Step {
    /// 减去
    Minus(Operand),
    /// 乘以 a number.
    Times(Operand),
    /// 乘以 a rate, to the fen.
    Rate(ParameterId),
    /// 后 N 年
    YearsLater(i64),
}

/// A value (`docs/language/values.md`).
#[derive(Debug, Clone)]
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
    /// An operand and what is done to it.
    Sum(Operand, Vec<Step>),
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

/// A conclusion or a definition.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Whether it has an answer of its own.
    pub is_conclusion: bool,
    /// Chinese name.
    pub name: String,
    /// Key in answers.
    pub key: String,
    /// Under which article.
    pub article: i64,
    /// In force from this day.
    pub force: Day,
    /// 自…起
    pub from: Option<Day>,
    /// 至…止
    pub to: Option<Day>,
    /// Its condition.
    pub condition: Condition,
    /// Its items of the first level.
    pub items: Vec<Condition>,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A policy folder, read.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// In the order of declaration.
    pub facts: Vec<Fact>,
    /// Parameters and authorised matters.
    pub parameters: Vec<Parameter>,
    /// In the order of the file.
    pub rules: Vec<Rule>,
    /// The city's digits as a number, and how many codes they stand for (110000 is 11 of 10,000 codes).
    pub city: (i64, i64),
    /// Codes of its districts.
    pub districts: Vec<i64>,
    /// Names of places, to codes.
    pub places: Vec<(String, i64)>,
}

impl Program {
    /// Whether a code begins with the city's digits.
    pub fn in_city(&self, code: i64) -> bool {
        code / self.city.1 == self.city.0
    }

    /// A fact by key.
    pub fn fact(&self, key: &str) -> Option<FactId> {
        self.facts.iter().position(|fact| fact.key == key)
    }

    /// A parameter by key.
    pub fn parameter(&self, key: &str) -> Option<ParameterId> {
        self.parameters.iter().position(|parameter| parameter.key == key)
    }
}
