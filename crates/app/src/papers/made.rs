//! A paper made of what the case held when it was issued: head, lines, reasons with their provisions, ways against it.

use std::collections::BTreeMap;

use documents::paper::{DecisionRef, Entry, Holder, LineKind, Paper, PaperDraft, PaperTemplate};
use documents::{Bilingual, MaskedId};
use registry::Person;
use service::Pack;
use service::case::Actor;

use super::issued::{Cause, Issue};
use super::remedies::both;
use super::{PaperError, grounds, lines};
use crate::{App, Fault};

/// What a paper is made from.
pub(super) struct Making<'a> {
    pub(super) issue: &'a Issue,
    pub(super) pack: &'a Pack,
    pub(super) person: &'a Person,
    pub(super) office: Bilingual,
    /// The district of the office in charge.
    pub(super) district: Option<String>,
    /// What the body that issues it was recognised by.
    pub(super) recognised_by: Option<String>,
    /// The insurances in which the case enrolled.
    pub(super) insurances: Vec<String>,
    /// The ledgers of that time.
    pub(super) ledgers: super::money::Ledgers,
    /// What an earlier letter said, where this one takes it back.
    pub(super) takes_back: Option<&'a Issue>,
}

impl App {
    pub(super) async fn paper_made(&self, issue: &Issue, all: &[Issue]) -> Result<Paper, PaperError> {
        let template = self.parts.papers.get(&issue.template).ok_or(PaperError::NotFound)?;
        let case = &issue.case;
        let pack = self.pack_of(case).await?;
        let person = self.parts.store.person_find(case.subject).await.map_err(Fault::from)?;
        let person = person.and_then(store::Kept::held).ok_or(PaperError::NotFound)?;
        let in_charge = case.office.as_deref().and_then(|id| self.library().directory.office(id));
        let mut office = in_charge.map(|office| both(&office.name));
        let mut recognised_by = None;
        if let Actor::Body { body, .. } = &issue.by {
            let found = self.parts.store.body_find(body, issue.on).await.map_err(Fault::from)?;
            if let Some(found) = found {
                office = Some(Bilingual::new(found.name_zh, found.name_en));
                recognised_by = Some(found.recognised_by);
            }
        }
        let not_set = |what: String| PaperError::NotSet { what };
        let id_masked =
            MaskedId::of(person.id_number.expose()).map_err(|error| not_set(error.to_string()))?;
        let periods = self.parts.store.period_list_by_person(case.subject).await.map_err(Fault::from)?;
        let insurances = periods.into_iter().filter(|period| period.case == Some(case.id));
        let insurances = insurances.filter_map(|period| match period.kind {
            registry::PeriodKind::Enrolment(insurance) => Some(insurance),
            registry::PeriodKind::Unemployment => None,
        });
        let making = Making {
            issue,
            pack: &pack,
            person: &person,
            office: office.ok_or_else(|| not_set("the office in charge is not on record".to_owned()))?,
            district: in_charge.map(|office| office.district.clone()),
            recognised_by,
            insurances: insurances.collect(),
            ledgers: self.paper_ledgers(issue, &pack, case.subject).await?,
            takes_back: issue
                .takes_back
                .last()
                .and_then(|number| all.iter().find(|other| other.number == *number)),
        };
        let decides = matches!(issue.cause, Cause::Refused | Cause::Revoked);
        let rests = matches!(issue.cause, Cause::Effect | Cause::Granted);
        let decision = issue.acted.decisions.last().or(case.decisions.last());
        let draft = PaperDraft {
            number: issue.number.clone(),
            issued_on: issue.on,
            office: making.office.clone(),
            holder: Holder { name: person.name.expose().to_owned(), id_masked: Some(id_masked) },
            lines: self.paper_lines(&making, template),
            reasons: if decides { grounds::reasons(self, &making) } else { Vec::new() },
            provisions: if rests { grounds::provisions(self, &pack) } else { Vec::new() },
            decision: decision
                .filter(|_| rests || decides)
                .map(|id| DecisionRef { id: id.to_string(), policy_version: case.policy.clone() }),
            objections: if decides { grounds::objections(self, &making) } else { Vec::new() },
        };
        template.compose(draft).map_err(|error| not_set(error.to_string()))
    }

    /// The lines by section; one that can be left out is, unless all that it needs is there.
    fn paper_lines(&self, making: &Making<'_>, template: &PaperTemplate) -> BTreeMap<String, Entry> {
        let mut given = BTreeMap::new();
        for section in &template.sections {
            let entries: Vec<_> =
                section.lines.iter().map(|line| (line, lines::entry(self, making, line))).collect();
            let lacks = entries
                .iter()
                .any(|(line, entry)| line.required && line.kind != LineKind::Blank && entry.is_none());
            if section.is_optional && lacks {
                continue;
            }
            given.extend(entries.into_iter().filter_map(|(line, entry)| Some((line.id.clone(), entry?))));
        }
        given
    }
}
