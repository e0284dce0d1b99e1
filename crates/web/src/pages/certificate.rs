//! The certificate: its page, and the same as PDF. For its holder, and for an officer who may see it.

use app::{CertificateError, CertificateShown, Viewer};
use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;

use super::{Answer, Call, mine, shown};
use crate::desk::Desk;
use crate::views::{self, CertificateView, Problem, Svg};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/certificate", get(own))
        .route("/certificate.pdf", get(own_pdf))
        .route("/officer/certificates/{number}", get(of_number))
        .route("/officer/certificates/{number}/pdf", get(pdf_of_number))
}

impl From<CertificateError> for Problem {
    fn from(error: CertificateError) -> Self {
        match error {
            CertificateError::NotFound => Self::NotFound,
            CertificateError::AlreadyRevoked => Self::Stale,
            CertificateError::Reason => Self::Unprocessable,
            CertificateError::Denied => Self::Forbidden,
            CertificateError::NotSet { what } => {
                tracing::error!(what, "a certificate cannot be set");
                Self::Internal
            }
            CertificateError::Fault(fault) => fault.into(),
        }
    }
}

/// The number of the newest certificate of the person's latest registration.
async fn own_number(call: &Call) -> Result<Result<String, Response>, Problem> {
    if let Some(elsewhere) = mine::sign_in_first(call) {
        return Ok(Err(elsewhere));
    }
    let newest = mine::latest(call).await?.and_then(|found| found.certificates.into_iter().next());
    Ok(newest
        .map(|certificate| certificate.number)
        .ok_or_else(|| Redirect::to(&call.ui.url("/registration")).into_response()))
}

async fn own(call: Call) -> Answer {
    match own_number(&call).await? {
        Ok(number) => page(&call, &number, "/certificate.pdf".into()).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn own_pdf(call: Call) -> Answer {
    match own_number(&call).await? {
        Ok(number) => pdf(&call, &number).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

async fn of_number(call: Call, Path(number): Path<String>) -> Answer {
    if !matches!(call.visit.viewer, Viewer::Officer(_)) {
        return Err(Problem::Forbidden);
    }
    let href = format!("/officer/certificates/{number}/pdf");
    page(&call, &number, href).await
}

async fn pdf_of_number(call: Call, Path(number): Path<String>) -> Answer {
    if !matches!(call.visit.viewer, Viewer::Officer(_)) {
        return Err(Problem::Forbidden);
    }
    pdf(&call, &number).await
}

async fn page(call: &Call, number: &str, pdf_href: String) -> Answer {
    let found: CertificateShown = call.app.certificate(&call.visit.viewer, number).await?;
    let view = CertificateView {
        title: (&found.title).into(),
        number: found.number.clone(),
        rows: shown::rows(&found.rows),
        issuer: (&found.issuer).into(),
        issued_on: found.issued_on,
        verify_href: format!("/verify/{}", found.code),
        qr: Svg::new(&found.qr_svg).ok_or(Problem::Internal)?,
        state: shown::verify_state(found.standing),
        pdf_href,
        basis: shown::basis(&call.app, app::SERVICE_REGISTER),
    };
    Ok(views::certificate(&call.ui, &view).into_response())
}

async fn pdf(call: &Call, number: &str) -> Answer {
    let bytes = call.app.certificate_pdf(&call.visit.viewer, number).await?;
    // The number is of our own making: letters, digits and hyphens.
    let name: String = number.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.pdf\"")),
    ];
    Ok((headers, bytes).into_response())
}
