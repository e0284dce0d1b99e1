//! Statements become rules: opening, items joined, fields; references go around in no circle, and comparisons bind
//! no more than the language allows (`docs/language/rules.md`).

use super::phrase::{Cited, Reader};
use super::sort::Sort;
use super::statement::{FieldText, Item as ItemText, Keyword, Statement};
use super::text::leading_day;
use super::words::{Word, Words};
use super::{Reading, deemed, layer, refuse};
use crate::day::Day;
use crate::program::{Body, Field, Item, Link, Program, Rule, Stretch, Term};

const RESERVED: [&str; 7] =
    ["because", "citations", "effect", "missing", "provisional", "status", "would_change"];
const ALL: &str = "同时符合下列条件";
const ANY: [&str; 2] = ["符合下列条件之一", "有下列情形之一"];

/// What all statements are read with.
pub struct Context<'a> {
    /// Facts and parameters.
    pub program: &'a Program,
    /// Declared phrases.
    pub words: &'a Words,
    /// Conclusions whose items can be cited.
    pub cited: &'a [Cited],
}

impl<'a> Context<'a> {
    /// For a statement.
    pub fn reader(&self, layer: usize) -> Reader<'a> {
        Reader {
            program: self.program,
            words: self.words,
            values: self.words,
            sorts: &[],
            in_field: false,
            conclusions: self.cited,
            layer,
        }
    }
}

/// Whether it is a rule of its own.
pub fn is_rule(statement: &Statement) -> bool {
    matches!(statement.keyword, Keyword::Conclusion | Keyword::Definition)
}

/// Reads all rules, and what departs from them.
pub fn read(statements: &[Statement], program: &mut Program) -> Reading<()> {
    let rules: Vec<&Statement> = statements.iter().filter(|s| is_rule(s)).collect();
    for (at, rule) in rules.iter().enumerate() {
        if rules[..at].iter().any(|other| other.name == rule.name || other.key == rule.key) {
            return refuse("E0239", &rule.name);
        }
    }
    let words = Words::new(program, &rules);
    let cited: Vec<Cited> = rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| rule.keyword == Keyword::Conclusion)
        .map(|(id, rule)| Cited {
            layer: rule.layer,
            article: rule.article,
            rule: id,
            items: rule.items.len(),
        })
        .collect();
    let context = Context { program, words: &words, cited: &cited };
    let mut read = Vec::new();
    for rule in &rules {
        let reader = context.reader(rule.layer);
        let body = opening(&reader, &rule.opening, Some(&rule.name), &rule.items)?;
        let (fields, _) = fields(&reader, &rule.fields, &[])?;
        let links =
            rule.links.iter().map(|link| one_link(&reader, &rules, link)).collect::<Reading<Vec<_>>>()?;
        read.push(Rule {
            is_conclusion: rule.keyword == Keyword::Conclusion,
            name: rule.name.clone(),
            key: rule.key.clone(),
            article: rule.article,
            layer: rule.layer,
            force: rule.force,
            published: rule.published,
            body,
            fields,
            links: links.into_iter().flatten().collect(),
            amendments: Vec::new(),
            transitions: Vec::new(),
            exceptions: Vec::new(),
        });
    }
    let deemed = deemed::read(&context, statements)?;
    let layers = layer::read(&context, statements, &rules, &mut read)?;
    program.rules = read;
    program.deemed = deemed;
    program.exceptions = layers.exceptions;
    program.at_most_one = layers.at_most_one;
    super::bound::no_circles(program)?;
    super::bound::bound(program)
}

/// `自 … 起，至 … 止，` at the beginning, and what follows.
pub fn times(text: &str) -> Reading<(Stretch, &str)> {
    let mut rest = text;
    let mut days = Stretch::default();
    loop {
        let bound = |open: char, close: &str| -> Option<Reading<(Day, usize)>> {
            let found = leading_day(rest.strip_prefix(open)?)?;
            found.map(|(day, left)| Some((day, rest.len() - left.strip_prefix(close)?.len()))).transpose()
        };
        if let Some(found) = bound('自', "起，").filter(|_| days.from.is_none()) {
            let (day, length) = found?;
            days.from = Some(day);
            rest = &rest[length..];
        } else if let Some(found) = bound('至', "止，").filter(|_| days.to.is_none()) {
            let (day, length) = found?;
            days.to = Some(day);
            rest = &rest[length..];
        } else {
            return Ok((days, rest));
        }
    }
}

