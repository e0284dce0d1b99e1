//! The page of what an office must not miss.

use askama::Template;

use super::layout::{Head, Page, render};
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::DeskLine;

/// What is due and who has it.
#[derive(Debug, Clone)]
pub struct WatchView {
    /// Whether it is the whole office's.
    pub is_whole: bool,
    /// What is over its promised day.
    pub overdue: Vec<DeskLine>,
    /// How many those are.
    pub overdue_total: usize,
    /// What is due next.
    pub soon: Vec<DeskLine>,
    /// How many those are.
    pub soon_total: usize,
    /// Who has how much.
    pub load: Vec<LoadRow>,
    /// The city's lists of those whom a passing measure concerns: title and page.
    pub lists: Vec<(Text, String)>,
}

/// What one officer has.
#[derive(Debug, Clone)]
pub struct LoadRow {
    /// Their name; none for what nobody holds.
    pub who: Option<String>,
    /// How many cases.
    pub total: u64,
    /// How many of them are overdue.
    pub overdue: u64,
}

#[derive(Template)]
#[template(path = "desk/watch.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a WatchView,
}

/// Makes the page.
pub fn watch(ui: &Ui, view: &WatchView) -> Page {
    let title = ui.s("watch.title");
    let head = Head::new(&title, "/officer/desk").wide().back(Some("/officer/desk"));
    render(ui, &head, &Body { ui, view })
}
