//! What operands and steps come to: from left to right, exact until something rounds (`docs/language/values.md`).

use super::field::Reading;
use crate::day::{self, Day};
use crate::fraction::Fraction;
use crate::program::{
    Band, Counted, DayBase, Extreme, FactId, Kind, Operand, ParameterId, Setting, SettingKind, Single, Step,
};

/// What an operand comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Amount {
    /// A number, fen, a rate.
    Exact(Fraction),
    /// A day.
    Day(Day),
    /// Only itself: a choice, a flag, a region.
    Fact(FactId, i64),
}

impl Amount {
    fn exact(self) -> Option<Fraction> {
        if let Self::Exact(fraction) = self { Some(fraction) } else { None }
    }
}

impl Reading<'_, '_> {
    /// An operand with all steps; none as soon as one part is.
    pub fn sum(&self, first: &Operand, steps: &[Step]) -> Option<Amount> {
        steps.iter().try_fold(self.operand(first)?, |amount, step| self.step(amount, step))
    }

    fn step(&self, amount: Amount, step: &Step) -> Option<Amount> {
        let calendar = &self.world.program.calendar;
        if let Amount::Day(day) = amount {
            return Some(Amount::Day(match step {
                Step::Away(period) => calendar.away(day, *period)?,
                Step::MonthStart => day::month_ends(day).0,
                Step::MonthEnd => day::month_ends(day).1,
                _ => return None,
            }));
        }
        let left = amount.exact()?;
        let other = |operand: &Operand| self.operand(operand)?.exact();
        let one = Fraction::whole(1);
        Some(Amount::Exact(match step {
            Step::Plus(right) => left.plus(&other(right)?),
            Step::Minus(right) => left.minus(&other(right)?),
            Step::Times(right) => left.times(&other(right)?),
            Step::Over(right) => left.over(&other(right)?)?,
            Step::Raised(rate) => left.times(&one.plus(&other(rate)?)),
            Step::Lowered(rate) => left.times(&one.minus(&other(rate)?)),
            Step::ToMonths => left.times(&Fraction::whole(12)),
            Step::ToYears => left.over(&Fraction::whole(12))?,
            Step::By(table) => self.by(*table, &left)?,
            Step::Bound(which, right) => extreme(*which, [left, other(right)?])?,
            Step::Round(grid, how) => left.rounded(*grid, *how),
            Step::Away(_) | Step::MonthStart | Step::MonthEnd => return None,
        }))
    }

    /// Looked up in a table, or each part at its own rate.
    fn by(&self, id: ParameterId, number: &Fraction) -> Option<Fraction> {
        let Some(Setting::Table(bands)) = self.world.setting(id, self.facts) else { return None };
        let SettingKind::Table(kind) = &self.world.program.parameters[id].kind else { return None };
        if !kind.by_parts {
            return bands.iter().find(|band| within(band, number)).map(|band| band.value.clone());
        }
        let mut whole = Fraction::whole(0);
        for band in bands {
            let low = Fraction::whole(band.low.unwrap_or_default());
            let high = band.high.map_or_else(|| number.clone(), Fraction::whole).min(number.clone());
            if high > low {
                whole = whole.plus(&high.minus(&low).times(&band.value));
            }
        }
        Some(whole)
    }

    fn operand(&self, operand: &Operand) -> Option<Amount> {
        let all = |singles: &[Single]| -> Vec<Option<Fraction>> {
            singles.iter().map(|single| self.single(single)?.exact()).collect()
        };
        match operand {
            Operand::One(single) => self.single(single),
            Operand::Of(which, singles) => {
                let all = all(singles).into_iter().collect::<Option<Vec<Fraction>>>()?;
                extreme(*which, all).map(Amount::Exact)
            }
            Operand::Total(singles) => {
                let there = all(singles).into_iter().flatten();
                there.reduce(|sum, one| sum.plus(&one)).map(Amount::Exact)
            }
            Operand::First(singles) => singles.iter().find_map(|single| self.single(single)),
            Operand::Between(from, to, counted) => {
                let (from, to) = (self.day(*from)?, self.day(*to)?);
                Some(Amount::Exact(Fraction::whole(between(from, to, *counted))))
            }
        }
    }

    fn day(&self, base: DayBase) -> Option<Day> {
        match base {
            DayBase::Today => Some(self.world.today),
            DayBase::Fixed(day) => Some(day),
            DayBase::Fact(fact) => self.facts[fact],
        }
    }

    fn single(&self, single: &Single) -> Option<Amount> {
        Some(match single {
            Single::Whole(number, _) => Amount::Exact(Fraction::whole(*number)),
            Single::Rate(rate) => Amount::Exact(rate.clone()),
            Single::Day(day) => Amount::Day(*day),
            Single::Today => Amount::Day(self.world.today),
            Single::Field(field) => self.field(*field)?,
            Single::Before(field) => self.before(*field)?,
            Single::Parameter(id) => Amount::Exact(match self.world.setting(*id, self.facts)? {
                Setting::Money(number) | Setting::Number(number) => Fraction::whole(*number),
                Setting::Rate(rate) => rate.clone(),
                Setting::Regions(_) | Setting::Choices(_) | Setting::Flag(_) | Setting::Table(_) => {
                    return None;
                }
            }),
            Single::Fact(fact) => {
                let value = self.facts[*fact]?;
                match self.world.program.facts[*fact].kind {
                    Kind::Integer(..) | Kind::Money(..) => Amount::Exact(Fraction::whole(value)),
                    Kind::Date => Amount::Day(value),
                    Kind::Choice(_) | Kind::Flag | Kind::Region => Amount::Fact(*fact, value),
                }
            }
        })
    }
}

fn extreme(which: Extreme, of: impl IntoIterator<Item = Fraction>) -> Option<Fraction> {
    match which {
        Extreme::Higher => of.into_iter().max(),
        Extreme::Lower => of.into_iter().min(),
    }
}

fn within(band: &Band, number: &Fraction) -> bool {
    let low = band.low.is_none_or(|low| {
        let low = Fraction::whole(low);
        if band.low_is_in { *number >= low } else { *number > low }
    });
    let high = band.high.is_none_or(|high| {
        let high = Fraction::whole(high);
        if band.low_is_in { *number < high } else { *number <= high }
    });
    low && high
}

/// The day of the beginning is not counted; below zero if the days stand the other way round.
fn between(from: Day, to: Day, counted: Counted) -> i64 {
    let months = match counted {
        Counted::Days => return day::ordinal(to) - day::ordinal(from),
        Counted::Months => 1,
        Counted::Years => 12,
    };
    if to < from {
        return -between(to, from, counted);
    }
    // A month is whole when the same day of a later month has come.
    let apart = (to / 10_000 - from / 10_000) * 12 + to / 100 % 100 - from / 100 % 100;
    (apart - i64::from(to % 100 < from % 100)) / months
}
