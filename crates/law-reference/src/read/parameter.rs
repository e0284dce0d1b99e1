//! Dated values: parameters, authorised matters, and what overlays determine (`docs/language/parameters.md`).

use super::page::{Fence, Page};
use super::statement::{Keyword, Statement};
use super::text::{amount, cells, compact, is_ruler, named};
use super::{Reading, refuse};
use crate::day;
use crate::fraction::Fraction;
use crate::program::{Parameter, Program, Row, Setting, SettingKind};

const HEADER: [&str; 6] = ["自", "至", "公布", "数值", "可信度", "来源"];

/// Reads the parameters that a file declares.
pub fn declared(page: &Page, layer: usize, program: &mut Program) -> Reading<()> {
    for fence in page.fences.iter().filter(|fence| fence.kind == "参数") {
        let (name, key, clauses) = head(fence)?;
        let kind = match clauses[0].as_str() {
            "比例" => SettingKind::Rate,
            text if text.starts_with("金额，单位为") => SettingKind::Money,
            other => return refuse("E0131", other),
        };
        let mut what_if = false;
        for clause in &clauses[1..] {
            match clause.as_str() {
                "可以试算" => what_if = true,
                "供后续文件使用" | "至另有规定为止" => {}
                other => return refuse("E0144", other),
            }
        }
        if program.parameters.iter().any(|p| p.key == key || p.name == name) {
            return refuse("E0137", key);
        }
        let rows = table(fence, kind, layer, program)?;
        program.parameters.push(Parameter { name, key, kind, what_if, rows });
    }
    Ok(())
}

/// Authorised matters are parameters without rows of their own.
pub fn authorised(statements: &[Statement], program: &mut Program) -> Reading<()> {
    for statement in statements.iter().filter(|s| s.keyword == Keyword::Authorised) {
        if program.parameters.iter().any(|p| p.key == statement.key) {
            return refuse("E0239", &statement.key);
        }
        program.parameters.push(Parameter {
            name: statement.name.clone(),
            key: statement.key.clone(),
            kind: SettingKind::Regions,
            what_if: true,
            rows: Vec::new(),
        });
    }
    Ok(())
}

/// Reads what a file determines of what is declared elsewhere.
pub fn determined(page: &Page, layer: usize, program: &mut Program) -> Reading<()> {
    for fence in page.fences.iter().filter(|fence| fence.kind == "确定") {
        let (_, key, _) = head(fence)?;
        let Some(id) = program.parameter(&key) else { return refuse("E0138", key) };
        let rows = table(fence, program.parameters[id].kind, layer, program)?;
        program.parameters[id].rows.extend(rows);
    }
    Ok(())
}

fn head(fence: &Fence) -> Reading<(String, String, Vec<String>)> {
    let line = fence.lines.first().map_or("", String::as_str);
    let Some((name, key, rest)) = named(line).filter(|_| !line.starts_with('|')) else {
        return refuse("E0130", line);
    };
    let Some(clauses) = rest.trim_start().strip_prefix('：') else { return refuse("E0130", line) };
    Ok((name, key, clauses.trim_end_matches('。').split('；').map(compact).collect()))
}

fn table(fence: &Fence, kind: SettingKind, layer: usize, program: &Program) -> Reading<Vec<Row>> {
    let mut lines = fence.lines[1..].iter();
    let header = lines.next().map_or("", String::as_str);
    if cells(header).is_none_or(|cells| cells != HEADER) {
        return refuse(if header.starts_with('|') { "E0132" } else { "E0130" }, header);
    }
    let mut rows: Vec<Row> = Vec::new();
    for line in lines {
        let Some(cells) = cells(line) else { return refuse("E0130", line) };
        if is_ruler(&cells) {
            continue;
        }
        if cells.len() != HEADER.len() {
            return refuse("E0133", line);
        }
        let row = row(&cells, kind, layer, program)?;
        if let Some(above) = rows.last() {
            neighbours(above, &row, line)?;
        }
        rows.push(row);
    }
    Ok(rows)
}

fn row(cells: &[&str], kind: SettingKind, layer: usize, program: &Program) -> Reading<Row> {
    let some_day = |text: &str| match day::parse(text) {
        Some(day) => Ok(Some(day)),
        None if text.is_empty() => Ok(None),
        None => refuse("E0136", text),
    };
    let Some(from) = some_day(cells[0])? else { return refuse("E0136", "自") };
    let (to, published) = (some_day(cells[1])?, some_day(cells[2])?);
    let text = compact(cells[3]);
    let value = match kind {
        SettingKind::Money => amount(&text).map(Setting::Money),
        SettingKind::Rate => Fraction::parse(&text).map(Setting::Rate),
        SettingKind::Regions => regions(&text, program).map(Setting::Regions),
    };
    let Some(value) = value else { return refuse("E0136", text) };
    if !["高", "中", "低"].contains(&cells[4]) || cells[5].is_empty() || to.is_some_and(|to| to < from) {
        return refuse("E0136", cells[4]);
    }
    Ok(Row { from, to, published, value, layer })
}

fn regions(text: &str, program: &Program) -> Option<Vec<i64>> {
    let code = |name: &str| {
        let named = program.places.iter().find(|(n, _)| n == name).map(|(_, code)| *code);
        named.or_else(|| name.parse().ok()).filter(|code| program.districts.contains(code))
    };
    let mut codes: Vec<i64> = text.split('、').map(code).collect::<Option<_>>()?;
    codes.sort_unstable();
    codes.dedup();
    Some(codes)
}

fn neighbours(above: &Row, below: &Row, line: &str) -> Reading<()> {
    match above.to {
        Some(to) if below.from > day::next(to) => refuse("E0135", line),
        Some(to) if below.from > to => Ok(()),
        _ if above.published == below.published || above.to.is_none() => refuse("E0134", line),
        _ => Ok(()),
    }
}
