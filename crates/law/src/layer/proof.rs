//! Proofs on the diagram: whether anybody at all can be in a situation, and who
//! is the smallest example. Every fact is absent, every business date is open,
//! the lists of authorised matters may be any.

use crate::cells::{mask, today_flip, values};
use crate::condition::{Condition, DayBase, Test, World};
use crate::date::Date;
use crate::diagram::{Diagram, NO, NodeId, YES};
use crate::fact::{ABSENT, FactId};
use crate::parameter::{Setting, SettingKind};
use crate::policy::Policy;
use crate::prose::{self, Language};
use crate::reduced::follow;
use crate::rule::Rule;
use std::collections::BTreeMap;

/// Somebody in a situation: a day and the facts that matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Business date.
    pub day: Date,
    /// The facts that matter, with their values.
    pub facts: Vec<(FactId, i64)>,
}

impl Person {
    /// In one language, for a finding.
    pub fn said(&self, policy: &Policy, language: Language) -> String {
        let day = match language {
            Language::Chinese => format!("业务日期为 {}", self.day.chinese()),
            Language::English => format!("business date {}", self.day),
        };
        let fact = |(fact, value): &(FactId, i64)| {
            let value = prose::fact_value(policy, &policy.facts[*fact], *value, language);
            format!("{}{}{value}", prose::name(policy, *fact, language), language.pick("为", ": "))
        };
        let parts: Vec<String> = std::iter::once(day).chain(self.facts.iter().map(fact)).collect();
        parts.join(language.pick("，", "; "))
    }
}

/// Looks for people.
pub struct Prover<'p> {
    policy: &'p Policy,
    rules: Vec<Rule>,
    diagram: Diagram,
    lists: Vec<Option<Setting>>,
}

/// A pattern of a group's tests with values of its facts that give it.
type Pattern = (u64, Vec<(FactId, i64)>);

impl<'p> Prover<'p> {
    /// Over all rules of a policy, and these conditions besides.
    pub fn new(policy: &'p Policy, besides: &[&Condition]) -> Self {
        let mut rules = policy.rules.clone();
        if let Some(first) = policy.rules.first() {
            for condition in besides {
                rules.push(Rule { root: (*condition).clone(), ..first.clone() });
            }
        }
        let diagram = Diagram::new(&rules);
        let mut listed = 0_u32;
        let lists = policy
            .parameters
            .iter()
            .map(|parameter| {
                (parameter.kind == SettingKind::Regions).then(|| {
                    // Each list holds other districts, so that lists may agree and differ.
                    let codes = policy.regions.district_codes().iter().zip(0_u32..);
                    let own = codes.filter(|(_, at)| at >> listed & 1 == 1).map(|(code, _)| *code);
                    let setting = Setting::Regions(own.collect());
                    listed = (listed + 1) % 4;
                    setting
                })
            })
            .collect();
        Self { policy, rules, diagram, lists }
    }

    /// The node of a condition.
    pub fn node(&mut self, condition: &Condition) -> NodeId {
        self.diagram.add(&self.rules, condition)
    }

    /// The one and not the other.
    pub fn and_not(&mut self, one: NodeId, other: NodeId) -> NodeId {
        self.diagram.and_not(one, other)
    }

    /// Both.
    pub fn both(&mut self, one: NodeId, other: NodeId) -> NodeId {
        self.diagram.both(one, other)
    }

    /// Somebody for whom a node is a yes; nobody, proven.
    pub fn find(&self, node: NodeId) -> Option<Person> {
        if node == NO {
            return None;
        }
        self.days(node).into_iter().find_map(|day| self.on(node, day))
    }

    /// Somebody on a day.
    fn on(&self, node: NodeId, day: Date) -> Option<Person> {
        let settings: Vec<Option<&Setting>> = self
            .policy
            .parameters
            .iter()
            .zip(&self.lists)
            .map(|(parameter, list)| list.as_ref().or_else(|| parameter.on(day, None).map(|row| &row.value)))
            .collect();
        let mut facts = vec![ABSENT; self.policy.facts.len()];
        let mut search = Search { prover: self, patterns: BTreeMap::new(), known: BTreeMap::new() };
        for group in self.groups(node) {
            let patterns = self.patterns(group, day, &settings, &mut facts);
            search.patterns.insert(group, patterns);
        }
        search.least(node)?;
        let mut person = Person { day, facts: Vec::new() };
        let mut at = node;
        while at > YES {
            let (_, choice) = search.known.get(&at).copied().flatten()?;
            let group = search.group(at);
            let (pattern, values) = &search.patterns[&group][choice];
            if search.matters(at, group) {
                person.facts.extend(values);
            }
            at = follow(&self.diagram, at, group, *pattern);
        }
        person.facts.sort_unstable();
        Some(person)
    }

    fn groups(&self, node: NodeId) -> Vec<u16> {
        let mut groups: Vec<u16> =
            self.diagram.support(node).into_iter().map(|test| self.diagram.group_of[test]).collect();
        groups.dedup();
        groups
    }

