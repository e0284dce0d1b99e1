//! What a rule comes to when exceptions, amendments, transitions and other provisions have had their say
//! (`docs/language/exceptions.md`, `overlays.md`, `rules.md`).

use super::truth::World;
use crate::day::Day;
use crate::program::{Body, Effect, Exception, Field, Link, Relief, Rule, RuleId, Value};

impl World<'_> {
    /// A rule holds: in force, known, and its condition with all that departs from it holds.
    pub fn rule_holds(&self, rule: RuleId, facts: &[Value]) -> bool {
        self.rule_without(rule, &|_| false, facts)
    }

    /// The same with some exceptions left out.
    pub fn rule_without(&self, id: RuleId, left_out: &dyn Fn(usize) -> bool, facts: &[Value]) -> bool {
        self.program.calendar.step();
        let rule = &self.program.rules[id];
        if rule.force > self.today || !self.is_known(rule.published) {
            return false;
        }
        let body = self.version(rule, facts).0;
        let holding: Vec<&Exception> = rule
            .exceptions
            .iter()
            .filter(|id| !left_out(**id) && self.exception_holds(**id, facts))
            .map(|id| &self.program.exceptions[*id])
            .collect();
        let mut holds = self.body_holds(body, &lifts(&holding), facts);
        for link in &rule.links {
            holds = match link {
                Link::Unless(other) => holds && !self.rule_holds(*other, facts),
                Link::YieldsTo(other) => self.rule_holds(*other, facts),
                Link::Also(condition) => holds && self.holds(condition, facts),
                Link::Analogy(other, read_as) => {
                    let mut facts_there = facts.to_vec();
                    for (fact, other) in read_as {
                        facts_there[*fact] = facts[*other];
                    }
                    holds && self.rule_holds(*other, &facts_there)
                }
            };
        }
        for exception in holding {
            holds = self.departed(exception, holds, facts);
        }
        holds
    }

    /// What an exception that holds makes of what held before it.
    fn departed(&self, exception: &Exception, before: bool, facts: &[Value]) -> bool {
        match &exception.effect {
            Effect::Replace => match &exception.instead {
                Some(instead) => self.body_holds(instead, &[], facts),
                None => before,
            },
            Effect::ReplaceField(_) | Effect::Lift(_) => before,
            Effect::Except | Effect::Stop(_) | Effect::Revoke => false,
        }
    }

    /// An exception holds: its file is in force, its own condition holds, and no exception to it departs from that.
    pub fn exception_holds(&self, id: usize, facts: &[Value]) -> bool {
        let exception = &self.program.exceptions[id];
        if exception.force > self.today || !self.is_known(exception.published) {
            return false;
        }
        let holding: Vec<&Exception> = exception
            .exceptions
            .iter()
            .filter(|id| self.exception_holds(**id, facts))
            .map(|id| &self.program.exceptions[*id])
            .collect();
        let mut holds = self.body_holds(&exception.body, &lifts(&holding), facts);
        for other in holding {
            holds = self.departed(other, holds, facts);
        }
        holds
    }

    /// Which conditions and fields a rule has today, for these facts.
    pub fn version<'r>(&self, rule: &'r Rule, facts: &[Value]) -> (&'r Body, &'r [Field]) {
        // An amendment that its file's transition holds off leaves what was in force on the day before.
        let mut until = Day::MAX;
        let mut transitions: Vec<(Day, &Body)> = rule
            .transitions
            .iter()
            .filter_map(|transition| {
                let first = rule.amendments.iter().find(|amendment| amendment.layer == transition.layer)?;
                Some((first.from, &transition.body))
            })
            .collect();
        transitions.sort_by_key(|(first, _)| *first);
        for (first, body) in transitions.into_iter().rev() {
            if first <= self.today && first < until && self.body_holds(body, &[], facts) {
                until = first;
            }
        }
        let amendments = rule.amendments.iter().rev();
        let mut amendments =
            amendments.filter(|amendment| amendment.from <= self.today && amendment.from < until);
        amendments
            .next()
            .map_or((&rule.body, rule.fields.as_slice()), |amendment| (&amendment.body, &amendment.fields))
    }

    /// One item of a conclusion, alone.
    pub fn item_of(&self, id: RuleId, item: usize, facts: &[Value]) -> bool {
        let rule = &self.program.rules[id];
        let body = self.version(rule, facts).0;
        let holding: Vec<&Exception> = rule
            .exceptions
            .iter()
            .filter(|id| self.exception_holds(**id, facts))
            .map(|id| &self.program.exceptions[*id])
            .collect();
        let lifted = lifts(&holding);
        lifted.contains(&(item, None))
            || body.items.get(item).is_some_and(|of| self.item_holds(of, &lifted, Some(item), facts))
    }
}

fn lifts(holding: &[&Exception]) -> Vec<Relief> {
    let lift =
        |exception: &&Exception| if let Effect::Lift(place) = exception.effect { Some(place) } else { None };
    holding.iter().filter_map(lift).collect()
}
