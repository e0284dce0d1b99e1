//! The check: a question a page, then what the answers decide. The answers are a draft of the session,
//! encrypted, and the registration goes on with them.

use app::{Answers, CheckError, NextQuestion};
use axum::Router;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::get;

use super::{Answer, Asked, Call, faults, question, shown};
use crate::desk::Desk;
use crate::forms::{self, Form, RawForm};
use crate::i18n::Text;
use crate::views::{self, Answered, CheckStartView, Problem, QuestionView, ResultsView};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/check", get(start))
        .route("/check/next", get(next))
        .route("/check/results", get(results))
        .route("/check/picture.png", get(picture))
        .route("/check/{fact}", get(show).post(send))
}

/// Set in the address of the first question where earlier answers are to be forgotten. They are when
/// the answer is sent, not when the page is opened: opening a page changes nothing.
const ANEW: &str = "anew";

/// The draft's note of the order in which facts were asked, for the way back.
const ASKED: &str = "asked";

async fn start(call: Call) -> Answer {
    let answers = call.visit.answers().await?;
    let is_begun = !answers.facts.is_empty() || !answers.dont_know.is_empty();
    let first = call.app.next_question(&Answers::default(), call.app.today());
    let first = first.ok().flatten().ok_or(Problem::Internal)?;
    let view = CheckStartView {
        first_href: format!("/check/{}?{ANEW}=1", first.question.fact),
        resume_href: is_begun.then(|| "/check/next".to_owned()),
    };
    Ok(views::check_start(&call.ui, &view).into_response())
}

/// The page of the next question, or of the results.
fn onward(call: &Call, answers: &Answers) -> Result<String, CheckError> {
    let next = call.app.next_question(answers, call.app.today())?;
    Ok(next.map_or_else(|| "/check/results".to_owned(), |next| format!("/check/{}", next.question.fact)))
}

async fn next(call: Call) -> Answer {
    let answers = call.visit.answers().await?;
    // Answers that fitted when they were given may not fit another business date: the results say so.
    let path = onward(&call, &answers).unwrap_or_else(|_| "/check/results".to_owned());
    Ok(Redirect::to(&call.ui.url(path)).into_response())
}

async fn show(call: Call, Path(fact): Path<String>, Asked(query): Asked) -> Answer {
    let asked = call.app.question(&fact).ok_or(Problem::NotFound)?;
    let form_of = question::asked(&call.app, &asked, call.app.today())?;
    let is_anew = query.has(ANEW);
    let answers = if is_anew { Answers::default() } else { call.visit.answers().await? };
    let earlier = match answers.facts.get(&fact) {
        Some(value) => question::earlier(&asked, value),
        None => answers.dont_know.contains(&fact).then_some(forms::Answer::Unknown),
    };
    let form = form_of.form(earlier.as_ref());
    Ok(page(&call, &answers, form_of, form, is_anew))
}

async fn send(mut call: Call, Path(fact): Path<String>, Asked(query): Asked, raw: RawForm) -> Answer {
    let asked = call.app.question(&fact).ok_or(Problem::NotFound)?;
    let form_of = question::asked(&call.app, &asked, call.app.today())?;
    let is_anew = query.has(ANEW);
    let mut answers = call.visit.answers().await?;
    if is_anew {
        answers.facts.clear();
        answers.dont_know.clear();
    }
    let answer = match form_of.read(&raw) {
        Ok(answer) => answer,
        Err(form) => return Ok(page(&call, &answers, form_of, form, is_anew)),
    };
    let before = answers.clone();
    answers.dont_know.remove(&fact);
    if let Some(value) = question::fact(asked.kind, &answer) {
        answers.facts.insert(fact.clone(), value);
    } else {
        answers.facts.remove(&fact);
        answers.dont_know.insert(fact.clone());
    }
    // Each answer is right in itself; together with the others it may not be.
    let path = match onward(&call, &answers) {
        Ok(path) => path,
        Err(CheckError::Answer(bad)) => {
            let mut form = form_of.form(Some(&answer));
            form.refuse("answer", faults::answer(bad.code));
            return Ok(page(&call, &before, form_of, form, is_anew));
        }
    };
    call.visit.keep(&answers).await?;
    let order = asked_so_far(&call, &answers, is_anew, &fact);
    call.visit.note(ASKED, &order).await?;
    Ok(Redirect::to(&call.ui.url(path)).into_response())
}

