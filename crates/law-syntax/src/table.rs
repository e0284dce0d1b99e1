//! Tables inside `参数` and `示例` fences: rows of cells with their spans.

use crate::source::{Source, Span, Spanned, owned, part, trim};

/// A table with its header.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Header cells.
    pub header: Vec<Spanned<String>>,
    /// Rows below it.
    pub rows: Vec<Vec<Spanned<String>>>,
}

/// Reads the `| … |` lines of a fence; other lines are left to the caller.
pub fn read(source: &Source, body: Span) -> (Vec<Spanned<String>>, Table) {
    let mut table = Table::default();
    let mut others = Vec::new();
    for line in source.lines(body) {
        let line = trim(&line);
        if line.value.is_empty() || is_rule(line.value) {
            continue;
        }
        if !line.value.starts_with('|') {
            others.push(owned(&line));
        } else if table.header.is_empty() {
            table.header = cells(&line);
        } else {
            table.rows.push(cells(&line));
        }
    }
    (others, table)
}

/// `| --- | --- |`, which some editors put under the header. Any white space is space, as it is around a cell: a row
/// must not become a rule by being laid out.
pub fn is_rule(line: &str) -> bool {
    let is_mark = |c: char| matches!(c, '|' | '-' | ':') || c.is_whitespace();
    line.starts_with('|') && line.contains('-') && line.chars().all(is_mark)
}

/// The cells of one row.
pub fn cells(line: &Spanned<&str>) -> Vec<Spanned<String>> {
    let mut found = Vec::new();
    let mut from = 1;
    for piece in line.value[1..].split('|') {
        let to = from + piece.len();
        if to < line.value.len() || !piece.trim().is_empty() {
            found.push(owned(&part(line, from, to)));
        }
        from = to + 1;
    }
    found
}
