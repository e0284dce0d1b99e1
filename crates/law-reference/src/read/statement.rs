//! The lines of `规则` fences as statements with items and fields; their phrases are still text
//! (`docs/language/rules.md`, the lines of rules in `grammar.md`).

use super::page::Page;
use super::text::{compact, named, numeral, without_end};
use super::{Reading, refuse};
use crate::day::Day;

/// What a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
    /// 认定
    Conclusion,
    /// 定义
    Definition,
    /// 授权事项
    Authorised,
    /// 例外
    Exception,
    /// 至多一项
    AtMostOne,
    /// 过渡
    Transition,
    /// 视为
    Deemed,
    /// 推定
    Presumed,
    /// Of a 修改 fence: the name is what it says.
    Amendment,
}

/// A numbered condition.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its number on its level.
    pub number: i64,
    /// Its phrase, compact.
    pub text: String,
    /// Those of the next level.
    pub below: Vec<Item>,
}

/// A field with the phrases of its cases, compact.
#[derive(Debug, Clone)]
pub struct FieldText {
    /// Name.
    pub name: String,
    /// Key.
    pub key: String,
    /// One a line.
    pub cases: Vec<String>,
    /// Whether its value stood on its own line, so that no lines follow.
    inline: bool,
}

/// A statement.
#[derive(Debug, Clone)]
pub struct Statement {
    /// What it is.
    pub keyword: Keyword,
    /// Name, compact.
    pub name: String,
    /// Key.
    pub key: String,
    /// What stands between the name and the opening: what an exception does to what.
    pub relation: String,
    /// What follows the name, compact.
    pub opening: String,
    /// Conditions.
    pub items: Vec<Item>,
    /// Fields.
    pub fields: Vec<FieldText>,
    /// 另有规定, 按照, 参照, 相反证据: with what is said.
    pub links: Vec<(String, String)>,
    /// Under which article.
    pub article: i64,
    /// Of which file.
    pub layer: usize,
    /// In force from.
    pub force: Day,
    /// Known from.
    pub published: Option<Day>,
}

const KEYWORDS: [(&str, Keyword); 8] = [
    ("认定", Keyword::Conclusion),
    ("定义", Keyword::Definition),
    ("授权事项", Keyword::Authorised),
    ("例外", Keyword::Exception),
    ("至多一项", Keyword::AtMostOne),
    ("过渡", Keyword::Transition),
    ("视为", Keyword::Deemed),
    ("推定", Keyword::Presumed),
];
const LINKS: [&str; 4] = ["相反证据", "另有规定", "按照", "参照"];

/// Reads the rules and amendments of a file.
pub fn read(page: &Page, layer: usize) -> Reading<Vec<Statement>> {
    let mut all = Vec::new();
    for fence in page.fences.iter().filter(|fence| ["规则", "修改"].contains(&fence.kind.as_str())) {
        let mut statements: Vec<Statement> = Vec::new();
        for line in &fence.lines {
            let line = without_note(line)?;
            let opened = if fence.kind == "规则" { opened(line)? } else { amended(line) };
            if let Some(opened) = opened {
                statements.push(Statement {
                    article: fence.article.unwrap_or_default(),
                    layer,
                    force: page.force,
                    // Of overlays alone it matters on which day they became known.
                    published: page.published.filter(|_| page.kind != "文件"),
                    ..opened
                });
            } else {
                let code = if fence.kind == "规则" { "E0111" } else { "E0115" };
                let Some(statement) = statements.last_mut() else { return refuse(code, line) };
                body(line, statement)?;
            }
        }
        all.extend(statements);
    }
    Ok(all)
}

fn blank(keyword: Keyword, name: String, key: String) -> Statement {
    Statement {
        keyword,
        name,
        key,
        relation: String::new(),
        opening: String::new(),
        items: Vec::new(),
        fields: Vec::new(),
        links: Vec::new(),
        article: 0,
        layer: 0,
        force: 0,
        published: None,
    }
}

