//! The exact value of what is reckoned with before a rounding: fractions, which
//! whole amounts and numbers are as well.

use super::{Datum, Direction, Expression, Extreme, Scope};
use crate::exact::Exact;
use crate::parameter::Setting;

impl Expression {
    /// Its exact value; none where a fact is none, a parameter has no value, a
    /// number is divided by zero or lies outside of a table.
    pub fn exact(&self, scope: &Scope<'_>) -> Option<Exact> {
        match self {
            Self::Plus(left, right) => Some(left.exact(scope)? + &right.exact(scope)?),
            Self::Minus(left, right) => Some(left.exact(scope)? - &right.exact(scope)?),
            Self::Times(left, right) => Some(left.exact(scope)? * &right.exact(scope)?),
            Self::Over(left, right) => left.exact(scope)?.over(&right.exact(scope)?),
            Self::Rate(ratio) => Some(ratio.exact()),
            Self::Raised(base, rate, direction) => {
                let rate = rate.exact(scope)?;
                let one = Exact::whole(1);
                let factor = match direction {
                    Direction::Up => one + &rate,
                    Direction::Down => one - &rate,
                };
                Some(base.exact(scope)? * &factor)
            }
            Self::Parameter(parameter) => match scope.world.setting(*parameter)? {
                Setting::Ratio(ratio) => Some(ratio.exact()),
                Setting::Money(fen) => Some(Exact::whole(*fen)),
                Setting::Number(number) => Some(Exact::whole(*number)),
                Setting::Regions(_)
                | Setting::Scale(_)
                | Setting::Choices(_)
                | Setting::Flag(_)
                | Setting::ByRegion { .. } => None,
            },
            Self::Scaled { by, scale, .. } => match scope.world.setting(*scale)? {
                Setting::Scale(scale) => scale.of(&by.exact(scope)?),
                _ => None,
            },
            Self::Extreme(which, parts) => {
                let all: Option<Vec<Exact>> = parts.iter().map(|part| part.exact(scope)).collect();
                match which {
                    Extreme::Greatest => all?.into_iter().max(),
                    Extreme::Least => all?.into_iter().min(),
                }
            }
            Self::Sum(parts) => {
                parts.iter().filter_map(|part| part.exact(scope)).reduce(|one, other| one + &other)
            }
            Self::First(parts) => parts.iter().find_map(|part| part.exact(scope)),
            _ => match self.value(scope) {
                Datum::Money(whole) | Datum::Number(whole) => Some(Exact::whole(whole)),
                _ => None,
            },
        }
    }
}
