//! The base that a person chose, and the bounds between which it lay on the day of choosing (Art. 6).
//! Bounds change each July: a choice that new bounds overtake is noticed, never changed in silence.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::form::coded;
use crate::money::fen::Fen;
use crate::money::month::Month;
use crate::money::source::{Reference, Source};

/// The lowest and the highest base, both included, with the version of the parameter that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// Which row of which parameter table, as the law's answer names it.
    pub version: Reference,
    /// The lowest base.
    pub lower: Fen,
    /// The highest base.
    pub upper: Fen,
}

coded! {
    /// On which side of the bounds a base lies.
    Side, "side", {
        /// Below the lowest.
        Below = "below",
        /// Above the highest.
        Above = "above",
    }
}

impl Bounds {
    /// On which side the base lies outside; `None` where it lies within, both bounds included.
    pub fn outside(&self, base: Fen) -> Option<Side> {
        if base < self.lower {
            Some(Side::Below)
        } else if base > self.upper {
            Some(Side::Above)
        } else {
            None
        }
    }

    /// The base lies within, both bounds included.
    pub fn require(&self, base: Fen) -> Result<(), BaseError> {
        let Some(side) = self.outside(base) else { return Ok(()) };
        let (lower, upper, version) = (self.lower, self.upper, self.version.clone());
        Err(BaseError::Outside { found: base, side, lower, upper, version })
    }
}

/// Why a base cannot be chosen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaseError {
    /// Outside the bounds of the day.
    #[error("base: {found} is {side} the bounds of {version}; expected {lower} to {upper}")]
    Outside {
        /// The base.
        found: Fen,
        /// On which side.
        side: Side,
        /// The lowest.
        lower: Fen,
        /// The highest.
        upper: Fen,
        /// Which bounds.
        version: Reference,
    },
    /// A choice for a month that an earlier choice already holds for.
    #[error("from: {found}; expected a month after {held}, for which a base is already chosen")]
    NotLater {
        /// The month given.
        found: Month,
        /// The month of the choice in force.
        held: Month,
    },
}

/// A base with the day on which it was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenBase {
    /// The base.
    pub base: Fen,
    /// On which day.
    pub chosen_on: Date,
    /// The first month for which it is meant.
    pub from: Month,
    /// The bounds of that day.
    pub bounds: Bounds,
    /// On what it rests.
    pub source: Source,
}

/// That new bounds leave a chosen base outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overtaken {
    /// The base chosen.
    pub base: Fen,
    /// On which side it now lies.
    pub side: Side,
    /// The bound that it misses: the new lowest or the new highest.
    pub bound: Fen,
    /// The new bounds.
    pub version: Reference,
}

impl ChosenBase {
    /// A choice within the bounds of the day.
    pub fn choose(
        base: Fen,
        chosen_on: Date,
        from: Month,
        bounds: Bounds,
        source: Source,
    ) -> Result<Self, BaseError> {
        bounds.require(base)?;
        Ok(Self { base, chosen_on, from, bounds, source })
    }

    /// Whether bounds that came later leave it outside.
    pub fn overtaken_by(&self, bounds: &Bounds) -> Option<Overtaken> {
        let side = bounds.outside(self.base)?;
        let bound = match side {
            Side::Below => bounds.lower,
            Side::Above => bounds.upper,
        };
        Some(Overtaken { base: self.base, side, bound, version: bounds.version.clone() })
    }
}

/// The choices of one person in one insurance, the earliest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BaseHistory(Vec<ChosenBase>);

impl BaseHistory {
    /// Adds a choice for later months.
    pub fn add(&mut self, chosen: ChosenBase) -> Result<(), BaseError> {
        match self.0.last() {
            Some(held) if chosen.from <= held.from => {
                Err(BaseError::NotLater { found: chosen.from, held: held.from })
            }
            Some(_) | None => {
                self.0.push(chosen);
                Ok(())
            }
        }
    }

    /// The choice that holds for a month.
    pub fn for_month(&self, month: Month) -> Option<&ChosenBase> {
        self.0.iter().rev().find(|chosen| chosen.from <= month)
    }

    /// All choices, the earliest first.
    pub fn choices(&self) -> &[ChosenBase] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::CaseId;
    use jiff::civil::date;
    use uuid::Uuid;

    fn bounds(version: &str, lower: i64, upper: i64) -> Bounds {
        Bounds { version: version.parse().unwrap(), lower: Fen(lower), upper: Fen(upper) }
    }

    fn choose(base: i64, bounds: Bounds) -> Result<ChosenBase, BaseError> {
        let source = Source::Case(CaseId(Uuid::from_u128(1)));
        ChosenBase::choose(Fen(base), date(2021, 3, 15), "2021-03".parse().unwrap(), bounds, source)
    }

    // Row 26: MA chose 5,000.00 yuan in March 2021; the bounds of July 2021 begin at 5,360.00.
    #[test]
    fn new_bounds_overtake_a_choice_and_both_bounds_are_included() {
        let spring = bounds("bounds@2020-07-01", 361_300, 2_654_100);
        let july = bounds("bounds@2021-07-01", 536_000, 2_822_100);
        let chosen = choose(500_000, spring).unwrap();
        let overtaken = chosen.overtaken_by(&july).unwrap();
        assert_eq!((overtaken.side, overtaken.bound), (Side::Below, Fen(536_000)));
        let highest = choose(2_822_100, july.clone()).unwrap();
        assert_eq!(highest.overtaken_by(&july), None);
        let error = choose(2_822_101, july).unwrap_err();
        assert_eq!(
            error.to_string(),
            "base: 28221.01 is above the bounds of bounds@2021-07-01; expected 5360.00 to 28221.00"
        );
        assert!(highest.overtaken_by(&bounds("b", 1, 2)).is_some());
    }

    #[test]
    fn the_latest_choice_on_or_before_a_month_holds() {
        let bounds = bounds("b", 1, 1_000_000);
        let mut history = BaseHistory::default();
        let first = choose(500_000, bounds.clone()).unwrap();
        let later = ChosenBase { from: "2021-07".parse().unwrap(), base: Fen(600_000), ..first.clone() };
        history.add(first.clone()).unwrap();
        history.add(later).unwrap();
        assert!(history.add(first).is_err());
        let base = |month: &str| history.for_month(month.parse().unwrap()).map(|chosen| chosen.base);
        assert_eq!(
            (base("2021-02"), base("2021-06"), base("2021-07")),
            (None, Some(Fen(500_000)), Some(Fen(600_000)))
        );
    }
}
