//! Conditions: atomic tests of facts, and trees of them that keep the words,
//! the provision and the readings of each line.
//!
//! A comparison with a fact that is none never holds, in either direction; what
//! 'none' should do is said by naming it (没有参保, 未毕业 …).

use crate::calendar::Calendar;
use crate::date::{Date, LeapRule};
use crate::decide::Request;
use crate::fact::{FactId, NONE};
use crate::layer::Layer;
use crate::parameter::{ParameterId, Setting};
use crate::period::Period;
use crate::policy::Policy;
use crate::region::Regions;
use law_syntax::{Anchor, Span};

/// Index of a rule (认定 or 定义).
pub type RuleId = usize;

/// A day that a test compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Where it starts from.
    pub base: DayBase,
    /// Years added.
    pub years: i32,
    /// What 29 February becomes, and the 31st in a month without one.
    pub rule: LeapRule,
    /// Months or days added to that.
    pub period: Period,
    /// A last day that is free moves to the next working day (Civil Code 203).
    pub rolls: bool,
}

/// Where a day starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayBase {
    /// The business date.
    Today,
    /// A date in the text.
    Fixed(Date),
    /// A fact.
    Fact(FactId),
}

impl Day {
    /// A base without years added.
    pub const fn plain(base: DayBase) -> Self {
        Self { base, years: 0, rule: LeapRule::Clamp, period: Period::None, rolls: false }
    }

    /// Where it falls, its base being this day.
    pub fn from(&self, base: Date, calendar: &Calendar) -> Date {
        let moved = if self.years == 0 { base } else { base.add_years(self.years, self.rule) };
        let moved = match self.period {
            Period::None => moved,
            Period::Months(months) => moved.add_months(months, self.rule),
            Period::Days(days) => moved.add_days(days),
            Period::WorkingDays(days) => calendar.add(moved, days),
        };
        if self.rolls { calendar.roll(moved) } else { moved }
    }

    /// The same length before its base rather than after it.
    #[must_use]
    pub const fn backwards(self) -> Self {
        Self { years: -self.years, period: self.period.backwards(), ..self }
    }

    /// Whether years are all that is added: then a flip is near the same day of another year.
    pub fn adds_only_years(&self) -> bool {
        self.period == Period::None && !self.rolls
    }

    /// Whether the days off of a calendar matter.
    pub const fn reads_calendar(&self) -> bool {
        self.rolls || matches!(self.period, Period::WorkingDays(_))
    }
}

/// A number that a test compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// A number in the text.
    Fixed(i64),
    /// A fact.
    Fact(FactId),
    /// A parameter.
    Parameter(ParameterId),
    /// A parameter that differs by the district of a fact.
    Scoped(ParameterId, FactId),
}

/// One atomic comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// A choice is one of these (bit by index).
    Among {
        /// The fact.
        fact: FactId,
        /// The choices that hold.
        set: u64,
    },
    /// A flag is as wanted.
    Flag {
        /// The fact.
        fact: FactId,
        /// Yes or no.
        wanted: bool,
    },
    /// A region lies in the city, or outside.
    InCity {
        /// The fact.
        fact: FactId,
        /// In or out.
        wanted: bool,
    },
    /// A region is one district.
    InPlace {
        /// The fact.
        fact: FactId,
        /// The district.
        code: i64,
    },
    /// A region is one of a parameter's.
    InRegions {
        /// The fact.
        fact: FactId,
        /// The list.
        parameter: ParameterId,
    },
    /// `left` is before `right`, or the same day unless `strict`.
    Days {
        /// Earlier side.
        left: Day,
        /// Later side.
        right: Day,
        /// The same day does not hold.
        strict: bool,
    },
    /// `left` is less than `right`, or equal unless `strict`.
    Numbers {
        /// Smaller side.
        left: Number,
        /// Greater side.
        right: Number,
        /// Equal does not hold.
        strict: bool,
    },
    /// The fact is known to be none.
    IsNone {
        /// The fact.
        fact: FactId,
    },
    /// A choice is one of a parameter's.
    AmongSet {
        /// The fact.
        fact: FactId,
        /// The list.
        parameter: ParameterId,
    },
    /// A parameter is 是, or 否; for the district of a fact, where it differs.
    Granted {
        /// The parameter.
        parameter: ParameterId,
        /// The fact that names the district.
        by: Option<FactId>,
        /// Yes or no.
        wanted: bool,
    },
}

