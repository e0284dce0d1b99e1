//! Reads the rows of a parameter: order, overlaps and each cell, with what is wrong at its place.

use super::frame::{Frame, bad_cell, cell_count};
use super::{Row, Setting, SettingKind, scales};
use crate::authorised::other_unit;
use crate::fact::{Fact, Kind, fen};
use crate::ratio::Ratio;
use crate::region::Regions;
use crate::scale;
use law_syntax::table::Table;
use law_syntax::{Diagnostic, Source, Span, Spanned};

const HEADER: [&str; 6] = ["自", "至", "公布", "数值", "可信度", "来源"];

/// What cells are read against.
type CellWords<'a> = (&'a Regions, &'a [Fact]);

/// The rows of a parameter's table, of a scale or of single values.
pub fn table_rows(
    source: &Source,
    kind: (SettingKind, &str),
    words: Option<CellWords<'_>>,
    layer: usize,
    table: &Table,
    out: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    match scale::Form::parse(kind.1).filter(|_| kind.0 == SettingKind::Scale) {
        Some(form) => scales::read(source, &form, layer, table, out),
        None => rows(source, kind, words, layer, table, out),
    }
}

/// The rows of a table; its kind with its unit is the parameter's.
fn rows(
    source: &Source,
    kind: (SettingKind, &str),
    words: Option<CellWords<'_>>,
    layer: usize,
    table: &Table,
    out: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    let header: Vec<&str> = table.header.iter().map(|cell| cell.value.as_str()).collect();
    if header != HEADER {
        let span = table.header.first().map_or(Span::default(), |cell| cell.span);
        out.push(
            Diagnostic::error("E0132", source, span, "参数表的表头不对", "the header of the table is wrong")
                .hint(format!("应当是：{}", HEADER.join(" | ")), format!("expected {}", HEADER.join(" | "))),
        );
        return Vec::new();
    }
    let mut rows: Vec<Row> = Vec::new();
    for cells in &table.rows {
        let Some(row) = row(source, kind, words, layer, cells, out) else { continue };
        if let Some(before) = rows.last() {
            check_order(source, before, &row, row.span, out);
        }
        check_overlap(source, &rows, &row, out);
        rows.push(row);
    }
    rows
}

pub(super) fn check_order(source: &Source, before: &Row, row: &Row, span: Span, out: &mut Vec<Diagnostic>) {
    let Some(end) = before.to else {
        out.push(
            Diagnostic::error(
                "E0134",
                source,
                span,
                "上一行没有写明“至”，两行同时有效",
                "the row above is open, so both hold at once",
            )
            .hint("给上一行写上最后一天", "give the row above its last day"),
        );
        return;
    };
    if row.from <= end && row.known == before.known {
        out.push(Diagnostic::error(
            "E0134",
            source,
            span,
            format!("与上一行重叠：上一行至 {end}"),
            format!("overlaps the row above, which holds to {end}"),
        ));
    } else if row.from > end.next() {
        out.push(
            Diagnostic::error(
                "E0135",
                source,
                span,
                format!("与上一行之间有空档：{} 至 {}", end.next(), row.from.previous()),
                format!("no value from {} to {}", end.next(), row.from.previous()),
            )
            .hint("补上缺少的日期，或者改正起止日期", "fill the gap or mend the dates"),
        );
    }
}

/// Rows further up that speak of the same days with the same publication; the
/// row right above is looked at by [`check_order`].
fn check_overlap(source: &Source, rows: &[Row], row: &Row, out: &mut Vec<Diagnostic>) {
    let Some((_, further)) = rows.split_last() else { return };
    let overlaps = |other: &&Row| {
        other.known == row.known
            && other.to.is_none_or(|to| row.from <= to)
            && row.to.is_none_or(|to| other.from <= to)
    };
    if let Some(other) = further.iter().find(overlaps) {
        out.push(Diagnostic::error(
            "E0134",
            source,
            row.span,
            format!("与前面自 {} 起的一行重叠", other.from),
            format!("overlaps the row above that holds from {}", other.from),
        ));
    }
}

