//! What an expression is on days on which its parameters do not turn, brought to
//! one form: expressions of one form are equal for everybody.

use super::catalogue::Catalogue;
use super::timeline::setting_on;
use crate::date::Date;
use crate::fact::{FactId, Kind};
use crate::parameter::{Setting, SettingKind};
use crate::value::{Datum, Expression};
use serde_json::Value as Json;

/// An expression with its parameters filled in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Formula {
    /// The same for everybody, as answers write it; none is the empty text.
    Fixed(String),
    /// A fact that is no number.
    Fact(FactId),
    /// Years after a day.
    Years(FactId, i32),
    /// A number of units or fen.
    Sum(Sum),
    /// Regions of facts.
    Regions(Vec<FactId>, bool),
    /// What has no one form: it is equal to what is written the same, and of
    /// anything else nothing is claimed; with the facts that it reads.
    Written(String, Vec<FactId>),
}

/// A sum of products with whole coefficients, and a constant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Sum {
    terms: Vec<(Term, i64)>,
    constant: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Term {
    Fact(FactId),
    /// A share, by the exact text of its rate in lowest terms.
    Share(Box<Sum>, String),
    Product(Vec<Sum>),
}

/// How two formulas compare over all values of their facts that are not none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Proven equal.
    Equal,
    /// Proven to differ for everybody.
    Everywhere,
    /// They differ for those for whom the two formulas give different values.
    Somewhere,
}

impl Formula {
    /// None for everybody.
    pub fn none() -> Self {
        Self::Fixed(String::new())
    }

    /// An expression over the common catalogue on a day; none where a parameter has no value.
    pub fn on(catalogue: &Catalogue, expression: &Expression, day: Date) -> Self {
        Self::read(catalogue, expression, day).unwrap_or_else(Self::none)
    }

    fn read(catalogue: &Catalogue, expression: &Expression, day: Date) -> Option<Self> {
        if !has_form(catalogue, expression) {
            let mut facts = Vec::new();
            expression.facts(&mut facts);
            facts.sort_unstable();
            facts.dedup();
            return Some(Self::Written(format!("{expression:?}"), facts));
        }
        Some(match expression {
            Expression::None => Self::none(),
            Expression::Flag(value) => fixed(&Datum::Flag(*value)),
            Expression::Code(choice) => fixed(&Datum::Code(choice.clone())),
            Expression::Codes(choices) => fixed(&Datum::Codes(choices.clone())),
            Expression::Day(day) => fixed(&Datum::Day(*day)),
            Expression::Number(value) | Expression::Money(value) => Self::Sum(Sum::constant(*value)),
            Expression::Fact(fact) => match catalogue.facts[*fact].kind {
                Kind::Integer { .. } | Kind::Money { .. } => Self::Sum(Sum::of(Term::Fact(*fact))),
                Kind::Date | Kind::Choice(_) | Kind::Region | Kind::Flag => Self::Fact(*fact),
            },
            Expression::Parameter(parameter) => match setting_on(&catalogue.parameters[*parameter], day)? {
                Setting::Money(value) | Setting::Number(value) => Self::Sum(Sum::constant(*value)),
                Setting::Regions(codes) => fixed(&Datum::Regions(codes.clone())),
                Setting::Flag(value) => fixed(&Datum::Flag(*value)),
                // Which district's it is follows from the person: equal if all of them are.
                by_region @ Setting::ByRegion { .. } => Self::Fixed(format!("{by_region:?}")),
                Setting::Ratio(_) | Setting::Choices(_) | Setting::Scale(_) => return None,
            },
            Expression::YearsAfter(fact, 0) => Self::Fact(*fact),
            Expression::YearsAfter(fact, years) => Self::Years(*fact, *years),
            Expression::Regions(facts, city_only) => {
                let mut facts = facts.clone();
                facts.sort_unstable();
                facts.dedup();
                Self::Regions(facts, *city_only)
            }
            Expression::Plus(left, right) => {
                let (left, right) = (sum(catalogue, left, day)?, sum(catalogue, right, day)?);
                Self::Sum(left.plus(&right, 1)?)
            }
            Expression::Minus(left, right) => {
                let (left, right) = (sum(catalogue, left, day)?, sum(catalogue, right, day)?);
                Self::Sum(left.plus(&right, -1)?)
            }
            Expression::Times(left, right) => {
                let (left, right) = (sum(catalogue, left, day)?, sum(catalogue, right, day)?);
                Self::Sum(left.times(right)?)
            }
            Expression::Share(base, rate) => {
                let base = sum(catalogue, base, day)?;
                let Setting::Ratio(rate) = setting_on(&catalogue.parameters[*rate], day)? else {
                    return None;
                };
                Self::Sum(match base.as_constant() {
                    Some(fen) => Sum::constant(rate.of_rounded_half_up(fen)?),
                    None => Sum::of(Term::Share(Box::new(base), rate.lowest_terms())),
                })
            }
            // None of these has a form (see `has_form`).
            Expression::Moved(_)
            | Expression::Between(..)
            | Expression::MonthEdge(..)
            | Expression::Field(_)
            | Expression::Over(..)
            | Expression::Rate(_)
            | Expression::Raised(..)
            | Expression::Scaled { .. }
            | Expression::Extreme(..)
            | Expression::Sum(_)
            | Expression::First(_)
            | Expression::Rounded { .. } => return None,
        })
    }

