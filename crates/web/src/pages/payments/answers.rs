//! The bank's answers come in as a file, as often as they come: what was known already changes nothing.

use app::{AnswersTaken, PaymentError};
use axum::response::IntoResponse as _;

use super::super::{Answer, Call, officer};
use super::{is_paymaster, words};
use crate::forms::UploadForm;
use crate::i18n::Text;
use crate::views::{self, BankAnswersView, Problem, Row};

pub(super) async fn show(call: Call) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    if !is_paymaster(&call) {
        return Err(Problem::Forbidden);
    }
    let view = BankAnswersView { taken: None, contradictions: Vec::new(), fault: None };
    Ok(views::bank_answers(&call.ui, &view).into_response())
}

pub(super) async fn take(call: Call, upload: Result<UploadForm, Problem>) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    if !is_paymaster(&call) {
        return Err(Problem::Forbidden);
    }
    let content = upload.map(|form| form.content).unwrap_or_default();
    let fault = |fault: Text| BankAnswersView { taken: None, contradictions: Vec::new(), fault: Some(fault) };
    let view = match std::str::from_utf8(&content) {
        Ok("") => fault(Text::message("payments.fault_no_file")),
        Err(_) => fault(Text::message("payments.fault_no_text")),
        Ok(xml) => match call.app.bank_answers(&call.visit.viewer, xml).await {
            Ok(taken) => BankAnswersView {
                taken: Some(rows(&taken)),
                contradictions: taken.contradictions,
                fault: None,
            },
            Err(PaymentError::File(found)) => {
                fault(Text::message("payments.fault_file").with("found", found))
            }
            Err(PaymentError::Cycle(error)) => fault(words::fault(&error)),
            Err(error) => return Err(error.into()),
        },
    };
    Ok(views::bank_answers(&call.ui, &view).into_response())
}

fn rows(taken: &AnswersTaken) -> Vec<Row> {
    let all = [
        ("payments.order_accepted", taken.accepted),
        ("payments.order_paid", taken.paid),
        ("payments.order_rejected", taken.rejected),
        ("payments.order_returned", taken.returned),
        ("payments.unchanged", taken.unchanged),
        ("payments.foreign", taken.foreign),
    ];
    let row = |(key, n): (&str, usize)| Row::new(Text::message(key), Text::new(n.to_string(), n.to_string()));
    all.into_iter().map(row).collect()
}
