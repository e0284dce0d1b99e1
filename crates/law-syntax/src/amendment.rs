//! The lines of a `修改` fence: from which day, which provision or which part
//! of a rule, and what it reads from then on. Phrases stay text, as in
//! [`crate::rule`]; the lines below an amendment are those of a rule.

use crate::diagnostic::Diagnostic;
use crate::rule::{
    Field, Item, Note, Statement, StatementKind, one_line_cases, read_line, split_note, strip_end,
};
use crate::source::{Source, Span, Spanned, owned, part, trim};

/// What an amendment changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// `第六条第一款第一句的“1%”改为“0.5%”`
    Words {
        /// The provision, as written.
        provision: Spanned<String>,
        /// The words that go.
        old: Spanned<String>,
        /// The words that come.
        new: Spanned<String>,
    },
    /// `第六条第一款改为：“……”`
    Whole {
        /// The provision, as written.
        provision: Spanned<String>,
        /// What it reads from then on.
        new: Spanned<String>,
    },
    /// `删去第六条第一款`
    Removed {
        /// The provision, as written.
        provision: Spanned<String>,
    },
    /// `第六条增加一款：“……”`
    Added {
        /// The article, as written.
        provision: Spanned<String>,
        /// The new paragraph, which stands last.
        new: Spanned<String>,
    },
    /// `认定“甲”第（三）项改为：……`
    Item {
        /// The rule's name.
        rule: Spanned<String>,
        /// The item, as the only one of this statement.
        statement: Box<Statement>,
    },
    /// `认定“甲”增加第（四）项：……`
    ItemAdded {
        /// The rule's name.
        rule: Spanned<String>,
        /// The item, as the only one of this statement.
        statement: Box<Statement>,
    },
    /// `删去认定“甲”第（三）项`
    ItemRemoved {
        /// The rule's name.
        rule: Spanned<String>,
        /// `（三）`
        label: Spanned<String>,
    },
    /// `认定“甲”的“月缴费额”改为：……`
    Field {
        /// The rule's name.
        rule: Spanned<String>,
        /// The field, as the only one of this statement.
        statement: Box<Statement>,
    },
    /// `认定“甲”改为：同时符合下列条件的，……`
    Rule {
        /// The rule's name.
        rule: Spanned<String>,
        /// The whole rule.
        statement: Box<Statement>,
    },
}

/// One amendment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// `2022 年 1 月 1 日`, its first day.
    pub from: Spanned<String>,
    /// What it changes.
    pub change: Change,
    /// All of it.
    pub span: Span,
}

/// Reads the body of a `修改` fence.
pub fn read(source: &Source, body: Span, out: &mut Vec<Diagnostic>) -> Vec<Amendment> {
    let mut amendments: Vec<Amendment> = Vec::new();
    for line in source.lines(body) {
        let line = trim(&line);
        if line.value.is_empty() {
            continue;
        }
        if line.value.starts_with('自') {
            match opening(source, &line, out) {
                Some(amendment) => amendments.push(amendment),
                None => out.push(unread(source, line.span)),
            }
            continue;
        }
        match amendments.last_mut().map(|last| (&mut last.change, &mut last.span)) {
            Some((
                Change::Item { statement, .. }
                | Change::ItemAdded { statement, .. }
                | Change::Field { statement, .. }
                | Change::Rule { statement, .. },
                span,
            )) => {
                *span = span.to(line.span);
                read_line(source, statement, &line, out);
            }
            _ => out.push(unread(source, line.span)),
        }
    }
    amendments
}

fn opening(source: &Source, line: &Spanned<&str>, out: &mut Vec<Diagnostic>) -> Option<Amendment> {
    let cut = line.value.find("起，")?;
    let from = owned(&part(line, '自'.len_utf8(), cut));
    let rest = part(line, cut + "起，".len(), line.value.len());
    let change = match rest.value.strip_prefix("删去") {
        Some(_) => removed(&part(&rest, "删去".len(), rest.value.len()))?,
        None => match named_rule(&rest) {
            Some((rule, rest)) => of_rule(source, rule, &rest, line.span, out)?,
            None => of_words(&rest)?,
        },
    };
    Some(Amendment { from, change, span: line.span })
}

