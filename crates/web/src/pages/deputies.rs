//! Who stands in for whom in an office: all colleagues read it, a supervisor names and ends it.

use app::registry::AccountId;
use app::{DeputyError, DeputyRequest};
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};

use super::{Answer, Call, faults, officer};
use crate::desk::Desk;
use crate::forms::{Choice, Form, RawForm, deputy_form};
use crate::i18n::Text;
use crate::views::{self, DeputiesView, DeputyRow, Problem};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/officer/deputies", get(show).post(name))
        .route("/officer/deputies/{id}/end", post(end))
}

impl From<DeputyError> for Problem {
    fn from(error: DeputyError) -> Self {
        match error {
            DeputyError::Denied => Self::Forbidden,
            DeputyError::NotFound => Self::NotFound,
            DeputyError::Fields(_) => Self::Unprocessable,
            DeputyError::Fault(fault) => fault.into(),
        }
    }
}

/// The page, with the form that was sent or an empty one.
async fn page(call: &Call, sent: Option<Form>) -> Answer {
    let found = call.app.deputies(&call.visit.viewer).await?;
    let colleagues =
        found.colleagues.iter().map(|(id, name)| Choice::new(id.to_string(), Text::new(name, name)));
    let form = sent.unwrap_or_else(|| deputy_form(&colleagues.collect::<Vec<_>>(), call.app.today()));
    let rows = found.rows.into_iter().map(|row| DeputyRow {
        id: row.id.to_string(),
        away: row.stands_for.1,
        stands_in: row.account.1,
        first: row.first,
        last: row.last,
    });
    let view = DeputiesView { rows: rows.collect(), form: found.may_name.then_some(form) };
    Ok(views::deputies(&call.ui, &view).into_response())
}

fn back(call: &Call) -> Response {
    Redirect::to(&call.ui.url("/officer/deputies")).into_response()
}

async fn show(call: Call) -> Answer {
    if let Some(elsewhere) = officer::window_first(&call) {
        return Ok(elsewhere);
    }
    page(&call, None).await
}

async fn name(call: Call, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::window_first(&call) {
        return Ok(elsewhere);
    }
    let found = call.app.deputies(&call.visit.viewer).await?;
    if !found.may_name {
        return Err(Problem::Forbidden);
    }
    let colleagues =
        found.colleagues.iter().map(|(id, name)| Choice::new(id.to_string(), Text::new(name, name)));
    let mut form = deputy_form(&colleagues.collect::<Vec<_>>(), call.app.today());
    let Some(values) = form.read(&raw) else { return page(&call, Some(form)).await };
    let account = |name: &str| -> Result<AccountId, Problem> {
        values.text(name).unwrap_or_default().parse().map_err(|_| Problem::Unprocessable)
    };
    let day = |name: &str| values.day(name).ok_or(Problem::Unprocessable);
    let request = DeputyRequest {
        stands_for: account("stands_for")?,
        account: account("account")?,
        first: day("first")?,
        last: day("last")?,
    };
    match call.app.deputy_name(&call.visit.viewer, request).await {
        Ok(_) => Ok(back(&call)),
        Err(DeputyError::Fields(found)) => {
            faults::put(&mut form, &found, &[]);
            page(&call, Some(form)).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn end(call: Call, Path(id): Path<String>) -> Answer {
    if let Some(elsewhere) = officer::window_first(&call) {
        return Ok(elsewhere);
    }
    let id = id.parse().map_err(|_| Problem::NotFound)?;
    call.app.deputy_end(&call.visit.viewer, id).await?;
    Ok(back(&call))
}
