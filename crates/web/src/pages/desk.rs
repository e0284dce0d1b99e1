//! The desk of an officer or of a body outside: what waits, in the order in which it is due, and the next case.

mod case;

use app::DeskQuery;
use app::registry::Role;
use axum::Router;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::{get, post};

use super::{Answer, Asked, Call, officer, shown};
use crate::forms::{Choice, RawForm};
use crate::i18n::Text;
use crate::security::headers;
use crate::views::{self, DeskFilter, DeskLine, DeskView};

pub(crate) fn routes() -> Router<crate::desk::Desk> {
    Router::new()
        .route("/officer/desk", get(queue))
        .route("/officer/desk/next", get(next))
        .route("/officer/desk/cases/{number}", get(case::show))
        .route("/officer/desk/cases/{number}/act", post(case::act))
        .route("/officer/desk/cases/{number}/flag", post(case::flag))
        .route("/officer/desk/cases/{number}/assign", post(case::assign))
        .route("/officer/desk/cases/{number}/confirm", post(case::confirm))
}

/// The page of a case at the desk.
pub(crate) fn address(number: &str) -> String {
    format!("/officer/desk/cases/{number}")
}

/// Whether the viewer is of a body outside, which has a desk and nothing else.
pub(crate) fn is_body(call: &Call) -> bool {
    call.visit.viewer.officer().is_some_and(|account| matches!(account.role, Role::Body { .. }))
}

async fn queue(call: Call, Asked(query): Asked) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let text = |name: &str| Some(query.text(name).trim().to_owned()).filter(|text| !text.is_empty());
    let asked = DeskQuery {
        office: text("office"),
        service: text("service"),
        state: text("state"),
        mine: query.text("whose") == "mine",
        free: query.text("whose") == "free",
        page: query.text("page").parse().unwrap_or(1),
    };
    let found = call.app.desk(&call.visit.viewer, &asked).await?;
    let rows = found.rows.iter().map(|row| DeskLine {
        href: address(&row.number),
        number: row.number.clone(),
        service: (&row.service).into(),
        state: (&row.state).into(),
        due: row.due,
        is_overdue: row.is_overdue,
        is_mine: row.is_mine,
        is_held: row.is_held,
        opened_on: row.opened_on,
    });
    let page = |page: u32| page_href(&query, page);
    let view = DeskView {
        desks: found
            .desks
            .iter()
            .map(|desk| Choice::new(&desk.id, Text::new(&desk.name.zh, &desk.name.en)))
            .collect(),
        desk: found.desk.clone(),
        rows: rows.collect(),
        total: usize::try_from(found.total).unwrap_or(usize::MAX),
        overdue: usize::try_from(found.overdue).unwrap_or(usize::MAX),
        page: found.page,
        pages: found.pages,
        previous_href: (found.page > 1).then(|| page(found.page - 1)),
        next_href: (found.page < found.pages).then(|| page(found.page + 1)),
        filter: DeskFilter {
            services: call
                .app
                .case_services()
                .map(|pack| Choice::new(pack.id(), shown::words(&pack.definition.title)))
                .collect(),
            service: asked.service.unwrap_or_default(),
            states: states(&call),
            state: asked.state.unwrap_or_default(),
            whose: query.text("whose").to_owned(),
        },
    };
    let mut response = views::desk(&call.ui, &view).into_response();
    // The keys.
    headers::allow_script(response.headers_mut());
    Ok(response)
}

/// The states that any service can stand in at a desk, each once.
fn states(call: &Call) -> Vec<Choice> {
    let mut states: Vec<Choice> = Vec::new();
    for (_, flow) in call.app.case_services().flat_map(app::service::Pack::tracks) {
        for state in flow.states.iter().filter(|state| state.end.is_none()) {
            if states.iter().all(|known| known.value != state.id) {
                states.push(Choice::new(&state.id, shown::words(&state.label)));
            }
        }
    }
    states
}

/// The desk with the same filters, at another page.
fn page_href(query: &RawForm, page: u32) -> String {
    let mut parts = form_urlencoded::Serializer::new(String::new());
    for name in ["office", "service", "state", "whose"] {
        if !query.text(name).is_empty() {
            parts.append_pair(name, query.text(name));
        }
    }
    parts.append_pair("page", &page.to_string());
    format!("/officer/desk?{}", parts.finish())
}

/// The case that is due first and that nobody else holds.
async fn next(call: Call) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let next = call.app.desk_next(&call.visit.viewer).await?;
    let path = next.map_or_else(|| "/officer/desk?none=1".to_owned(), |number| address(&number));
    Ok(Redirect::to(&call.ui.url(path)).into_response())
}
