//! Acting for another under a mandate: within its services and days, with the consent that the giver can take back, and
//! told as such at every step.

use registry::{MandateId, Person, PersonId};
use service::case::{Actor, Case};

use super::apply::{Applied, ApplyError, ApplyRequest, HandedIn};
use crate::field_fault::FieldFault;
use crate::{App, Fault, Viewer};

/// On whose behalf something is filed, and by whom.
pub(super) struct Behalf {
    pub(super) giver: Person,
    pub(super) actor: Actor,
}

impl App {
    /// Files a case for the person who entrusted the viewer with it. The way into the person's matters, the access
    /// code, is not the delegate's to have.
    pub async fn apply_for(
        &self,
        viewer: &Viewer,
        mandate: MandateId,
        request: ApplyRequest,
        with: HandedIn,
    ) -> Result<Applied, ApplyError> {
        let behalf = self.behalf(viewer, mandate, &request.service).await?;
        let applied = self.apply_as(viewer, Some(behalf), request, with).await?;
        Ok(Applied { access_code: String::new(), ..applied })
    }

    /// Looks a filing for another over before its commitment: faults by field, nothing saved.
    pub async fn apply_for_faults(
        &self,
        viewer: &Viewer,
        mandate: MandateId,
        request: &ApplyRequest,
    ) -> Result<Vec<FieldFault>, ApplyError> {
        let behalf = self.behalf(viewer, mandate, &request.service).await?;
        self.apply_faults(&Viewer::Person(behalf.giver.id), request).await
    }

    async fn behalf(&self, viewer: &Viewer, id: MandateId, service: &str) -> Result<Behalf, ApplyError> {
        let delegate = viewer.person().ok_or(ApplyError::Denied)?;
        let found = self.parts.store.mandate_find(id).await.map_err(Fault::from)?;
        let in_force = |mandate: &registry::Mandate| {
            mandate.delegate == delegate && mandate.is_in_force(service, self.today())
        };
        let mandate = found.filter(in_force).ok_or(ApplyError::Denied)?;
        let giver = self.parts.store.person_find(mandate.giver).await.map_err(Fault::from)?;
        let giver = giver.and_then(store::Kept::held).ok_or(ApplyError::Denied)?;
        let actor = Actor::Delegate { person: delegate, mandate: mandate.id.to_string() };
        Ok(Behalf { giver, actor })
    }

    /// Who a person is to a case: the one whose matter it is, or whom that one entrusted with its service today.
    pub(super) async fn person_or_delegate(
        &self,
        viewer: &Viewer,
        case: &Case,
    ) -> Result<Option<Actor>, Fault> {
        if let Some(own) = self.for_person(viewer, case.subject, None) {
            return Ok(Some(own));
        }
        let Some(delegate) = viewer.person() else { return Ok(None) };
        let store = &self.parts.store;
        let mandate =
            store.mandate_find_in_force(case.subject, delegate, &case.service, self.today()).await?;
        Ok(mandate.map(|mandate| Actor::Delegate { person: delegate, mandate: mandate.id.to_string() }))
    }

    /// The cases with which others entrusted a person today: whose, masked, and the case.
    pub(super) async fn cases_entrusted(
        &self,
        delegate: PersonId,
    ) -> Result<Vec<(String, store::CaseOverview)>, Fault> {
        let mut found: Vec<(String, store::CaseOverview)> = Vec::new();
        for mandate in self.parts.store.mandate_list_by_delegate(delegate).await? {
            let cases = self.parts.store.case_list_by_person(mandate.giver).await?;
            let giver = self.person_masked(mandate.giver).await?;
            for case in cases {
                let is_new = found.iter().all(|(_, known)| known.number != case.number);
                if is_new && mandate.is_in_force(&case.service, self.today()) {
                    found.push((giver.clone(), case));
                }
            }
        }
        Ok(found)
    }
}
