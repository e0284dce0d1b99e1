//! What is watched for people without their asking: which conclusions, how long ahead an end is told, which months left
//! of a ledger, and the notices that tell it. Data in the folder of services; no person is known here.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::clock::Confidence;
use crate::notice::{Notice, NoticeChannel, NoticeFile, NoticeText};
use crate::problem::Problem;
use crate::read;
use crate::texts::Texts;

/// Where it stands in the folder of services.
pub const FILE: &str = "proactive.toml";

/// All that is watched, with the notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proactive {
    /// The conclusions.
    pub watches: Vec<ConclusionWatch>,
    /// The ledgers.
    pub ledgers: Vec<LedgerWatch>,
    /// Where the choice comes from.
    pub source: String,
    /// How sure it is.
    pub confidence: Confidence,
    pub(crate) notices: Vec<Notice>,
}

/// A conclusion that is watched.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConclusionWatch {
    /// Which.
    pub conclusion: String,
    /// The service by which it is used.
    pub service: String,
    /// What of it is told.
    pub tell: BTreeSet<Told>,
    /// How many days before its end it is told.
    #[serde(default)]
    pub days_ahead: u16,
    /// The fact of those among whom the city lists whom it concerns, and tells them at once; none where there is no list.
    #[serde(default)]
    pub listed_by: Option<String>,
}

/// What is told of a conclusion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// It is met now.
    Gained,
    /// By the calendar alone it will be met no more.
    Ends,
    /// It is met no more.
    Lost,
}

/// A ledger that is watched.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerWatch {
    /// Of which programme.
    pub programme: String,
    /// The service by which it is granted.
    pub service: String,
    /// The months left that are told.
    pub months_left: BTreeSet<u32>,
}

/// The events that notices are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProactiveEvent {
    /// Met now, since a day came.
    Gained,
    /// Met now, since the rules changed.
    GainedByRule,
    /// Met until a day.
    Ends,
    /// Met no more, since a day came.
    Lost,
    /// Met no more, since the rules changed.
    LostByRule,
    /// Few months are left.
    MonthsLeft,
}

impl ProactiveEvent {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Gained, Self::GainedByRule, Self::Ends, Self::Lost, Self::LostByRule, Self::MonthsLeft];

    /// Its name in the file of notices.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::GainedByRule => "gained_by_rule",
            Self::Ends => "ends",
            Self::Lost => "lost",
            Self::LostByRule => "lost_by_rule",
            Self::MonthsLeft => "months_left",
        }
    }

    /// What must be watched for it to be told; none for what a ledger says.
    pub fn told(self) -> Option<Told> {
        match self {
            Self::Gained | Self::GainedByRule => Some(Told::Gained),
            Self::Ends => Some(Told::Ends),
            Self::Lost | Self::LostByRule => Some(Told::Lost),
            Self::MonthsLeft => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    source: String,
    confidence: Confidence,
    watch: Vec<ConclusionWatch>,
    #[serde(default)]
    ledger: Vec<LedgerWatch>,
    notices: Vec<NoticeText>,
}

impl Proactive {
    /// Reads it, or says all that is wrong with the form of the file.
    pub fn read(services: &Texts) -> Result<Self, Vec<Problem>> {
        let raw: Raw = read::toml(services, FILE).map_err(|problem| vec![problem])?;
        Ok(Self {
            watches: raw.watch,
            ledgers: raw.ledger,
            source: raw.source,
            confidence: raw.confidence,
            notices: NoticeFile::from(raw.notices).notices(FILE)?,
        })
    }

    /// The notice of an event for a channel.
    pub fn notice(&self, event: ProactiveEvent, channel: NoticeChannel) -> Option<&Notice> {
        self.notices.iter().find(|notice| notice.event == event.as_str() && notice.channel == channel)
    }
}
