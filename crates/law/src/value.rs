//! Values of fields: codes, days, amounts, regions. What is reckoned with before
//! its rounding is named stays exact ([`exactly`]); a field is always rounded.

mod between;
mod datum;
mod exactly;
mod operand;
mod read;
mod rounding;
mod tangled;
mod what;

pub use between::Count;
pub use datum::{Datum, chinese};
pub use read::{read, read_sorted};
pub use tangled::{Tangled, tried_one_by_one};
pub use what::{Sort, What};

use crate::condition::{Day, DayBase, World};
use crate::date::{Date, LeapRule};
use crate::exact::Rounding;
use crate::fact::{Choice, Fact, FactId, Kind, NONE};
use crate::parameter::{ParameterId, Setting};
use crate::ratio::Ratio;
use datum::fact_value;
use std::sync::Arc;

/// What a field's value is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// 没有
    None,
    /// 是 or 否
    Flag(bool),
    /// One named value.
    Code(Choice),
    /// A list of named values.
    Codes(Arc<[Choice]>),
    /// A number of units.
    Number(i64),
    /// Fen.
    Money(i64),
    /// A date in the text.
    Day(Date),
    /// A fact as it is.
    Fact(FactId),
    /// A parameter of the day.
    Parameter(ParameterId),
    /// A date fact, years later.
    YearsAfter(FactId, i32),
    /// A day some months, days or working days later.
    Moved(Day),
    /// The days, whole months or whole years from one day to another.
    Between(Day, Day, Count),
    /// The first (or the last) day of a day's month.
    MonthEdge(Day, Edge),
    /// A field of the same rule that stands before.
    Field(usize),
    /// One and another.
    Plus(Box<Expression>, Box<Expression>),
    /// One less another.
    Minus(Box<Expression>, Box<Expression>),
    /// Money × rate, rounded half up to a fen.
    Share(Box<Expression>, ParameterId),
    /// Times a whole number.
    Times(Box<Expression>, Box<Expression>),
    /// One divided by another; exact.
    Over(Box<Expression>, Box<Expression>),
    /// A rate in the text; exact.
    Rate(Ratio),
    /// 上浮 (or 下浮) by a rate; exact.
    Raised(Box<Expression>, Box<Expression>, Direction),
    /// What a table gives for a number.
    Scaled {
        /// What is looked up.
        by: Box<Expression>,
        /// The table.
        scale: ParameterId,
        /// It gives money.
        money: bool,
    },
    /// The highest or the lowest; caps and floors are the same.
    Extreme(Extreme, Vec<Expression>),
    /// 累计: the sum of those that there are.
    Sum(Vec<Expression>),
    /// 以……为准: the first that is not none.
    First(Vec<Expression>),
    /// What was exact, as whole fen or units.
    Rounded {
        /// The exact value.
        value: Box<Expression>,
        /// To what and how.
        rounding: Rounding,
        /// It is money.
        money: bool,
    },
    /// The regions of these facts, ascending, each once; of the city only if so said.
    Regions(Vec<FactId>, bool),
}

/// A day of a month that has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// 月初
    First,
    /// 月末
    Last,
}

/// Whether a rate is added or taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// 上浮
    Up,
    /// 下浮
    Down,
}

/// Which of several is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extreme {
    /// 较高者
    Greatest,
    /// 较低者
    Least,
}

/// What values are worked out against.
pub struct Scope<'a> {
    /// Facts, parameters, days.
    pub world: &'a World<'a>,
    /// The catalogue.
    pub facts: &'a [Fact],
    /// The value of a field of the same rule.
    pub field: &'a dyn Fn(usize) -> Datum,
}