impl Test {
    /// The facts that it reads.
    pub fn facts(&self) -> impl Iterator<Item = FactId> {
        let of_day = |day: &Day| match day.base {
            DayBase::Fact(fact) => Some(fact),
            DayBase::Today | DayBase::Fixed(_) => None,
        };
        let of_number = |number: &Number| match number {
            Number::Fact(fact) | Number::Scoped(_, fact) => Some(*fact),
            Number::Fixed(_) | Number::Parameter(_) => None,
        };
        let pair = match self {
            Self::Among { fact, .. }
            | Self::Flag { fact, .. }
            | Self::InCity { fact, .. }
            | Self::InPlace { fact, .. }
            | Self::InRegions { fact, .. }
            | Self::AmongSet { fact, .. }
            | Self::IsNone { fact } => [Some(*fact), None],
            Self::Granted { by, .. } => [*by, None],
            Self::Days { left, right, .. } => [of_day(left), of_day(right)],
            Self::Numbers { left, right, .. } => [of_number(left), of_number(right)],
        };
        pair.into_iter().flatten()
    }

    /// Whether the days off of a calendar matter.
    pub fn reads_calendar(&self) -> bool {
        matches!(self, Self::Days { left, right, .. } if left.reads_calendar() || right.reads_calendar())
    }

    /// Whether the business date matters.
    pub fn reads_today(&self) -> bool {
        matches!(self, Self::Days { left, right, .. } if left.base == DayBase::Today || right.base == DayBase::Today)
    }

    /// The parameters that it reads.
    pub fn parameters(&self) -> impl Iterator<Item = ParameterId> {
        let of_number = |number: &Number| match number {
            Number::Parameter(parameter) | Number::Scoped(parameter, _) => Some(*parameter),
            Number::Fixed(_) | Number::Fact(_) => None,
        };
        let pair = match self {
            Self::InRegions { parameter, .. }
            | Self::AmongSet { parameter, .. }
            | Self::Granted { parameter, .. } => [Some(*parameter), None],
            Self::Numbers { left, right, .. } => [of_number(left), of_number(right)],
            _ => [None, None],
        };
        pair.into_iter().flatten()
    }
}

/// What a test is held against: the business date, values of facts, parameters.
pub struct World<'a> {
    /// Business date.
    pub today: Date,
    /// Value of each fact; [`crate::fact::ABSENT`] must not be read.
    pub facts: &'a [i64],
    /// Value of each parameter on the business date.
    pub settings: &'a [Option<&'a Setting>],
    /// The divisions.
    pub regions: &'a Regions,
    /// Working days.
    pub calendar: &'a Calendar,
}

