//! Facts and their types (`docs/language/facts.md`).

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
    /// 是否, and 判断
    Flag,
    /// 整数, both ends included, with its unit.
    Integer(i64, i64, String),
    /// 金额, both ends included, in fen.
    Money(i64, i64),
    /// Labels with their codes.
    Choice(Vec<(String, String)>),
}

/// Who judges an evaluative term (判断).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judge {
    /// The authority; the person, if none.
    pub by: Option<String>,
    /// 应当说明理由
    pub with_reason: bool,
    /// 待有权机关认定: can only be recognised.
    pub only_recognised: bool,
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
    /// Who judges it, if it is a judgement.
    pub judge: Option<Judge>,
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
