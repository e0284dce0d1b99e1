//! One filing on its way: which service, online or at the window, and its draft, which lies apart from those of other
//! services and is saved with each page.

use std::collections::BTreeMap;

use app::service::Pack;
use app::service::definition::Channel;
use app::{Answers, ApplyRequest, Fault, Viewer};
use serde_json::Value;

use super::super::Call;
use super::super::pack_form::{self, Place, Said};
use crate::views::Problem;
use crate::visit::FILING;

/// The fields by which a person is told: of who is signed in they are on record.
const IDENTITY: [&str; 3] = ["name", "id_number", "phone"];

/// A filing.
pub(super) struct Entry {
    pub(super) service: String,
    pub(super) is_window: bool,
}

impl Entry {
    pub(super) fn online(call: &Call, service: &str) -> Result<Self, Problem> {
        let entry = Self { service: service.to_owned(), is_window: false };
        entry.pack(call).map(|_| ())?;
        Ok(entry)
    }

    pub(super) fn at_window(call: &Call, service: &str) -> Result<Self, Problem> {
        Ok(Self { is_window: true, ..Self::online(call, service)? })
    }

    pub(super) fn pack<'a>(&self, call: &'a Call) -> Result<&'a Pack, Problem> {
        call.app.case_services().find(|pack| pack.id() == self.service).ok_or(Problem::NotFound)
    }

    /// The address of the start page.
    pub(super) fn base(&self) -> String {
        let window = if self.is_window { "/officer/window" } else { "" };
        format!("{window}/services/{}", self.service)
    }

    pub(super) fn page_href(&self, page: &str) -> String {
        format!("{}/apply/{page}", self.base())
    }

    /// The pages of the form in order.
    pub(super) fn pages(pack: &Pack) -> Vec<String> {
        let mut pages: Vec<String> = Vec::new();
        for field in pack.fields() {
            if !pages.contains(&field.page) {
                pages.push(field.page.clone());
            }
        }
        pages
    }

    /// The name under which the draft lies; the window's is the clerk's.
    pub(super) fn draft_name(&self) -> String {
        format!("{}{}", if self.is_window { "window_" } else { FILING }, self.service)
    }

    pub(super) fn done_name(&self) -> String {
        format!("done_{}", self.draft_name())
    }

    /// What was answered so far.
    pub(super) async fn draft(&self, call: &Call) -> Result<Said, Fault> {
        Ok(call.visit.aside(&self.draft_name()).await?.fields)
    }

    pub(super) async fn keep(&self, call: &mut Call, said: &Said) -> Result<(), Fault> {
        let answers = Answers { fields: said.clone(), ..Answers::default() };
        call.visit.keep_aside(&self.draft_name(), &answers).await
    }

    /// What is filled in before the person types: the draft, else what they said elsewhere on these pages or what is on
    /// record of them as facts. Told once. Nothing of that at the window, where the visitor is the clerk.
    pub(super) async fn filled(&self, call: &Call, pack: &Pack) -> Result<Said, Fault> {
        let mut said = self.draft(call).await?;
        if self.is_window {
            return Ok(said);
        }
        let told = call.visit.answers().await?;
        let recorded = call.app.facts_on_record(&call.visit.viewer).await?;
        for field in pack.fields() {
            let fact =
                field.facts.first().and_then(|fact| recorded.get(fact).or_else(|| told.facts.get(fact)));
            let by_name = told.fields.get(&field.id).filter(|_| IDENTITY.contains(&field.id.as_str()));
            let known = by_name.cloned().or_else(|| fact.and_then(word));
            if let (false, Some(known)) = (said.contains_key(&field.id), known) {
                said.insert(field.id.clone(), known);
            }
        }
        Ok(said)
    }

    /// The fields of a page as a form, with what was said.
    pub(super) fn place<'a>(&self, call: &'a Call, said: &'a Said) -> Place<'a> {
        Place { app: &call.app, said, is_clerk: self.is_window }
    }

    /// The fields that need not be asked, since the person is signed in and they are on record.
    pub(super) async fn on_record(&self, call: &Call) -> Result<Vec<&'static str>, Problem> {
        if !matches!(call.visit.viewer, Viewer::Person(_)) || self.is_window {
            return Ok(Vec::new());
        }
        let faults = self.faults(call, &Said::new()).await?;
        let is_known = |name: &&&str| faults.iter().all(|fault| fault.field != **name);
        Ok(IDENTITY.iter().filter(is_known).copied().collect())
    }

    /// All faults of what was said so far, but for the commitment.
    pub(super) async fn faults(&self, call: &Call, said: &Said) -> Result<Vec<app::FieldFault>, Problem> {
        match call.app.apply_faults(&call.visit.viewer, &self.request(call, said, None)).await {
            Ok(faults) => Ok(faults),
            Err(app::ApplyError::Fault(fault)) => Err(fault.into()),
            Err(app::ApplyError::NoService { .. }) => Err(Problem::NotFound),
            Err(_) => Err(Problem::Unprocessable),
        }
    }

    /// What is handed in. The draft's own id is the mark of one sending: pressed twice, it is one case.
    pub(super) fn request(&self, call: &Call, said: &Said, commitment: Option<String>) -> ApplyRequest {
        let mut fields: BTreeMap<String, String> = said.clone();
        fields.retain(|_, answer| !answer.trim().is_empty());
        if let Ok(pack) = self.pack(call) {
            pack_form::drop_unasked(pack.fields(), &mut fields);
        }
        ApplyRequest {
            service: self.service.clone(),
            channel: if self.is_window { Channel::Window } else { Channel::Website },
            fields,
            commitment,
            papers_seen: BTreeMap::new(),
            idempotency_key: call.visit.data.extra.get(&self.draft_name()).cloned(),
        }
    }
}

fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
