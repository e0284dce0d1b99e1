//! A file's text with byte spans into it. Everything read from the law keeps
//! its span, so that a diagnostic can stand under the right character.

use std::sync::Arc;

/// A half-open range of bytes in a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span from `start` to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A value with the place it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value to its place.
    pub const fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

/// One file of the policy folder.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path inside the policy folder, with `/`.
    pub path: Arc<str>,
    /// The whole text, line ends LF.
    pub text: Arc<str>,
}

impl Source {
    /// Takes a text, with line ends made LF.
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.into(), text: text.replace("\r\n", "\n").into() }
    }

    /// The words of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or("")
    }

    /// Line and column, both from 1; the column counts characters.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let before = self.text.get(..offset).unwrap_or(&self.text);
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        (line, before[start..].chars().count() + 1)
    }

    /// The line (without its end) that holds `offset`, and where it starts.
    pub fn line_at(&self, offset: usize) -> (usize, &str) {
        let offset = offset.min(self.text.len());
        let start = self.text[..offset].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[offset..].find('\n').map_or(self.text.len(), |at| offset + at);
        (start, &self.text[start..end])
    }

    /// The lines inside a span, each with its own span, ends left out.
    pub fn lines(&self, span: Span) -> impl Iterator<Item = Spanned<&str>> {
        let mut at = span.start;
        self.slice(span).split('\n').map(move |line| {
            let here = Span::new(at, at + line.len());
            at += line.len() + 1;
            Spanned::new(line, here)
        })
    }
}

/// Trims white space off both ends and keeps the span right.
pub fn trim<'a>(line: &Spanned<&'a str>) -> Spanned<&'a str> {
    let left = line.value.len() - line.value.trim_start().len();
    let value = line.value.trim();
    let start = line.span.start + left;
    Spanned::new(value, Span::new(start, start + value.len()))
}

/// The part of a spanned text from byte `from` to byte `to`, trimmed.
pub fn part<'a>(text: &Spanned<&'a str>, from: usize, to: usize) -> Spanned<&'a str> {
    let value = text.value.get(from..to).unwrap_or("");
    trim(&Spanned::new(value, Span::new(text.span.start + from, text.span.start + from + value.len())))
}

/// An owned copy of a spanned text.
pub fn owned(text: &Spanned<&str>) -> Spanned<String> {
    Spanned::new(text.value.to_owned(), text.span)
}
