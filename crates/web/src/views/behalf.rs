//! Acting for others: a person's mandates, an office's deputies.

use askama::Template;
use jiff::civil::Date;

use super::layout::{Head, Page, render};
use crate::forms::Form;
use crate::i18n::Text;
use crate::ui::Ui;

/// A person's mandates.
#[derive(Debug, Clone)]
pub struct MandatesView {
    /// What they gave.
    pub given: Vec<MandateRow>,
    /// What they were given.
    pub received: Vec<MandateRow>,
    /// The form of a new one.
    pub form: Form,
}

/// One mandate.
#[derive(Debug, Clone)]
pub struct MandateRow {
    /// Its id.
    pub id: String,
    /// The other of the two, masked.
    pub other: String,
    /// The services: id and title.
    pub services: Vec<(String, Text)>,
    /// The last day.
    pub last: Option<Date>,
    /// Whether it holds.
    pub is_in_force: bool,
    /// How it stands, in words.
    pub standing: Text,
}

/// The deputies of an office.
#[derive(Debug, Clone)]
pub struct DeputiesView {
    /// Those of today and later.
    pub rows: Vec<DeputyRow>,
    /// The form of a new one, for who may name them.
    pub form: Option<Form>,
}

/// One officer standing in for another.
#[derive(Debug, Clone)]
pub struct DeputyRow {
    /// The id.
    pub id: String,
    /// Who is away.
    pub away: String,
    /// Who stands in.
    pub stands_in: String,
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Option<Date>,
}

#[derive(Template)]
#[template(path = "cases/mandates.html")]
struct MandatesBody<'a> {
    ui: &'a Ui,
    view: &'a MandatesView,
}

#[derive(Template)]
#[template(path = "desk/deputies.html")]
struct DeputiesBody<'a> {
    ui: &'a Ui,
    view: &'a DeputiesView,
}

/// Makes the page of a person's mandates.
pub fn mandates(ui: &Ui, view: &MandatesView) -> Page {
    let title = ui.s("mandates.title");
    let head = Head::new(&title, "/me").back(Some("/me")).faults(!view.form.faults().is_empty());
    render(ui, &head, &MandatesBody { ui, view })
}

/// Makes the page of an office's deputies.
pub fn deputies(ui: &Ui, view: &DeputiesView) -> Page {
    let title = ui.s("deputies.title");
    let has_faults = view.form.as_ref().is_some_and(|form| !form.faults().is_empty());
    let head = Head::new(&title, "/officer/desk").back(Some("/officer/desk")).faults(has_faults);
    render(ui, &head, &DeputiesBody { ui, view })
}
