//! What a district may change of a service: named points, and only so that it becomes narrower for the office, never for
//! the person.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::pack::Pack;
use crate::words::Words;

/// A point that a district may change.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverlayPoint {
    /// Its name.
    pub id: String,
    /// What it is about.
    pub changes: OverlayKind,
    /// What it is for.
    pub about: Words,
}

/// What can be changed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverlayKind {
    /// A time limit of the office: shorter, down to a least amount.
    ClockShorter(ShorterClock),
    /// An item of evidence: no longer asked for.
    EvidenceWaived(String),
    /// Random checks of an action: more often, up to a share of ten thousand.
    ChecksMoreOften(MoreChecks),
}

/// A time limit that can be made shorter.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShorterClock {
    /// The clock.
    pub clock: String,
    /// The least amount.
    pub at_least: u16,
}

/// Checks that can be made more often.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoreChecks {
    /// The action that begins a check.
    pub action: String,
    /// The most of ten thousand.
    pub at_most: u16,
}

/// What a district changes: the value by the name of the point. For evidence the value is 0.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DistrictOverlay {
    /// The district, six digits.
    pub district: String,
    /// Where it comes from.
    pub source: String,
    /// The values.
    pub points: BTreeMap<String, u16>,
}

/// Why an overlay cannot be laid over a pack.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OverlayError {
    /// The pack names no such point.
    #[error("{district}: found `{point}`, expected a point that the service names")]
    NoPoint {
        /// The district.
        district: String,
        /// The point.
        point: String,
    },
    /// It would not narrow.
    #[error("{district}: {point} = {found}, expected {expected}")]
    Widens {
        /// The district.
        district: String,
        /// The point.
        point: String,
        /// The value.
        found: u16,
        /// What would narrow.
        expected: String,
    },
}

impl DistrictOverlay {
    /// The pack as it holds in the district. Its hash stays that of the pack: a case keeps the district beside it.
    pub fn over(&self, pack: &Pack) -> Result<Pack, OverlayError> {
        let mut pack = pack.clone();
        for (id, value) in &self.points {
            let (district, point) = (self.district.clone(), id.clone());
            let named = pack.definition.overlay.iter().find(|named| named.id == *id).cloned();
            let Some(named) = named else { return Err(OverlayError::NoPoint { district, point }) };
            if let Err(expected) = named.changes.apply(*value, &mut pack) {
                return Err(OverlayError::Widens { district, point, found: *value, expected });
            }
        }
        Ok(pack)
    }
}

impl OverlayKind {
    fn apply(&self, value: u16, pack: &mut Pack) -> Result<(), String> {
        match self {
            Self::ClockShorter(shorter) => {
                let clock = pack.definition.clocks.iter_mut().find(|clock| clock.id == shorter.clock);
                let clock = clock.ok_or_else(|| format!("a clock `{}`", shorter.clock))?;
                if !(shorter.at_least..=clock.amount).contains(&value) {
                    return Err(format!("from {} to {}", shorter.at_least, clock.amount));
                }
                clock.amount = value;
            }
            Self::EvidenceWaived(item) => {
                if value != 0 {
                    return Err("0".to_owned());
                }
                pack.definition.evidence.items.retain(|known| known.id != *item);
            }
            Self::ChecksMoreOften(more) => {
                let flow = pack.flow.as_mut();
                let actions = flow.into_iter().flat_map(|flow| &mut flow.actions);
                let guards =
                    actions.filter(|action| action.id == more.action).flat_map(|action| &mut action.guards);
                for guard in guards {
                    if let crate::flow::Guard::Drawn(rate) = guard {
                        if !(rate.per_ten_thousand..=more.at_most).contains(&value) {
                            return Err(format!("from {} to {}", rate.per_ten_thousand, more.at_most));
                        }
                        rate.per_ten_thousand = value;
                    }
                }
            }
        }
        Ok(())
    }
}
