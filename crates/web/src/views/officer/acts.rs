//! What a clerk does to one registration beside its facts: a new access code, an erasure.

use askama::Template;

use crate::forms::Form;
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::Row;
use crate::views::layout::{Head, Page, render};

/// A new access code: before it is made, or shown once.
#[derive(Clone)]
pub struct AccessCodeView {
    /// The number of the registration.
    pub number: String,
    /// Who is to stand before the clerk; empty once the code is made.
    pub person: Vec<Row>,
    /// The code, once.
    pub code: Option<String>,
    /// The registration's page.
    pub back: String,
    /// Where the code is made.
    pub action: String,
}

// The code is a secret.
impl std::fmt::Debug for AccessCodeView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessCodeView").field("number", &self.number).finish_non_exhaustive()
    }
}

/// Before a person is erased: what goes, what stays.
#[derive(Debug, Clone)]
pub struct ErasureView {
    /// The number of the registration.
    pub number: String,
    /// Whether a registration is in force, which must end first.
    pub is_in_force: bool,
    /// What is erased.
    pub goes: Vec<Row>,
    /// What stays.
    pub stays: Vec<Row>,
    /// Reason and confirmation ([`crate::forms::erasure_form`]).
    pub form: Form,
    /// The registration's page.
    pub back: String,
    /// Where it is sent.
    pub action: String,
}

/// After a person was erased.
#[derive(Debug, Clone)]
pub struct ErasedView {
    /// The number of the registration.
    pub number: String,
    /// How many entries of the journal lost their contents.
    pub entries: u64,
    /// Each decision by its id, with what a replay of it says.
    pub decisions: Vec<(String, Text)>,
    /// The registration's page.
    pub back: String,
}

#[derive(Template)]
#[template(path = "officer/access_code.html")]
struct AccessCodeBody<'a> {
    ui: &'a Ui,
    view: &'a AccessCodeView,
}

#[derive(Template)]
#[template(path = "officer/erasure.html")]
struct ErasureBody<'a> {
    ui: &'a Ui,
    view: &'a ErasureView,
}

#[derive(Template)]
#[template(path = "officer/erased.html")]
struct ErasedBody<'a> {
    ui: &'a Ui,
    view: &'a ErasedView,
}

/// Makes the page of a new access code.
pub fn access_code(ui: &Ui, view: &AccessCodeView) -> Page {
    let title = ui.s("access_code.title");
    render(ui, &Head::new(&title, "/officer").back(Some(&view.back)), &AccessCodeBody { ui, view })
}

/// Makes the page before an erasure.
pub fn erasure(ui: &Ui, view: &ErasureView) -> Page {
    let title = ui.s("erasure.title");
    let head = Head::new(&title, "/officer").back(Some(&view.back)).faults(!view.form.faults().is_empty());
    render(ui, &head, &ErasureBody { ui, view })
}

/// Makes the page after an erasure.
pub fn erased(ui: &Ui, view: &ErasedView) -> Page {
    let title = ui.s("erasure.done");
    render(ui, &Head::new(&title, "/officer").back(Some(&view.back)), &ErasedBody { ui, view })
}
