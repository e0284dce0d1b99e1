//! Who has a case on the desk: the page of a desk says why a case is there and whose it is, what waits for a second
//! officer, and what the law says of it today.

use registry::AccountId;
use service::case::{Actor, Case};
use service::flow::Owner;

use super::act::CaseError;
use super::shown::CaseView;
use crate::conclusion::Conclusion;
use crate::{App, Fault, Viewer};

/// Who has a case, as the viewer's desk sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseHolding {
    /// Who holds it at this desk: the name that colleagues read.
    pub holder: Option<String>,
    /// Whether that is the viewer.
    pub is_mine: bool,
    /// Whether it was handed over to the viewer, who has not confirmed the receipt.
    pub handed_to_me: bool,
    /// Who was handed it and has not confirmed the receipt.
    pub handed_to: Option<String>,
    /// Colleagues of the same desk: id and name.
    pub colleagues: Vec<(AccountId, String)>,
    /// The action that waits for a second officer.
    pub pending: Option<String>,
    /// Whether the viewer proposed it, and so cannot confirm it.
    pub proposed_by_me: bool,
    /// What the law says of it on the business date, with its reasoning.
    pub conclusion: Option<Conclusion>,
}

impl App {
    /// Who has a case that the viewer sees. The view in hand is the leave to see it; nothing is looked up for others.
    pub async fn case_holding(&self, viewer: &Viewer, view: &CaseView) -> Result<CaseHolding, CaseError> {
        let account = viewer.officer().ok_or(CaseError::NotFound)?;
        let case = self.case_load(view.id).await?.ok_or(CaseError::NotFound)?;
        let actor = self.at_desk(viewer, case.office.as_deref()).ok_or(CaseError::NotFound)?;
        let desk = desk(&actor);
        let accounts = self.parts.store.account_list().await.map_err(Fault::from)?;
        let name = |id: AccountId| {
            let found = accounts.iter().find(|account| account.id == id);
            found.map_or_else(|| id.to_string(), |account| account.display_name.clone())
        };
        let holder = desk.as_ref().and_then(|desk| case.holders.get(desk)).copied();
        let handed =
            case.handing_over.as_ref().filter(|(to, _)| Some(to) == desk.as_ref()).map(|(_, to)| *to);
        let of_desk = accounts.iter().filter(|other| {
            other.disabled_at.is_none() && other.role == account.role && other.id != account.id
        });
        Ok(CaseHolding {
            holder: holder.map(name),
            is_mine: holder == Some(account.id),
            handed_to_me: handed == Some(account.id),
            handed_to: handed.map(name),
            colleagues: of_desk.map(|other| (other.id, other.display_name.clone())).collect(),
            pending: case.pending.as_ref().map(|pending| pending.action.clone()),
            proposed_by_me: case.pending.as_ref().is_some_and(|p| p.by.account() == Some(account.id)),
            conclusion: self.case_conclusion(&case, &actor).await?,
        })
    }

    /// What the law concludes on the case today. A body outside is told what it is handed, not the reasoning on the
    /// person's facts.
    async fn case_conclusion(&self, case: &Case, actor: &Actor) -> Result<Option<Conclusion>, CaseError> {
        if !matches!(actor, Actor::Officer { .. }) {
            return Ok(None);
        }
        let pack = self.pack_of(case).await?;
        let person = self.parts.store.person_find(case.subject).await.map_err(Fault::from)?;
        let Some(person) = person.and_then(store::Kept::held) else { return Ok(None) };
        let (gathered, _) = self.grounds_of(&pack, case, &person, &std::collections::BTreeMap::new()).await?;
        let all = self.conclusions(&gathered.decided.request, &gathered.decided.decision);
        Ok(all.into_iter().find(|conclusion| conclusion.key == pack.definition.conclusion))
    }
}

/// The desk at which an actor sits.
fn desk(actor: &Actor) -> Option<Owner> {
    match actor {
        Actor::Officer { office, .. } if office == "city" => Some(Owner::City),
        Actor::Officer { .. } => Some(Owner::Office),
        Actor::Body { kind, .. } => Some(Owner::Body(kind.clone())),
        Actor::Applicant { .. } | Actor::Delegate { .. } | Actor::System => None,
    }
}
