//! The page of a person's e-mail address.

use askama::Template;

use super::layout::{Head, Page, render};
use crate::forms::Form;
use crate::i18n::Text;
use crate::ui::Ui;

/// A person's address.
#[derive(Clone)]
pub struct MailView {
    /// Its first letter and domain, where one was given.
    pub address: Option<String>,
    /// Whether it was confirmed.
    pub is_confirmed: bool,
    /// The form of its code, while it waits for one.
    pub code: Option<Form>,
    /// The form of a new one.
    pub form: Form,
    /// Why nothing was sent.
    pub notice: Option<Text>,
}

// The address is personal, even so.
impl std::fmt::Debug for MailView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailView").field("is_confirmed", &self.is_confirmed).finish_non_exhaustive()
    }
}

#[derive(Template)]
#[template(path = "mine/mail.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a MailView,
}

/// Makes the page.
pub fn mail(ui: &Ui, view: &MailView) -> Page {
    let title = ui.s("mail.title");
    let of_code = view.code.as_ref().is_some_and(|form| !form.faults().is_empty());
    let has_faults = of_code || !view.form.faults().is_empty() || view.notice.is_some();
    render(ui, &Head::new(&title, "/me").back(Some("/me")).faults(has_faults), &Body { ui, view })
}
