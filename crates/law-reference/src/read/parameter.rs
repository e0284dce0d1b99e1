//! Dated values: parameters, tables, and what overlays determine (`docs/language/parameters.md`).

use super::page::{Fence, Page};
use super::text::{amount, cells, compact, is_ruler, named};
use super::{Reading, matter, refuse};
use crate::day::{self, Day};
use crate::fraction::Fraction;
use crate::program::{Band, Kind, Parameter, Program, Row, Setting, SettingKind, TableKind};

const HEADER: [&str; 6] = ["自", "至", "公布", "数值", "可信度", "来源"];
const BOUNDS: [[&str; 2]; 2] = [["以上", "不满"], ["超过", "以下"]];

/// Reads the parameters that a file declares.
pub fn declared(page: &Page, layer: usize, program: &mut Program) -> Reading<()> {
    for fence in page.fences.iter().filter(|fence| fence.kind == "参数") {
        let (name, key, clauses) = head(fence)?;
        let kind = kind(&clauses[0])?;
        let mut what_if = false;
        for clause in &clauses[1..] {
            match clause.as_str() {
                "可以试算" if !matches!(kind, SettingKind::Table(_)) => what_if = true,
                "供后续文件使用" | "至另有规定为止" => {}
                other => return refuse("E0144", other),
            }
        }
        if program.parameters.iter().any(|p| p.key == key || p.name == name) {
            return refuse("E0137", key);
        }
        let rows = table(fence, &kind, layer, program)?;
        program.parameters.push(Parameter { name, key, kind, what_if, rows, authorised: None });
    }
    Ok(())
}

/// Reads what a file determines of what is declared elsewhere.
pub fn determined(page: &Page, layer: usize, program: &mut Program) -> Reading<()> {
    for fence in page.fences.iter().filter(|fence| fence.kind == "确定") {
        let (_, key, clauses) = head(fence)?;
        let Some(id) = program.parameter(&key) else { return refuse("E0138", key) };
        let filled = matter::filling(page, &clauses, &program.parameters[id])?;
        let mut rows = table(fence, &program.parameters[id].kind, layer, program)?;
        for row in &mut rows {
            row.published = row.published.or(page.published);
            if program.parameters[id].authorised.is_some() {
                let acted_on = row.published.unwrap_or(page.force);
                row.filling = Some(crate::program::Filling { acted_on, ..filled.clone() });
            }
        }
        program.parameters[id].rows.extend(rows);
    }
    Ok(())
}

/// What a parameter's values are.
fn kind(text: &str) -> Reading<SettingKind> {
    if let Some(rest) = text.strip_prefix("分档，按") {
        let Some((by, gives)) = rest.split_once("，取") else { return refuse("E0131", text) };
        let gives = match gives {
            "金额" => SettingKind::Money(String::new()),
            other => match plain(&other.replace("整数", "数")) {
                Some(kind) => kind,
                None => return refuse("E0131", text),
            },
        };
        let by = (by != "元").then(|| by.to_owned());
        return Ok(SettingKind::Table(TableKind { by, gives: Box::new(gives), by_parts: false }));
    }
    if text == "分段累进，按元，取比例" {
        let gives = Box::new(SettingKind::Rate);
        return Ok(SettingKind::Table(TableKind { by: None, gives, by_parts: true }));
    }
    plain(text).map_or_else(|| refuse("E0131", text), Ok)
}

/// 金额, 比例, 数, with their units.
pub fn plain(text: &str) -> Option<SettingKind> {
    if text == "比例" {
        return Some(SettingKind::Rate);
    }
    if let Some(unit) = text.strip_prefix("金额，单位为") {
        let per = unit.strip_prefix('元')?;
        return Some(SettingKind::Money(per.strip_prefix('/').unwrap_or(per).to_owned()));
    }
    let unit = text.strip_prefix("数，单位为").or_else(|| text.strip_prefix("期限，单位为"))?;
    Some(SettingKind::Number(unit.to_owned()))
}

fn head(fence: &Fence) -> Reading<(String, String, Vec<String>)> {
    let line = fence.lines.first().map_or("", String::as_str);
    let Some((name, key, rest)) = named(line).filter(|_| !line.starts_with('|')) else {
        return refuse("E0130", line);
    };
    let Some(clauses) = rest.trim_start().strip_prefix('：') else { return refuse("E0130", line) };
    Ok((name, key, clauses.trim_end_matches('。').split('；').map(compact).collect()))
}

