//! Services: the list, a start page, the pages of a filing, the answers to check, the confirmation.

use askama::Template;
use jiff::civil::Date;

use super::layout::{Head, Page, render};
use crate::forms::Form;
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::{Commitment, Office, Provision, Section};

/// Whether a service is open on the business date, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Openness {
    /// Open.
    Open,
    /// Open until a day.
    Until(Date),
    /// Opens on a day.
    NotYet(Date),
    /// Was open until a day.
    Ended(Date),
}

impl Openness {
    const fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Until(_))
    }

    fn words(self, ui: &Ui) -> String {
        let with = |key: &str, day: &Date| ui.m(key).with("date", ui.date(day)).to_string();
        match self {
            Self::Open => ui.s("services.open"),
            Self::Until(last) => with("services.open_until", &last),
            Self::NotYet(first) => with("services.closed_from", &first),
            Self::Ended(last) => with("services.closed_since", &last),
        }
    }
}

/// The services.
#[derive(Debug, Clone)]
pub struct ServicesView {
    /// One line each.
    pub rows: Vec<ServiceRow>,
    /// Whether a clerk looks, at the window.
    pub is_window: bool,
}

/// A service in the list.
#[derive(Debug, Clone)]
pub struct ServiceRow {
    /// Its start page.
    pub href: String,
    /// Its title.
    pub title: Text,
    /// What it is.
    pub summary: Text,
    /// Whom it is for.
    pub audience: Text,
    /// Whether it is open.
    pub openness: Openness,
}

/// The start page of a service.
#[derive(Debug, Clone)]
pub struct ServiceView {
    /// Its title.
    pub title: Text,
    /// What it is.
    pub summary: Text,
    /// Whom it is for.
    pub audience: Text,
    /// The provisions that it carries out.
    pub basis: Vec<Provision>,
    /// What will be asked.
    pub asked: Vec<Text>,
    /// The papers that are asked for.
    pub papers: Vec<Paper>,
    /// What must not be asked for, and why.
    pub papers_note: Text,
    /// What is promised once it is filed.
    pub promises: Vec<Promise>,
    /// What it costs, in fen.
    pub fee_fen: i64,
    /// The first page, where it is open.
    pub begin: Option<String>,
    /// Whether some of it was filled in before.
    pub is_begun: bool,
    /// Whether a clerk fills it in.
    pub is_window: bool,
    /// Whether it is open.
    pub openness: Openness,
    /// The list.
    pub back: String,
}

/// A paper that is asked for.
#[derive(Debug, Clone)]
pub struct Paper {
    /// What it is.
    pub label: Text,
    /// How to hand it in without an upload.
    pub without_upload: Option<Text>,
    /// Whether it is needed.
    pub is_required: bool,
}

/// A time limit that is promised.
#[derive(Debug, Clone)]
pub struct Promise {
    /// In plain words.
    pub words: Text,
    /// Where it comes from.
    pub source: String,
    /// Whether it is a proposal that the authority has yet to confirm.
    pub is_proposed: bool,
}

/// A page of a filing.
#[derive(Debug, Clone)]
pub struct ApplyView {
    /// The service.
    pub service: Text,
    /// The heading.
    pub title: Text,
    /// Which page this is, from 1.
    pub step: usize,
    /// How many there are.
    pub steps: usize,
    /// Whether the person is signed in and known, so that name and number are not asked.
    pub is_told: bool,
    /// Where it is sent.
    pub action: String,
    /// The page before.
    pub back: String,
    /// Where it belongs in the menu.
    pub area: &'static str,
    /// The fields.
    pub form: Form,
}

/// The answers to check.
#[derive(Debug, Clone)]
pub struct ApplyCheckView {
    /// The service.
    pub service: Text,
    /// Which page this is, from 1; it is the last.
    pub step: usize,
    /// Whether the person is signed in and known.
    pub is_told: bool,
    /// The answers by page.
    pub sections: Vec<Section>,
    /// The promise, where there is one.
    pub commitment: Option<Commitment>,
    /// The papers that are asked for.
    pub papers: Vec<Paper>,
    /// Why it was not taken.
    pub notice: Option<Text>,
    /// The office that it belongs to, where it is another.
    pub right_office: Option<Office>,
    /// Where it is sent.
    pub action: String,
    /// The page before.
    pub back: String,
    /// Where it belongs in the menu.
    pub area: &'static str,
    /// The box to tick.
    pub form: Form,
}

/// It was filed.
#[derive(Clone)]
pub struct AppliedView {
    /// The number of the case.
    pub number: String,
    /// The service.
    pub service: Text,
    /// How it stands.
    pub state: Text,
    /// The way back in, shown once.
    pub access_code: String,
    /// The promised day.
    pub due: Option<Date>,
    /// Whether that day may still move.
    pub is_provisional: bool,
    /// The office in charge.
    pub office: Option<Office>,
    /// What comes next: title and a line more.
    pub next: Vec<(Text, Text)>,
    /// The page of the case.
    pub href: String,
    /// Whether a clerk reads it for the person.
    pub is_window: bool,
}

// The access code is a secret.
impl std::fmt::Debug for AppliedView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AppliedView").field("number", &self.number).finish_non_exhaustive()
    }
}

#[derive(Template)]
#[template(path = "services/list.html")]
struct ListBody<'a> {
    ui: &'a Ui,
    view: &'a ServicesView,
}

#[derive(Template)]
#[template(path = "services/start.html")]
struct StartBody<'a> {
    ui: &'a Ui,
    view: &'a ServiceView,
}

#[derive(Template)]
#[template(path = "services/apply.html")]
struct ApplyBody<'a> {
    ui: &'a Ui,
    view: &'a ApplyView,
}

#[derive(Template)]
#[template(path = "services/check.html")]
struct CheckBody<'a> {
    ui: &'a Ui,
    view: &'a ApplyCheckView,
}

#[derive(Template)]
#[template(path = "services/done.html")]
struct DoneBody<'a> {
    ui: &'a Ui,
    view: &'a AppliedView,
}

/// Where a page belongs in the menu.
const fn area(is_window: bool) -> &'static str {
    if is_window { "/officer/window" } else { "/services" }
}

/// Makes the list.
pub fn services(ui: &Ui, view: &ServicesView) -> Page {
    let title = ui.s("services.title");
    let back = if view.is_window { "/officer/desk" } else { "/" };
    render(ui, &Head::new(&title, area(view.is_window)).back(Some(back)), &ListBody { ui, view })
}

/// Makes a start page.
pub fn service(ui: &Ui, view: &ServiceView) -> Page {
    let head = Head::new(ui.plain(&view.title), area(view.is_window)).back(Some(&view.back));
    render(ui, &head, &StartBody { ui, view })
}

/// Makes a page of a filing.
pub fn apply(ui: &Ui, view: &ApplyView) -> Page {
    let head = Head::new(ui.plain(&view.title), view.area)
        .back(Some(&view.back))
        .faults(!view.form.faults().is_empty());
    render(ui, &head, &ApplyBody { ui, view })
}

/// Makes the page of answers to check.
pub fn apply_check(ui: &Ui, view: &ApplyCheckView) -> Page {
    let title = ui.s("review.title");
    let has_faults = !view.form.faults().is_empty() || view.notice.is_some();
    let head = Head::new(&title, view.area).back(Some(&view.back)).faults(has_faults);
    render(ui, &head, &CheckBody { ui, view })
}

/// Makes the confirmation.
pub fn applied(ui: &Ui, view: &AppliedView) -> Page {
    let title = ui.s("applied.title");
    render(ui, &Head::new(&title, area(view.is_window)), &DoneBody { ui, view })
}
