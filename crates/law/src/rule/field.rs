//! The fields of a rule: case by case, and one for everyone else.

use super::item::line;
use super::{Field, FieldCase, RuleWords};
use crate::layer::Layer;
use crate::value::{self, Expression, Sort, What};
use law_syntax::rule::{Case, Field as FieldText};
use law_syntax::{Anchor, Diagnostic, Span, Spanned};

pub(crate) fn read(
    words: &mut RuleWords<'_>,
    text: &FieldText,
    article: u16,
    parent: Anchor,
    out: &mut Vec<Diagnostic>,
) -> Option<Field> {
    let anchor = match &text.note.basis {
        None => parent,
        Some(basis) => words.anchor(basis, article, out),
    };
    let readings = words.readings(&text.note, article, out);
    let en = words.english(&text.name, out)?;
    if text.cases.is_empty() {
        out.push(Diagnostic::error(
            "E0237",
            words.source,
            text.name.span,
            format!("字段“{}”没有取值", text.name.value),
            format!("the field `{}` has no value", text.id.value),
        ));
        return None;
    }
    let mut cases = Vec::new();
    let mut sort = None;
    for case in &text.cases {
        let (case, of_case) = read_case(words, case, article, anchor, out)?;
        sort = of_all(sort, &case.value, of_case);
        cases.push(case);
    }
    let sort = sort.filter(|sort: &Sort| sort.what != What::Other);
    // A field without a case for everyone would leave a hole.
    if cases.last().is_some_and(|case| case.when.is_some()) {
        out.push(
            Diagnostic::error(
                "E0238",
                words.source,
                text.name.span,
                format!("字段“{}”没有写明其他情形", text.name.value),
                format!("the field `{}` does not say what holds otherwise", text.id.value),
            )
            .hint("最后加一行“其他情形，……”", "end with a line 其他情形，…"),
        );
        return None;
    }
    let key = text.id.value.clone();
    let name = text.name.value.clone();
    let layer = Layer::default();
    Some(Field { key, name, en, anchor, readings, cases, span: text.name.span, layer, sort })
}

/// The kind of a field whose cases have these: what is none goes with any.
fn of_all(before: Option<Sort>, value: &Expression, sort: Sort) -> Option<Sort> {
    match before {
        _ if *value == Expression::None => before,
        None => Some(sort),
        Some(before) if before.what == sort.what => Some(before),
        Some(before) => {
            let what = before.what.with(&sort.what).unwrap_or(What::Other);
            Some(Sort { what, whole: before.whole && sort.whole })
        }
    }
}

/// Opens a case that holds only where none before it does.
const ORDERED: &str = "除前列情形外，";

fn read_case(
    words: &mut RuleWords<'_>,
    case: &Case,
    article: u16,
    parent: Anchor,
    out: &mut Vec<Diagnostic>,
) -> Option<(FieldCase, Sort)> {
    let anchor = match &case.note.basis {
        None => parent,
        Some(basis) => words.anchor(basis, article, out),
    };
    words.readings(&case.note, article, out);
    let text = &case.text;
    let at = |from: usize, to: usize| {
        let span = Span::new(text.span.start + from, text.span.start + to);
        Spanned::new(text.value[from..to].to_owned(), span)
    };
    let head = text.value.strip_prefix(ORDERED).map_or(0, |_| ORDERED.len());
    let (when, mut from) = if text.value.starts_with("其他情形，") {
        (None, "其他情形，".len())
    } else if let Some(cut) = text.value.find("的，").filter(|_| !text.value.starts_with("包括")) {
        let clause = at(head, cut);
        let understood = words.understand(&clause, out)?;
        (Some(line(understood, &clause, anchor)), cut + "的，".len())
    } else {
        (None, 0)
    };
    if text.value[from..].starts_with('为') {
        from += '为'.len_utf8();
    }
    let value = value::read_sorted(&words.words(), &at(from, text.value.len()));
    let (value, sort) = value.map_err(|diagnostic| out.push(*diagnostic)).ok()?;
    let ordered = head > 0 && when.is_some();
    Some((FieldCase { when, value, anchor, layer: Layer::default(), ordered, restated: None }, sort))
}
