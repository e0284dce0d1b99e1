//! Statements become rules: opening, items joined, fields; references go around in no circle, and comparisons bind
//! no more than the language allows (`docs/language/rules.md`).

use super::phrase::Reader;
use super::statement::{FieldText, Item, Keyword, Statement};
use super::text::leading_day;
use super::words::Words;
use super::{Reading, refuse};
use crate::day::Day;
use crate::meaning::comparisons;
use crate::program::{Comparison, Condition, DayBase, FactId, Field, Program, Rule, Term};

const RESERVED: [&str; 5] = ["because", "citations", "missing", "status", "would_change"];
const ALL: &str = "同时符合下列条件";
const ANY: [&str; 2] = ["符合下列条件之一", "有下列情形之一"];

/// Reads all rules.
pub fn read(statements: &[Statement], program: &mut Program) -> Reading<()> {
    let rules: Vec<&Statement> = statements.iter().filter(|s| s.keyword != Keyword::Authorised).collect();
    for (at, rule) in rules.iter().enumerate() {
        if rules[..at].iter().any(|other| other.name == rule.name || other.key == rule.key) {
            return refuse("E0239", &rule.name);
        }
    }
    let words = Words::new(program, &rules);
    let conclusions: Vec<(i64, usize, usize)> = rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| rule.keyword == Keyword::Conclusion)
        .map(|(id, rule)| (rule.article, id, rule.items.len()))
        .collect();
    let mut read = Vec::new();
    for rule in &rules {
        let reader = Reader { program, words: &words, in_field: false, conclusions: &conclusions };
        let opening = opening(&reader, rule)?;
        let fields = fields(&reader, &rule.fields)?;
        read.push(Rule {
            is_conclusion: rule.keyword == Keyword::Conclusion,
            name: rule.name.clone(),
            key: rule.key.clone(),
            article: rule.article,
            force: rule.force,
            from: opening.from,
            to: opening.to,
            condition: opening.condition,
            items: opening.items,
            fields,
        });
    }
    program.rules = read;
    for rule in 0..program.rules.len() {
        no_circle(program, rule, &mut Vec::new())?;
    }
    bound(program)
}

struct Opening {
    from: Option<Day>,
    to: Option<Day>,
    condition: Condition,
    items: Vec<Condition>,
}

fn opening(reader: &Reader<'_>, rule: &Statement) -> Reading<Opening> {
    let mut rest = rule.opening.as_str();
    let (mut from, mut to) = (None, None);
    loop {
        let bound = |open: char, close: &str| -> Option<Reading<(Day, usize)>> {
            let found = leading_day(rest.strip_prefix(open)?)?;
            found.map(|(day, left)| Some((day, rest.len() - left.strip_prefix(close)?.len()))).transpose()
        };
        if let Some(found) = bound('自', "起，").filter(|_| from.is_none()) {
            let (day, length) = found?;
            from = Some(day);
            rest = &rest[length..];
        } else if let Some(found) = bound('至', "止，").filter(|_| to.is_none()) {
            let (day, length) = found?;
            to = Some(day);
            rest = &rest[length..];
        } else {
            break;
        }
    }
    let Some(head) = rest.strip_suffix(rule.name.as_str()).and_then(|rest| rest.strip_suffix("的，"))
    else {
        return refuse(if rest.contains("的，") { "E0233" } else { "E0232" }, rest);
    };
    let items = rule.items.iter().map(|item| one(reader, item)).collect::<Reading<Vec<_>>>()?;
    let is_all = head == ALL;
    if !is_all && !ANY.contains(&head) {
        if !items.is_empty() {
            return refuse("E0235", head);
        }
        let condition = reader.condition(head)?;
        return Ok(Opening { from, to, condition, items });
    }
    if items.is_empty() {
        return refuse("E0234", head);
    }
    let condition = if is_all { Condition::All(items.clone()) } else { Condition::Any(items.clone()) };
    Ok(Opening { from, to, condition, items })
}

