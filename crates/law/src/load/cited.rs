//! What rules cite, held to what amendments do to the words: a provision that
//! moved or went is an error at the rule that cites it.

use super::amend::Dated;
use super::declared::Loader;
use crate::condition::{Condition, Form};
use crate::layer::Layer;
use crate::layer::text::{self, Fate};
use crate::layer::version::Version;
use crate::rule::Rule;
use law_syntax::amendment::{Amendment, Change};
use law_syntax::{Anchor, Diagnostic, Piece, Span};

impl Loader<'_> {
    /// A provision that is cited must be where it was.
    pub(super) fn cites_what_stays(
        &mut self,
        line: &Cited,
        rules: &[Rule],
        before: &[Piece],
        after: &[Piece],
        of_day: &[Dated],
    ) {
        if line.instrument != 0 {
            return;
        }
        let (zh, en) = match text::fate(before, after, line.anchor) {
            Fate::Stays => return,
            Fate::Moved(to) => (format!("移到了“{to}”"), format!("moved to {}", to.english())),
            Fate::Gone => ("删去了".to_owned(), "removed".to_owned()),
        };
        let Some(dated) = of_day.iter().find(|dated| touches_words(&dated.amendment)) else { return };
        let by = &self.instruments[dated.by];
        let source = self.instruments[line.file].document.source.clone();
        let rule = &rules[line.rule];
        self.out.push(
            Diagnostic::error(
                "E0275",
                &source,
                line.span,
                format!(
                    "“{}”引用的“{}”自 {} 起被《{}》{zh}",
                    rule.name,
                    line.anchor,
                    dated.from.chinese(),
                    by.title
                ),
                format!(
                    "`{}` cites {}, which `{}` has {en} from {} on",
                    rule.key,
                    line.anchor.english(),
                    by.id,
                    dated.from
                ),
            )
            .hint(
                format!(
                    "在修改栏目里同时重写这一行：自 {} 起，认定“{}”……改为：……",
                    dated.from.chinese(),
                    rule.name
                ),
                "restate this line in the same 修改 fence, citing what it now rests on",
            ),
        );
    }
}

/// A line of a rule with what it cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cited {
    rule: usize,
    instrument: usize,
    file: usize,
    span: Span,
    anchor: Anchor,
}

/// What the latest versions of all rules cite.
pub(super) fn citations(rules: &[Rule], versions: &[Vec<Version>]) -> Vec<Cited> {
    let mut found = Vec::new();
    for (rule, version) in versions.iter().enumerate() {
        let Some(last) = version.last() else { continue };
        let mut add = |layer: Layer, span: Span, anchor: Anchor| {
            let line = Cited { rule, instrument: layer.cited, file: layer.file, span, anchor };
            if anchor.article > 0 && !found.contains(&line) {
                found.push(line);
            }
        };
        add(rules[rule].root.layer, rules[rule].root.span, rules[rule].anchor);
        last.conditions.iter().for_each(|condition| cite(condition, &mut add));
        for field in &last.fields {
            add(field.layer, field.span, field.anchor);
            field.cases.iter().for_each(|case| add(case.layer, field.span, case.anchor));
        }
    }
    found
}

fn cite(condition: &Condition, add: &mut impl FnMut(Layer, Span, Anchor)) {
    if condition.shown {
        add(condition.layer, condition.span, condition.anchor);
    }
    if let Form::All(parts) | Form::Any(parts) = &condition.form {
        for part in parts {
            cite(part, add);
        }
    }
}

fn touches_words(amendment: &Amendment) -> bool {
    matches!(
        amendment.change,
        Change::Words { .. } | Change::Whole { .. } | Change::Removed { .. } | Change::Added { .. }
    )
}
