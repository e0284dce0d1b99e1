//! A person's own money over HTTP, for who is signed in by the session.

use app::registry::money::order::OrderState;
use app::{App, InsuranceShown, RestsOn, StatementError};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};

use super::cases::{private, viewer};
use super::problem::ApiProblem;
use crate::Web;

pub(super) async fn own(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
) -> Result<Response, ApiProblem> {
    let viewer = viewer(&app, &web, &headers).await?;
    let found = app.my_money(&viewer).await.map_err(|error| match error {
        StatementError::Denied => ApiProblem::forbidden("expected someone who is signed in as a person"),
        StatementError::Fault(fault) => fault.into(),
    })?;
    let subsidies = found.subsidies.iter().map(|subsidy| {
        json!({
            "programme": subsidy.programme, "title": subsidy.title, "granted": subsidy.granted,
            "left": subsidy.left, "last_day": subsidy.last_day.map(|day| day.to_string()),
            "article": subsidy.article,
        })
    });
    Ok(private(json!({
        "insurances": found.insurances.iter().map(insurance).collect::<Vec<_>>(),
        "subsidies": subsidies.collect::<Vec<_>>(),
    })))
}

fn insurance(found: &InsuranceShown) -> Value {
    let months = found.months.iter().map(|month| {
        let rests_on = month.rests_on.as_ref().map(|rests_on| match rests_on {
            RestsOn::Case(number) => json!({ "case": number }),
            RestsOn::Receipt(receipt) => json!({ "receipt": receipt }),
            RestsOn::Document(document) => json!({ "document": document }),
            RestsOn::House => json!({}),
        });
        json!({
            "month": month.month, "contribution": month.contribution.code(),
            "amount_fen": month.amount.map(|fen| fen.0), "base_fen": month.base.map(|fen| fen.0),
            "subsidy": month.subsidy.code(), "subsidy_fen": month.subsidy_amount.map(|fen| fen.0),
            "payment": month.payment.map(OrderState::code), "unsettled_fen": month.unsettled.0,
            "since": month.since.map(|day| day.to_string()), "article": month.article, "rests_on": rests_on,
        })
    });
    let base = found.base.as_ref().map(|base| {
        json!({
            "base_fen": base.base.0, "from": base.from,
            "overtaken": base.overtaken.map(|(side, bound)| json!({ "side": side.code(), "bound_fen": bound.0 })),
        })
    });
    let by_year = found.by_year.iter().map(|(year, months)| json!({ "year": year, "months": months }));
    json!({
        "insurance": found.insurance, "counted": found.counted, "by_year": by_year.collect::<Vec<_>>(),
        "resumed_from": found.resumed_from, "base": base, "months": months.collect::<Vec<_>>(),
    })
}
