//! What was found in the law, with the words that were looked for marked.

use app::book::{Found, FoundKind, Results};
use askama::Template;

use crate::ui::Ui;
use crate::views::Page;
use crate::views::layout::{Head, render};

/// A query and what was found.
#[derive(Debug, Clone, Copy)]
pub struct SearchView<'a> {
    /// What was typed.
    pub query: &'a str,
    /// What was found.
    pub results: &'a Results,
}

#[derive(Template)]
#[template(path = "law/search.html")]
struct Body<'a> {
    ui: &'a Ui,
    query: &'a str,
    results: &'a Results,
}

/// Makes the page of results.
pub fn search(ui: &Ui, view: SearchView<'_>) -> Page {
    let title = if view.query.is_empty() {
        ui.s("law.search_title")
    } else {
        format!("{} {}", ui.s("law.search_title"), view.query)
    };
    let head = Head::new(&title, super::AREA).back(Some("/law")).canonical("/law/search");
    render(ui, &head, &Body { ui, query: view.query, results: view.results })
}

impl Body<'_> {
    fn kind(&self, found: &Found) -> String {
        self.ui.s(match found.kind {
            FoundKind::Words => "law.found_words",
            FoundKind::Term => "law.found_term",
            FoundKind::Rule => "law.found_rule",
            FoundKind::Figure => "law.found_figure",
            FoundKind::Reading => "law.found_reading",
            FoundKind::Doubt => "law.found_doubt",
        })
    }
}

/// Whether a language's words are worth showing: Chinese always; English on English pages, and where the
/// match is there.
trait Shown {
    fn shows_english(&self, ui: &Ui) -> bool;
}

impl Shown for Found {
    fn shows_english(&self, ui: &Ui) -> bool {
        !self.en.is_empty() && (ui.is_english() || self.en.iter().any(|piece| piece.is_match))
    }
}
