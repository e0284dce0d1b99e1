//! ⟦c⟧(ρ, d, θ): whether a condition holds of complete facts on a day under the parameters of that day. Two values,
//! no third.

use super::matter::{self, OfDay};
use crate::day::Day;
use crate::program::{
    Body, Comparison, Condition, DayBase, DayTerm, DeemedValue, Item, NumberTerm, ParameterId, Program,
    Relief, Setting, Value,
};
use std::borrow::Cow;

/// A day and its parameters.
#[derive(Debug, Clone)]
pub struct World<'a> {
    /// What is meant.
    pub program: &'a Program,
    /// 业务日期
    pub today: Day,
    /// What was known on this day; all, if `None`.
    pub known_on: Option<Day>,
    /// The value of each parameter on this day.
    settings: Vec<OfDay<'a>>,
}

impl<'a> World<'a> {
    /// The world of a day, by what was known then, under values that are tried.
    pub fn new(
        program: &'a Program,
        today: Day,
        known_on: Option<Day>,
        tried: &'a [(ParameterId, Setting)],
    ) -> Self {
        let of_day = |id: ParameterId| match tried.iter().find(|(of, _)| *of == id) {
            Some((_, setting)) => OfDay::Same(Some(Cow::Borrowed(setting))),
            None => matter::of_day(program, &program.parameters[id], today, known_on),
        };
        Self { program, today, known_on, settings: (0..program.parameters.len()).map(of_day).collect() }
    }

    /// The value of a parameter for somebody; none if it has none.
    pub fn setting(&self, id: ParameterId, facts: &[Value]) -> Option<&Setting> {
        self.settings[id].of(facts)
    }

    /// Whether a parameter has the same value for everybody, and then which.
    pub fn for_all(&self, id: ParameterId) -> Option<&Setting> {
        self.settings[id].for_all()
    }

    /// All values that a parameter has for somebody on this day.
    pub fn every_setting(&self, id: ParameterId) -> Vec<&Setting> {
        self.settings[id].every()
    }

    /// A day of a comparison; none if its fact is.
    pub fn day(&self, term: DayTerm, facts: &[Value]) -> Option<Day> {
        let base = match term.base {
            DayBase::Today => self.today,
            DayBase::Fixed(day) => day,
            DayBase::Fact(fact) => facts[fact]?,
        };
        // What lies before year 1 is earlier than every day.
        if term.period.count == 0 {
            Some(base)
        } else {
            self.program.calendar.away(base, term.period).or(Some(0))
        }
    }

    /// Whether a comparison holds; one with none never does, in either direction.
    pub fn compares(&self, comparison: &Comparison, facts: &[Value]) -> bool {
        match comparison {
            Comparison::Among(fact, set) => facts[*fact].is_some_and(|value| set.contains(&value)),
            Comparison::Flag(fact, wanted) => facts[*fact] == Some(i64::from(*wanted)),
            Comparison::InCity(fact, wanted) => {
                facts[*fact].is_some_and(|code| self.program.in_city(code) == *wanted)
            }
            Comparison::InDistrict(fact, code) => facts[*fact] == Some(*code),
            Comparison::Listed(fact, id) => match self.setting(*id, facts) {
                Some(Setting::Regions(list) | Setting::Choices(list)) => {
                    facts[*fact].is_some_and(|value| list.contains(&value))
                }
                _ => false,
            },
            Comparison::Settled(id, wanted) => self.setting(*id, facts) == Some(&Setting::Flag(*wanted)),
            Comparison::Days(left, relation, right) => {
                match (self.day(*left, facts), self.day(*right, facts)) {
                    (Some(left), Some(right)) => relation.of(left, right),
                    _ => false,
                }
            }
            Comparison::Number(fact, relation, number) => {
                let number = match number {
                    NumberTerm::Fixed(number) => Some(*number),
                    NumberTerm::Parameter(id) => whole(self.setting(*id, facts)),
                };
                matches!((facts[*fact], number), (Some(left), Some(right)) if relation.of(left, right))
            }
            Comparison::IsNone(fact) => facts[*fact].is_none(),
            Comparison::Reads(_) => false,
        }
    }

    /// Whether a condition holds.
    pub fn holds(&self, condition: &Condition, facts: &[Value]) -> bool {
        match condition {
            Condition::Is(comparison) => self.compares(comparison, facts),
            Condition::All(parts) => parts.iter().all(|part| self.holds(part, facts)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part, facts)),
            Condition::Rule(rule, wanted) => self.rule_holds(*rule, facts) == *wanted,
            Condition::Item(rule, item) => self.item_of(*rule, *item, facts),
            // Only cases of fields name fields, and they are tried in `field`.
            Condition::Field(_) => false,
        }
    }

    /// What an opening and its items demand. `lifted`: the items that an exception does not ask for.
    pub fn body_holds(&self, body: &Body, lifted: &[Relief], facts: &[Value]) -> bool {
        body.days.holds(self.today)
            && match &body.only {
                Some(condition) => self.holds(condition, facts),
                None => self.items_hold(body.is_all, &body.items, lifted, None, facts),
            }
    }

    /// Items, of the first level or below `above`.
    fn items_hold(
        &self,
        is_all: bool,
        items: &[Item],
        lifted: &[Relief],
        above: Option<usize>,
        facts: &[Value],
    ) -> bool {
        let holds = |(at, item): (usize, &Item)| {
            let place = above.map_or((at, None), |above| (above, Some(at)));
            lifted.contains(&place) || self.item_holds(item, lifted, above.xor(Some(at)), facts)
        };
        let mut items = items.iter().enumerate();
        if is_all { items.all(holds) } else { items.any(holds) }
    }

    /// One item with those below it. `at`: its place on the first level, if it is there.
    pub fn item_holds(&self, item: &Item, lifted: &[Relief], at: Option<usize>, facts: &[Value]) -> bool {
        let own = item.own.as_ref().is_none_or(|own| self.holds(own, facts));
        own && item.below.as_ref().is_none_or(|(is_all, below)| match at {
            Some(_) => self.items_hold(*is_all, below, lifted, at, facts),
            None => self.items_hold(*is_all, below, &[], None, facts),
        })
    }

    /// The facts as rules read them: what is deemed in place of what is given (视为, 推定).
    pub fn seen<'f>(&self, facts: &'f [Value]) -> Cow<'f, [Value]> {
        let mut seen = Cow::Borrowed(facts);
        for deemed in &self.program.deemed {
            let is_so = deemed.force <= self.today
                && self.is_known(deemed.published)
                && self.body_holds(&deemed.body, &[], facts)
                && !deemed.evidence.as_ref().is_some_and(|against| self.holds(against, facts));
            if is_so {
                seen.to_mut()[deemed.fact] = match deemed.value {
                    DeemedValue::Fixed(value) => value,
                    DeemedValue::Fact(other) => facts[other],
                };
            }
        }
        seen
    }

    /// Whether what was published on a day was known.
    pub fn is_known(&self, published: Option<Day>) -> bool {
        published.is_none_or(|day| self.known_on.is_none_or(|known| day <= known))
    }
}

/// A whole number or fen.
pub fn whole(setting: Option<&Setting>) -> Option<i64> {
    match setting? {
        Setting::Money(number) | Setting::Number(number) => Some(*number),
        Setting::Rate(_)
        | Setting::Regions(_)
        | Setting::Choices(_)
        | Setting::Flag(_)
        | Setting::Table(_) => None,
    }
}
