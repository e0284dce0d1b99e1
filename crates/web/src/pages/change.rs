//! Change and end of a registration: the form, what it would bring before and after, and the
//! confirmation. What is typed waits in an encrypted draft of its own until it is confirmed.

use app::service::definition::Channel;
use app::{Answers, ChangeError, ChangeRequest, Effect, Preview, RegistrationShown};
use axum::Router;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;

use super::draft_form::{fill, typed};
use super::{Answer, Call, choices, faults, mine, shown};
use crate::desk::Desk;
use crate::forms::{ChangeChoices, Form, RawForm, change_form, commitment_form, end_form};
use crate::i18n::Text;
use crate::views::{self, ChangedRow, Commitment, EffectView, FormView, Problem, Status};

pub(crate) fn routes() -> Router<Desk> {
    Router::new()
        .route("/registration/change", get(change).post(change_send))
        .route("/registration/end", get(end).post(end_send))
        .route("/registration/effect", get(effect).post(confirm))
}

/// Under which name a change waits to be confirmed.
const PENDING: &str = "pending";

/// Fields of the service, each with its name in the page's form.
const AMEND: &[(&str, &str)] = &[
    ("employment_form", "employment_form"),
    ("platform_labour_relation", "platform_labour_relation"),
    ("other_kind", "other_kind"),
    ("other_source", "other_source"),
    ("occupation", "occupation"),
    ("district", "employment_region"),
    ("street", "street"),
    ("effective_on", "changed_on"),
];
const END: &[(&str, &str)] = &[("after", "after"), ("effective_on", "ended_on")];

/// The registration in force, or the way to where one can see that there is none.
async fn in_force(call: &Call) -> Result<Result<RegistrationShown, Response>, Problem> {
    if let Some(elsewhere) = mine::sign_in_first(call) {
        return Ok(Err(elsewhere));
    }
    let found = mine::latest(call).await?.filter(|found| found.standing == app::Standing::InForce);
    Ok(found.ok_or_else(|| Redirect::to(&call.ui.url("/registration")).into_response()))
}

// ── Forms ───────────────────────────────────────────────────────────────────────────────────────────

fn new_change_form(call: &Call, found: &RegistrationShown) -> Form {
    let district = found.details.district.to_string();
    let choices = ChangeChoices {
        kinds: choices::values(&call.app, app::SERVICE_CHANGE, "employment_form"),
        other_kinds: choices::other_kinds(&call.app),
        occupations: choices::occupations(&call.app),
        districts: choices::districts(&call.app),
        streets: choices::streets(&call.app, &district),
        platforms: Some(choices::platforms(&call.app)),
    };
    change_form(choices, call.app.today())
}

/// What is registered now, under the names of the service's fields.
fn present(found: &RegistrationShown) -> Vec<(&'static str, String)> {
    let details = &found.details;
    let mut present = vec![
        ("employment_form", details.kind.code().to_owned()),
        ("occupation", details.occupation.text.clone()),
        ("district", details.district.to_string()),
    ];
    present.extend(details.street.as_ref().map(|street| ("street", street.to_string())));
    present.extend(details.platform_labour_relation.map(|r| ("platform_labour_relation", r.to_string())));
    if let Some(other) = &details.other {
        present.extend([("other_kind", other.name.clone()), ("other_source", other.source.clone())]);
    }
    present
}

async fn change(call: Call) -> Answer {
    let found = match in_force(&call).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut form = new_change_form(&call, &found);
    for (field, value) in present(&found) {
        let name = AMEND.iter().find(|(service, _)| *service == field).map_or(field, |(_, name)| name);
        if let Some(field) = form.fields.iter_mut().find(|f| f.name == name) {
            fill(field, &value);
        }
    }
    Ok(show(&call, "change", form))
}

fn new_end_form(call: &Call) -> Form {
    let mut form = end_form(choices::values(&call.app, app::SERVICE_CHANGE, "after"), call.app.today());
    let pack = call.app.library().pack(app::SERVICE_CHANGE);
    let asked = pack.and_then(|pack| pack.field("after"));
    // The service asks what comes after, because that is what the law looks at; not why it ended.
    if let (Some(field), Some(asked)) = (form.fields.iter_mut().find(|f| f.name == "reason"), asked) {
        "after".clone_into(&mut field.name);
        field.label = shown::words(&asked.label);
        field.hint = asked.hint.as_ref().map(shown::words);
    }
    form
}

