//! Facts (信息项): declared once in `facts.md`, with type, what 'none' means,
//! who supplies them and under which provision.

mod judge;

use crate::date::Date;
use crate::region::Regions;
use law_syntax::entry::{self, Entry};
use law_syntax::{Diagnostic, Document, FenceKind, Source, Span, Spanned};
use std::sync::Arc;

/// A fact that is known to be none.
pub const NONE: i64 = i64::MIN;
/// A fact that nobody has given.
pub const ABSENT: i64 = i64::MIN + 1;

/// Index of a fact in the catalogue's order, which is also the order of `would_change`.
pub type FactId = usize;

/// One of a closed list of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Chinese label.
    pub label: Arc<str>,
    /// Value in inputs and answers.
    pub code: Arc<str>,
}

/// The type of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A day.
    Date,
    /// One of a list.
    Choice(Vec<Choice>),
    /// Six digits of GB/T 2260.
    Region,
    /// Yes or no.
    Flag,
    /// A whole number within bounds, with its unit.
    Integer {
        /// Least value.
        min: i64,
        /// Greatest value.
        max: i64,
        /// 个月 and the like.
        unit: String,
    },
    /// Fen within bounds.
    Money {
        /// Least value in fen.
        min: i64,
        /// Greatest value in fen.
        max: i64,
    },
}

/// Who judges an evaluative term, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    /// The officer's role; the person itself, if `None`.
    pub role: Option<String>,
    /// The judgement has to give its reasons.
    pub reasons: bool,
    /// 待有权机关认定: it can be recognised, and until it is it is unknown, never no.
    pub open: bool,
}

/// One declared fact.
#[expect(clippy::struct_excessive_bools, reason = "each is a clause of its own in the declaration")]
#[derive(Debug, Clone)]
pub struct Fact {
    /// Key in inputs.
    pub key: String,
    /// Chinese name; of a flag, the phrase that says it is so.
    pub name: String,
    /// Type.
    pub kind: Kind,
    /// What `null` means, where it is allowed.
    pub none: Option<String>,
    /// The phrase that says a flag is not so.
    pub negative: Option<String>,
    /// May be otherwise one day.
    pub changeable: bool,
    /// May be named as advice: the person can properly go and do it.
    pub advisable: bool,
    /// Ages are counted from it.
    pub counts_age: bool,
    /// No later than the business date.
    pub until_today: bool,
    /// No earlier than another fact.
    pub not_before: Option<FactId>,
    /// None exactly when another fact is none.
    pub paired_with: Option<FactId>,
    /// Who supplies it.
    pub origin: String,
    /// Where the origin is written.
    pub origin_span: Span,
    /// Under which provision, as written.
    pub basis: String,
    /// Where the provision is written.
    pub basis_span: Span,
    /// The file that declares it.
    pub path: std::sync::Arc<str>,
    /// 一般 or 较高.
    pub sensitivity: String,
    /// Who judges it, of an evaluative term (判断).
    pub judge: Option<Judge>,
    /// Where it is declared.
    pub span: Span,
}

impl Fact {
    /// Least and greatest value of its type as the program holds them; of a
    /// region or a choice the bounds of its codes.
    pub fn bounds(&self, as_of: Date) -> (i64, i64) {
        match &self.kind {
            Kind::Date if self.until_today => (Date::MIN.packed(), as_of.packed()),
            Kind::Date => (Date::MIN.packed(), Date::MAX.packed()),
            Kind::Choice(choices) => (0, i64::try_from(choices.len()).unwrap_or(i64::MAX) - 1),
            Kind::Region => (0, 999_999),
            Kind::Flag => (0, 1),
            Kind::Integer { min, max, .. } | Kind::Money { min, max } => (*min, *max),
        }
    }

    /// Its choices; none of any other type.
    pub fn choices(&self) -> &[Choice] {
        match &self.kind {
            Kind::Choice(choices) => choices,
            _ => &[],
        }
    }

    /// The value as inputs write it.
    pub fn json(&self, value: i64) -> serde_json::Value {
        if value == NONE {
            return serde_json::Value::Null;
        }
        match &self.kind {
            Kind::Date => Date::from_packed(value).to_string().into(),
            Kind::Choice(choices) => {
                usize::try_from(value).ok().and_then(|at| choices.get(at)).map(|c| c.code.as_ref()).into()
            }
            Kind::Region => format!("{value:06}").into(),
            Kind::Flag => (value == 1).into(),
            Kind::Integer { .. } | Kind::Money { .. } => value.into(),
        }
    }