impl<'a> World<'a> {
    /// Of a request on its business date, with the values that parameters have then.
    pub fn of(policy: &'a Policy, request: &'a Request, settings: &'a [Option<&'a Setting>]) -> Self {
        Self {
            today: request.as_of,
            facts: &request.facts,
            settings,
            regions: &policy.regions,
            calendar: &policy.calendar,
        }
    }

    /// The value of a parameter, for this person's district where it differs.
    pub fn setting(&self, parameter: ParameterId) -> Option<&'a Setting> {
        self.settings.get(parameter).copied().flatten()?.of(self.facts)
    }

    /// The day that is meant; none if its fact is none.
    pub fn day(&self, day: Day) -> Option<Date> {
        let base = match day.base {
            DayBase::Today => self.today,
            DayBase::Fixed(date) => date,
            DayBase::Fact(fact) => {
                let value = self.facts[fact];
                if value == NONE {
                    return None;
                }
                Date::from_packed(value)
            }
        };
        Some(day.from(base, self.calendar))
    }

    /// [`NONE`] if the fact is none; `None` if a parameter has no value.
    fn number(&self, number: Number) -> Option<i64> {
        match number {
            Number::Fixed(value) => Some(value),
            Number::Fact(fact) => Some(self.facts[fact]),
            // Whose district is none has no figure of a district: nothing compares with it.
            Number::Scoped(_, fact) if self.facts[fact] == NONE => Some(NONE),
            Number::Parameter(parameter) | Number::Scoped(parameter, _) => match self.setting(parameter) {
                Some(Setting::Money(amount) | Setting::Number(amount)) => Some(*amount),
                _ => None,
            },
        }
    }

    /// Whether a test holds; `None` where a parameter it reads has no value.
    pub fn holds(&self, test: &Test) -> Option<bool> {
        Some(match test {
            Test::Among { fact, set } => {
                let value = self.facts[*fact];
                value != NONE && set >> value & 1 == 1
            }
            Test::Flag { fact, wanted } => self.facts[*fact] == i64::from(*wanted),
            Test::InCity { fact, wanted } => {
                let value = self.facts[*fact];
                value != NONE && self.regions.is_city(value) == *wanted
            }
            Test::InPlace { fact, code } => self.facts[*fact] == *code,
            Test::InRegions { fact, parameter } => match self.setting(*parameter) {
                Some(Setting::Regions(codes)) => codes.binary_search(&self.facts[*fact]).is_ok(),
                _ => return None,
            },
            Test::AmongSet { fact, parameter } => match self.setting(*parameter) {
                Some(Setting::Choices(set)) => {
                    let value = self.facts[*fact];
                    value != NONE && set >> value & 1 == 1
                }
                _ => return None,
            },
            Test::Granted { parameter, by, wanted } => match self.setting(*parameter) {
                // Whose district is none has no rule of a district.
                _ if by.is_some_and(|fact| self.facts[fact] == NONE) => false,
                Some(Setting::Flag(value)) => value == wanted,
                _ => return None,
            },
            Test::Days { left, right, strict } => match (self.day(*left), self.day(*right)) {
                (Some(left), Some(right)) => left < right || (!strict && left == right),
                _ => false,
            },
            Test::Numbers { left, right, strict } => match (self.number(*left)?, self.number(*right)?) {
                (NONE, _) | (_, NONE) => false,
                (left, right) => left < right || (!strict && left == right),
            },
            Test::IsNone { fact } => self.facts[*fact] == NONE,
        })
    }
}

/// A condition with its words.
#[derive(Debug, Clone)]
pub struct Condition {
    /// What has to hold.
    pub form: Form,
    /// Its number, e.g. （一）; a line that only joins others has none.
    pub label: Option<String>,
    /// Stands in explanations as a line of its own.
    pub shown: bool,
    /// What it rests on is explained elsewhere: nothing of it stands in explanations.
    pub silent: bool,
    /// The rule's own Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// The provision that its author cites.
    pub anchor: Anchor,
    /// The readings that it takes, by name.
    pub readings: Vec<String>,
    /// Where it stands in the file.
    pub span: Span,
    /// Of which instrument it is, and when.
    pub layer: Layer,
}

/// The form of a condition.
#[derive(Debug, Clone)]
pub enum Form {
    /// One comparison.
    Test(Test),
    /// 同时符合
    All(Vec<Condition>),
    /// 符合之一
    Any(Vec<Condition>),
    /// 属于… (another rule holds, or does not)
    Rule {
        /// The rule.
        rule: RuleId,
        /// Holds, or does not.
        wanted: bool,
    },
    /// 符合第三条认定第（一）项
    Item {
        /// The rule.
        rule: RuleId,
        /// Index of its item.
        item: usize,
    },
    /// A field of the same rule is 是.
    Field(usize),
}

/// Which facts comparisons bind to each other.
#[derive(Debug, Clone, Default)]
pub struct FactSets {
    parents: std::collections::BTreeMap<FactId, FactId>,
}

impl FactSets {
    /// Binds two facts.
    pub fn join(&mut self, one: FactId, other: FactId) {
        let (one, other) = (self.first(one), self.first(other));
        self.parents.insert(one.max(other), one.min(other));
    }

    /// The least fact of a set.
    pub fn first(&self, fact: FactId) -> FactId {
        match self.parents.get(&fact) {
            Some(parent) if *parent != fact => self.first(*parent),
            _ => fact,
        }
    }
}
