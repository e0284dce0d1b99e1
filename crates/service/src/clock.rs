//! The time limits of a service, each with its basis and how sure it is.

use jiff::civil::Time;
use serde::{Deserialize, Deserializer, de::Error};

use crate::anchor::Anchor;
use crate::words::{Lang, Words};

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
    /// The action of the flow that the system does then.
    #[serde(default)]
    pub action: Option<String>,
    /// Whether an end on a day off goes on to the next working day (民法典 第二百零三条). For units that are no working days.
    #[serde(default)]
    pub rolls: Option<bool>,
    /// When the office closes: an event after that, or on a day off, counts as one of the next working day.
    #[serde(default, deserialize_with = "time")]
    pub closes_at: Option<Time>,
    /// By how much it can be extended, once.
    #[serde(default)]
    pub extension: Option<Extension>,
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

/// By how much a time limit can be extended, once; in its own unit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// How many.
    pub amount: u16,
    /// Where it comes from.
    pub source: String,
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
    /// A year.
    Year,
}

impl ClockUnit {
    /// Its name.
    pub fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::WorkingDay, Lang::Zh) => "个工作日",
            (Self::WorkingDay, Lang::En) => "working days",
            (Self::CalendarDay, Lang::Zh) => "日",
            (Self::CalendarDay, Lang::En) => "days",
            (Self::Month, Lang::Zh) => "个月",
            (Self::Month, Lang::En) => "months",
            (Self::Year, Lang::Zh) => "年",
            (Self::Year, Lang::En) => "years",
        }
    }
}

/// What happens when a time limit runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnExpiry {
    /// The matter goes to the officer above.
    Escalate,
    /// The person is reminded.
    Remind,
    /// The system does an action of the flow.
    Act,
    /// Nothing is done; conditions can ask whether it has run out.
    Silent,
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

/// Reads `17:00`.
fn time<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Time>, D::Error> {
    let text = String::deserialize(from)?;
    let parts = text.split_once(':').filter(|(hour, minute)| hour.len() == 2 && minute.len() == 2);
    let time = parts
        .and_then(|(hour, minute)| Some((hour.parse().ok()?, minute.parse().ok()?)))
        .and_then(|(hour, minute)| Time::new(hour, minute, 0, 0).ok());
    let wrong = || D::Error::custom(format!("found `{text}`, expected a time of day such as `17:00`"));
    time.ok_or_else(wrong).map(Some)
}
