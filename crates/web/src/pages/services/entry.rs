//! One filing on its way: which service, online or at the window, and its draft, which lies apart from those of other
//! services and is saved with each page.

use std::collections::BTreeMap;

use app::registry::MandateId;
use app::service::Pack;
use app::service::definition::Channel;
use app::{Answers, ApplyRequest, Fault, Viewer};
use serde_json::Value;

use super::super::Call;
use super::super::pack_form::{self, Place, Said};
use crate::views::{Behalf, Problem};
use crate::visit::FILING;

/// The fields by which a person is told: of who is signed in they are on record.
const IDENTITY: [&str; 3] = ["name", "id_number", "phone"];

/// A filing.
pub(super) struct Entry {
    pub(super) service: String,
    pub(super) is_window: bool,
    /// The mandate under which it is filed for another.
    pub(super) behalf: Option<MandateId>,
}

/// Under which name a session keeps the mandate under which a service is filed; empty where it is one's own again.
pub(crate) fn acting_name(service: &str) -> String {
    format!("acting_{service}")
}

impl Entry {
    pub(super) fn online(call: &Call, service: &str) -> Result<Self, Problem> {
        let acting = call.visit.data.extra.get(&acting_name(service));
        let behalf = acting.and_then(|id| id.parse().ok()).filter(|_| call.visit.viewer.person().is_some());
        let entry = Self { service: service.to_owned(), is_window: false, behalf };
        entry.pack(call).map(|_| ())?;
        Ok(entry)
    }

    pub(super) fn at_window(call: &Call, service: &str) -> Result<Self, Problem> {
        Ok(Self { is_window: true, behalf: None, ..Self::online(call, service)? })
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

    /// For whom it is filed, where it is for another.
    pub(super) async fn for_whom(&self, call: &Call) -> Result<Option<Behalf>, Problem> {
        let Some(id) = self.behalf else { return Ok(None) };
        let received = call.app.mandates(&call.visit.viewer).await?.received;
        let found = received.into_iter().find(|mandate| mandate.id == id);
        Ok(found.map(|mandate| Behalf {
            mandate: id.to_string(),
            service: self.service.clone(),
            name: mandate.other,
        }))
    }

    /// The name under which the draft lies; the window's is the clerk's, and each giver has one of their own.
    pub(super) fn draft_name(&self) -> String {
        if let Some(mandate) = self.behalf {
            return format!("behalf_{mandate}_{}", self.service);
        }
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
        // Nor of the delegate, where it is filed for another.
        if self.is_window || self.behalf.is_some() {
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
        let (viewer, request) = (&call.visit.viewer, self.request(call, said, None));
        let found = match self.behalf {
            Some(mandate) => call.app.apply_for_faults(viewer, mandate, &request).await,
            None => call.app.apply_faults(viewer, &request).await,
        };
        match found {
            Ok(faults) => Ok(faults),
            Err(app::ApplyError::Fault(fault)) => Err(fault.into()),
            // A mandate that holds no longer is as good as none.
            Err(app::ApplyError::NoService { .. } | app::ApplyError::Denied) => Err(Problem::NotFound),
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
