//! Ratings: what a person is asked about a decided case, or said; and what an office has to answer, with its counts.

use askama::Template;
use jiff::civil::Date;

use super::layout::{Head, Page, render};
use crate::forms::Form;
use crate::i18n::Text;
use crate::ui::Ui;

/// The page of a person.
#[derive(Debug, Clone)]
pub struct RateView {
    /// The number of the case.
    pub number: String,
    /// What it is.
    pub title: Text,
    /// What a bad rating brings about.
    pub promise: Text,
    /// What is asked; none once it was said.
    pub form: Option<Form>,
    /// What was said.
    pub given: Option<RatedView>,
    /// Where it is sent.
    pub action: String,
    /// The page of the case.
    pub back: String,
}

/// A rating that was given.
#[derive(Clone)]
pub struct RatedView {
    /// The step in words.
    pub label: Text,
    /// What was added.
    pub words: Option<String>,
    /// The day.
    pub on: Date,
    /// What became of it.
    pub standing: Text,
}

// The words are personal.
impl std::fmt::Debug for RatedView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RatedView").field("on", &self.on).finish_non_exhaustive()
    }
}

/// The page of an office.
#[derive(Debug, Clone)]
pub struct RatingsView {
    /// What waits for an answer.
    pub open: Vec<BadRatingRow>,
    /// The month that is counted, such as `2021-03`.
    pub month: String,
    /// The words of the steps, the best first.
    pub steps: Vec<Text>,
    /// How often each was given, by office.
    pub rows: Vec<RatingRow>,
}

/// A bad rating.
#[derive(Clone)]
pub struct BadRatingRow {
    /// The number of the case.
    pub number: String,
    /// The case at the desk.
    pub href: String,
    /// Where it is answered; none for who decided it.
    pub answer: Option<String>,
    /// What it is.
    pub service: Text,
    /// The step in words.
    pub label: Text,
    /// What was added.
    pub words: Option<String>,
    /// By when it is to be answered.
    pub due: Date,
    /// Whether that day is over.
    pub is_overdue: bool,
}

// The words are personal.
impl std::fmt::Debug for BadRatingRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BadRatingRow").field("number", &self.number).finish_non_exhaustive()
    }
}

/// How an office was rated.
#[derive(Debug, Clone)]
pub struct RatingRow {
    /// The office.
    pub office: Text,
    /// How often each step was given.
    pub by_step: Vec<u64>,
    /// All of them.
    pub total: u64,
}

#[derive(Template)]
#[template(path = "rating/rate.html")]
struct RateBody<'a> {
    ui: &'a Ui,
    view: &'a RateView,
}

#[derive(Template)]
#[template(path = "rating/office.html")]
struct RatingsBody<'a> {
    ui: &'a Ui,
    view: &'a RatingsView,
}

/// Makes the page on which a person rates.
pub fn rate(ui: &Ui, view: &RateView) -> Page {
    let title = ui.s("rating.title");
    let has_faults = view.form.as_ref().is_some_and(|form| !form.faults().is_empty());
    let head = Head::new(&title, "/me").back(Some(&view.back)).faults(has_faults);
    render(ui, &head, &RateBody { ui, view })
}

/// Makes the page of an office's ratings.
pub fn ratings(ui: &Ui, view: &RatingsView) -> Page {
    let title = ui.s("rating.office_title");
    let head = Head::new(&title, "/officer/desk").wide().back(Some("/officer/watch"));
    render(ui, &head, &RatingsBody { ui, view })
}
