//! The last page of a filing: the answers to check, the promise where the service has one, and handing it in; then the
//! confirmation with the number, the access code and the promised day.

use app::{Answers, Applied, ApplyError, SignedIn, Viewer};
use axum::extract::Path;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;

use super::super::pack_form::Said;
use super::super::{Answer, Call, cases, desk, officer, shown};
use super::apply::page_title;
use super::{Entry, act_words};
use crate::forms::{Form, RawForm, commitment_form};
use crate::i18n::Text;
use crate::views::{self, AppliedView, ApplyCheckView, Commitment, Office, Problem, Row, Section};

pub(super) async fn show(call: Call, Path(id): Path<String>) -> Answer {
    let entry = Entry::online(&call, &id)?;
    show_first(&call, &entry).await
}

pub(super) async fn show_at_window(call: Call, Path(id): Path<String>) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let entry = Entry::at_window(&call, &id)?;
    show_first(&call, &entry).await
}

pub(super) async fn send(call: Call, Path(id): Path<String>, raw: RawForm) -> Answer {
    let entry = Entry::online(&call, &id)?;
    hand_in(call, &entry, &raw).await
}

pub(super) async fn send_at_window(call: Call, Path(id): Path<String>, raw: RawForm) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let entry = Entry::at_window(&call, &id)?;
    hand_in(call, &entry, &raw).await
}

async fn show_first(call: &Call, entry: &Entry) -> Answer {
    let said = entry.filled(call, entry.pack(call)?).await?;
    let faults = entry.faults(call, &said).await?;
    if let Some(href) = page_at_fault(call, entry, &faults)? {
        return Ok(Redirect::to(&call.ui.url(href)).into_response());
    }
    let form = tick(call, entry)?;
    check_page(call, entry, &said, form, None, None)
}

/// The box to tick, where the service asks for a promise.
fn tick(call: &Call, entry: &Entry) -> Result<Form, Problem> {
    let has_one = entry.pack(call)?.commitment(call.app.today()).is_some();
    let words = if entry.is_window { "apply.signed" } else { "review.tick" };
    Ok(if has_one { commitment_form(Text::message(words)) } else { Form::default() })
}

/// The first page on which something is still wrong.
fn page_at_fault(call: &Call, entry: &Entry, faults: &[app::FieldFault]) -> Result<Option<String>, Problem> {
    let pack = entry.pack(call)?;
    let is_at_fault =
        |field: &&app::service::field::Field| faults.iter().any(|fault| fault.field == field.id);
    if let Some(field) = pack.fields().iter().find(is_at_fault) {
        // A page that was never filled in is simply the next one.
        let chosen = faults.iter().find(|fault| fault.field == field.id && fault.code == "choose_office");
        let mark = match chosen {
            Some(fault) => format!("?choose={}", fault.field),
            None if faults.iter().all(|fault| fault.code == "missing") => String::new(),
            None => "?faults=1".to_owned(),
        };
        return Ok(Some(format!("{}{mark}", entry.page_href(&field.page))));
    }
    // Not open on the day: the start page says since when and why.
    Ok((!faults.is_empty()).then(|| entry.base()))
}

fn check_page(
    call: &Call,
    entry: &Entry,
    said: &Said,
    form: Form,
    notice: Option<Text>,
    right_office: Option<Office>,
) -> Answer {
    let pack = entry.pack(call)?;
    let sections = Entry::pages(pack).into_iter().map(|page| {
        let answered = pack.fields().iter().filter(|field| field.page == page);
        let rows = answered.filter_map(|field| {
            let answer = said.get(&field.id).filter(|answer| !answer.is_empty())?;
            Some(Row::new(shown::words(&field.label), call.app.answer_words(field, answer).into()))
        });
        Section { title: page_title(&page), rows: rows.collect(), change_href: Some(entry.page_href(&page)) }
    });
    let pages = Entry::pages(pack);
    let commitment = pack.commitment(call.app.today());
    let view = ApplyCheckView {
        service: shown::words(&pack.definition.title),
        step: pages.len() + 1,
        is_told: matches!(call.visit.viewer, Viewer::Person(_)),
        sections: sections.filter(|section| !section.rows.is_empty()).collect(),
        commitment: commitment.map(|given| Commitment {
            words: Text::new(&given.text.zh, &given.text.en),
            version: given.version.clone(),
        }),
        papers: pack.definition.evidence.items.iter().map(super::paper).collect(),
        notice,
        right_office,
        action: format!("{}/check", entry.base()),
        back: pages.last().map_or_else(|| entry.base(), |page| entry.page_href(page)),
        area: if entry.is_window { "/officer/window" } else { "/services" },
        form,
    };
    Ok(views::apply_check(&call.ui, &view).into_response())
}

async fn hand_in(call: Call, entry: &Entry, raw: &RawForm) -> Answer {
    let said = entry.filled(&call, entry.pack(&call)?).await?;
    let mut form = tick(&call, entry)?;
    if form.read(raw).is_none() {
        return check_page(&call, entry, &said, form, None, None);
    }
    let version = entry.pack(&call)?.commitment(call.app.today()).map(|given| given.version.clone());
    let request = entry.request(&call, &said, version);
    match call.app.apply(&call.visit.viewer, request).await {
        Ok(applied) => done_with(call, entry, applied).await,
        Err(error) => not_filed(&call, entry, &said, form, error),
    }
}

