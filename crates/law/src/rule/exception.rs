//! An exception as a rule of its own: when it holds, and what it demands
//! instead. `自……起`, `同时符合下列条件的`, or `……的，应当……`.

use super::opening::{Joined, Opening, in_force, known};
use super::{Rule, RuleWords, item, joined};
use crate::condition::{Condition, Form};
use crate::date::Date;
use crate::phrase::unnamed;
use law_syntax::rule::Statement;
use law_syntax::{Anchor, Diagnostic, Span, Spanned};

/// What was read of an exception, a transition or another statement with conditions.
pub(crate) struct Read {
    /// When it holds.
    pub(crate) rule: Rule,
    /// What has to hold instead of the target's conditions.
    pub(crate) instead: Option<Vec<Condition>>,
}

const SHALL: &str = "的，应当";

/// Reads the conditions of an exception.
pub(crate) fn read(
    words: &mut RuleWords<'_>,
    statement: &Statement,
    article: u16,
    force: Date,
    out: &mut Vec<Diagnostic>,
) -> Option<Read> {
    let text = &statement.opening;
    let (anchor, items, en) = parts(words, statement, article, out)?;
    let shall = text.value.rfind(SHALL);
    let Some(end) = shall.or_else(|| text.value.strip_suffix('的').map(str::len)) else {
        // A time alone: `自 2022 年 3 月 1 日起`.
        if !(statement.items.is_empty() && text.value.ends_with(['起', '止'])) {
            out.push(
                Diagnostic::error(
                    "E0271",
                    words.source,
                    text.span,
                    "没有说明例外在什么情况下成立",
                    "it does not say when the exception holds",
                )
                .hint(
                    "写作“……的：”、“……的，应当……：”或者“自……起。”",
                    "write `…的：`, `…的，应当…：` or `自…起。`",
                ),
            );
            return None;
        }
        let condition = item::line(words.understand(text, out)?, text, anchor);
        let conditions = known(words, statement).into_iter().chain([condition]).collect();
        let rule = rule(words, statement, force, anchor, en, conditions, Vec::new());
        return Some(Read { rule, instead: None });
    };
    let opening = Opening::conditions(words, text, end, !items.is_empty(), anchor, out)?;
    // Whoever decides with what was known before its publication knows no exception either.
    let mut conditions: Vec<Condition> = known(words, statement).into_iter().chain(opening.times).collect();
    let Some(at) = shall else {
        conditions.extend(joined(opening.joined, &items, statement, anchor));
        let rule = rule(words, statement, force, anchor, en, conditions, items);
        return Some(Read { rule, instead: None });
    };
    let Joined::Line(when) = opening.joined else {
        out.push(
            Diagnostic::error(
                "E0271",
                words.source,
                text.span,
                "“应当”前面只能是一个条件",
                "only one condition can stand before 应当",
            )
            .hint("条件多的，先写成定义", "of several, make a definition first"),
        );
        return None;
    };
    conditions.push(*when);
    let from = at + SHALL.len();
    let rest = Spanned::new(text.value[from..].to_owned(), Span::new(text.span.start + from, text.span.end));
    let demand = Opening::conditions(words, &rest, rest.value.len(), !items.is_empty(), anchor, out)?;
    let mut instead = demand.times;
    instead.extend(joined(demand.joined, &items, statement, anchor));
    let rule = rule(words, statement, force, anchor, en, conditions, Vec::new());
    Some(Read { rule, instead: Some(instead) })
}

/// The provision, the items and the English name.
pub(crate) fn parts(
    words: &mut RuleWords<'_>,
    statement: &Statement,
    article: u16,
    out: &mut Vec<Diagnostic>,
) -> Option<(Anchor, Vec<Condition>, String)> {
    let anchor = match &statement.basis {
        None => Anchor::article(article),
        Some(basis) => words.anchor(basis, article, out),
    };
    let items: Vec<Condition> =
        statement.items.iter().filter_map(|item| item::read(words, item, article, anchor, out)).collect();
    let en = words.english(&statement.name, out)?;
    (items.len() == statement.items.len()).then_some((anchor, items, en))
}

/// A rule that no answer has, for what these conditions say.
pub(crate) fn rule(
    words: &RuleWords<'_>,
    statement: &Statement,
    force: Date,
    anchor: Anchor,
    en: String,
    conditions: Vec<Condition>,
    items: Vec<Condition>,
) -> Rule {
    let mut parts = vec![in_force(force, words, statement)];
    parts.extend(conditions);
    let root = Condition {
        zh: statement.name.value.clone(),
        en: en.clone(),
        anchor,
        span: statement.name.span,
        ..unnamed(Form::All(parts))
    };
    Rule {
        key: statement.id.value.clone(),
        name: statement.name.value.clone(),
        en,
        is_conclusion: false,
        anchor,
        root,
        items,
        fields: Vec::new(),
        deems: None,
        links: Vec::new(),
        source: words.source.clone(),
        instrument: 0,
        span: statement.name.span,
    }
}
