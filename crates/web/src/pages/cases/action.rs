//! Actions on a case as forms: what is asked with each, its reasons, the bodies to pick from; and reading one back.

use std::collections::BTreeMap;

use app::service::field::Field;
use app::service::flow::{Answering, Owner};
use app::{ActRequest, ActionShown, CaseView as Found, FieldFault};

use super::super::pack_form::{self, Place, Said};
use super::super::{Call, shown};
use crate::forms::{Choice, Form, RawForm};
use crate::i18n::Text;
use crate::views::{ActionForm, Problem};

/// An action as it was sent, with what is wrong.
pub(crate) struct Sent {
    pub(crate) action: String,
    form: Form,
    prefix: String,
    reasons: Vec<String>,
    body: Option<String>,
    fault: Option<Text>,
    /// Whether it is shown again with its faults.
    pub(crate) is_open: bool,
}

impl Sent {
    /// The same with what the use case found wrong.
    pub(crate) fn at_fault(mut self, faults: &[FieldFault]) -> Self {
        pack_form::refuse(&mut self.form, faults, &self.prefix);
        if self.form.fields.is_empty() {
            self.fault = faults.first().map(|fault| super::super::faults::words(fault.code));
        }
        self
    }
}

/// What the pack says of an action and the view does not.
fn of_pack<'a>(call: &'a Call, found: &Found, action: &str) -> Option<&'a app::service::flow::Action> {
    let pack = call.app.library().pack(&found.service)?;
    pack.tracks().find_map(|(_, flow)| flow.action(action))
}

/// Whether a page has a form for the action. Filing all answers anew has its own pages.
fn is_shown(call: &Call, found: &Found, action: &ActionShown) -> bool {
    of_pack(call, found, &action.id).is_none_or(|action| action.answers != Answering::All)
}

/// The fields asked with an action: its own, and the answers that a letter asked to correct with what hangs on them.
fn fields(call: &Call, found: &Found, action: &ActionShown) -> Vec<Field> {
    let mut fields = action.form.clone();
    if action.corrects
        && let Some(pack) = call.app.library().pack(&found.service)
    {
        let asked =
            |id: &str| found.answers.iter().any(|answer| answer.field == id && answer.asked.is_some());
        let hangs = |field: &&Field| field.when.as_ref().is_some_and(|when| asked(&when.field));
        fields.extend(pack.fields().iter().filter(|field| asked(&field.id) || hangs(field)).cloned());
    }
    fields
}

fn form_of(call: &Call, found: &Found, action: &ActionShown, prefix: &str, is_clerk: bool) -> Form {
    let said: Said = found.answers.iter().map(|a| (a.field.clone(), a.typed.clone())).collect();
    let fields = fields(call, found, action);
    let place = Place { app: &call.app, said: &said, is_clerk };
    let mut form = pack_form::pack_form(place, &fields, prefix);
    for answer in &found.answers {
        let name = format!("{prefix}{}", answer.field);
        if let (Some(asked), Some(field)) =
            (&answer.asked, form.fields.iter_mut().find(|field| field.name == name))
        {
            field.hint = Some(asked.into());
        }
    }
    form
}

fn prefix(action: &str) -> String {
    format!("{action}-")
}

/// The forms of all that can be done now; the one that was sent, with its faults.
pub(crate) fn forms(call: &Call, found: &Found, sent: Option<&Sent>, is_clerk: bool) -> Vec<ActionForm> {
    let shown = found.actions.iter().filter(|action| is_shown(call, found, action));
    let form = |action: &ActionShown| {
        let sent = sent.filter(|sent| sent.action == action.id);
        let who = of_pack(call, found, &action.id).map(|action| action.who.clone()).unwrap_or_default();
        ActionForm {
            id: action.id.clone(),
            label: (&action.label).into(),
            form: match sent {
                Some(sent) => sent.form.clone(),
                None => form_of(call, found, action, &prefix(&action.id), is_clerk),
            },
            reasons: action.reasons.iter().map(reason).collect(),
            picked: sent.map(|sent| sent.reasons.clone()).unwrap_or_default(),
            bodies: action
                .bodies
                .iter()
                .map(|(id, name)| Choice::new(id, Text::new(&name.zh, &name.en)))
                .collect(),
            body: sent.and_then(|sent| sent.body.clone()),
            second: action.second,
            sends_flags: action.sends_flags,
            corrects: action.corrects,
            decides: action.decides,
            on_behalf: is_clerk
                && who.contains(&Owner::Applicant)
                && !who.iter().any(|owner| matches!(owner, Owner::Office | Owner::Supervisor | Owner::City)),
            fault: sent.and_then(|sent| sent.fault.clone()),
            is_open: sent.is_some_and(|sent| sent.is_open),
        }
    };
    shown.map(form).collect()
}

fn reason(reason: &app::service::reason::Reason) -> Choice {
    let label = shown::words(&reason.label);
    let article = reason.anchor.as_ref().map(|anchor| anchor.article);
    let label = match article {
        Some(article) => {
            Text::message("act.reason_article").with_text("reason", &label).with("article", article)
        }
        None => label,
    };
    Choice::new(&reason.code, label)
}

/// Reads the action that was sent: the request, or the form with its faults.
pub(crate) fn read(
    call: &Call,
    found: &Found,
    raw: &RawForm,
) -> Result<Result<Box<(ActRequest, Sent)>, Sent>, Problem> {
    let id = raw.text("action");
    let action = found.actions.iter().find(|action| action.id == id && is_shown(call, found, action));
    // What was possible when the page was made may not be any more.
    let action = action.ok_or(Problem::Stale)?;
    let version = raw.text("version").parse().map_err(|_| Problem::Unprocessable)?;
    let prefix = prefix(id);
    let mut form = form_of(call, found, action, &prefix, false);
    let all = fields(call, found, action);
    let said = pack_form::read(&mut form, raw, &all, &prefix);
    let body = Some(raw.text("body").to_owned()).filter(|body| !body.is_empty());
    let reasons: Vec<String> = raw.all("reason").map(str::to_owned).collect();
    let mut sent = Sent {
        action: id.to_owned(),
        form,
        prefix,
        reasons: reasons.clone(),
        body: body.clone(),
        fault: None,
        is_open: false,
    };
    if !action.reasons.is_empty() && reasons.is_empty() {
        sent.fault = Some(Text::message("act.reasons"));
    } else if !action.bodies.is_empty() && body.is_none() {
        sent.fault = Some(Text::message("act.body"));
    }
    let Some(said) = said.filter(|_| sent.fault.is_none()) else { return Ok(Err(sent)) };
    let own: Vec<&str> = action.form.iter().map(|field| field.id.as_str()).collect();
    let said = said.into_iter().filter(|(_, answer)| !answer.is_empty());
    let (form, answers): (BTreeMap<_, _>, BTreeMap<_, _>) =
        said.partition(|(field, _)| own.contains(&field.as_str()));
    let key = Some(raw.text("key").to_owned()).filter(|key| !key.is_empty());
    let request =
        ActRequest { action: id.to_owned(), version, answers, form, reasons, body, idempotency_key: key };
    Ok(Ok(Box::new((request, sent))))
}