impl Expression {
    /// What it is made of.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Minus(left, right)
            | Self::Times(left, right)
            | Self::Plus(left, right)
            | Self::Over(left, right)
            | Self::Raised(left, right, _) => vec![left, right],
            Self::Share(base, _) | Self::Scaled { by: base, .. } | Self::Rounded { value: base, .. } => {
                vec![base]
            }
            Self::Extreme(_, parts) | Self::Sum(parts) | Self::First(parts) => parts.iter().collect(),
            Self::None
            | Self::Flag(_)
            | Self::Code(_)
            | Self::Codes(_)
            | Self::Number(_)
            | Self::Money(_)
            | Self::Day(_)
            | Self::Fact(_)
            | Self::Parameter(_)
            | Self::YearsAfter(..)
            | Self::Moved(_)
            | Self::Between(..)
            | Self::MonthEdge(..)
            | Self::Field(_)
            | Self::Rate(_)
            | Self::Regions(..) => Vec::new(),
        }
    }

    /// The same made of other parts.
    #[must_use]
    pub fn with_parts(&self, of: &dyn Fn(&Self) -> Self) -> Self {
        let boxed = |part: &Self| Box::new(of(part));
        let all = |parts: &[Self]| parts.iter().map(of).collect();
        match self {
            Self::Minus(left, right) => Self::Minus(boxed(left), boxed(right)),
            Self::Times(left, right) => Self::Times(boxed(left), boxed(right)),
            Self::Plus(left, right) => Self::Plus(boxed(left), boxed(right)),
            Self::Over(left, right) => Self::Over(boxed(left), boxed(right)),
            Self::Raised(base, rate, direction) => Self::Raised(boxed(base), boxed(rate), *direction),
            Self::Share(base, rate) => Self::Share(boxed(base), *rate),
            Self::Scaled { by, scale, money } => Self::Scaled { by: boxed(by), scale: *scale, money: *money },
            Self::Rounded { value, rounding, money } => {
                Self::Rounded { value: boxed(value), rounding: *rounding, money: *money }
            }
            Self::Extreme(which, parts) => Self::Extreme(*which, all(parts)),
            Self::Sum(parts) => Self::Sum(all(parts)),
            Self::First(parts) => Self::First(all(parts)),
            other => other.clone(),
        }
    }

    /// The facts that it reads, as often as it reads them; those of fields that
    /// it reads are not among them.
    pub fn facts(&self, found: &mut Vec<FactId>) {
        let mut of_day = |day: &Day| {
            if let DayBase::Fact(fact) = day.base {
                found.push(fact);
            }
        };
        match self {
            Self::Fact(fact) | Self::YearsAfter(fact, _) => found.push(*fact),
            Self::Moved(day) | Self::MonthEdge(day, _) => of_day(day),
            Self::Between(from, to, _) => {
                of_day(from);
                of_day(to);
            }
            Self::Regions(facts, _) => found.extend(facts),
            _ => self.parts().iter().for_each(|part| part.facts(found)),
        }
    }

    /// The parameters that it reads.
    pub fn parameters(&self, found: &mut Vec<ParameterId>) {
        match self {
            Self::Parameter(parameter)
            | Self::Share(_, parameter)
            | Self::Scaled { scale: parameter, .. } => {
                found.push(*parameter);
            }
            _ => {}
        }
        self.parts().iter().for_each(|part| part.parameters(found));
    }

    /// The fields of the same rule that it reads.
    pub fn fields(&self, found: &mut Vec<usize>) {
        if let Self::Field(field) = self {
            found.push(*field);
        }
        self.parts().iter().for_each(|part| part.fields(found));
    }

    /// Whether the days off of a calendar matter.
    pub fn reads_calendar(&self) -> bool {
        matches!(self, Self::Moved(day) if day.reads_calendar())
            || self.parts().iter().any(|part| part.reads_calendar())
    }

    /// Its value; none where a fact is none or a parameter has no value.
    pub fn value(&self, scope: &Scope<'_>) -> Datum {
        let world = scope.world;
        match self {
            Self::None | Self::Over(..) | Self::Rate(_) | Self::Raised(..) => Datum::None,
            Self::Flag(value) => Datum::Flag(*value),
            Self::Code(choice) => Datum::Code(choice.clone()),
            Self::Codes(choices) => Datum::Codes(choices.clone()),
            Self::Number(value) => Datum::Number(*value),
            Self::Money(fen) => Datum::Money(*fen),
            Self::Day(date) => Datum::Day(*date),
            Self::Fact(fact) => fact_value(world.facts[*fact], &scope.facts[*fact].kind),
            Self::Parameter(parameter) => match world.setting(*parameter) {
                Some(Setting::Money(fen)) => Datum::Money(*fen),
                Some(Setting::Regions(codes)) => Datum::Regions(codes.clone()),
                Some(Setting::Number(number)) => Datum::Number(*number),
                Some(Setting::Flag(flag)) => Datum::Flag(*flag),
                _ => Datum::None,
            },
            Self::YearsAfter(fact, years) => match world.facts[*fact] {
                NONE => Datum::None,
                value => existing(Date::from_packed(value).add_years(*years, LeapRule::Clamp)),
            },
            Self::Moved(day) => world.day(*day).map_or(Datum::None, existing),
            Self::Between(from, to, count) => match (world.day(*from), world.day(*to)) {
                (Some(from), Some(to)) => Datum::Number(count.between(from, to)),
                _ => Datum::None,
            },
            Self::MonthEdge(day, edge) => world.day(*day).map_or(Datum::None, |day| {
                existing(match edge {
                    Edge::First => day.month_start(),
                    Edge::Last => day.month_end(),
                })
            }),
            Self::Field(field) => (scope.field)(*field),
            Self::Plus(left, right) => together(left, right, scope, i64::checked_add),
            Self::Minus(left, right) => together(left, right, scope, i64::checked_sub),
            Self::Share(base, rate) => match (base.value(scope), world.setting(*rate)) {
                (Datum::Money(fen), Some(Setting::Ratio(ratio))) => {
                    ratio.of_rounded_half_up(fen).map_or(Datum::None, Datum::Money)
                }
                _ => Datum::None,
            },
            Self::Times(left, right) => match (left.value(scope), right.value(scope)) {
                (Datum::Money(fen), Datum::Number(times)) => {
                    fen.checked_mul(times).map_or(Datum::None, Datum::Money)
                }
                (Datum::Number(left), Datum::Number(right)) => {
                    left.checked_mul(right).map_or(Datum::None, Datum::Number)
                }
                _ => Datum::None,
            },
            Self::Scaled { money, .. } => whole(self.exact(scope).and_then(|exact| exact.as_whole()), *money),
            Self::Extreme(which, parts) => {
                let all = parts.iter().map(|part| part.value(scope));
                all.reduce(|one, other| which.of(one, other)).unwrap_or(Datum::None)
            }
            Self::Sum(parts) => {
                let there = parts.iter().map(|part| part.value(scope)).filter(|part| *part != Datum::None);
                there.reduce(|one, other| join(one, other, i64::checked_add)).unwrap_or(Datum::None)
            }
            Self::First(parts) => parts
                .iter()
                .map(|part| part.value(scope))
                .find(|part| *part != Datum::None)
                .unwrap_or(Datum::None),
            Self::Rounded { value, rounding, money } => {
                whole(value.exact(scope).and_then(|exact| exact.rounded(*rounding)), *money)
            }
            Self::Regions(from, city_only) => {
                let wanted = |code: &i64| *code != NONE && (!city_only || world.regions.is_city(*code));
                let mut codes: Vec<i64> = from.iter().map(|fact| world.facts[*fact]).filter(wanted).collect();
                codes.sort_unstable();
                codes.dedup();
                Datum::Regions(codes)
            }
        }
    }
}

