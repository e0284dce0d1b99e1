//! `POST /api/v1/decisions`: the decision contract over HTTP. What it answers is byte for byte what
//! `linghuo decide` prints.

use app::{App, DecideError, DecideOptions, INPUTS_MAX};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use serde_json::Value;

use super::problem::{ApiError, ApiProblem};

/// Bodies from here on are decided beside the threads that answer others.
const LONG_BODY_BYTES: usize = 64 * 1024;

pub(super) async fn decide(
    State(app): State<App>,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiProblem> {
    let body = body?;
    let options = options(query.as_deref().unwrap_or(""))?;
    let decided = if body.len() < LONG_BODY_BYTES {
        app.decide(&body, &options)
    } else {
        let answered = tokio::task::spawn_blocking(move || app.decide(&body, &options)).await;
        answered.unwrap_or_else(|_| Err(app::Fault::Unknown.into()))
    };
    match decided {
        Ok(json) => Ok(([(header::CONTENT_TYPE, "application/json")], json).into_response()),
        Err(error) => Err(problem(error)),
    }
}

fn problem(error: DecideError) -> ApiProblem {
    match error {
        DecideError::Input(bad) => ApiProblem::input((&bad).into()),
        DecideError::UnknownOutcome { found, expected } => {
            query_fault("unknown_value", "only", &found, &expected)
        }
        DecideError::TooMany { found } => ApiProblem::input(ApiError {
            code: "out_of_range".to_owned(),
            key: None,
            value: Value::from(found),
            expected: format!("at most {INPUTS_MAX} inputs"),
        }),
        DecideError::Fault(fault) => fault.into(),
    }
}

fn query_fault(code: &str, key: &str, found: &str, expected: &str) -> ApiProblem {
    ApiProblem::input(ApiError {
        code: code.to_owned(),
        key: Some(key.to_owned()),
        value: found.chars().take(law::contract::error::VALUE_CHARS_MAX).collect::<String>().into(),
        expected: expected.to_owned(),
    })
}

/// Reads `?only=`, `?because=0` and `?known_on=`. A parameter that is not known is an error: a slip in a
/// name must not silently decide something else.
fn options(query: &str) -> Result<DecideOptions, ApiProblem> {
    let mut options = DecideOptions::default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "only" => {
                let only = options.only.get_or_insert_default();
                only.extend(value.split(',').filter(|id| !id.is_empty()).map(str::to_owned));
            }
            "because" => {
                options.because = match &*value {
                    "0" => false,
                    "1" => true,
                    other => return Err(query_fault("unknown_value", "because", other, "0 or 1")),
                }
            }
            "known_on" => {
                let expected = "an existing day YYYY-MM-DD";
                let day = value.parse::<Date>().ok().filter(|day| day.to_string() == value);
                let day = day.ok_or_else(|| query_fault("bad_date", "known_on", &value, expected))?;
                options.known_on = Some(day);
            }
            other => return Err(query_fault("unknown_key", other, &value, "only, because, known_on")),
        }
    }
    Ok(options)
}