/// The facts asked so far in their order, this one at its place.
fn asked_so_far(call: &Call, answers: &Answers, is_anew: bool, fact: &str) -> String {
    let known = call.visit.data.extra.get(ASKED).filter(|_| !is_anew).map_or("", String::as_str);
    let is_answered = |name: &&str| answers.facts.contains_key(*name) || answers.dont_know.contains(*name);
    let mut order: Vec<&str> = known.split(',').filter(is_answered).collect();
    if !order.contains(&fact) {
        order.push(fact);
    }
    order.join(",")
}

fn page(
    call: &Call,
    answers: &Answers,
    question: forms::Question,
    form: Form,
    is_anew: bool,
) -> axum::response::Response {
    let fact = question.fact.clone();
    let why = why(call, answers, &fact);
    let order: Vec<&str> = call
        .visit
        .data
        .extra
        .get(ASKED)
        .filter(|_| !is_anew)
        .map_or_else(Vec::new, |order| order.split(',').collect());
    let before = match order.iter().position(|name| *name == fact) {
        Some(place) => place.checked_sub(1).and_then(|place| order.get(place)),
        None => order.last(),
    };
    let back = before.map_or_else(|| "/check".to_owned(), |name| format!("/check/{name}"));
    let view = QuestionView {
        action: format!("/check/{fact}{}", if is_anew { "?anew=1" } else { "" }),
        back,
        form,
        remaining: why.as_ref().map_or(0, |next| next.at_most.saturating_sub(1)),
        why: why.iter().flat_map(|next| &next.why).map(shown::provision).collect(),
        decides: why.iter().flat_map(|next| &next.decides).map(Text::from).collect(),
        answered: answered(call, answers).into_iter().filter(|a| !a.change_href.ends_with(&fact)).collect(),
        question,
    };
    views::question(&call.ui, &view).into_response()
}

/// Why it is asked. Of an answer that is changed: as if it had not been given.
fn why(call: &Call, answers: &Answers, fact: &str) -> Option<NextQuestion> {
    let mut without = answers.clone();
    without.facts.remove(fact);
    without.dont_know.remove(fact);
    let next = call.app.next_question(&without, call.app.today()).ok().flatten()?;
    (next.question.fact == fact).then_some(next)
}

fn answered(call: &Call, answers: &Answers) -> Vec<Answered> {
    let all = call.app.answered(answers);
    all.iter()
        .map(|labelled| Answered {
            question: (&labelled.label).into(),
            answer: (&labelled.value).into(),
            change_href: format!("/check/{}", labelled.key),
        })
        .collect()
}

async fn results(call: Call, Asked(query): Asked) -> Answer {
    let answers = call.visit.answers().await?;
    let results = match call.app.results(&answers, call.app.today()) {
        Ok(results) => results,
        // The answers contradict each other, or the business date: change the one that is named.
        Err(CheckError::Answer(bad)) => {
            let path = bad.key.map_or_else(|| "/check".to_owned(), |key| format!("/check/{key}"));
            return Ok(Redirect::to(&call.ui.url(path)).into_response());
        }
    };
    let mut conclusions: Vec<_> = results.conclusions.iter().map(|c| shown::conclusion(c, true)).collect();
    // A look, kept in the address alone: the street of one's hukou is no fact of the law.
    let picked = query.text("street");
    for office in conclusions.iter_mut().flat_map(|conclusion| &mut conclusion.streets) {
        office.is_picked = office.street == picked;
    }
    let registers = conclusions
        .iter()
        .any(|c| c.id == REGISTRATION && c.status == views::Status::Yes)
        .then(|| "/register".to_owned());
    let is_registered = answers.facts.get("employment_registered") == Some(&serde_json::Value::Bool(true));
    let view = ResultsView {
        as_of: results.as_of,
        conclusions,
        picture_href: Some("/check/picture.png".into()),
        register_href: registers.filter(|_| !is_registered),
        policy: Text::zh(results.policy_version),
        answered: answered(&call, &answers),
    };
    Ok(views::results(&call.ui, &view).into_response())
}

/// The conclusion whose `yes` the registration carries out.
const REGISTRATION: &str = "employment_registration";

/// The results as a picture for the phone, without anything personal.
async fn picture(call: Call) -> Answer {
    let answers = call.visit.answers().await?;
    match call.app.check_picture(&answers, call.app.today()).await {
        Ok(png) => {
            let headers = [
                (header::CONTENT_TYPE, "image/png"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"linghuo.png\""),
            ];
            Ok((headers, png).into_response())
        }
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the picture cannot be set");
            Err(Problem::Internal)
        }
    }
}
