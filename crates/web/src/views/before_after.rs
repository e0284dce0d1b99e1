//! What changed with a registration: each conclusion before and after, side by side, with its article.

use askama::Template;
use jiff::civil::Date;

use super::layout::{Head, Page, render};
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::{Provision, Row, Status};

/// Two decisions side by side.
#[derive(Debug, Clone)]
pub struct BeforeAfterView {
    /// The business date of both.
    pub as_of: Date,
    /// The policy and its version.
    pub policy: String,
    /// Conclusions that became `yes`.
    pub gained: Vec<Turn>,
    /// Conclusions that are `yes` no more.
    pub lost: Vec<Turn>,
    /// Conclusions that can no longer be told.
    pub unknown: Vec<Turn>,
    /// Conclusions whose answer stayed.
    pub unchanged: Vec<Turn>,
}

/// A conclusion on both sides.
#[derive(Debug, Clone)]
pub struct Turn {
    /// What it is about.
    pub title: Text,
    /// How it was, with amounts, months, ends of a yes.
    pub before: Side,
    /// How it is.
    pub after: Side,
    /// What that means for the person.
    pub note: Option<Text>,
    /// The words that decide.
    pub provision: Provision,
}

/// One side of a conclusion.
#[derive(Debug, Clone)]
pub struct Side {
    /// Whether it held.
    pub status: Status,
    /// The fields of a yes.
    pub rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "mine/before_after.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a BeforeAfterView,
}

impl Body<'_> {
    /// The groups, each with the words and mark of its kind; what is gained and lost is always told.
    fn groups(&self) -> Vec<(&'static str, &'static str, &'static str, &[Turn])> {
        let mut groups: Vec<(_, _, _, &[Turn])> = vec![
            ("gained", "＋", "effect.gained", &self.view.gained),
            ("lost", "－", "effect.lost", &self.view.lost),
        ];
        if !self.view.unknown.is_empty() {
            groups.push(("unknown", "?", "effect.unknown", &self.view.unknown));
        }
        groups.push(("unchanged", "＝", "before_after.unchanged", &self.view.unchanged));
        groups
    }
}

impl Turn {
    /// Both sides with their headings.
    fn sides(&self) -> [(&'static str, &Side); 2] {
        [("before_after.before", &self.before), ("before_after.after", &self.after)]
    }
}

/// Makes the page.
pub fn before_after(ui: &Ui, view: &BeforeAfterView) -> Page {
    let title = ui.s("before_after.title");
    render(ui, &Head::new(&title, "/registration").wide().back(Some("/inbox")), &Body { ui, view })
}
