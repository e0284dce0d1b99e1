//! The pages of a filing: the fields of one page of the pack, kept in the draft when each is right in itself and with
//! the answers before it.

use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::super::{Answer, Asked, Call, officer, pack_form, shown};
use super::Entry;
use crate::forms::{Form, RawForm};
use crate::i18n::Text;
use crate::views::{self, ApplyView, Problem};

pub(super) async fn show(
    call: Call,
    Path((id, page)): Path<(String, String)>,
    Asked(query): Asked,
) -> Answer {
    let entry = Entry::online(&call, &id)?;
    show_page(&call, &entry, &page, &query).await
}

pub(super) async fn show_at_window(
    call: Call,
    Path((id, page)): Path<(String, String)>,
    Asked(query): Asked,
) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let entry = Entry::at_window(&call, &id)?;
    show_page(&call, &entry, &page, &query).await
}

pub(super) async fn send(call: Call, Path((id, page)): Path<(String, String)>, raw: RawForm) -> Answer {
    let entry = Entry::online(&call, &id)?;
    send_page(call, &entry, &page, &raw).await
}

pub(super) async fn send_at_window(
    call: Call,
    Path((id, page)): Path<(String, String)>,
    raw: RawForm,
) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let entry = Entry::at_window(&call, &id)?;
    send_page(call, &entry, &page, &raw).await
}

/// The page; with `faults` in the address with what is still wrong on it, with `choose` where the office is to be chosen.
async fn show_page(call: &Call, entry: &Entry, page: &str, query: &RawForm) -> Answer {
    let pack = entry.pack(call)?;
    let said = entry.filled(call, pack).await?;
    let told = entry.on_record(call).await?;
    let fields = pack_form::asked_on(pack.fields(), page, &said);
    let fields: Vec<_> = fields.into_iter().filter(|field| !told.contains(&field.id.as_str())).collect();
    if fields.is_empty() {
        let next = next_href(entry, &Entry::pages(pack), page)?;
        return Ok(Redirect::to(&call.ui.url(next)).into_response());
    }
    let mut form = pack_form::pack_form(entry.place(call, &said), fields.iter().copied(), "");
    if query.has("faults") {
        let mut faults = entry.faults(call, &said).await?;
        faults.retain(|fault| form.field(&fault.field).is_some());
        pack_form::refuse(&mut form, &faults, "");
    }
    if !query.text("choose").is_empty() {
        form.refuse(query.text("choose"), Text::message("fault.choose_office"));
    }
    page_of(call, entry, page, form, !told.is_empty())
}

async fn send_page(mut call: Call, entry: &Entry, page: &str, raw: &RawForm) -> Answer {
    let pack = entry.pack(&call)?.clone();
    let mut said = entry.filled(&call, &pack).await?;
    let told = entry.on_record(&call).await?;
    let fields = pack_form::asked_on(pack.fields(), page, &said);
    let fields: Vec<_> = fields.into_iter().filter(|field| !told.contains(&field.id.as_str())).collect();
    let mut form = pack_form::pack_form(entry.place(&call, &said), fields.iter().copied(), "");
    let Some(read) = pack_form::read(&mut form, raw, fields.iter().copied(), "") else {
        return page_of(&call, entry, page, form, !told.is_empty());
    };
    said.extend(read);
    pack_form::drop_unasked(pack.fields(), &mut said);
    let mut faults = entry.faults(&call, &said).await?;
    faults.retain(|fault| fields.iter().any(|field| field.id == fault.field));
    if !faults.is_empty() {
        pack_form::refuse(&mut form, &faults, "");
        return page_of(&call, entry, page, form, !told.is_empty());
    }
    entry.keep(&mut call, &said).await?;
    let next = next_href(entry, &Entry::pages(&pack), page)?;
    Ok(Redirect::to(&call.ui.url(next)).into_response())
}

fn next_href(entry: &Entry, pages: &[String], page: &str) -> Result<String, Problem> {
    let at = pages.iter().position(|name| name == page).ok_or(Problem::NotFound)?;
    Ok(pages.get(at + 1).map_or_else(|| format!("{}/check", entry.base()), |next| entry.page_href(next)))
}

fn page_of(call: &Call, entry: &Entry, page: &str, form: Form, is_told: bool) -> Result<Response, Problem> {
    let pack = entry.pack(call)?;
    let pages = Entry::pages(pack);
    let at = pages.iter().position(|name| name == page).ok_or(Problem::NotFound)?;
    let before = at.checked_sub(1).and_then(|before| pages.get(before));
    let view = ApplyView {
        service: shown::words(&pack.definition.title),
        title: page_title(page),
        step: at + 1,
        steps: pages.len() + 1,
        is_told: is_told && at == 0,
        action: entry.page_href(page),
        back: before.map_or_else(|| entry.base(), |page| entry.page_href(page)),
        area: if entry.is_window { "/officer/window" } else { "/services" },
        form,
    };
    Ok(views::apply(&call.ui, &view).into_response())
}

/// The heading of a page: packs name their pages by what they are about; one of another name is "more about it".
pub(super) fn page_title(page: &str) -> Text {
    Text::message(match page {
        "person" => "apply.page_person",
        "work" => "apply.page_work",
        "place" => "apply.page_place",
        "business" => "apply.page_business",
        "loan" => "apply.page_loan",
        "bank" => "apply.page_bank",
        "study" | "graduation" => "apply.page_study",
        "insurance" => "apply.page_insurance",
        _ => "apply.page_other",
    })
}
