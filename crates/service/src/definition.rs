//! The main file of a pack, `service.toml`, as it is written.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::anchor::Anchor;
use crate::case::Move;
use crate::clock::Clock;
use crate::commitment::CommitmentEntry;
use crate::date;
use crate::effect::{Effect, NextStep, Retention};
use crate::evidence::{Evidence, ReturnReason};
use crate::field::Field;
use crate::flow::{FlowSource, Guard};
use crate::overlay::OverlayPoint;
use crate::reason::Reason;
use crate::route::Route;
use crate::route::table::OutcomeField;
use crate::words::Words;

/// A service.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Its id; the folder has the same name.
    pub id: String,
    /// Its short code (S01).
    pub code: String,
    /// The instrument that it carries out.
    pub instrument: String,
    /// The provisions that it carries out.
    pub anchors: Vec<Anchor>,
    /// The conclusion that opens it.
    pub conclusion: String,
    /// Conditions of its own beside the conclusion.
    #[serde(default)]
    pub eligibility: Vec<Guard>,
    /// The day as of which the law is asked while a case is decided.
    #[serde(default)]
    pub decides_as_of: DecidesAsOf,
    /// The first day on which it is open.
    #[serde(deserialize_with = "date::read")]
    pub effective_from: Date,
    /// The last day, where there is one.
    #[serde(default, deserialize_with = "date::read_option")]
    pub effective_to: Option<Date>,
    /// The channels by which it is open.
    pub channels: Vec<Channel>,
    /// What it costs, in fen.
    pub fee_fen: u32,
    /// Its title.
    pub title: Words,
    /// What it is, in a line or two.
    pub summary: Words,
    /// Whom it is for.
    pub audience: Words,
    /// What is asked, in order.
    pub fields: Vec<Field>,
    /// What papers are asked for.
    pub evidence: Evidence,
    /// Why an officer may ask for a correction.
    #[serde(default)]
    pub return_reasons: Vec<ReturnReason>,
    /// Where it goes.
    pub route: Route,
    /// What the person commits to.
    #[serde(default)]
    pub commitments: Vec<CommitmentEntry>,
    /// Its time limits.
    #[serde(default)]
    pub clocks: Vec<Clock>,
    /// What its notices tell from the law and the ledgers, beside the case itself.
    #[serde(default)]
    pub told: Told,
    /// What it does.
    pub effects: Vec<Effect>,
    /// What comes next.
    #[serde(default)]
    pub next_steps: Vec<NextStep>,
    /// How long its records are kept.
    pub retention: Vec<Retention>,
    /// Its flow; without one, the app carries it out by a use case of its own.
    #[serde(default)]
    pub flow: Option<FlowSource>,
    /// The flows of cases that are linked to its own, by kind.
    #[serde(default)]
    pub linked: BTreeMap<String, FlowSource>,
    /// The coded reasons that its actions offer, by table.
    #[serde(default)]
    pub reasons: BTreeMap<String, Vec<Reason>>,
    /// How cases of older versions move to this one.
    #[serde(default)]
    pub moves: Vec<Move>,
    /// What a district may change.
    #[serde(default)]
    pub overlay: Vec<OverlayPoint>,
}

/// What notices tell beside the case itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The field of a conclusion that gives `{until}`.
    #[serde(default)]
    pub until: Option<OutcomeField>,
    /// The ledger that gives `{months_left}`.
    #[serde(default)]
    pub months_left: Option<String>,
}

/// The day as of which the law is asked while a case is decided. The caller that gathers the grounds keeps to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecidesAsOf {
    /// The day of deciding.
    #[default]
    Decision,
    /// The day of the last filing of all answers: who filed in time is not refused because the office took longer.
    Filing,
}

/// A channel by which a service is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The Bureau's website.
    Website,
    /// The Beijing Renshe app.
    App,
    /// The WeChat official account.
    Wechat,
    /// A service window.
    Window,
}

impl Channel {
    /// The name of the channel in data and in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Website => "website",
            Self::App => "app",
            Self::Wechat => "wechat",
            Self::Window => "window",
        }
    }

    /// The channel of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        [Self::Website, Self::App, Self::Wechat, Self::Window]
            .into_iter()
            .find(|channel| channel.as_str() == name)
    }
}

impl Definition {
    /// Whether the service is open on a day; first and last day included.
    pub fn is_open_on(&self, day: Date) -> bool {
        self.effective_from <= day && self.effective_to.is_none_or(|last| day <= last)
    }
}
