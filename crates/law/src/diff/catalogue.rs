//! One catalogue of facts and parameters for two policies. A fact is the same if
//! its key and type are; a parameter is the same if it holds the same values on
//! the same days, whatever its name (one that a decision may give keeps it). What only one of them takes is listed apart:
//! on it the two cannot be asked the same.

use super::timeline::{same_timeline, setting_on};
use crate::condition::{Day, DayBase, Number, Test};
use crate::date::Date;
use crate::fact::{Choice, Fact, FactId, Kind, NONE};
use crate::parameter::{Parameter, ParameterId, Setting};
use crate::policy::Policy;
use crate::value::Expression;

/// The earlier policy is side 0, the later one side 1.
pub const SIDES: [usize; 2] = [0, 1];

/// How a fact's declaration differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactChange {
    /// Its key.
    pub key: String,
    /// Its Chinese name.
    pub name: String,
    /// What differs.
    pub what: Vec<FactDifference>,
}

/// One difference between two declarations of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactDifference {
    /// Only the later policy asks for it.
    Added,
    /// Only the earlier policy asks for it.
    Removed,
    /// The type is another.
    Type,
    /// A value of the list that only one side takes: its code, and whether it is the later side.
    Value(String, bool),
    /// The bounds of its numbers or days.
    Bounds,
    /// Whether it may be none.
    Nullable,
    /// Its Chinese name.
    Name,
    /// Whether it may be otherwise one day, or be named as advice.
    Changeable,
    /// Who supplies it, under which provision, how sensitive it is.
    Origin,
}

/// Values that parameters are given instead of their own.
pub type Given = Vec<(ParameterId, Setting)>;

/// The declarations of both sides as one, and the way from each side into it.
#[derive(Debug, Clone)]
pub struct Catalogue {
    /// Facts with the values that both sides take.
    pub facts: Vec<Fact>,
    /// Parameters, each timeline once.
    pub parameters: Vec<Parameter>,
    /// Differences between the declarations of facts.
    pub changes: Vec<FactChange>,
    sides: [Side; 2],
}

#[derive(Debug, Clone, Default)]
struct Side {
    facts: Vec<FactId>,
    /// For each own fact, the common index of each of its choices.
    choices: Vec<Vec<Option<usize>>>,
    parameters: Vec<ParameterId>,
}

impl Catalogue {
    /// Joins the catalogues of two policies.
    pub fn of(policies: [&Policy; 2]) -> Self {
        let [before, after] = policies;
        let mut joined = Self {
            facts: Vec::new(),
            parameters: before.parameters.clone(),
            changes: Vec::new(),
            sides: [Side::default(), Side::default()],
        };
        for fact in &before.facts {
            if let Some(other) = after.facts.iter().find(|other| other.key == fact.key) {
                joined.both(fact, other);
            } else {
                joined.changed(fact, vec![FactDifference::Removed]);
                joined.alone(0, fact);
            }
        }
        for fact in after.facts.iter().filter(|fact| before.facts.iter().all(|other| other.key != fact.key)) {
            joined.changed(fact, vec![FactDifference::Added]);
            joined.alone(1, fact);
        }
        for (side, policy) in policies.into_iter().enumerate() {
            joined.in_own_order(side, policy);
        }
        joined.sides[0].parameters = (0..before.parameters.len()).collect();
        for parameter in &after.parameters {
            let same = |other: &Parameter| same_timeline(other, parameter);
            let by_key = joined.parameters.iter().position(|other| other.key == parameter.key && same(other));
            // What a decision may give is known by its key, whatever it holds today.
            let renamed = |other: &Parameter| !other.what_if && !parameter.what_if && same(other);
            let known = by_key.or_else(|| joined.parameters.iter().position(renamed));
            let at = known.unwrap_or_else(|| {
                joined.parameters.push(parameter.clone());
                joined.parameters.len() - 1
            });
            joined.sides[1].parameters.push(at);
        }
        joined
    }

    fn changed(&mut self, fact: &Fact, what: Vec<FactDifference>) {
        self.changes.push(FactChange { key: fact.key.clone(), name: fact.name.clone(), what });
    }

    fn alone(&mut self, side: usize, fact: &Fact) {
        self.sides[side].facts.push(self.facts.len());
        let count = if let Kind::Choice(choices) = &fact.kind { choices.len() } else { 0 };
        self.sides[side].choices.push((0..count).map(Some).collect());
        self.facts.push(Fact { not_before: None, paired_with: None, ..fact.clone() });
    }

