//! The measures to read: every sentence has an address, so that a decision can point at its words.

use askama::Template;
use jiff::civil::Date;

use super::layout::{Head, Page, render};
use crate::i18n::{Lang, Text};
use crate::ui::Ui;

/// The text of an instrument.
#[derive(Debug, Clone)]
pub struct LawView {
    /// Its title.
    pub title: Text,
    /// The day from which it is in force.
    pub in_force_from: Date,
    /// Its version: the hash of the text and rules.
    pub version: String,
    /// What it rests on.
    pub basis: Text,
    /// The articles, for the table of contents.
    pub contents: Vec<ArticleLink>,
    /// The articles on this page; none where the page is the table of contents.
    pub articles: Vec<Article>,
    /// The article before, where the page shows one.
    pub previous: Option<ArticleLink>,
    /// The article after.
    pub next: Option<ArticleLink>,
}

/// An entry of the table of contents.
#[derive(Debug, Clone)]
pub struct ArticleLink {
    /// 第四条, Article 4.
    pub label: Text,
    /// What it is about, in a few words.
    pub about: Text,
    /// Where it stands.
    pub href: String,
}

/// An article.
#[derive(Debug, Clone)]
pub struct Article {
    /// Its anchor.
    pub id: String,
    /// 第四条, Article 4.
    pub label: Text,
    /// Its paragraphs and items.
    pub paragraphs: Vec<Paragraph>,
    /// What carries it out: rules, figures, readings.
    pub clauses: Vec<Clause>,
}

/// A block that stands below the words of an article, in the language of the law.
#[derive(Debug, Clone)]
pub struct Clause {
    /// What it is: rules, figures, readings.
    pub title: Text,
    /// Its lines, always in Chinese.
    pub words: String,
}

/// A paragraph or an item.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// Whether it is an item of a list.
    pub is_item: bool,
}

/// A sentence with its anchor.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Its anchor.
    pub id: String,
    /// Its words, always in Chinese.
    pub words: String,
    /// A translation to help the reader, empty where there is none; the Chinese text alone is law.
    pub translation: String,
}

impl Paragraph {
    /// The translation of the whole paragraph.
    fn translation(&self) -> String {
        let parts = self.sentences.iter().map(|sentence| sentence.translation.as_str());
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

#[derive(Template)]
#[template(path = "law.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a LawView,
}

/// Makes the reading page.
pub fn law(ui: &Ui, view: &LawView) -> Page {
    let (title, back) = match view.articles.as_slice() {
        [article] => (ui.plain(&article.label).to_owned(), "/law"),
        _ => (ui.plain(&view.title).to_owned(), "/"),
    };
    render(ui, &Head::new(&title, "/law").back(Some(back)), &Body { ui, view })
}
