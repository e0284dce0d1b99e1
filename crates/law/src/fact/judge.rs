//! Clauses of an evaluative term (判断): who judges, with reasons or without, and
//! whether it is left to an authority that may only recognise.

use super::Judge;
use law_syntax::entry::Entry;
use law_syntax::{Diagnostic, Source, Span, Spanned};

/// The type's word.
pub(super) const TYPE: &str = "判断";

enum By {
    Person,
    Officer(String),
}

pub(super) struct Reader {
    is_judgement: bool,
    by: Option<By>,
    reasons: bool,
    open: bool,
    stray: Option<Span>,
}

impl Reader {
    pub(super) const fn new(is_judgement: bool) -> Self {
        Self { is_judgement, by: None, reasons: false, open: false, stray: None }
    }

    /// Whether the clause is one of a judgement.
    pub(super) fn takes(&mut self, clause: &Spanned<String>) -> bool {
        let text = clause.value.as_str();
        let role = text.strip_prefix('由').and_then(|rest| rest.strip_suffix("判断"));
        match (text, role) {
            ("由本人申明", _) => self.by = Some(By::Person),
            ("应当说明理由", _) => self.reasons = true,
            ("待有权机关认定", _) => self.open = true,
            (_, Some(role)) => self.by = Some(By::Officer(role.to_owned())),
            _ => return false,
        }
        if !self.is_judgement {
            self.stray.get_or_insert(clause.span);
        }
        true
    }

    pub(super) fn finish(self, source: &Source, entry: &Entry, out: &mut Vec<Diagnostic>) -> Option<Judge> {
        let mut unfit = |span: Span, zh: &str, en: &str| {
            out.push(Diagnostic::error("E0148", source, span, zh, en).hint(
                "判断写“由本人申明”，或者“由某机关判断；应当说明理由”",
                "a 判断 says 由本人申明, or 由…判断 with 应当说明理由",
            ));
            None
        };
        if let Some(span) = self.stray {
            return unfit(
                span,
                "只有类型为判断的信息项才写由谁判断",
                "only a fact of the type 判断 says who judges it",
            );
        }
        if !self.is_judgement {
            return None;
        }
        let Some(by) = self.by else {
            return unfit(entry.name.span, "没有写明由谁判断", "it does not say who judges it");
        };
        let role = match by {
            By::Person => None,
            By::Officer(role) => Some(role),
        };
        // Who declares for itself owes no reasons, and cannot leave it to an authority.
        if role.is_none() && (self.reasons || self.open) {
            return unfit(
                entry.name.span,
                "本人申明的，不写理由，也不待有权机关认定",
                "what the person declares has no reasons and waits for no authority",
            );
        }
        Some(Judge { role, reasons: self.reasons, open: self.open })
    }
}
