//! The law as a book one can walk through: instruments, articles with every sentence and its address,
//! the rules that carry them out, figures over the years, examples, terms; and what leads from each to
//! the others. Made once from the policy and the library; nothing here decides.
//!
//! Invariant: every [`Place`] that the book or an explanation names is an address in the book.

mod article;
mod bearing;
mod example;
mod figure;
mod line;
mod link;
mod moment;
mod rule;
mod search;
mod term;

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::{Anchor, Policy};
use service::Library;

pub use article::{Article, Paragraph, Reading, Run, Sentence};
pub use bearing::{Bearer, Bearing};
pub use example::{ExampleCell, ExampleRow, ExampleTable};
pub(crate) use figure::setting_words;
pub use figure::{Figure, FigureRow, FigureShape};
pub use law::parameter::Confidence;
pub use line::{Mark, MarkKind, RuleLine};
pub(crate) use link::home;
pub use link::{Entry, Link};
pub use moment::{FigureThen, InstrumentThen, Moment, RuleThen, Standing};
pub use rule::{RuleBlock, RuleKind};
pub use search::{Found, FoundKind, Piece, Results};
pub use term::Term;

use crate::provisions::Provisions;
use crate::text::Text;

/// A place in the book.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// An instrument's page.
    Instrument(String),
    /// An article's page, or a place on it.
    Article {
        /// The instrument.
        instrument: String,
        /// The article; 0 is the clause on entry into force.
        article: u16,
        /// The place on the page; the top, if empty.
        id: String,
    },
    /// A term of the glossary, by its id on the page.
    Term(String),
}

impl Place {
    pub(crate) fn article(instrument: &str, article: u16, id: impl Into<String>) -> Self {
        Self::Article { instrument: instrument.to_owned(), article, id: id.into() }
    }
}

/// One instrument.
#[derive(Debug, Clone)]
pub struct Instrument {
    /// Its identifier, which is its address.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Whether it is laid over another.
    pub is_overlay: bool,
    /// The first day on which it is in force.
    pub force: Date,
    /// The hash of its file.
    pub version: String,
    /// What its head says: issued by, for where, on what basis.
    pub head: Vec<(Text, String)>,
    /// Its articles.
    pub articles: Vec<Article>,
}

/// The whole book.
#[derive(Debug, Clone)]
pub struct Book {
    /// The policy's version.
    pub version: String,
    /// The instruments, the base first.
    pub instruments: Vec<Instrument>,
    /// Parameters and authorised matters.
    pub figures: Vec<Figure>,
    /// Conclusions and definitions, in order.
    pub rules: Vec<Entry>,
    /// The glossary, by kind and in the order of its terms.
    pub terms: Vec<Term>,
    /// The days on which something turns, ascending.
    pub turning_days: Vec<Date>,
    /// The days on which something became known, ascending.
    pub known_days: Vec<Date>,
    index: search::Index,
}

/// What the parts are made from.
struct Sources<'a> {
    policy: &'a Policy,
    library: &'a Library,
    provisions: &'a Provisions,
    entries: &'a [Entry],
    figures: &'a [Figure],
    terms: &'a term::Terms,
    covered: &'a BTreeMap<Anchor, law::coverage::Covered>,
    numbers: &'a BTreeMap<(String, usize), usize>,
}

impl Book {
    /// Makes the book.
    pub fn new(policy: &Policy, library: &Library) -> Self {
        Self::with(policy, library, &Provisions::new(policy, library))
    }

    pub(crate) fn with(policy: &Policy, library: &Library, provisions: &Provisions) -> Self {
        let terms = term::Terms::new(policy, library);
        let entries = link::entries(policy, library);
        let figures = figure::figures(policy);
        let covered = law::coverage::coverage(policy);
        let covered = covered.into_iter().map(|covered| (covered.anchor, covered)).collect();
        let numbers = example::numbers(policy);
        let sources = Sources {
            policy,
            library,
            provisions,
            entries: &entries,
            figures: &figures,
            terms: &terms,
            covered: &covered,
            numbers: &numbers,
        };
        let instruments: Vec<_> = (0..policy.instruments.len()).map(|at| instrument(&sources, at)).collect();
        let turning_days = moment::turning_days(&instruments, &figures, &entries);
        let known_days = moment::known_days(&figures);
        let mut book = Self {
            version: policy.version.clone(),
            instruments,
            figures,
            rules: entries,
            terms: terms.all,
            turning_days,
            known_days,
            index: search::Index::default(),
        };
        book.index = search::Index::new(&book, &policy.lexicon);
        book
    }