    fn both(&mut self, before: &Fact, after: &Fact) {
        let mut what = Vec::new();
        let Some(kind) = common(&before.kind, &after.kind, &mut what) else {
            what.push(FactDifference::Type);
            self.changed(before, what);
            self.alone(0, before);
            self.alone(1, after);
            return;
        };
        let differs = [
            (before.none.is_some() != after.none.is_some(), FactDifference::Nullable),
            (before.until_today != after.until_today, FactDifference::Bounds),
            (before.name != after.name || before.negative != after.negative, FactDifference::Name),
            (
                (before.changeable, before.advisable) != (after.changeable, after.advisable),
                FactDifference::Changeable,
            ),
            (
                (&before.origin, &before.basis, &before.sensitivity, &before.judge)
                    != (&after.origin, &after.basis, &after.sensitivity, &after.judge),
                FactDifference::Origin,
            ),
        ];
        what.extend(differs.into_iter().filter(|(differs, _)| *differs).map(|(_, what)| what));
        if !what.is_empty() {
            self.changed(before, what);
        }
        for (side, fact) in [before, after].into_iter().enumerate() {
            self.sides[side].facts.push(self.facts.len());
            let of_common = |choice: &Choice| match &kind {
                Kind::Choice(common) => common.iter().position(|other| other.code == choice.code),
                _ => None,
            };
            self.sides[side].choices.push(match &fact.kind {
                Kind::Choice(choices) => choices.iter().map(of_common).collect(),
                _ => Vec::new(),
            });
        }
        self.facts.push(Fact {
            kind,
            none: before.none.clone().filter(|_| after.none.is_some()),
            until_today: before.until_today || after.until_today,
            not_before: None,
            paired_with: None,
            ..before.clone()
        });
    }

    /// Own facts were met in the order of the union; each side counts in its own.
    fn in_own_order(&mut self, side: usize, policy: &Policy) {
        let met = std::mem::take(&mut self.sides[side]);
        for fact in &policy.facts {
            let at = met.facts.iter().position(|id| {
                self.facts[*id].key == fact.key
                    && std::mem::discriminant(&self.facts[*id].kind) == std::mem::discriminant(&fact.kind)
            });
            if let Some(at) = at {
                self.sides[side].facts.push(met.facts[at]);
                self.sides[side].choices.push(met.choices[at].clone());
            }
        }
    }

    /// A side's fact in the union.
    pub fn fact(&self, side: usize, fact: FactId) -> FactId {
        self.sides[side].facts[fact]
    }

    /// A side's parameter in the union.
    pub fn parameter(&self, side: usize, parameter: ParameterId) -> ParameterId {
        self.sides[side].parameters[parameter]
    }

    /// A fact's own index on a side, and a value of it there.
    pub fn own(&self, side: usize, fact: FactId, value: i64) -> Option<(FactId, i64)> {
        let own = self.sides[side].facts.iter().position(|id| *id == fact)?;
        let choices = &self.sides[side].choices[own];
        if choices.is_empty() || value == NONE {
            return Some((own, value));
        }
        let at =
            choices.iter().position(|common| common.and_then(|at| i64::try_from(at).ok()) == Some(value));
        Some((own, i64::try_from(at?).ok()?))
    }

    /// A side's value of a fact as the union counts it; none if only that side takes it.
    pub fn common(&self, side: usize, own: FactId, value: i64) -> Option<i64> {
        let choices = &self.sides[side].choices[own];
        if choices.is_empty() || value == NONE {
            return Some(value);
        }
        let common = usize::try_from(value).ok().and_then(|at| choices.get(at).copied().flatten())?;
        i64::try_from(common).ok()
    }

    fn day(&self, side: usize, day: &Day) -> Day {
        match day.base {
            DayBase::Fact(fact) => Day { base: DayBase::Fact(self.fact(side, fact)), ..*day },
            DayBase::Today | DayBase::Fixed(_) => *day,
        }
    }

    /// A side's test over the union.
    pub fn test(&self, side: usize, test: &Test) -> Test {
        let own = &self.sides[side];
        let day = |day: &Day| self.day(side, day);
        let number = |number: &Number| match number {
            Number::Fixed(value) => Number::Fixed(*value),
            Number::Fact(fact) => Number::Fact(own.facts[*fact]),
            Number::Parameter(parameter) => Number::Parameter(own.parameters[*parameter]),
            Number::Scoped(parameter, fact) => Number::Scoped(own.parameters[*parameter], own.facts[*fact]),
        };
        match test {
            Test::Among { fact, set } => {
                let members = own.choices[*fact].iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
                let set = members.fold(0, |bits, (_, common)| bits | common.map_or(0, |at| 1_u64 << at));
                Test::Among { fact: own.facts[*fact], set }
            }
            Test::Flag { fact, wanted } => Test::Flag { fact: own.facts[*fact], wanted: *wanted },
            Test::InCity { fact, wanted } => Test::InCity { fact: own.facts[*fact], wanted: *wanted },
            Test::InRegions { fact, parameter } => {
                Test::InRegions { fact: own.facts[*fact], parameter: own.parameters[*parameter] }
            }
            Test::Days { left, right, strict } => {
                Test::Days { left: day(left), right: day(right), strict: *strict }
            }
            Test::Numbers { left, right, strict } => {
                Test::Numbers { left: number(left), right: number(right), strict: *strict }
            }
            Test::IsNone { fact } => Test::IsNone { fact: own.facts[*fact] },
            Test::InPlace { fact, code } => Test::InPlace { fact: own.facts[*fact], code: *code },
            Test::AmongSet { fact, parameter } => {
                Test::AmongSet { fact: own.facts[*fact], parameter: own.parameters[*parameter] }
            }
            Test::Granted { parameter, by, wanted } => Test::Granted {
                parameter: own.parameters[*parameter],
                by: by.map(|fact| own.facts[fact]),
                wanted: *wanted,
            },
        }
    }

