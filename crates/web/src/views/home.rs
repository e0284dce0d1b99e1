//! The first page: what one can do here.

use askama::Template;
use jiff::civil::Date;

use super::layout::{Head, Page, render};
use crate::i18n::Text;
use crate::ui::Ui;

/// The first page.
#[derive(Debug, Clone)]
pub struct HomeView {
    /// The name of the measures.
    pub measures: Text,
    /// The day from which they are in force.
    pub in_force_from: Date,
    /// The page of their text.
    pub law_href: String,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a HomeView,
}

/// Makes the first page.
pub fn home(ui: &Ui, view: &HomeView) -> Page {
    let title = ui.s("home.title");
    render(ui, &Head::new(&title, "/").wide(), &Body { ui, view })
}
