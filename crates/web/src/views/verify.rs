//! The public check of a certificate: anyone may ask, and learns no more than is printed.

use askama::Template;

use super::layout::{Head, Page, render};
use crate::forms::Form;
use crate::ui::Ui;
use crate::views::Row;

/// The check, before or after a code was given.
#[derive(Debug, Clone)]
pub struct VerifyView {
    /// The form, filled in where a code was given.
    pub form: Form,
    /// The answer.
    pub result: Option<VerifyResult>,
}

/// What the code says.
#[derive(Debug, Clone)]
pub struct VerifyResult {
    /// Whether the certificate holds.
    pub state: VerifyState,
    /// What is printed on it, for comparison. Empty where there is no such certificate.
    pub rows: Vec<Row>,
    /// Whether it is a paper other than the certificate of employment.
    pub is_paper: bool,
}

impl VerifyResult {
    /// The key of the sentence below the heading.
    pub(crate) const fn text_key(&self) -> &'static str {
        match self.state {
            VerifyState::Valid if self.is_paper => "verify.paper_valid_text",
            VerifyState::Ended if self.is_paper => "verify.paper_ended_text",
            VerifyState::Revoked if self.is_paper => "verify.paper_revoked_text",
            VerifyState::Replaced if self.is_paper => "verify.paper_replaced_text",
            state => state.keys().1,
        }
    }
}

/// Whether a certificate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerifyState {
    /// It holds today.
    Valid,
    /// The employment it shows has ended.
    Ended,
    /// It was withdrawn.
    Revoked,
    /// A newer certificate took its place.
    Replaced,
    /// Forged, damaged, or signed by somebody else.
    BadSignature,
    /// The code has a slip: its check digits do not fit.
    BadCode,
    /// No certificate has this code.
    Unknown,
}

impl VerifyState {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Valid => "yes",
            Self::Revoked | Self::BadSignature => "no",
            Self::Ended | Self::Replaced => "ended",
            Self::BadCode | Self::Unknown => "unknown",
        }
    }

    pub(crate) const fn mark(self) -> &'static str {
        match self {
            Self::Valid => "✓",
            Self::Revoked | Self::BadSignature | Self::Unknown => "✕",
            Self::Ended | Self::Replaced => "■",
            Self::BadCode => "?",
        }
    }

    /// Keys of the heading and of the sentence below it.
    pub(crate) const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Valid => ("verify.valid", "verify.valid_text"),
            Self::Ended => ("verify.ended", "verify.ended_text"),
            Self::Revoked => ("verify.revoked", "verify.revoked_text"),
            Self::Replaced => ("verify.replaced", "verify.replaced_text"),
            Self::BadSignature => ("verify.bad_signature", "verify.bad_signature_text"),
            Self::BadCode => ("verify.bad_code", "verify.bad_code_text"),
            Self::Unknown => ("verify.unknown", "verify.unknown_text"),
        }
    }
}

#[derive(Template)]
#[template(path = "verify.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a VerifyView,
}

/// Makes the page of the public check.
pub fn verify(ui: &Ui, view: &VerifyView) -> Page {
    let title = ui.s("verify.title");
    let head = Head::new(&title, "/verify").back(Some("/")).faults(!view.form.faults().is_empty());
    render(ui, &head, &Body { ui, view })
}
