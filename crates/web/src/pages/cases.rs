//! A person's matters: the list with whose turn it is, one case with its timeline and what can be done, and how a case
//! stands for whoever has its number and telephone.

mod action;
mod progress;

use app::service::case::ActError;
use app::{By, CaseError, CaseView as Found, ClockShown, EventShown};
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::{get, post};

use super::{Answer, Call, mine, papers, shown};
use crate::desk::Desk;
use crate::forms::RawForm;
use crate::i18n::Text;
use crate::views::{self, CaseAnswer, CaseClock, CaseEvent, MatterView, MattersRow, MattersView};
pub(crate) use action::{Sent, forms, read};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/me", get(list))
        .route("/me/cases/{number}", get(show))
        .route("/me/cases/{number}/act", post(act))
        .merge(progress::routes())
}

/// The page of a person's case.
pub(crate) fn address(number: &str) -> String {
    format!("/me/cases/{number}")
}

async fn list(call: Call) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let cases = call.app.my_cases(&call.visit.viewer).await?;
    let mut rows: Vec<MattersRow> = cases.into_iter().map(row).collect();
    // Whose turn it is comes first; what is over, last.
    rows.sort_by_key(|row| (!row.is_my_turn, row.is_ended));
    let registrations = call.app.my_registrations(&call.visit.viewer).await?;
    let unread = call.app.inbox_unread(&call.visit.viewer).await?;
    let view = MattersView {
        rows,
        registration: registrations.first().map(ToString::to_string),
        unread: usize::try_from(unread).unwrap_or(usize::MAX),
        has_mail: call.app.sends_mail(),
    };
    Ok(views::matters(&call.ui, &view).into_response())
}

fn row(case: app::MyCase) -> MattersRow {
    MattersRow {
        href: address(&case.number),
        number: case.number,
        for_whom: case.for_whom,
        title: case.title.into(),
        state: case.state.into(),
        is_my_turn: case.is_my_turn,
        is_ended: case.is_ended,
        due: case.due,
        opened_on: case.opened_on,
    }
}

async fn show(call: Call, Path(number): Path<String>) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let found = call.app.case_see(&call.visit.viewer, &number).await?;
    page(&call, &found, None, None).await
}

async fn page(call: &Call, found: &Found, sent: Option<&Sent>, notice: Option<Text>) -> Answer {
    let view = MatterView {
        number: found.number.clone(),
        title: (&found.title).into(),
        state: (&found.state.plain).into(),
        verdict: found.state.verdict,
        is_ended: found.state.ended.is_some(),
        rating: found.state.verdict.map(|_| super::rating::address(&found.number)),
        opened_on: found.opened_on,
        office: found.office.as_ref().map(shown::office),
        basis: shown::basis(&call.app, &found.service),
        clocks: found.clocks.iter().map(clock).collect(),
        events: found.events.iter().rev().map(event).collect(),
        papers: papers::of_case(call, &found.number).await?,
        evidence: papers::handed_in(call, &found.number).await?,
        answers: found.answers.iter().map(answer).collect(),
        actions: forms(call, found, sent, false),
        version: found.version,
        key: call.app.draft_new().to_string(),
        is_pending: found.pending.is_some(),
        links: found.links.iter().map(|(_, number)| (number.clone(), address(number))).collect(),
        action: format!("{}/act", address(&found.number)),
        notice,
    };
    Ok(views::matter(&call.ui, &view).into_response())
}

pub(crate) fn clock(clock: &ClockShown) -> CaseClock {
    CaseClock {
        note: (&clock.note).into(),
        due: clock.due,
        is_standing: clock.is_standing,
        is_provisional: clock.is_provisional,
        because: (&clock.because).into(),
        source: clock.source.clone(),
    }
}

pub(crate) fn event(event: &EventShown) -> CaseEvent {
    CaseEvent {
        on: event.on,
        what: (&event.what).into(),
        reasons: event.reasons.iter().map(Text::from).collect(),
        by: by(event),
    }
}

/// Who did it; under a mandate also for whom.
fn by(event: &EventShown) -> Text {
    if let Some((delegate, giver)) = &event.behalf {
        let same = |name: &String| Text::new(name, name);
        return Text::message("cases.by_delegate")
            .with_text("delegate", &same(delegate))
            .with_text("giver", &same(giver));
    }
    Text::message(match event.by {
        By::Applicant | By::Delegate => "cases.by_applicant",
        By::Office => "cases.by_office",
        By::Body => "cases.by_body",
        By::System => "cases.by_system",
    })
}

pub(crate) fn answer(answer: &app::AnswerShown) -> CaseAnswer {
    CaseAnswer {
        field: answer.field.clone(),
        label: shown::label(&answer.field, &answer.label),
        value: (&answer.value).into(),
        by_officer: answer.by_officer,
        by_delegate: answer.by_delegate,
        flag: answer.flag.as_ref().map(Text::from),
        asked: answer.asked.as_ref().map(Text::from),
        reasons: Vec::new(),
    }
}

async fn act(call: Call, Path(number): Path<String>, raw: RawForm) -> Answer {
    if let Some(elsewhere) = mine::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let found = call.app.case_see(&call.visit.viewer, &number).await?;
    let mut sent = match read(&call, &found, &raw)? {
        Ok(request) => {
            let (request, sent) = *request;
            match call.app.case_act(&call.visit.viewer, &number, request).await {
                Ok(_) => return Ok(Redirect::to(&call.ui.url(address(&number))).into_response()),
                Err(CaseError::Fields(faults)) => sent.at_fault(&faults),
                Err(CaseError::Act(error)) => {
                    let found = call.app.case_see(&call.visit.viewer, &number).await?;
                    return page(&call, &found, Some(&sent), Some(act_words(&error))).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Err(sent) => sent,
    };
    sent.is_open = true;
    page(&call, &found, Some(&sent), None).await
}

/// Why a step cannot be taken, in plain words with what to do.
pub(crate) fn act_words(error: &ActError) -> Text {
    match error {
        ActError::NotElapsed { due, .. } => {
            Text::message("act.not_elapsed").with_text("due", &shown::date(*due))
        }
        ActError::Stale { .. } => Text::message("act.stale"),
        ActError::NotNow { .. } | ActError::Unknown { .. } | ActError::OtherPack { .. } => {
            Text::message("act.not_now")
        }
        ActError::NotYours { .. } => Text::message("act.not_yours"),
        ActError::HeldByOther => Text::message("act.held_by_other"),
        ActError::AnotherOfficer { .. } => Text::message("act.another_officer"),
        ActError::NeedsSupervisor { .. } => Text::message("act.needs_supervisor"),
        ActError::Pending { .. } => Text::message("act.pending"),
        ActError::NothingPending => Text::message("act.nothing_pending"),
        ActError::Reasons { .. } => Text::message("act.reasons"),
        ActError::Form(_) | ActError::Answers(_) | ActError::NotFlagged { .. } => Text::message("act.form"),
        ActError::NoFlags => Text::message("act.no_flags"),
        ActError::Evidence { .. } => Text::message("act.evidence"),
        ActError::Body { .. } => Text::message("act.body"),
        ActError::Condition { .. } => Text::message("act.condition"),
        ActError::NoExtension { .. } => Text::message("act.no_extension"),
        ActError::Route(_) => Text::message("act.route"),
    }
}