fn row(
    source: &Source,
    (kind, unit): (SettingKind, &str),
    words: Option<CellWords<'_>>,
    layer: usize,
    cells: &[Spanned<String>],
    out: &mut Vec<Diagnostic>,
) -> Option<Row> {
    let [from, to, known, value, confidence, origin] = cells else {
        out.push(cell_count(source, cells, HEADER.len()));
        return None;
    };
    let frame =
        Frame::read(source, [from, to, known, confidence, origin]).map_err(|fault| out.push(*fault)).ok();
    let setting = setting(source, (kind, unit), words, value, out);
    Some(frame?.row(layer, setting?))
}

/// The value of a row, of the parameter's kind and unit.
fn setting(
    source: &Source,
    (kind, unit): (SettingKind, &str),
    words: Option<CellWords<'_>>,
    value: &Spanned<String>,
    out: &mut Vec<Diagnostic>,
) -> Option<Setting> {
    let setting = match kind {
        SettingKind::Money => fen(&value.value).map(Setting::Money),
        SettingKind::Ratio => Ratio::parse(&value.value).map(Setting::Ratio),
        SettingKind::Regions => words.and_then(|(regions, _)| districts(regions, &value.value)),
        SettingKind::Choices(fact) => {
            words.and_then(|(_, facts)| choices(facts.get(fact)?, &value.value)).map(Setting::Choices)
        }
        SettingKind::Number => value.value.parse().ok().filter(|n| *n >= 0).map(Setting::Number),
        SettingKind::Flag => match value.value.as_str() {
            "是" => Some(Setting::Flag(true)),
            "否" => Some(Setting::Flag(false)),
            _ => None,
        },
        SettingKind::Scale => None,
    };
    if setting.is_none() {
        out.push(misread(source, (kind, unit), value));
    }
    setting
}

/// Why a cell is no value of the parameter's kind; an amount with another unit is worth a word of its own.
fn misread(source: &Source, (kind, unit): (SettingKind, &str), value: &Spanned<String>) -> Diagnostic {
    let tail = value.value.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim();
    if !unit.is_empty() && tail.len() < value.value.len() && !tail.is_empty() && tail != unit {
        return other_unit(source, value.span, unit, tail);
    }
    let (zh, en) = match kind {
        SettingKind::Regions => ("应当是本市各区的名称", "names of Beijing's districts are expected"),
        SettingKind::Money => {
            ("应当是以元为单位、最多两位小数的金额", "an amount in yuan with at most two decimals")
        }
        SettingKind::Ratio | SettingKind::Scale => {
            ("应当是 20%、0.20 或者 2/3 这样的比例", "a rate such as 20%, 0.20 or 2/3 is expected")
        }
        SettingKind::Choices(_) => {
            ("应当是这个信息项的选项，用、隔开", "choices of the fact are expected, parted by 、")
        }
        SettingKind::Number => ("应当是整数，不写单位", "a whole number without its unit is expected"),
        SettingKind::Flag => ("应当是“是”或者“否”", "是 or 否 is expected"),
    };
    bad_cell(source, value, zh, en)
}

/// `个体经营、非全日制` as bits of a fact's choices.
pub fn choices(fact: &Fact, text: &str) -> Option<u64> {
    let Kind::Choice(known) = &fact.kind else { return None };
    text.split('、').try_fold(0_u64, |set, label| {
        let at = known.iter().position(|choice| *choice.label == *label.trim())?;
        Some(set | 1 << at)
    })
}

/// `平谷区、密云区`
fn districts(regions: &Regions, text: &str) -> Option<Setting> {
    let codes: Option<Vec<i64>> = text.split('、').map(|name| regions.by_name(name.trim())).collect();
    let mut codes = codes?;
    codes.sort_unstable();
    codes.dedup();
    codes.iter().all(|code| regions.is_city(*code)).then_some(Setting::Regions(codes))
}
