//! An example of the policy, run on its own day; its facts can be taken into one's own check.

use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::get;

use super::super::{Answer, Call, shown};
use crate::desk::Desk;
use crate::views::{self, ExampleView, Problem};

pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/law/examples/{number}", get(show).post(take))
}

async fn show(call: Call, Path(number): Path<String>) -> Answer {
    let number = number.parse().map_err(|_| Problem::NotFound)?;
    let run = call.app.example(number).ok_or(Problem::NotFound)?;
    let view = ExampleView {
        number,
        article: run.article,
        href: views::href(&run.place),
        as_of: run.as_of,
        given: shown::rows(&run.given),
        expected: run.expected,
        conclusion: shown::conclusion(&run.conclusion, false),
    };
    Ok(views::example(&call.ui, &view).into_response())
}

/// Takes the facts of the example for the answers of the check; what was answered before is forgotten, as
/// it is when one begins anew.
async fn take(mut call: Call, Path(number): Path<String>) -> Answer {
    let number = number.parse().map_err(|_| Problem::NotFound)?;
    let facts = call.app.example_answers(number).ok_or(Problem::NotFound)?;
    let mut answers = call.visit.answers().await?;
    answers.facts = facts.facts;
    answers.dont_know.clear();
    call.visit.keep(&answers).await?;
    Ok(Redirect::to(&call.ui.url("/check/results")).into_response())
}
