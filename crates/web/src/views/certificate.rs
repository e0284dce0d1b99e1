//! The certificate, as it is handed out.

use askama::Template;
use jiff::civil::Date;

use super::layout::{Head, Page, render};
use crate::i18n::Text;
use crate::ui::Ui;
use crate::views::{Provision, Row, Svg, VerifyState};

/// A certificate.
#[derive(Debug, Clone)]
pub struct CertificateView {
    /// Its name, which is a parameter of the policy.
    pub title: Text,
    /// Its number.
    pub number: String,
    /// What is printed on it.
    pub rows: Vec<Row>,
    /// The authority that issues it.
    pub issuer: Text,
    /// The day of issue.
    pub issued_on: Date,
    /// The page that the QR code leads to, for who reads this one on the phone itself.
    pub verify_href: String,
    /// The QR code that leads to the public check.
    pub qr: Svg,
    /// Whether it holds now.
    pub state: VerifyState,
    /// The same as PDF.
    pub pdf_href: String,
    /// The provisions on which it rests.
    pub basis: Vec<Provision>,
}

#[derive(Template)]
#[template(path = "certificate.html")]
struct Body<'a> {
    ui: &'a Ui,
    view: &'a CertificateView,
}

/// Makes the page of a certificate.
pub fn certificate(ui: &Ui, view: &CertificateView) -> Page {
    let head = Head::new(ui.plain(&view.title), "/registration").back(Some("/registration"));
    render(ui, &head, &Body { ui, view })
}
