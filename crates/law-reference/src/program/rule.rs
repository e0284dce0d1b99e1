//! Conclusions and definitions, what departs from them and what amends them (`docs/language/rules.md`,
//! `exceptions.md`, `overlays.md`).

use super::{Comparison, ExceptionId, FactId, Field, RuleId, Stretch, Value};
use crate::day::Day;

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

/// A numbered condition.
#[derive(Debug, Clone)]
pub struct Item {
    /// What it says itself.
    pub own: Option<Condition>,
    /// Whether all of those below are wanted, and these.
    pub below: Option<(bool, Vec<Item>)>,
}

/// What a rule demands: the condition of its opening, or its items.
#[derive(Debug, Clone)]
pub struct Body {
    /// 自…起，至…止， at its beginning.
    pub days: Stretch,
    /// The condition of the opening.
    pub only: Option<Condition>,
    /// Whether all items are wanted.
    pub is_all: bool,
    /// Its items.
    pub items: Vec<Item>,
}

/// A line that leans on another provision.
#[derive(Debug, Clone)]
pub enum Link {
    /// 另有规定：除外于
    Unless(RuleId),
    /// 另有规定：从其
    YieldsTo(RuleId),
    /// 按照…另需符合
    Also(Condition),
    /// 参照: the rule holds with these facts read as those.
    Analogy(RuleId, Vec<(FactId, FactId)>),
}

/// What a rule is from a day on.
#[derive(Debug, Clone)]
pub struct Amendment {
    /// From this day on.
    pub from: Day,
    /// The file that says so.
    pub layer: usize,
    /// Conditions.
    pub body: Body,
    /// Fields.
    pub fields: Vec<Field>,
}

/// Which version holds follows from a date of the case.
#[derive(Debug, Clone)]
pub struct Transition {
    /// The file whose amendments it holds off.
    pub layer: usize,
    /// For whom.
    pub body: Body,
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
    /// Of which file.
    pub layer: usize,
    /// In force from this day.
    pub force: Day,
    /// Not known before this day.
    pub published: Option<Day>,
    /// Conditions before any amendment.
    pub body: Body,
    /// Fields before any amendment.
    pub fields: Vec<Field>,
    /// Other provisions.
    pub links: Vec<Link>,
    /// By day, and on one day by file.
    pub amendments: Vec<Amendment>,
    /// One a file.
    pub transitions: Vec<Transition>,
    /// What departs from it, what prevails last.
    pub exceptions: Vec<ExceptionId>,
}

/// What an exception departs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A rule.
    Rule(RuleId),
    /// Another exception.
    Exception(ExceptionId),
}

/// Places of an item and of one below it, from 0.
pub type Relief = (usize, Option<usize>);

/// What an exception does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// 替代
    Replace,
    /// 替代…的…: one field.
    ReplaceField(String),
    /// 除外于
    Except,
    /// 不受…限制
    Lift(Relief),
    /// 停止, with the period that it waits for.
    Stop(Option<&'static str>),
    /// 撤销
    Revoke,
}

/// An exception.
#[derive(Debug, Clone)]
pub struct Exception {
    /// Chinese name.
    pub name: String,
    /// Key in answers.
    pub key: String,
    /// In force from this day.
    pub force: Day,
    /// Not known before this day.
    pub published: Option<Day>,
    /// What it departs from.
    pub target: Target,
    /// How.
    pub effect: Effect,
    /// When it holds.
    pub body: Body,
    /// 应当…
    pub instead: Option<Body>,
    /// New values of the target's fields.
    pub fields: Vec<Field>,
    /// 优先于
    pub prevails_over: Vec<ExceptionId>,
    /// What departs from it, what prevails last.
    pub exceptions: Vec<ExceptionId>,
}

/// What a fact is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeemedValue {
    /// A value, or none.
    Fixed(Value),
    /// What another fact is.
    Fact(FactId),
}

/// 视为, 推定
#[derive(Debug, Clone)]
pub struct Deemed {
    /// Which fact.
    pub fact: FactId,
    /// Read as what.
    pub value: DeemedValue,
    /// In force from this day.
    pub force: Day,
    /// Not known before this day.
    pub published: Option<Day>,
    /// When.
    pub body: Body,
    /// Evidence against it.
    pub evidence: Option<Condition>,
}

/// Which member is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preference {
    /// 较高
    Highest,
    /// 较低
    Lowest,
    /// 由本人选择
    Choice,
}

/// 至多一项
#[derive(Debug, Clone)]
pub struct AtMostOne {
    /// Key in answers.
    pub key: String,
    /// Conclusions with the fields that are compared.
    pub members: Vec<(RuleId, Option<usize>)>,
    /// Which is taken.
    pub preference: Preference,
}
