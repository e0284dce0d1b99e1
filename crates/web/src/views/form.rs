//! A page that is one form: change, end, sign in.

use askama::Template;

use super::layout::{Head, Page, render};
use crate::forms::Form;
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::Office;

/// A form with a heading.
#[derive(Debug, Clone)]
pub struct FormView {
    /// The heading.
    pub title: Text,
    /// A sentence below it.
    pub lead: Option<Text>,
    /// What one should know before filling it in.
    pub notes: Vec<Text>,
    /// Set where another office is the one to go to.
    pub right_office: Option<Office>,
    /// Where it is sent.
    pub action: String,
    /// The page before.
    pub back: String,
    /// The fields.
    pub form: Form,
    /// The words of the button.
    pub submit: Text,
}

#[derive(Template)]
#[template(path = "form.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a FormView,
}

/// Makes the page of a form. `area` is the entry of the menu it belongs to.
pub fn form(ui: &Ui, view: &FormView, area: &str) -> Page {
    let head =
        Head::new(ui.plain(&view.title), area).back(Some(&view.back)).faults(!view.form.faults().is_empty());
    render(ui, &head, &Body { ui, view })
}
