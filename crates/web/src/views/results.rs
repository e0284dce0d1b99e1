//! What one is entitled to: a card for each conclusion, with the law's words and the whole reasoning.

use askama::Template;
use jiff::civil::Date;

use super::layout::{Head, Page, render};
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::parts::Html;
use crate::views::{Answered, Office, Provision, Row};

/// Whether a conclusion holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// It depends on what is not known.
    Unknown,
}

impl Status {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }

    /// A mark that is read without colour.
    pub(crate) const fn mark(self) -> &'static str {
        match self {
            Self::Yes => "✓",
            Self::No => "✕",
            Self::Unknown => "?",
        }
    }

    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Yes => "status.yes",
            Self::No => "status.no",
            Self::Unknown => "status.unknown",
        }
    }
}

/// All conclusions for a person on a day.
#[derive(Debug, Clone)]
pub struct ResultsView {
    /// The day of the decision.
    pub as_of: Date,
    /// The conclusions, in the order of the measures; the page groups them.
    pub conclusions: Vec<Conclusion>,
    /// The address of a picture to keep, without personal data.
    pub picture_href: Option<String>,
    /// The registration, where it is the next step.
    pub register_href: Option<String>,
    /// The policy and its version, by which the answer can be repeated.
    pub policy: Text,
    /// What was answered.
    pub answered: Vec<Answered>,
}

/// One conclusion.
#[derive(Debug, Clone)]
pub struct Conclusion {
    /// Its name in addresses.
    pub id: String,
    /// What it is about, in plain words.
    pub title: Text,
    /// Whether it holds.
    pub status: Status,
    /// What it is, or what it means for the person, in a sentence.
    pub summary: Text,
    /// What to do with a yes, or where else to turn.
    pub todo: Option<Text>,
    /// What a yes does not promise.
    pub not_promised: Option<Text>,
    /// The words that decided.
    pub provisions: Vec<Provision>,
    /// Amounts, months, ends.
    pub rows: Vec<Row>,
    /// What the person can properly do about a `no`.
    pub advice: Vec<Advice>,
    /// Why it is a `no`, where nothing is to be advised.
    pub reasons: Vec<Text>,
    /// What has to be known to decide.
    pub missing: Vec<Missing>,
    /// Where to go.
    pub offices: Vec<Office>,
    /// Where to go, by street; the person picks one.
    pub streets: Vec<StreetOffice>,
    /// The reasoning.
    pub because: Vec<Node>,
    /// Set where the answer rests on a figure that is not certain.
    pub cautions: Vec<Text>,
}

impl Conclusion {
    /// Whether the reader can answer what is missing.
    fn missing_is_linked(&self) -> bool {
        self.missing.iter().any(|missing| missing.href.is_some())
    }
}

/// The office of a street.
#[derive(Debug, Clone)]
pub struct StreetOffice {
    /// The code of the street.
    pub street: String,
    /// The office.
    pub office: Office,
    /// Whether it was picked.
    pub is_picked: bool,
}

/// Something that one can do.
#[derive(Debug, Clone)]
pub struct Advice {
    /// What to do.
    pub text: Text,
    /// The page on which it is done.
    pub href: Option<String>,
}

/// A question that is still open.
#[derive(Debug, Clone)]
pub struct Missing {
    /// The question.
    pub question: Text,
    /// Its page, for who can answer it.
    pub href: Option<String>,
}

/// A step of the reasoning.
#[derive(Debug, Clone)]
pub struct Node {
    /// The rule or condition.
    pub name: Text,
    /// Its value in words.
    pub value: Text,
    /// Whether it holds, where it is a condition.
    pub status: Option<Status>,
    /// The provision that made it.
    pub provision: Option<Provision>,
    /// The readings that it takes: name and address.
    pub readings: Vec<(Text, String)>,
    /// What it rests on.
    pub children: Vec<Self>,
}

#[derive(Template)]
#[template(path = "results.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a ResultsView,
}

#[derive(Template)]
#[template(path = "parts/conclusion.html")]
pub(crate) struct ConclusionPart<'a> {
    ui: &'a Ui,
    conclusion: &'a Conclusion,
}

#[derive(Template)]
#[template(path = "parts/node.html")]
pub(crate) struct NodePart<'a> {
    ui: &'a Ui,
    node: &'a Node,
}

impl Body<'_> {
    /// The conclusions by status: what one has, what is open, what one has not.
    fn groups(&self) -> Vec<(Status, &'static str, Vec<&Conclusion>)> {
        [(Status::Yes, "results.yes"), (Status::Unknown, "results.unknown"), (Status::No, "results.no")]
            .into_iter()
            .map(|(status, key)| {
                (status, key, self.view.conclusions.iter().filter(|c| c.status == status).collect::<Vec<_>>())
            })
            .filter(|(_, _, group)| !group.is_empty())
            .collect()
    }
}

impl Ui {
    /// A conclusion as a card.
    pub(crate) fn conclusion<'a>(&'a self, conclusion: &'a Conclusion) -> Html<ConclusionPart<'a>> {
        Html(ConclusionPart { ui: self, conclusion })
    }

    /// A step of the reasoning with the steps below it.
    pub(crate) fn node<'a>(&'a self, node: &'a Node) -> Html<NodePart<'a>> {
        Html(NodePart { ui: self, node })
    }
}

/// Makes the page of conclusions.
pub fn results(ui: &Ui, view: &ResultsView) -> Page {
    let title = ui.s("results.title");
    render(ui, &Head::new(&title, "/check").back(Some("/check")), &Body { ui, view })
}
