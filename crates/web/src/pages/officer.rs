//! A clerk's pages: the registrations of the own place, one of them with its decision and journal, and
//! taking a certificate back.

use app::registry::{FlexibleKind, Role};
use app::{CaseShown, ListFilter, OfficerError, PersonShown, RegistrationShown, Standing, Viewer};
use axum::Router;
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::{get, post};

use super::{Answer, Asked, Call, choices, mine, shown};
use crate::desk::Desk;
use crate::forms::{Choice, RawForm, filter_form};
use crate::i18n::Text;
use crate::views::{
    self, Act, CaseCertificate, CaseView, JournalEntry, ListRow, ListView, Problem, RegistrationState,
    VerifyState,
};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/officer", get(list))
        .route("/officer/registrations/{number}", get(case))
        .route("/officer/registrations/{number}/revoke", post(revoke))
}

impl From<OfficerError> for Problem {
    fn from(error: OfficerError) -> Self {
        match error {
            OfficerError::NotFound => Self::NotFound,
            OfficerError::Denied => Self::Forbidden,
            OfficerError::BadCursor => Self::Unprocessable,
            OfficerError::Fault(fault) => fault.into(),
        }
    }
}

const ROWS_MAX: u32 = 20;

/// The way to sign in, for who has not.
pub(crate) fn sign_in_first(call: &Call) -> Option<axum::response::Response> {
    let is_officer = matches!(call.visit.viewer, Viewer::Officer(_));
    (!is_officer).then(|| Redirect::to(&call.ui.url("/officer/sign-in")).into_response())
}

/// The way elsewhere, for who has no window: to sign in, or, for a body outside, to its desk.
pub(crate) fn window_first(call: &Call) -> Option<axum::response::Response> {
    let desk = || Redirect::to(&call.ui.url("/officer/desk")).into_response();
    sign_in_first(call).or_else(|| super::desk::is_body(call).then(desk))
}

async fn list(call: Call, Asked(query): Asked) -> Answer {
    if let Some(elsewhere) = window_first(&call) {
        return Ok(elsewhere);
    }
    let number = query.text("q").trim();
    if !number.is_empty() {
        // Looking for one registration is looking at it: its page says whether this officer may.
        let number: String = number.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        return Ok(Redirect::to(&call.ui.url(format!("/officer/registrations/{number}"))).into_response());
    }
    let states = vec![
        Choice::new("active", Text::message("mine.in_force")),
        Choice::new("ended", Text::message("mine.ended")),
    ];
    let kinds = choices::values(&call.app, app::SERVICE_REGISTER, "employment_form");
    let mut form = filter_form(states, kinds);
    let values = form.read(&query).unwrap_or_default();
    let filter = ListFilter {
        state: values.text("state").map(str::to_owned),
        kind: values.text("kind").and_then(|kind| kind.parse::<FlexibleKind>().ok()),
        ..ListFilter::default()
    };
    let after = Some(query.text("after")).filter(|after| !after.is_empty());
    let page = call.app.officer_list(&call.visit.viewer, &filter, after, ROWS_MAX).await?;
    let rows = page.rows.iter().map(|row| ListRow {
        number: row.number.to_string(),
        href: format!("/officer/registrations/{}", row.number),
        name: row.name.clone(),
        kind: (&row.kind).into(),
        place: (&row.place).into(),
        channel: (&row.channel).into(),
        registered_on: row.registered_on,
        state: if row.is_active { RegistrationState::InForce } else { RegistrationState::Ended },
    });
    let view = ListView {
        office: (&page.place).into(),
        // A street has a list and no numbers.
        counts_href: call
            .visit
            .viewer
            .officer()
            .is_some_and(|account| !matches!(account.role, Role::Street(_)))
            .then(|| "/officer/counts".to_owned()),
        payments_href: super::payments::is_paymaster(&call).then(|| "/officer/payments".to_owned()),
        filter: form,
        rows: rows.collect(),
        total: page.total.and_then(|total| usize::try_from(total).ok()),
        // A list that goes on from a mark knows no way back but to the beginning.
        previous_href: after.map(|_| address(&query, None)),
        next_href: page.next.as_deref().map(|next| address(&query, Some(next))),
    };
    Ok(views::list(&call.ui, &view).into_response())
}

/// The list with the same filters, from a mark on.
fn address(query: &RawForm, after: Option<&str>) -> String {
    let mut parts = form_urlencoded::Serializer::new(String::new());
    for name in ["state", "kind"] {
        if !query.text(name).is_empty() {
            parts.append_pair(name, query.text(name));
        }
    }
    if let Some(after) = after {
        parts.append_pair("after", after);
    }
    let query = parts.finish();
    if query.is_empty() { "/officer".to_owned() } else { format!("/officer?{query}") }
}

