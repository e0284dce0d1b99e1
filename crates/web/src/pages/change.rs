//! Change and end of a registration: the form, what it would bring before and after, and the confirmation.
//! By the person online or by an officer at the window on their behalf: the same fields, checks and promise.
//! What is typed waits in an encrypted draft of its own until it is confirmed.

mod effect;
mod send;
mod task;

use axum::Router;
use axum::extract::Path;
use axum::routing::get;

use super::{Answer, Call};
use crate::desk::Desk;
use crate::forms::RawForm;
use task::{Task, Way, Work};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/registration/change", get(change).post(change_send))
        .route("/registration/end", get(end).post(end_send))
        .route("/registration/correct/{notice}", get(correct).post(correct_send))
        .route("/registration/effect", get(effect).post(confirm))
        .route("/officer/registrations/{number}/change", get(window_change).post(window_change_send))
        .route("/officer/registrations/{number}/end", get(window_end).post(window_end_send))
        .route("/officer/registrations/{number}/effect", get(window_effect).post(window_confirm))
}

// ── The person ──────────────────────────────────────────────────────────────────────────────────────

async fn change(call: Call) -> Answer {
    Task::show(&call, Way::Own, Work::Amend).await
}

async fn change_send(call: Call, raw: RawForm) -> Answer {
    send::send(call, Way::Own, Work::Amend, raw).await
}

async fn end(call: Call) -> Answer {
    Task::show(&call, Way::Own, Work::End).await
}

async fn end_send(call: Call, raw: RawForm) -> Answer {
    send::send(call, Way::Own, Work::End, raw).await
}

async fn correct(call: Call, Path(notice): Path<String>) -> Answer {
    Task::show(&call, Way::Own, Work::Correct(notice)).await
}

async fn correct_send(call: Call, Path(notice): Path<String>, raw: RawForm) -> Answer {
    send::send(call, Way::Own, Work::Correct(notice), raw).await
}

async fn effect(call: Call) -> Answer {
    effect::show(call, Way::Own).await
}

async fn confirm(call: Call, raw: RawForm) -> Answer {
    Box::pin(effect::confirm(call, Way::Own, raw)).await
}

// ── The officer ─────────────────────────────────────────────────────────────────────────────────────

async fn window_change(call: Call, Path(number): Path<String>) -> Answer {
    Task::show(&call, Way::Window(number), Work::Amend).await
}

async fn window_change_send(call: Call, Path(number): Path<String>, raw: RawForm) -> Answer {
    send::send(call, Way::Window(number), Work::Amend, raw).await
}

async fn window_end(call: Call, Path(number): Path<String>) -> Answer {
    Task::show(&call, Way::Window(number), Work::End).await
}

async fn window_end_send(call: Call, Path(number): Path<String>, raw: RawForm) -> Answer {
    send::send(call, Way::Window(number), Work::End, raw).await
}

async fn window_effect(call: Call, Path(number): Path<String>) -> Answer {
    effect::show(call, Way::Window(number)).await
}

async fn window_confirm(call: Call, Path(number): Path<String>, raw: RawForm) -> Answer {
    Box::pin(effect::confirm(call, Way::Window(number), raw)).await
}