    /// An instrument by its identifier.
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.instruments.iter().find(|instrument| instrument.id == id)
    }

    /// The readings that a line of a rule takes, with where they are written: under the article of the rule.
    pub(crate) fn readings(
        &self,
        policy: &Policy,
        place: (usize, law_syntax::Span),
        names: &[String],
    ) -> Vec<Link> {
        let (at, span) = place;
        let Some(from) = policy.instruments.get(at) else { return Vec::new() };
        // The book may be of a later law, in which another instrument stands in this place.
        let Some(home) = self.instruments.iter().find(|home| home.id == from.id) else { return Vec::new() };
        let holds = |article: &&law::Article| {
            article.fences.iter().any(|fence| fence.body.start <= span.start && span.start < fence.body.end)
        };
        let number = from.document.articles.iter().find(holds).and_then(|article| article.number);
        let Some(article) = number.and_then(|number| home.article(number)) else { return Vec::new() };
        let found = |name: &String| article.readings.iter().find(|reading| reading.name == *name);
        let link = |reading: &Reading| Link {
            name: Text::new(&reading.name, ""),
            place: Place::article(&home.id, article.number, reading.id.clone()),
        };
        names.iter().filter_map(found).map(link).collect()
    }

    /// What is found for a query, the best first.
    pub fn search(&self, query: &str) -> Results {
        self.index.search(query)
    }

    /// The law as of a day, of what was known on another; and what differs from today.
    pub fn on(&self, day: Date, known_on: Option<Date>, today: Date) -> Moment {
        moment::on(self, day, known_on, today)
    }
}

impl Instrument {
    /// An article by its number.
    pub fn article(&self, number: u16) -> Option<&Article> {
        self.articles.iter().find(|article| article.number == number)
    }
}

/// Keys of the front matter that say what the file is and not what the instrument is.
const OF_THE_FILE: [&str; 4] = ["种类", "标识", "名称", "原文校验"];
/// What a file says of itself that is laid over another.
const OVERLAY: &str = "叠加";

fn instrument(sources: &Sources<'_>, at: usize) -> Instrument {
    let from = &sources.policy.instruments[at];
    let is_overlay = from.document.front("种类").is_some_and(|kind| kind.value == OVERLAY);
    let english = if at == 0 { sources.library.translation.title.as_str() } else { "" };
    let head = from.document.front.iter().filter(|(key, _)| !OF_THE_FILE.contains(&key.value.as_str()));
    Instrument {
        id: from.id.clone(),
        title: Text::new(&from.title, english),
        is_overlay,
        force: day(from.force),
        version: from.version.clone(),
        head: head.map(|(key, value)| (head_label(&key.value), value.value.clone())).collect(),
        articles: article::articles(sources, at),
    }
}

/// The labels of the front matter in English; one that is new stays Chinese.
fn head_label(key: &str) -> Text {
    let english = match key {
        "制定机关" => "Issued by",
        "适用地区" => "Applies in",
        "施行" => "In force from",
        "依据" => "Basis",
        "文号" => "Number",
        _ => "",
    };
    Text::new(key, english)
}

/// A day of the law as a civil date. The law's years are those of the calendar, so that none is lost.
pub(crate) fn day(day: law::Date) -> Date {
    crate::app::civil(day).unwrap_or(Date::MAX)
}

pub(crate) fn law_day(day: Date) -> Option<law::Date> {
    law::Date::new(i32::from(day.year()), i32::from(day.month()), i32::from(day.day()))
}
