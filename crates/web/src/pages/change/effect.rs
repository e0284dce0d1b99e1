//! What a change would bring, before and after, and its confirmation with the written commitment.

use app::{Answers, Effect, Preview};
use axum::response::{IntoResponse as _, Response};

use super::super::{Answer, Call, shown};
use super::send::{failed, request};
use super::task::Way;
use crate::forms::{Form, RawForm, commitment_form};
use crate::i18n::Text;
use crate::views::{self, ChangedRow, Commitment, EffectView, Problem, Status};

/// What waits: the registration's number, the fields, and the mark of this one change.
async fn pending(call: &Call, way: &Way) -> Result<Option<(String, Answers, String)>, Problem> {
    let kept = call.visit.aside(way.pending()).await?;
    let text = |name: &str| kept.facts.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    let (Some(number), Some(key)) = (text("number"), text("key")) else { return Ok(None) };
    // At the window the address says whose change it is; another one that waits is not this one.
    let is_this = match way {
        Way::Own => true,
        Way::Window(address) => *address == number,
    };
    Ok(is_this.then_some((number, kept, key)))
}

pub(super) async fn show(call: Call, way: Way) -> Answer {
    if let Some(elsewhere) = way.sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let Some((number, kept, _)) = pending(&call, &way).await? else { return Ok(way.back(&call)) };
    let asked = request(&way, &number, &kept, None, None);
    match call.app.preview_change(&call.visit.viewer, &asked).await {
        Ok(preview) => Ok(page(&call, &way, &preview, tick(&way, &preview))),
        Err(error) => failed(&call, &way, error),
    }
}

/// The box for the promise; no form where nothing is promised.
fn tick(way: &Way, preview: &Preview) -> Form {
    match (&preview.commitment, way) {
        (Some(_), Way::Own) => commitment_form(Text::message("review.tick")),
        (Some(promise), Way::Window(_)) => {
            commitment_form(Text::message("officer.signed").with("version", &promise.version))
        }
        (None, _) => Form::default(),
    }
}

pub(super) async fn confirm(mut call: Call, way: Way, raw: RawForm) -> Answer {
    if let Some(elsewhere) = way.sign_in_first(&call) {
        return Ok(elsewhere);
    }
    let Some((number, kept, key)) = pending(&call, &way).await? else { return Ok(way.back(&call)) };
    let viewer = call.visit.viewer.clone();
    let preview = call.app.preview_change(&viewer, &request(&way, &number, &kept, None, None)).await;
    let preview = match preview {
        Ok(preview) => preview,
        Err(error) => return failed(&call, &way, error),
    };
    let mut form = tick(&way, &preview);
    if form.read(&raw).is_none() {
        return Ok(page(&call, &way, &preview, form));
    }
    let version = preview.commitment.as_ref().map(|commitment| commitment.version.clone());
    match call.app.change(&viewer, request(&way, &number, &kept, version, Some(key))).await {
        Ok(_) => {
            call.visit.drop_aside(way.pending()).await?;
            if let Way::Own = way {
                let answers = call.visit.answers().await?;
                call.visit.recall(answers).await?;
            }
            Ok(way.back(&call))
        }
        Err(error) => failed(&call, &way, error),
    }
}

fn page(call: &Call, way: &Way, preview: &Preview, form: Form) -> Response {
    let base = way.base();
    let changed = preview.changed.iter().map(|value| ChangedRow {
        label: shown::label(&value.key, &value.label),
        before: (&value.before).into(),
        after: (&value.after).into(),
    });
    let (title, submit, back) = if preview.is_end {
        ("effect.end_title", "effect.end_submit", format!("{base}/end"))
    } else {
        ("effect.title", "effect.submit", format!("{base}/change"))
    };
    let view = EffectView {
        title: Text::message(title),
        from: preview.from,
        changed: changed.collect(),
        gained: effects(&preview.turns.gained),
        lost: effects(&preview.turns.lost),
        unknown: effects(&preview.turns.unknown),
        unchanged: effects(&preview.turns.unchanged),
        offices: preview.office.as_ref().map(|(before, after)| (shown::office(before), shown::office(after))),
        commitment: preview
            .commitment
            .as_ref()
            .map(|c| Commitment { words: (&c.text).into(), version: c.version.clone() }),
        form,
        action: Some(format!("{base}/effect")),
        submit: Text::message(submit),
        back,
        area: way.area(),
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
