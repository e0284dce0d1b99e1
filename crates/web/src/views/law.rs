//! The law to walk through: its pages are made from the book itself, which has everything in words.
//! Every sentence has an address, so that a decision can point at its words.

mod article;
mod chart;
mod contents;
mod example;
mod moment;
mod search;
mod terms;

pub use article::{ArticleView, article};
pub use contents::{LawView, instrument, law};
pub use example::{ExampleView, example};
pub use moment::{MomentView, moment};
pub use search::{SearchView, search};
pub use terms::{TermsView, terms};

use app::Place;
use app::book::{Article, Instrument, Piece, Run};

use crate::i18n::{Lang, Text};
use crate::ui::Ui;
use crate::views::parts::Html;

/// The area of the menu to which these pages belong.
const AREA: &str = "/law";

/// The address of a place in the book, without a language.
pub(crate) fn href(place: &Place) -> String {
    match place {
        Place::Instrument(id) => format!("/law/{id}"),
        Place::Article { instrument, article, id } if id.is_empty() => format!("/law/{instrument}/{article}"),
        Place::Article { instrument, article, id } => format!("/law/{instrument}/{article}#{id}"),
        Place::Term(id) => format!("/law/terms#{id}"),
    }
}

impl Ui {
    /// Words of the book, with the language they are in where it is not the page's.
    pub(crate) fn say(&self, text: &app::Text) -> Html<String> {
        Html(self.text(&Text::from(text)).to_string())
    }

    /// Words of the book without markup.
    pub(crate) fn said(&self, text: &app::Text) -> String {
        self.plain(&Text::from(text)).to_owned()
    }

    /// The address of a place in the book.
    pub(crate) fn at(&self, place: &Place) -> String {
        self.url(href(place))
    }

    /// A link with the name of where it leads.
    pub(crate) fn link(&self, link: &app::book::Link) -> Html<String> {
        let address = escaped(&self.at(&link.place));
        Html(format!("<a href=\"{address}\">{}</a>", self.say(&link.name)))
    }

    /// Words that are always Chinese, such as those of the law and the rules.
    pub(crate) fn chinese(&self, words: &str) -> Html<String> {
        Html(self.text(&Text::zh(words)).to_string())
    }

    /// The words of a sentence, its terms leading to the glossary.
    pub(crate) fn runs(&self, runs: &[Run]) -> Html<String> {
        let run = |run: &Run| match &run.term {
            Some(term) => {
                let address = escaped(&self.at(&Place::Term(term.clone())));
                format!("<a class=\"lh-term\" href=\"{address}\">{}</a>", escaped(&run.words))
            }
            None => escaped(&run.words),
        };
        Html(runs.iter().map(run).collect())
    }

    /// Words with what was looked for marked.
    pub(crate) fn marked(pieces: &[Piece]) -> Html<String> {
        let piece = |piece: &Piece| {
            let words = escaped(&piece.words);
            if piece.is_match { format!("<mark>{words}</mark>") } else { words }
        };
        Html(pieces.iter().map(piece).collect())
    }

    /// The address of an instrument's page.
    pub(crate) fn whole(&self, instrument: &Instrument) -> String {
        self.at(&Place::Instrument(instrument.id.clone()))
    }

    /// The address of an article's page.
    pub(crate) fn page_of(&self, instrument: &Instrument, article: &Article) -> String {
        let (instrument, article) = (instrument.id.clone(), article.number);
        self.at(&Place::Article { instrument, article, id: String::new() })
    }

    pub(crate) fn is_english(&self) -> bool {
        self.lang() == Lang::En
    }
}

pub(crate) fn escaped(words: &str) -> String {
    let Ok(escaped) = askama::filters::escape(words, askama::filters::Html);
    escaped.to_string()
}
