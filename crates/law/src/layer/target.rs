//! What an exception names: `替代“甲”的“乙”`, `除外于“甲”`, `不受“甲”第（一）项限制`,
//! `停止“甲”，自次月起`, `撤销“甲”`, each with `，优先于“丙”` where two meet.

use super::{Effect, Period};
use law_syntax::{Diagnostic, Source, Span, Spanned, numeral};

/// The relation of an exception to its target, as written.
#[derive(Debug, Clone)]
pub struct Relation {
    /// What it does.
    pub effect: Effect,
    /// The target's name.
    pub target: Spanned<String>,
    /// The number of the item that is lifted, and of the one below it.
    pub item: Option<(u16, Option<u16>)>,
    /// The field whose value is replaced.
    pub field: Option<Spanned<String>>,
    /// From when a 停止 works.
    pub period: Option<Period>,
    /// Names of the exceptions over which it prevails.
    pub over: Vec<Spanned<String>>,
}

const VERBS: [(&str, Effect); 5] = [
    ("替代", Effect::Replace),
    ("除外于", Effect::Except),
    ("不受", Effect::Lift),
    ("停止", Effect::Stop),
    ("撤销", Effect::Revoke),
];

/// Reads a relation.
pub fn read(source: &Source, text: &Spanned<String>, out: &mut Vec<Diagnostic>) -> Option<Relation> {
    let relation = relation(text);
    if relation.is_none() {
        out.push(
            Diagnostic::error(
                "E0270",
                source,
                text.span,
                format!("没有说明例外与哪一规则是什么关系：“{}”", text.value),
                format!("it does not say what the exception does to which rule: `{}`", text.value),
            )
            .hint(
                "写作“替代“甲””、“替代“甲”的“字段””、“除外于“甲””、“不受“甲”第（一）项限制”、“停止“甲””或者“撤销“甲””",
                "write 替代“甲”, 替代“甲”的“字段”, 除外于“甲”, 不受“甲”第（一）项限制, 停止“甲” or 撤销“甲”",
            ),
        );
    }
    relation
}

fn relation(text: &Spanned<String>) -> Option<Relation> {
    let (word, effect) = VERBS.into_iter().find(|(word, _)| text.value.starts_with(word))?;
    let mut at = word.len();
    let target = quoted(text, &mut at)?;
    let mut relation = Relation { effect, target, item: None, field: None, period: None, over: Vec::new() };
    let rest = |at: usize| &text.value[at..];
    match effect {
        Effect::Lift => {
            let end = at + rest(at).find("限制")?;
            relation.item = Some(item(&text.value[at..end])?);
            at = end + "限制".len();
        }
        Effect::Replace if rest(at).starts_with('的') => {
            at += '的'.len_utf8();
            relation.field = Some(quoted(text, &mut at)?);
        }
        Effect::Replace | Effect::Except | Effect::Stop | Effect::Revoke => {}
    }
    while !rest(at).is_empty() {
        at += rest(at).strip_prefix('，').map(|_| '，'.len_utf8())?;
        if rest(at).starts_with("优先于") {
            at += "优先于".len();
            relation.over.push(quoted(text, &mut at)?);
            while rest(at).starts_with('、') {
                at += '、'.len_utf8();
                relation.over.push(quoted(text, &mut at)?);
            }
            continue;
        }
        let periods = [("自次月起", Period::NextMonth), ("自次年起", Period::NextYear)];
        let (word, period) = periods.into_iter().find(|(word, _)| rest(at).starts_with(word))?;
        if effect != Effect::Stop {
            return None;
        }
        relation.period = Some(period);
        at += word.len();
    }
    Some(relation)
}

/// `“甲”` at a place, which moves behind it.
fn quoted(text: &Spanned<String>, at: &mut usize) -> Option<Spanned<String>> {
    let rest = &text.value[*at..];
    let inner = rest.strip_prefix('“')?;
    let end = inner.find('”')?;
    let from = *at + '“'.len_utf8();
    *at = from + end + '”'.len_utf8();
    let span = Span::new(text.span.start + from, text.span.start + from + end);
    (end > 0).then(|| Spanned::new(inner[..end].to_owned(), span))
}

/// `第（二）项` or `第（二）项第 1 目`.
fn item(text: &str) -> Option<(u16, Option<u16>)> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (item, rest) = compact.strip_prefix("第（")?.split_once("）项")?;
    let item = numeral::parse(item)?;
    if rest.is_empty() {
        return Some((item, None));
    }
    let below = numeral::parse(rest.strip_prefix('第')?.strip_suffix('目')?)?;
    Some((item, Some(below)))
}

/// Reads `“甲”` that stands alone, as in other statements.
pub fn name(text: &Spanned<String>) -> Option<Spanned<String>> {
    let mut at = 0;
    let found = quoted(text, &mut at)?;
    (at == text.value.len()).then_some(found)
}
