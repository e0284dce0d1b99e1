//! A person's matters: the list, one case, and how one stands without an account.

use app::service::flow::Verdict;
use askama::Template;
use jiff::civil::Date;

use super::layout::{Head, Page, render};
use crate::forms::{Choice, Form};
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::parts::Html;
use crate::views::{Office, PaperLine, Provision};

/// A person's matters.
#[derive(Debug, Clone)]
pub struct MattersView {
    /// Their cases, those where it is their turn first.
    pub rows: Vec<MattersRow>,
    /// The number of their registration, where there is one.
    pub registration: Option<String>,
    /// Notices not read.
    pub unread: usize,
    /// Whether an address can be given for mail.
    pub has_mail: bool,
}

/// A case in the list.
#[derive(Debug, Clone)]
pub struct MattersRow {
    /// Its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Whose it is, masked, where it was entrusted to the reader.
    pub for_whom: Option<String>,
    /// What it is.
    pub title: Text,
    /// How it stands, in plain words.
    pub state: Text,
    /// Whether it is the person's turn.
    pub is_my_turn: bool,
    /// Whether it is over.
    pub is_ended: bool,
    /// The promised day.
    pub due: Option<Date>,
    /// The day it was filed.
    pub opened_on: Date,
}

/// A case as its person sees it.
#[derive(Debug, Clone)]
pub struct MatterView {
    /// Its number.
    pub number: String,
    /// What it is.
    pub title: Text,
    /// How it stands, in plain words.
    pub state: Text,
    /// How it was decided.
    pub verdict: Option<Verdict>,
    /// Whether it is over.
    pub is_ended: bool,
    /// Where it is rated, once it is decided.
    pub rating: Option<String>,
    /// The day it was filed.
    pub opened_on: Date,
    /// The office in charge.
    pub office: Option<Office>,
    /// The provisions of the service.
    pub basis: Vec<Provision>,
    /// Its clocks.
    pub clocks: Vec<CaseClock>,
    /// Its timeline, the newest first.
    pub events: Vec<CaseEvent>,
    /// Its papers, the newest first.
    pub papers: Vec<PaperLine>,
    /// What was handed in with it.
    pub evidence: Vec<crate::views::PaperFile>,
    /// Its answers.
    pub answers: Vec<CaseAnswer>,
    /// What can be done.
    pub actions: Vec<ActionForm>,
    /// The version that is seen.
    pub version: u32,
    /// The mark of one sending.
    pub key: String,
    /// Whether something waits for a second officer.
    pub is_pending: bool,
    /// Linked cases: number and page.
    pub links: Vec<(String, String)>,
    /// Where an action is sent.
    pub action: String,
    /// Why the last step was not taken.
    pub notice: Option<Text>,
}

impl MatterView {
    const fn class(&self) -> &'static str {
        match self.verdict {
            Some(Verdict::Granted) => "yes",
            Some(Verdict::Refused) => "no",
            None if self.is_ended => "ended",
            None => "unknown",
        }
    }
}

/// A clock with its why.
#[derive(Debug, Clone)]
pub struct CaseClock {
    /// What it promises.
    pub note: Text,
    /// Its last day.
    pub due: Date,
    /// Whether it stands still.
    pub is_standing: bool,
    /// Whether the day may still move.
    pub is_provisional: bool,
    /// Why it is that day.
    pub because: Text,
    /// Where its length comes from.
    pub source: String,
}

/// An entry of the timeline.
#[derive(Debug, Clone)]
pub struct CaseEvent {
    /// When.
    pub on: Date,
    /// What.
    pub what: Text,
    /// The reasons that were given.
    pub reasons: Vec<Text>,
    /// Who.
    pub by: Text,
}

/// An answer.
#[derive(Clone)]
pub struct CaseAnswer {
    /// The field.
    pub field: String,
    /// What it is.
    pub label: Text,
    /// The answer in words.
    pub value: Text,
    /// Whether an officer typed it in.
    pub by_officer: bool,
    /// Whether whom the person entrusted typed it in.
    pub by_delegate: bool,
    /// Why it is flagged for the next letter.
    pub flag: Option<Text>,
    /// Why the last letter asked for it.
    pub asked: Option<Text>,
    /// The reasons for which it can be flagged; none where it cannot be.
    pub reasons: Vec<Choice>,
}

// The answer is personal.
impl std::fmt::Debug for CaseAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CaseAnswer").field("field", &self.field).finish_non_exhaustive()
    }
}

