//! The opening of a rule: from when, under which of the conditions, with what effect.

use super::RuleWords;
use super::item::line;
use crate::condition::{Condition, Day, DayBase, Form, Test};
use crate::date::Date;
use crate::phrase::unnamed;
use law_syntax::rule::{Statement, StatementKind};
use law_syntax::{Anchor, Diagnostic, Span, Spanned};

/// Article 0 says from which day anything is granted.
pub(crate) fn in_force(force: Date, words: &RuleWords<'_>, statement: &Statement) -> Condition {
    let left = Day::plain(DayBase::Fixed(force));
    let test = Test::Days { left, right: Day::plain(DayBase::Today), strict: false };
    Condition {
        shown: true,
        zh: format!("自 {} 起施行", force.chinese()),
        en: format!("in force from {force}"),
        anchor: Anchor { paragraph: Some(1), ..Anchor::article(0) },
        span: Span::new(0, words.source.text.len().min(statement.name.span.start)),
        ..unnamed(Form::Test(test))
    }
}

/// Whoever decides with what was known before the publication knows no such rule.
pub(crate) fn known(words: &RuleWords<'_>, statement: &Statement) -> Option<Condition> {
    let (day, parameter) = words.published?;
    Some(Condition {
        shown: true,
        zh: format!("{} 公布", day.chinese()),
        en: format!("published on {day}"),
        anchor: Anchor { paragraph: Some(1), ..Anchor::article(0) },
        span: Span::new(0, words.source.text.len().min(statement.name.span.start)),
        ..unnamed(Form::Test(Test::Granted { parameter, by: None, wanted: true }))
    })
}

pub(crate) enum Joined {
    All,
    Any,
    Line(Box<Condition>),
}

pub(crate) struct Opening {
    pub(crate) times: Vec<Condition>,
    pub(crate) joined: Joined,
}

pub(crate) const ALL_OF: [&str; 1] = ["同时符合下列条件"];
pub(crate) const ANY_OF: [&str; 2] = ["符合下列条件之一", "有下列情形之一"];

impl Opening {
    /// `自……起，同时符合下列条件的，可以……`; the effect must be the rule's name.
    pub(crate) fn read(
        words: &RuleWords<'_>,
        statement: &Statement,
        anchor: Anchor,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let text = &statement.opening;
        let Some(cut) = text.value.rfind("的，") else {
            out.push(
                Diagnostic::error(
                    "E0232",
                    words.source,
                    text.span,
                    "这里应当写明条件和结果",
                    "the conditions and the effect are expected here",
                )
                .hint(
                    format!("写作“同时符合下列条件的，{}：”", statement.name.value),
                    format!("write `同时符合下列条件的，{}：`", statement.name.value),
                ),
            );
            return None;
        };
        let effect = text.value[cut + "的，".len()..].trim();
        let name = match statement.kind {
            StatementKind::Deemed => format!("视为{}", statement.name.value),
            StatementKind::Presumed => format!("推定{}", statement.name.value),
            StatementKind::Conclusion
            | StatementKind::Definition
            | StatementKind::Authorised
            | StatementKind::Exception
            | StatementKind::AtMostOne
            | StatementKind::Transition => statement.name.value.clone(),
        };
        if effect != name {
            let span = Span::new(text.span.start + cut + "的，".len(), text.span.end);
            out.push(
                Diagnostic::error(
                    "E0233",
                    words.source,
                    span,
                    format!("结果“{effect}”与名称“{name}”不一致"),
                    format!("the effect `{effect}` is not the name `{name}`"),
                )
                .hint("名称和结果用同一句话", "say both in the same words"),
            );
            return None;
        }
        Self::conditions(words, text, cut, !statement.items.is_empty(), anchor, out)
    }

    /// The times and conditions of a text up to a byte, where numbered conditions may follow.
    pub(crate) fn conditions(
        words: &RuleWords<'_>,
        text: &Spanned<String>,
        cut: usize,
        has_items: bool,
        anchor: Anchor,
        out: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let mut times = Vec::new();
        let mut from = 0;
        while let Some(end) = time_clause(&text.value[from..cut]) {
            let span = Span::new(text.span.start + from, text.span.start + from + end);
            let clause = Spanned::new(text.value[from..from + end].to_owned(), span);
            times.push(line(words.understand(&clause, out)?, &clause, anchor));
            from += end + '，'.len_utf8();
        }
        let body = text.value[from..cut].trim();
        let joined = if ALL_OF.contains(&body) {
            Joined::All
        } else if ANY_OF.contains(&body) {
            Joined::Any
        } else {
            let span = Span::new(text.span.start + from, text.span.start + cut);
            let clause = Spanned::new(text.value[from..cut].to_owned(), span);
            Joined::Line(Box::new(line(words.understand(&clause, out)?, &clause, anchor)))
        };
        if !matches!(joined, Joined::Line(_)) && !has_items {
            out.push(Diagnostic::error(
                "E0234",
                words.source,
                text.span,
                "“下列”之后没有条件",
                "no conditions follow",
            ));
            return None;
        }
        Some(Self { times, joined })
    }
}

/// The bytes of a leading `自……起` or `至……止`, which a comma closes.
fn time_clause(text: &str) -> Option<usize> {
    if !text.starts_with(['自', '至']) {
        return None;
    }
    let end = text.find('，')?;
    text[..end].ends_with(['起', '止']).then_some(end)
}
