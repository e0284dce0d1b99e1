//! The confirmation of a registration. Between the sending and its page it waits in a draft of its own,
//! encrypted like the others, because it holds the access code.

use app::{Answers, Registered};
use axum::response::{IntoResponse as _, Redirect};

use super::{Answer, Call, commitment, shown};
use crate::i18n::Text;
use crate::views::{self, DoneView, Office};

/// Under which name it waits.
pub(crate) const DONE: &str = "done";

/// The confirmation as it waits for its page: encrypted with the other drafts.
pub(crate) fn confirmation(registered: &Registered) -> Answers {
    let mut answers = Answers::default();
    answers.fields.insert("number".into(), registered.number.to_string());
    answers.fields.insert("certificate".into(), registered.certificate_number.clone());
    answers.fields.insert("access_code".into(), registered.access_code.clone());
    let steps: Vec<_> = registered.next_steps.iter().map(|step| [&step.title, &step.text]).collect();
    answers.facts.insert("next".into(), serde_json::to_value(steps).unwrap_or_default());
    let office = shown::office(&registered.office);
    answers.facts.insert("office".into(), serde_json::to_value(office).unwrap_or_default());
    answers
}

/// The page of the confirmation.
pub(crate) async fn done(call: Call) -> Answer {
    let kept = call.visit.aside(DONE).await?;
    match done_view(&kept) {
        Some(view) => Ok(views::done(&call.ui, &view).into_response()),
        None => Ok(Redirect::to(&call.ui.url("/registration")).into_response()),
    }
}

/// The confirmation's page from what was kept.
pub(crate) fn done_view(kept: &Answers) -> Option<DoneView> {
    let next: Vec<[app::Text; 2]> = serde_json::from_value(kept.facts.get("next")?.clone()).ok()?;
    let office: Office = serde_json::from_value(kept.facts.get("office")?.clone()).ok()?;
    let join = |title: String, text: String, between: &str| {
        if text.is_empty() { title } else { format!("{title}{between}{text}") }
    };
    let next = next
        .into_iter()
        .map(|[title, text]| Text::new(join(title.zh, text.zh, "："), join(title.en, text.en, ": ")));
    let number = kept.fields.get("number")?.clone();
    Some(DoneView {
        commitment_href: commitment::address(&number, 1),
        number,
        access_code: kept.fields.get("access_code").cloned(),
        is_window: false,
        office,
        next: next.collect(),
        certificate_href: "/certificate".into(),
        certificate_pdf_href: "/certificate.pdf".into(),
        effects_href: Some("/registration/effects".into()),
    })
}
