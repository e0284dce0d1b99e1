//! The check: one question a page, why it is asked, and what was answered so far.

use askama::Template;

use super::layout::{Head, Page, render};
use crate::forms::{Form, Question};
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::Provision;

/// The page before the first question.
#[derive(Debug, Clone)]
pub struct CheckStartView {
    /// The first question's page.
    pub first_href: String,
    /// Set where some questions were answered earlier: the page to go on with.
    pub resume_href: Option<String>,
}

/// One question.
#[derive(Debug, Clone)]
pub struct QuestionView {
    /// Where the answer is sent.
    pub action: String,
    /// The page before.
    pub back: String,
    /// The question as a form ([`Question::form`] or what [`Question::read`] gave back).
    pub form: Form,
    /// The question's own words and kind.
    pub question: Question,
    /// About how many more there will be.
    pub remaining: usize,
    /// The provisions for which it is asked.
    pub why: Vec<Provision>,
    /// What the answer can decide.
    pub decides: Vec<Text>,
    /// What was answered so far.
    pub answered: Vec<Answered>,
}

/// A question that was answered.
#[derive(Clone)]
pub struct Answered {
    /// The question.
    pub question: Text,
    /// The answer in words.
    pub answer: Text,
    /// The page on which it can be changed.
    pub change_href: String,
}

// What a person answers is personal data.
impl std::fmt::Debug for Answered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answered").field("question", &self.question.zh).finish_non_exhaustive()
    }
}

#[derive(Template)]
#[template(path = "check/start.html")]
struct StartBody<'a> {
    ui: &'a Ui,
    view: &'a CheckStartView,
}

#[derive(Template)]
#[template(path = "check/question.html")]
struct QuestionBody<'a> {
    ui: &'a Ui,
    view: &'a QuestionView,
}

/// Makes the page before the first question.
pub fn check_start(ui: &Ui, view: &CheckStartView) -> Page {
    let title = ui.s("check.title");
    render(ui, &Head::new(&title, "/check").back(Some("/")), &StartBody { ui, view })
}

/// Makes the page of a question.
pub fn question(ui: &Ui, view: &QuestionView) -> Page {
    let head = Head::new(ui.plain(&view.question.text), "/check")
        .back(Some(&view.back))
        .faults(!view.form.faults().is_empty());
    render(ui, &head, &QuestionBody { ui, view })
}