async fn done_with(mut call: Call, entry: &Entry, applied: Applied) -> Answer {
    if entry.is_window {
        // The next person's form begins empty.
        call.visit.drop_aside(&entry.draft_name()).await?;
    } else if !matches!(call.visit.viewer, Viewer::Person(_)) {
        // The old session runs out by itself: until then the same form, sent again, is answered again.
        let answers = call.visit.answers().await?;
        call.visit.sign_in(SignedIn::Person(applied.person), true).await?;
        call.visit.recall(answers).await?;
    }
    call.visit.keep_aside(&entry.done_name(), &kept(&applied)).await?;
    Ok(Redirect::to(&call.ui.url(format!("{}/done", entry.base()))).into_response())
}

fn not_filed(call: &Call, entry: &Entry, said: &Said, form: Form, error: ApplyError) -> Answer {
    let go = |path: String| Ok(Redirect::to(&call.ui.url(path)).into_response());
    match error {
        ApplyError::Fields(faults) => match page_at_fault(call, entry, &faults)? {
            Some(href) => go(href),
            None => Err(Problem::Unprocessable),
        },
        ApplyError::AlreadyOpen { number } if entry.is_window => go(desk::address(&number)),
        ApplyError::AlreadyOpen { number } => go(cases::address(&number)),
        ApplyError::SignInFirst if entry.is_window => {
            check_page(call, entry, said, form, Some(Text::message("apply.sign_in_first")), None)
        }
        ApplyError::SignInFirst => go("/sign-in?known=1".to_owned()),
        ApplyError::WrongOffice(office) => {
            let notice = Some(Text::message("officer.elsewhere_text"));
            check_page(call, entry, said, form, notice, Some(shown::office(&office)))
        }
        ApplyError::Act(error) => check_page(call, entry, said, form, Some(act_words(&error)), None),
        ApplyError::NoService { .. } => Err(Problem::NotFound),
        ApplyError::Denied => check_page(call, entry, said, form, Some(Text::message("apply.denied")), None),
        ApplyError::Fault(fault) => Err(fault.into()),
    }
}

/// The confirmation as it waits for its page: encrypted with the drafts, because it holds the access code.
fn kept(applied: &Applied) -> Answers {
    let mut answers = Answers::default();
    let mut put = |name: &str, value: String| answers.fields.insert(name.to_owned(), value);
    put("number", applied.number.clone());
    put("access_code", applied.access_code.clone());
    if let Some((day, is_provisional)) = applied.due {
        put("due", day.to_string());
        put("is_provisional", is_provisional.to_string());
    }
    let state = &applied.state.plain;
    let steps: Vec<_> = applied.next_steps.iter().map(|step| [&step.title, &step.text]).collect();
    answers.facts.insert("state".into(), serde_json::to_value(state).unwrap_or_default());
    answers.facts.insert("service".into(), serde_json::to_value(&applied.service).unwrap_or_default());
    answers.facts.insert("next".into(), serde_json::to_value(steps).unwrap_or_default());
    let office = applied.office.as_ref().map(shown::office);
    answers.facts.insert("office".into(), serde_json::to_value(office).unwrap_or_default());
    answers
}

pub(super) async fn done(call: Call, Path(id): Path<String>) -> Answer {
    let entry = Entry::online(&call, &id)?;
    done_page(&call, &entry).await
}

pub(super) async fn done_at_window(call: Call, Path(id): Path<String>) -> Answer {
    if let Some(elsewhere) = officer::sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let entry = Entry::at_window(&call, &id)?;
    done_page(&call, &entry).await
}

async fn done_page(call: &Call, entry: &Entry) -> Result<Response, Problem> {
    let kept = call.visit.aside(&entry.done_name()).await?;
    match applied_view(entry, &kept) {
        Some(view) => Ok(views::applied(&call.ui, &view).into_response()),
        None => Ok(Redirect::to(&call.ui.url(entry.base())).into_response()),
    }
}

fn applied_view(entry: &Entry, kept: &Answers) -> Option<AppliedView> {
    let words =
        |name: &str| -> Option<app::Text> { serde_json::from_value(kept.facts.get(name)?.clone()).ok() };
    let next: Vec<[app::Text; 2]> = serde_json::from_value(kept.facts.get("next")?.clone()).ok()?;
    let number = kept.fields.get("number")?.clone();
    let due: Option<Date> = kept.fields.get("due").and_then(|day| day.parse().ok());
    Some(AppliedView {
        service: words("service")?.into(),
        state: words("state")?.into(),
        access_code: kept.fields.get("access_code")?.clone(),
        due,
        is_provisional: kept.fields.get("is_provisional").is_some_and(|flag| flag == "true"),
        office: serde_json::from_value(kept.facts.get("office")?.clone()).ok()?,
        next: next.into_iter().map(|[title, text]| (title.into(), text.into())).collect(),
        href: if entry.is_window { desk::address(&number) } else { cases::address(&number) },
        is_window: entry.is_window,
        number,
    })
}
