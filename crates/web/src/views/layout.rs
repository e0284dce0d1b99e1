//! The frame of every page: head, top, banner, main part, foot.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::i18n::Lang;
use crate::ui::Ui;
use crate::views::parts::Html;

/// A finished page.
#[derive(Debug)]
pub struct Page {
    html: String,
    status: StatusCode,
}

impl Page {
    /// Gives the page another status than 200 (422 where a form has faults).
    #[must_use]
    pub const fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The page's HTML.
    pub fn html(&self) -> &str {
        &self.html
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        (self.status, axum::response::Html(self.html)).into_response()
    }
}

/// How wide the main part is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breadth {
    /// A column for reading and for forms.
    Column,
    /// The whole width, for tables.
    Wide,
}

/// What the frame has to know about a page.
pub(crate) struct Head<'a> {
    /// What the page is, without the site's name.
    pub(crate) title: &'a str,
    /// Whether a form on it has faults; the title then says so first.
    pub(crate) has_faults: bool,
    /// Where the link back leads.
    pub(crate) back: Option<&'a str>,
    pub(crate) breadth: Breadth,
    /// Where the page belongs in the menu, as the path of that entry.
    pub(crate) area: &'a str,
    /// The address under which the page is to be kept and cited, without a language; none for pages that
    /// are made for one person.
    pub(crate) canonical: Option<&'a str>,
    /// A script of ours that adds ease and nothing else, by its plain name.
    pub(crate) script: Option<&'static str>,
}

impl<'a> Head<'a> {
    pub(crate) const fn new(title: &'a str, area: &'a str) -> Self {
        Self {
            title,
            has_faults: false,
            back: None,
            breadth: Breadth::Column,
            area,
            canonical: None,
            script: None,
        }
    }

    pub(crate) const fn back(mut self, back: Option<&'a str>) -> Self {
        self.back = back;
        self
    }

    pub(crate) const fn faults(mut self, has_faults: bool) -> Self {
        self.has_faults = has_faults;
        self
    }

    pub(crate) const fn canonical(mut self, path: &'a str) -> Self {
        self.canonical = Some(path);
        self
    }

    pub(crate) const fn script(mut self, name: &'static str) -> Self {
        self.script = Some(name);
        self
    }

    pub(crate) const fn wide(mut self) -> Self {
        self.breadth = Breadth::Wide;
        self
    }
}

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    ui: &'a Ui,
    head: &'a Head<'a>,
    body: Html<String>,
}

impl Layout<'_> {
    /// The entries of the menu: path, words, and whether the page belongs there.
    fn menu(&self) -> Vec<(&'static str, String, bool)> {
        let entries: &[(&str, &str)] = if self.ui.is_officer() {
            &[
                ("/officer/desk", "menu.desk"),
                ("/officer", "menu.list"),
                ("/officer/window", "menu.window"),
                ("/law", "menu.law"),
            ]
        } else {
            &[
                ("/check", "menu.check"),
                ("/services", "menu.services"),
                ("/me", "menu.matters"),
                ("/verify", "menu.verify"),
                ("/law", "menu.law"),
            ]
        };
        // The registration is one of the services, and of a person's matters.
        let area = match self.head.area {
            "/register" => "/services",
            "/registration" => "/me",
            other => other,
        };
        entries.iter().map(|(path, key)| (*path, self.ui.s(key), *path == area)).collect()
    }
}

/// Puts a body into the frame. A page with faults answers 422.
pub(crate) fn render(ui: &Ui, head: &Head<'_>, body: &impl Template) -> Page {
    let made = body.render().and_then(|body| Layout { ui, head, body: Html(body) }.render());
    match made {
        Ok(html) => {
            let status = if head.has_faults { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
            Page { html, status }
        }
        Err(error) => {
            tracing::error!(%error, "a page could not be made");
            Page { html: String::new(), status: StatusCode::INTERNAL_SERVER_ERROR }
        }
    }
}