/// An action with all that is asked with it.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is something that the page says or does not say")]
pub struct ActionForm {
    /// Its id.
    pub id: String,
    /// The words of the button.
    pub label: Text,
    /// Its fields.
    pub form: Form,
    /// The reasons of which at least one must be picked.
    pub reasons: Vec<Choice>,
    /// Those that were picked.
    pub picked: Vec<String>,
    /// The bodies of which one must be picked.
    pub bodies: Vec<Choice>,
    /// The one that was picked.
    pub body: Option<String>,
    /// Whether a second officer must confirm it.
    pub second: bool,
    /// Whether it sends what is flagged in one letter.
    pub sends_flags: bool,
    /// Whether it sends back what a letter asked for.
    pub corrects: bool,
    /// Whether it decides the matter.
    pub decides: Option<Verdict>,
    /// Whether an officer would do it on the person's behalf.
    pub on_behalf: bool,
    /// What is wrong with reasons or body.
    pub fault: Option<Text>,
    /// Whether it is shown with its faults.
    pub is_open: bool,
}

impl ActionForm {
    fn is_picked(&self, code: &str) -> bool {
        self.picked.iter().any(|picked| picked == code)
    }

    fn is_body(&self, id: &str) -> bool {
        self.body.as_deref() == Some(id)
    }

    /// Whether it is a button and nothing else.
    fn is_plain(&self) -> bool {
        self.form.fields.is_empty() && self.reasons.is_empty() && self.bodies.is_empty()
    }
}

/// How a case stands, by number and telephone.
#[derive(Debug, Clone)]
pub struct ProgressView {
    /// Number and telephone.
    pub form: Form,
    /// What was found.
    pub found: Option<ProgressFound>,
}

/// A case that was found.
#[derive(Debug, Clone)]
pub struct ProgressFound {
    /// Its number.
    pub number: String,
    /// What it is.
    pub title: Text,
    /// How it stands.
    pub state: Text,
    /// The promised day, and whether it may still move.
    pub due: Option<(Date, bool)>,
    /// The office in charge.
    pub office: Option<Text>,
}

/// One action as a form, for the person's page and the desk's.
#[derive(Template)]
#[template(path = "cases/action.html")]
pub(crate) struct ActionPart<'a> {
    ui: &'a Ui,
    action: &'a ActionForm,
    href: &'a str,
    version: u32,
    key: &'a str,
    /// The number of the key that opens it; none on a person's page.
    number: Option<usize>,
}

#[derive(Template)]
#[template(path = "cases/clocks.html")]
pub(crate) struct ClocksPart<'a> {
    ui: &'a Ui,
    clocks: &'a [CaseClock],
}

#[derive(Template)]
#[template(path = "cases/timeline.html")]
pub(crate) struct TimelinePart<'a> {
    ui: &'a Ui,
    events: &'a [CaseEvent],
}

impl Ui {
    pub(crate) fn action<'a>(
        &'a self,
        action: &'a ActionForm,
        href: &'a str,
        version: u32,
        key: &'a str,
        number: Option<&usize>,
    ) -> Html<ActionPart<'a>> {
        Html(ActionPart { ui: self, action, href, version, key, number: number.copied() })
    }

    pub(crate) fn clocks<'a>(&'a self, clocks: &'a [CaseClock]) -> Html<ClocksPart<'a>> {
        Html(ClocksPart { ui: self, clocks })
    }

    pub(crate) fn timeline<'a>(&'a self, events: &'a [CaseEvent]) -> Html<TimelinePart<'a>> {
        Html(TimelinePart { ui: self, events })
    }
}

#[derive(Template)]
#[template(path = "cases/list.html")]
struct ListBody<'a> {
    ui: &'a Ui,
    view: &'a MattersView,
}

#[derive(Template)]
#[template(path = "cases/case.html")]
struct CaseBody<'a> {
    ui: &'a Ui,
    view: &'a MatterView,
}

#[derive(Template)]
#[template(path = "cases/progress.html")]
struct ProgressBody<'a> {
    ui: &'a Ui,
    view: &'a ProgressView,
}

/// Whether anything that was sent is at fault.
pub(crate) fn is_at_fault(actions: &[ActionForm], notice: Option<&Text>) -> bool {
    notice.is_some()
        || actions.iter().any(|action| action.fault.is_some() || !action.form.faults().is_empty())
}

/// Makes the list of a person's matters.
pub fn matters(ui: &Ui, view: &MattersView) -> Page {
    let title = ui.s("cases.title");
    render(ui, &Head::new(&title, "/me").back(Some("/")), &ListBody { ui, view })
}

/// Makes the page of a person's case.
pub fn matter(ui: &Ui, view: &MatterView) -> Page {
    let head = Head::new(ui.plain(&view.title), "/me")
        .back(Some("/me"))
        .faults(is_at_fault(&view.actions, view.notice.as_ref()));
    render(ui, &head, &CaseBody { ui, view })
}

/// Makes the page of progress.
pub fn progress(ui: &Ui, view: &ProgressView) -> Page {
    let title = ui.s("progress.title");
    let head = Head::new(&title, "/me").back(Some("/")).faults(!view.form.faults().is_empty());
    render(ui, &head, &ProgressBody { ui, view })
}
