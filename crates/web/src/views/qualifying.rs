//! The city's list of those whom a passing measure concerns.

use askama::Template;
use jiff::civil::Date;

use super::layout::{Head, Page, render};
use crate::i18n::Text;
use crate::ui::Ui;

/// The list.
#[derive(Debug, Clone)]
pub struct QualifyingView {
    /// What it is about.
    pub title: Text,
    /// Where telling them is sent.
    pub action: String,
    /// How many meet it.
    pub met: u64,
    /// How many may meet it.
    pub to_ask: u64,
    /// How many of those who meet it were told.
    pub told: u64,
    /// Whom it concerns.
    pub rows: Vec<QualifyingLine>,
}

/// Whom it concerns.
#[derive(Debug, Clone)]
pub struct QualifyingLine {
    /// The name, masked.
    pub name: String,
    /// From which day.
    pub since: Option<Date>,
    /// What is to be asked first.
    pub to_ask: Vec<Text>,
    /// Whether they were told.
    pub is_told: bool,
}

#[derive(Template)]
#[template(path = "officer/qualifying.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a QualifyingView,
}

/// Makes the page.
pub fn qualifying(ui: &Ui, view: &QualifyingView) -> Page {
    let head = Head::new(ui.plain(&view.title), "/officer/desk").wide().back(Some("/officer/watch"));
    render(ui, &head, &Body { ui, view })
}
