//! The demonstration's page: whom one can sign in as, and the business date of the whole instance.

use app::{DemoError, DemoShown, SignedIn};
use axum::Router;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::{get, post};

use super::{Answer, Call, shown};
use crate::desk::Desk;
use crate::forms::{Form, RawForm, business_date_form};
use crate::i18n::Text;
use crate::ui::Role;
use crate::views::{self, DemoPerson, DemoView, Problem};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/demo", get(show))
        .route("/demo/sign-in", post(sign_in))
        .route("/demo/date", post(set_date))
}

impl From<DemoError> for Problem {
    fn from(error: DemoError) -> Self {
        match error {
            DemoError::Off | DemoError::NotFound => Self::NotFound,
            DemoError::Date { .. } => Self::Unprocessable,
            DemoError::Fault(fault) => fault.into(),
        }
    }
}

async fn show(call: Call) -> Answer {
    let demo = call.app.demo()?;
    let form = business_date_form(demo.today);
    Ok(page(&call, &demo, form))
}

fn page(call: &Call, demo: &DemoShown, form: Form) -> Response {
    let persons = demo.persons.iter().map(|person| DemoPerson {
        id: person.id.clone(),
        name: (&person.name).into(),
        story: (&person.story).into(),
        role: Role::Person,
    });
    let officers = demo.officers.iter().map(|officer| DemoPerson {
        id: officer.name.clone(),
        name: Text::new(
            format!("{} · {}", officer.name, officer.display_name.zh),
            format!("{} · {}", officer.name, officer.display_name.en),
        ),
        story: (&officer.story).into(),
        role: Role::Officer,
    });
    let view = DemoView { people: persons.chain(officers).collect(), password: demo.password.clone(), form };
    views::demo(&call.ui, &view).into_response()
}

async fn sign_in(mut call: Call, raw: RawForm) -> Answer {
    let demo = call.app.demo()?;
    let who = raw.text("as");
    if demo.officers.iter().any(|officer| officer.name == who) {
        // The same door as for everyone, with the password that the page shows.
        let account = call.app.officer_sign_in(who, &demo.password).await;
        let account = account.map_err(|error| match error {
            app::SignInError::Fault(fault) => Problem::from(fault),
            app::SignInError::Wrong | app::SignInError::Wait { .. } => Problem::Forbidden,
        })?;
        call.visit.sign_in(SignedIn::Officer(account.id), false).await?;
        return Ok(Redirect::to(&call.ui.url("/officer")).into_response());
    }
    let person = call.app.demo_person(who).await?;
    call.visit.sign_in(SignedIn::Person(person), false).await?;
    call.visit.recall(app::Answers::default()).await?;
    Ok(Redirect::to(&call.ui.url("/registration")).into_response())
}

async fn set_date(call: Call, raw: RawForm) -> Answer {
    let demo = call.app.demo()?;
    if raw.has("real") {
        call.app.demo_set_today(None).await?;
        return Ok(Redirect::to(&call.ui.url("/demo")).into_response());
    }
    let mut form = business_date_form(demo.today);
    let Some(values) = form.read(&raw) else { return Ok(page(&call, &demo, form)) };
    match call.app.demo_set_today(values.day("today")).await {
        Ok(()) => Ok(Redirect::to(&call.ui.url("/demo")).into_response()),
        Err(DemoError::Date { from, to, .. }) => {
            let words = Text::message("fault.business_date")
                .with_text("from", &shown::date(from))
                .with_text("to", &shown::date(to));
            form.refuse("today", words);
            Ok(page(&call, &demo, form))
        }
        Err(error) => Err(error.into()),
    }
}
