//! The lines of a `规则` fence as statements: 认定 and 定义 with numbered
//! conditions and fields, 授权事项, 例外, 至多一项, 过渡. Phrases stay text; `law`
//! reads their words.

use crate::diagnostic::Diagnostic;
use crate::numeral;
use crate::source::{Source, Span, Spanned, owned, part, trim};

/// What an author notes behind a line: 〔依据第一款；口径：劳动力〕.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// The provision that the line carries out, as written.
    pub basis: Option<Spanned<String>>,
    /// Names of the readings that the line takes.
    pub readings: Vec<Spanned<String>>,
}

/// A numbered condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// `（一）`, `1.` or `(1)`.
    pub label: Spanned<String>,
    /// 1, 2 or 3.
    pub level: u8,
    /// The condition, without its number, end mark and note.
    pub text: Spanned<String>,
    /// Author's note.
    pub note: Note,
    /// Conditions of the next level.
    pub children: Vec<Item>,
}

/// A further field of a conclusion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Chinese name.
    pub name: Spanned<String>,
    /// Identifier in answers.
    pub id: Spanned<String>,
    /// Author's note.
    pub note: Note,
    /// One phrase, or one a line: `……的，为……` and `其他情形，……`.
    pub cases: Vec<Case>,
}

/// One line of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The phrase without end mark and note.
    pub text: Spanned<String>,
    /// Author's note.
    pub note: Note,
}

/// What a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementKind {
    /// 认定: an answer that people get.
    Conclusion,
    /// 定义: a term that other rules use.
    Definition,
    /// 授权事项: filled by other instruments.
    Authorised,
    /// 例外: departs from a rule that it names.
    Exception,
    /// 至多一项: of several conclusions a person gets one.
    AtMostOne,
    /// 过渡: which version holds follows from an event of the case.
    Transition,
    /// 视为: a fact is read as another value, whatever it is.
    Deemed,
    /// 推定: the same, unless there is evidence against it.
    Presumed,
}

/// How a rule leans on another provision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// 另有规定: yields to what is provided elsewhere.
    Elsewhere,
    /// 按照: under another instrument as well.
    Under,
    /// 参照: by analogy with another rule.
    Analogy,
}

/// A line of a rule that leans on another provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// How.
    pub kind: LinkKind,
    /// What is said behind the colon, clause by clause.
    pub clauses: Vec<Spanned<String>>,
    /// The whole line.
    pub span: Span,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Which kind.
    pub kind: StatementKind,
    /// Chinese name.
    pub name: Spanned<String>,
    /// Identifier.
    pub id: Spanned<String>,
    /// Of an exception: what it does to what, e.g. `替代“甲”`.
    pub relation: Option<Spanned<String>>,
    /// What stands between the name and the conditions.
    pub opening: Spanned<String>,
    /// `依据：` line.
    pub basis: Option<Spanned<String>>,
    /// `相反证据：` line of a presumption.
    pub evidence: Option<Spanned<String>>,
    /// `另有规定：`, `按照：` and `参照：` lines.
    pub links: Vec<Link>,
    /// The conditions.
    pub items: Vec<Item>,
    /// The fields.
    pub fields: Vec<Field>,
    /// All of it.
    pub span: Span,
}

/// The word that opens each kind of statement.
pub const KEYWORDS: [(&str, StatementKind); 8] = [
    ("认定", StatementKind::Conclusion),
    ("定义", StatementKind::Definition),
    ("授权事项", StatementKind::Authorised),
    ("例外", StatementKind::Exception),
    ("至多一项", StatementKind::AtMostOne),
    ("过渡", StatementKind::Transition),
    ("视为", StatementKind::Deemed),
    ("推定", StatementKind::Presumed),
];

const LINKS: [(&str, LinkKind); 3] =
    [("另有规定：", LinkKind::Elsewhere), ("按照：", LinkKind::Under), ("参照：", LinkKind::Analogy)];

const EVIDENCE: &str = "相反证据：";

/// Reads the body of a `规则` fence.
pub fn read(source: &Source, body: Span, out: &mut Vec<Diagnostic>) -> Vec<Statement> {
    let mut statements: Vec<Statement> = Vec::new();
    for line in source.lines(body) {
        let line = trim(&line);
        if line.value.is_empty() {
            continue;
        }
        let opening = KEYWORDS
            .iter()
            .find_map(|(word, kind)| Some((kind, word.len(), line.value.strip_prefix(word)?)))
            .filter(|(_, _, rest)| rest.starts_with([' ', '　']));
        if let Some((kind, skip, _)) = opening {
            let rest = part(&line, skip, line.value.len());
            match headed(*kind, &rest) {
                Some((name, id, relation, after)) => statements.push(Statement {
                    kind: *kind,
                    name,
                    id,
                    relation,
                    opening: owned(&strip_end(&after)),
                    basis: None,
                    evidence: None,
                    links: Vec::new(),
                    items: Vec::new(),
                    fields: Vec::new(),
                    span: line.span,
                }),
                None => out.push(unnamed(source, line.span)),
            }
            continue;
        }
        match statements.last_mut() {
            Some(statement) => read_line(source, statement, &line, out),
            None => out.push(stray(source, line.span)),
        }
    }
    statements
}

