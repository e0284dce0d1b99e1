//! What happens in a life: the events to pick from, and one event with what one then does, in order.

use app::TaskStanding;
use axum::Router;
use axum::extract::Path;
use axum::response::IntoResponse as _;
use axum::routing::get;

use super::{Answer, Call, cases, services, shown};
use crate::desk::Desk;
use crate::views::{self, LifeEventsView, LifeStanding, LifeTask, LifeView};

pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/life", get(list)).route("/life/{id}", get(event))
}

async fn list(call: Call) -> Answer {
    let row = |event: &app::service::LifeEvent| {
        (format!("/life/{}", event.id), shown::words(&event.title), shown::words(&event.summary))
    };
    let view = LifeEventsView { rows: call.app.life_events().iter().map(row).collect() };
    Ok(views::life_events(&call.ui, &view).into_response())
}

async fn event(call: Call, Path(id): Path<String>) -> Answer {
    let found = call.app.life_event(&call.visit.viewer, &id).await?;
    let is_told = found.tasks.iter().any(|task| task.standing.is_some());
    let tasks = found.tasks.into_iter().map(|task| {
        let href = services::address(&call, &task.service);
        LifeTask {
            standing: standing(task.standing, href.is_some()),
            href: href.unwrap_or_else(|| "/services".to_owned()),
            title: task.title.into(),
            why: task.why.into(),
        }
    });
    let view = LifeView {
        title: found.title.into(),
        summary: found.summary.into(),
        tasks: tasks.collect(),
        sign_in: (!is_told).then(|| "/sign-in".to_owned()),
    };
    Ok(views::life(&call.ui, &view).into_response())
}

fn standing(standing: Option<TaskStanding>, is_open: bool) -> LifeStanding {
    match standing {
        Some(TaskStanding::Done(case)) => LifeStanding::Done(case.as_deref().map(cases::address)),
        Some(TaskStanding::Running { number, is_my_turn: true }) => {
            LifeStanding::YourTurn(cases::address(&number))
        }
        Some(TaskStanding::Running { number, is_my_turn: false }) => {
            LifeStanding::Running(cases::address(&number))
        }
        _ if !is_open => LifeStanding::Closed,
        None => LifeStanding::Untold,
        Some(TaskStanding::Ready) => LifeStanding::Ready,
        Some(TaskStanding::Open) => LifeStanding::Open,
        Some(TaskStanding::NotNow(reasons)) => {
            LifeStanding::NotNow(reasons.into_iter().map(Into::into).collect())
        }
    }
}