/// An opening with its items. `effect`: what has to stand behind `的，`.
pub fn opening(reader: &Reader<'_>, text: &str, effect: Option<&str>, items: &[ItemText]) -> Reading<Body> {
    let (days, rest) = times(text)?;
    let head = match effect {
        None => rest,
        Some(effect) => {
            let head = rest.strip_suffix(effect).and_then(|rest| rest.strip_suffix("的，"));
            let Some(head) = head else {
                return refuse(if rest.contains("的，") { "E0233" } else { "E0232" }, rest);
            };
            head
        }
    };
    let items = items.iter().map(|item| one(reader, item)).collect::<Reading<Vec<_>>>()?;
    let is_all = head == ALL;
    if !is_all && !ANY.contains(&head) {
        if !items.is_empty() {
            return refuse("E0235", head);
        }
        return Ok(Body { days, only: Some(reader.condition(head)?), is_all, items });
    }
    if items.is_empty() {
        return refuse("E0234", head);
    }
    Ok(Body { days, only: None, is_all, items })
}

/// One item with those below it.
pub fn one(reader: &Reader<'_>, item: &ItemText) -> Reading<Item> {
    if item.below.is_empty() {
        return Ok(Item { own: Some(reader.condition(&item.text)?), below: None });
    }
    let below = item.below.iter().map(|item| one(reader, item)).collect::<Reading<Vec<_>>>()?;
    let text = item.text.strip_suffix('的').unwrap_or(&item.text);
    let (lead, is_all) = match (text.strip_suffix(ALL), ANY.iter().find_map(|any| text.strip_suffix(any))) {
        (Some(lead), _) => (lead, true),
        (None, Some(lead)) => (lead, false),
        (None, None) => return refuse("E0235", text),
    };
    let below = Some((is_all, below));
    if lead.is_empty() || lead.ends_with("，即") {
        return Ok(Item { own: None, below });
    }
    match lead.strip_suffix("，并且").or_else(|| lead.strip_suffix("，并")) {
        Some(condition) => Ok(Item { own: Some(reader.condition(condition)?), below }),
        None => refuse("E0236", lead),
    }
}

/// Fields, and what they come to. `before`: the fields that an exception departs from.
pub fn fields(
    reader: &Reader<'_>,
    texts: &[FieldText],
    before: &[(String, Option<Sort>)],
) -> Reading<(Vec<Field>, Vec<Option<Sort>>)> {
    let mut fields: Vec<Field> = Vec::new();
    let mut sorts: Vec<Option<Sort>> = Vec::new();
    for text in texts {
        let taken = fields.iter().any(|field| field.key == text.key || field.name == text.name);
        if taken || RESERVED.contains(&text.key.as_str()) {
            return refuse("E0243", &text.key);
        }
        let (field, sort) = one_field(reader, text, &fields, &sorts, before)?;
        fields.push(field);
        sorts.push(sort);
    }
    Ok((fields, sorts))
}

