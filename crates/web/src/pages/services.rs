//! Services that are folders of data: the list, a start page each, and the pages of a filing (by the person, or by a
//! clerk with them at the window).

mod apply;
mod entry;
mod send;

use app::service::Pack;
use app::service::clock::{Clock, ClockBasis};
use app::service::flow::{Answering, Owner};
use axum::Router;
use axum::extract::Path;
use axum::response::IntoResponse as _;
use axum::routing::get;
use jiff::civil::Date;

use super::{Answer, Call, officer, shown};
use crate::desk::Desk;
use crate::i18n::Text;
use crate::views::{self, Openness, Paper, Problem, Promise, ServiceRow, ServiceView, ServicesView};
use entry::Entry;

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/services", get(list))
        .route("/services/{id}", get(start))
        .route("/services/{id}/check", get(send::show).post(send::send))
        .route("/services/{id}/done", get(send::done))
        .route("/services/{id}/apply/{page}", get(apply::show).post(apply::send))
        .route("/officer/window/services", get(list_at_window))
        .route("/officer/window/services/{id}", get(start_at_window))
        .route("/officer/window/services/{id}/check", get(send::show_at_window).post(send::send_at_window))
        .route("/officer/window/services/{id}/done", get(send::done_at_window))
        .route(
            "/officer/window/services/{id}/apply/{page}",
            get(apply::show_at_window).post(apply::send_at_window),
        )
}

/// Services with pages of their own.
const OWN_PAGES: [(&str, &str); 2] =
    [(app::SERVICE_REGISTER, "/register"), (app::SERVICE_CHANGE, "/registration/change")];

async fn list(call: Call) -> Answer {
    let of_old = OWN_PAGES.iter().filter_map(|(id, href)| {
        let pack = call.app.library().pack(id)?;
        Some(row(&call, pack, (*href).to_owned()))
    });
    let of_data = call.app.case_services().map(|pack| row(&call, pack, format!("/services/{}", pack.id())));
    let view = ServicesView { rows: of_old.chain(of_data).collect(), is_window: false };
    Ok(views::services(&call.ui, &view).into_response())
}

async fn list_at_window(call: Call) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let register = call.app.library().pack(app::SERVICE_REGISTER);
    let register = register.map(|pack| row(&call, pack, "/officer/window".to_owned()));
    let rest = call.app.case_services();
    let rest = rest.map(|pack| row(&call, pack, format!("/officer/window/services/{}", pack.id())));
    let view = ServicesView { rows: register.into_iter().chain(rest).collect(), is_window: true };
    Ok(views::services(&call.ui, &view).into_response())
}

fn row(call: &Call, pack: &Pack, href: String) -> ServiceRow {
    ServiceRow {
        href,
        title: shown::words(&pack.definition.title),
        summary: shown::words(&pack.definition.summary),
        audience: shown::words(&pack.definition.audience),
        openness: openness(pack, call.app.today()),
    }
}

fn openness(pack: &Pack, today: Date) -> Openness {
    let definition = &pack.definition;
    match definition.effective_to {
        _ if today < definition.effective_from => Openness::NotYet(definition.effective_from),
        Some(last) if last < today => Openness::Ended(last),
        Some(last) => Openness::Until(last),
        None => Openness::Open,
    }
}

async fn start(call: Call, Path(id): Path<String>) -> Answer {
    let entry = Entry::online(&call, &id)?;
    start_page(&call, &entry).await
}

async fn start_at_window(call: Call, Path(id): Path<String>) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let entry = Entry::at_window(&call, &id)?;
    start_page(&call, &entry).await
}

async fn start_page(call: &Call, entry: &Entry) -> Answer {
    let pack = entry.pack(call)?;
    let definition = &pack.definition;
    let openness = openness(pack, call.app.today());
    let first = Entry::pages(pack).first().map(|page| entry.page_href(page));
    let is_begun = !entry.draft(call).await?.is_empty();
    let view = ServiceView {
        title: shown::words(&definition.title),
        summary: shown::words(&definition.summary),
        audience: shown::words(&definition.audience),
        basis: shown::basis(&call.app, pack.id()),
        asked: pack.fields().iter().map(|field| shown::words(&field.label)).collect(),
        papers: definition.evidence.items.iter().map(paper).collect(),
        papers_note: shown::words(&definition.evidence.note),
        promises: filing_clocks(pack).map(promise).collect(),
        fee_fen: i64::from(definition.fee_fen),
        begin: first.filter(|_| matches!(openness, Openness::Open | Openness::Until(_))),
        is_begun,
        is_window: entry.is_window,
        openness,
        back: if entry.is_window { "/officer/window/services".into() } else { "/services".into() },
    };
    Ok(views::service(&call.ui, &view).into_response())
}

fn paper(item: &app::service::evidence::EvidenceItem) -> Paper {
    Paper {
        label: shown::words(&item.label),
        without_upload: item.without_upload.as_ref().map(shown::words),
        is_required: item.required,
    }
}

/// The clocks that begin with the filing: what is promised to who files.
fn filing_clocks(pack: &Pack) -> impl Iterator<Item = &Clock> {
    let filing = pack.flow.iter().flat_map(|flow| &flow.actions);
    let filing: Vec<&str> = filing
        .filter(|action| action.answers == Answering::All && action.who.contains(&Owner::Applicant))
        .map(|action| action.id.as_str())
        .collect();
    let first = filing.first().copied().unwrap_or_default();
    pack.definition.clocks.iter().filter(move |clock| clock.starts_on == first)
}

fn promise(clock: &Clock) -> Promise {
    Promise {
        words: shown::words(&clock.note),
        source: clock.source.clone(),
        is_proposed: clock.basis == ClockBasis::Proposed,
    }
}

/// The words of a step of the case flow that cannot be done, for pages.
pub(crate) fn act_words(error: &app::service::case::ActError) -> Text {
    super::cases::act_words(error)
}

impl From<app::CaseError> for Problem {
    fn from(error: app::CaseError) -> Self {
        match error {
            app::CaseError::NotFound => Self::NotFound,
            app::CaseError::Fault(fault) => fault.into(),
            app::CaseError::Act(error) => match *error {
                app::service::case::ActError::Stale { .. } => Self::Stale,
                _ => Self::Unprocessable,
            },
            app::CaseError::Fields(_) | app::CaseError::Assign(_) | app::CaseError::Wait { .. } => {
                Self::Unprocessable
            }
        }
    }
}
