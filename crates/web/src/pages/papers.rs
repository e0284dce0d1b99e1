//! Papers: all of a person's in one place; one with what is printed on it, and the same as PDF. For whose they are, and
//! for an officer or a body who sees the case.

use app::{PaperError, PaperShown, Viewer};
use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use super::{Answer, Call, cases, desk, mine, officer, services, shown};
use crate::desk::Desk;
use crate::views::{self, PaperFile, PaperLine, PaperView, PapersView, Problem, Svg};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/me/papers", get(list))
        .route("/me/papers/{number}", get(own))
        .route("/me/papers/{number}/pdf", get(own_pdf))
        .route("/me/evidence/{number}/{file}", get(own_evidence))
        .route("/officer/evidence/{number}/{file}", get(evidence))
        .route("/officer/papers/{number}", get(of_number))
        .route("/officer/papers/{number}/pdf", get(pdf_of_number))
}

impl From<PaperError> for Problem {
    fn from(error: PaperError) -> Self {
        match error {
            PaperError::NotFound => Self::NotFound,
            PaperError::NotSet { what } => {
                tracing::error!(what, "a paper cannot be set");
                Self::Internal
            }
            PaperError::Fault(fault) => fault.into(),
        }
    }
}

/// The papers of a case, for its pages.
pub(super) async fn of_case(call: &Call, number: &str) -> Result<Vec<PaperLine>, Problem> {
    let found = call.app.case_papers(&call.visit.viewer, number).await?;
    Ok(found.iter().rev().map(|paper| line(call, paper)).collect())
}

/// What was handed in with a case, for its pages: a file leads to itself once it may be seen.
pub(super) async fn handed_in(call: &Call, number: &str) -> Result<Vec<PaperFile>, Problem> {
    let base = match call.visit.viewer {
        Viewer::Officer(_) => "/officer/evidence",
        Viewer::Person(_) | Viewer::Public => "/me/evidence",
    };
    let found = call.app.case_evidence(&call.visit.viewer, number).await?;
    let each = found.into_iter().map(|file| PaperFile {
        href: file.id.filter(|_| file.is_open).map(|id| format!("{base}/{number}/{id}")),
        id: file.id.map(|id| id.to_string()).unwrap_or_default(),
        name: file.name.unwrap_or_default(),
        kind: services::papers::kind(&file.kind),
        state: services::papers::state(file.state),
    });
    Ok(each.collect())
}

async fn own_evidence(call: Call, Path(path): Path<(String, String)>) -> Answer {
    match mine::sign_in_first(&call) {
        Some(elsewhere) => Ok(elsewhere),
        None => opened(&call, &path).await,
    }
}

async fn evidence(call: Call, Path(path): Path<(String, String)>) -> Answer {
    match officer::sign_in_first(&call) {
        Some(elsewhere) => Ok(elsewhere),
        None => opened(&call, &path).await,
    }
}

async fn opened(call: &Call, (number, file): &(String, String)) -> Answer {
    let file = file.parse().map(app::registry::EvidenceId).map_err(|_| Problem::NotFound)?;
    let found = call.app.evidence_open(&call.visit.viewer, number, file).await?;
    let headers = [
        (header::CONTENT_TYPE, found.media_type.clone()),
        (header::CONTENT_DISPOSITION, "inline".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, found.content.to_vec()).into_response())
}

fn line(call: &Call, paper: &PaperShown) -> PaperLine {
    let base = match call.visit.viewer {
        Viewer::Officer(_) => "/officer/papers",
        Viewer::Person(_) | Viewer::Public => "/me/papers",
    };
    PaperLine {
        href: format!("{base}/{}", paper.number),
        pdf_href: format!("{base}/{}/pdf", paper.number),
        title: (&paper.title).into(),
        service: (&paper.service).into(),
        number: paper.number.clone(),
        issued_on: paper.issued_on,
        state: shown::verify_state(paper.standing),
    }
}

async fn list(call: Call) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let papers = call.app.my_papers(&call.visit.viewer).await?;
    let newest = mine::latest(&call).await?.and_then(|found| found.certificates.into_iter().next());
    let view = PapersView {
        papers: papers.iter().map(|paper| line(&call, paper)).collect(),
        certificate: newest.map(|certificate| certificate.number),
    };
    Ok(views::papers(&call.ui, &view).into_response())
}

async fn own(call: Call, Path(number): Path<String>) -> Answer {
    match mine::sign_in_first(&call) {
        Some(elsewhere) => Ok(elsewhere),
        None => page(&call, &number).await,
    }
}

async fn own_pdf(call: Call, Path(number): Path<String>) -> Answer {
    match mine::sign_in_first(&call) {
        Some(elsewhere) => Ok(elsewhere),
        None => pdf(&call, &number).await,
    }
}

async fn of_number(call: Call, Path(number): Path<String>) -> Answer {
    match officer::sign_in_first(&call) {
        Some(elsewhere) => Ok(elsewhere),
        None => page(&call, &number).await,
    }
}

async fn pdf_of_number(call: Call, Path(number): Path<String>) -> Answer {
    match officer::sign_in_first(&call) {
        Some(elsewhere) => Ok(elsewhere),
        None => pdf(&call, &number).await,
    }
}

async fn page(call: &Call, number: &str) -> Answer {
    let found = call.app.paper(&call.visit.viewer, number).await?;
    let (back, area) = match call.visit.viewer {
        Viewer::Officer(_) => (desk::address(&found.paper.case), "/officer/desk"),
        Viewer::Person(_) | Viewer::Public => (cases::address(&found.paper.case), "/me"),
    };
    let view = PaperView {
        paper: line(call, &found.paper),
        rows: shown::rows(&found.rows),
        qr: found.qr_svg.as_deref().and_then(Svg::new),
        verify_href: found.code.map(|code| format!("/verify/{code}")),
        back,
        area,
    };
    Ok(views::paper(&call.ui, &view).into_response())
}

async fn pdf(call: &Call, number: &str) -> Result<Response, Problem> {
    let bytes = call.app.paper_pdf(&call.visit.viewer, number).await?;
    // The number is of our own making: letters, digits and hyphens.
    let name: String = number.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.pdf\"")),
    ];
    Ok((headers, bytes).into_response())
}
