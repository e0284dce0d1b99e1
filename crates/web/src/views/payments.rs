//! The pages of the officers who pay: the cycles, one cycle with its lines, the confirmation of each step, the bank's
//! answers, the book.

use askama::Template;

use super::layout::{Head, Page, render};
use crate::forms::Form;
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::{Act, Row, TableView};

const AREA: &str = "/officer/payments";

/// All cycles and what waits.
#[derive(Debug, Clone)]
pub struct PaymentsView {
    /// What waits to be paid.
    pub waiting: Vec<Row>,
    /// Set while nobody has said who pays.
    pub has_payer: bool,
    /// The cycles, the newest first.
    pub cycles: TableView,
    /// The month of a new one.
    pub form: Form,
    /// Other pages of the same.
    pub acts: Vec<Act>,
}

/// One cycle.
#[derive(Debug, Clone)]
pub struct CycleView {
    /// The month that it pays.
    pub month: String,
    /// How it stands.
    pub state: Text,
    /// Numbers, and who did what.
    pub rows: Vec<Row>,
    /// What is to be done next.
    pub steps: Vec<Act>,
    /// Why the next step is not this officer's.
    pub note: Option<Text>,
    /// What each district bears.
    pub districts: TableView,
    /// What came back.
    pub sent_back: TableView,
    /// What is held.
    pub held: TableView,
    /// What is drawn for audit.
    pub sample: TableView,
    /// A page of its lines.
    pub lines: TableView,
    /// How many lines there are.
    pub total: usize,
    /// The lines before.
    pub previous_href: Option<String>,
    /// The lines after.
    pub next_href: Option<String>,
    /// All lines as files.
    pub files: Vec<Act>,
}

/// The confirmation of a step.
#[derive(Debug, Clone)]
pub struct PaymentStepView {
    /// What is to be done.
    pub title: Text,
    /// What comes of it.
    pub lead: Text,
    /// What it is done to.
    pub rows: Vec<Row>,
    /// What each district bears.
    pub districts: Option<TableView>,
    /// What is to be said with it.
    pub form: Form,
    /// Why it was not done.
    pub fault: Option<Text>,
    /// Where it is sent.
    pub action: String,
    /// The page before.
    pub back: String,
    /// Whether it cannot be taken back.
    pub is_grave: bool,
}

/// The bank's answers are taken.
#[derive(Debug, Clone)]
pub struct BankAnswersView {
    /// What came of them.
    pub taken: Option<Vec<Row>>,
    /// What cannot be with what is on record, each in the domain's own words.
    pub contradictions: Vec<String>,
    /// Why they were not taken.
    pub fault: Option<Text>,
}

/// The districts' budgets.
#[derive(Debug, Clone)]
pub struct BudgetsView {
    /// What waits for a second officer.
    pub waiting: Vec<BudgetWaiting>,
    /// What holds.
    pub budgets: TableView,
    /// The same as files.
    pub files: Vec<Act>,
    /// A new one.
    pub form: Form,
    /// Why something was not done.
    pub fault: Option<Text>,
}

/// A budget that waits for a second officer.
#[derive(Debug, Clone)]
pub struct BudgetWaiting {
    /// Which.
    pub key: String,
    /// What is proposed.
    pub rows: Vec<Row>,
    /// Whether the viewer may confirm it.
    pub may_confirm: bool,
}

/// The differences between registers.
#[derive(Debug, Clone)]
pub struct DifferencesView {
    /// Those that are not resolved.
    pub open: Vec<Difference>,
    /// All of them as files.
    pub files: Vec<Act>,
    /// Why something was not done.
    pub fault: Option<Text>,
}

impl DifferencesView {
    fn total(&self) -> usize {
        self.open.len()
    }
}

/// One difference.
#[derive(Debug, Clone)]
pub struct Difference {
    /// Which.
    pub id: String,
    /// In what the registers differ.
    pub title: Text,
    /// What either has, and how it stands.
    pub rows: Vec<Row>,
    /// Why the next step is not this officer's.
    pub note: Option<Text>,
    /// What can be done: a code and its words.
    pub deeds: Vec<(String, Text)>,
}

