//! A person's own registration: how it stands, its history, who looked at it.

use app::registry::RegistrationNumber;
use app::{RegistrationError, RegistrationShown, Standing, VersionShown, Viewer};
use axum::Router;
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::get;

use super::{Answer, Call, before_after, commitment, shown};
use crate::desk::Desk;
use crate::i18n::Text;
use crate::views::{self, Commitment, Event, Look, Problem, RegistrationState, RegistrationView};

pub(crate) fn routes() -> Router<Desk> {
    Router::new().route("/registration", get(show))
}

impl From<RegistrationError> for Problem {
    fn from(error: RegistrationError) -> Self {
        match error {
            RegistrationError::NotFound => Self::NotFound,
            RegistrationError::Fault(fault) => fault.into(),
        }
    }
}

/// The code under which a person's own look is asked for; it is not journalled.
pub(crate) const OWN: &str = "own";

/// The person's latest registration: the one in force, or else the last. `None` where there is none.
pub(crate) async fn latest(call: &Call) -> Result<Option<RegistrationShown>, Problem> {
    let numbers = call.app.my_registrations(&call.visit.viewer).await?;
    match numbers.first() {
        Some(number) => Ok(Some(call.app.registration(&call.visit.viewer, &number.to_string(), OWN).await?)),
        None => Ok(None),
    }
}

/// The way to sign in, for who has not. Officers have no registration of their own here.
pub(crate) fn sign_in_first(call: &Call) -> Option<axum::response::Response> {
    match call.visit.viewer {
        Viewer::Person(_) => None,
        Viewer::Public => Some(Redirect::to(&call.ui.url("/sign-in")).into_response()),
        Viewer::Officer(_) => Some(Redirect::to(&call.ui.url("/officer")).into_response()),
    }
}

async fn show(call: Call) -> Answer {
    if let Some(elsewhere) = sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let Some(found) = latest(&call).await? else {
        return Ok(views::registration(&call.ui, None).into_response());
    };
    let unread = call.app.inbox_unread(&call.visit.viewer).await?;
    let is_active = found.standing == Standing::InForce;
    let looks = found.looks.iter().rev().map(|look| Look {
        at: shown::moment(look.at),
        who: look.officer.clone(),
        reason: reason(&look.reason),
    });
    let view = RegistrationView {
        number: found.number.to_string(),
        state: state(&found.standing),
        rows: shown::rows(&found.rows),
        office: shown::office(&found.office),
        history: found.versions.iter().map(|version| event(&found.number, version)).collect(),
        certificate_href: (!found.certificates.is_empty()).then(|| "/certificate".to_owned()),
        change_href: is_active.then(|| "/registration/change".to_owned()),
        end_href: is_active.then(|| "/registration/end".to_owned()),
        effects_href: call
            .app
            .before_after_latest(&call.visit.viewer)
            .await?
            .map(|notice| before_after::address(&notice.to_string())),
        unread: usize::try_from(unread).unwrap_or(usize::MAX),
        looks: looks.collect(),
        commitment: Some((
            Commitment { words: (&found.commitment.text).into(), version: found.commitment.version.clone() },
            app::beijing_date(found.commitment_at),
        )),
    };
    Ok(views::registration(&call.ui, Some(&view)).into_response())
}

/// How it stands.
pub(crate) fn state(standing: &Standing) -> RegistrationState {
    match standing {
        Standing::InForce => RegistrationState::InForce,
        Standing::Ended { .. } => RegistrationState::Ended,
    }
}

/// One version as an entry of the history.
pub(crate) fn event(number: &RegistrationNumber, version: &VersionShown) -> Event {
    let recorded = shown::moment(version.recorded_at);
    let by = Text::new(
        format!("{} · {} · {recorded}", version.by.zh, version.channel.zh),
        format!("{} · {} · {recorded}", version.by.en, version.channel.en),
    );
    let values = |of: fn(&app::Text) -> &String, between: &str| {
        version.rows.iter().map(|row| of(&row.value).as_str()).collect::<Vec<_>>().join(between)
    };
    let detail = Text::new(values(|t| &t.zh, "；"), values(|t| &t.en, "; "));
    Event {
        on: version.effective_on,
        title: (&version.title).into(),
        detail: Some(detail).filter(|detail| !detail.zh.is_empty()),
        by,
        commitment_href: Some(commitment::address(number.as_str(), version.version)),
    }
}

/// The words for the code of a reason.
pub(crate) fn reason(code: &str) -> Text {
    match code {
        "case_handling" => Text::message("officer.reason_case"),
        "certificate" => Text::message("officer.reason_certificate"),
        "change" => Text::message("officer.reason_change"),
        "commitment" => Text::message("officer.reason_commitment"),
        "correction" => Text::message("officer.reason_correction"),
        "access_code" => Text::message("officer.reason_access_code"),
        "erasure" => Text::message("officer.reason_erasure"),
        other => Text::new(other, other),
    }
}
