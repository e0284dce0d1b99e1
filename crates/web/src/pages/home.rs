//! The first page.

use axum::Router;
use axum::response::IntoResponse as _;
use axum::routing::get;

use super::{Answer, Call, shown};
use crate::desk::Desk;
use crate::views::{self, HomeView, Problem};

pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/", get(home))
}

async fn home(call: Call) -> Answer {
    let base = call.app.policy().instruments.first().ok_or(Problem::Internal)?;
    let view = HomeView {
        measures: shown::title(&call.app),
        in_force_from: shown::day(base.force)?,
        law_href: "/law".into(),
    };
    Ok(views::home(&call.ui, &view).into_response())
}
