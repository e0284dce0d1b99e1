//! An article: its words piece by piece, each with its address, its translation, what becomes of it, and
//! all that stands below it.

use law::coverage::Covered;
use law::{Anchor, FenceKind};
use law_syntax::entry;

use super::bearing::{Bearing, bearers, bearing};
use super::example::ExampleTable;
use super::link::Link;
use super::rule::RuleBlock;
use super::{Bearer, Place, Sources, example, rule};
use crate::text::Text;

/// An article.
#[derive(Debug, Clone)]
pub struct Article {
    /// Its number; 0 is the clause on entry into force.
    pub number: u16,
    /// Its id.
    pub id: String,
    /// 第四条, Article 4.
    pub label: Text,
    /// What it is about, in a few words.
    pub about: Text,
    /// Its words.
    pub paragraphs: Vec<Paragraph>,
    /// Its rules as written.
    pub rules: Vec<RuleBlock>,
    /// The readings that its rules take.
    pub readings: Vec<Reading>,
    /// What the text does not settle, with who could.
    pub doubts: Vec<String>,
    /// The figures that it declares, by index in [`super::Book::figures`].
    pub figures: Vec<usize>,
    /// The figures of other articles for which it gives values.
    pub determines: Vec<Link>,
    /// Its examples.
    pub examples: Vec<ExampleTable>,
    /// The services that carry it.
    pub bearers: Vec<Bearer>,
    /// Conclusions and definitions elsewhere on which its own rest.
    pub rests_on: Vec<Link>,
    /// Conclusions and definitions elsewhere that rest on its own.
    pub carries: Vec<Link>,
    /// Figures of other articles that its rules read.
    pub reads: Vec<Link>,
}

/// A paragraph with its items.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Its id.
    pub id: String,
    /// Its sentences and items in order.
    pub sentences: Vec<Sentence>,
}

/// A sentence or an item.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Its id.
    pub id: String,
    /// Its place in words: 第一款第一句.
    pub label: Text,
    /// Whether it is an item of a list, which stands on a line of its own.
    pub is_item: bool,
    /// Its words, cut at the terms that have a plain gloss.
    pub runs: Vec<Run>,
    /// Its translation, to help the reader; may be empty.
    pub translation: String,
    /// What becomes of it; none where nobody has said so yet.
    pub bearing: Option<Bearing>,
}

/// A run of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub words: String,
    /// The term of the glossary that they are.
    pub term: Option<String>,
}

/// A reading (口径).
#[derive(Debug, Clone)]
pub struct Reading {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it says, in the words of the policy.
    pub words: String,
}

impl Sentence {
    /// Its words as they stand.
    pub fn words(&self) -> String {
        self.runs.iter().map(|run| run.words.as_str()).collect()
    }
}

pub(super) fn articles(sources: &Sources<'_>, at: usize) -> Vec<Article> {
    let document = &sources.policy.instruments[at].document;
    document.articles.iter().filter_map(|from| article(sources, at, from)).collect()
}

fn article(sources: &Sources<'_>, at: usize, from: &law::Article) -> Option<Article> {
    let number = from.number?;
    let instrument = &sources.policy.instruments[at];
    let source = &instrument.document.source;
    let of = |kind: FenceKind| from.fences.iter().filter(move |fence| fence.kind == kind);
    let english = sources.library.translation.article(number).filter(|_| at == 0);
    let mut readings = Vec::new();
    for fence in of(FenceKind::Readings) {
        for entry in entry::read(source, fence.body).0 {
            let words: Vec<&str> = entry.clauses.iter().map(|clause| clause.value.as_str()).collect();
            let id = reading_id(readings.len());
            readings.push(Reading { id, name: entry.name.value, words: words.join("；") });
        }
    }
    let rules = rule::blocks(sources, at, from, &readings);
    let here = |place: &Place| matches!(place, Place::Article { instrument: home, article, .. } if *home == instrument.id && *article == number);
    let links = Links::new(sources, &here);
    let label = Text::new(&from.heading.value, english.map_or("", |article| article.heading.as_str()));
    Some(Article {
        number,
        id: Anchor::article(number).id(),
        about: about(sources, at, from),
        label,
        paragraphs: paragraphs(sources, at, from),
        rules,
        readings,
        doubts: of(FenceKind::Doubt).map(|fence| source.slice(fence.body).trim().to_owned()).collect(),
        figures: (0..sources.figures.len())
            .filter(|figure| sources.figures[*figure].is_shown() && here(&sources.figures[*figure].place))
            .collect(),
        determines: of(FenceKind::Determined)
            .filter_map(|fence| determined(sources, &entry::read(source, fence.body).0))
            .collect(),
        examples: of(FenceKind::Examples).map(|fence| example::table(sources, source, fence)).collect(),
        bearers: bearers(sources, at, number),
        rests_on: links.rests_on,
        carries: links.carries,
        reads: links.reads,
    })
}

