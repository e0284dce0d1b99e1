//! What a rule is read against: the words that are declared, and the provisions
//! and readings that it may name.

use crate::lexicon::Lexicon;
use crate::phrase::{Phrase, Understood, Words};
use law_syntax::rule::Note;
use law_syntax::{Anchor, Diagnostic, Source, Spanned};

/// What rules are read against; the lexicon also takes the fields of the rule.
pub struct RuleWords<'a> {
    /// The file.
    pub source: &'a Source,
    /// Phrases.
    pub lexicon: Lexicon,
    /// Facts.
    pub facts: &'a [crate::fact::Fact],
    /// Working days.
    pub calendar: &'a crate::calendar::Calendar,
    /// Parameters.
    pub parameters: &'a [crate::parameter::Parameter],
    /// Article, whether a conclusion, name and number of items of each rule.
    pub rules: &'a [(u16, bool, String, usize)],
    /// English.
    pub glossary: &'a crate::glossary::Glossary,
    /// Whether a provision exists in the text.
    pub provisions: &'a dyn Fn(Anchor) -> bool,
    /// Whether a reading is declared under an article.
    pub readings: &'a dyn Fn(u16, &str) -> bool,
    /// The instrument's day of publication, with the parameter that carries it.
    pub published: Option<(crate::Date, crate::parameter::ParameterId)>,
    /// Readings that rules took.
    pub taken: Vec<(u16, String)>,
    /// The value that an exception departs from, under the words that name it.
    pub original: Option<(String, crate::value::Expression, crate::value::Sort)>,
    /// The provision that the rule carries out, from which 前款 is said.
    pub stands_at: Option<Anchor>,
}

impl RuleWords<'_> {
    pub(crate) fn words(&self) -> Words<'_> {
        Words {
            source: self.source,
            lexicon: &self.lexicon,
            facts: self.facts,
            calendar: self.calendar,
            parameters: self.parameters,
            rules: self.rules,
            glossary: self.glossary,
            original: self.original.as_ref(),
        }
    }

    /// `本条第二款` and `前款第一句` are said from where the rule stands.
    fn place(&self, text: &str, home: u16) -> Option<Anchor> {
        if let Some(rest) = text.strip_prefix("本条").or_else(|| text.strip_prefix("本办法")) {
            let here = if rest.is_empty() { Some(Anchor::article(home)) } else { None };
            return here.or_else(|| Anchor::parse(rest, home));
        }
        let Some(rest) = text.strip_prefix("前款") else { return Anchor::parse(text, home) };
        let before = self.stands_at?.paragraph?.checked_sub(1).filter(|paragraph| *paragraph > 0)?;
        let whole = Anchor { paragraph: Some(before), ..Anchor::article(home) };
        if rest.is_empty() {
            return Some(whole);
        }
        let within = Anchor::parse(rest, home)?;
        Some(Anchor { paragraph: Some(before), ..within })
    }

    pub(crate) fn anchor(&self, text: &Spanned<String>, home: u16, out: &mut Vec<Diagnostic>) -> Anchor {
        let found = self.place(text.value.trim_end_matches('。'), home);
        if let Some(anchor) = found.filter(|anchor| (self.provisions)(*anchor)) {
            return anchor;
        }
        out.push(
            Diagnostic::error(
                "E0230",
                self.source,
                text.span,
                format!("没有“{}”这一规定", text.value),
                format!("there is no provision `{}`", text.value),
            )
            .hint("写作“第一款第二句”或者“第三条第二款”", "write for example 第一款第二句"),
        );
        Anchor::article(home)
    }

    pub(crate) fn readings(&mut self, note: &Note, article: u16, out: &mut Vec<Diagnostic>) -> Vec<String> {
        for reading in &note.readings {
            if (self.readings)(article, &reading.value) {
                self.taken.push((article, reading.value.clone()));
            } else {
                out.push(
                    Diagnostic::error(
                        "E0231",
                        self.source,
                        reading.span,
                        format!("本条没有名为“{}”的口径", reading.value),
                        format!("no reading named `{}` under this article", reading.value),
                    )
                    .hint("在本条的“口径”栏目中写明", "write it in the 口径 fence of this article"),
                );
            }
        }
        note.readings.iter().map(|reading| reading.value.clone()).collect()
    }

    pub(crate) fn english(&self, name: &Spanned<String>, out: &mut Vec<Diagnostic>) -> Option<String> {
        let words = self.words();
        match Phrase::new(&words, name).english(0, &name.value) {
            Ok(en) => Some(en),
            Err(diagnostic) => {
                out.push(Diagnostic { span: name.span, ..*diagnostic });
                None
            }
        }
    }

    pub(crate) fn understand(&self, text: &Spanned<String>, out: &mut Vec<Diagnostic>) -> Option<Understood> {
        let words = self.words();
        Phrase::new(&words, text).condition().map_err(|diagnostic| out.push(*diagnostic)).ok()
    }
}
