//! The pages' handlers: read the request, ask one use case, show its answer. No rule, no sum, no SQL.

mod access_code;
mod before_after;
mod cases;
mod certificate;
mod change;
mod check;
mod choices;
mod commitment;
mod confirmation;
mod correction;
mod counts;
mod demo;
mod deputies;
mod desk;
mod draft_form;
mod erasure;
mod faults;
mod home;
mod inbox;
pub(crate) mod law;
mod life;
mod mail;
mod mandates;
mod mine;
mod money;
mod officer;
mod pack_form;
mod papers;
mod payments;
mod qualifying;
mod question;
mod rating;
mod register;
mod services;
mod shown;
mod sign_in;
mod verify;
mod watch;
mod window;

use axum::Router;
use axum::http::request::Parts;

use crate::desk::Desk;
use crate::forms::RawForm;
use crate::ui::Ui;
use crate::views::Problem;
use crate::visit::Visit;

/// All pages, to be put behind [`crate::site`].
pub(crate) fn routes(desk: &Desk) -> Router {
    Router::new()
        .merge(home::routes())
        .merge(law::law_pages())
        .merge(law::example_routes())
        .merge(check::routes())
        .merge(register::routes())
        .merge(sign_in::routes())
        .merge(mine::routes())
        .merge(change::routes())
        .merge(certificate::routes())
        .merge(verify::routes())
        .merge(inbox::routes())
        .merge(before_after::routes())
        .merge(commitment::routes())
        .merge(officer::routes())
        .merge(window::routes())
        .merge(counts::routes())
        .merge(correction::routes())
        .merge(access_code::routes())
        .merge(erasure::routes())
        .merge(services::routes())
        .merge(life::routes())
        .merge(cases::routes())
        .merge(papers::routes())
        .merge(rating::routes())
        .merge(qualifying::routes())
        .merge(desk::routes())
        .merge(deputies::routes())
        .merge(watch::routes())
        .merge(payments::routes())
        .merge(money::routes())
        .merge(mandates::routes())
        .merge(mail::routes())
        .merge(demo::routes())
        .with_state(desk.clone())
}

/// What nearly every page works with: the page's words, the use cases, and who asks.
pub(crate) struct Call {
    /// The page's surroundings.
    pub(crate) ui: Ui,
    /// The use cases.
    pub(crate) app: app::App,
    /// Who asks.
    pub(crate) visit: Visit,
}

impl axum::extract::FromRequestParts<Desk> for Call {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, desk: &Desk) -> Result<Self, Problem> {
        let ui = Ui::from_request_parts(parts, desk).await?;
        let visit = Visit::from_request_parts(parts, desk).await?;
        // One law for the whole request: the one that its session was read with.
        Ok(Self { ui, app: visit.app.clone(), visit })
    }
}

/// The query of an address, whatever the method.
pub(crate) struct Asked(pub(crate) RawForm);

impl axum::extract::FromRequestParts<Desk> for Asked {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _desk: &Desk) -> Result<Self, Self::Rejection> {
        Ok(Self(RawForm::parse(parts.uri.query().unwrap_or_default().as_bytes())))
    }
}

/// What a handler answers: a page, a way to another page, or a problem.
pub(crate) type Answer = Result<axum::response::Response, Problem>;
