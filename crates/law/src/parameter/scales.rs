//! Reads the table of a scale: the rows that have the same days and publication
//! are one scale, and scales follow each other as single values do.

use super::rows::{bad_cell, check_order};
use super::{Confidence, Row, Setting};
use crate::authorised::Scope;
use crate::date::Date;
use crate::scale::{Fault, Form, Scale};
use law_syntax::table::Table;
use law_syntax::{Diagnostic, Source, Span, Spanned};
use std::sync::Arc;

/// The header, with the words for the two bounds.
const HEADER: [&str; 8] = ["自", "至", "公布", "以上", "不满", "数值", "可信度", "来源"];
const BOUNDS: [([&str; 2], bool); 2] = [(["以上", "不满"], true), (["超过", "以下"], false)];

type Cells<'a> = [&'a Spanned<String>; 8];

pub(super) fn read(
    source: &Source,
    form: &Form,
    layer: usize,
    table: &Table,
    out: &mut Vec<Diagnostic>,
) -> Vec<Row> {
    let header: Vec<&str> = table.header.iter().map(|cell| cell.value.as_str()).collect();
    let bounds = BOUNDS.into_iter().find(|(words, _)| header.get(3..5) == Some(words));
    let others = |at: usize| header.get(at) == HEADER.get(at);
    let Some((_, from_included)) = bounds.filter(|_| (0..8).all(|at| (3..5).contains(&at) || others(at)))
    else {
        let span = table.header.first().map_or(Span::default(), |cell| cell.span);
        out.push(
            Diagnostic::error("E0132", source, span, "参数表的表头不对", "the header of the table is wrong")
                .hint(
                    format!("应当是：{}；以上、不满也可以是超过、以下", HEADER.join(" | ")),
                    format!("expected {}; or 超过 and 以下 for 以上 and 不满", HEADER.join(" | ")),
                ),
        );
        return Vec::new();
    };
    let mut rows: Vec<Row> = Vec::new();
    for cells in
        table.rows.chunk_by(|one, next| one.iter().take(3).map(text).eq(next.iter().take(3).map(text)))
    {
        let Some(row) = scale(source, form, from_included, cells, out) else { continue };
        let row = Row { layer, ..row };
        if let Some(before) = rows.last() {
            let span =
                cells.first().and_then(|cells| cells.first()).map_or(Span::default(), |cell| cell.span);
            check_order(source, before, &row, span, out);
        }
        rows.push(row);
    }
    rows
}

fn text(cell: &Spanned<String>) -> &str {
    &cell.value
}

/// The rows of one time as one scale.
fn scale(
    source: &Source,
    form: &Form,
    from_included: bool,
    rows: &[Vec<Spanned<String>>],
    out: &mut Vec<Diagnostic>,
) -> Option<Row> {
    let mut scale = Scale::new(form, from_included);
    let mut made: Option<Row> = None;
    for cells in rows {
        let Ok(cells) = Cells::try_from(cells.iter().collect::<Vec<_>>()) else {
            let span = cells.first().map_or(Span::default(), |cell| cell.span);
            out.push(Diagnostic::error(
                "E0133",
                source,
                span,
                format!("这一行应当有 {} 格", HEADER.len()),
                format!("{} cells are expected in this row", HEADER.len()),
            ));
            return None;
        };
        let row = frame(source, &cells, out)?;
        let [_, _, _, from, to, value, ..] = cells;
        if let Err((at, fault)) = scale.push(form, [&from.value, &to.value, &value.value]) {
            out.push(faulty(source, form, [from, to, value][at], fault));
            return None;
        }
        // The least sure row says how sure the scale is.
        let least = made.as_ref().map_or(row.confidence, |before| before.confidence.min(row.confidence));
        made = Some(Row { confidence: least, ..row });
    }
    let row = made?;
    Some(Row { value: Setting::Scale(Arc::new(scale)), ..row })
}

/// Days, confidence and source of a row.
fn frame(source: &Source, cells: &Cells<'_>, out: &mut Vec<Diagnostic>) -> Option<Row> {
    let [from, to, known, .., confidence, origin] = cells;
    let mut day = |cell: &Spanned<String>| -> Option<Option<Date>> {
        if cell.value.is_empty() {
            return Some(None);
        }
        let day = Date::parse(&cell.value);
        if day.is_none() {
            out.push(bad_cell(source, cell, "应当是 YYYY-MM-DD 的日期", "a date YYYY-MM-DD is expected"));
        }
        day.map(Some)
    };
    let (first, to, known) = (day(from)?, day(to)?, day(known)?);
    let Some(first) = first else {
        out.push(bad_cell(source, from, "“自”不能空着", "the first day is missing"));
        return None;
    };
    let Some(sure) = Confidence::read(&confidence.value) else {
        out.push(bad_cell(source, confidence, "应当是高、中或者低", "高, 中 or 低 is expected"));
        return None;
    };
    if origin.value.is_empty() {
        out.push(bad_cell(source, origin, "来源不能空着", "the source is missing"));
        return None;
    }
    let value = Setting::Regions(Vec::new());
    Some(Row {
        from: first,
        to,
        known,
        value,
        confidence: sure,
        source: origin.value.clone(),
        layer: 0,
        scope: Scope::default(),
        over: Vec::new(),
        place: None,
        broken: None,
        span: from.span,
    })
}

fn faulty(source: &Source, form: &Form, cell: &Spanned<String>, fault: Fault) -> Diagnostic {
    let (zh, en) = match fault {
        Fault::Bound => {
            return bad_cell(
                source,
                cell,
                &format!("应当是以{}为单位的界限", form.by),
                &format!("a bound in {} is expected", form.by),
            );
        }
        Fault::Value => {
            return bad_cell(
                source,
                cell,
                &format!("应当是{}的数值", form.gives),
                &format!("a value in {} is expected", form.gives),
            );
        }
        Fault::Empty => {
            ("这一档是空的：上界不大于下界", "this row is empty: its upper bound is not above its lower one")
        }
        Fault::Hole => ("与上一档之间有空档", "numbers between the row above and this one are in neither"),
        Fault::Overlap => ("与上一档重叠", "numbers are in the row above and in this one"),
    };
    Diagnostic::error("E0145", source, cell.span, zh, en)
        .hint("每一档从上一档的上界开始", "each row begins at the upper bound of the row above")
}
