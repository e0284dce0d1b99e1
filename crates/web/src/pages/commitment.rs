//! The written commitment as it was given: its page, and the same as PDF. For who gave it, and for an
//! officer who may see the registration.

use app::{CommitmentError, Viewer};
use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;

use super::{Answer, Call, shown};
use crate::desk::Desk;
use crate::i18n::Text;
use crate::views::{self, CommitmentView, Problem, Row};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/commitments/{number}/{version}", get(page))
        .route("/commitments/{number}/{version}/pdf", get(pdf))
}

impl From<CommitmentError> for Problem {
    fn from(error: CommitmentError) -> Self {
        match error {
            CommitmentError::NotFound => Self::NotFound,
            CommitmentError::NotSet { what } => {
                tracing::error!(what, "a commitment cannot be set");
                Self::Internal
            }
            CommitmentError::Fault(fault) => fault.into(),
        }
    }
}

/// The page of the commitment that was given with a version of a registration.
pub(crate) fn address(number: &str, version: u32) -> String {
    format!("/commitments/{number}/{version}")
}

/// The way to sign in, for who has not.
fn sign_in_first(call: &Call) -> Option<Response> {
    let is_public = call.visit.viewer == Viewer::Public;
    is_public.then(|| Redirect::to(&call.ui.url("/sign-in")).into_response())
}

/// The version that an address names.
fn version_of(text: &str) -> Result<u32, Problem> {
    text.parse().map_err(|_| Problem::NotFound)
}

async fn page(call: Call, Path((number, version)): Path<(String, String)>) -> Answer {
    if let Some(elsewhere) = sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let version = version_of(&version)?;
    let given = call.app.commitment_given(&call.visit.viewer, &number, version).await?;
    let (back, area) = match call.visit.viewer {
        Viewer::Officer(_) => (format!("/officer/registrations/{}", given.number), "/officer"),
        Viewer::Person(_) | Viewer::Public => ("/registration".to_owned(), "/registration"),
    };
    let row = |key: &str, value: Text| Row::new(Text::message(key), value);
    let same = |text: &str| Text::new(text, text);
    let way = Text::new(
        format!("{}，{}", given.channel.zh, given.by.zh),
        format!("{}, {}", given.channel.en, given.by.en),
    );
    let view = CommitmentView {
        title: (&given.title).into(),
        service: (&given.service).into(),
        words: (&given.commitment.text).into(),
        rows: vec![
            row("commitment.by", same(&given.name)),
            row("commitment.id_masked", same(&given.id_masked)),
            row("commitment.given_at", same(&shown::second(given.given_at))),
            row("commitment.way", way),
            row("mine.number", same(&given.number)),
            row("commitment.version", same(&given.commitment.version)),
        ],
        pdf_href: format!("{}/pdf", address(&given.number, version)),
        back,
        area,
    };
    Ok(views::commitment(&call.ui, &view).into_response())
}

async fn pdf(call: Call, Path((number, version)): Path<(String, String)>) -> Answer {
    if let Some(elsewhere) = sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let version = version_of(&version)?;
    let bytes = call.app.commitment_pdf(&call.visit.viewer, &number, version).await?;
    // The number was found, so it is one of ours: letters, digits and hyphens.
    let name: String = number.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"commitment-{name}-{version}.pdf\"")),
    ];
    Ok((headers, bytes).into_response())
}
