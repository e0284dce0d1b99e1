//! Entries of the form `名称 (identifier)：……；……。`, one a line, as facts
//! and parameters are declared, and `名称：……。` as readings and carriers are.

use crate::source::{Source, Span, Spanned, owned, part, trim};

/// One declared name with the clauses behind it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Chinese name.
    pub name: Spanned<String>,
    /// Identifier, where the form has one.
    pub id: Option<Spanned<String>>,
    /// The clauses, cut at ；.
    pub clauses: Vec<Spanned<String>>,
    /// The whole line.
    pub span: Span,
}

/// Reads the entries of a fence; a line that is none comes back as an error span.
pub fn read(source: &Source, body: Span) -> (Vec<Entry>, Vec<Span>) {
    let mut entries = Vec::new();
    let mut strays = Vec::new();
    for line in source.lines(body) {
        let line = trim(&line);
        if line.value.is_empty() || line.value.starts_with('|') {
            continue;
        }
        match entry(&line) {
            Some(entry) => entries.push(entry),
            None => strays.push(line.span),
        }
    }
    (entries, strays)
}

fn entry(line: &Spanned<&str>) -> Option<Entry> {
    let colon = line.value.find('：')?;
    let head = part(line, 0, colon);
    let (name, id) = match head.value.strip_suffix(')').and_then(|h| h.rfind('(')) {
        Some(open) => (part(&head, 0, open), Some(owned(&part(&head, open + 1, head.value.len() - 1)))),
        None => (head, None),
    };
    if name.value.is_empty() {
        return None;
    }
    let rest = part(line, colon + '：'.len_utf8(), line.value.len());
    let end = rest.value.trim_end_matches('。').len();
    let rest = part(&rest, 0, end);
    let mut clauses = Vec::new();
    let mut from = 0;
    for piece in rest.value.split('；') {
        clauses.push(owned(&part(&rest, from, from + piece.len())));
        from += piece.len() + '；'.len_utf8();
    }
    Some(Entry { name: owned(&name), id, clauses, span: line.span })
}
