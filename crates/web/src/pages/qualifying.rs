//! The city's list of those whom a passing measure concerns; one button tells all of them, once.

use app::QualifyingError;
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::get;

use super::{Answer, Call, officer};
use crate::desk::Desk;
use crate::i18n::Text;
use crate::views::{self, Problem, QualifyingLine, QualifyingView};

pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/officer/qualifying/{id}", get(show).post(tell))
}

/// The page of a list.
pub(crate) fn address(conclusion: &str) -> String {
    format!("/officer/qualifying/{conclusion}")
}

impl From<QualifyingError> for Problem {
    fn from(error: QualifyingError) -> Self {
        match error {
            QualifyingError::Denied => Self::Forbidden,
            QualifyingError::NotFound => Self::NotFound,
            QualifyingError::Fault(fault) => fault.into(),
        }
    }
}

async fn show(call: Call, Path(conclusion): Path<String>) -> Answer {
    if let Some(elsewhere) = officer::window_first(&call) {
        return Ok(elsewhere);
    }
    let found = call.app.qualifying(&call.visit.viewer, &conclusion).await?;
    let rows = found.rows.into_iter().map(|row| QualifyingLine {
        name: row.name,
        since: row.since,
        to_ask: row.to_ask.into_iter().map(Text::from).collect(),
        is_told: row.is_told,
    });
    let view = QualifyingView {
        title: found.title.into(),
        action: address(&found.conclusion),
        met: found.met,
        to_ask: found.to_ask,
        told: found.told,
        rows: rows.collect(),
    };
    Ok(views::qualifying(&call.ui, &view).into_response())
}

async fn tell(call: Call, Path(conclusion): Path<String>) -> Answer {
    if let Some(elsewhere) = officer::window_first(&call) {
        return Ok(elsewhere);
    }
    call.app.qualifying_tell(&call.visit.viewer, &conclusion).await?;
    Ok(Redirect::to(&call.ui.url(address(&conclusion))).into_response())
}
