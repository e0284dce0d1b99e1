//! Search over words, rules, readings, figures, conclusions and terms: exact first. Every word of a query
//! has to be found; a query of Chinese without spaces that is nowhere as a whole is cut at declared words
//! and known terms. Marks say which letters were found.

mod fold;

use fold::{Folded, excerpt, fold, marked};
use law::lexicon::Lexicon;

use super::{Book, Place};
use crate::text::Text;

/// The longest query that is searched, in characters; what is longer is cut.
pub const QUERY_CHARS_MAX: usize = 64;
/// The most that is shown.
pub const FOUND_MAX: usize = 60;

/// What is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Results {
    /// The words that were looked for.
    pub words: Vec<String>,
    /// Whether the query was cut into words because it is nowhere as it stands.
    pub is_cut: bool,
    /// How many there are; more than are shown, perhaps.
    pub count: usize,
    /// The best, in order.
    pub found: Vec<Found>,
}

/// One thing that is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: FoundKind,
    /// Its name.
    pub title: Text,
    /// Its Chinese name with what was found marked.
    pub title_zh: Vec<Piece>,
    /// Its English name with what was found marked.
    pub title_en: Vec<Piece>,
    /// Where it is.
    pub place: Place,
    /// Its Chinese words with what was found marked.
    pub zh: Vec<Piece>,
    /// Its English words with what was found marked.
    pub en: Vec<Piece>,
}

/// A piece of what is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its words.
    pub words: String,
    /// Whether it is what was looked for.
    pub is_match: bool,
}

/// What a thing in the index is. The order is that of equals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoundKind {
    /// A sentence or item of the law.
    Words,
    /// A term.
    Term,
    /// A rule.
    Rule,
    /// A parameter.
    Figure,
    /// A reading.
    Reading,
    /// A doubt.
    Doubt,
}

#[derive(Debug, Clone)]
struct Entry {
    kind: FoundKind,
    title: Text,
    place: Place,
    zh: String,
    en: String,
    folded: [Folded; 4],
}

/// Everything that can be found.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    entries: Vec<Entry>,
    terms: Vec<String>,
    lexicon: Lexicon,
}

const EXACT: usize = 1000;
const BEGINS: usize = 300;
const NAMED: usize = 150;
const SAID: usize = 20;
const SAID_AGAIN_MAX: usize = 5;

impl Index {
    pub(super) fn new(book: &Book, lexicon: &Lexicon) -> Self {
        let mut index = Self { lexicon: lexicon.clone(), ..Self::default() };
        for instrument in &book.instruments {
            for article in &instrument.articles {
                index.article(&instrument.id, article);
            }
        }
        for figure in book.figures.iter().filter(|figure| figure.is_shown()) {
            let sources: Vec<&str> = figure.rows.iter().map(|row| row.source.as_str()).collect();
            index.add(FoundKind::Figure, figure.name.clone(), figure.place.clone(), sources.join("；"), "");
        }
        for term in &book.terms {
            let zh = [term.gloss.zh.as_str(), term.source.as_str()].join(" ").trim().to_owned();
            let en = [term.gloss.en.as_str(), term.key.as_str()].join(" ").trim().to_owned();
            index.add(FoundKind::Term, term.name.clone(), Place::Term(term.id.clone()), zh, &en);
            index.terms.push(fold(&term.name.zh).text());
        }
        index
    }

    fn article(&mut self, instrument: &str, article: &super::Article) {
        let place = |id: &str| Place::article(instrument, article.number, id);
        for sentence in article.paragraphs.iter().flat_map(|paragraph| &paragraph.sentences) {
            let label = sentence.label.clone();
            let (words, english) = (sentence.words(), &sentence.translation);
            self.add(FoundKind::Words, label, place(&sentence.id), words, english);
        }
        for rule in &article.rules {
            let line = |line: &super::RuleLine| {
                line.marks.iter().map(|mark| mark.words.as_str()).collect::<String>()
            };
            let zh: Vec<String> = rule.lines.iter().map(line).collect();
            let en: Vec<&str> = rule.lines.iter().map(|line| line.english.as_str()).collect();
            self.add(FoundKind::Rule, rule.name.clone(), place(&rule.id), zh.join(" "), &en.join("; "));
        }
        for reading in &article.readings {
            let title = Text::new(&reading.name, "");
            self.add(FoundKind::Reading, title, place(&reading.id), reading.words.clone(), "");
        }
        for doubt in &article.doubts {
            self.add(FoundKind::Doubt, article.label.clone(), place("doubts"), doubt.clone(), "");
        }
    }