async fn end(call: Call) -> Answer {
    match in_force(&call).await? {
        Ok(_) => Ok(show(&call, "end", new_end_form(&call))),
        Err(elsewhere) => Ok(elsewhere),
    }
}

fn show(call: &Call, which: &str, form: Form) -> Response {
    let (title, lead) = match which {
        "end" => ("end.title", "end.lead"),
        _ => ("change.title", "change.lead"),
    };
    let view = FormView {
        title: Text::message(title),
        lead: Some(Text::message(lead)),
        action: format!("/registration/{which}"),
        back: "/registration".into(),
        form,
        submit: Text::message("change.submit"),
    };
    views::form(&call.ui, &view, "/registration").into_response()
}

async fn change_send(call: Call, raw: RawForm) -> Answer {
    let found = match in_force(&call).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut form = new_change_form(&call, &found);
    let Some(values) = form.read(&raw) else { return Ok(show(&call, "change", form)) };
    let mut fields = read(&values, AMEND);
    fields.retain(|(field, value)| {
        // The streets on the page are those of the present district, and the relation is asked of
        // platform work alone: with another answer above them these two say nothing.
        match field.as_str() {
            "street" => typed(&values, "employment_region") == value.get(..6).unwrap_or_default(),
            "platform_labour_relation" => typed(&values, "employment_form") == choices::PLATFORM,
            "other_kind" | "other_source" => typed(&values, "employment_form") == choices::OTHER,
            _ => true,
        }
    });
    fields.push(("change".into(), "amend".into()));
    preview_and_wait(call, &found, fields, form, "change", AMEND).await
}

