//! What departs from rules and amends them: exceptions, 修改, 过渡, 至多一项 (`docs/language/exceptions.md`,
//! `overlays.md`).

use super::phrase::Reader;
use super::rule::{Context, fields, one_field, opening, times};
use super::sort::Sort;
use super::statement::{FieldText, Keyword, Statement};
use super::text::numeral;
use super::{Reading, refuse};
use crate::day::Day;
use crate::program::{
    Amendment, AtMostOne, Body, Effect, Exception, Preference, Relief, Rule, Stretch, Target, Transition,
};

/// What is read beside the rules.
#[derive(Debug, Default)]
pub struct Layers {
    /// 例外
    pub exceptions: Vec<Exception>,
    /// 至多一项
    pub at_most_one: Vec<AtMostOne>,
}

/// Reads them; what amends or departs is put to the rules.
pub fn read(
    context: &Context<'_>,
    statements: &[Statement],
    texts: &[&Statement],
    rules: &mut [Rule],
) -> Reading<Layers> {
    let of = |keyword: Keyword| statements.iter().filter(move |s| s.keyword == keyword);
    let mut amendments: Vec<(Day, &Statement)> = Vec::new();
    for statement in of(Keyword::Amendment) {
        let (days, _) = times(&statement.name)?;
        let from = days.from.filter(|from| *from >= statement.force);
        let Some(from) = from else { return refuse("E0273", &statement.name) };
        amendments.push((from, statement));
    }
    // By day, and on one day in the order in which files are laid on.
    amendments.sort_by_key(|(from, statement)| (*from, statement.layer));
    let mut as_written: Vec<Statement> = texts.iter().map(|text| (*text).clone()).collect();
    for (from, statement) in amendments {
        amend(context, from, statement, &mut as_written, rules)?;
    }
    for statement in of(Keyword::Transition) {
        transition(context, statement, rules)?;
    }
    let mut layers = Layers::default();
    let names: Vec<&str> = of(Keyword::Exception).map(|s| s.name.as_str()).collect();
    for statement in of(Keyword::Exception) {
        layers.exceptions.push(exception(context, statement, &names, texts, rules)?);
    }
    apply(&mut layers.exceptions, rules)?;
    for statement in of(Keyword::AtMostOne) {
        layers.at_most_one.push(at_most_one(statement, rules)?);
    }
    Ok(layers)
}

/// `“甲”` at the beginning of a text, and what follows.
fn quoted(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('“')?.split_once('”')
}

/// 自…起， 认定“甲”第（三）项改为：…
fn amend(
    context: &Context<'_>,
    from: Day,
    statement: &Statement,
    texts: &mut [Statement],
    rules: &mut [Rule],
) -> Reading<()> {
    let (_, said) = times(&statement.name)?;
    let (deletes, rest) = said.strip_prefix("删去").map_or((false, said), |rest| (true, rest));
    let of = rest.strip_prefix("认定").or_else(|| rest.strip_prefix("定义")).and_then(quoted);
    // What changes the law's words changes no answer.
    let Some((name, rest)) = of else { return Ok(()) };
    let Some(id) = texts.iter().position(|text| text.name == name) else { return refuse("E0272", name) };
    let text = &mut texts[id];
    let item = |rest: &str| -> Option<(usize, String)> {
        let (number, left) = rest.strip_prefix("第（")?.split_once("）项")?;
        Some((usize::try_from(numeral(number)?).ok()?, left.to_owned()))
    };
    if deletes {
        let Some((number, left)) = item(rest) else { return refuse("E0115", said) };
        if !left.is_empty() || number == 0 || number > text.items.len() {
            return refuse("E0272", said);
        }
        text.items.remove(number - 1);
    } else if let Some((number, left)) = rest.strip_prefix("增加").and_then(item) {
        let Some(words) = left.strip_prefix('：') else { return refuse("E0115", said) };
        if number != text.items.len() + 1 {
            return refuse("E0272", said);
        }
        text.items.push(new_item(number, words, statement));
    } else if let Some((number, left)) = item(rest) {
        let Some(words) = left.strip_prefix("改为：") else { return refuse("E0115", said) };
        let Some(old) = number.checked_sub(1).and_then(|at| text.items.get_mut(at)) else {
            return refuse("E0272", said);
        };
        *old = new_item(number, words, statement);
    } else if let Some((field, left)) = rest.strip_prefix('的').and_then(quoted) {
        let Some(value) = left.strip_prefix("改为：").or_else(|| left.strip_prefix("改为")) else {
            return refuse("E0115", said);
        };
        let Some(old) = text.fields.iter_mut().find(|of| of.name == field) else {
            return refuse("E0272", said);
        };
        old.cases = if value.is_empty() { cases_of(statement) } else { vec![value.to_owned()] };
    } else if let Some(opening) = rest.strip_prefix("改为：") {
        opening.clone_into(&mut text.opening);
        text.items.clone_from(&statement.items);
        text.fields.clone_from(&statement.fields);
    } else {
        return refuse("E0115", said);
    }
    for (at, item) in text.items.iter_mut().enumerate() {
        item.number = i64::try_from(at).unwrap_or_default() + 1;
    }
    let reader = context.reader(text.layer);
    let body = opening(&reader, &text.opening, Some(&text.name), &text.items)?;
    let (fields, _) = fields(&reader, &text.fields, &[])?;
    rules[id].amendments.push(Amendment { from, layer: statement.layer, body, fields });
    Ok(())
}

