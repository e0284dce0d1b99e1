//! Payments over HTTP: the cycles with their steps, the bank's file and its answers, who pays, the book, and
//! contributions from who collects them. The city's officers alone, as on the pages.

use app::registry::money::{Code, Fen, Insurance, Month, Reference};
use app::registry::{CycleId, IdNumber, Role};
use app::{App, CollectedLine, CycleShown, PayerSet, PaymentError, Viewer};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use super::cases::{Body, private, read, viewer};
use super::problem::{ApiError, ApiProblem};
use crate::Web;

/// Who asks, where that is an officer who pays: asked before anything of the body is looked at.
async fn paymaster(app: &App, web: &Web, headers: &HeaderMap) -> Result<Viewer, ApiProblem> {
    let viewer = viewer(app, web, headers).await?;
    let pays = viewer.officer().is_some_and(|officer| officer.role == Role::City);
    if pays { Ok(viewer) } else { Err(problem(PaymentError::Denied)) }
}

pub(super) fn problem(error: PaymentError) -> ApiProblem {
    match error {
        PaymentError::Denied => ApiProblem::forbidden("the city's officers alone"),
        PaymentError::NotFound => ApiProblem::not_found("no such payment cycle"),
        PaymentError::Cycle(error) => ApiProblem::conflict(&error.to_string()),
        PaymentError::Budget(error) => ApiProblem::conflict(&error.to_string()),
        error @ PaymentError::NoPayer => ApiProblem::conflict(&error.to_string()),
        PaymentError::File(found) => at_fault("file", found),
        PaymentError::Unproven(found) => {
            tracing::error!(found, "the book does not add up");
            ApiProblem::new(StatusCode::INTERNAL_SERVER_ERROR, "A fault of our own")
        }
        PaymentError::Fault(fault) => fault.into(),
    }
}

/// A fault of a field, in the domain's own words, which name what was found and expected.
fn at_fault(key: &str, error: impl std::fmt::Display) -> ApiProblem {
    ApiProblem::input(ApiError {
        code: "malformed".to_owned(),
        key: Some(key.to_owned()),
        value: Value::Null,
        expected: error.to_string(),
    })
}

fn id(text: &str) -> Result<CycleId, ApiProblem> {
    text.parse().map(CycleId).map_err(|_| problem(PaymentError::NotFound))
}

