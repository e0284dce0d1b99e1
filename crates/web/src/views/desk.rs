//! The desk: what waits, and one case with all that is needed to decide it.

use askama::Template;
use jiff::civil::Date;

use super::cases::is_at_fault;
use super::layout::{Head, Page, render};
use crate::forms::Choice;
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::{ActionForm, CaseAnswer, CaseClock, CaseEvent, Conclusion, Provision};

/// The script of the keys; the pages work without it.
const SCRIPT: &str = "desk.js";

/// A page of the desk.
#[derive(Debug, Clone)]
pub struct DeskView {
    /// The desks of the officer.
    pub desks: Vec<Choice>,
    /// Which of them this is.
    pub desk: String,
    /// The lines.
    pub rows: Vec<DeskLine>,
    /// How many there are with this filter.
    pub total: usize,
    /// How many of them are overdue.
    pub overdue: usize,
    /// The page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
    /// The page before.
    pub previous_href: Option<String>,
    /// The page after.
    pub next_href: Option<String>,
    /// The filters as they are set.
    pub filter: DeskFilter,
}

/// The filters of a desk.
#[derive(Debug, Clone)]
pub struct DeskFilter {
    /// The services.
    pub services: Vec<Choice>,
    /// The one that is set.
    pub service: String,
    /// The states.
    pub states: Vec<Choice>,
    /// The one that is set.
    pub state: String,
    /// `mine`, `free`, or empty for all.
    pub whose: String,
}

/// A line of the desk.
#[derive(Debug, Clone)]
pub struct DeskLine {
    /// Its page.
    pub href: String,
    /// The number.
    pub number: String,
    /// The service.
    pub service: Text,
    /// Where it stands.
    pub state: Text,
    /// Its last day.
    pub due: Option<Date>,
    /// Whether that day is over.
    pub is_overdue: bool,
    /// Whether it is mine.
    pub is_mine: bool,
    /// Whether anybody holds it.
    pub is_held: bool,
    /// The day it was filed.
    pub opened_on: Date,
}

/// A case at the desk.
#[derive(Debug, Clone)]
pub struct DeskCaseView {
    /// Its number.
    pub number: String,
    /// The service.
    pub title: Text,
    /// Where it stands.
    pub state: Text,
    /// The day it was filed.
    pub opened_on: Date,
    /// Its answers, each with the reasons for a flag.
    pub answers: Vec<CaseAnswer>,
    /// What papers may be asked for, or must not be.
    pub papers_note: Text,
    /// The provisions of the service.
    pub basis: Vec<Provision>,
    /// What the law says on the business date.
    pub conclusion: Option<Conclusion>,
    /// Its clocks.
    pub clocks: Vec<CaseClock>,
    /// Its history, the newest first.
    pub events: Vec<CaseEvent>,
    /// What can be done.
    pub actions: Vec<ActionForm>,
    /// What waits for a second officer.
    pub pending: Option<Pending>,
    /// The office in charge.
    pub office: Option<Text>,
    /// Who holds it.
    pub holder: Option<String>,
    /// Whether that is the one who looks.
    pub is_mine: bool,
    /// Whether it was handed to the one who looks.
    pub handed_to_me: bool,
    /// Whom it was handed to.
    pub handed_to: Option<String>,
    /// Colleagues to whom it can be handed.
    pub colleagues: Vec<Choice>,
    /// Linked cases: number and page.
    pub links: Vec<(String, String)>,
    /// Whether it is over.
    pub is_ended: bool,
    /// The version that is seen.
    pub version: u32,
    /// The mark of one sending.
    pub key: String,
    /// Its address.
    pub href: String,
    /// Where an action is sent.
    pub act_href: String,
    /// Why the last step was not taken.
    pub notice: Option<Text>,
}

/// What waits for a second officer.
#[derive(Debug, Clone)]
pub struct Pending {
    /// What it is.
    pub label: Text,
    /// The action.
    pub action: String,
    /// Whether the one who looks proposed it.
    pub is_own: bool,
}

#[derive(Template)]
#[template(path = "desk/queue.html")]
struct QueueBody<'a> {
    ui: &'a Ui,
    view: &'a DeskView,
}

#[derive(Template)]
#[template(path = "desk/case.html")]
struct CaseBody<'a> {
    ui: &'a Ui,
    view: &'a DeskCaseView,
}

impl CaseBody<'_> {
    fn own(&self) -> impl Iterator<Item = &ActionForm> {
        self.view.actions.iter().filter(|action| !action.on_behalf)
    }

    fn on_behalf(&self) -> impl Iterator<Item = &ActionForm> {
        self.view.actions.iter().filter(|action| action.on_behalf)
    }
}

/// Makes the desk.
pub fn desk(ui: &Ui, view: &DeskView) -> Page {
    let title = ui.s("desk.title");
    render(ui, &Head::new(&title, "/officer/desk").wide().script(SCRIPT), &QueueBody { ui, view })
}

/// Makes the page of a case at the desk.
pub fn desk_case(ui: &Ui, view: &DeskCaseView) -> Page {
    let title = ui.m("desk.case_title").with("number", &view.number).to_string();
    let head = Head::new(&title, "/officer/desk")
        .wide()
        .script(SCRIPT)
        .back(Some("/officer/desk"))
        .faults(is_at_fault(&view.actions, view.notice.as_ref()));
    render(ui, &head, &CaseBody { ui, view })
}