    /// The value as Chinese prose writes it.
    pub fn chinese(&self, value: i64, regions: &Regions) -> String {
        if value == NONE {
            return self.none.clone().unwrap_or_else(|| "没有".to_owned());
        }
        match &self.kind {
            Kind::Date => Date::from_packed(value).chinese(),
            Kind::Choice(choices) => usize::try_from(value)
                .ok()
                .and_then(|at| choices.get(at))
                .map_or_else(String::new, |c| c.label.to_string()),
            Kind::Region => {
                regions.find(value).map_or_else(|| format!("{value:06}"), |region| region.zh.clone())
            }
            Kind::Flag => if value == 1 { "是" } else { "否" }.to_owned(),
            Kind::Integer { unit, .. } => format!("{value} {unit}"),
            Kind::Money { .. } => format!("{} 元", yuan(value)),
        }
    }
}

/// Fen as yuan with two decimals.
pub fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

/// Yuan with up to two decimals as fen.
pub fn fen(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let part: i64 = format!("{part:0<2}").parse().ok()?;
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(part)
}

/// Reads all 信息项 of a document behind those of documents read before.
pub fn read_onto(document: &Document, facts: &mut Vec<Fact>, out: &mut Vec<Diagnostic>) {
    let source = &document.source;
    let mut links: Vec<(FactId, Link, Spanned<String>)> = Vec::new();
    let fences = document.articles.iter().flat_map(|a| &a.fences).filter(|f| f.kind == FenceKind::Facts);
    for fence in fences {
        let (entries, strays) = entry::read(source, fence.body);
        for span in strays {
            out.push(Diagnostic::error(
                "E0120",
                source,
                span,
                "信息项应当写作“名称 (identifier)：类型；……。”",
                "a fact reads `name (identifier)：type；…。`",
            ));
        }
        for entry in entries {
            let Some(fact) = one(source, &entry, facts.len(), &mut links, out) else { continue };
            if facts.iter().any(|f| f.key == fact.key || f.name == fact.name) {
                out.push(Diagnostic::error(
                    "E0121",
                    source,
                    entry.name.span,
                    format!("信息项“{}”重复声明", fact.name),
                    format!("the fact `{}` is declared twice", fact.key),
                ));
                continue;
            }
            facts.push(fact);
        }
    }
    for (from, link, name) in links {
        let target = facts.iter().position(|f| f.name == name.value);
        match (target, facts.get_mut(from)) {
            (Some(target), Some(fact)) => match link {
                Link::NotBefore => fact.not_before = Some(target),
                Link::Paired => fact.paired_with = Some(target),
            },
            _ => out.push(Diagnostic::error(
                "E0122",
                source,
                name.span,
                format!("没有“{}”这一信息项", name.value),
                format!("there is no fact `{}`", name.value),
            )),
        }
    }
}

enum Link {
    NotBefore,
    Paired,
}

