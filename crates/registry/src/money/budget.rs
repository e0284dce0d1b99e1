//! District budgets of the pilots (Art. 10): a cap, and rules for what happens at it. Orders are taken
//! in a stated order: the earliest approval first, the id between two of one moment.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::money::code::Programme;
use crate::money::derived::OrderId;
use crate::money::fen::{Fen, FenOverflow};
use crate::money::month::{Month, MonthRange};
use crate::region::Region;

/// What happens to later orders once one would go over the cap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverCap {
    /// Only that one is held: a later and smaller one may still fit.
    HoldOne,
    /// It and all after it are held, so that nobody is overtaken.
    HoldRest,
}

/// One district's budget for one programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// Which district.
    pub district: Region,
    /// Which programme.
    pub programme: Programme,
    /// For which months of entitlement.
    pub months: MonthRange,
    /// How much in all.
    pub cap: Fen,
    /// How much is spent or under way.
    pub committed: Fen,
    /// From which month of entitlement nothing more is paid, if it was stopped.
    pub stopped_from: Option<Month>,
    /// What happens at the cap.
    pub over_cap: OverCap,
}

/// Why an order is held.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "hold")]
pub enum HoldReason {
    /// It would go over the cap.
    #[error("{amount} yuan on {committed} would pass the cap of {cap}")]
    OverCap {
        /// The cap.
        cap: Fen,
        /// What was spent or under way before it.
        committed: Fen,
        /// The order's amount.
        amount: Fen,
    },
    /// One before it would have, and nobody is to be overtaken.
    #[error("an earlier order waits at the cap")]
    BehindHeld,
    /// The district stopped the programme.
    #[error("stopped from {from} on")]
    Stopped {
        /// From which month.
        from: Month,
    },
}

impl HoldReason {
    /// The code for texts in both languages.
    pub fn code(&self) -> &'static str {
        match self {
            Self::OverCap { .. } => "over_cap",
            Self::BehindHeld => "behind_held",
            Self::Stopped { .. } => "stopped",
        }
    }
}

/// What of an order a budget looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Which order.
    pub order: OrderId,
    /// In which district.
    pub district: Region,
    /// Under which programme.
    pub programme: Programme,
    /// For which month.
    pub month: Month,
    /// How much.
    pub amount: Fen,
    /// When the entitlement was approved.
    pub approved_at: Timestamp,
}

/// Which claims are met and which are held.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Allocation {
    /// To be paid, in the stated order.
    pub met: Vec<Claim>,
    /// Held, each with its reason, in the same order.
    pub held: Vec<(OrderId, HoldReason)>,
}

/// Meets claims out of the budgets, the earliest approval first. Where no budget is set there is no cap.
pub fn allocate(mut claims: Vec<Claim>, budgets: &mut [Budget]) -> Result<Allocation, FenOverflow> {
    claims.sort_by_key(|claim| (claim.approved_at, claim.order));
    let mut allocation = Allocation::default();
    let mut closed = BTreeSet::new();
    for claim in claims {
        let fits = |budget: &Budget| {
            budget.district == claim.district
                && budget.programme == claim.programme
                && budget.months.includes(claim.month)
        };
        let Some((at, budget)) = budgets.iter_mut().enumerate().find(|(_, budget)| fits(budget)) else {
            allocation.met.push(claim);
            continue;
        };
        if let Some(reason) = hold(budget, &claim, closed.contains(&at))? {
            if matches!(reason, HoldReason::OverCap { .. }) && budget.over_cap == OverCap::HoldRest {
                closed.insert(at);
            }
            allocation.held.push((claim.order, reason));
        } else {
            budget.committed = budget.committed.plus(claim.amount)?;
            allocation.met.push(claim);
        }
    }
    Ok(allocation)
}

fn hold(budget: &Budget, claim: &Claim, is_closed: bool) -> Result<Option<HoldReason>, FenOverflow> {
    if let Some(from) = budget.stopped_from
        && claim.month >= from
    {
        return Ok(Some(HoldReason::Stopped { from }));
    }
    if is_closed {
        return Ok(Some(HoldReason::BehindHeld));
    }
    let (cap, committed, amount) = (budget.cap, budget.committed, claim.amount);
    let over = committed.plus(amount)? > cap;
    Ok(over.then_some(HoldReason::OverCap { cap, committed, amount }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(name: &str, second: i64, amount: i64) -> Claim {
        Claim {
            order: OrderId::of(&[name.as_bytes()]),
            district: "110117".parse().unwrap(),
            programme: Programme::from_static("pilot_subsidy"),
            month: "2021-02".parse().unwrap(),
            amount: Fen(amount),
            approved_at: Timestamp::from_second(second).unwrap(),
        }
    }

    fn budget(over_cap: OverCap) -> Budget {
        Budget {
            district: "110117".parse().unwrap(),
            programme: Programme::from_static("pilot_subsidy"),
            months: MonthRange::new("2021-01".parse().unwrap(), "2021-12".parse().unwrap()).unwrap(),
            cap: Fen(1000),
            committed: Fen(400),
            stopped_from: None,
            over_cap,
        }
    }

    #[test]
    fn the_earliest_approval_is_met_first_whatever_the_order_of_the_list() {
        let claims = || vec![claim("late", 30, 500), claim("early", 10, 400), claim("small", 40, 200)];
        let mut one = [budget(OverCap::HoldOne)];
        let allocation = allocate(claims(), &mut one).unwrap();
        let met: Vec<i64> = allocation.met.iter().map(|claim| claim.amount.0).collect();
        assert_eq!((met, one[0].committed), (vec![400, 200], Fen(1000)));
        assert_eq!(
            allocation.held[0].1,
            HoldReason::OverCap { cap: Fen(1000), committed: Fen(800), amount: Fen(500) }
        );
        let mut rest = [budget(OverCap::HoldRest)];
        let allocation = allocate(claims(), &mut rest).unwrap();
        assert_eq!((allocation.met.len(), allocation.held[1].1.clone()), (1, HoldReason::BehindHeld));
    }

    #[test]
    fn the_cap_itself_can_be_reached_and_a_stop_holds_what_comes_after() {
        let exactly = allocate(vec![claim("a", 1, 600)], &mut [budget(OverCap::HoldOne)]).unwrap();
        assert_eq!(exactly.met.len(), 1);
        let mut stopped = budget(OverCap::HoldOne);
        stopped.stopped_from = Some("2021-02".parse().unwrap());
        let mut elsewhere = claim("b", 2, 5000);
        elsewhere.district = "110118".parse().unwrap();
        let allocation = allocate(vec![claim("a", 1, 1), elsewhere], &mut [stopped]).unwrap();
        assert_eq!((allocation.met.len(), allocation.held[0].1.code()), (1, "stopped"));
    }
}
