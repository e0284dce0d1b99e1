//! The time limits of a service, each with its basis and how sure it is.

use serde::Deserialize;

use crate::anchor::Anchor;
use crate::words::Words;

/// A time limit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Its name.
    pub id: String,
    /// The event from which it runs.
    pub starts_on: String,
    /// How many.
    pub amount: u16,
    /// Of what.
    pub unit: ClockUnit,
    /// The calendar of working days, where the unit needs one.
    #[serde(default)]
    pub calendar: Option<String>,
    /// What happens when it runs out.
    pub on_expiry: OnExpiry,
    /// What it rests on.
    pub basis: ClockBasis,
    /// The provision, where it rests on the instrument itself.
    #[serde(default)]
    pub anchor: Option<Anchor>,
    /// How sure the source is.
    pub confidence: Confidence,
    /// Whether missing it has a consequence in law; a proposed one never has.
    pub binding: bool,
    /// Where it comes from.
    pub source: String,
    /// The same in plain words.
    pub note: Words,
}

/// The unit of a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockUnit {
    /// A working day of a calendar.
    WorkingDay,
    /// Any day.
    CalendarDay,
    /// A month.
    Month,
}

/// What happens when a time limit runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnExpiry {
    /// The matter goes to the officer above.
    Escalate,
    /// The person is reminded.
    Remind,
}

/// What a time limit rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockBasis {
    /// The instrument itself.
    Law,
    /// Another instrument, named in the source.
    OtherLaw,
    /// Our proposal, to be confirmed by the authority.
    Proposed,
}

/// How sure a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Seen in its source.
    High,
    /// Recalled or second-hand.
    Medium,
    /// Not found; must not drive a decision.
    Low,
}