/// Takes one more line into a statement.
pub(crate) fn read_line(
    source: &Source,
    statement: &mut Statement,
    line: &Spanned<&str>,
    out: &mut Vec<Diagnostic>,
) {
    statement.span = statement.span.to(line.span);
    if line.value.starts_with("依据：") {
        let text = strip_end(&part(line, "依据：".len(), line.value.len()));
        statement.basis = Some(owned(&text));
    } else if line.value.starts_with(EVIDENCE) {
        let text = strip_end(&part(line, EVIDENCE.len(), line.value.len()));
        statement.evidence = Some(owned(&text));
    } else if let Some((word, kind)) = LINKS.into_iter().find(|(word, _)| line.value.starts_with(word)) {
        let text = strip_end(&part(line, word.len(), line.value.len()));
        statement.links.push(Link { kind, clauses: clauses(&text), span: line.span });
    } else if let Some((label, level, rest)) = numbered(line) {
        let (text, note) = split_note(source, &rest, out);
        let item =
            Item { label: owned(&label), level, text: owned(&strip_end(&text)), note, children: Vec::new() };
        push_item(source, statement, item, out);
    } else if let Some((name, id, after)) = named(line) {
        let (text, note) = split_note(source, &after, out);
        let cases = one_line_cases(&text);
        statement.fields.push(Field { name, id, note, cases });
    } else if let Some(field) = statement.fields.last_mut() {
        let (text, note) = split_note(source, line, out);
        field.cases.push(Case { text: owned(&strip_end(&text)), note });
    } else {
        out.push(stray(source, line.span));
    }
}

/// The clauses of a line, cut at ；.
fn clauses(text: &Spanned<&str>) -> Vec<Spanned<String>> {
    let mut from = 0;
    let cut = |piece: &str| {
        let clause = owned(&part(text, from, from + piece.len()));
        from += piece.len() + '；'.len_utf8();
        clause
    };
    text.value.split('；').map(cut).collect()
}

/// A field may say its only value on the line of its name.
pub(crate) fn one_line_cases(text: &Spanned<&str>) -> Vec<Case> {
    let text = strip_end(text);
    if text.value.is_empty() {
        return Vec::new();
    }
    vec![Case { text: owned(&text), note: Note::default() }]
}

fn push_item(source: &Source, statement: &mut Statement, item: Item, out: &mut Vec<Diagnostic>) {
    let mut list = &mut statement.items;
    for _ in 1..item.level {
        let Some(parent) = list.last_mut() else {
            out.push(
                Diagnostic::error(
                    "E0112",
                    source,
                    item.label.span,
                    "下一层条件前面没有上一层条件",
                    "a condition of a lower level stands under none of the level above",
                )
                .hint("按（一）、1.、(1) 的次序分层", "number the levels （一）, 1., (1)"),
            );
            return;
        };
        list = &mut parent.children;
    }
    let expected = u16::try_from(list.len() + 1).unwrap_or(u16::MAX);
    let label = item.label.value.trim_matches(['（', '）', '(', ')', '.']).trim();
    if numeral::parse(label) != Some(expected) {
        out.push(
            Diagnostic::error(
                "E0113",
                source,
                item.label.span,
                format!("编号“{}”不连续", item.label.value),
                format!("the number `{}` is out of order", item.label.value),
            )
            .hint(format!("这里应当是第 {expected} 项"), format!("number {expected} is expected here")),
        );
    }
    list.push(item);
}

type Head<'a> = (Spanned<String>, Spanned<String>, Option<Spanned<String>>, Spanned<&'a str>);

/// `名称 (identifier)：余下`; of an exception `名称 (identifier)，替代“甲”：余下`.
fn headed<'a>(kind: StatementKind, line: &Spanned<&'a str>) -> Option<Head<'a>> {
    if kind != StatementKind::Exception {
        return named(line).map(|(name, id, after)| (name, id, None, after));
    }
    let colon = line.value.find('：')?;
    let comma = line.value[..colon].find(")，")? + 1;
    let (name, id) = name_and_id(&part(line, 0, comma))?;
    let relation = part(line, comma + '，'.len_utf8(), colon);
    let after = part(line, colon + '：'.len_utf8(), line.value.len());
    Some((name, id, Some(owned(&relation)), after))
}