/// The book.
#[derive(Debug, Clone)]
pub struct BookView {
    /// The sum to which both sides come, in fen.
    pub sum: i64,
    /// The accounts.
    pub accounts: TableView,
    /// The same as files.
    pub files: Vec<Act>,
}

#[derive(Template)]
#[template(path = "payments/list.html")]
struct ListBody<'a> {
    ui: &'a Ui,
    view: &'a PaymentsView,
}

#[derive(Template)]
#[template(path = "payments/cycle.html")]
struct CycleBody<'a> {
    ui: &'a Ui,
    view: &'a CycleView,
}

#[derive(Template)]
#[template(path = "payments/step.html")]
struct StepBody<'a> {
    ui: &'a Ui,
    view: &'a PaymentStepView,
}

#[derive(Template)]
#[template(path = "payments/answers.html")]
struct AnswersBody<'a> {
    ui: &'a Ui,
    view: &'a BankAnswersView,
}

#[derive(Template)]
#[template(path = "payments/budgets.html")]
struct BudgetsBody<'a> {
    ui: &'a Ui,
    view: &'a BudgetsView,
}

/// Makes the page of the districts' budgets.
pub fn budgets(ui: &Ui, view: &BudgetsView) -> Page {
    let title = ui.s("payments.budgets");
    let has_faults = view.fault.is_some() || !view.form.faults().is_empty();
    let head = Head::new(&title, AREA).wide().back(Some(AREA)).faults(has_faults);
    render(ui, &head, &BudgetsBody { ui, view })
}

#[derive(Template)]
#[template(path = "payments/differences.html")]
struct DifferencesBody<'a> {
    ui: &'a Ui,
    view: &'a DifferencesView,
}

/// Makes the page of the differences between registers.
pub fn differences(ui: &Ui, view: &DifferencesView) -> Page {
    let title = ui.s("payments.differences");
    let head = Head::new(&title, AREA).wide().back(Some(AREA)).faults(view.fault.is_some());
    render(ui, &head, &DifferencesBody { ui, view })
}

#[derive(Template)]
#[template(path = "payments/book.html")]
struct BookBody<'a> {
    ui: &'a Ui,
    view: &'a BookView,
}

/// Makes the page of all cycles.
pub fn payments(ui: &Ui, view: &PaymentsView) -> Page {
    let title = ui.s("payments.title");
    let head = Head::new(&title, AREA).wide().back(Some("/officer")).faults(!view.form.faults().is_empty());
    render(ui, &head, &ListBody { ui, view })
}

/// Makes the page of one cycle.
pub fn cycle(ui: &Ui, view: &CycleView) -> Page {
    let title = ui.m("payments.cycle_title").with("month", &view.month).to_string();
    render(ui, &Head::new(&title, AREA).wide().back(Some(AREA)), &CycleBody { ui, view })
}

/// Makes the confirmation of a step.
pub fn payment_step(ui: &Ui, view: &PaymentStepView) -> Page {
    let has_faults = view.fault.is_some() || !view.form.faults().is_empty();
    let head = Head::new(ui.plain(&view.title), AREA).back(Some(&view.back)).faults(has_faults);
    render(ui, &head, &StepBody { ui, view })
}

/// Makes the page that takes the bank's answers.
pub fn bank_answers(ui: &Ui, view: &BankAnswersView) -> Page {
    let title = ui.s("payments.answers_title");
    let head = Head::new(&title, AREA).back(Some(AREA)).faults(view.fault.is_some());
    render(ui, &head, &AnswersBody { ui, view })
}

/// Makes the page of the book.
pub fn book(ui: &Ui, view: &BookView) -> Page {
    let title = ui.s("payments.book_title");
    render(ui, &Head::new(&title, AREA).wide().back(Some(AREA)), &BookBody { ui, view })
}