    /// The facts without which it is none.
    pub fn needs(&self) -> Vec<FactId> {
        let mut found = Vec::new();
        match self {
            Self::Fixed(_) | Self::Regions(..) | Self::Written(..) => {}
            Self::Fact(fact) | Self::Years(fact, _) => found.push(*fact),
            Self::Sum(sum) => sum.facts(&mut found),
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// All facts that it reads.
    pub fn facts(&self) -> Vec<FactId> {
        match self {
            Self::Regions(facts, _) | Self::Written(_, facts) => facts.clone(),
            Self::Fixed(_) | Self::Fact(_) | Self::Years(..) | Self::Sum(_) => self.needs(),
        }
    }

    /// Whether it is none only where a fact that it needs is none.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Written(..))
    }

    /// Whether it is none for everybody.
    pub fn is_none(&self) -> bool {
        *self == Self::none()
    }

    /// The constant, if it is one, as answers write it.
    pub fn constant(&self) -> Option<Json> {
        match self {
            Self::Fixed(text) if text.is_empty() => Some(Json::Null),
            Self::Fixed(text) => serde_json::from_str(text).ok(),
            Self::Sum(sum) => sum.as_constant().map(Json::from),
            Self::Fact(_) | Self::Years(..) | Self::Regions(..) | Self::Written(..) => None,
        }
    }

    /// Compares two formulas where no fact that they need is none.
    pub fn compare(&self, other: &Self, catalogue: &Catalogue) -> Comparison {
        if self == other {
            return Comparison::Equal;
        }
        if let (Some(_), Some(_)) = (self.constant(), other.constant()) {
            return Comparison::Everywhere;
        }
        // None against what is never none, the needed facts being there.
        if self.is_none() || other.is_none() {
            return if self.may_fail(catalogue) || other.may_fail(catalogue) {
                Comparison::Somewhere
            } else {
                Comparison::Everywhere
            };
        }
        match (self, other) {
            (Self::Years(one, _) | Self::Fact(one), Self::Years(two, _) | Self::Fact(two)) if one == two => {
                Comparison::Everywhere
            }
            (Self::Sum(one), Self::Sum(two)) => match one.plus(two, -1).and_then(|less| less.as_constant()) {
                Some(less) if less != 0 && !self.may_fail(catalogue) && !other.may_fail(catalogue) => {
                    Comparison::Everywhere
                }
                _ => Comparison::Somewhere,
            },
            _ => Comparison::Somewhere,
        }
    }

    /// Whether it can be without a value though its facts have one: a share of less
    /// than nought, or a number past all bounds.
    fn may_fail(&self, catalogue: &Catalogue) -> bool {
        match self {
            Self::Sum(sum) => sum.bounds(catalogue).is_none(),
            Self::Written(..) => true,
            Self::Fixed(_) | Self::Fact(_) | Self::Years(..) | Self::Regions(..) => false,
        }
    }
}

/// Whether an expression can be brought to the one form.
fn has_form(catalogue: &Catalogue, expression: &Expression) -> bool {
    let is_rate = |part: &Expression| matches!(part, Expression::Parameter(id) if catalogue.parameters[*id].kind == SettingKind::Ratio);
    let own = match expression {
        Expression::None
        | Expression::Flag(_)
        | Expression::Code(_)
        | Expression::Codes(_)
        | Expression::Number(_)
        | Expression::Money(_)
        | Expression::Day(_)
        | Expression::Fact(_)
        | Expression::Parameter(_)
        | Expression::YearsAfter(..)
        | Expression::Plus(..)
        | Expression::Minus(..)
        | Expression::Share(..)
        | Expression::Regions(..) => true,
        Expression::Times(left, right) => !is_rate(left) && !is_rate(right),
        Expression::Moved(_)
        | Expression::Between(..)
        | Expression::MonthEdge(..)
        | Expression::Field(_)
        | Expression::Over(..)
        | Expression::Rate(_)
        | Expression::Raised(..)
        | Expression::Scaled { .. }
        | Expression::Extreme(..)
        | Expression::Sum(_)
        | Expression::First(_)
        | Expression::Rounded { .. } => false,
    };
    own && expression.parts().into_iter().all(|part| has_form(catalogue, part))
}

fn fixed(datum: &Datum) -> Formula {
    Formula::Fixed(datum.json().to_string())
}

fn sum(catalogue: &Catalogue, expression: &Expression, day: Date) -> Option<Sum> {
    match Formula::read(catalogue, expression, day)? {
        Formula::Sum(sum) => Some(sum),
        Formula::Fixed(_)
        | Formula::Fact(_)
        | Formula::Years(..)
        | Formula::Regions(..)
        | Formula::Written(..) => None,
    }
}

impl Sum {
    fn constant(constant: i64) -> Self {
        Self { terms: Vec::new(), constant }
    }