/// `名称 (identifier)：余下`.
fn named<'a>(line: &Spanned<&'a str>) -> Option<(Spanned<String>, Spanned<String>, Spanned<&'a str>)> {
    let colon = line.value.find('：')?;
    let (name, id) = name_and_id(&part(line, 0, colon))?;
    let after = part(line, colon + '：'.len_utf8(), line.value.len());
    Some((name, id, after))
}

fn name_and_id(head: &Spanned<&str>) -> Option<(Spanned<String>, Spanned<String>)> {
    let open = head.value.rfind('(')?;
    let id = head.value.strip_suffix(')')?.get(open + 1..)?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if id.is_empty() || !id.chars().all(plain) || open == 0 {
        return None;
    }
    let name = part(head, 0, open);
    let id = part(head, open + 1, head.value.len() - 1);
    (!name.value.is_empty()).then(|| (owned(&name), owned(&id)))
}

fn numbered<'a>(line: &Spanned<&'a str>) -> Option<(Spanned<&'a str>, u8, Spanned<&'a str>)> {
    let cut = |end: usize, level| (part(line, 0, end), level, part(line, end, line.value.len()));
    if let Some(body) = line.value.strip_prefix('（') {
        let close = body.find('）')?;
        numeral::parse(&body[..close])?;
        return Some(cut('（'.len_utf8() + close + '）'.len_utf8(), 1));
    }
    if let Some(body) = line.value.strip_prefix('(') {
        let close = body.find(')')?;
        body[..close].parse::<u16>().ok()?;
        return Some(cut(close + 2, 3));
    }
    let digits = line.value.find(|c: char| !c.is_ascii_digit())?;
    (digits > 0 && line.value[digits..].starts_with('.')).then(|| cut(digits + 1, 2))
}

/// Parts a line from its trailing 〔…〕.
pub fn split_note<'a>(
    source: &Source,
    line: &Spanned<&'a str>,
    out: &mut Vec<Diagnostic>,
) -> (Spanned<&'a str>, Note) {
    let mut note = Note::default();
    if !line.value.ends_with('〕') {
        return (part(line, 0, line.value.len()), note);
    }
    // The note's own words may hold 〔2020〕, so the matching bracket is sought.
    let mut depth = 0_i32;
    let open = line.value.char_indices().rev().find(|(_, c)| {
        depth += match c {
            '〕' => 1,
            '〔' => -1,
            _ => 0,
        };
        depth == 0
    });
    let Some((open, mark)) = open else { return (part(line, 0, line.value.len()), note) };
    let inner = part(line, open + mark.len_utf8(), line.value.len() - '〕'.len_utf8());
    let mut from = 0;
    for piece in inner.value.split('；') {
        let here = part(&inner, from, from + piece.len());
        from += piece.len() + '；'.len_utf8();
        if let Some(name) = here.value.strip_prefix("口径：") {
            let span = Span::new(here.span.end - name.len(), here.span.end);
            note.readings.push(Spanned::new(name.to_owned(), span));
        } else if here.value.starts_with("依据") {
            note.basis = Some(owned(&part(&here, "依据".len(), here.value.len())));
        } else {
            out.push(
                Diagnostic::error(
                    "E0114",
                    source,
                    here.span,
                    "附注应当写作“依据……”或者“口径：……”",
                    "a note reads `依据…` (basis) or `口径：…` (reading)",
                )
                .hint("例如〔依据第一款第二句；口径：北京生源〕", "for example 〔依据第一款；口径：劳动力〕"),
            );
        }
    }
    (part(line, 0, open), note)
}

/// Drops one closing ： ； 。 or ，.
pub(crate) fn strip_end<'a>(text: &Spanned<&'a str>) -> Spanned<&'a str> {
    let end = text.value.trim_end_matches(['：', '；', '。', '，']).len();
    part(text, 0, end)
}

fn unnamed(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0110",
        source,
        span,
        "这里应当写明名称和标识",
        "a name and an identifier are expected here",
    )
    .hint("写作“认定 名称 (identifier)：同时符合下列条件的，名称：”", "write `认定 name (identifier)：…`")
}

fn stray(source: &Source, span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0111",
        source,
        span,
        "这一行不属于任何认定、定义、条件或者字段",
        "this line belongs to no conclusion, definition, condition or field",
    )
    .hint("条件以（一）、1. 或者 (1) 开头", "a condition opens with （一）, 1. or (1)")
}