async fn end_send(call: Call, raw: RawForm) -> Answer {
    let found = match in_force(&call).await? {
        Ok(found) => found,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut form = new_end_form(&call);
    let Some(values) = form.read(&raw) else { return Ok(show(&call, "end", form)) };
    let mut fields = read(&values, END);
    fields.push(("change".into(), "end".into()));
    preview_and_wait(call, &found, fields, form, "end", END).await
}

fn read(values: &crate::forms::Values, names: &[(&str, &str)]) -> Vec<(String, String)> {
    let read = names.iter().map(|(field, name)| ((*field).to_owned(), typed(values, name)));
    read.filter(|(_, value)| !value.is_empty()).collect()
}

/// Shows faults at their fields; otherwise keeps what was typed and goes on to what it would bring.
async fn preview_and_wait(
    mut call: Call,
    found: &RegistrationShown,
    fields: Vec<(String, String)>,
    mut form: Form,
    which: &str,
    names: &[(&str, &str)],
) -> Answer {
    let number = found.number.to_string();
    let mut pending = Answers { fields: fields.into_iter().collect(), ..Answers::default() };
    match call.app.preview_change(&call.visit.viewer, &request(&number, &pending, None, None)).await {
        Ok(_) => {}
        Err(ChangeError::Fields(found)) => {
            faults::put(&mut form, &found, names);
            return Ok(show(&call, which, form));
        }
        Err(ChangeError::Unchanged) => {
            if let Some(first) = form.fields.first_mut() {
                first.fault = Some(faults::words("unchanged"));
            }
            return Ok(show(&call, which, form));
        }
        Err(error) => return failed(&call, error),
    }
    pending.facts.insert("number".into(), number.into());
    // A mark of its own for each change that waits: pressed twice, it is one change.
    pending.facts.insert("key".into(), call.app.draft_new().to_string().into());
    call.visit.keep_aside(PENDING, &pending).await?;
    Ok(Redirect::to(&call.ui.url("/registration/effect")).into_response())
}

fn request(
    number: &str,
    pending: &Answers,
    commitment: Option<String>,
    idempotency_key: Option<String>,
) -> ChangeRequest {
    ChangeRequest {
        number: number.to_owned(),
        channel: Channel::Website,
        fields: pending.fields.clone(),
        commitment,
        idempotency_key,
    }
}

/// Why there is no change, each with the way that is open.
fn failed(call: &Call, error: ChangeError) -> Answer {
    match error {
        ChangeError::NotFound => Err(Problem::NotFound),
        ChangeError::Refused(conclusion) => {
            let view = views::RefusedView {
                conclusion: shown::conclusion(&conclusion, false),
                back: "/registration/end".into(),
            };
            Ok(views::refused(&call.ui, &view).into_response())
        }
        ChangeError::Ended { .. } | ChangeError::Unchanged => {
            Ok(Redirect::to(&call.ui.url("/registration")).into_response())
        }
        ChangeError::WrongOffice(_) | ChangeError::Denied => Err(Problem::Forbidden),
        ChangeError::Fields(_) => Err(Problem::Unprocessable),
        ChangeError::Fault(fault) => Err(fault.into()),
    }
}

// ── Before and after ────────────────────────────────────────────────────────────────────────────────

/// What waits: the registration's number, the fields, and the mark of this one change.
async fn pending(call: &Call) -> Result<Option<(String, Answers, String)>, Problem> {
    let kept = call.visit.aside(PENDING).await?;
    let text = |name: &str| kept.facts.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    Ok(match (text("number"), text("key")) {
        (Some(number), Some(key)) => Some((number, kept, key)),
        _ => None,
    })
}

async fn effect(call: Call) -> Answer {
    let Some((number, kept, _)) = pending(&call).await? else {
        return Ok(Redirect::to(&call.ui.url("/registration")).into_response());
    };
    match call.app.preview_change(&call.visit.viewer, &request(&number, &kept, None, None)).await {
        Ok(preview) => Ok(show_effect(&call, &preview, tick(&preview))),
        Err(error) => failed(&call, error),
    }
}

/// The box for the promise; no form where nothing is promised.
fn tick(preview: &Preview) -> Form {
    match preview.commitment {
        Some(_) => commitment_form(Text::message("review.tick")),
        None => Form::default(),
    }
}

async fn confirm(mut call: Call, raw: RawForm) -> Answer {
    let Some((number, kept, key)) = pending(&call).await? else {
        return Ok(Redirect::to(&call.ui.url("/registration")).into_response());
    };
    let viewer = call.visit.viewer.clone();
    let preview = match call.app.preview_change(&viewer, &request(&number, &kept, None, None)).await {
        Ok(preview) => preview,
        Err(error) => return failed(&call, error),
    };
    let mut form = tick(&preview);
    if form.read(&raw).is_none() {
        return Ok(show_effect(&call, &preview, form));
    }
    let version = preview.commitment.as_ref().map(|commitment| commitment.version.clone());
    match call.app.change(&viewer, request(&number, &kept, version, Some(key))).await {
        Ok(_) => {
            call.visit.drop_aside(PENDING).await?;
            let answers = call.visit.answers().await?;
            call.visit.recall(answers).await?;
            Ok(Redirect::to(&call.ui.url("/registration")).into_response())
        }
        Err(error) => failed(&call, error),
    }
}

fn show_effect(call: &Call, preview: &Preview, form: Form) -> Response {
    let changed = preview.changed.iter().map(|value| ChangedRow {
        label: shown::label(&value.key, &value.label),
        before: (&value.before).into(),
        after: (&value.after).into(),
    });
    let (title, submit, back) = if preview.is_end {
        ("effect.end_title", "effect.end_submit", "/registration/end")
    } else {
        ("effect.title", "effect.submit", "/registration/change")
    };
    let view = EffectView {
        title: Text::message(title),
        from: preview.from,
        changed: changed.collect(),
        gained: effects(&preview.gained),
        lost: effects(&preview.lost),
        unknown: effects(&preview.unknown),
        unchanged: effects(&preview.unchanged),
        offices: preview.office.as_ref().map(|(before, after)| (shown::office(before), shown::office(after))),
        commitment: preview
            .commitment
            .as_ref()
            .map(|c| Commitment { words: (&c.text).into(), version: c.version.clone() }),
        form,
        action: Some("/registration/effect".into()),
        submit: Text::message(submit),
        back: back.into(),
    };
    views::effect(&call.ui, &view).into_response()
}

fn effects(effects: &[Effect]) -> Vec<views::Effect> {
    effects.iter().map(effect_of).collect()
}

fn effect_of(effect: &Effect) -> views::Effect {
    let note = Text::from(&effect.note);
    let after = shown::status(effect.after);
    views::Effect {
        title: (&effect.title).into(),
        before: shown::status(effect.before),
        after,
        note: Some(note).filter(|note| !note.zh.is_empty()),
        rows: if after == Status::Yes { shown::rows(&effect.fields_after) } else { Vec::new() },
        provision: Some(shown::provision(&effect.provision)),
    }
}