fn new_item(number: usize, words: &str, statement: &Statement) -> super::statement::Item {
    let number = i64::try_from(number).unwrap_or_default();
    let text = super::text::without_end(words).to_owned();
    super::statement::Item { number, text, below: statement.items.clone() }
}

/// The cases of a field that an amendment writes anew, which stand as lines of their own.
fn cases_of(statement: &Statement) -> Vec<String> {
    statement.fields.iter().flat_map(|field| field.cases.clone()).collect()
}

/// `毕业日期早于…的，“可以领取补贴”按照修改前的规定执行`
fn transition(context: &Context<'_>, statement: &Statement, rules: &mut [Rule]) -> Reading<()> {
    let head = statement.opening.strip_suffix("按照修改前的规定执行");
    let found = head.and_then(|head| {
        let (when, name) = head.strip_suffix('”')?.rsplit_once('“')?;
        Some((when.strip_suffix("的，")?, name))
    });
    let Some((when, name)) = found else { return refuse("E0276", &statement.opening) };
    let amended = rules.iter_mut().find(|rule| rule.name == name);
    let amended =
        amended.filter(|rule| rule.amendments.iter().any(|amendment| amendment.layer == statement.layer));
    let Some(rule) = amended else { return refuse("E0276", name) };
    let body = opening(&context.reader(statement.layer), when, None, &statement.items)?;
    rule.transitions.push(Transition { layer: statement.layer, body });
    Ok(())
}