fn removed(rest: &Spanned<&str>) -> Option<Change> {
    let rest = strip_end(rest);
    let Some((rule, after)) = named_rule(&rest) else {
        return Some(Change::Removed { provision: owned(&rest) });
    };
    let body = after.value.strip_prefix('第')?.strip_suffix('项')?;
    let label = part(&after, '第'.len_utf8(), '第'.len_utf8() + body.len());
    Some(Change::ItemRemoved { rule, label: owned(&label) })
}

/// `认定“甲”` or `定义“甲”`, and what follows it.
fn named_rule<'a>(text: &Spanned<&'a str>) -> Option<(Spanned<String>, Spanned<&'a str>)> {
    let open = "认定“".len();
    if !(text.value.starts_with("认定“") || text.value.starts_with("定义“")) {
        return None;
    }
    let close = open + text.value[open..].find('”')?;
    let after = part(text, close + '”'.len_utf8(), text.value.len());
    Some((owned(&part(text, open, close)), after))
}

fn of_rule(
    source: &Source,
    rule: Spanned<String>,
    rest: &Spanned<&str>,
    span: Span,
    out: &mut Vec<Diagnostic>,
) -> Option<Change> {
    let colon = rest.value.find('：')?;
    let (head, after) = (&rest.value[..colon], part(rest, colon + '：'.len_utf8(), rest.value.len()));
    let mut statement = Statement {
        kind: StatementKind::Conclusion,
        name: rule.clone(),
        id: Spanned::default(),
        relation: None,
        opening: owned(&strip_end(&after)),
        basis: None,
        evidence: None,
        links: Vec::new(),
        items: Vec::new(),
        fields: Vec::new(),
        span,
    };
    if head == "改为" {
        return Some(Change::Rule { rule, statement: Box::new(statement) });
    }
    let (text, note) = split_note(source, &after, out);
    if let Some(body) = head.strip_prefix("的“").and_then(|head| head.strip_suffix("”改为")) {
        let at = "的“".len();
        let name = owned(&part(rest, at, at + body.len()));
        let cases = one_line_cases(&text);
        statement.fields.push(Field { name, id: Spanned::default(), note, cases });
        return Some(Change::Field { rule, statement: Box::new(statement) });
    }
    let (at, body, is_new) = match head.strip_prefix("增加第") {
        Some(body) => ("增加第".len(), body.strip_suffix('项')?, true),
        None => ('第'.len_utf8(), head.strip_prefix('第')?.strip_suffix("项改为")?, false),
    };
    let label = owned(&part(rest, at, at + body.len()));
    let note: Note = note;
    statement.items.push(Item {
        label,
        level: 1,
        text: owned(&strip_end(&text)),
        note,
        children: Vec::new(),
    });
    let statement = Box::new(statement);
    Some(if is_new { Change::ItemAdded { rule, statement } } else { Change::Item { rule, statement } })
}

fn of_words(rest: &Spanned<&str>) -> Option<Change> {
    let rest = part(rest, 0, rest.value.trim_end_matches('。').len());
    let end = rest.value.strip_suffix('”')?.len();
    if let Some(at) = rest.value.find("增加一款：“") {
        let new = owned(&part(&rest, at + "增加一款：“".len(), end));
        return Some(Change::Added { provision: owned(&part(&rest, 0, at)), new });
    }
    if let Some(at) = rest.value.find("改为：“") {
        let new = owned(&part(&rest, at + "改为：“".len(), end));
        return Some(Change::Whole { provision: owned(&part(&rest, 0, at)), new });
    }
    let open = rest.value.find("的“")?;
    let middle = rest.value.find("”改为“")?;
    let provision = owned(&part(&rest, 0, open));
    let old = owned(&part(&rest, open + "的“".len(), middle));
    let new = owned(&part(&rest, middle + "”改为“".len(), end));
    Some(Change::Words { provision, old, new })
}

fn unread(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0115",
        source,
        span,
        "这一行不是一项修改",
        "this line is no amendment",
    )
    .hint(
        "写作“自 2022 年 1 月 1 日起，第六条第一款第一句的“甲”改为“乙”。”或者“自……起，认定“丙”第（一）项改为：……。”",
        "write `自…起，第六条第一款第一句的“甲”改为“乙”。` or `自…起，认定“丙”第（一）项改为：…。`",
    )
}
