//! The numbered conditions of a rule, level by level.

use super::RuleWords;
use super::opening::{ALL_OF, ANY_OF};
use crate::condition::{Condition, Form};
use crate::phrase::{Understood, unnamed};
use law_syntax::rule::Item;
use law_syntax::{Anchor, Diagnostic, Span, Spanned};

/// A line of its own from what was understood.
pub(crate) fn line(understood: Understood, text: &Spanned<String>, anchor: Anchor) -> Condition {
    let mut forms = understood.forms;
    let form = match forms.pop() {
        Some(only) if forms.is_empty() => only,
        Some(last) => {
            forms.push(last);
            let parts = forms.into_iter().map(unnamed).collect();
            if understood.any { Form::Any(parts) } else { Form::All(parts) }
        }
        None => Form::All(Vec::new()),
    };
    Condition {
        shown: true,
        zh: text.value.clone(),
        en: understood.en,
        anchor,
        span: text.span,
        ..unnamed(form)
    }
}

pub(crate) fn read(
    words: &mut RuleWords<'_>,
    item: &Item,
    article: u16,
    parent: Anchor,
    out: &mut Vec<Diagnostic>,
) -> Option<Condition> {
    let anchor = match &item.note.basis {
        None => parent,
        Some(basis) => words.anchor(basis, article, out),
    };
    let readings = words.readings(&item.note, article, out);
    let mut condition = if item.children.is_empty() {
        line(words.understand(&item.text, out)?, &item.text, anchor)
    } else {
        list(words, item, article, anchor, out)?
    };
    condition.label = Some(item.label.value.clone());
    condition.readings = readings;
    condition.span = item.text.span;
    Some(condition)
}

/// `处于就业见习期间，并且符合下列条件之一` or `……，即同时符合下列条件的`.
fn list(
    words: &mut RuleWords<'_>,
    item: &Item,
    article: u16,
    anchor: Anchor,
    out: &mut Vec<Diagnostic>,
) -> Option<Condition> {
    let text = item.text.value.trim_end_matches('的');
    let all = ALL_OF.iter().find_map(|word| text.strip_suffix(word));
    let any = ANY_OF.iter().find_map(|word| text.strip_suffix(word));
    let Some(lead) = all.or(any) else {
        out.push(
            Diagnostic::error(
                "E0235",
                words.source,
                item.text.span,
                "下面还有条件，这一行应当以“同时符合下列条件”或者“符合下列条件之一”结尾",
                "conditions follow, so the line ends with 同时符合下列条件 or 符合下列条件之一",
            )
            .hint("写作“……，并且符合下列条件之一”", "write `…，并且符合下列条件之一`"),
        );
        return None;
    };
    let before = out.len();
    let children: Vec<Condition> =
        item.children.iter().filter_map(|child| read(words, child, article, anchor, out)).collect();
    if out.len() > before && children.len() < item.children.len() {
        return None;
    }
    let (quantity, joined) = if all.is_some() {
        ("all of the following", Form::All(children))
    } else {
        ("one of the following", Form::Any(children))
    };
    let lead_span = Span::new(item.text.span.start, item.text.span.start + lead.len());
    let (form, en) = if lead.is_empty() {
        (joined, quantity.to_owned())
    } else if let Some(label) = lead.strip_suffix("，即") {
        let label = Spanned::new(label.to_owned(), Span::new(lead_span.start, lead_span.start + label.len()));
        (joined, format!("{}: {quantity}", words.english(&label, out)?))
    } else {
        let stem = lead.strip_suffix("，并且").or_else(|| lead.strip_suffix("，并"));
        let Some(stem) = stem else {
            out.push(
                Diagnostic::error(
                    "E0236",
                    words.source,
                    lead_span,
                    "名称后面写“，即”，条件后面写“，并且”",
                    "write ，即 after a name and ，并且 after a condition",
                )
                .hint("写作“……，并且符合下列条件之一”", "write `…，并且符合下列条件之一`"),
            );
            return None;
        };
        let clause = Spanned::new(stem.to_owned(), Span::new(lead_span.start, lead_span.start + stem.len()));
        let understood = words.understand(&clause, out)?;
        let en = format!("{}, and {quantity}", understood.en);
        let lead = line(understood, &clause, anchor);
        let group = Condition { anchor, ..unnamed(joined) };
        (Form::All(vec![lead, group]), en)
    };
    Some(Condition { shown: true, zh: item.text.value.clone(), en, anchor, ..unnamed(form) })
}
