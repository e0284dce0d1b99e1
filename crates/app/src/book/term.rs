//! The glossary as a part of the book, and the terms with a plain gloss marked in the words of the law.

use law::Policy;
use law_syntax::numeral;
use service::glossary::TermKind;
use service::{Glossary, Library};

use super::Place;
use super::article::Run;
use crate::text::Text;

/// A term.
#[derive(Debug, Clone)]
pub struct Term {
    /// Its id on the page of terms.
    pub id: String,
    /// What its identifier names.
    pub kind: TermKind,
    /// Its identifier in data and answers.
    pub key: String,
    /// The term.
    pub name: Text,
    /// A plain gloss, empty where there is none; it decides nothing.
    pub gloss: Text,
    /// Where the gloss comes from, where it says more than the law.
    pub gloss_source: Option<String>,
    /// A note on how it is read, in English.
    pub note: Option<String>,
    /// Where the term stands.
    pub source: String,
    /// The article where it stands, if that is in the book.
    pub place: Option<Place>,
}

/// All terms, and those to be marked in the law's words, the longest first.
pub(super) struct Terms {
    pub(super) all: Vec<Term>,
    marked: Vec<(String, usize)>,
}

/// How sources of the glossary name the base instrument.
const BASE: &str = "实施办法";

impl Terms {
    pub(super) fn new(policy: &Policy, library: &Library) -> Self {
        let mut all: Vec<Term> =
            library.glossary.terms.iter().map(|(zh, term)| read(policy, zh, term)).collect();
        all.sort_by(|a, b| (a.kind, &a.name.zh).cmp(&(b.kind, &b.name.zh)));
        let glossed = all.iter().enumerate().filter(|(_, term)| !term.gloss.zh.is_empty());
        let mut marked: Vec<(String, usize)> = glossed.map(|(at, term)| (term.name.zh.clone(), at)).collect();
        marked.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Self { all, marked }
    }

    /// Words cut at the terms that have a gloss. Each is marked once: `seen` holds those that were.
    pub(super) fn mark(&self, words: &str, seen: &mut Vec<usize>) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        let mut rest = words;
        let mut plain = String::new();
        while let Some(first) = rest.chars().next() {
            let found =
                self.marked.iter().find(|(name, at)| rest.starts_with(name.as_str()) && !seen.contains(at));
            if let Some((name, at)) = found {
                if !plain.is_empty() {
                    runs.push(Run { words: std::mem::take(&mut plain), term: None });
                }
                seen.push(*at);
                runs.push(Run { words: name.clone(), term: Some(self.all[*at].id.clone()) });
                rest = &rest[name.len()..];
            } else {
                plain.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
        if !plain.is_empty() {
            runs.push(Run { words: plain, term: None });
        }
        runs
    }
}

fn read(policy: &Policy, zh: &str, term: &service::glossary::Term) -> Term {
    Term {
        id: id(term),
        kind: term.kind,
        key: term.id.clone(),
        name: Text::new(zh, &term.en),
        gloss: Text::new(term.zh_plain.as_deref().unwrap_or(""), term.en_plain.as_deref().unwrap_or("")),
        gloss_source: term.plain_source.clone(),
        note: term.note.clone(),
        source: term.source.clone(),
        place: place(policy, &term.source),
    }
}

/// Ids are unique within a kind, and those of values within what they are values of.
fn id(term: &service::glossary::Term) -> String {
    let kind = match term.kind {
        TermKind::Term => "term",
        TermKind::Fact => "fact",
        TermKind::Value => "value",
        TermKind::Conclusion => "conclusion",
        TermKind::Field => "field",
        TermKind::Parameter => "parameter",
        TermKind::Status => "status",
    };
    match term.of.first() {
        Some(of) => format!("{kind}-{of}-{}", term.id),
        None => format!("{kind}-{}", term.id),
    }
}

/// The page id of the glossary's word for an identifier.
pub(super) fn of_key(glossary: &Glossary, kind: TermKind, key: &str) -> Option<Place> {
    glossary.of_id(kind, None, key).map(|(_, term)| Place::Term(id(term)))
}

/// `实施办法 第三条第三款`: the article, if the base has it.
fn place(policy: &Policy, source: &str) -> Option<Place> {
    let rest = source.strip_prefix(BASE)?;
    let base = policy.instruments.first()?;
    let number = match rest.split_once('第') {
        Some((_, after)) => numeral::parse(after.split_once('条')?.0)?,
        None => rest.contains("施行日期").then_some(0)?,
    };
    let is_there = base.document.articles.iter().any(|article| article.number == Some(number));
    is_there.then(|| Place::article(&base.id, number, ""))
}