fn one(
    source: &Source,
    entry: &Entry,
    index: FactId,
    links: &mut Vec<(FactId, Link, Spanned<String>)>,
    out: &mut Vec<Diagnostic>,
) -> Option<Fact> {
    let (Some(id), Some(first)) = (&entry.id, entry.clauses.first()) else {
        out.push(
            Diagnostic::error(
                "E0120",
                source,
                entry.span,
                "信息项缺少标识或者类型",
                "the fact lacks an identifier or a type",
            )
            .hint("写作“名称 (identifier)：类型；……。”", "write `name (identifier)：type；…。`"),
        );
        return None;
    };
    let Some(kind) = kind(&first.value) else {
        out.push(
            Diagnostic::error(
                "E0123",
                source,
                first.span,
                format!("不认识的类型“{}”", first.value),
                format!("unknown type `{}`", first.value),
            )
            .hint(
                "可用：日期；地区；是否；判断；整数 0 至 12，单位为个月；金额 0 元至 100 元；甲 (a)、乙 (b)",
                "use 日期, 地区, 是否, 判断, 整数 … 至 …, 金额 … 元至 … 元, or a list 甲 (a)、乙 (b)",
            ),
        );
        return None;
    };
    let mut fact = Fact {
        key: id.value.clone(),
        name: entry.name.value.clone(),
        kind,
        none: None,
        negative: None,
        changeable: false,
        advisable: false,
        counts_age: false,
        until_today: false,
        not_before: None,
        paired_with: None,
        origin: String::new(),
        origin_span: Span::default(),
        basis: String::new(),
        basis_span: Span::default(),
        path: source.path.clone(),
        sensitivity: String::new(),
        judge: None,
        span: entry.name.span,
    };
    let mut judging = judge::Reader::new(first.value == judge::TYPE);
    for clause in &entry.clauses[1..] {
        if judging.takes(clause) {
            continue;
        }
        let text = clause.value.as_str();
        let tail = |word: &str| text.strip_prefix(word).map(str::to_owned);
        let linked = |name: String| Spanned::new(name, clause.span);
        if let Some(meaning) = tail("没有的，为") {
            fact.none = Some(meaning);
        } else if let Some(phrase) = tail("否定为") {
            fact.negative = Some(phrase);
        } else if let Some(who) = tail("来源为") {
            fact.origin = who;
            fact.origin_span = clause.span;
        } else if let Some(where_from) = tail("依据") {
            fact.basis = where_from;
            fact.basis_span = clause.span;
        } else if let Some(level) = tail("敏感程度为") {
            fact.sensitivity = level;
        } else if text == "不晚于业务日期" {
            fact.until_today = true;
        } else if let Some(name) = tail("不早于") {
            links.push((index, Link::NotBefore, linked(name)));
        } else if let Some(name) = tail("与").and_then(|t| t.strip_suffix("同有同无").map(str::to_owned))
        {
            links.push((index, Link::Paired, linked(name)));
        } else if text == "可以改变" {
            fact.changeable = true;
        } else if text == "可以去办" {
            fact.advisable = true;
        } else if text == "用于计算年龄" {
            fact.counts_age = true;
        } else {
            out.push(Diagnostic::error(
                "E0124",
                source,
                clause.span,
                format!("不认识的说明“{text}”"),
                format!("unknown clause `{text}`"),
            ));
        }
    }
    fact.judge = judging.finish(source, entry, out);
    unsupplied(source, &fact, out);
    Some(fact)
}

fn unsupplied(source: &Source, fact: &Fact, out: &mut Vec<Diagnostic>) {
    if fact.origin.is_empty() || fact.basis.is_empty() {
        out.push(
            Diagnostic::error(
                "E0125",
                source,
                fact.span,
                format!("信息项“{}”没有写明由谁提供或者依据哪一条", fact.name),
                format!("the fact `{}` has no origin or no provision", fact.key),
            )
            .hint("加上“来源为……；依据第……条……”", "add `来源为…；依据第…条…`"),
        );
    }
}

fn kind(text: &str) -> Option<Kind> {
    match text {
        "日期" => return Some(Kind::Date),
        "地区" => return Some(Kind::Region),
        "是否" | judge::TYPE => return Some(Kind::Flag),
        _ => {}
    }
    if let Some(range) = text.strip_prefix("整数") {
        let (range, unit) = range.split_once("，单位为").unwrap_or((range, ""));
        let (min, max) = range.split_once('至')?;
        let (min, max) = (min.trim().parse().ok()?, max.trim().parse().ok()?);
        return (min <= max).then(|| Kind::Integer { min, max, unit: unit.trim().to_owned() });
    }
    if let Some(range) = text.strip_prefix("金额") {
        let (min, max) = range.split_once('至')?;
        let bound = |part: &str| fen(part.trim().strip_suffix('元')?.trim());
        let (min, max) = (bound(min)?, bound(max)?);
        return (min <= max).then_some(Kind::Money { min, max });
    }
    choices(text).filter(|list| list.len() <= CHOICES_MAX).map(Kind::Choice)
}

/// The most values of one list: a test holds them as one word of bits.
pub const CHOICES_MAX: usize = 63;

/// Reads `甲 (a)、乙 (b)`.
pub fn choices(text: &str) -> Option<Vec<Choice>> {
    text.split('、')
        .map(|part| {
            let body = part.trim().strip_suffix(')')?;
            let open = body.rfind('(')?;
            let (label, code) = (body[..open].trim(), body[open + 1..].trim());
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            let fine = !label.is_empty() && !code.is_empty() && code.chars().all(plain);
            fine.then(|| Choice { label: label.into(), code: code.into() })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yuan_and_fen_are_one_amount() {
        assert_eq!(fen("4000.5"), Some(400_050));
        assert_eq!(fen("0"), Some(0));
        assert_eq!(fen("4000.505"), None);
        assert_eq!(fen("-1"), None);
        assert_eq!(yuan(400_050), "4000.50");
        assert_eq!(yuan(5), "0.05");
        assert_eq!(yuan(-5), "-0.05");
    }
}
