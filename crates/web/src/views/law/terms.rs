//! The glossary: legal terms, and the words of facts, answers and figures.

use app::Book;
use app::book::Term;
use app::service::glossary::TermKind;
use askama::Template;

use crate::ui::Ui;
use crate::views::Page;
use crate::views::layout::{Head, render};

/// The glossary.
#[derive(Debug, Clone, Copy)]
pub struct TermsView<'a> {
    /// The book.
    pub book: &'a Book,
}

#[derive(Template)]
#[template(path = "law/terms.html")]
struct Body<'a> {
    ui: &'a Ui,
    book: &'a Book,
}

/// Makes the page of terms.
pub fn terms(ui: &Ui, view: TermsView<'_>) -> Page {
    let title = ui.s("law.terms_title");
    let head = Head::new(&title, super::AREA).back(Some("/law")).canonical("/law/terms");
    render(ui, &head, &Body { ui, book: view.book })
}

impl Body<'_> {
    /// The terms of each kind, with the words for the kind and its id on the page.
    fn groups(&self) -> Vec<(&'static str, String, &[Term])> {
        let groups = self.book.terms.chunk_by(|a, b| a.kind == b.kind);
        groups
            .filter_map(|terms| terms.first().map(|first| (first.kind, terms)))
            .map(|(kind, terms)| {
                let (id, key) = match kind {
                    TermKind::Term => ("terms", "law.kind_term"),
                    TermKind::Fact => ("facts", "law.kind_fact"),
                    TermKind::Value => ("values", "law.kind_value"),
                    TermKind::Conclusion => ("conclusions", "law.kind_conclusion"),
                    TermKind::Field => ("fields", "law.kind_field"),
                    TermKind::Parameter => ("parameters", "law.kind_parameter"),
                    TermKind::Status => ("statuses", "law.kind_status"),
                };
                (id, self.ui.s(key), terms)
            })
            .collect()
    }
}