/// `keyword name (id)，relation：opening`
fn opened(line: &str) -> Reading<Option<Statement>> {
    let opening = KEYWORDS.iter().find_map(|(word, keyword)| {
        let rest = line.strip_prefix(word)?;
        rest.starts_with(char::is_whitespace).then_some((rest.trim(), *keyword))
    });
    let Some((rest, keyword)) = opening else { return Ok(None) };
    let Some((name, key, rest)) = named(rest) else { return refuse("E0110", line) };
    let (relation, opening) = match (keyword, rest.split_once('：')) {
        (Keyword::Exception, Some((relation, opening))) => (compact(relation), opening),
        (_, Some((before, opening))) if before.trim().is_empty() => (String::new(), opening),
        _ => return refuse("E0110", line),
    };
    let opening = compact(without_end(opening));
    Ok(Some(Statement { relation, opening, ..blank(keyword, name, key) }))
}

/// A line of a 修改 fence that opens an amendment.
fn amended(line: &str) -> Option<Statement> {
    let text = compact(line);
    let (_, rest) = super::text::leading_day(text.strip_prefix('自')?)?.ok()?;
    let rest = rest.strip_prefix("起，")?;
    let is_opening = ["第", "删去", "认定“", "定义“", "施行日期"].iter().any(|start| rest.starts_with(start));
    is_opening.then(|| blank(Keyword::Amendment, without_end(&text).to_owned(), String::new()))
}

fn body(line: &str, statement: &mut Statement) -> Reading<()> {
    if line.starts_with("依据：") {
        return Ok(());
    }
    let leaning = LINKS.iter().find_map(|word| Some((*word, line.strip_prefix(word)?.strip_prefix('：')?)));
    if let Some((word, said)) = leaning {
        statement.links.push((word.to_owned(), compact(without_end(said))));
        return Ok(());
    }
    if let Some((level, number, text)) = label(line).filter(|_| statement.fields.is_empty()) {
        return add(
            &mut statement.items,
            level,
            Item { number, text: compact(without_end(text)), below: Vec::new() },
        );
    }
    let opened =
        named(line).and_then(|(name, key, rest)| Some((name, key, rest.trim_start().strip_prefix('：')?)));
    if let Some((name, key, value)) = opened {
        let value = compact(without_end(value));
        let cases: Vec<String> = if value.is_empty() { Vec::new() } else { vec![value] };
        statement.fields.push(FieldText { name, key, inline: !cases.is_empty(), cases });
        return Ok(());
    }
    match statement.fields.last_mut() {
        Some(field) if !field.inline => field.cases.push(compact(without_end(line))),
        _ => return refuse("E0111", line),
    }
    Ok(())
}

/// Puts an item under the last one of each level above its own.
fn add(items: &mut Vec<Item>, level: usize, item: Item) -> Reading<()> {
    if level > 1 {
        return match items.last_mut() {
            Some(above) => add(&mut above.below, level - 1, item),
            None => refuse("E0112", item.text),
        };
    }
    if item.number != items.last().map_or(0, |last| last.number) + 1 {
        return refuse("E0113", item.text);
    }
    items.push(item);
    Ok(())
}

/// Level and number of （一）, 1. or (1), and what follows.
fn label(line: &str) -> Option<(usize, i64, &str)> {
    let bracketed = |open: char, close: char| line.strip_prefix(open)?.split_once(close);
    if let Some((number, rest)) = bracketed('（', '）') {
        return Some((1, numeral(number)?, rest));
    }
    if let Some((number, rest)) = bracketed('(', ')') {
        return Some((3, number.parse().ok()?, rest));
    }
    let (number, rest) = line.split_once('.')?;
    Some((2, number.parse().ok()?, rest))
}

/// A line without its note; a note says a basis or readings.
fn without_note(line: &str) -> Reading<&str> {
    let Some((text, note)) = line.trim().strip_suffix('〕').and_then(|line| line.rsplit_once('〔')) else {
        return Ok(line.trim());
    };
    let known = |part: &str| part.trim().starts_with("依据") || part.trim().starts_with("口径：");
    if note.split('；').all(known) { Ok(text.trim()) } else { refuse("E0114", note) }
}