    /// A side's expression over the union.
    pub fn expression(&self, side: usize, expression: &Expression) -> Expression {
        let own = &self.sides[side];
        let part = |part: &Expression| Box::new(self.expression(side, part));
        match expression {
            Expression::None
            | Expression::Flag(_)
            | Expression::Code(_)
            | Expression::Codes(_)
            | Expression::Number(_)
            | Expression::Money(_)
            | Expression::Day(_) => expression.clone(),
            Expression::Fact(fact) => Expression::Fact(own.facts[*fact]),
            Expression::Parameter(parameter) => Expression::Parameter(own.parameters[*parameter]),
            Expression::YearsAfter(fact, years) => Expression::YearsAfter(own.facts[*fact], *years),
            Expression::Share(base, rate) => Expression::Share(part(base), own.parameters[*rate]),
            Expression::Scaled { by, scale, money } => {
                Expression::Scaled { by: part(by), scale: own.parameters[*scale], money: *money }
            }
            Expression::Moved(of) => Expression::Moved(self.day(side, of)),
            Expression::MonthEdge(of, edge) => Expression::MonthEdge(self.day(side, of), *edge),
            Expression::Between(from, to, count) => {
                Expression::Between(self.day(side, from), self.day(side, to), *count)
            }
            // No field of one side is one of the other, whatever its place (see `Work::value`).
            Expression::Field(field) => Expression::Field(2 * field + side),
            Expression::Rate(_)
            | Expression::Minus(..)
            | Expression::Times(..)
            | Expression::Plus(..)
            | Expression::Over(..)
            | Expression::Raised(..)
            | Expression::Extreme(..)
            | Expression::Sum(_)
            | Expression::First(_)
            | Expression::Rounded { .. } => expression.with_parts(&|part| self.expression(side, part)),
            Expression::Regions(facts, city_only) => {
                Expression::Regions(facts.iter().map(|fact| own.facts[*fact]).collect(), *city_only)
            }
        }
    }

    /// The value of every parameter on a day, everything known, with what is given instead.
    pub fn settings<'a>(&'a self, day: Date, given: &'a Given) -> Vec<Option<&'a Setting>> {
        let of_day = |(at, parameter)| {
            let instead = given.iter().find(|(of, _)| *of == at).map(|(_, setting)| setting);
            instead.or_else(|| setting_on(parameter, day))
        };
        self.parameters.iter().enumerate().map(of_day).collect()
    }
}

/// The type whose values both sides take.
fn common(before: &Kind, after: &Kind, what: &mut Vec<FactDifference>) -> Option<Kind> {
    let within = |one: (i64, i64), other: (i64, i64), what: &mut Vec<FactDifference>| {
        if one != other {
            what.push(FactDifference::Bounds);
        }
        (one.0.max(other.0), one.1.min(other.1))
    };
    match (before, after) {
        (Kind::Choice(before), Kind::Choice(after)) => {
            let has = |list: &[Choice], choice: &Choice| list.iter().any(|other| other.code == choice.code);
            let gone = before.iter().filter(|choice| !has(after, choice)).map(|choice| (choice, false));
            let new = after.iter().filter(|choice| !has(before, choice)).map(|choice| (choice, true));
            what.extend(
                gone.chain(new).map(|(choice, later)| FactDifference::Value(choice.code.to_string(), later)),
            );
            Some(Kind::Choice(before.iter().filter(|choice| has(after, choice)).cloned().collect()))
        }
        (Kind::Integer { min, max, unit }, Kind::Integer { min: low, max: high, .. }) => {
            let (min, max) = within((*min, *max), (*low, *high), what);
            Some(Kind::Integer { min, max, unit: unit.clone() })
        }
        (Kind::Money { min, max }, Kind::Money { min: low, max: high }) => {
            let (min, max) = within((*min, *max), (*low, *high), what);
            Some(Kind::Money { min, max })
        }
        (Kind::Date, Kind::Date) | (Kind::Region, Kind::Region) | (Kind::Flag, Kind::Flag) => {
            Some(before.clone())
        }
        _ => None,
    }
}
