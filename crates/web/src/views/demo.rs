//! The demonstration: as whom one can sign in, and on which day everything is decided.

use askama::Template;

use super::layout::{Head, Page, render};
use crate::forms::Form;
use crate::i18n::Text;
use crate::ui::{Role, Ui};

/// The demonstration's own page.
#[derive(Debug, Clone)]
pub struct DemoView {
    /// The people, all invented.
    pub people: Vec<DemoPerson>,
    /// The password that all made-up clerks have.
    pub password: String,
    /// The form of the day ([`crate::forms::business_date_form`]).
    pub form: Form,
}

/// Someone as whom one can sign in.
#[derive(Debug, Clone)]
pub struct DemoPerson {
    /// The name in the address.
    pub id: String,
    /// The name.
    pub name: Text,
    /// The person's situation in a sentence.
    pub story: Text,
    /// Person or clerk.
    pub role: Role,
}

#[derive(Template)]
#[template(path = "demo.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a DemoView,
}

impl Body<'_> {
    fn groups(&self) -> [(&'static str, Vec<&DemoPerson>); 2] {
        [("demo.people", Role::Person), ("demo.officers", Role::Officer)]
            .map(|(key, role)| (key, self.view.people.iter().filter(|p| p.role == role).collect()))
    }
}

/// Makes the demonstration's page.
pub fn demo(ui: &Ui, view: &DemoView) -> Page {
    let title = ui.s("demo.title");
    let head = Head::new(&title, "/demo").back(Some("/")).faults(!view.form.faults().is_empty());
    render(ui, &head, &Body { ui, view })
}
