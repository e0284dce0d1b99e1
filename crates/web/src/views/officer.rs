//! A clerk's pages: the list, one registration, entry at the window.

mod acts;
mod counts;

use askama::Template;
use jiff::civil::Date;

use super::layout::{Head, Page, render};
use crate::forms::{Choice, Form};
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::{Conclusion, Event, Office, RegistrationState, Row, VerifyState};

pub use acts::{AccessCodeView, ErasedView, ErasureView, access_code, erased, erasure};
pub use counts::{CountRow, CountsView, counts};

/// The registrations of an office.
#[derive(Debug, Clone)]
pub struct ListView {
    /// The office.
    pub office: Text,
    /// The numbers of the place, for who may see them.
    pub counts_href: Option<String>,
    /// The payments, for who pays.
    pub payments_href: Option<String>,
    /// The filters ([`crate::forms::filter_form`]), as they are set.
    pub filter: Form,
    /// One page of rows.
    pub rows: Vec<ListRow>,
    /// How many there are with these filters, where that is known.
    pub total: Option<usize>,
    /// The rows before.
    pub previous_href: Option<String>,
    /// The rows after.
    pub next_href: Option<String>,
}

/// A registration in the list.
#[derive(Clone)]
pub struct ListRow {
    /// Its number.
    pub number: String,
    /// Its page.
    pub href: String,
    /// Whose it is.
    pub name: String,
    /// The kind of work.
    pub kind: Text,
    /// The street or district.
    pub place: Text,
    /// The channel by which it came.
    pub channel: Text,
    /// When it was made.
    pub registered_on: Date,
    /// How it stands.
    pub state: RegistrationState,
}

// A name beside a number is personal data.
impl std::fmt::Debug for ListRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ListRow").field("number", &self.number).finish_non_exhaustive()
    }
}

/// One registration as a clerk sees it.
#[derive(Debug, Clone)]
pub struct CaseView {
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: RegistrationState,
    /// What the clerk may go on to do.
    pub acts: Vec<Act>,
    /// The facts.
    pub facts: Vec<Row>,
    /// The decision with its reasoning.
    pub conclusions: Vec<Conclusion>,
    /// The policy and its version.
    pub policy: Text,
    /// The journal, the first entry first.
    pub journal: Vec<JournalEntry>,
    /// Its versions, the latest first.
    pub history: Vec<Event>,
    /// Its certificates, the newest first.
    pub certificates: Vec<CaseCertificate>,
}

/// Something to go on and do.
#[derive(Debug, Clone)]
pub struct Act {
    /// Its page.
    pub href: String,
    /// What it is.
    pub words: Text,
}

/// A certificate on a clerk's page.
#[derive(Debug, Clone)]
pub struct CaseCertificate {
    /// Its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Whether it holds.
    pub state: VerifyState,
    /// When it was issued.
    pub issued_at: String,
    /// Where it is taken back, for who may do so.
    pub revoke: Option<String>,
    /// The reasons that can be given for it.
    pub reasons: Vec<Choice>,
}

/// An entry of the journal.
#[derive(Debug, Clone)]
pub struct JournalEntry {
    /// Its place.
    pub sequence: u64,
    /// When, as it is shown.
    pub at: String,
    /// Who.
    pub who: Text,
    /// What.
    pub what: Text,
    /// The beginning of its hash.
    pub hash: String,
}

/// Entry at the window.
#[derive(Debug, Clone)]
pub struct WindowView {
    /// The clerk's office.
    pub office: Text,
    /// All fields ([`crate::forms::window_form`]).
    pub form: Form,
    /// Set where another office is the right one for the place of work that was given.
    pub right_office: Option<Office>,
    /// Where it is sent.
    pub action: String,
}

#[derive(Template)]
#[template(path = "officer/list.html")]
struct ListBody<'a> {
    ui: &'a Ui,
    view: &'a ListView,
}

#[derive(Template)]
#[template(path = "officer/case.html")]
struct CaseBody<'a> {
    ui: &'a Ui,
    view: &'a CaseView,
}

#[derive(Template)]
#[template(path = "officer/window.html")]
struct WindowBody<'a> {
    ui: &'a Ui,
    view: &'a WindowView,
}

/// Makes the list.
pub fn list(ui: &Ui, view: &ListView) -> Page {
    let title = ui.s("officer.list_title");
    render(ui, &Head::new(&title, "/officer").wide(), &ListBody { ui, view })
}

/// Makes the page of one registration.
pub fn case(ui: &Ui, view: &CaseView) -> Page {
    let title = ui.m("officer.case_title").with("number", &view.number).to_string();
    render(ui, &Head::new(&title, "/officer").wide().back(Some("/officer")), &CaseBody { ui, view })
}

/// Makes the page of entry at the window.
pub fn window(ui: &Ui, view: &WindowView) -> Page {
    let title = ui.s("officer.window_title");
    let head =
        Head::new(&title, "/officer/window").back(Some("/officer")).faults(!view.form.faults().is_empty());
    render(ui, &head, &WindowBody { ui, view })
}
