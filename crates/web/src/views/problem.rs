//! Pages for what went wrong: each says what happened and what one can do now.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::layout::{Head, Page, render};
use crate::ui::Ui;

/// What a handler answers when it has no page to show. [`crate::site`] makes the page in the request's
/// language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// There is no such page, or none that this person may know of.
    NotFound,
    /// The person may not do this.
    Forbidden,
    /// What was sent makes no sense here.
    Unprocessable,
    /// The form is longer than any of ours.
    TooLarge,
    /// The form was made too long ago, or not by us.
    SessionExpired,
    /// Somebody else changed it in the meantime.
    Stale,
    /// Our own fault.
    Internal,
}

impl Problem {
    /// The status it answers with.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::SessionExpired => StatusCode::FORBIDDEN,
            Self::Unprocessable => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Stale => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Keys of the heading, of what happened, and of what one can do.
    const fn keys(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::NotFound => ("problem.not_found", "problem.not_found_text", "problem.not_found_do"),
            Self::Forbidden => ("problem.forbidden", "problem.forbidden_text", "problem.forbidden_do"),
            Self::Unprocessable | Self::TooLarge => {
                ("problem.unprocessable", "problem.unprocessable_text", "problem.unprocessable_do")
            }
            Self::SessionExpired => ("problem.expired", "problem.expired_text", "problem.expired_do"),
            Self::Stale => ("problem.stale", "problem.stale_text", "problem.stale_do"),
            Self::Internal => ("problem.internal", "problem.internal_text", "problem.internal_do"),
        }
    }
}

/// Without a frame: the status, and the problem for [`crate::site`] to show.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "problem.html")]
struct Body<'a> {
    ui: &'a Ui,
    problem: Problem,
}

/// Makes the page of a problem.
pub fn problem(ui: &Ui, problem: Problem) -> Page {
    let title = ui.s(problem.keys().0);
    render(ui, &Head::new(&title, ""), &Body { ui, problem }).status(problem.status())
}
