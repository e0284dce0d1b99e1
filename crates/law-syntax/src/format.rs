//! Lays out the fences of a policy file: indentation by level, one space after
//! a number, tables in columns. Words, order and everything outside fences stay.
//! Formatting twice gives the same text.

use crate::document::FenceKind;
use crate::rule::KEYWORDS;
use crate::source::{Span, Spanned};
use crate::table;
use unicode_width::UnicodeWidthStr;

/// The formatted text.
pub fn format(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<(FenceKind, Vec<&str>)> = None;
    for line in text.split('\n') {
        match &mut fence {
            None => {
                let line = line.trim_end();
                out.push_str(line);
                out.push('\n');
                let word = line.strip_prefix("```").map(str::trim);
                let kind = FenceKind::ALL.iter().find(|(name, _)| Some(*name) == word);
                fence = kind.map(|(_, kind)| (*kind, Vec::new()));
            }
            Some((kind, lines)) if line.trim() == "```" => {
                body(*kind, lines, &mut out);
                out.push_str("```\n");
                fence = None;
            }
            Some((_, lines)) => lines.push(line.trim()),
        }
    }
    if let Some((kind, lines)) = fence {
        body(kind, &lines, &mut out);
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out.push('\n');
    out
}

fn body(kind: FenceKind, lines: &[&str], out: &mut String) {
    let mut at = 0;
    let mut in_field = false;
    while let Some(line) = lines.get(at) {
        if line.starts_with('|') {
            let count = lines[at..].iter().take_while(|l| l.starts_with('|')).count();
            columns(&lines[at..at + count], out);
            at += count;
            continue;
        }
        if kind == FenceKind::Amendments && line.starts_with('自') {
            in_field = false;
        } else if is_ruled(kind) && !line.is_empty() {
            out.push_str(indent(line, &mut in_field));
        }
        out.push_str(&spaced_number(kind, line));
        out.push('\n');
        at += 1;
    }
}

/// Whether a fence holds rules or parts of rules.
fn is_ruled(kind: FenceKind) -> bool {
    matches!(kind, FenceKind::Rules | FenceKind::Amendments)
}

fn indent(line: &str, in_field: &mut bool) -> &'static str {
    let opens = |words: &[&str]| words.iter().any(|w| line.starts_with(w));
    if KEYWORDS.iter().any(|(word, _)| line.strip_prefix(word).is_some_and(|rest| rest.starts_with(' '))) {
        *in_field = false;
        return "";
    }
    if opens(&["依据：", "相反证据：", "另有规定：", "按照：", "参照："])
        || (line.starts_with('（') && !*in_field)
    {
        return "  ";
    }
    if line.starts_with(|c: char| c.is_ascii_digit()) && !*in_field {
        return "    ";
    }
    if line.starts_with('(') && !*in_field {
        return "      ";
    }
    let head = line.split('：').next().unwrap_or("");
    let field = head.ends_with(')') && line.contains('：');
    *in_field = *in_field || field;
    if field { "" } else { "  " }
}

/// `1.年满` becomes `1. 年满`; `(1)属于` becomes `(1) 属于`.
fn spaced_number(kind: FenceKind, line: &str) -> String {
    if !is_ruled(kind) {
        return line.to_owned();
    }
    let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    let end = if digits > 0 && line[digits..].starts_with('.') {
        digits + 1
    } else if let Some(body) = line.strip_prefix('(') {
        match body.find(')') {
            Some(close) if body[..close].chars().all(|c| c.is_ascii_digit()) && close > 0 => close + 2,
            _ => return line.to_owned(),
        }
    } else {
        return line.to_owned();
    };
    format!("{} {}", &line[..end], line[end..].trim_start())
}

fn columns(lines: &[&str], out: &mut String) {
    let rows: Vec<Vec<String>> = lines
        .iter()
        .filter(|line| !table::is_rule(line))
        .map(|line| {
            let spanned = Spanned::new(*line, Span::new(0, line.len()));
            table::cells(&spanned).into_iter().map(|cell| cell.value).collect()
        })
        .collect();
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |n: usize| rows.iter().filter_map(|row| row.get(n)).map(|c| c.width()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count).map(width).collect();
    for row in &rows {
        for (cell, width) in row.iter().zip(&widths) {
            out.push_str("| ");
            out.push_str(cell);
            out.push_str(&" ".repeat(width - cell.width() + 1));
        }
        out.push_str("|\n");
    }
}
