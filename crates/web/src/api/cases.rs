//! Services, cases and desks over HTTP: the same use cases as the pages, for who is signed in by the session.

use app::registry::AccountId;
use app::service::case::{ActError, Assign};
use app::service::definition::Channel;
use app::{ActRequest, App, ApplyError, ApplyRequest, CaseError, CaseView, DeskQuery, FlagRequest, Viewer};
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;

use super::problem::{ApiError, ApiProblem};
use crate::Web;
use crate::security::cookies;
use crate::visit;

pub(super) type Body = Result<Bytes, BytesRejection>;

/// The header by which the same sending is known again.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

pub(super) async fn viewer(app: &App, web: &Web, headers: &HeaderMap) -> Result<Viewer, ApiProblem> {
    let token = cookies::get(headers, visit::COOKIE, web.is_https()).map(str::to_owned);
    Ok(visit::load(app, token).await?.viewer)
}

/// A JSON body. A form of another site cannot send this type without asking first, which is never granted.
pub(super) fn read<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T, ApiProblem> {
    let body = body?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    if kind.split(';').next().map(str::trim) != Some("application/json") {
        return Err(ApiProblem::not_json());
    }
    // What is said of a wrong body names its place and never what stood there, which may be personal.
    serde_json::from_slice(&body).map_err(|error| {
        ApiProblem::input(ApiError {
            code: "malformed".to_owned(),
            key: None,
            value: Value::Null,
            expected: format!(
                "an object as described; it ends to be one at line {}, column {}",
                error.line(),
                error.column()
            ),
        })
    })
}

fn key(headers: &HeaderMap) -> Option<String> {
    headers.get(IDEMPOTENCY_KEY).and_then(|key| key.to_str().ok()).map(str::to_owned)
}

pub(super) fn private(answer: Value) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}

