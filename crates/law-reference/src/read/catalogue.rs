//! The catalogue of facts (`docs/language/facts.md`).

use super::page::Page;
use super::text::{amount, compact, digits, named};
use super::{Reading, refuse};
use crate::program::{Fact, Judge, Kind, Program};

const CHOICES_MAX: usize = 63;

/// Reads the facts of a file.
pub fn read(page: &Page, program: &mut Program) -> Reading<()> {
    for line in page.fences.iter().filter(|fence| fence.kind == "信息项").flat_map(|fence| &fence.lines) {
        let fact = fact(line)?;
        if program.facts.iter().any(|f| f.key == fact.key || f.name == fact.name) {
            return refuse("E0121", fact.name);
        }
        program.facts.push(fact);
    }
    Ok(())
}

/// Whether every other fact that is named is declared.
pub fn check(program: &Program) -> Reading<()> {
    for name in program.facts.iter().flat_map(|fact| fact.not_before.iter().chain(&fact.paired_with)) {
        if !program.facts.iter().any(|fact| fact.name == *name) {
            return refuse("E0122", name);
        }
    }
    Ok(())
}

fn fact(line: &str) -> Reading<Fact> {
    let Some((name, key, rest)) = named(line) else { return refuse("E0120", line) };
    let Some(clauses) = rest.trim_start().strip_prefix('：') else { return refuse("E0120", line) };
    let clauses: Vec<String> = clauses.trim_end_matches('。').split('；').map(compact).collect();
    let mut fact = Fact {
        name,
        key,
        kind: kind(&clauses[0])?,
        judge: (clauses[0] == "判断").then(Judge::default),
        none: None,
        negation: None,
        until_today: false,
        not_before: None,
        paired_with: None,
        changeable: false,
        counts_age: false,
    };
    let (mut origin, mut basis, mut judged) = (false, false, false);
    for clause in &clauses[1..] {
        let after = |start: &str| clause.strip_prefix(start).map(str::to_owned);
        match clause.as_str() {
            "不晚于业务日期" => fact.until_today = true,
            "可以改变" => fact.changeable = true,
            "可以去办" => {}
            "用于计算年龄" => fact.counts_age = true,
            _ => {
                if let Some(phrase) = after("没有的，为") {
                    fact.none = Some(phrase);
                } else if let Some(phrase) = after("否定为") {
                    fact.negation = Some(phrase);
                } else if let Some(other) = after("不早于") {
                    fact.not_before = Some(other);
                } else if let Some(other) =
                    after("与").and_then(|c| c.strip_suffix("同有同无").map(str::to_owned))
                {
                    fact.paired_with = Some(other);
                } else if clause.starts_with("来源为") {
                    origin = true;
                } else if clause.starts_with("依据") {
                    basis = true;
                } else if let Some(judge) = &mut fact.judge {
                    judged |= judging(clause, judge)?;
                } else if !clause.starts_with("敏感程度为") {
                    return refuse("E0124", clause);
                }
            }
        }
    }
    if fact.judge.is_some() && !judged {
        return refuse("E0148", fact.name);
    }
    if origin && basis { Ok(fact) } else { refuse("E0125", fact.name) }
}

/// A clause of who judges; whether it says who.
fn judging(clause: &str, judge: &mut Judge) -> Reading<bool> {
    if clause == "由本人申明" {
        return Ok(true);
    }
    if let Some(by) = clause.strip_prefix('由').and_then(|clause| clause.strip_suffix("判断")) {
        judge.by = Some(by.to_owned());
        return Ok(true);
    }
    match clause {
        "应当说明理由" => judge.with_reason = true,
        "待有权机关认定" => judge.only_recognised = true,
        _ if clause.starts_with("敏感程度为") => {}
        _ => return refuse("E0124", clause),
    }
    Ok(false)
}

fn kind(text: &str) -> Reading<Kind> {
    let kind = match text {
        "日期" => Some(Kind::Date),
        "地区" => Some(Kind::Region),
        // A judgement is a flag that somebody answers for.
        "是否" | "判断" => Some(Kind::Flag),
        _ => integer(text).or_else(|| money(text)).or_else(|| choice(text)),
    };
    kind.map_or_else(|| refuse("E0123", text), Ok)
}

fn integer(text: &str) -> Option<Kind> {
    let (least, rest) = digits(text.strip_prefix("整数")?)?;
    let (most, rest) = digits(rest.strip_prefix('至')?)?;
    let unit = if rest.is_empty() { "" } else { rest.strip_prefix("，单位为")? };
    Some(Kind::Integer(least, most, unit.to_owned()))
}

fn money(text: &str) -> Option<Kind> {
    let (least, most) = text.strip_prefix("金额")?.split_once('至')?;
    Some(Kind::Money(amount(least.strip_suffix('元')?)?, amount(most.strip_suffix('元')?)?))
}

fn choice(text: &str) -> Option<Kind> {
    let mut choices = Vec::new();
    for part in text.split('、') {
        let (label, code, rest) = named(part)?;
        if !rest.is_empty() {
            return None;
        }
        choices.push((label, code));
    }
    (choices.len() <= CHOICES_MAX).then_some(Kind::Choice(choices))
}
