//! District budgets: set by two officers, read by conditions and by each cycle. What is spent or under way is added up
//! from the orders themselves, so it cannot drift from what was paid.

use registry::money::budget::Budget;
use registry::money::budget_plan::{BudgetError, BudgetEvent, BudgetPlan, BudgetTerms};
use registry::money::{Fen, Month, Programme, Recorded, Source, Stamp};
use registry::{Actor, CaseId, Region};
use serde::{Deserialize, Serialize};
use service::Pack;
use store::{Changes, MoneyKind};

use super::aggregate::Aggregate;
use super::cycle::{PaymentError, paymaster};
use super::subsidy::programme;
use super::work::{MoneyWork, Open};
use crate::{App, Fault, Text, Viewer};

/// What a budget begins with.
#[derive(Serialize, Deserialize)]
pub(crate) struct BudgetHead {
    district: Region,
    programme: Programme,
}

impl Aggregate for BudgetPlan {
    type Head = BudgetHead;
    type Event = BudgetEvent;
    const KIND: MoneyKind = MoneyKind::Budget;

    fn begin(head: BudgetHead) -> Self {
        Self::new(head.district, head.programme)
    }

    fn head(&self) -> BudgetHead {
        BudgetHead { district: self.district().clone(), programme: self.programme() }
    }

    fn key(&self) -> String {
        format!("{}:{}", self.district(), self.programme())
    }

    fn person(&self) -> Option<registry::PersonId> {
        None
    }

    fn version(&self) -> u32 {
        Self::version(self)
    }

    fn take(&mut self, recorded: &Recorded<BudgetEvent>) -> Result<(), Fault> {
        self.apply(recorded).map_err(|e| Fault::because("an event of a budget that does not follow", e))
    }
}

/// A budget as the officers who pay see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetShown {
    /// Which: district and programme.
    pub key: String,
    /// The district's name.
    pub district: Text,
    /// What the programme is called.
    pub programme: Text,
    /// What holds.
    pub in_force: Option<BudgetTerms>,
    /// What is spent or under way of it.
    pub committed: Fen,
    /// What waits for a second officer.
    pub proposed: Option<BudgetTerms>,
    /// Whether the viewer may confirm it: another officer proposed it.
    pub may_confirm: bool,
}

/// What is said of a proposal that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetWord {
    /// It is to hold.
    Confirm,
    /// It is not.
    Reject,
}

/// What conditions ask of a budget in force.
#[derive(Debug, Clone)]
pub(crate) struct BudgetLeft {
    budget: Budget,
    /// Granted, paid or not.
    granted: Fen,
}

/// The ledger of a district's budget, as conditions name it.
pub(crate) const DISTRICT_BUDGET: &str = "district_budget";
/// The law's field of the district that answers for a service.
const OFFICE_REGION: &str = "office_region";

impl BudgetLeft {
    /// Whether another month can be granted: 1 where something is left, for what it will cost is known only once it is
    /// granted, and a cycle holds what goes over.
    pub(crate) fn months(all: &[Self], pack: &Pack, districts: &[String], this: Month) -> Option<u32> {
        let programme = programme(pack)?;
        let own = all.iter().find(|left| {
            left.budget.programme == programme
                && left.budget.months.includes(this)
                && districts.iter().any(|district| *district == left.budget.district.as_str())
        })?;
        let is_stopped = own.budget.stopped_from.is_some_and(|from| this >= from);
        Some(u32::from(!is_stopped && own.granted < own.budget.cap))
    }

    /// The districts that answer, as the law's answer names them.
    pub(crate) fn field() -> &'static str {
        OFFICE_REGION
    }
}

impl App {
    /// All budgets.
    pub async fn budgets_shown(&self, viewer: &Viewer) -> Result<Vec<BudgetShown>, PaymentError> {
        let officer = paymaster(viewer)?.id;
        let mut shown = Vec::new();
        for open in self.budget_plans().await? {
            let plan = &open.now;
            let committed = match plan.in_force() {
                Some(terms) => self.spent(plan, terms, true).await?,
                None => Fen::ZERO,
            };
            shown.push(BudgetShown {
                key: plan.key(),
                district: self.district_name(plan.district().as_str()),
                programme: self.programme_name(plan.programme()),
                in_force: plan.in_force().cloned(),
                committed,
                proposed: plan.proposed().map(|(_, terms)| terms.clone()),
                may_confirm: plan.proposed().is_some_and(|(by, _)| *by != officer),
            });
        }
        Ok(shown)
    }

