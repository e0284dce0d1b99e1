//! An officer of the city erases a person: what goes and what stays, the lawful reason, the number typed once
//! more; and afterwards what a replay of each decision says.

use app::{Answers, ErasureError, ErasurePreview, Replay, ReplayError};
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;

use super::{Answer, Call, officer};
use crate::desk::Desk;
use crate::forms::{Choice, Form, RawForm, erasure_form};
use crate::i18n::Text;
use crate::views::{self, ErasedView, ErasureView, Problem, Row};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/officer/registrations/{number}/erasure", get(show).post(send))
        .route("/officer/registrations/{number}/erased", get(done))
}

/// Under which name the outcome waits for its page.
const DONE: &str = "erased";

impl From<ErasureError> for Problem {
    fn from(error: ErasureError) -> Self {
        match error {
            ErasureError::NotFound => Self::NotFound,
            ErasureError::InForce => Self::Stale,
            ErasureError::Reason { .. } | ErasureError::Unconfirmed => Self::Unprocessable,
            ErasureError::Denied => Self::Forbidden,
            ErasureError::Fault(fault) => fault.into(),
        }
    }
}

fn form(preview: &ErasurePreview) -> Form {
    let choice = |reason: &app::Labelled| {
        Choice::new(&reason.key, (&reason.value).into()).hint((&reason.label).into())
    };
    erasure_form(preview.reasons.iter().map(choice).collect())
}

async fn show(call: Call, Path(number): Path<String>) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let preview = call.app.erasure_preview(&call.visit.viewer, &number).await?;
    let form = form(&preview);
    Ok(page(&call, preview, form))
}

fn page(call: &Call, preview: ErasurePreview, form: Form) -> Response {
    let row = |key: &str, amount: usize| {
        Row::new(Text::message(key), Text::message("erasure.amount").with("n", amount))
    };
    let kept = |key: &str, text: &str| Row::new(Text::message(key), Text::message(text));
    let back = format!("/officer/registrations/{}", preview.number);
    let view = ErasureView {
        goes: vec![
            kept("erasure.person", "erasure.person_text"),
            row("erasure.facts", preview.facts),
            row("erasure.notices", preview.notices),
            row("erasure.decisions", preview.decisions),
            row("erasure.certificates", preview.certificates),
            row("erasure.entries", preview.entries),
        ],
        stays: vec![
            row("erasure.registrations", preview.registrations),
            kept("erasure.chain", "erasure.chain_text"),
            kept("erasure.existence", "erasure.existence_text"),
        ],
        is_in_force: preview.is_in_force,
        number: preview.number,
        form,
        action: format!("{back}/erasure"),
        back,
    };
    views::erasure(&call.ui, &view).into_response()
}

async fn send(mut call: Call, Path(number): Path<String>, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let preview = call.app.erasure_preview(&call.visit.viewer, &number).await?;
    let mut form = form(&preview);
    let Some(values) = form.read(&raw) else { return Ok(page(&call, preview, form)) };
    let said = |name: &str| values.text(name).unwrap_or_default();
    match call.app.erase(&call.visit.viewer, &number, said("reason"), said("number")).await {
        Ok(erased) => {
            let mut outcome = Answers::default();
            outcome.fields.insert("number".into(), number.clone());
            outcome.facts.insert("entries".into(), erased.entries.into());
            let ids: Vec<String> = erased.decisions.iter().map(ToString::to_string).collect();
            outcome.facts.insert("decisions".into(), ids.into());
            call.visit.keep_aside(DONE, &outcome).await?;
            let path = format!("/officer/registrations/{number}/erased");
            Ok(Redirect::to(&call.ui.url(path)).into_response())
        }
        Err(ErasureError::Unconfirmed) => {
            form.refuse("number", Text::message("erasure.unconfirmed"));
            Ok(page(&call, preview, form))
        }
        Err(error) => Err(error.into()),
    }
}

/// What was erased, each decision replayed now.
async fn done(call: Call, Path(number): Path<String>) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let back = format!("/officer/registrations/{number}");
    let kept = call.visit.aside(DONE).await?;
    if kept.fields.get("number") != Some(&number) {
        return Ok(Redirect::to(&call.ui.url(back)).into_response());
    }
    let ids = kept.facts.get("decisions").and_then(|ids| ids.as_array()).cloned().unwrap_or_default();
    let mut decisions = Vec::with_capacity(ids.len());
    for id in ids.iter().filter_map(|id| id.as_str()) {
        let decision = id.parse().map_err(|_| Problem::Internal)?;
        let key = match call.app.replay(&call.visit.viewer, decision).await {
            Ok(Replay::Erased { .. }) => "erasure.replay_erased",
            Ok(Replay::Same { .. }) | Err(ReplayError::Differs { .. }) => "erasure.replay_held",
            Err(error) => return Err(error.into()),
        };
        decisions.push((id.to_owned(), Text::message(key)));
    }
    let entries = kept.facts.get("entries").and_then(serde_json::Value::as_u64).unwrap_or_default();
    Ok(views::erased(&call.ui, &ErasedView { number, entries, decisions, back }).into_response())
}
