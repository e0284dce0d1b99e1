//! Registration: its pages, the answers to check, and the confirmation.

use askama::Template;
use axum::http::StatusCode;
use jiff::civil::Date;

use super::layout::{Head, Page, render};
use crate::forms::Form;
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::{Conclusion, Office, Section};

/// A page of the registration.
#[derive(Debug, Clone)]
pub struct StepView {
    /// Which page this is, from 1.
    pub step: usize,
    /// How many there are.
    pub steps: usize,
    /// The heading.
    pub title: Text,
    /// A sentence below it.
    pub lead: Option<Text>,
    /// What was filled in from the identity number, to be looked at.
    pub from_id: Option<FromId>,
    /// Where it is sent.
    pub action: String,
    /// The page before.
    pub back: String,
    /// The fields.
    pub form: Form,
}

/// What an identity number says.
#[derive(Clone)]
pub struct FromId {
    /// Day of birth.
    pub birth_date: Date,
    /// Man or woman.
    pub is_female: bool,
    /// The place of the first six digits.
    pub region: Text,
    /// The page on which the number can be corrected.
    pub change_href: String,
}

// What an identity number says is personal data.
impl std::fmt::Debug for FromId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FromId(…)")
    }
}

/// The answers to check, with the promise.
#[derive(Debug, Clone)]
pub struct ReviewView {
    /// Which page this is, from 1.
    pub step: usize,
    /// How many there are.
    pub steps: usize,
    /// The answers by page.
    pub sections: Vec<Section>,
    /// The office that the registration goes to.
    pub office: Office,
    /// The promise.
    pub commitment: Commitment,
    /// Where it is sent.
    pub action: String,
    /// The page before.
    pub back: String,
    /// The box to tick ([`crate::forms::commitment_form`]).
    pub form: Form,
}

/// The text that is promised.
#[derive(Debug, Clone)]
pub struct Commitment {
    /// The text.
    pub words: Text,
    /// Its version.
    pub version: String,
}

/// The registration is made.
#[derive(Clone)]
pub struct DoneView {
    /// Its number.
    pub number: String,
    /// The way back in, shown once; `None` where it is not to be seen any more.
    pub access_code: Option<String>,
    /// Whether a clerk reads it for the person at the window.
    pub is_window: bool,
    /// The office in charge.
    pub office: Office,
    /// What happens next.
    pub next: Vec<Text>,
    /// The certificate's page.
    pub certificate_href: String,
    /// The certificate as PDF.
    pub certificate_pdf_href: String,
    /// The written commitment as it was given.
    pub commitment_href: String,
    /// What has changed with the registration.
    pub effects_href: Option<String>,
}

// The access code is a secret.
impl std::fmt::Debug for DoneView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DoneView").field("number", &self.number).finish_non_exhaustive()
    }
}

/// The law gives no registration.
#[derive(Debug, Clone)]
pub struct RefusedView {
    /// The conclusion, with its reasons and what can be done.
    pub conclusion: Conclusion,
    /// The page before.
    pub back: String,
}

#[derive(Template)]
#[template(path = "register/refused.html")]
struct RefusedBody<'a> {
    ui: &'a Ui,
    view: &'a RefusedView,
}

#[derive(Template)]
#[template(path = "register/step.html")]
struct StepBody<'a> {
    ui: &'a Ui,
    view: &'a StepView,
}

#[derive(Template)]
#[template(path = "register/review.html")]
struct ReviewBody<'a> {
    ui: &'a Ui,
    view: &'a ReviewView,
}

#[derive(Template)]
#[template(path = "register/done.html")]
struct DoneBody<'a> {
    ui: &'a Ui,
    view: &'a DoneView,
}

/// Makes a page of the registration.
pub fn step(ui: &Ui, view: &StepView) -> Page {
    let head = Head::new(ui.plain(&view.title), "/register")
        .back(Some(&view.back))
        .faults(!view.form.faults().is_empty());
    render(ui, &head, &StepBody { ui, view })
}

/// Makes the page that says why there is no registration.
pub fn refused(ui: &Ui, view: &RefusedView) -> Page {
    let title = ui.s("register.refused");
    let head = Head::new(&title, "/register").back(Some(&view.back));
    render(ui, &head, &RefusedBody { ui, view }).status(StatusCode::UNPROCESSABLE_ENTITY)
}

/// Makes the page of answers to check.
pub fn review(ui: &Ui, view: &ReviewView) -> Page {
    let title = ui.s("review.title");
    let head = Head::new(&title, "/register").back(Some(&view.back)).faults(!view.form.faults().is_empty());
    render(ui, &head, &ReviewBody { ui, view })
}

/// Makes the confirmation.
pub fn done(ui: &Ui, view: &DoneView) -> Page {
    let title = ui.s("done.title");
    let area = if view.is_window { "/officer/window" } else { "/register" };
    render(ui, &Head::new(&title, area), &DoneBody { ui, view })
}
