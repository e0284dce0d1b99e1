//! Papers: all of a person's in one place, those of a case beside it, and one with what is printed on it.

use askama::Template;
use jiff::civil::Date;

use super::layout::{Head, Page, render};
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::parts::Html;
use crate::views::{PaperFile, Row, Svg, VerifyState};

/// A paper in a list.
#[derive(Debug, Clone)]
pub struct PaperLine {
    /// Its page.
    pub href: String,
    /// The same as PDF.
    pub pdf_href: String,
    /// What it is.
    pub title: Text,
    /// The service.
    pub service: Text,
    /// Its number.
    pub number: String,
    /// The day of issue.
    pub issued_on: Date,
    /// Whether it stands.
    pub state: VerifyState,
}

/// All papers of a person.
#[derive(Debug, Clone)]
pub struct PapersView {
    /// Those of their cases, the newest first.
    pub papers: Vec<PaperLine>,
    /// The certificate of a registration, where there is one.
    pub certificate: Option<String>,
}

/// A paper.
#[derive(Debug, Clone)]
pub struct PaperView {
    /// Which.
    pub paper: PaperLine,
    /// What is printed on it.
    pub rows: Vec<Row>,
    /// The QR code that leads to the public check; none of a paper without a seal.
    pub qr: Option<Svg>,
    /// The page that it leads to.
    pub verify_href: Option<String>,
    /// The page before.
    pub back: String,
    /// Where it belongs in the menu.
    pub area: &'static str,
}

#[derive(Template)]
#[template(path = "papers/list.html")]
struct ListBody<'a> {
    ui: &'a Ui,
    view: &'a PapersView,
}

#[derive(Template)]
#[template(path = "papers/paper.html")]
struct PaperBody<'a> {
    ui: &'a Ui,
    view: &'a PaperView,
}

/// The papers of one case.
#[derive(Template)]
#[template(path = "papers/lines.html")]
pub(crate) struct LinesPart<'a> {
    ui: &'a Ui,
    papers: &'a [PaperLine],
}

/// What was handed in with a case.
#[derive(Template)]
#[template(path = "papers/evidence.html")]
pub(crate) struct EvidencePart<'a> {
    ui: &'a Ui,
    files: &'a [PaperFile],
}

impl Ui {
    pub(crate) fn evidence<'a>(&'a self, files: &'a [PaperFile]) -> Html<EvidencePart<'a>> {
        Html(EvidencePart { ui: self, files })
    }

    pub(crate) fn papers<'a>(&'a self, papers: &'a [PaperLine]) -> Html<LinesPart<'a>> {
        Html(LinesPart { ui: self, papers })
    }
}

/// Makes the page of all papers.
pub fn papers(ui: &Ui, view: &PapersView) -> Page {
    let title = ui.s("papers.title");
    render(ui, &Head::new(&title, "/me").back(Some("/me")), &ListBody { ui, view })
}

/// Makes the page of one paper.
pub fn paper(ui: &Ui, view: &PaperView) -> Page {
    let head = Head::new(ui.plain(&view.paper.title), view.area).back(Some(&view.back));
    render(ui, &head, &PaperBody { ui, view })
}
