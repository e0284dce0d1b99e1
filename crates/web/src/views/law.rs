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
    /// The articles on this page.
    pub articles: Vec<Article>,
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
}

/// A paragraph or an item.
#[derive(Debug, Clone)]
pub struct Paragraph {
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// Whether it is an item of a list.
    pub is_item: bool,
    /// A translation to help the reader; the Chinese text alone is law.
    pub translation: Option<String>,
}

/// A sentence with its anchor.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Its anchor.
    pub id: String,
    /// Its words, always in Chinese.
    pub words: String,
}

#[derive(Template)]
#[template(path = "law.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a LawView,
}

/// Makes the reading page.
pub fn law(ui: &Ui, view: &LawView) -> Page {
    let head = Head::new(ui.plain(&view.title), "/law").back(Some("/"));
    render(ui, &head, &Body { ui, view })
}
