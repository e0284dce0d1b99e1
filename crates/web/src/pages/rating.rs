//! 好差评: a person rates a decided case of their own; a supervisor answers the bad ratings of the office and sees counts.

use app::{RateRequest, RatingError, RatingGiven, RatingShown, RatingStanding};
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::get;

use super::{Answer, Asked, Call, cases, desk, faults, mine, officer, shown};
use crate::desk::Desk;
use crate::forms::{Choice, Form, RawForm, rating_answer_form, rating_form};
use crate::i18n::Text;
use crate::views::{self, BadRatingRow, FormView, Problem, RateView, RatedView, RatingRow, RatingsView};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/me/cases/{number}/rating", get(ask).post(give))
        .route("/officer/ratings", get(office))
        .route("/officer/ratings/{number}", get(answer_form).post(answer))
}

impl From<RatingError> for Problem {
    fn from(error: RatingError) -> Self {
        match error {
            RatingError::NotFound => Self::NotFound,
            RatingError::Denied | RatingError::OwnDecision => Self::Forbidden,
            RatingError::NotDecided | RatingError::Already => Self::Stale,
            RatingError::Fields(_) => Self::Unprocessable,
            RatingError::Fault(fault) => fault.into(),
        }
    }
}

/// The page on which a case is rated.
pub(crate) fn address(number: &str) -> String {
    format!("{}/rating", cases::address(number))
}

fn form(found: &RatingShown) -> Form {
    let steps = found.steps.iter().map(|(stars, label)| Choice::new(stars.to_string(), label.into()));
    rating_form(steps.collect(), found.words_chars_max)
}

fn page(call: &Call, found: RatingShown, form: Form) -> axum::response::Response {
    let view = RateView {
        action: address(&found.number),
        back: cases::address(&found.number),
        form: found.given.is_none().then_some(form),
        given: found.given.map(rated),
        title: found.title.into(),
        promise: found.promise.into(),
        number: found.number,
    };
    views::rate(&call.ui, &view).into_response()
}

fn rated(given: RatingGiven) -> RatedView {
    RatedView {
        label: given.label.into(),
        words: given.words,
        on: given.on,
        standing: match given.standing {
            RatingStanding::Noted => Text::message("rating.noted"),
            RatingStanding::AnswerBy(day) => {
                Text::message("rating.answer_until").with_text("date", &shown::date(day))
            }
            RatingStanding::Answered(day) => {
                Text::message("rating.answered").with_text("date", &shown::date(day))
            }
        },
    }
}

async fn ask(call: Call, Path(number): Path<String>) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let found = call.app.rating(&call.visit.viewer, &number).await?;
    let form = form(&found);
    Ok(page(&call, found, form))
}

async fn give(call: Call, Path(number): Path<String>, raw: RawForm) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let found = call.app.rating(&call.visit.viewer, &number).await?;
    let mut form = form(&found);
    let back = || Redirect::to(&call.ui.url(address(&number))).into_response();
    let Some(values) = form.read(&raw) else { return Ok(page(&call, found, form)) };
    let stars = values.text("stars").and_then(|stars| stars.parse().ok()).unwrap_or_default();
    let words = values.text("words").unwrap_or_default().to_owned();
    match call.app.rate(&call.visit.viewer, &number, RateRequest { stars, words }).await {
        // Pressed twice, it is said once; the page shows what was said.
        Ok(_) | Err(RatingError::Already) => Ok(back()),
        Err(RatingError::Fields(found_faults)) => {
            faults::put(&mut form, &found_faults, &[]);
            Ok(page(&call, found, form))
        }
        Err(error) => Err(error.into()),
    }
}

async fn office(call: Call, Asked(query): Asked) -> Answer {
    if let Some(elsewhere) = officer::window_first(&call) {
        return Ok(elsewhere);
    }
    // A month that is none is the present one.
    let month = query.text("month").trim().parse().ok();
    let bad = call.app.ratings_bad(&call.visit.viewer).await?;
    let counts = call.app.ratings_counted(&call.visit.viewer, month).await?;
    let open = bad.open.into_iter().map(|bad| BadRatingRow {
        href: desk::address(&bad.number),
        answer: bad.may_answer.then(|| answer_address(&bad.number)),
        number: bad.number,
        service: bad.service.into(),
        label: bad.label.into(),
        words: bad.words,
        due: bad.due,
        is_overdue: bad.is_overdue,
    });
    let rows = counts.rows.into_iter().map(|row| RatingRow {
        office: row.office.into(),
        by_step: row.by_step,
        total: row.total,
    });
    let view = RatingsView {
        open: open.collect(),
        month: counts.month.to_string(),
        steps: counts.steps.into_iter().map(Text::from).collect(),
        rows: rows.collect(),
    };
    Ok(views::ratings(&call.ui, &view).into_response())
}

fn answer_address(number: &str) -> String {
    format!("/officer/ratings/{number}")
}

/// The form of an answer, for who may give it.
async fn answer_page(call: &Call, number: &str, sent: Option<Form>) -> Answer {
    let bad = call.app.ratings_bad(&call.visit.viewer).await?;
    let found = bad.open.into_iter().find(|bad| bad.number == number).ok_or(Problem::NotFound)?;
    if !found.may_answer {
        return Err(Problem::Forbidden);
    }
    let said =
        found.words.map(|words| Text::message("rating.said").with_text("words", &Text::new(&words, &words)));
    let view = FormView {
        title: Text::message("rating.answer_title"),
        lead: Some(Text::message("rating.answer_lead").with("number", number)),
        notes: said.into_iter().collect(),
        right_office: None,
        action: answer_address(number),
        back: "/officer/ratings".to_owned(),
        form: sent.unwrap_or_else(|| rating_answer_form(bad.words_chars_max)),
        submit: Text::message("rating.answer_submit"),
    };
    Ok(views::form(&call.ui, &view, "/officer/desk").into_response())
}

async fn answer_form(call: Call, Path(number): Path<String>) -> Answer {
    if let Some(elsewhere) = officer::window_first(&call) {
        return Ok(elsewhere);
    }
    answer_page(&call, &number, None).await
}

async fn answer(call: Call, Path(number): Path<String>, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::window_first(&call) {
        return Ok(elsewhere);
    }
    let mut form = rating_answer_form(call.app.library().rating.words_chars_max);
    let Some(values) = form.read(&raw) else { return answer_page(&call, &number, Some(form)).await };
    let reply = values.text("reply").unwrap_or_default();
    call.app.rating_answer(&call.visit.viewer, &number, reply).await?;
    Ok(Redirect::to(&call.ui.url("/officer/ratings")).into_response())
}
