//! A district's budget for a programme as it is set: one officer proposes the cap, what happens at it and from when
//! nothing more is paid, with the document that says so; another confirms. What was paid under an earlier one stays paid.

use serde::{Deserialize, Serialize};

use crate::id::AccountId;
use crate::money::budget::{Budget, OverCap};
use crate::money::code::Programme;
use crate::money::fen::Fen;
use crate::money::month::{Month, MonthRange};
use crate::money::record::{OutOfOrder, Recorded, Stamp, in_order};
use crate::money::source::Reference;
use crate::region::Region;

/// What is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetTerms {
    /// For which months of entitlement.
    pub months: MonthRange,
    /// How much in all.
    pub cap: Fen,
    /// What happens at the cap.
    pub over_cap: OverCap,
    /// From which month of entitlement nothing more is paid, if it is stopped.
    pub stopped_from: Option<Month>,
    /// The document that says so.
    pub document: Reference,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum BudgetEvent {
    /// Proposed.
    Proposed {
        /// By whom.
        by: AccountId,
        /// What.
        terms: BudgetTerms,
    },
    /// Confirmed by another officer: in force.
    Confirmed {
        /// By whom.
        by: AccountId,
    },
    /// Not confirmed.
    Rejected {
        /// By whom.
        by: AccountId,
    },
}

impl BudgetEvent {
    /// The code in the journal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Proposed { .. } => "budget_proposed",
            Self::Confirmed { .. } => "budget_confirmed",
            Self::Rejected { .. } => "budget_rejected",
        }
    }
}

/// Why a budget is not set so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BudgetError {
    /// Less than nothing.
    #[error("cap: {found}; expected nothing or more")]
    Cap {
        /// The cap given.
        found: Fen,
    },
    /// A stop outside of the budget's months.
    #[error("stopped_from: {found}; expected a month from {first} to {last}")]
    Stop {
        /// The month given.
        found: Month,
        /// The first month of the budget.
        first: Month,
        /// The last.
        last: Month,
    },
    /// Four eyes.
    #[error("by: the officer who proposed it; expected another one")]
    SameOfficer,
    /// Nothing is proposed.
    #[error("nothing is proposed; expected a proposal that waits")]
    NothingProposed,
    /// An event is missing or doubled.
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
}

/// The budget of one district for one programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetPlan {
    district: Region,
    programme: Programme,
    version: u32,
    in_force: Option<BudgetTerms>,
    proposed: Option<(AccountId, BudgetTerms)>,
}

impl BudgetPlan {
    /// One without events.
    pub fn new(district: Region, programme: Programme) -> Self {
        Self { district, programme, version: 0, in_force: None, proposed: None }
    }

    /// Which district.
    pub fn district(&self) -> &Region {
        &self.district
    }

    /// Which programme.
    pub fn programme(&self) -> Programme {
        self.programme
    }

    /// How many events it has.
    pub fn version(&self) -> u32 {
        self.version
    }

    /// What holds.
    pub fn in_force(&self) -> Option<&BudgetTerms> {
        self.in_force.as_ref()
    }

    /// What waits for a second officer, and who proposed it.
    pub fn proposed(&self) -> Option<&(AccountId, BudgetTerms)> {
        self.proposed.as_ref()
    }

    /// Proposes; what waited before is replaced.
    pub fn propose(
        &self,
        by: AccountId,
        terms: BudgetTerms,
        stamp: &Stamp,
    ) -> Result<Recorded<BudgetEvent>, BudgetError> {
        self.record(BudgetEvent::Proposed { by, terms }, stamp)
    }

    /// Confirms what waits.
    pub fn confirm(&self, by: AccountId, stamp: &Stamp) -> Result<Recorded<BudgetEvent>, BudgetError> {
        self.record(BudgetEvent::Confirmed { by }, stamp)
    }

    /// Does not confirm what waits. Who proposed it may take it back so.
    pub fn reject(&self, by: AccountId, stamp: &Stamp) -> Result<Recorded<BudgetEvent>, BudgetError> {
        self.record(BudgetEvent::Rejected { by }, stamp)
    }

    /// The budget in force with what is spent or under way of it.
    pub fn budget(&self, committed: Fen) -> Option<Budget> {
        let terms = self.in_force.as_ref()?;
        Some(Budget {
            district: self.district.clone(),
            programme: self.programme,
            months: terms.months,
            cap: terms.cap,
            committed,
            stopped_from: terms.stopped_from,
            over_cap: terms.over_cap,
        })
    }