/// One field behind those above it.
pub fn one_field(
    reader: &Reader<'_>,
    text: &FieldText,
    above: &[Field],
    sorts: &[Option<Sort>],
    before: &[(String, Option<Sort>)],
) -> Reading<(Field, Option<Sort>)> {
    let is_flag =
        |field: &Field| field.cases.iter().all(|case| matches!(case.value, Term::Flag(_) | Term::None));
    let named =
        || above.iter().enumerate().map(|(at, field)| (at, field, (field.name.clone(), Word::Field(at))));
    let words =
        reader.words.with_fields(named().filter(|(_, field, _)| is_flag(field)).map(|(.., word)| word));
    let reckoned =
        named().filter(|(at, ..)| sorts.get(*at).is_some_and(Option::is_some)).map(|(.., word)| word);
    let olds = before.iter().enumerate().map(|(at, (name, _))| (format!("原{name}"), Word::Before(at)));
    let values = reader.words.with_fields(reckoned.chain(olds));
    let old_sorts: Vec<Option<Sort>> = before.iter().map(|(_, sort)| sort.clone()).collect();
    let sorts = if before.is_empty() { sorts } else { &old_sorts };
    let reader = Reader { words: &words, values: &values, sorts, in_field: true, ..*reader };
    let read = text.cases.iter().map(|case| reader.case(case)).collect::<Reading<Vec<_>>>()?;
    match read.last() {
        None => return refuse("E0237", &text.name),
        Some((last, _)) if last.when.is_some() => return refuse("E0238", &text.name),
        Some(_) => {}
    }
    let reckoned: Vec<&Sort> = read.iter().filter_map(|(_, sort)| sort.as_ref()).collect();
    let all = read.iter().all(|(case, sort)| sort.is_some() || matches!(case.value, Term::None));
    let mut sorts = reckoned.into_iter().cloned();
    let first = sorts.next().filter(|_| all);
    let sort = sorts.try_fold(first, |sort, other| match sort {
        Some(sort) => sort.alike(&other, &text.name).map(Some),
        None => Ok(None),
    });
    let sort = sort.unwrap_or_default();
    let cases = read.into_iter().map(|(case, _)| case).collect();
    Ok((Field { name: text.name.clone(), key: text.key.clone(), cases }, sort))
}

/// 另有规定, 按照, 参照; nothing where nothing of it is a rule.
fn one_link(
    reader: &Reader<'_>,
    rules: &[&Statement],
    (word, said): &(String, String),
) -> Reading<Option<Link>> {
    let rule = |name: &str| rules.iter().position(|rule| rule.name == name);
    let quoted = |text: &str| -> Option<(String, String)> {
        let (name, rest) = text.strip_prefix('“')?.split_once('”')?;
        Some((name.to_owned(), rest.to_owned()))
    };
    let wrong = || refuse("E0294", said.as_str());
    match word.as_str() {
        "另有规定" => {
            let (verb, rest) = match (said.strip_prefix("除外于"), said.strip_prefix("从其")) {
                (Some(rest), _) => ("除外于", rest),
                (None, Some(rest)) => ("从其", rest),
                (None, None) => return wrong(),
            };
            let Some((name, rest)) = quoted(rest) else { return wrong() };
            let dated = rest.strip_prefix("；截至").and_then(leading_day);
            let Some((_, "未见")) = dated.transpose()? else { return wrong() };
            let link = if verb == "除外于" { Link::Unless } else { Link::YieldsTo };
            Ok(rule(&name).map(link))
        }
        "按照" => {
            let Some((title, rest)) = said.strip_prefix('《').and_then(|rest| rest.split_once("》，"))
            else {
                return wrong();
            };
            let Some((manner, last)) = rest.split_once('；').filter(|_| !title.is_empty()) else {
                return wrong();
            };
            if manner != "随其修改" && !manner.starts_with("固定版本") {
                return wrong();
            }
            if last == "存疑" {
                return Ok(None);
            }
            let condition = last.strip_prefix("另需符合“").and_then(|rest| rest.strip_suffix('”'));
            match condition {
                Some(condition) => Ok(Some(Link::Also(reader.condition(condition)?))),
                None => wrong(),
            }
        }
        "参照" => {
            let mut parts = said.split('；');
            let target = parts.next().and_then(quoted).filter(|(_, rest)| rest.is_empty());
            let Some(id) = target.and_then(|(name, _)| rule(&name)) else { return wrong() };
            let fact = |name: &str| reader.program.facts.iter().position(|fact| fact.name == name);
            let mut read_as = Vec::new();
            let mut interprets = false;
            for part in parts {
                if part.starts_with('由') && part.ends_with("解释") {
                    interprets = true;
                    continue;
                }
                let change = part.strip_prefix('“').and_then(|rest| rest.strip_suffix('”'));
                let names = change.and_then(|change| change.split_once("”改为“"));
                let pair = names.and_then(|(from, to)| Some((fact(from)?, fact(to)?)));
                let Some(pair) = pair else { return wrong() };
                let kinds = [pair.0, pair.1].map(|fact| &reader.program.facts[fact].kind);
                if kinds[0] != kinds[1] {
                    return wrong();
                }
                read_as.push(pair);
            }
            if interprets { Ok(Some(Link::Analogy(id, read_as))) } else { wrong() }
        }
        _ => wrong(),
    }
}