    /// The patterns that a group's facts can give on a day.
    fn patterns(
        &self,
        group: u16,
        day: Date,
        settings: &[Option<&Setting>],
        facts: &mut [i64],
    ) -> Vec<Pattern> {
        let of = &self.diagram.groups[usize::from(group)];
        let tests = &self.diagram.tests[of.tests.0..of.tests.1];
        let mut found: Vec<Pattern> = Vec::new();
        let declared = &self.policy.facts;
        let (regions, calendar) = (&self.policy.regions, &self.policy.calendar);
        let world = |facts: &[i64], run: &mut dyn FnMut(&World<'_>)| {
            run(&World { today: day, facts, settings, regions, calendar });
        };
        let pieces = |facts: &[i64], fact: FactId, ends: bool| {
            let mut pieces = Vec::new();
            world(facts, &mut |world| values(tests, fact, &declared[fact], world, ends, &mut pieces));
            pieces
        };
        let mut add = |facts: &[i64]| {
            let mut pattern = 0;
            world(facts, &mut |world| pattern = mask(&self.diagram, of, world));
            if !found.iter().any(|(known, _)| *known == pattern) {
                found.push((pattern, of.facts.iter().map(|fact| (*fact, facts[*fact])).collect()));
            }
        };
        match of.facts.as_slice() {
            [] => add(facts),
            [fact] => {
                for value in pieces(facts, *fact, false) {
                    facts[*fact] = value;
                    add(facts);
                }
                facts[*fact] = ABSENT;
            }
            // Of two bound facts one is cut as the other's pieces end (see `Cells::of_two`).
            [held, free, ..] => {
                let mut all = pieces(facts, *held, false);
                for end in pieces(facts, *free, true) {
                    facts[*free] = end;
                    all.extend(pieces(facts, *held, false));
                }
                all.sort_unstable();
                all.dedup();
                for value in all {
                    facts[*held] = value;
                    facts[*free] = ABSENT;
                    for other in pieces(facts, *free, false) {
                        facts[*free] = other;
                        add(facts);
                    }
                }
                facts[*held] = ABSENT;
                facts[*free] = ABSENT;
            }
        }
        found
    }

    /// The business dates among which the answer may differ, in order.
    fn days(&self, node: NodeId) -> Vec<Date> {
        let groups = self.groups(node);
        let tests: Vec<&Test> = groups
            .iter()
            .flat_map(|group| {
                let (from, to) = self.diagram.groups[usize::from(*group)].tests;
                &self.diagram.tests[from..to]
            })
            .collect();
        let facts = groups.iter().flat_map(|group| &self.diagram.groups[usize::from(*group)].facts);
        let until_today = facts.clone().any(|fact| self.policy.facts[*fact].until_today);
        let fixed = |base: DayBase| if let DayBase::Fixed(day) = base { Some(day) } else { None };
        let mut days: Vec<Date> =
            tests.iter().filter_map(|test| today_flip(test, &self.policy.calendar, fixed)).collect();
        let sides = tests.iter().flat_map(|test| match test {
            Test::Days { left, right, .. } => vec![*left, *right],
            _ => Vec::new(),
        });
        let constants: Vec<Date> = sides.filter_map(|day| fixed(day.base)).collect();
        let reads_today = tests.iter().any(|test| test.reads_today());
        if reads_today || until_today {
            for test in &tests {
                for constant in constants.iter().chain(&days.clone()) {
                    let fact = |base: DayBase| matches!(base, DayBase::Fact(_)).then_some(*constant);
                    days.extend(today_flip(test, &self.policy.calendar, fact));
                }
                // Each test may give a day for each: what stands there already is not followed again.
                days.sort_unstable();
                days.dedup();
            }
            days.extend(&constants);
        }
        let usual = self.policy.instruments.iter().map(|instrument| instrument.force).max();
        days.extend(usual);
        for day in days.clone() {
            days.extend([day.previous(), day.next()]);
        }
        days.retain(|day| (Date::MIN..=Date::MAX).contains(day));
        days.sort_unstable();
        days.dedup();
        days
    }
}

struct Search<'s> {
    prover: &'s Prover<'s>,
    patterns: BTreeMap<u16, Vec<Pattern>>,
    /// Of each node the least number of facts, and the pattern that begins it.
    known: BTreeMap<NodeId, Option<(usize, usize)>>,
}

impl Search<'_> {
    fn group(&self, node: NodeId) -> u16 {
        let diagram = &self.prover.diagram;
        diagram.group_of[usize::from(diagram.nodes[node as usize].test)]
    }

    /// Whether it matters at a node which pattern a group gives.
    fn matters(&self, node: NodeId, group: u16) -> bool {
        let next = |(pattern, _): &Pattern| follow(&self.prover.diagram, node, group, *pattern);
        let mut all = self.patterns[&group].iter().map(next);
        let first = all.next();
        all.any(|next| Some(next) != first)
    }

    fn least(&mut self, node: NodeId) -> Option<(usize, usize)> {
        if node <= YES {
            return (node == YES).then_some((0, 0));
        }
        if let Some(known) = self.known.get(&node) {
            return *known;
        }
        let group = self.group(node);
        let cost = usize::from(self.matters(node, group))
            * self.prover.diagram.groups[usize::from(group)].facts.len();
        let nexts: Vec<NodeId> = self.patterns[&group]
            .iter()
            .map(|(pattern, _)| follow(&self.prover.diagram, node, group, *pattern))
            .collect();
        let mut best: Option<(usize, usize)> = None;
        for (index, next) in nexts.into_iter().enumerate() {
            let Some((onward, _)) = self.least(next) else { continue };
            if best.is_none_or(|(known, _)| onward + cost < known) {
                best = Some((onward + cost, index));
            }
        }
        self.known.insert(node, best);
        best
    }
}