    fn of(term: Term) -> Self {
        Self { terms: vec![(term, 1)], constant: 0 }
    }

    fn as_constant(&self) -> Option<i64> {
        self.terms.is_empty().then_some(self.constant)
    }

    fn plus(&self, other: &Self, times: i64) -> Option<Self> {
        let mut sum = self.clone();
        sum.constant = sum.constant.checked_add(other.constant.checked_mul(times)?)?;
        for (term, count) in &other.terms {
            let count = count.checked_mul(times)?;
            match sum.terms.iter_mut().find(|(known, _)| known == term) {
                Some((_, known)) => *known = known.checked_add(count)?,
                None => sum.terms.push((term.clone(), count)),
            }
        }
        sum.terms.retain(|(_, count)| *count != 0);
        sum.terms.sort();
        Some(sum)
    }

    fn times(self, other: Self) -> Option<Self> {
        match (self.as_constant(), other.as_constant()) {
            (Some(count), _) => Self::default().plus(&other, count),
            (_, Some(count)) => Self::default().plus(&self, count),
            (None, None) => {
                let mut parts = vec![self, other];
                parts.sort();
                Some(Self::of(Term::Product(parts)))
            }
        }
    }

    /// Least and greatest value, if it has one for all values of its facts.
    fn bounds(&self, catalogue: &Catalogue) -> Option<(i64, i64)> {
        let (mut least, mut most) = (self.constant, self.constant);
        for (term, count) in &self.terms {
            let (low, high) = match term {
                Term::Fact(fact) => catalogue.facts[*fact].bounds(Date::MAX),
                // A rate is at most 1: a share is no more than the whole.
                Term::Share(base, rate) => {
                    let (low, high) = base.bounds(catalogue)?;
                    let (above, below) = rate.split_once('/')?;
                    let small = above.len() < below.len() || (above.len() == below.len() && above <= below);
                    (low >= 0 && small).then_some((0, high))?
                }
                Term::Product(parts) => {
                    let mut product = (1_i64, 1_i64);
                    for part in parts {
                        let (low, high) = part.bounds(catalogue)?;
                        (low >= 0).then_some(())?;
                        product = (product.0.checked_mul(low)?, product.1.checked_mul(high)?);
                    }
                    product
                }
            };
            let (one, other) = (low.checked_mul(*count)?, high.checked_mul(*count)?);
            least = least.checked_add(one.min(other))?;
            most = most.checked_add(one.max(other))?;
        }
        Some((least, most))
    }

    fn facts(&self, found: &mut Vec<FactId>) {
        for (term, _) in &self.terms {
            match term {
                Term::Fact(fact) => found.push(*fact),
                Term::Share(base, _) => base.facts(found),
                Term::Product(parts) => parts.iter().for_each(|part| part.facts(found)),
            }
        }
    }
}
