//! A form that was sent: its faults at their fields, or on to what it would bring.

use app::{Answers, ChangeError, ChangeRequest};
use axum::response::{IntoResponse as _, Redirect};

use super::super::draft_form::typed;
use super::super::{Answer, Call, choices, faults, shown};
use super::task::{Task, Way, Work};
use crate::forms::{RawForm, Values};
use crate::i18n::Text;
use crate::views::{self, Problem};

/// Shows faults at their fields; otherwise keeps what was typed and goes on to what it would bring.
pub(super) async fn send(mut call: Call, way: Way, work: Work, raw: RawForm) -> Answer {
    let task = match Task::begin(&call, way, work).await? {
        Ok(task) => task,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut form = task.form(&call);
    let Some(values) = form.read(&raw) else { return Ok(task.page(&call, form, None)) };
    let number = task.found.number.to_string();
    let mut pending = Answers { fields: read(&task, &values).into_iter().collect(), ..Answers::default() };
    let asked = request(&task.way, &number, &pending, None, None);
    match call.app.preview_change(&call.visit.viewer, &asked).await {
        Ok(_) => {}
        Err(ChangeError::Fields(found)) => {
            faults::put(&mut form, &found, task.names());
            return Ok(task.page(&call, form, None));
        }
        Err(ChangeError::Unchanged) => {
            if let Some(first) = form.fields.first_mut() {
                first.fault = Some(faults::words("unchanged"));
            }
            return Ok(task.page(&call, form, None));
        }
        Err(ChangeError::WrongOffice(office)) => {
            form.refuse("employment_region", Text::message("officer.elsewhere"));
            return Ok(task.page(&call, form, Some(shown::office(&office))));
        }
        Err(error) => return failed(&call, &task.way, error),
    }
    pending.facts.insert("number".into(), number.into());
    // A mark of its own for each change that waits: pressed twice, it is one change.
    pending.facts.insert("key".into(), call.app.draft_new().to_string().into());
    call.visit.keep_aside(task.way.pending(), &pending).await?;
    Ok(Redirect::to(&call.ui.url(format!("{}/effect", task.way.base()))).into_response())
}

/// What was typed, as the service takes it.
fn read(task: &Task, values: &Values) -> Vec<(String, String)> {
    let read = task.names().iter().map(|(field, name)| ((*field).to_owned(), typed(values, name)));
    let mut fields: Vec<_> = read.filter(|(_, value)| !value.is_empty()).collect();
    let change = match task.work {
        Work::End => "end",
        Work::Amend | Work::Correct(_) => "amend",
    };
    // The streets on the page are those of the present district, and the relation is asked of platform
    // work alone: with another answer above them these two say nothing. Of a correction only what stands
    // on its page was asked.
    let present = task.found.details.district.to_string();
    let district = values.text("employment_region").map_or(present, str::to_owned);
    let kind = values.text("employment_form").unwrap_or(task.found.details.kind.code());
    fields.retain(|(field, value)| match field.as_str() {
        "street" => district == value.get(..6).unwrap_or_default(),
        "platform_labour_relation" => kind == choices::PLATFORM,
        "other_kind" | "other_source" => kind == choices::OTHER,
        _ => true,
    });
    fields.push(("change".into(), change.into()));
    fields
}

/// What is handed in.
pub(super) fn request(
    way: &Way,
    number: &str,
    pending: &Answers,
    commitment: Option<String>,
    idempotency_key: Option<String>,
) -> ChangeRequest {
    ChangeRequest {
        number: number.to_owned(),
        channel: way.channel(),
        fields: pending.fields.clone(),
        commitment,
        idempotency_key,
    }
}

/// Why there is no change, each with the way that is open.
pub(super) fn failed(call: &Call, way: &Way, error: ChangeError) -> Answer {
    match error {
        ChangeError::NotFound => Err(Problem::NotFound),
        ChangeError::Refused(conclusion) => {
            let view = views::RefusedView {
                conclusion: shown::conclusion(&conclusion, false),
                back: format!("{}/end", way.base()),
            };
            Ok(views::refused(&call.ui, &view).into_response())
        }
        ChangeError::Ended { .. } | ChangeError::Unchanged => Ok(way.back(call)),
        ChangeError::WrongOffice(_) | ChangeError::Denied => Err(Problem::Forbidden),
        ChangeError::Fields(_) => Err(Problem::Unprocessable),
        ChangeError::Fault(fault) => Err(fault.into()),
    }
}
