//! What can happen to an entitlement, why a month is not granted, and why an event cannot stand.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::money::code::{Code, Insurance, Programme};
use crate::money::fen::Fen;
use crate::money::month::Month;
use crate::money::record::OutOfOrder;

/// One insurance of a month granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantedLine {
    /// Which insurance.
    pub insurance: Insurance,
    /// How much.
    pub amount: Fen,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum SubsidyEvent {
    /// A decision opened a term.
    Opened {
        /// Its first month.
        first: Month,
        /// Its last day, if the law's answer names one.
        last_day: Option<Date>,
        /// How many months remain at most, over all terms, as the law's answer says.
        months_left: u32,
        /// Which insurances are subsidised.
        insurances: Vec<Insurance>,
    },
    /// A month was granted, or more insurances of it.
    MonthGranted {
        /// Which month.
        month: Month,
        /// What.
        lines: Vec<GrantedLine>,
    },
    /// A month could not be granted.
    MonthRefused {
        /// Which month.
        month: Month,
        /// Why.
        refusal: Refusal,
    },
    /// Nothing is granted until it is resumed.
    Suspended {
        /// From which month.
        from: Month,
        /// Why, such as `report_missing`.
        reason: Code,
    },
    /// It goes on.
    Resumed {
        /// From which month.
        from: Month,
        /// Whether the months in between are lost, as the law's answer says.
        withheld_lost: bool,
    },
    /// A decision gave the term a later end (Art. 5).
    Extended {
        /// The new last day.
        last_day: Date,
        /// How many months remain with it.
        months_left: u32,
    },
    /// It is over.
    Stopped {
        /// The last month for which it can be granted.
        last: Month,
        /// Why, such as `employed`.
        reason: Code,
    },
    /// What was granted wrongly is claimed back.
    Recovered {
        /// Which month.
        month: Month,
        /// Which insurance of it.
        insurance: Insurance,
        /// Why.
        reason: Code,
        /// Whether a month claimed back whole can be granted once more in number, as the law's answer says.
        counts_again: bool,
    },
}

impl SubsidyEvent {
    /// The code in the store and in the journal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::MonthGranted { .. } => "month_granted",
            Self::MonthRefused { .. } => "month_refused",
            Self::Suspended { .. } => "suspended",
            Self::Resumed { .. } => "resumed",
            Self::Extended { .. } => "extended",
            Self::Stopped { .. } => "stopped",
            Self::Recovered { .. } => "recovered",
        }
    }
}

/// Why a month cannot be granted: what the person is told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "refusal")]
pub enum Refusal {
    /// No decision opened a term.
    #[error("no term is open")]
    NoTerm,
    /// Before the term.
    #[error("the term begins with {first}")]
    BeforeTerm {
        /// Its first month.
        first: Month,
    },
    /// After the term.
    #[error("the term ended on {last_day}")]
    AfterTerm {
        /// Its last day.
        last_day: Date,
    },
    /// No month is left (期满).
    #[error("all {granted} months are used up")]
    MonthsUsedUp {
        /// How many were granted.
        granted: u32,
    },
    /// It is suspended.
    #[error("suspended since {since}: {reason}")]
    Suspended {
        /// Since which month.
        since: Month,
        /// Why.
        reason: Code,
    },
    /// The month fell into a suspension and is lost.
    #[error("lost through the suspension from {since} to {last}")]
    Forfeited {
        /// The first month lost.
        since: Month,
        /// The last one.
        last: Month,
    },
    /// It was stopped.
    #[error("stopped after {last}: {reason}")]
    Stopped {
        /// The last month.
        last: Month,
        /// Why.
        reason: Code,
    },
    /// The programme does not subsidise this insurance.
    #[error("{insurance} is not subsidised")]
    NotCovered {
        /// Which insurance.
        insurance: Insurance,
    },
    /// The contribution is not paid: nothing paid, nothing subsidised.
    #[error("the contribution of {insurance} is not paid")]
    NotPaid {
        /// Which insurance.
        insurance: Insurance,
    },
    /// 重复领取: granted for this month already.
    #[error("{insurance} is subsidised for the month already")]
    AlreadyGranted {
        /// Which insurance.
        insurance: Insurance,
    },
    /// 重复领取: granted under another programme.
    #[error("{insurance} is subsidised for the month under {programme}")]
    GrantedElsewhere {
        /// Which insurance.
        insurance: Insurance,
        /// Under which programme.
        programme: Programme,
    },
    /// No insurance was to be granted at all.
    #[error("no insurance is to be granted")]
    Nothing,
}

impl Refusal {
    /// The code for texts in both languages.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoTerm => "no_term",
            Self::BeforeTerm { .. } => "before_term",
            Self::AfterTerm { .. } => "after_term",
            Self::MonthsUsedUp { .. } => "months_used_up",
            Self::Suspended { .. } => "suspended",
            Self::Forfeited { .. } => "forfeited",
            Self::Stopped { .. } => "stopped",
            Self::NotCovered { .. } => "not_covered",
            Self::NotPaid { .. } => "not_paid",
            Self::AlreadyGranted { .. } => "already_granted",
            Self::GrantedElsewhere { .. } => "granted_elsewhere",
            Self::Nothing => "nothing",
        }
    }
}

/// Why an event cannot stand where it would.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubsidyError {
    /// The entitlement does not stand so that this could follow.
    #[error("subsidy: `{event}` cannot follow; expected {expected}")]
    State {
        /// What was to happen.
        event: &'static str,
        /// What it needs.
        expected: &'static str,
    },
    /// A month that cannot be granted.
    #[error("month {month}: {refusal}")]
    Refused {
        /// Which month.
        month: Month,
        /// Why.
        refusal: Refusal,
    },
    /// A month before the first possible one.
    #[error("{field}: {found}; expected {earliest} or later")]
    Before {
        /// Which field.
        field: &'static str,
        /// The month.
        found: Month,
        /// The first one.
        earliest: Month,
    },
    /// An end that is not later than the one that holds.
    #[error("last_day: {found}; expected a day after {held}")]
    NotLater {
        /// The day.
        found: Date,
        /// The one that holds.
        held: Date,
    },
    /// A line that was never granted, or was claimed back already.
    #[error("month {month}: {insurance} is not granted, or already recovered; expected a granted line")]
    NotGranted {
        /// Which month.
        month: Month,
        /// Which insurance.
        insurance: Insurance,
    },
    /// An amount of nothing.
    #[error("amount: {found} yuan for {insurance} {month}; expected more than nothing")]
    NotPositive {
        /// Which month.
        month: Month,
        /// Which insurance.
        insurance: Insurance,
        /// The amount.
        found: Fen,
    },
    /// A term for no insurance.
    #[error("insurances: none; expected at least one")]
    NoInsurance,
    /// An event is missing or doubled.
    #[error(transparent)]
    OutOfOrder(#[from] OutOfOrder),
}
