//! The written commitment as it was given, to be read and printed.

use askama::Template;

use super::layout::{Head, Page, render};
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::Row;

/// A commitment.
#[derive(Clone)]
pub struct CommitmentView {
    /// What it is.
    pub title: Text,
    /// The service with which it was given.
    pub service: Text,
    /// Its words.
    pub words: Text,
    /// Who gave it, when, by which way, to which version of the text.
    pub rows: Vec<Row>,
    /// The same as PDF.
    pub pdf_href: String,
    /// The page before.
    pub back: String,
    /// Where it belongs in the menu, as the path of that entry.
    pub area: &'static str,
}

// Who gave it is personal data.
impl std::fmt::Debug for CommitmentView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CommitmentView").field("title", &self.title.zh).finish_non_exhaustive()
    }
}

#[derive(Template)]
#[template(path = "commitment.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a CommitmentView,
}

/// Makes the page.
pub fn commitment(ui: &Ui, view: &CommitmentView) -> Page {
    let head = Head::new(ui.plain(&view.title), view.area).back(Some(&view.back));
    render(ui, &head, &Body { ui, view })
}
