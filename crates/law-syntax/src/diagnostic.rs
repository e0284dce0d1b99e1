//! What is wrong with a policy file, for its author: a code, Chinese and
//! English words, the place, and how to mend it. Collected, never thrown.

use crate::source::{Source, Span};
use serde::Serialize;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look; the policy can be used.
    Warning,
    /// The policy cannot be used.
    Error,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Joins the two.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable code, e.g. `E0203`; each has a page in `docs/language/diagnostics.md`.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// File inside the policy folder.
    pub path: String,
    /// Place in the file.
    #[serde(skip)]
    pub span: Span,
    /// What is wrong.
    pub message: Bilingual,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<Bilingual>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(
        code: &'static str,
        source: &Source,
        span: Span,
        zh: impl Into<String>,
        en: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity: Severity::Error,
            path: source.path.to_string(),
            span,
            message: Bilingual::new(zh, en),
            hint: None,
        }
    }

    /// The same as a warning.
    #[must_use]
    pub fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Adds the mend.
    #[must_use]
    pub fn hint(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.hint = Some(Bilingual::new(zh, en));
        self
    }

    /// The finding as a person reads it, with the caret under the first
    /// character at fault; wide characters take two columns.
    pub fn render(&self, source: &Source) -> String {
        let (line, column) = source.line_column(self.span.start);
        let (start, text) = source.line_at(self.span.start);
        let before = &text[..(self.span.start.saturating_sub(start)).min(text.len())];
        let end = self.span.end.max(self.span.start).min(start + text.len());
        let within = source.slice(Span::new(self.span.start, end));
        let (word_zh, word_en) = match self.severity {
            Severity::Error => ("错误", "error"),
            Severity::Warning => ("提示", "warning"),
        };
        let gutter = line.to_string();
        let pad = " ".repeat(gutter.len());
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{word_zh} {}：{}", self.code, self.message.zh);
        let _ = writeln!(out, "{word_en} {}: {}", self.code, self.message.en);
        let _ = writeln!(out, "{pad}--> {}:{line}:{column}", self.path);
        let _ = writeln!(out, "{pad} |");
        let _ = writeln!(out, "{gutter} | {text}");
        let _ = writeln!(out, "{pad} | {}{}", " ".repeat(before.width()), "^".repeat(within.width().max(1)));
        if let Some(hint) = &self.hint {
            let _ = writeln!(out, "{pad} = 改法：{}", hint.zh);
            let _ = writeln!(out, "{pad} = mend: {}", hint.en);
        }
        out
    }
}

/// Whether any finding keeps the policy from being used.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_stands_under_a_wide_character() {
        let source = Source::new("a.md", "（一）就业形式为个体户；\n");
        let start = source.text.find("个体户").expect("word");
        let shown = Diagnostic::error(
            "E0001",
            &source,
            Span::new(start, start + "个体户".len()),
            "不认识",
            "unknown",
        )
        .render(&source);
        let caret = shown.lines().find(|l| l.contains('^')).expect("caret line");
        assert_eq!(caret.find('^'), Some("  | ".len() + 16));
        assert_eq!(caret.matches('^').count(), 6);
    }
}
