//! How a case stands, without an account: by its number and the telephone that was given with it (进度查询).

use app::CaseError;
use axum::Router;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use super::super::{Answer, Call};
use crate::desk::Desk;
use crate::forms::{Field, Form, RawForm, Shape};
use crate::i18n::Text;
use crate::views::{self, ProgressFound, ProgressView};

pub(super) fn routes() -> Router<Desk> {
    Router::new().route("/progress", get(show).post(send))
}

const NUMBER_CHARS_MAX: usize = 40;

fn new_form() -> Form {
    Form::new(vec![
        Field::line(
            "number",
            Text::message("progress.number"),
            Shape::Words { chars_max: NUMBER_CHARS_MAX },
            "off",
        )
        .hint(Text::message("progress.number_hint")),
        Field::line("phone", Text::message("register.phone"), Shape::Phone, "tel-national"),
    ])
}

async fn show(call: Call) -> Answer {
    Ok(page(&call, new_form(), None))
}

async fn send(call: Call, raw: RawForm) -> Answer {
    let mut form = new_form();
    let Some(values) = form.read(&raw) else { return Ok(page(&call, form, None)) };
    let (number, phone) = (values.text("number").unwrap_or(""), values.text("phone").unwrap_or(""));
    let fault = match call.app.progress(number, phone).await {
        Ok(found) => {
            let found = ProgressFound {
                number: found.number,
                title: found.title.into(),
                state: found.state.plain.into(),
                due: found.due,
                office: found.office.map(Text::from),
            };
            return Ok(page(&call, new_form(), Some(found)));
        }
        Err(CaseError::NotFound) => Text::message("progress.wrong"),
        Err(CaseError::Wait { seconds }) => Text::message("access.wait").with("seconds", seconds),
        Err(error) => return Err(error.into()),
    };
    form.refuse("number", fault);
    Ok(page(&call, form, None))
}

fn page(call: &Call, form: Form, found: Option<ProgressFound>) -> Response {
    views::progress(&call.ui, &ProgressView { form, found }).into_response()
}
