//! An example of the policy, run: what is given, what its author expects, and what the law concludes.

use app::Text as Said;
use askama::Template;
use jiff::civil::Date;

use crate::ui::Ui;
use crate::views::layout::{Head, render};
use crate::views::{Conclusion, Page, Row};

/// An example that was run.
#[derive(Debug, Clone)]
pub struct ExampleView {
    /// Its number.
    pub number: usize,
    /// The article in words.
    pub article: Said,
    /// Its row on the page of the article.
    pub href: String,
    /// The day on which it is decided.
    pub as_of: Date,
    /// What is given.
    pub given: Vec<Row>,
    /// The status that its author expects, in the policy's words.
    pub expected: String,
    /// What the law concludes.
    pub conclusion: Conclusion,
}

#[derive(Template)]
#[template(path = "law/example.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a ExampleView,
}

/// Makes the page of an example.
pub fn example(ui: &Ui, view: &ExampleView) -> Page {
    let title = ui.m("law.example").with("n", view.number).to_string();
    let canonical = format!("/law/examples/{}", view.number);
    let head = Head::new(&title, super::AREA).back(Some(&view.href)).canonical(&canonical);
    render(ui, &head, &Body { ui, view })
}
