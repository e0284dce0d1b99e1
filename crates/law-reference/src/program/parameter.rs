//! Dated values: parameters, tables, authorised matters (`docs/language/parameters.md`, `authorised.md`).

use super::FactId;
use crate::day::Day;
use crate::fraction::Fraction;

/// A parameter's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// Fen.
    Money(i64),
    /// A rate.
    Rate(Fraction),
    /// A whole number.
    Number(i64),
    /// Codes of districts.
    Regions(Vec<i64>),
    /// Places in the list of a fact's choices.
    Choices(Vec<i64>),
    /// 是否
    Flag(bool),
    /// 分档, 分段累进
    Table(Vec<Band>),
}

/// A row of a table: between its bounds, this value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// From here on; from the beginning if none.
    pub low: Option<i64>,
    /// Up to here; to the end if none.
    pub high: Option<i64>,
    /// 以上、不满: the lower bound is in it and the upper is not; else the other way round.
    pub low_is_in: bool,
    /// Fen or a whole number as a fraction, or a rate.
    pub value: Fraction,
}

/// What a table takes and gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableKind {
    /// The unit of the number that is looked up; `None` is yuan.
    pub by: Option<String>,
    /// What a row gives.
    pub gives: Box<SettingKind>,
    /// 分段累进
    pub by_parts: bool,
}

/// What a parameter's values are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingKind {
    /// 金额, with what it is paid by (`月` of `元/月`).
    Money(String),
    /// 比例
    Rate,
    /// 数, 期限, with its unit.
    Number(String),
    /// 本市的区
    Regions,
    /// “…”的选项
    Choices(FactId),
    /// 是否
    Flag,
    /// A table.
    Table(TableKind),
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
    /// Who fills an authorised matter, if it is one.
    pub filling: Option<Filling>,
}

/// Who fills an authorised matter, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filling {
    /// 标识 of the instrument.
    pub instrument: String,
    /// 制定机关
    pub issuer: String,
    /// 适用地区
    pub scope: i64,
    /// 国家 3, 市 2, 区 1.
    pub rank: i64,
    /// The day on which it acted.
    pub acted_on: Day,
    /// 经…批准
    pub approvals: Vec<String>,
    /// 优先于
    pub prevails_over: Vec<String>,
}

/// Days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stretch {
    /// 自
    pub from: Option<Day>,
    /// 至
    pub to: Option<Day>,
}

impl Stretch {
    /// Whether a day is within.
    pub fn holds(self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// Who may fill a matter, on which days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Competence {
    /// When.
    pub days: Stretch,
    /// Who; what begins with 区 is each district for itself.
    pub who: Vec<String>,
    /// 经…批准
    pub approval: Option<String>,
}

/// What an authorised matter says beside its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorised {
    /// Who may.
    pub competence: Vec<Competence>,
    /// 按…适用
    pub by_region: Option<FactId>,
    /// 未确定的
    pub default: Option<Setting>,
    /// 否定为
    pub negation: Option<String>,
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
    /// If it is an authorised matter.
    pub authorised: Option<Authorised>,
}