    /// The programmes that a budget can be set for, with their names.
    pub fn budget_programmes(&self) -> Vec<(Programme, Text)> {
        let packs = self.library().packs.values();
        packs.filter_map(|pack| Some((programme(pack)?, Text::from(&pack.definition.title)))).collect()
    }

    /// Proposes a budget of a district for a programme.
    pub async fn budget_propose(
        &self,
        viewer: &Viewer,
        district: Region,
        programme: Programme,
        terms: BudgetTerms,
    ) -> Result<(), PaymentError> {
        let officer = paymaster(viewer)?.id;
        if !self.library().regions.districts.iter().any(|known| known.code == district.as_str()) {
            return Err(PaymentError::File(format!("district: {district}; expected a district of the city")));
        }
        if self.budget_programmes().iter().all(|(known, _)| *known != programme) {
            return Err(PaymentError::File(format!(
                "programme: {programme}; expected one that is granted here"
            )));
        }
        let mut work = MoneyWork::default();
        let open = self.money_open(&mut work.budgets, BudgetPlan::new(district, programme)).await?;
        let stamp = self.budget_stamp(officer, &terms);
        let event = open.now.propose(officer, terms, &stamp)?;
        let code = event.event.code();
        open.take(event)?;
        self.budget_save(work, officer, code).await
    }

    /// Says a second officer's word on a proposal.
    pub async fn budget_word(
        &self,
        viewer: &Viewer,
        key: &str,
        said: BudgetWord,
    ) -> Result<(), PaymentError> {
        let officer = paymaster(viewer)?.id;
        let mut open = self.money_find::<BudgetPlan>(key).await?.ok_or(PaymentError::NotFound)?;
        let proposed = open.now.proposed().map(|(_, terms)| terms.clone());
        let stamp = self.budget_stamp(officer, &proposed.ok_or(BudgetError::NothingProposed)?);
        let event = match said {
            BudgetWord::Confirm => open.now.confirm(officer, &stamp)?,
            BudgetWord::Reject => open.now.reject(officer, &stamp)?,
        };
        let code = event.event.code();
        open.take(event)?;
        let mut work = MoneyWork::default();
        work.budgets.insert(key.to_owned(), open);
        self.budget_save(work, officer, code).await
    }

    fn budget_stamp(&self, officer: registry::AccountId, terms: &BudgetTerms) -> Stamp {
        Stamp {
            on: self.today(),
            at: self.moment(),
            by: Actor::Officer(officer),
            source: Source::Document(terms.document.clone()),
        }
    }

    async fn budget_save(
        &self,
        work: MoneyWork,
        officer: registry::AccountId,
        code: &str,
    ) -> Result<(), PaymentError> {
        let keys: Vec<&String> = work.budgets.keys().collect();
        let payload = serde_json::json!({ "budgets": keys });
        let action = format!("payment.{code}");
        let entry =
            store::entry(CaseId(self.id()), self.moment(), Actor::Officer(officer), &action, &payload);
        let changes = Changes::new().entry(entry.map_err(Fault::from)?);
        let changes = work.write(changes, None, self.moment())?;
        self.parts.store.save(changes).await.map_err(Fault::from)?;
        Ok(())
    }

    /// The budgets in force, with what is in cycles or paid of them: what a cycle is computed by.
    pub(super) async fn budgets_in_force(&self) -> Result<Vec<Budget>, Fault> {
        let mut found = Vec::new();
        for open in self.budget_plans().await? {
            let Some(terms) = open.now.in_force() else { continue };
            let committed = self.spent(&open.now, terms, true).await?;
            found.extend(open.now.budget(committed));
        }
        Ok(found)
    }

    /// What conditions ask of the budgets in force.
    pub(crate) async fn budgets_left(&self) -> Result<Vec<BudgetLeft>, Fault> {
        let mut found = Vec::new();
        for open in self.budget_plans().await? {
            let Some(terms) = open.now.in_force() else { continue };
            let granted = self.spent(&open.now, terms, false).await?;
            found.extend(open.now.budget(granted).map(|budget| BudgetLeft { budget, granted }));
        }
        Ok(found)
    }

    async fn budget_plans(&self) -> Result<Vec<Open<BudgetPlan>>, Fault> {
        let streams = self.parts.store.money_stream_all(MoneyKind::Budget).await?;
        streams.into_iter().map(Open::read).collect()
    }

    async fn spent(&self, plan: &BudgetPlan, terms: &BudgetTerms, only_paid: bool) -> Result<Fen, Fault> {
        let (district, programme) = (plan.district(), plan.programme());
        Ok(self.parts.store.order_total(district, programme, terms.months, only_paid).await?)
    }
}
