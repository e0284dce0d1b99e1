//! The papers of a filing on its last page: files uploaded beside the draft, forms signed on the page, and at the window
//! what the clerk saw.

use std::collections::BTreeMap;

use app::service::evidence::EvidenceItem;
use app::store::EvidenceState;
use app::{EvidenceError, EvidenceShown, HandedIn, Upload};
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect};
use uuid::Uuid;

use super::super::{Answer, Call, shown};
use super::Entry;
use crate::forms::{Choice, RawForm, UploadForm};
use crate::i18n::Text;
use crate::views::{PaperAsked, PaperFile, Problem};

/// The kind of a form that is filled in from the answers, and can be signed on the page.
const SIGNED_FORM: &str = "signed_form";

/// The draft of a filing, beside which its files lie.
pub(super) fn draft(call: &Call, entry: &Entry) -> Option<Uuid> {
    call.visit.data.extra.get(&entry.draft_name()).and_then(|id| id.parse().ok())
}

/// What the last page asks for, with what is there already.
pub(super) async fn asked(call: &Call, entry: &Entry, raw: &RawForm) -> Result<Vec<PaperAsked>, Problem> {
    let pack = entry.pack(call)?;
    let files = match draft(call, entry) {
        Some(draft) => call.app.evidence_of_draft(draft).await?,
        None => Vec::new(),
    };
    let each = pack.definition.evidence.items.iter().map(|item| paper(item, &files, raw));
    Ok(each.collect())
}

fn paper(item: &EvidenceItem, files: &[EvidenceShown], raw: &RawForm) -> PaperAsked {
    let own = files.iter().filter(|file| file.item == item.id);
    let file = |file: &EvidenceShown| PaperFile {
        id: file.id.map(|id| id.to_string()).unwrap_or_default(),
        name: file.name.clone().unwrap_or_default(),
        kind: kind(&file.kind),
        state: state(file.state),
        href: None,
    };
    PaperAsked {
        item: item.id.clone(),
        label: shown::words(&item.label),
        way: item.without_upload.as_ref().map(shown::words),
        is_required: item.required,
        kinds: item.kinds.iter().map(|id| Choice::new(id, kind(id))).collect(),
        files: own.map(file).collect(),
        can_sign: item.kinds == [SIGNED_FORM],
        is_signed: raw.has(&format!("sign-{}", item.id)),
        seen: raw.text(&format!("seen-{}", item.id)).to_owned(),
    }
}

/// A kind of paper in words.
pub(crate) fn kind(id: &str) -> Text {
    Text::message(match id {
        "identity_card" => "papers.kind_identity_card",
        "household_register" => "papers.kind_household_register",
        "electronic_licence" => "papers.kind_electronic_licence",
        SIGNED_FORM => "papers.kind_signed_form",
        "work" => "papers.kind_work",
        "paper" => "papers.kind_paper",
        "patent" => "papers.kind_patent",
        "award" => "papers.kind_award",
        "project_record" => "papers.kind_project_record",
        other => return Text::new(other, other),
    })
}

/// Whether a file was looked at, in words.
pub(crate) fn state(state: Option<EvidenceState>) -> Text {
    Text::message(match state {
        Some(EvidenceState::Waiting) => "papers.file_waiting",
        Some(EvidenceState::Clean) => "papers.file_clean",
        Some(EvidenceState::Infected) => "papers.file_infected",
        Some(EvidenceState::Unscanned) => "papers.file_unscanned",
        None => "papers.file_seen",
    })
}

/// What is handed in with the answers.
pub(super) fn handed_in(call: &Call, entry: &Entry, raw: &RawForm) -> HandedIn {
    let items =
        entry.pack(call).ok().map(|pack| pack.definition.evidence.items.as_slice()).unwrap_or_default();
    let signed = items.iter().filter(|item| raw.has(&format!("sign-{}", item.id)));
    HandedIn {
        draft: draft(call, entry).filter(|_| !items.is_empty()),
        signed: signed.map(|item| item.id.clone()).collect(),
    }
}

/// What the clerk saw at the window.
pub(super) fn seen(call: &Call, entry: &Entry, raw: &RawForm) -> BTreeMap<String, String> {
    let items =
        entry.pack(call).ok().map(|pack| pack.definition.evidence.items.as_slice()).unwrap_or_default();
    let picked = items.iter().filter_map(|item| {
        let kind = raw.text(&format!("seen-{}", item.id));
        (!kind.is_empty()).then(|| (item.id.clone(), kind.to_owned()))
    });
    picked.filter(|_| entry.is_window).collect()
}

/// Takes a file in and goes back to the last page.
pub(super) async fn add(call: Call, Path(id): Path<String>, form: UploadForm) -> Answer {
    let entry = Entry::online(&call, &id)?;
    let draft = draft(&call, &entry).ok_or(Problem::Stale)?;
    let upload = Upload {
        item: form.fields.text("item").to_owned(),
        kind: form.fields.text("kind").to_owned(),
        name: form.name.clone(),
        content: form.content.to_vec().into(),
    };
    let added = call.app.evidence_add(&call.visit.viewer, &entry.service, draft, upload).await;
    let mark = match added {
        Ok(()) => "",
        Err(EvidenceError::File(_)) => "?paper=file",
        Err(EvidenceError::TooMany { .. }) => "?paper=many",
        Err(EvidenceError::WrongKind { .. }) => "?paper=kind",
        Err(error) => return Err(error.into()),
    };
    Ok(Redirect::to(&call.ui.url(format!("{}/check{mark}#papers", entry.base()))).into_response())
}

/// Takes a file out again.
pub(super) async fn remove(call: Call, Path(id): Path<String>, raw: RawForm) -> Answer {
    let entry = Entry::online(&call, &id)?;
    let draft = draft(&call, &entry).ok_or(Problem::Stale)?;
    let file = raw.text("file").parse().map(app::registry::EvidenceId).map_err(|_| Problem::NotFound)?;
    call.app.evidence_drop(draft, file).await?;
    Ok(Redirect::to(&call.ui.url(format!("{}/check#papers", entry.base()))).into_response())
}

/// Why a file was not taken, for the page that follows.
pub(super) fn notice(raw: &RawForm) -> Option<Text> {
    Some(Text::message(match raw.text("paper") {
        "file" => "papers.not_file",
        "many" => "papers.too_many",
        "kind" => "papers.not_kind",
        _ => return None,
    }))
}

impl From<EvidenceError> for Problem {
    fn from(error: EvidenceError) -> Self {
        match error {
            EvidenceError::NotFound => Self::NotFound,
            EvidenceError::Withheld(_) => Self::Forbidden,
            EvidenceError::NotAsked { .. }
            | EvidenceError::WrongKind { .. }
            | EvidenceError::File(_)
            | EvidenceError::TooMany { .. } => Self::Unprocessable,
            EvidenceError::Fault(fault) => fault.into(),
        }
    }
}