pub(super) async fn cycles(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
) -> Result<Response, ApiProblem> {
    let viewer = paymaster(&app, &web, &headers).await?;
    let rows = app.payment_cycles(&viewer).await.map_err(problem)?;
    let waiting = app.payments_waiting(&viewer).await.map_err(problem)?;
    let cycles = rows.iter().map(|row| {
        json!({
            "id": row.cycle, "month": row.month, "state": row.state.code(), "orders": row.orders,
            "total_fen": row.total.0, "unanswered": row.unanswered, "opened_at": row.opened_at.to_string(),
        })
    });
    Ok(private(json!({
        "cycles": cycles.collect::<Vec<_>>(),
        "waiting": {
            "ready": waiting.ready, "total_fen": waiting.total.0, "without_account": waiting.without_account,
            "awaiting_amount": waiting.awaiting_amount, "sent_back": waiting.sent_back,
        },
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenBody {
    month: Month,
}

pub(super) async fn open(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiProblem> {
    let viewer = paymaster(&app, &web, &headers).await?;
    let OpenBody { month } = read(&headers, body)?;
    let cycle = app.cycle_open(&viewer, month).await.map_err(problem)?;
    let kept = [
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::LOCATION, format!("/api/v1/payments/cycles/{cycle}")),
    ];
    Ok((StatusCode::CREATED, kept, Json(json!({ "id": cycle }))).into_response())
}

fn cycle_body(found: &CycleShown) -> Value {
    let lines = found.lines.iter().map(|line| {
        let reason = line.reason.as_ref().map(|reason| json!({ "code": reason.code, "words": reason.words }));
        json!({
            "reference": line.reference.to_string(), "programme": line.programme, "insurance": line.insurance,
            "month": line.month, "district": line.district, "amount_fen": line.amount.0,
            "state": line.state.code(), "reason": reason, "case": line.case, "is_sampled": line.is_sampled,
        })
    });
    let districts = found.districts.iter().map(
        |district| json!({ "name": district.name, "orders": district.orders, "total_fen": district.total.0 }),
    );
    let held = found.held.iter().map(|held| {
        json!({
            "order": held.order, "programme": held.programme, "month": held.month, "district": held.district,
            "amount_fen": held.amount.map(|fen| fen.0), "reason": held.reason,
        })
    });
    json!({
        "id": found.row.cycle, "month": found.row.month, "state": found.row.state.code(),
        "orders": found.row.orders, "total_fen": found.row.total.0, "unanswered": found.row.unanswered,
        "computed_by": found.computed_by, "approved_by": found.approved_by, "may_approve": found.may_approve,
        "districts": districts.collect::<Vec<_>>(),
        "lines": lines.collect::<Vec<_>>(),
        "held": held.collect::<Vec<_>>(),
    })
}

pub(super) async fn show(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
    Path(number): Path<String>,
) -> Result<Response, ApiProblem> {
    let viewer = paymaster(&app, &web, &headers).await?;
    let found = app.payment_cycle(&viewer, id(&number)?).await.map_err(problem)?;
    Ok(private(cycle_body(&found)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case", tag = "step")]
enum StepBody {
    Compute,
    Approve,
    SendBack { reason: Code },
    Close,
}

pub(super) async fn step(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
    Path(number): Path<String>,
    body: Body,
) -> Result<Response, ApiProblem> {
    let viewer = paymaster(&app, &web, &headers).await?;
    let (cycle, step) = (id(&number)?, read(&headers, body)?);
    let done = match step {
        StepBody::Compute => app.cycle_compute(&viewer, cycle).await,
        StepBody::Approve => app.cycle_approve(&viewer, cycle).await,
        StepBody::SendBack { reason } => app.cycle_send_back(&viewer, cycle, reason).await,
        StepBody::Close => app.cycle_close(&viewer, cycle).await,
    };
    done.map_err(problem)?;
    let found = app.payment_cycle(&viewer, cycle).await.map_err(problem)?;
    Ok(private(cycle_body(&found)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Empty {}

/// The file for the bank. Asked again it is the same one.
pub(super) async fn file(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
    Path(number): Path<String>,
    body: Body,
) -> Result<Response, ApiProblem> {
    let viewer = paymaster(&app, &web, &headers).await?;
    let Empty {} = read(&headers, body)?;
    let file = app.cycle_file(&viewer, id(&number)?).await.map_err(problem)?;
    let headers = [
        (header::CONTENT_TYPE, "application/xml".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, file.xml).into_response())
}

/// The bank's answers, as the bank wrote them.
pub(super) async fn answers(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiProblem> {
    let viewer = paymaster(&app, &web, &headers).await?;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    // A form of another site cannot send this type without asking first, which is never granted.
    if kind.split(';').next().map(str::trim) != Some("application/xml") {
        return Err(ApiProblem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "Not XML")
            .detail("expected content-type: application/xml"));
    }
    let body = body?;
    let xml = std::str::from_utf8(&body).map_err(|_| at_fault("file", "text in UTF-8"))?;
    let taken = app.bank_answers(&viewer, xml).await.map_err(problem)?;
    Ok(private(json!({
        "accepted": taken.accepted, "paid": taken.paid, "rejected": taken.rejected,
        "returned": taken.returned, "unchanged": taken.unchanged, "foreign": taken.foreign,
        "contradictions": taken.contradictions,
    })))
}

pub(super) async fn book(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
) -> Result<Response, ApiProblem> {
    let viewer = paymaster(&app, &web, &headers).await?;
    let (accounts, sum) = app.book_shown(&viewer).await.map_err(problem)?;
    let accounts = accounts.iter().map(|account| {
        json!({
            "code": account.code.as_str(), "name": account.name,
            "debit_fen": account.debit.0, "credit_fen": account.credit.0,
        })
    });
    Ok(private(json!({ "sum_fen": sum.0, "accounts": accounts.collect::<Vec<_>>() })))
}

pub(super) async fn payer(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiProblem> {
    let viewer = paymaster(&app, &web, &headers).await?;
    let payer: PayerSet = read(&headers, body)?;
    app.payer_set(&viewer, &payer).await.map_err(problem)?;
    Ok(private(
        json!({ "name": payer.name, "account": payer.account, "branch": payer.branch, "sender": payer.sender }),
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BatchBody {
    batch: Reference,
    lines: Vec<LineBody>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LineBody {
    receipt: Reference,
    id_number: String,
    insurance: Insurance,
    month: Month,
    amount_fen: i64,
    #[serde(default)]
    base_fen: Option<i64>,
    paid_on: Date,
}

/// Contributions from who collects them, with a receipt of what was entered and what differs.
pub(super) async fn contributions(
    State(app): State<App>,
    State(web): State<Web>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ApiProblem> {
    let viewer = paymaster(&app, &web, &headers).await?;
    let BatchBody { batch, lines } = read(&headers, body)?;
    let mut read = Vec::with_capacity(lines.len());
    for (line, number) in lines.into_iter().zip(1_u32..) {
        // The number itself is personal, and is not said again.
        let id_number = IdNumber::parse(&line.id_number)
            .map_err(|_| at_fault(&format!("lines[{number}].id_number"), "a valid ID number"))?;
        if line.amount_fen <= 0 {
            return Err(at_fault(&format!("lines[{number}].amount_fen"), "more than nothing"));
        }
        read.push(CollectedLine {
            receipt: line.receipt,
            id_number,
            insurance: line.insurance,
            month: line.month,
            amount: Fen(line.amount_fen),
            base: line.base_fen.map(Fen),
            paid_on: line.paid_on,
        });
    }
    let taken = app.contributions_take(&viewer, batch.clone(), &read).await.map_err(problem)?;
    let differences =
        taken.differences.iter().map(|(line, kind)| json!({ "line": line, "kind": kind.code() }));
    Ok(private(json!({
        "batch": batch, "lines": read.len(), "entered": taken.entered, "known": taken.known,
        "total_fen": taken.total.0, "differences": differences.collect::<Vec<_>>(),
    })))
}
