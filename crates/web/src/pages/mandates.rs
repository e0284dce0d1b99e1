//! 亲友代办: whom a person entrusted with what, until when; taking it back; and what others entrusted them with.

use app::{MandateError, MandateRequest, MandateShown, MandateStanding};
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};

use super::{Answer, Call, faults, mine, services, shown};
use crate::desk::Desk;
use crate::forms::{Choice, Form, RawForm, mandate_form};
use crate::i18n::Text;
use crate::views::{self, MandateRow, MandatesView, Problem};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/me/mandates", get(show).post(give))
        .route("/me/mandates/{id}/end", post(end))
        .route("/me/mandates/{id}/act", post(act))
}

const PAGE: &str = "/me/mandates";

impl From<MandateError> for Problem {
    fn from(error: MandateError) -> Self {
        match error {
            MandateError::SignInFirst => Self::Forbidden,
            MandateError::NotFound => Self::NotFound,
            MandateError::Fields(_) | MandateError::Wait { .. } => Self::Unprocessable,
            MandateError::Fault(fault) => fault.into(),
        }
    }
}

fn form(call: &Call) -> Form {
    let services =
        call.app.case_services().map(|pack| Choice::new(pack.id(), shown::words(&pack.definition.title)));
    mandate_form(services.collect(), call.app.today())
}

fn row(shown: MandateShown) -> MandateRow {
    MandateRow {
        id: shown.id.to_string(),
        other: shown.other,
        services: shown.services.into_iter().map(|(id, title)| (id, title.into())).collect(),
        last: shown.last,
        is_in_force: shown.standing == MandateStanding::InForce,
        standing: Text::message(match shown.standing {
            MandateStanding::InForce => "mandates.in_force",
            MandateStanding::Over => "mandates.over",
            MandateStanding::Ended => "mandates.ended",
        }),
    }
}

async fn page(call: &Call, form: Form) -> Answer {
    let found = call.app.mandates(&call.visit.viewer).await?;
    let view = MandatesView {
        given: found.given.into_iter().map(row).collect(),
        received: found.received.into_iter().map(row).collect(),
        form,
    };
    Ok(views::mandates(&call.ui, &view).into_response())
}

fn back(call: &Call) -> Response {
    Redirect::to(&call.ui.url(PAGE)).into_response()
}

async fn show(call: Call) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    page(&call, form(&call)).await
}

async fn give(call: Call, raw: RawForm) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let mut form = form(&call);
    let Some(values) = form.read(&raw) else { return page(&call, form).await };
    let text = |name: &str| values.text(name).unwrap_or_default().to_owned();
    let request = MandateRequest {
        name: text("name"),
        id_number: values.id_number("id_number").map(|id| id.expose().to_owned()).unwrap_or_default(),
        services: vec![text("services")],
        until: values.day("until"),
        consent: true,
    };
    match call.app.mandate_give(&call.visit.viewer, &request).await {
        Ok(_) => Ok(back(&call)),
        Err(MandateError::Fields(found)) => {
            faults::put(&mut form, &found, &[]);
            page(&call, form).await
        }
        Err(MandateError::Wait { seconds }) => {
            form.refuse("id_number", Text::message("access.wait").with("seconds", seconds));
            page(&call, form).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn end(call: Call, Path(id): Path<String>) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let id = id.parse().map_err(|_| Problem::NotFound)?;
    call.app.mandate_end(&call.visit.viewer, id).await?;
    Ok(back(&call))
}

/// Begins to file a service for the giver, or, with `stop`, for oneself again.
async fn act(mut call: Call, Path(id): Path<String>, raw: RawForm) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let service = raw.text("service").to_owned();
    let found = call.app.mandates(&call.visit.viewer).await?.received;
    let covers = |mandate: &&MandateShown| {
        mandate.id.to_string() == id && mandate.services.iter().any(|(known, _)| *known == service)
    };
    let mandate = found.iter().find(covers).ok_or(Problem::NotFound)?;
    let name = services::acting_name(&service);
    if raw.has("stop") {
        call.visit.note(&name, "").await?;
    } else if mandate.standing == MandateStanding::InForce {
        call.visit.note(&name, &id).await?;
    } else {
        return Err(Problem::NotFound);
    }
    Ok(Redirect::to(&call.ui.url(format!("/services/{service}"))).into_response())
}
