//! How one month stands, and by which passages it came there.

use jiff::civil::Date;

use crate::form::coded;
use crate::money::code::Programme;
use crate::money::fen::Fen;
use crate::money::source::Source;

coded! {
    /// How the contribution of a month stands.
    ContributionState, "contribution", {
        /// Nothing is charged yet.
        Open = "open",
        /// 应缴: charged and not paid.
        Due = "due",
        /// 缓缴: put off at the person's wish.
        Deferred = "deferred",
        /// 已缴: paid to who collects.
        Paid = "paid",
        /// 已记账: credited to the person's account.
        Credited = "credited",
    }
}

coded! {
    /// How the subsidy of a month stands.
    SubsidyState, "subsidy", {
        /// None.
        None = "none",
        /// 已补贴: granted.
        Subsidised = "subsidised",
        /// 暂停: withheld, for instance until a report is made.
        Suspended = "suspended",
        /// 追回: granted wrongly and claimed back.
        Recovered = "recovered",
    }
}

coded! {
    /// What a passage shows: one of the two above that was entered.
    MonthShows, "state", {
        /// Nothing is charged any more.
        Open = "open",
        /// 应缴.
        Due = "due",
        /// 缓缴.
        Deferred = "deferred",
        /// 已缴.
        Paid = "paid",
        /// 已记账.
        Credited = "credited",
        /// 已补贴.
        Subsidised = "subsidised",
        /// 暂停.
        Suspended = "suspended",
        /// 追回.
        Recovered = "recovered",
        /// The amount was settled anew (结算) and the state stayed.
        Resettled = "resettled",
    }
}

impl From<ContributionState> for MonthShows {
    fn from(state: ContributionState) -> Self {
        match state {
            ContributionState::Open => Self::Open,
            ContributionState::Due => Self::Due,
            ContributionState::Deferred => Self::Deferred,
            ContributionState::Paid => Self::Paid,
            ContributionState::Credited => Self::Credited,
        }
    }
}

/// That a state was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Which.
    pub shows: MonthShows,
    /// On which day.
    pub on: Date,
    /// On what it rests.
    pub source: Source,
    /// The amount, where there is one.
    pub amount: Option<Fen>,
    /// The base, where there is one.
    pub base: Option<Fen>,
}

/// One month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthEntry {
    /// How its contribution stands.
    pub contribution: ContributionState,
    /// What is charged or paid; `None` while nothing is charged.
    pub amount: Option<Fen>,
    /// The base on which it was charged or paid; some insurances have a fixed amount and no base.
    pub base: Option<Fen>,
    /// What a re-settlement found and is not settled: more than nothing is to be collected, less is
    /// to be refunded.
    pub unsettled: Fen,
    /// How its subsidy stands.
    pub subsidy: SubsidyState,
    /// The subsidy granted.
    pub subsidy_amount: Option<Fen>,
    /// Under which programme.
    pub programme: Option<Programme>,
    /// The states entered, in order.
    pub trail: Vec<Passage>,
}

impl Default for MonthEntry {
    fn default() -> Self {
        Self {
            contribution: ContributionState::Open,
            amount: None,
            base: None,
            unsettled: Fen::ZERO,
            subsidy: SubsidyState::None,
            subsidy_amount: None,
            programme: None,
            trail: Vec::new(),
        }
    }
}

impl MonthEntry {
    /// Whether it counts as a month of contributions.
    pub fn counts(&self) -> bool {
        match self.contribution {
            ContributionState::Paid | ContributionState::Credited => true,
            ContributionState::Open | ContributionState::Due | ContributionState::Deferred => false,
        }
    }

    /// The latest passage into a state.
    pub fn entered(&self, shows: MonthShows) -> Option<&Passage> {
        self.trail.iter().rev().find(|passage| passage.shows == shows)
    }
}
