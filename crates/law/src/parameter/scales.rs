//! Reads the table of a scale: the rows that have the same days and publication
//! are one scale, and scales follow each other as single values do.

use super::frame::{Frame, bad_cell, cell_count};
use super::rows::check_order;
use super::{Row, Setting};
use crate::scale::{Fault, Form, Scale};
use law_syntax::table::Table;
use law_syntax::{Diagnostic, Source, Span, Spanned};
use std::sync::Arc;

/// The header, with the words for the two bounds.
const HEADER: [&str; 8] = ["自", "至", "公布", "以上", "不满", "数值", "可信度", "来源"];
const BOUNDS: [([&str; 2], bool); 2] = [(["以上", "不满"], true), (["超过", "以下"], false)];

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
        let Some((frame, scale)) = scale(source, form, from_included, cells, out) else { continue };
        let row = frame.row(layer, Setting::Scale(Arc::new(scale)));
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
) -> Option<(Frame, Scale)> {
    let mut scale = Scale::new(form, from_included);
    let mut made: Option<Frame> = None;
    for cells in rows {
        let [first, last, known, from, to, value, confidence, origin] = cells.as_slice() else {
            out.push(cell_count(source, cells, HEADER.len()));
            return None;
        };
        let frame = Frame::read(source, [first, last, known, confidence, origin])
            .map_err(|fault| out.push(*fault))
            .ok()?;
        if let Err((at, fault)) = scale.push(form, [&from.value, &to.value, &value.value]) {
            out.push(faulty(source, form, [from, to, value][at], fault));
            return None;
        }
        // The least sure row says how sure the scale is.
        made = Some(match &made {
            None => frame,
            Some(before) => frame.no_surer_than(before),
        });
    }
    Some((made?, scale))
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
