//! The steps of a cycle: each asked about on its own page, with what it is done to, and then done. The file for the bank
//! is one of them: fetched for the first time it moves the cycle on, and again it is the same file.

use app::registry::CycleId;
use app::registry::money::Code;
use app::{BankFile, PaymentError};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::super::{Answer, Call, officer};
use super::{address, cycle, words};
use crate::forms::{Choice, Form, RawForm, send_back_form};
use crate::i18n::Text;
use crate::views::{self, PaymentStepView, Problem};

/// The reasons for opening a cycle again.
const REASONS: [(&str, &str); 3] = [
    ("amount_doubtful", "payments.reason_amount"),
    ("person_doubtful", "payments.reason_person"),
    ("month_wrong", "payments.reason_month"),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Compute,
    Approve,
    SendBack,
    File,
    Close,
}

impl Step {
    fn read(text: &str) -> Result<Self, Problem> {
        match text {
            "compute" => Ok(Self::Compute),
            "approve" => Ok(Self::Approve),
            "send-back" => Ok(Self::SendBack),
            "file" => Ok(Self::File),
            "close" => Ok(Self::Close),
            _ => Err(Problem::NotFound),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Compute => "compute",
            Self::Approve => "approve",
            Self::SendBack => "send-back",
            Self::File => "file",
            Self::Close => "close",
        }
    }

    /// Its words, and what comes of it.
    const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Compute => ("payments.compute", "payments.compute_lead"),
            Self::Approve => ("payments.approve", "payments.approve_lead"),
            Self::SendBack => ("payments.send_back", "payments.send_back_lead"),
            Self::File => ("payments.file", "payments.file_lead"),
            Self::Close => ("payments.close", "payments.close_lead"),
        }
    }

    fn form(self) -> Form {
        if self != Self::SendBack {
            return Form::default();
        }
        send_back_form(REASONS.iter().map(|(code, key)| Choice::new(*code, Text::message(key))).collect())
    }
}

pub(super) async fn ask(call: Call, Path((id, step)): Path<(String, String)>) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let step = Step::read(&step)?;
    page(&call, cycle::id(&id)?, step, step.form(), None).await
}

async fn page(call: &Call, id: CycleId, step: Step, form: Form, fault: Option<Text>) -> Answer {
    let found = call.app.payment_cycle(&call.visit.viewer, id).await?;
    let (title, lead) = step.keys();
    let districts = cycle::districts(&found);
    let view = PaymentStepView {
        title: Text::message(title),
        lead: Text::message(lead),
        rows: cycle::rows(&found),
        districts: Some(districts).filter(|districts| !districts.rows.is_empty()),
        form,
        fault,
        action: format!("{}/{}", address(id), step.name()),
        back: address(id),
        is_grave: step == Step::Approve,
    };
    Ok(views::payment_step(&call.ui, &view).into_response())
}

pub(super) async fn take(call: Call, Path((id, step)): Path<(String, String)>, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let (id, step) = (cycle::id(&id)?, Step::read(&step)?);
    let (app, viewer) = (&call.app, &call.visit.viewer);
    let mut form = step.form();
    let done = match step {
        Step::Compute => app.cycle_compute(viewer, id).await,
        Step::Approve => app.cycle_approve(viewer, id).await,
        Step::Close => app.cycle_close(viewer, id).await,
        Step::SendBack => {
            let values = form.read(&raw);
            let Some(reason) = values.and_then(|values| values.text("reason")?.parse::<Code>().ok()) else {
                return page(&call, id, step, form, None).await;
            };
            app.cycle_send_back(viewer, id, reason).await
        }
        Step::File => match app.cycle_file(viewer, id).await {
            Ok(file) => return Ok(attachment(file)),
            Err(error) => Err(error),
        },
    };
    let fault = match done {
        Ok(()) => return Ok(Redirect::to(&call.ui.url(address(id))).into_response()),
        Err(PaymentError::Cycle(error)) => words::fault(&error),
        Err(PaymentError::NoPayer) => Text::message("payments.no_payer_text"),
        Err(PaymentError::File(found)) => Text::message("payments.fault_other").with("found", found),
        Err(error) => return Err(error.into()),
    };
    page(&call, id, step, form, Some(fault)).await
}

fn attachment(file: BankFile) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/xml; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, file.xml).into_response()
}