    fn record(&self, event: BudgetEvent, stamp: &Stamp) -> Result<Recorded<BudgetEvent>, BudgetError> {
        self.check(&event)?;
        Ok(Recorded { version: self.version.saturating_add(1), stamp: stamp.clone(), event })
    }

    fn check(&self, event: &BudgetEvent) -> Result<(), BudgetError> {
        match event {
            BudgetEvent::Proposed { terms, .. } => {
                if terms.cap < Fen::ZERO {
                    return Err(BudgetError::Cap { found: terms.cap });
                }
                match terms.stopped_from.filter(|month| !terms.months.includes(*month)) {
                    Some(found) => {
                        let (first, last) = (terms.months.first(), terms.months.last());
                        Err(BudgetError::Stop { found, first, last })
                    }
                    None => Ok(()),
                }
            }
            BudgetEvent::Confirmed { by } => match &self.proposed {
                None => Err(BudgetError::NothingProposed),
                Some((proposer, _)) if proposer == by => Err(BudgetError::SameOfficer),
                Some(_) => Ok(()),
            },
            BudgetEvent::Rejected { .. } => match &self.proposed {
                None => Err(BudgetError::NothingProposed),
                Some(_) => Ok(()),
            },
        }
    }

    /// Takes the next event, if it may stand there.
    pub fn apply(&mut self, recorded: &Recorded<BudgetEvent>) -> Result<(), BudgetError> {
        in_order(self.version, recorded.version)?;
        self.check(&recorded.event)?;
        match &recorded.event {
            BudgetEvent::Proposed { by, terms } => self.proposed = Some((*by, terms.clone())),
            BudgetEvent::Confirmed { .. } => {
                self.in_force = self.proposed.take().map(|(_, terms)| terms);
            }
            BudgetEvent::Rejected { .. } => self.proposed = None,
        }
        self.version = recorded.version;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::journal::Actor;
    use crate::money::source::Source;

    fn officer(n: u128) -> AccountId {
        AccountId(Uuid::from_u128(n))
    }

    fn stamp() -> Stamp {
        let document = "京平人社〔2021〕1号".parse().unwrap();
        Stamp {
            on: date(2021, 1, 4),
            at: Timestamp::UNIX_EPOCH,
            by: Actor::Officer(officer(1)),
            source: Source::Document(document),
        }
    }

    fn terms(cap: i64, stopped_from: Option<&str>) -> BudgetTerms {
        BudgetTerms {
            months: MonthRange::new("2021-01".parse().unwrap(), "2021-12".parse().unwrap()).unwrap(),
            cap: Fen(cap),
            over_cap: OverCap::HoldRest,
            stopped_from: stopped_from.map(|month| month.parse().unwrap()),
            document: "京平人社〔2021〕1号".parse().unwrap(),
        }
    }

    #[test]
    fn a_budget_holds_once_another_officer_confirms_it() {
        let mut plan = BudgetPlan::new("110117".parse().unwrap(), Programme::from_static("pilot_subsidy"));
        assert_eq!(plan.confirm(officer(2), &stamp()), Err(BudgetError::NothingProposed));
        plan.apply(&plan.propose(officer(1), terms(1000, None), &stamp()).unwrap()).unwrap();
        assert_eq!(plan.budget(Fen::ZERO), None, "proposed alone it caps nothing");
        assert_eq!(plan.confirm(officer(1), &stamp()), Err(BudgetError::SameOfficer));
        plan.apply(&plan.confirm(officer(2), &stamp()).unwrap()).unwrap();
        assert_eq!(
            plan.budget(Fen(400)).map(|budget| (budget.cap, budget.committed)),
            Some((Fen(1000), Fen(400)))
        );
        // A stop is proposed and taken back: the budget stays as it was.
        plan.apply(&plan.propose(officer(2), terms(1000, Some("2021-06")), &stamp()).unwrap()).unwrap();
        plan.apply(&plan.reject(officer(2), &stamp()).unwrap()).unwrap();
        assert_eq!(plan.in_force().and_then(|terms| terms.stopped_from), None);
        assert_eq!(plan.version(), 4);
    }

    #[test]
    fn a_cap_below_nothing_and_a_stop_outside_of_its_months_are_refused() {
        let plan = BudgetPlan::new("110117".parse().unwrap(), Programme::from_static("pilot_subsidy"));
        let wrong = plan.propose(officer(1), terms(-1, None), &stamp()).unwrap_err();
        assert_eq!(wrong.to_string(), "cap: -0.01; expected nothing or more");
        let wrong = plan.propose(officer(1), terms(1, Some("2022-01")), &stamp()).unwrap_err();
        assert_eq!(wrong.to_string(), "stopped_from: 2022-01; expected a month from 2021-01 to 2021-12");
    }
}