/// One item with those below it.
fn one(reader: &Reader<'_>, item: &Item) -> Reading<Condition> {
    if item.below.is_empty() {
        return reader.condition(&item.text);
    }
    let below = item.below.iter().map(|item| one(reader, item)).collect::<Reading<Vec<_>>>()?;
    let text = item.text.strip_suffix('的').unwrap_or(&item.text);
    let (lead, joined) = match (text.strip_suffix(ALL), ANY.iter().find_map(|any| text.strip_suffix(any))) {
        (Some(lead), _) => (lead, Condition::All(below)),
        (None, Some(lead)) => (lead, Condition::Any(below)),
        (None, None) => return refuse("E0235", text),
    };
    if lead.is_empty() || lead.ends_with("，即") {
        return Ok(joined);
    }
    match lead.strip_suffix("，并且").or_else(|| lead.strip_suffix("，并")) {
        Some(condition) => Ok(Condition::All(vec![reader.condition(condition)?, joined])),
        None => refuse("E0236", lead),
    }
}

fn fields(reader: &Reader<'_>, texts: &[FieldText]) -> Reading<Vec<Field>> {
    let mut fields: Vec<Field> = Vec::new();
    for text in texts {
        let taken = fields.iter().any(|field| field.key == text.key || field.name == text.name);
        if taken || RESERVED.contains(&text.key.as_str()) {
            return refuse("E0243", &text.key);
        }
        let is_flag =
            |field: &Field| field.cases.iter().all(|case| matches!(case.value, Term::Flag(_) | Term::None));
        let flags = fields.iter().enumerate().filter(|(_, field)| is_flag(field));
        let flags: Vec<(String, usize)> = flags.map(|(at, field)| (field.name.clone(), at)).collect();
        let words = reader.words.with_fields(&flags);
        let reader = Reader { words: &words, in_field: true, ..*reader };
        let cases = text.cases.iter().map(|case| reader.case(case)).collect::<Reading<Vec<_>>>()?;
        match cases.last() {
            None => return refuse("E0237", &text.name),
            Some(last) if last.when.is_some() => return refuse("E0238", &text.name),
            Some(_) => {}
        }
        fields.push(Field { name: text.name.clone(), key: text.key.clone(), cases });
    }
    Ok(fields)
}

fn no_circle(program: &Program, rule: usize, above: &mut Vec<usize>) -> Reading<()> {
    if above.contains(&rule) {
        return refuse("E0240", &program.rules[rule].name);
    }
    above.push(rule);
    let mut cited = Vec::new();
    cites(&program.rules[rule].condition, &mut cited);
    cited.into_iter().try_for_each(|other| no_circle(program, other, above))?;
    above.pop();
    Ok(())
}

fn cites(condition: &Condition, found: &mut Vec<usize>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| cites(part, found)),
        Condition::Rule(rule, _) | Condition::Item(rule, _) => found.push(*rule),
        Condition::Is(_) | Condition::Field(_) => {}
    }
}

/// At most two facts are bound to each other, neither of them changeable (E0241).
fn bound(program: &Program) -> Reading<()> {
    let mut pairs: Vec<[FactId; 2]> = Vec::new();
    for rule in &program.rules {
        for comparison in comparisons(program, &rule.condition) {
            if let Comparison::Days(left, _, right) = comparison
                && let (DayBase::Fact(one), DayBase::Fact(other)) = (left.base, right.base)
                && one != other
            {
                pairs.push([one.min(other), one.max(other)]);
            }
        }
    }
    let shares = |a: &[FactId; 2], b: &[FactId; 2]| a != b && a.iter().any(|fact| b.contains(fact));
    let chained = pairs.iter().any(|pair| pairs.iter().any(|other| shares(pair, other)));
    let changeable = pairs.iter().flatten().any(|fact| program.facts[*fact].changeable);
    if chained || changeable { refuse("E0241", "facts bound by comparisons") } else { Ok(()) }
}