    fn add(&mut self, kind: FoundKind, title: Text, place: Place, zh: String, en: &str) {
        let folded = [fold(&title.zh), fold(&title.en), fold(&zh), fold(en)];
        self.entries.push(Entry { kind, title, place, zh, en: en.to_owned(), folded });
    }

    pub(super) fn search(&self, query: &str) -> Results {
        let query: String = query.chars().take(QUERY_CHARS_MAX).collect();
        let words: Vec<String> =
            query.split_whitespace().map(|word| fold(word).text()).filter(|word| !word.is_empty()).collect();
        let found = self.find(&words);
        if !found.is_empty() || words.is_empty() {
            return self.results(words, false, &found);
        }
        let cut: Vec<String> = words.iter().flat_map(|word| self.cut(word)).collect();
        if cut == words {
            return self.results(words, false, &[]);
        }
        let found = self.find(&cut);
        self.results(cut, true, &found)
    }

    /// The entries in which every word is, the best first.
    fn find(&self, words: &[String]) -> Vec<usize> {
        let mut ranked: Vec<(usize, FoundKind, usize)> = Vec::new();
        for (at, entry) in self.entries.iter().enumerate().filter(|_| !words.is_empty()) {
            let scores: Option<Vec<usize>> = words.iter().map(|word| entry.score(word)).collect();
            if let Some(scores) = scores {
                ranked.push((scores.into_iter().sum(), entry.kind, at));
            }
        }
        ranked.sort_by_key(|(score, kind, at)| (std::cmp::Reverse(*score), *kind, *at));
        ranked.into_iter().map(|(_, _, at)| at).collect()
    }

    fn results(&self, words: Vec<String>, is_cut: bool, found: &[usize]) -> Results {
        let shown = found.iter().take(FOUND_MAX).map(|at| {
            let entry = &self.entries[*at];
            let [title_zh, title_en, zh, en] = &entry.folded;
            Found {
                kind: entry.kind,
                title: entry.title.clone(),
                place: entry.place.clone(),
                title_zh: marked(&entry.title.zh, title_zh, &words),
                title_en: marked(&entry.title.en, title_en, &words),
                zh: excerpt(marked(&entry.zh, zh, &words)),
                en: excerpt(marked(&entry.en, en, &words)),
            }
        });
        Results { is_cut, count: found.len(), found: shown.collect(), words }
    }

    /// A word cut at the longest declared words and terms; what is between them is left out if it is a
    /// single letter.
    fn cut(&self, word: &str) -> Vec<String> {
        let chars: Vec<(usize, char)> = word.chars().enumerate().collect();
        let (mut parts, mut between) = (Vec::new(), String::new());
        let mut at = 0;
        while at < chars.len() {
            let rest = &chars[at..];
            let declared = self.lexicon.longest(rest, |_| Some(())).map_or(0, |(count, ())| count);
            let text: String = rest.iter().map(|(_, c)| *c).collect();
            let terms = self.terms.iter().filter(|term| text.starts_with(term.as_str()));
            let known = terms.map(|term| term.chars().count()).max().unwrap_or(0).max(declared);
            if known < 2 {
                between.push(chars[at].1);
                at += 1;
            } else {
                flush(&mut between, &mut parts);
                parts.push(rest.iter().take(known).map(|(_, c)| *c).collect());
                at += known;
            }
        }
        flush(&mut between, &mut parts);
        if parts.is_empty() { vec![word.to_owned()] } else { parts }
    }
}

fn flush(between: &mut String, parts: &mut Vec<String>) {
    if between.chars().count() > 1 {
        parts.push(std::mem::take(between));
    }
    between.clear();
}

impl Entry {
    /// How well a word fits; none if it is nowhere.
    fn score(&self, word: &str) -> Option<usize> {
        let [title_zh, title_en, zh, en] = &self.folded;
        let of_title = |title: &Folded| {
            let text = title.text();
            if text == word {
                EXACT
            } else if text.starts_with(word) {
                BEGINS
            } else if text.contains(word) {
                NAMED
            } else {
                0
            }
        };
        let named = of_title(title_zh).max(of_title(title_en));
        let said = zh.places(word).len() + en.places(word).len();
        let score = named + if said > 0 { SAID + said.min(SAID_AGAIN_MAX) } else { 0 };
        (score > 0).then_some(score)
    }
}
