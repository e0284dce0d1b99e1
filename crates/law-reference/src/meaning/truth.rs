//! ⟦c⟧(ρ, d, θ): whether a condition holds of complete facts on a day under the parameters of that day. Two values,
//! no third.

use crate::day::{Day, Leap, plus_years};
use crate::program::{
    Comparison, Condition, DayBase, DayTerm, NumberTerm, ParameterId, Program, Setting, SettingKind, Value,
};

/// A day and its parameters.
#[derive(Debug, Clone)]
pub struct World<'a> {
    /// What is meant.
    pub program: &'a Program,
    /// 业务日期
    pub today: Day,
    /// The value of each parameter on this day; none, if it has none.
    pub settings: Vec<Option<Setting>>,
}

impl<'a> World<'a> {
    /// The world of a day, by what was known then, under values that are tried.
    pub fn new(
        program: &'a Program,
        today: Day,
        known_on: Option<Day>,
        tried: &[(ParameterId, Setting)],
    ) -> Self {
        let of_day = |id: ParameterId| {
            if let Some((_, setting)) = tried.iter().find(|(of, _)| *of == id) {
                return Some(setting.clone());
            }
            let parameter = &program.parameters[id];
            let rows = parameter.rows.iter().filter(|row| {
                row.from <= today
                    && row.to.is_none_or(|to| today <= to)
                    && row.published.is_none_or(|day| known_on.is_none_or(|known| day <= known))
            });
            // The uppermost file, then the latest publication; a blank one is the earliest.
            let row = rows.max_by_key(|row| (row.layer, row.published));
            let default = (parameter.kind == SettingKind::Regions).then(|| Setting::Regions(Vec::new()));
            row.map(|row| row.value.clone()).or(default)
        };
        Self { program, today, settings: (0..program.parameters.len()).map(of_day).collect() }
    }

    /// A day of a comparison; none if its fact is.
    pub fn day(&self, term: DayTerm, facts: &[Value]) -> Option<Day> {
        let base = match term.base {
            DayBase::Today => self.today,
            DayBase::Fixed(day) => day,
            DayBase::Fact(fact) => facts[fact]?,
        };
        if term.years == 0 { Some(base) } else { plus_years(base, term.years, term.leap) }
    }

    /// Whether a comparison holds; one with none never does, in either direction.
    pub fn compares(&self, comparison: &Comparison, facts: &[Value]) -> bool {
        match comparison {
            Comparison::Among(fact, set) => facts[*fact].is_some_and(|value| set.contains(&value)),
            Comparison::Flag(fact, wanted) => facts[*fact] == Some(i64::from(*wanted)),
            Comparison::InCity(fact, wanted) => {
                facts[*fact].is_some_and(|code| self.program.in_city(code) == *wanted)
            }
            Comparison::Listed(fact, id) => match &self.settings[*id] {
                Some(Setting::Regions(codes)) => facts[*fact].is_some_and(|code| codes.contains(&code)),
                _ => false,
            },
            Comparison::Days(left, relation, right) => {
                match (self.day(*left, facts), self.day(*right, facts)) {
                    (Some(left), Some(right)) => relation.of(left, right),
                    _ => false,
                }
            }
            Comparison::Number(fact, relation, number) => {
                let number = match number {
                    NumberTerm::Fixed(number) => Some(*number),
                    NumberTerm::Parameter(id) => self.money(*id),
                };
                matches!((facts[*fact], number), (Some(left), Some(right)) if relation.of(left, right))
            }
            Comparison::IsNone(fact) => facts[*fact].is_none(),
        }
    }

    /// Whether a condition holds.
    pub fn holds(&self, condition: &Condition, facts: &[Value]) -> bool {
        match condition {
            Condition::Is(comparison) => self.compares(comparison, facts),
            Condition::All(parts) => parts.iter().all(|part| self.holds(part, facts)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part, facts)),
            Condition::Rule(rule, wanted) => self.rule_holds(*rule, facts) == *wanted,
            Condition::Item(rule, item) => self.holds(&self.program.rules[*rule].items[*item], facts),
            // Only cases of fields name fields, and they are tried in `field`.
            Condition::Field(_) => false,
        }
    }

    /// A rule holds: in force, within its time, and its condition holds.
    pub fn rule_holds(&self, rule: usize, facts: &[Value]) -> bool {
        let rule = &self.program.rules[rule];
        rule.force <= self.today
            && rule.from.is_none_or(|from| from <= self.today)
            && rule.to.is_none_or(|to| self.today <= to)
            && self.holds(&rule.condition, facts)
    }

    /// An amount of the day.
    pub fn money(&self, id: ParameterId) -> Option<i64> {
        match self.settings[id] {
            Some(Setting::Money(fen)) => Some(fen),
            _ => None,
        }
    }
}

/// The day years later by the rule of periods.
pub fn years_later(day: Day, years: i64) -> Option<Day> {
    plus_years(day, years, Leap::Clamp)
}