/// The reason under which a look from the list is journalled.
const CASE_HANDLING: &str = "case_handling";

async fn case(call: Call, Path(number): Path<String>) -> Answer {
    if let Some(elsewhere) = sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let found = call.app.case(&call.visit.viewer, &number, CASE_HANDLING).await?;
    Ok(views::case(&call.ui, &case_view(&call, &found)).into_response())
}

fn case_view(call: &Call, found: &CaseShown) -> CaseView {
    let registration = &found.registration;
    let number = registration.number.to_string();
    let is_of_the_city = call.visit.viewer.officer().is_some_and(|account| account.role == Role::City);
    let person = person_rows(&registration.person);
    let certificates = registration.certificates.iter().map(|line| {
        let state = match line.state {
            "valid" => VerifyState::Valid,
            "revoked" => VerifyState::Revoked,
            _ => VerifyState::Ended,
        };
        CaseCertificate {
            href: format!("/officer/certificates/{}", line.number),
            number: line.number.clone(),
            state,
            issued_at: shown::moment(line.issued_at),
            revoke: (is_of_the_city && state == VerifyState::Valid)
                .then(|| format!("/officer/registrations/{number}/revoke")),
            reasons: REVOKE_REASONS
                .iter()
                .map(|(code, key)| Choice::new(*code, Text::message(key)))
                .collect(),
        }
    });
    let journal = found.journal.iter().map(|line| JournalEntry {
        sequence: line.sequence,
        at: shown::moment(line.at),
        who: (&line.who).into(),
        what: action(&line.action),
        hash: line.hash.chars().take(HASH_CHARS).collect(),
    });
    CaseView {
        acts: acts(registration, is_of_the_city),
        state: mine::state(&registration.standing),
        facts: person.into_iter().chain(shown::rows(&registration.rows)).collect(),
        conclusions: found.conclusions.iter().map(|c| shown::conclusion(c, false)).collect(),
        policy: Text::zh(found.policy_version.clone()),
        journal: journal.collect(),
        history: registration.versions.iter().map(|v| mine::event(&registration.number, v)).collect(),
        certificates: certificates.collect(),
        number,
    }
}

/// What this clerk may go on to do. The use cases ask again who may.
fn acts(registration: &RegistrationShown, is_of_the_city: bool) -> Vec<Act> {
    let is_active = registration.standing == Standing::InForce;
    // Of who was erased nothing is left to change, to give out or to erase.
    let is_held = !registration.person.name.is_empty();
    let all = [
        ("change", "mine.change", is_active && is_held),
        ("end", "mine.end", is_active && is_held),
        ("correction", "correction.title", is_active && is_held),
        ("access-code", "access_code.title", is_held),
        ("erasure", "erasure.title", is_of_the_city && is_held),
    ];
    let act = |(path, key, _): (&str, &str, bool)| Act {
        href: format!("/officer/registrations/{}/{path}", registration.number),
        words: Text::message(key),
    };
    all.into_iter().filter(|(_, _, may)| *may).map(act).collect()
}

/// A person with what may be shown of them.
pub(crate) fn person_rows(person: &PersonShown) -> [views::Row; 3] {
    let rows = [
        ("register.name", &person.name),
        ("register.id_number", &person.id_number),
        ("register.phone", &person.phone),
    ];
    rows.map(|(label, value)| views::Row::new(Text::message(label), Text::new(value, value)))
}

/// As much of a hash as one compares by eye.
const HASH_CHARS: usize = 12;

/// The reasons for taking a certificate back, as codes with their words.
const REVOKE_REASONS: &[(&str, &str)] = &[
    ("false_statement", "revoke.false_statement"),
    ("issued_in_error", "revoke.issued_in_error"),
    ("asked_by_person", "revoke.asked_by_person"),
];

/// The words for the code of an entry; a code without words is shown as it is.
fn action(code: &str) -> Text {
    let key = match code.split_once('.') {
        Some(("registration", "registered")) => "action.registered",
        Some(("registration", "changed")) => "action.changed",
        Some(("registration", "ended")) => "action.ended",
        Some(("registration", "access_code_renewed")) => "action.access_code_renewed",
        Some(("registration", "correction_wanted")) => "action.correction_wanted",
        Some(("certificate", "revoked")) => "action.certificate_revoked",
        Some(("person", "erased")) => "action.erased",
        Some(("person", "looked")) => "action.looked",
        _ => return Text::new(code, code),
    };
    Text::message(key)
}

async fn revoke(call: Call, Path(number): Path<String>, raw: RawForm) -> Answer {
    call.app.revoke(&call.visit.viewer, raw.text("certificate"), raw.text("reason")).await?;
    Ok(Redirect::to(&call.ui.url(format!("/officer/registrations/{number}"))).into_response())
}