fn exception(
    context: &Context<'_>,
    statement: &Statement,
    names: &[&str],
    texts: &[&Statement],
    rules: &[Rule],
) -> Reading<Exception> {
    let target = |name: &str| {
        let rule = rules.iter().position(|rule| rule.name == name).map(Target::Rule);
        let other = || names.iter().position(|other| *other == name).map(Target::Exception);
        rule.or_else(other).map_or_else(|| refuse("E0272", name), Ok)
    };
    let (target, mut effect, mut rest) = relation(&statement.relation, target)?;
    let mut prevails_over = Vec::new();
    while let Some(clause) = rest.strip_prefix('，') {
        let period = [("自次月起", "next_month"), ("自次年起", "next_year")];
        let found = period.iter().find_map(|(word, key)| Some((clause.strip_prefix(word)?, *key)));
        if let (Some((left, key)), Effect::Stop(None)) = (found, &effect) {
            effect = Effect::Stop(Some(key));
            rest = left;
            continue;
        }
        let Some(mut list) = clause.strip_prefix("优先于") else { return refuse("E0270", clause) };
        loop {
            let Some((name, left)) = quoted(list) else { return refuse("E0270", clause) };
            let Some(id) = names.iter().position(|other| *other == name) else {
                return refuse("E0283", name);
            };
            prevails_over.push(id);
            if let Some(next) = left.strip_prefix('、') {
                list = next;
            } else {
                rest = left;
                break;
            }
        }
    }
    if !rest.is_empty() {
        return refuse("E0270", rest);
    }
    let reader = context.reader(statement.layer);
    let (body, instead) = when(&reader, statement, &effect)?;
    let fields = replaced(context, &reader, statement, target, texts)?;
    match &effect {
        Effect::ReplaceField(name) if !fields.iter().any(|field| field.name == *name) => {
            return refuse("E0271", name.as_str());
        }
        Effect::Replace if instead.is_none() && fields.is_empty() => return refuse("E0271", &statement.name),
        _ => {}
    }
    let effect = match effect {
        Effect::ReplaceField(name) => {
            let key = fields.iter().find(|field| field.name == name).map(|field| field.key.clone());
            Effect::ReplaceField(key.unwrap_or_default())
        }
        other => other,
    };
    Ok(Exception {
        name: statement.name.clone(),
        key: statement.key.clone(),
        force: statement.force,
        published: statement.published,
        target,
        effect,
        body,
        instead,
        fields,
        prevails_over,
        exceptions: Vec::new(),
    })
}

/// `，不受“甲”第（一）项限制`: the target, what is done to it, and what follows.
fn relation(text: &str, target: impl Fn(&str) -> Reading<Target>) -> Reading<(Target, Effect, &str)> {
    let Some(text) = text.strip_prefix('，') else { return refuse("E0270", text) };
    let verbs = ["替代", "除外于", "停止", "撤销", "不受"];
    let found = verbs.iter().find_map(|verb| {
        let (name, left) = quoted(text.strip_prefix(verb)?)?;
        Some((*verb, name, left))
    });
    let Some((verb, name, left)) = found else { return refuse("E0270", text) };
    let (effect, left) = match verb {
        "替代" => match left.strip_prefix('的').and_then(quoted) {
            Some((field, left)) => (Effect::ReplaceField(field.to_owned()), left),
            None => (Effect::Replace, left),
        },
        "除外于" => (Effect::Except, left),
        "停止" => (Effect::Stop(None), left),
        "撤销" => (Effect::Revoke, left),
        _ => {
            let Some((place, left)) =
                left.split_once("限制").and_then(|(item, left)| Some((place(item)?, left)))
            else {
                return refuse("E0270", text);
            };
            (Effect::Lift(place), left)
        }
    };
    Ok((target(name)?, effect, left))
}

/// `第（一）项第2目`
fn place(text: &str) -> Option<Relief> {
    let (item, rest) = text.strip_prefix("第（")?.split_once("）项")?;
    let item = usize::try_from(numeral(item)?).ok()?.checked_sub(1)?;
    if rest.is_empty() {
        return Some((item, None));
    }
    let below: usize = rest.strip_prefix('第')?.strip_suffix('目')?.parse().ok()?;
    Some((item, Some(below.checked_sub(1)?)))
}

/// When an exception holds, and what is demanded instead.
fn when(reader: &Reader<'_>, statement: &Statement, effect: &Effect) -> Reading<(Body, Option<Body>)> {
    let text = statement.opening.as_str();
    if let Some((head, instead)) = text.split_once("的，应当")
        && *effect == Effect::Replace
    {
        let body = opening(reader, head, None, &[])?;
        let instead = opening(reader, instead, None, &statement.items)?;
        return Ok((body, Some(instead)));
    }
    if let Some(head) = text.strip_suffix('的') {
        return Ok((opening(reader, head, None, &statement.items)?, None));
    }
    let text = format!("{text}，");
    let (days, rest) = times(&text)?;
    if days == Stretch::default() || !rest.is_empty() {
        return refuse("E0271", text.as_str());
    }
    Ok((Body { days, only: None, is_all: true, items: Vec::new() }, None))
}