impl Extreme {
    /// Of two values of one kind; none of none.
    fn of(self, one: Datum, other: Datum) -> Datum {
        join(one, other, |one, other| {
            Some(match self {
                Self::Greatest => one.max(other),
                Self::Least => one.min(other),
            })
        })
    }
}

/// There is no day before the first.
fn existing(day: Date) -> Datum {
    if day >= Date::MIN { Datum::Day(day) } else { Datum::None }
}

fn whole(value: Option<i64>, money: bool) -> Datum {
    match value {
        None => Datum::None,
        Some(fen) if money => Datum::Money(fen),
        Some(number) => Datum::Number(number),
    }
}

fn together(
    left: &Expression,
    right: &Expression,
    scope: &Scope<'_>,
    by: impl Fn(i64, i64) -> Option<i64>,
) -> Datum {
    join(left.value(scope), right.value(scope), by)
}

/// Two of one kind by an operation on their numbers; none past 64 bits.
fn join(left: Datum, right: Datum, by: impl Fn(i64, i64) -> Option<i64>) -> Datum {
    match (left, right) {
        (Datum::Number(left), Datum::Number(right)) => by(left, right).map_or(Datum::None, Datum::Number),
        (Datum::Money(left), Datum::Money(right)) => by(left, right).map_or(Datum::None, Datum::Money),
        _ => Datum::None,
    }
}

/// The unit of a field's value: what its `because` node shows.
pub fn unit(expression: &Expression, facts: &[Fact]) -> Option<String> {
    match expression {
        Expression::Money(_)
        | Expression::Parameter(_)
        | Expression::Share(..)
        | Expression::Scaled { money: true, .. }
        | Expression::Rounded { money: true, .. } => Some("fen".to_owned()),
        Expression::Times(left, _) => unit(left, facts),
        Expression::Minus(left, right) | Expression::Plus(left, right) => {
            unit(left, facts).or_else(|| unit(right, facts))
        }
        Expression::Rounded { value, .. } => unit(value, facts),
        Expression::Extreme(_, parts) | Expression::Sum(parts) | Expression::First(parts) => {
            parts.iter().find_map(|part| unit(part, facts))
        }
        Expression::Between(_, _, count) => Some(count.unit().to_owned()),
        Expression::Fact(fact) => match &facts[*fact].kind {
            Kind::Integer { unit, .. } => Some(unit.clone()),
            Kind::Money { .. } => Some("fen".to_owned()),
            _ => None,
        },
        _ => None,
    }
}
