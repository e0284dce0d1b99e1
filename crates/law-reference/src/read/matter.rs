//! Authorised matters as they are declared, and what a filling says of itself (`docs/language/authorised.md`).

use super::page::Page;
use super::parameter::{plain, setting};
use super::statement::{Keyword, Statement};
use super::text::leading_day;
use super::{Reading, refuse};
use crate::program::{
    Authorised, Competence, Filling, Kind, Parameter, Program, Setting, SettingKind, Stretch,
};

/// Authorised matters are parameters that other instruments fill.
pub fn declared(statements: &[Statement], program: &mut Program) -> Reading<()> {
    for statement in statements.iter().filter(|s| s.keyword == Keyword::Authorised) {
        if program.parameters.iter().any(|p| p.key == statement.key) {
            return refuse("E0239", &statement.key);
        }
        let (name, key) = (statement.name.clone(), statement.key.clone());
        let mut clauses = statement.opening.split('；');
        let kind = kind(clauses.next().unwrap_or_default(), program)?;
        let mut matter =
            Authorised { competence: Vec::new(), by_region: None, default: None, negation: None };
        let mut has_default = false;
        for clause in clauses {
            if let Some(rest) = clause.strip_prefix("未确定的，") {
                matter.default = default(&kind, rest, program)?;
                has_default = true;
            } else if let Some(phrase) = clause.strip_prefix("否定为") {
                matter.negation = Some(phrase.to_owned());
            } else if let Some(name) = clause.strip_prefix('按').and_then(|rest| rest.strip_suffix("适用"))
            {
                let fact = program.facts.iter().position(|f| f.name == name && f.kind == Kind::Region);
                let Some(fact) = fact else { return refuse("E0150", clause) };
                matter.by_region = Some(fact);
            } else if clause.starts_with("应当载明") {
                // Nothing of it changes an answer.
            } else {
                matter.competence.push(competence(clause)?);
            }
        }
        if matter.competence.is_empty() {
            return refuse("E0151", name);
        }
        if !has_default {
            return refuse("E0152", name);
        }
        let rows = Vec::new();
        program.parameters.push(Parameter { name, key, kind, what_if: true, rows, authorised: Some(matter) });
    }
    Ok(())
}

fn kind(text: &str, program: &Program) -> Reading<SettingKind> {
    match text {
        "本市的区" => return Ok(SettingKind::Regions),
        "是否" => return Ok(SettingKind::Flag),
        _ => {}
    }
    if let Some(name) = text.strip_prefix('“').and_then(|rest| rest.strip_suffix("”的选项")) {
        let fact = program.facts.iter().position(|fact| fact.name == name);
        return fact.map_or_else(|| refuse("E0150", text), |fact| Ok(SettingKind::Choices(fact)));
    }
    plain(text).map_or_else(|| refuse("E0150", text), Ok)
}

fn default(kind: &SettingKind, text: &str, program: &Program) -> Reading<Option<Setting>> {
    if text == "没有数值" {
        return Ok(None);
    }
    match kind {
        SettingKind::Regions if text.starts_with("没有") => return Ok(Some(Setting::Regions(Vec::new()))),
        SettingKind::Choices(_) if text.starts_with("没有") => {
            return Ok(Some(Setting::Choices(Vec::new())));
        }
        _ => {}
    }
    let text = text.strip_prefix('为').unwrap_or(text);
    let text = match kind {
        SettingKind::Money(_) => text.strip_suffix('元').unwrap_or(text),
        SettingKind::Number(unit) => text.strip_suffix(unit.as_str()).unwrap_or(text),
        _ => text,
    };
    setting(kind, text, program).map_or_else(|| refuse("E0152", text), |setting| Ok(Some(setting)))
}

/// `自2021年1月1日起由区人民政府确定，经市人民政府批准`
fn competence(clause: &str) -> Reading<Competence> {
    let mut days = Stretch::default();
    let mut rest = clause;
    for (open, close, day) in [('自', '起', &mut days.from), ('至', '止', &mut days.to)] {
        if let Some(found) = rest.strip_prefix(open).and_then(leading_day) {
            let (read, left) = found?;
            let Some(left) = left.strip_prefix(close) else { return refuse("E0150", clause) };
            *day = Some(read);
            rest = left;
        }
    }
    let mut parts = rest.split('，');
    let first = parts.next().and_then(|first| first.strip_prefix('由'));
    let verbs = ["确定", "提出", "规定"];
    let who = first.and_then(|first| verbs.iter().find_map(|verb| first.strip_suffix(verb)));
    let Some(who) = who else { return refuse("E0150", clause) };
    let who = who.split("或者").flat_map(|part| part.split('、')).map(str::to_owned).collect();
    let approval = parts.find_map(|part| part.strip_prefix('经')?.strip_suffix("批准").map(str::to_owned));
    Ok(Competence { days, who, approval })
}

/// What stands behind the name of a 确定.
pub fn filling(page: &Page, clauses: &[String], parameter: &Parameter) -> Reading<Filling> {
    let scope = page.scope.unwrap_or_default();
    let rank = match scope {
        0 => 3,
        code if code % 10_000 == 0 => 2,
        _ => 1,
    };
    let mut filling = Filling {
        instrument: page.id.clone(),
        issuer: page.issuer.clone(),
        scope,
        rank: page.rank.unwrap_or(rank),
        acted_on: page.force,
        approvals: Vec::new(),
        prevails_over: Vec::new(),
    };
    for part in clauses.iter().flat_map(|clause| clause.split('，')) {
        let verbs = ["提出", "确定", "规定"];
        if let Some(by) = part.strip_prefix('经').and_then(|rest| rest.strip_suffix("批准")) {
            filling.approvals.push(by.to_owned());
        } else if let Some(over) = part.strip_prefix("优先于“").and_then(|rest| rest.strip_suffix('”'))
        {
            filling.prevails_over.push(over.to_owned());
        } else if let Some(unit) = part.strip_prefix("单位为") {
            let is_same = match &parameter.kind {
                SettingKind::Money(per) if per.is_empty() => unit == "元",
                SettingKind::Money(per) => unit.strip_prefix("元/") == Some(per),
                SettingKind::Number(of) => unit == of,
                _ => false,
            };
            if !is_same {
                return refuse("E0157", unit);
            }
        } else if part.starts_with("依据")
            || (part.starts_with('由') && verbs.iter().any(|verb| part.ends_with(verb)))
        {
            // For readers.
        } else {
            return refuse("E0156", part);
        }
    }
    Ok(filling)
}
