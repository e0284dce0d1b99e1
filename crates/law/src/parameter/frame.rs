//! What every row of a parameter says beside its value: when it holds, when it was published, how sure it is and who
//! says so.

use super::{Confidence, Row, Setting};
use crate::authorised::Scope;
use crate::date::Date;
use law_syntax::{Diagnostic, Source, Span, Spanned};

/// 自, 至, 公布, 可信度, 来源 of a row.
pub(super) struct Frame {
    from: Date,
    to: Option<Date>,
    known: Option<Date>,
    confidence: Confidence,
    source: String,
    span: Span,
}

impl Frame {
    pub(super) fn read(
        source: &Source,
        [from, to, known, confidence, origin]: [&Spanned<String>; 5],
    ) -> Result<Self, Box<Diagnostic>> {
        let (first, to, known) = (day(source, from)?, day(source, to)?, day(source, known)?);
        let first = first.ok_or_else(|| bad(source, from, "“自”不能空着", "the first day is missing"))?;
        let confidence = Confidence::read(&confidence.value)
            .ok_or_else(|| bad(source, confidence, "应当是高、中或者低", "高, 中 or 低 is expected"))?;
        if origin.value.is_empty() {
            return Err(bad(source, origin, "来源不能空着", "the source is missing"));
        }
        Ok(Self { from: first, to, known, confidence, source: origin.value.clone(), span: from.span })
    }

    /// As sure as the less sure of two rows.
    pub(super) fn no_surer_than(self, other: &Self) -> Self {
        Self { confidence: self.confidence.min(other.confidence), ..self }
    }

    pub(super) fn row(self, layer: usize, value: Setting) -> Row {
        let Self { from, to, known, confidence, source, span } = self;
        let (scope, over) = (Scope::default(), Vec::new());
        Row {
            from,
            to,
            known,
            value,
            confidence,
            source,
            layer,
            scope,
            over,
            place: None,
            broken: None,
            span,
        }
    }
}

fn day(source: &Source, cell: &Spanned<String>) -> Result<Option<Date>, Box<Diagnostic>> {
    if cell.value.is_empty() {
        return Ok(None);
    }
    let no_date = || bad(source, cell, "应当是 YYYY-MM-DD 的日期", "a date YYYY-MM-DD is expected");
    Date::parse(&cell.value).map(Some).ok_or_else(no_date)
}

fn bad(source: &Source, cell: &Spanned<String>, zh: &str, en: &str) -> Box<Diagnostic> {
    Box::new(bad_cell(source, cell, zh, en))
}

pub(super) fn bad_cell(source: &Source, cell: &Spanned<String>, zh: &str, en: &str) -> Diagnostic {
    Diagnostic::error(
        "E0136",
        source,
        cell.span,
        format!("“{}”：{zh}", cell.value),
        format!("`{}`: {en}", cell.value),
    )
}

/// A row with too few or too many cells.
pub(super) fn cell_count(source: &Source, cells: &[Spanned<String>], expected: usize) -> Diagnostic {
    Diagnostic::error(
        "E0133",
        source,
        cells.first().map_or(Span::default(), |cell| cell.span),
        format!("这一行应当有 {expected} 格"),
        format!("{expected} cells are expected in this row"),
    )
}