fn table(fence: &Fence, kind: &SettingKind, layer: usize, program: &Program) -> Reading<Vec<Row>> {
    let mut lines = fence.lines[1..].iter();
    let header = lines.next().map_or("", String::as_str);
    let wrong = || refuse(if header.starts_with('|') { "E0132" } else { "E0130" }, header);
    let Some(mut names) = cells(header) else { return wrong() };
    let bounds =
        matches!(kind, SettingKind::Table(_)).then(|| names.splice(3..names.len().min(5), []).collect());
    let bounds: Option<Vec<&str>> = bounds;
    let style = bounds.as_ref().map(|names| BOUNDS.iter().position(|style| names == style));
    if names != HEADER || style == Some(None) {
        return wrong();
    }
    let low_is_in = style == Some(Some(0));
    let mut rows: Vec<Row> = Vec::new();
    for line in lines {
        let Some(mut cells) = cells(line) else { return refuse("E0130", line) };
        if is_ruler(&cells) {
            continue;
        }
        if cells.len() != HEADER.len() + if style.is_some() { 2 } else { 0 } {
            return refuse("E0133", line);
        }
        let bounds: Vec<&str> = if style.is_some() { cells.splice(3..5, []).collect() } else { Vec::new() };
        let row = row(&cells, &bounds, low_is_in, kind, layer, program)?;
        // The rows of a table that hold on the same days are one value.
        if let (Setting::Table(fresh), Some(above)) = (&row.value, rows.last_mut())
            && (above.from, above.to, above.published) == (row.from, row.to, row.published)
            && let Setting::Table(bands) = &mut above.value
        {
            bands.extend(fresh.iter().cloned());
            continue;
        }
        for above in &rows {
            overlap(above, &row, line)?;
        }
        if let Some(to) = rows.last().and_then(|above| above.to)
            && row.from > day::next(to)
        {
            return refuse("E0135", line);
        }
        rows.push(row);
    }
    for row in &rows {
        if let Setting::Table(bands) = &row.value {
            touching(bands)?;
        }
    }
    Ok(rows)
}

/// Each row of a table begins where the one above ends.
fn touching(bands: &[Band]) -> Reading<()> {
    let good = bands.windows(2).all(|pair| match pair {
        [above, below] => above.high.is_some() && above.high == below.low,
        _ => true,
    });
    let ordered = bands.iter().all(|band| match (band.low, band.high) {
        (Some(low), Some(high)) => low < high,
        _ => true,
    });
    if good && ordered { Ok(()) } else { refuse("E0145", "rows of a table") }
}

fn row(
    cells: &[&str],
    bounds: &[&str],
    low_is_in: bool,
    kind: &SettingKind,
    layer: usize,
    program: &Program,
) -> Reading<Row> {
    let some_day = |text: &str| match day::parse(text) {
        Some(day) => Ok(Some(day)),
        None if text.is_empty() => Ok(None),
        None => refuse("E0136", text),
    };
    let Some(from) = some_day(cells[0])? else { return refuse("E0136", "自") };
    let (to, published) = (some_day(cells[1])?, some_day(cells[2])?);
    let text = compact(cells[3]);
    let value = match kind {
        SettingKind::Table(table) => band(bounds, low_is_in, table, &text, program),
        other => setting(other, &text, program),
    };
    let Some(value) = value else { return refuse("E0136", text) };
    if !["高", "中", "低"].contains(&cells[4]) || cells[5].is_empty() || to.is_some_and(|to: Day| to < from)
    {
        return refuse("E0136", cells[4]);
    }
    Ok(Row { from, to, published, value, layer, filling: None })
}

fn band(
    bounds: &[&str],
    low_is_in: bool,
    table: &TableKind,
    text: &str,
    program: &Program,
) -> Option<Setting> {
    let bound = |text: &str| match (text, &table.by) {
        ("", _) => Some(None),
        (text, None) => amount(text).map(Some),
        (text, Some(_)) => text.parse().ok().map(Some),
    };
    let value = match setting(&table.gives, text, program)? {
        Setting::Money(whole) | Setting::Number(whole) => Fraction::whole(whole),
        Setting::Rate(rate) => rate,
        Setting::Regions(_) | Setting::Choices(_) | Setting::Flag(_) | Setting::Table(_) => return None,
    };
    Some(Setting::Table(vec![Band { low: bound(bounds[0])?, high: bound(bounds[1])?, low_is_in, value }]))
}

/// A value as a cell or a default writes it.
pub fn setting(kind: &SettingKind, text: &str, program: &Program) -> Option<Setting> {
    match kind {
        SettingKind::Money(_) => amount(text).map(Setting::Money),
        SettingKind::Rate => Fraction::parse(text).map(Setting::Rate),
        SettingKind::Number(_) => {
            text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit())).map(Setting::Number)
        }
        SettingKind::Regions => regions(text, program).map(Setting::Regions),
        SettingKind::Choices(fact) => {
            let Kind::Choice(choices) = &program.facts[*fact].kind else { return None };
            let place = |label: &str| {
                let at = choices.iter().position(|(l, _)| l == label)?;
                i64::try_from(at).ok()
            };
            text.split('、').map(place).collect::<Option<_>>().map(Setting::Choices)
        }
        SettingKind::Flag => match text {
            "是" => Some(Setting::Flag(true)),
            "否" => Some(Setting::Flag(false)),
            _ => None,
        },
        SettingKind::Table(_) => None,
    }
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

/// Two rows of one publication do not hold on the same day, and nothing stands below what never ends.
fn overlap(above: &Row, below: &Row, line: &str) -> Reading<()> {
    let meets = below.from <= above.to.unwrap_or(Day::MAX) && above.from <= below.to.unwrap_or(Day::MAX);
    if meets && (above.published == below.published || above.to.is_none()) {
        return refuse("E0134", line);
    }
    Ok(())
}
