//! The last page of the registration: the answers to check beside the promise, and handing them in.

use app::{Answers, FieldFault, RegisterError, SignedIn, Viewer};
use axum::response::{IntoResponse as _, Redirect};

use super::super::confirmation::{DONE, confirmation};
use super::super::{Answer, Call, faults, shown};
use super::{PLACE, STEPS, WHO, WORK, request};
use crate::forms::{Form, RawForm, commitment_form};
use crate::i18n::Text;
use crate::views::{self, Commitment, Problem, ReviewView, Section};

/// The answers beside the promise.
pub(super) async fn show(call: Call) -> Answer {
    let answers = call.visit.answers().await?;
    let form = commitment_form(Text::message("review.tick"));
    show_review(&call, &answers, form)
}

fn show_review(call: &Call, answers: &Answers, form: Form) -> Answer {
    let review = match call.app.review(&request(call, answers, None)) {
        Ok(review) => review,
        Err(RegisterError::Fields(found)) => {
            return Ok(Redirect::to(&call.ui.url(page_of(&found))).into_response());
        }
        Err(error) => return refused(call, error),
    };
    let section = |title: &str, fields: &[(&str, &str)], href: &str| Section {
        title: Text::message(title),
        rows: shown::rows(
            &review
                .rows
                .iter()
                .filter(|row| fields.iter().any(|(field, _)| *field == row.key))
                .cloned()
                .collect::<Vec<_>>(),
        ),
        change_href: Some(href.to_owned()),
    };
    let view = ReviewView {
        step: STEPS,
        steps: STEPS,
        sections: vec![
            section("register.who", WHO, "/register"),
            section("register.work", WORK, "/register/work"),
            section("register.place", PLACE, "/register/place"),
        ],
        office: shown::office(&review.office),
        commitment: Commitment {
            words: (&review.commitment.text).into(),
            version: review.commitment.version.clone(),
        },
        action: "/register/review".into(),
        back: "/register/place".into(),
        form,
    };
    Ok(views::review(&call.ui, &view).into_response())
}

/// Hands them in.
pub(super) async fn send(mut call: Call, raw: RawForm) -> Answer {
    let answers = call.visit.answers().await?;
    let mut form = commitment_form(Text::message("review.tick"));
    if form.read(&raw).is_none() {
        return show_review(&call, &answers, form);
    }
    let version = call.app.commitment(app::SERVICE_REGISTER, call.app.today()).map(|c| c.version);
    let request = request(&call, &answers, version);
    match call.app.register(&call.visit.viewer, request).await {
        Ok(registered) => {
            // The old session runs out by itself: until then the same form, sent again, is answered again.
            call.visit.sign_in(SignedIn::Person(registered.person), true).await?;
            call.visit.recall(Answers { facts: answers.facts, ..Answers::default() }).await?;
            call.visit.keep_aside(DONE, &confirmation(&registered)).await?;
            Ok(Redirect::to(&call.ui.url("/register/done")).into_response())
        }
        Err(RegisterError::Fields(found)) => {
            if found.iter().all(|fault| fault.field == "commitment") {
                faults::put(&mut form, &found, &[]);
                return show_review(&call, &answers, form);
            }
            Ok(Redirect::to(&call.ui.url(page_of(&found))).into_response())
        }
        Err(error) => refused(&call, error),
    }
}

/// The page on which the first fault can be put right.
fn page_of(found: &[FieldFault]) -> &'static str {
    let is_on =
        |page: &[(&str, &str)]| found.iter().any(|fault| page.iter().any(|(field, _)| *field == fault.field));
    if is_on(WHO) {
        "/register"
    } else if is_on(WORK) {
        "/register/work"
    } else {
        "/register/place"
    }
}

/// Why it cannot be registered, each with the way that is open.
fn refused(call: &Call, error: RegisterError) -> Answer {
    match error {
        RegisterError::Refused(conclusion) => {
            let view = views::RefusedView {
                conclusion: shown::conclusion(&conclusion, true),
                back: "/register/work".into(),
            };
            Ok(views::refused(&call.ui, &view).into_response())
        }
        RegisterError::AlreadyRegistered { number } => {
            let own = matches!(call.visit.viewer, Viewer::Person(_)) && number.is_some();
            let path = if own { "/registration" } else { "/sign-in?known=1" };
            Ok(Redirect::to(&call.ui.url(path)).into_response())
        }
        RegisterError::SignInFirst => Ok(Redirect::to(&call.ui.url("/sign-in?known=1")).into_response()),
        RegisterError::WrongOffice(_) | RegisterError::Denied => Err(Problem::Forbidden),
        RegisterError::Fields(_) => Err(Problem::Unprocessable),
        RegisterError::Fault(fault) => Err(fault.into()),
    }
}
