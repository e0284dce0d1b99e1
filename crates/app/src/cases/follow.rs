//! Cases that go on of themselves: what holds on another day, under other bounds or with another ledger lets the house
//! take the steps that wait for it. Looked at with each business date, in the states that have such steps.

use std::collections::{BTreeMap, BTreeSet};

use registry::{CaseId, Region};
use service::flow::Owner;
use service::pack::MAIN_TRACK;
use store::CaseFilter;

use super::act::CaseError;
use super::steps::Steps;
use crate::{App, Fault, Viewer};

/// Cases that are looked at in one round.
const ROUND: u32 = 200;

impl App {
    /// Looks again at every case in a state from which the house takes steps of itself; says how many were taken on.
    pub async fn cases_look_again(&self) -> Result<usize, Fault> {
        let mut states: BTreeSet<(String, String)> = BTreeSet::new();
        for pack in self.case_services() {
            let Some(flow) = pack.track(MAIN_TRACK) else { continue };
            let own = flow.actions.iter().filter(|action| action.auto && action.who.contains(&Owner::System));
            let from = own.flat_map(|action| &action.from);
            states.extend(from.map(|state| (pack.id().to_owned(), state.clone())));
        }
        let mut taken = 0;
        for district in &self.library().regions.districts {
            let code: Region = district.code.parse().map_err(|_| Fault::internal("a district's code"))?;
            for (service, state) in &states {
                let filter = CaseFilter {
                    service: Some(service.clone()),
                    state: Some(state.clone()),
                    ..CaseFilter::all(code.clone())
                };
                taken += Box::pin(self.cases_follow(&filter)).await?;
            }
        }
        Ok(taken)
    }

    async fn cases_follow(&self, filter: &CaseFilter) -> Result<usize, Fault> {
        let (mut taken, mut after) = (0, None);
        loop {
            let found = self.parts.store.case_list(filter, after.as_ref(), ROUND).await?;
            let Some(last) = found.last().cloned() else { return Ok(taken) };
            for case in found.iter().filter(|case| case.ended.is_none()) {
                match self.case_follow(case.id).await {
                    Ok(was_taken) => taken += usize::from(was_taken),
                    // One case that cannot go on keeps none of the others.
                    Err(error) => {
                        tracing::warn!(case.id = %case.id, error = &error as &dyn std::error::Error, "a case was not looked at");
                    }
                }
            }
            after = Some(last);
        }
    }

    /// Takes the steps that a case takes of itself now. Whether it took one.
    pub(super) async fn case_follow(&self, case: CaseId) -> Result<bool, CaseError> {
        let Some(case) = self.case_load(case).await? else { return Ok(false) };
        let person = self.parts.store.person_find(case.subject).await.map_err(Fault::from)?;
        let Some(person) = person.and_then(store::Kept::held) else { return Ok(false) };
        let pack = self.pack_of(&case).await?;
        let (gathered, decision) = self.grounds_of(&pack, &case, &person, &BTreeMap::new()).await?;
        let mut steps = Steps::of(&pack, case);
        steps.follow(&gathered.grounds, self.case_moment())?;
        let was_taken = !steps.recorded.is_empty();
        self.save_steps(&Viewer::Public, steps, &person, &gathered.grounds, decision, None).await?;
        Ok(was_taken)
    }
}
