//! One case at the desk: answers with their flags, what the law says, clocks with their why, history; what can be done,
//! the second officer's word, and whose it is.

use app::service::case::{Assign, AssignError};
use app::{CaseError, CaseView as Found, FlagRequest, registry::AccountId};
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::super::cases::{self, Sent};
use super::super::{Answer, Call, officer, shown};
use super::address;
use crate::forms::{Choice, RawForm};
use crate::i18n::Text;
use crate::security::headers;
use crate::views::{self, DeskCaseView, Pending, Problem};

pub(super) async fn show(call: Call, Path(number): Path<String>) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let found = call.app.case_see(&call.visit.viewer, &number).await?;
    page(&call, &found, None, None).await
}

async fn page(call: &Call, found: &Found, sent: Option<&Sent>, notice: Option<Text>) -> Answer {
    let holding = call.app.case_holding(&call.visit.viewer, found).await?;
    let pack = call.app.library().pack(&found.service);
    let can_flag = found.actions.iter().any(|action| action.sends_flags);
    let reasons = |field: &str| -> Vec<Choice> {
        let reasons = pack.iter().flat_map(|pack| &pack.definition.return_reasons);
        let of_field = reasons.filter(|reason| can_flag && reason.field == field);
        of_field.map(|reason| Choice::new(&reason.code, shown::words(&reason.label))).collect()
    };
    let answers = found
        .answers
        .iter()
        .map(|answer| views::CaseAnswer { reasons: reasons(&answer.field), ..cases::answer(answer) });
    let view = DeskCaseView {
        number: found.number.clone(),
        title: (&found.title).into(),
        state: (&found.state.label).into(),
        opened_on: found.opened_on,
        answers: answers.collect(),
        papers_note: pack.map(|pack| shown::words(&pack.definition.evidence.note)).unwrap_or_default(),
        basis: shown::basis(&call.app, &found.service),
        conclusion: holding.conclusion.as_ref().map(|conclusion| shown::conclusion(conclusion, false)),
        clocks: found.clocks.iter().map(cases::clock).collect(),
        events: found.events.iter().rev().map(cases::event).collect(),
        actions: cases::forms(call, found, sent, true),
        pending: found.pending.as_ref().zip(holding.pending.clone()).map(|(label, action)| Pending {
            label: label.into(),
            action,
            is_own: holding.proposed_by_me,
        }),
        office: found.office.as_ref().map(|office| Text::from(&office.name)),
        holder: holding.holder,
        is_mine: holding.is_mine,
        handed_to_me: holding.handed_to_me,
        handed_to: holding.handed_to,
        colleagues: holding
            .colleagues
            .iter()
            .map(|(id, name)| Choice::new(id.to_string(), Text::new(name, name)))
            .collect(),
        links: found.links.iter().map(|(_, number)| (number.clone(), address(number))).collect(),
        is_ended: found.state.ended.is_some(),
        version: found.version,
        key: call.app.draft_new().to_string(),
        href: address(&found.number),
        act_href: format!("{}/act", address(&found.number)),
        notice,
    };
    let mut response = views::desk_case(&call.ui, &view).into_response();
    // The keys.
    headers::allow_script(response.headers_mut());
    Ok(response)
}

/// Back to the case, which shows what came of it.
fn back(call: &Call, number: &str) -> Response {
    Redirect::to(&call.ui.url(address(number))).into_response()
}

/// The page again, with why it could not be done.
async fn not_done(call: &Call, number: &str, sent: Option<&Sent>, error: CaseError) -> Answer {
    let notice = match error {
        CaseError::Act(error) => cases::act_words(&error),
        CaseError::Assign(error) => assign_words(error),
        CaseError::Fields(faults) => {
            faults.first().map_or_else(|| Text::message("act.form"), |f| super::super::faults::words(f.code))
        }
        other @ (CaseError::NotFound | CaseError::Wait { .. } | CaseError::Fault(_)) => {
            return Err(other.into());
        }
    };
    let found = call.app.case_see(&call.visit.viewer, number).await?;
    page(call, &found, sent, Some(notice)).await
}

pub(super) async fn act(call: Call, Path(number): Path<String>, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let found = call.app.case_see(&call.visit.viewer, &number).await?;
    let mut sent = match cases::read(&call, &found, &raw)? {
        Ok(request) => {
            let (request, sent) = *request;
            match call.app.case_act(&call.visit.viewer, &number, request).await {
                Ok(_) => return Ok(back(&call, &number)),
                Err(CaseError::Fields(faults)) => sent.at_fault(&faults),
                Err(error) => return not_done(&call, &number, Some(&sent), error).await,
            }
        }
        Err(sent) => sent,
    };
    sent.is_open = true;
    page(&call, &found, Some(&sent), None).await
}

/// The second officer's word on what waits: yes, or no with a note.
pub(super) async fn confirm(call: Call, Path(number): Path<String>, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let version = raw.text("version").parse().map_err(|_| Problem::Unprocessable)?;
    let viewer = &call.visit.viewer;
    let done = if raw.text("word") == "yes" {
        let request = app::ActRequest {
            action: raw.text("action").to_owned(),
            version,
            idempotency_key: Some(raw.text("key").to_owned()).filter(|key| !key.is_empty()),
            ..app::ActRequest::default()
        };
        call.app.case_act(viewer, &number, request).await
    } else {
        call.app.case_reject(viewer, &number, version, raw.text("note")).await
    };
    match done {
        Ok(_) => Ok(back(&call, &number)),
        Err(error) => not_done(&call, &number, None, error).await,
    }
}

pub(super) async fn flag(call: Call, Path(number): Path<String>, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let some = |name: &str| Some(raw.text(name).trim().to_owned()).filter(|text| !text.is_empty());
    let reason = some("reason").filter(|_| raw.text("off") != "1");
    if reason.is_none() && raw.text("off") != "1" {
        let found = call.app.case_see(&call.visit.viewer, &number).await?;
        return page(&call, &found, None, Some(Text::message("act.reasons"))).await;
    }
    let flag = FlagRequest { field: raw.text("field").to_owned(), reason, note: some("note") };
    match call.app.case_flag(&call.visit.viewer, &number, vec![flag]).await {
        Ok(_) => Ok(back(&call, &number)),
        Err(error) => not_done(&call, &number, None, error).await,
    }
}

pub(super) async fn assign(call: Call, Path(number): Path<String>, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let to = || raw.text("to").parse().map(AccountId).map_err(|_| Problem::Unprocessable);
    let assign = match raw.text("assign") {
        "claim" => Assign::Claim,
        "receive" => Assign::Receive,
        "return" => Assign::Return,
        "hand_over" => Assign::HandOver(to()?),
        "deputy" => Assign::Deputy(to()?),
        _ => return Err(Problem::Unprocessable),
    };
    match call.app.case_assign(&call.visit.viewer, &number, assign).await {
        Ok(_) => Ok(back(&call, &number)),
        Err(error) => not_done(&call, &number, None, error).await,
    }
}

fn assign_words(error: AssignError) -> Text {
    Text::message(match error {
        AssignError::NoDesk => "act.not_yours",
        AssignError::HeldByOther => "act.held_by_other",
        AssignError::NotHeld => "act.not_held",
        AssignError::NotHandedOver => "act.not_handed_over",
        AssignError::NeedsSupervisor => "act.needs_supervisor_assign",
        AssignError::Excluded => "act.another_officer",
        AssignError::Ended => "act.not_now",
    })
}
