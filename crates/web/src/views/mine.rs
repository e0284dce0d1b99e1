//! A person's own registration: how it stands, how it came to be, and what a change would bring.

use askama::Template;
use jiff::civil::Date;

use super::layout::{Head, Page, render};
use crate::forms::Form;
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::{Commitment, Office, Provision, Row, Status};

/// A registration as its holder sees it.
#[derive(Debug, Clone)]
pub struct RegistrationView {
    /// Its number.
    pub number: String,
    /// How it stands.
    pub state: RegistrationState,
    /// What is registered.
    pub rows: Vec<Row>,
    /// The office in charge.
    pub office: Office,
    /// Everything that happened, the latest first.
    pub history: Vec<Event>,
    /// The certificate's page.
    pub certificate_href: Option<String>,
    /// The page of a change, where one can be made.
    pub change_href: Option<String>,
    /// The page of the end, where it can be ended.
    pub end_href: Option<String>,
    /// What the registration brought.
    pub effects_href: Option<String>,
    /// How many notices are unread.
    pub unread: usize,
    /// Who looked at it, the latest first.
    pub looks: Vec<Look>,
    /// What was promised, and when.
    pub commitment: Option<(Commitment, Date)>,
}

/// Somebody's look at a registration.
#[derive(Debug, Clone)]
pub struct Look {
    /// When, as it is shown.
    pub at: String,
    /// Who.
    pub who: String,
    /// Why.
    pub reason: Text,
}

/// The inbox.
#[derive(Debug, Clone)]
pub struct InboxView {
    /// The notices, the latest first.
    pub notices: Vec<Notice>,
}

/// A notice.
#[derive(Clone)]
pub struct Notice {
    /// Its id, under which it is marked as read.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Its text.
    pub text: Text,
    /// When it was written.
    pub at: String,
    /// Whether it was read.
    pub is_read: bool,
    /// The provisions on which it rests.
    pub basis: Vec<Provision>,
    /// Where it leads.
    pub links: Vec<NoticeLink>,
}

/// Where a notice leads.
#[derive(Debug, Clone)]
pub struct NoticeLink {
    /// The page.
    pub href: String,
    /// What is there.
    pub words: Text,
}

// The text is personal data.
impl std::fmt::Debug for Notice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Notice").field("title", &self.title.zh).finish_non_exhaustive()
    }
}

/// How a registration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegistrationState {
    /// In force.
    InForce,
    /// Ended.
    Ended,
    /// Withdrawn by the office.
    Revoked,
}

impl RegistrationState {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::InForce => "yes",
            Self::Ended => "ended",
            Self::Revoked => "no",
        }
    }

    pub(crate) const fn mark(self) -> &'static str {
        match self {
            Self::InForce => "✓",
            Self::Ended => "■",
            Self::Revoked => "✕",
        }
    }

    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::InForce => "mine.in_force",
            Self::Ended => "mine.ended",
            Self::Revoked => "mine.revoked",
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Event {
    /// On which day.
    pub on: Date,
    /// What.
    pub title: Text,
    /// What exactly.
    pub detail: Option<Text>,
    /// Who did it.
    pub by: Text,
    /// The commitment that was given with it.
    pub commitment_href: Option<String>,
}

/// What a change would bring, before it is made.
#[derive(Debug, Clone)]
pub struct EffectView {
    /// The heading.
    pub title: Text,
    /// The day from which it would hold.
    pub from: Date,
    /// What is changed.
    pub changed: Vec<ChangedRow>,
    /// Conclusions that become `yes`.
    pub gained: Vec<Effect>,
    /// Conclusions that are `yes` no more.
    pub lost: Vec<Effect>,
    /// Conclusions that stay as they are.
    pub unchanged: Vec<Effect>,
    /// Conclusions that can no longer be told.
    pub unknown: Vec<Effect>,
    /// The office now and then, where another one is in charge afterwards.
    pub offices: Option<(Office, Office)>,
    /// The promise that goes with the confirmation.
    pub commitment: Option<Commitment>,
    /// The box to tick for it ([`crate::forms::commitment_form`]); empty where nothing is promised.
    pub form: Form,
    /// Where the confirmation is sent; `None` where there is nothing to confirm any more.
    pub action: Option<String>,
    /// The words of the button.
    pub submit: Text,
    /// The page before.
    pub back: String,
    /// Where it belongs in the menu, as the path of that entry.
    pub area: &'static str,
}

/// A value before and after.
#[derive(Clone)]
pub struct ChangedRow {
    /// What it is.
    pub label: Text,
    /// The value now.
    pub before: Text,
    /// The value then.
    pub after: Text,
}

// The values are personal data.
impl std::fmt::Debug for ChangedRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChangedRow").field("label", &self.label.zh).finish_non_exhaustive()
    }
}

/// A conclusion before and after.
#[derive(Debug, Clone)]
pub struct Effect {
    /// What it is about.
    pub title: Text,
    /// How it is now.
    pub before: Status,
    /// How it would be.
    pub after: Status,
    /// What that means for the person.
    pub note: Option<Text>,
    /// Amounts, months, ends of a yes.
    pub rows: Vec<Row>,
    /// The words that decide.
    pub provision: Option<Provision>,
}

#[derive(Template)]
#[template(path = "mine/registration.html")]
struct RegistrationBody<'a> {
    ui: &'a Ui,
    view: Option<&'a RegistrationView>,
}

#[derive(Template)]
#[template(path = "mine/inbox.html")]
struct InboxBody<'a> {
    ui: &'a Ui,
    view: &'a InboxView,
}

#[derive(Template)]
#[template(path = "mine/effect.html")]
struct EffectBody<'a> {
    ui: &'a Ui,
    view: &'a EffectView,
}

impl EffectBody<'_> {
    /// What is gained and lost, each with the words and mark of its group.
    fn groups(&self) -> Vec<(&'static str, &'static str, &'static str, &[Effect])> {
        let mut groups: Vec<(_, _, _, &[Effect])> = vec![
            ("gained", "＋", "effect.gained", &self.view.gained),
            ("lost", "－", "effect.lost", &self.view.lost),
        ];
        // Two kinds are always told, if only to say "nothing"; this one where there is any.
        if !self.view.unknown.is_empty() {
            groups.push(("unknown", "?", "effect.unknown", &self.view.unknown));
        }
        groups
    }
}

/// Makes the page of a person's registration; `None` where there is none yet.
pub fn registration(ui: &Ui, view: Option<&RegistrationView>) -> Page {
    let title = ui.s("mine.title");
    render(ui, &Head::new(&title, "/registration").back(Some("/")), &RegistrationBody { ui, view })
}

/// Makes the inbox.
pub fn inbox(ui: &Ui, view: &InboxView) -> Page {
    let title = ui.s("inbox.title");
    render(ui, &Head::new(&title, "/registration").back(Some("/registration")), &InboxBody { ui, view })
}

/// Makes the page that shows what a change would bring.
pub fn effect(ui: &Ui, view: &EffectView) -> Page {
    let head = Head::new(ui.plain(&view.title), view.area)
        .back(Some(&view.back))
        .faults(!view.form.faults().is_empty());
    render(ui, &head, &EffectBody { ui, view })
}
