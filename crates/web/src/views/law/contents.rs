//! The first page of the law, with all instruments; and an instrument with its contents.

use app::Book;
use app::book::Instrument;
use askama::Template;

use crate::ui::Ui;
use crate::views::Page;
use crate::views::layout::{Head, render};

/// The first page.
#[derive(Debug, Clone, Copy)]
pub struct LawView<'a> {
    /// The book.
    pub book: &'a Book,
}

#[derive(Template)]
#[template(path = "law/home.html")]
struct Home<'a> {
    ui: &'a Ui,
    book: &'a Book,
}

#[derive(Template)]
#[template(path = "law/instrument.html")]
struct Whole<'a> {
    ui: &'a Ui,
    book: &'a Book,
    instrument: &'a Instrument,
}

/// Makes the first page.
pub fn law(ui: &Ui, view: LawView<'_>) -> Page {
    let title = ui.s("law.title");
    let head = Head::new(&title, super::AREA).back(Some("/")).canonical("/law");
    render(ui, &head, &Home { ui, book: view.book })
}

/// Makes the page of an instrument.
pub fn instrument(ui: &Ui, book: &Book, instrument: &Instrument) -> Page {
    let title = ui.said(&instrument.title);
    let canonical = format!("/law/{}", instrument.id);
    let head = Head::new(&title, super::AREA).back(Some("/law")).canonical(&canonical);
    render(ui, &head, &Whole { ui, book, instrument })
}