/// The fields that an exception gives anew, which may read what they were.
fn replaced(
    context: &Context<'_>,
    reader: &Reader<'_>,
    statement: &Statement,
    target: Target,
    texts: &[&Statement],
) -> Reading<Vec<crate::program::Field>> {
    let Target::Rule(rule) = target else {
        return if statement.fields.is_empty() { Ok(Vec::new()) } else { refuse("E0272", &statement.name) };
    };
    // What the target says it says in its own file.
    let there = context.reader(texts[rule].layer);
    let texts: &[FieldText] = &texts[rule].fields;
    let (_, sorts) = fields(&there, texts, &[])?;
    let before: Vec<(String, Option<Sort>)> = texts.iter().map(|text| text.name.clone()).zip(sorts).collect();
    let mut read = Vec::new();
    for field in &statement.fields {
        if !texts.iter().any(|text| text.key == field.key && text.name == field.name) {
            return refuse("E0272", &field.name);
        }
        read.push(one_field(reader, field, &[], &[], &before)?.0);
    }
    Ok(read)
}

/// Exceptions are put to what they depart from; what prevails is applied last.
fn apply(exceptions: &mut [Exception], rules: &mut [Rule]) -> Reading<()> {
    let mut order: Vec<usize> = Vec::new();
    while order.len() < exceptions.len() {
        // Next is one that prevails only over what stands there already.
        let ready = (0..exceptions.len()).find(|id| {
            !order.contains(id) && exceptions[*id].prevails_over.iter().all(|under| order.contains(under))
        });
        let Some(ready) = ready else { return refuse("E0283", "a circle") };
        order.push(ready);
    }
    for id in order {
        let (target, under) = (exceptions[id].target, exceptions[id].prevails_over.clone());
        if under.iter().any(|other| exceptions[*other].target != target) {
            return refuse("E0283", &exceptions[id].name);
        }
        match target {
            Target::Rule(rule) => rules[rule].exceptions.push(id),
            Target::Exception(other) => exceptions[other].exceptions.push(id),
        }
    }
    Ok(())
}

/// `“甲”的“补贴额”、“乙”的“补助额”，按照金额较高的执行；金额相同的，由本人选择`
fn at_most_one(statement: &Statement, rules: &[Rule]) -> Reading<AtMostOne> {
    let wrong = || refuse("E0277", &statement.opening);
    let mut members = Vec::new();
    let mut rest = statement.opening.as_str();
    loop {
        let Some((name, left)) = quoted(rest) else { return wrong() };
        let Some(rule) = rules.iter().position(|rule| rule.name == name && rule.is_conclusion) else {
            return refuse("E0272", name);
        };
        rest = left;
        let mut field = None;
        if let Some((name, left)) = left.strip_prefix('的').and_then(quoted) {
            field = rules[rule].fields.iter().position(|field| field.name == name);
            if field.is_none() {
                return refuse("E0272", name);
            }
            rest = left;
        }
        members.push((rule, field));
        match rest.strip_prefix('、') {
            Some(next) => rest = next,
            None => break,
        }
    }
    let key = statement.key.clone();
    let has_fields = members.iter().filter(|(_, field)| field.is_some()).count();
    if members.len() < 2 || (has_fields != 0 && has_fields != members.len()) {
        return wrong();
    }
    if rest == "，由本人选择" && has_fields == 0 {
        return Ok(AtMostOne { key, members, preference: Preference::Choice });
    }
    let Some((taken, equals)) = rest.strip_prefix("，按照").and_then(|rest| rest.split_once("的执行；"))
    else {
        return wrong();
    };
    let words = [
        ("较高", Preference::Highest),
        ("较多", Preference::Highest),
        ("较长", Preference::Highest),
        ("较低", Preference::Lowest),
        ("较少", Preference::Lowest),
        ("较短", Preference::Lowest),
    ];
    let found = words.iter().find_map(|(word, preference)| Some((taken.strip_suffix(word)?, *preference)));
    let Some((what, preference)) = found else { return wrong() };
    if equals != format!("{what}相同的，由本人选择") || has_fields == 0 {
        return wrong();
    }
    Ok(AtMostOne { key, members, preference })
}