pub(super) async fn services(State(app): State<App>) -> Response {
    let today = app.today();
    let services = app.case_services().map(|pack| {
        let definition = &pack.definition;
        json!({
            "id": pack.id(),
            "code": definition.code,
            "title": app::Text::from(&definition.title),
            "summary": app::Text::from(&definition.summary),
            "audience": app::Text::from(&definition.audience),
            "is_open": definition.is_open_on(today),
            "open_from": definition.effective_from.to_string(),
            "open_until": definition.effective_to.map(|day| day.to_string()),
            "fields": pack.fields().iter().map(|field| field.id.as_str()).collect::<Vec<_>>(),
            "commitment_version": pack.commitment(today).map(|given| given.version.as_str()),
        })
    });
    Json(json!({ "services": services.collect::<Vec<_>>() })).into_response()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ApplyBody {
    service: String,
    #[serde(default)]
    channel: Option<Channel>,
    fields: BTreeMap<String, String>,
    #[serde(default)]
    commitment_version: Option<String>,
}

pub(super) async fn apply(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiProblem> {
    let body: ApplyBody = read(&headers, body)?;
    let request = ApplyRequest {
        service: body.service,
        channel: body.channel.unwrap_or(Channel::Website),
        fields: body.fields,
        commitment: body.commitment_version,
        papers_seen: BTreeMap::new(),
        idempotency_key: key(&headers),
    };
    let viewer = viewer(&app, &web, &headers).await?;
    let applied = app.apply(&viewer, request).await.map_err(not_filed)?;
    let answer = json!({
        "number": applied.number,
        "access_code": applied.access_code,
        "state": applied.state.id,
        "office": applied.office.as_ref().map(|office| json!({ "id": office.id, "name": office.name })),
        "due": applied.due.map(|(day, _)| day.to_string()),
        "is_repeated": applied.is_repeated,
    });
    let location = format!("/api/v1/cases/{}", applied.number);
    let kept = [(header::CACHE_CONTROL, "no-store".to_owned()), (header::LOCATION, location)];
    Ok((StatusCode::CREATED, kept, Json(answer)).into_response())
}

fn not_filed(error: ApplyError) -> ApiProblem {
    match error {
        ApplyError::NoService { found, expected } => ApiProblem::input(ApiError {
            code: "unknown_value".to_owned(),
            key: Some("service".to_owned()),
            value: Value::String(found),
            expected: format!("one of {expected}"),
        }),
        ApplyError::Fields(faults) => ApiProblem::inputs(faults.into_iter().map(ApiError::from).collect()),
        ApplyError::AlreadyOpen { number } => {
            ApiProblem::conflict(&format!("a case of this service is open: {number}"))
        }
        ApplyError::SignInFirst => ApiProblem::conflict("the person is on record: sign in first"),
        ApplyError::WrongOffice(office) => {
            ApiProblem::conflict(&format!("another office is in charge: {}", office.id))
        }
        ApplyError::Act(error) => not_done(&error),
        ApplyError::Denied => ApiProblem::forbidden("this channel, or this person, is not the caller's"),
        ApplyError::Fault(fault) => fault.into(),
    }
}

/// A step that cannot be taken, with its code.
fn not_done(error: &ActError) -> ApiProblem {
    ApiProblem::conflict(&format!("{}: {error}", error.code()))
}

fn problem(error: CaseError) -> ApiProblem {
    match error {
        CaseError::NotFound => ApiProblem::not_found("no such case, or none that you may see"),
        CaseError::Fields(faults) => ApiProblem::inputs(faults.into_iter().map(ApiError::from).collect()),
        CaseError::Act(error) => not_done(&error),
        CaseError::Assign(error) => ApiProblem::conflict(&error.to_string()),
        CaseError::Wait { seconds } => {
            ApiProblem::conflict(&format!("too many attempts; wait {seconds} seconds"))
        }
        CaseError::Fault(fault) => fault.into(),
    }
}

fn case_body(found: &CaseView) -> Value {
    let answers = found.answers.iter().map(|answer| {
        json!({ "field": answer.field, "value": answer.typed, "flag": answer.flag, "asked": answer.asked })
    });
    let clocks = found.clocks.iter().map(|clock| {
        json!({ "id": clock.id, "due": clock.due.to_string(), "is_standing": clock.is_standing,
            "is_provisional": clock.is_provisional, "because": clock.because })
    });
    let events = found.events.iter().map(|event| {
        json!({ "on": event.on.to_string(), "at": event.at.to_string(), "what": event.what, "reasons": event.reasons })
    });
    let actions = found.actions.iter().map(|action| {
        json!({
            "id": action.id,
            "label": action.label,
            "fields": action.form.iter().map(|field| field.id.as_str()).collect::<Vec<_>>(),
            "reasons": action.reasons.iter().map(|reason| reason.code.as_str()).collect::<Vec<_>>(),
            "bodies": action.bodies.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(),
            "second": action.second,
        })
    });
    json!({
        "number": found.number,
        "service": found.service,
        "version": found.version,
        "state": found.state.id,
        "opened_on": found.opened_on.to_string(),
        "office": found.office.as_ref().map(|office| office.id.as_str()),
        "answers": answers.collect::<Vec<_>>(),
        "clocks": clocks.collect::<Vec<_>>(),
        "events": events.collect::<Vec<_>>(),
        "actions": actions.collect::<Vec<_>>(),
        "is_pending": found.pending.is_some(),
    })
}

pub(super) async fn show(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
    Path(number): Path<String>,
) -> Result<Response, ApiProblem> {
    let viewer = viewer(&app, &web, &headers).await?;
    let found = app.case_see(&viewer, &number).await.map_err(problem)?;
    Ok(private(case_body(&found)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActBody {
    action: String,
    version: u32,
    #[serde(default)]
    answers: BTreeMap<String, String>,
    #[serde(default)]
    form: BTreeMap<String, String>,
    #[serde(default)]
    reasons: Vec<String>,
    #[serde(default)]
    body: Option<String>,
}

pub(super) async fn act(
    State(app): State<App>,
    State(web): State<Web>,
    Path(number): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiProblem> {
    let ActBody { action, version, answers, form, reasons, body } = read(&headers, body)?;
    let idempotency_key = key(&headers);
    let request = ActRequest { action, version, answers, form, reasons, body, idempotency_key };
    let viewer = viewer(&app, &web, &headers).await?;
    let found = app.case_act(&viewer, &number, request).await.map_err(problem)?;
    Ok(private(case_body(&found)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FlagBody {
    field: String,
    /// Null takes the flag off.
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    note: Option<String>,
}

pub(super) async fn flag(
    State(app): State<App>,
    State(web): State<Web>,
    Path(number): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiProblem> {
    let FlagBody { field, reason, note } = read(&headers, body)?;
    let viewer = viewer(&app, &web, &headers).await?;
    let flags = vec![FlagRequest { field, reason, note }];
    let found = app.case_flag(&viewer, &number, flags).await.map_err(problem)?;
    Ok(private(case_body(&found)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case", tag = "assign")]
enum AssignBody {
    Claim,
    Receive,
    Return,
    HandOver { to: AccountId },
    Deputy { to: AccountId },
}

pub(super) async fn assign(
    State(app): State<App>,
    State(web): State<Web>,
    Path(number): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiProblem> {
    let assign = match read(&headers, body)? {
        AssignBody::Claim => Assign::Claim,
        AssignBody::Receive => Assign::Receive,
        AssignBody::Return => Assign::Return,
        AssignBody::HandOver { to } => Assign::HandOver(to),
        AssignBody::Deputy { to } => Assign::Deputy(to),
    };
    let viewer = viewer(&app, &web, &headers).await?;
    let found = app.case_assign(&viewer, &number, assign).await.map_err(problem)?;
    Ok(private(case_body(&found)))
}

pub(super) async fn desk(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiProblem> {
    let mut asked = DeskQuery { page: 1, ..DeskQuery::default() };
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
            "office" => asked.office = Some(value.into_owned()),
            "service" => asked.service = Some(value.into_owned()),
            "state" => asked.state = Some(value.into_owned()),
            "whose" if value == "mine" => asked.mine = true,
            "whose" if value == "free" => asked.free = true,
            "whose" => return Err(fault("unknown_value", "mine or free")),
            "page" => {
                asked.page = value.parse().map_err(|_| fault("wrong_type", "a whole number from 1"))?;
            }
            _ => return Err(fault("unknown_key", "office, service, state, whose, page")),
        }
    }
    let viewer = viewer(&app, &web, &headers).await?;
    let found = app.desk(&viewer, &asked).await.map_err(problem)?;
    let rows = found.rows.iter().map(|row| {
        json!({ "number": row.number, "service": row.service, "state": row.state,
            "due": row.due.map(|day| day.to_string()), "is_overdue": row.is_overdue,
            "is_mine": row.is_mine, "is_held": row.is_held, "opened_on": row.opened_on.to_string() })
    });
    Ok(private(json!({
        "desk": found.desk, "total": found.total, "overdue": found.overdue,
        "page": found.page, "pages": found.pages, "rows": rows.collect::<Vec<_>>(),
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProgressBody {
    number: String,
    phone: String,
}

/// By a body and not by the address: a telephone must not stand in a log of addresses.
pub(super) async fn progress(
    State(app): State<App>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiProblem> {
    let ProgressBody { number, phone } = read(&headers, body)?;
    let found = app.progress(&number, &phone).await.map_err(problem)?;
    Ok(private(json!({
        "number": found.number,
        "title": found.title,
        "state": found.state.id,
        "plain": found.state.plain,
        "due": found.due.map(|(day, _)| day.to_string()),
        "office": found.office,
    })))
}
