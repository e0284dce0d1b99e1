//! 好差评 over HTTP: a person rates a decided case of their own; a supervisor reads, answers and counts.

use app::{App, RateRequest, RatingError, RatingShown, RatingStanding};
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::cases::{Body, private, read, viewer};
use super::problem::{ApiError, ApiProblem};
use crate::Web;

impl From<RatingError> for ApiProblem {
    fn from(error: RatingError) -> Self {
        match error {
            RatingError::NotFound => Self::not_found("no such case, or none that you may see"),
            RatingError::Denied | RatingError::OwnDecision => Self::forbidden(&error.to_string()),
            RatingError::NotDecided | RatingError::Already => Self::conflict(&error.to_string()),
            RatingError::Fields(faults) => Self::inputs(faults.into_iter().map(ApiError::from).collect()),
            RatingError::Fault(fault) => fault.into(),
        }
    }
}

fn shown(found: &RatingShown) -> Value {
    let given = found.given.as_ref().map(|given| {
        let (standing, on) = match given.standing {
            RatingStanding::Noted => ("noted", None),
            RatingStanding::AnswerBy(day) => ("answer_by", Some(day)),
            RatingStanding::Answered(day) => ("answered", Some(day)),
        };
        json!({ "stars": given.stars, "words": given.words, "on": given.on.to_string(),
            "standing": standing, "standing_on": on.map(|day| day.to_string()) })
    });
    let steps = found.steps.iter().map(|(stars, label)| json!({ "stars": stars, "label": label }));
    json!({ "number": found.number, "steps": steps.collect::<Vec<_>>(), "given": given })
}

pub(super) async fn show(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
    Path(number): Path<String>,
) -> Result<Response, ApiProblem> {
    let viewer = viewer(&app, &web, &headers).await?;
    Ok(private(shown(&app.rating(&viewer, &number).await?)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RateBody {
    stars: u8,
    #[serde(default)]
    words: String,
}

pub(super) async fn rate(
    State(app): State<App>,
    State(web): State<Web>,
    Path(number): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiProblem> {
    let RateBody { stars, words } = read(&headers, body)?;
    let viewer = viewer(&app, &web, &headers).await?;
    Ok(private(shown(&app.rate(&viewer, &number, RateRequest { stars, words }).await?)))
}

pub(super) async fn office(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiProblem> {
    let mut month = None;
    for (name, value) in form_urlencoded::parse(query.as_deref().unwrap_or("").as_bytes()) {
        let fault = |code: &str, expected: &str| {
            ApiProblem::input(ApiError {
                code: code.to_owned(),
                key: Some(name.chars().take(40).collect()),
                value: value.chars().take(40).collect::<String>().into(),
                expected: expected.to_owned(),
            })
        };
        match &*name {
            "month" => {
                month = Some(value.parse().map_err(|_| fault("wrong_type", "a month such as 2021-03"))?);
            }
            _ => return Err(fault("unknown_key", "month")),
        }
    }
    let viewer = viewer(&app, &web, &headers).await?;
    let bad = app.ratings_bad(&viewer).await?;
    let counts = app.ratings_counted(&viewer, month).await?;
    let open = bad.open.iter().map(|bad| {
        json!({ "number": bad.number, "service": bad.service, "office": bad.office, "label": bad.label,
            "words": bad.words, "due": bad.due.to_string(), "is_overdue": bad.is_overdue,
            "may_answer": bad.may_answer })
    });
    let rows = counts
        .rows
        .iter()
        .map(|row| json!({ "office": row.office, "by_step": row.by_step, "total": row.total }));
    Ok(private(json!({
        "open": open.collect::<Vec<_>>(),
        "month": counts.month.to_string(),
        "steps": counts.steps,
        "counts": rows.collect::<Vec<_>>(),
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerBody {
    reply: String,
}

pub(super) async fn answer(
    State(app): State<App>,
    State(web): State<Web>,
    Path(number): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiProblem> {
    let AnswerBody { reply } = read(&headers, body)?;
    let viewer = viewer(&app, &web, &headers).await?;
    app.rating_answer(&viewer, &number, &reply).await?;
    Ok(private(json!({ "number": number, "answered": true })))
}