/// The id of the n-th reading of an article.
pub(super) fn reading_id(at: usize) -> String {
    format!("reading-{}", at + 1)
}

fn determined(sources: &Sources<'_>, entries: &[entry::Entry]) -> Option<Link> {
    let key = &entries.first()?.id.as_ref()?.value;
    let figure = sources.figures.iter().find(|figure| figure.key == *key)?;
    Some(Link { name: figure.name.clone(), place: figure.place.clone() })
}

/// What an article's rules rest on elsewhere, and what elsewhere rests on them.
struct Links {
    rests_on: Vec<Link>,
    carries: Vec<Link>,
    reads: Vec<Link>,
}

impl Links {
    fn new(sources: &Sources<'_>, here: &impl Fn(&Place) -> bool) -> Self {
        let entries = sources.entries;
        let own = |at: &usize| here(&entries[*at].place);
        let owned: Vec<usize> = (0..entries.len()).filter(own).collect();
        let mut rests_on: Vec<usize> =
            owned.iter().flat_map(|at| &entries[*at].rests_on).copied().filter(|at| !own(at)).collect();
        rests_on.sort_unstable();
        rests_on.dedup();
        let carries = (0..entries.len())
            .filter(|at| !own(at) && owned.iter().any(|mine| entries[*at].rests_on.contains(mine)));
        let mut reads: Vec<usize> = owned
            .iter()
            .flat_map(|at| &entries[*at].figures)
            .copied()
            .filter(|figure| sources.figures[*figure].is_shown() && !here(&sources.figures[*figure].place))
            .collect();
        reads.sort_unstable();
        reads.dedup();
        let figure = |at: usize| Link {
            name: sources.figures[at].name.clone(),
            place: sources.figures[at].place.clone(),
        };
        Self {
            rests_on: rests_on.into_iter().map(|at| entries[at].link()).collect(),
            carries: carries.map(|at| entries[at].link()).collect(),
            reads: reads.into_iter().map(figure).collect(),
        }
    }
}

const ABOUT_CHARS_ZH: usize = 24;
const ABOUT_CHARS_EN: usize = 60;

/// What an article is about: the conclusions that it makes, else the beginning of its words.
fn about(sources: &Sources<'_>, at: usize, article: &law::Article) -> Text {
    let number = article.number.unwrap_or(0);
    let conclusions = sources.library.questions.conclusions.values();
    let titles: Vec<_> =
        conclusions.filter(|words| at == 0 && words.article == number).map(|words| &words.title).collect();
    if !titles.is_empty() {
        let zh: Vec<&str> = titles.iter().map(|title| title.zh.as_str()).collect();
        let en: Vec<&str> = titles.iter().map(|title| title.en.as_str()).collect();
        return Text::new(zh.join("；"), en.join("; "));
    }
    let Some(first) = article.pieces.first() else { return Text::default() };
    let words = sources.provisions.piece(at, first.anchor);
    Text::new(
        beginning(&first.text.value, ABOUT_CHARS_ZH),
        beginning(words.map_or("", |words| words.en.as_str()), ABOUT_CHARS_EN),
    )
}

fn beginning(words: &str, chars_max: usize) -> String {
    if words.chars().count() <= chars_max {
        return words.to_owned();
    }
    let cut: String = words.chars().take(chars_max).collect();
    format!("{cut}…")
}

fn paragraphs(sources: &Sources<'_>, at: usize, article: &law::Article) -> Vec<Paragraph> {
    let mut seen = Vec::new();
    let groups = article.pieces.chunk_by(|a, b| a.anchor.paragraph == b.anchor.paragraph);
    groups
        .map(|pieces| {
            let sentences = pieces.iter().map(|piece| sentence(sources, at, piece, &mut seen));
            let id = pieces
                .first()
                .map_or_else(String::new, |piece| Anchor { item: None, sentence: None, ..piece.anchor }.id());
            Paragraph { sentences: sentences.collect(), id }
        })
        .collect()
}

fn sentence(sources: &Sources<'_>, at: usize, piece: &law_syntax::Piece, seen: &mut Vec<usize>) -> Sentence {
    let anchor = piece.anchor;
    let covered: Option<&Covered> = sources.covered.get(&anchor).filter(|_| at == 0);
    Sentence {
        id: anchor.id(),
        label: Text::new(anchor.to_string(), anchor.english()),
        is_item: anchor.item.is_some(),
        runs: sources.terms.mark(&piece.text.value, seen),
        translation: sources.provisions.piece(at, anchor).map_or_else(String::new, |words| words.en.clone()),
        bearing: covered.and_then(|covered| bearing(sources, covered)),
    }
}
