//! What changed with a registration, as a notice tells it: the kept decisions before and after, side by side.

use app::{Effect, ReplayError, Status};
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::get;

use super::{Answer, Call, mine, shown};
use crate::desk::Desk;
use crate::i18n::Text;
use crate::views::{self, BeforeAfterView, Problem, Side, Turn};

pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/inbox/{notice}/effects", get(of_notice)).route("/registration/effects", get(latest))
}

impl From<ReplayError> for Problem {
    fn from(error: ReplayError) -> Self {
        match error {
            ReplayError::NotFound => Self::NotFound,
            ReplayError::Denied => Self::Forbidden,
            ReplayError::Differs { .. } | ReplayError::Unreadable { .. } => {
                tracing::error!(error = &error as &dyn std::error::Error, "a kept decision cannot be told");
                Self::Internal
            }
            ReplayError::Fault(fault) => fault.into(),
        }
    }
}

/// The page of a notice.
pub(crate) fn address(notice: &str) -> String {
    format!("/inbox/{notice}/effects")
}

/// The newest; where nothing was told, what holds now.
async fn latest(call: Call) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let found = call.app.before_after_latest(&call.visit.viewer).await?;
    let path = found.map_or_else(|| "/check/results".to_owned(), |notice| address(&notice.to_string()));
    Ok(Redirect::to(&call.ui.url(path)).into_response())
}

async fn of_notice(call: Call, Path(notice): Path<String>) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let notice = notice.parse().map_err(|_| Problem::NotFound)?;
    let found = call.app.before_after(&call.visit.viewer, notice).await?;
    let turns = |effects: &[Effect]| effects.iter().map(turn).collect();
    let view = BeforeAfterView {
        as_of: found.as_of,
        policy: found.policy_version,
        gained: turns(&found.turns.gained),
        lost: turns(&found.turns.lost),
        unknown: turns(&found.turns.unknown),
        unchanged: turns(&found.turns.unchanged),
    };
    Ok(views::before_after(&call.ui, &view).into_response())
}

fn turn(effect: &Effect) -> Turn {
    let side = |status: Status, fields| Side {
        status: shown::status(status),
        // A field of anything but a yes says nothing.
        rows: if status == Status::Yes { shown::rows(fields) } else { Vec::new() },
    };
    let note = Text::from(&effect.note);
    Turn {
        title: (&effect.title).into(),
        before: side(effect.before, &effect.fields_before),
        after: side(effect.after, &effect.fields_after),
        note: Some(note).filter(|note| effect.before != effect.after && !note.zh.is_empty()),
        provision: shown::provision(&effect.provision),
    }
}
