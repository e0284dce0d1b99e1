//! Proofs on the diagram: whether anybody at all can be in a situation, and who
//! is the smallest example. Every fact is absent, every business date is open,
//! the lists of authorised matters may be any.

use super::moment::moments;
use crate::cells::{is_fixed, mask, values};
use crate::condition::{Condition, Test, World};
use crate::date::Date;
use crate::diagram::{Diagram, Group, NO, NodeId, YES};
use crate::fact::{ABSENT, FactId};
use crate::parameter::{Setting, SettingKind};
use crate::policy::Policy;
use crate::prose::{self, Language};
use crate::reduced::follow;
use crate::rule::Rule;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

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
    /// The patterns of a group on a day, or on all days where they are the same: one policy's proofs ask for them
    /// again and again.
    patterns: RefCell<BTreeMap<OnDay, Rc<Patterns>>>,
    /// Which sets of patterns there are, each with a number.
    sets: RefCell<BTreeMap<Vec<u64>, usize>>,
}

/// A group of tests, on one day or on all days.
type OnDay = (u16, Option<Date>);

/// A pattern of a group's tests with values of its facts that give it.
type Pattern = (u64, Vec<(FactId, i64)>);

/// The patterns that a group's facts can give on a day.
struct Patterns {
    found: Vec<Pattern>,
    /// The number of their set: on days with the same patterns the same is found.
    same: usize,
}

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
        Self { policy, rules, diagram, lists, patterns: RefCell::default(), sets: RefCell::default() }
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
        let groups = self.groups(node);
        // Days on which every group gives what it gave on a day before are that day again.
        let mut in_vain: BTreeSet<Vec<usize>> = BTreeSet::new();
        self.days(&groups).into_iter().find_map(|day| {
            let patterns: BTreeMap<u16, Rc<Patterns>> =
                groups.iter().map(|group| (*group, self.patterns(*group, day))).collect();
            let same = patterns.values().map(|patterns| patterns.same).collect();
            if in_vain.insert(same) { self.on(node, day, patterns) } else { None }
        })
    }

    /// Somebody on a day.
    fn on(&self, node: NodeId, day: Date, patterns: BTreeMap<u16, Rc<Patterns>>) -> Option<Person> {
        let mut search = Search { prover: self, patterns, known: BTreeMap::new() };
        search.least(node)?;
        let mut person = Person { day, facts: Vec::new() };
        let mut at = node;
        while at > YES {
            let (_, choice) = search.known.get(&at).copied().flatten()?;
            let group = search.group(at);
            let (pattern, values) = &search.patterns[&group].found[choice];
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
    fn patterns(&self, group: u16, day: Date) -> Rc<Patterns> {
        let of = &self.diagram.groups[usize::from(group)];
        let key = (group, (!is_fixed(&self.diagram, of, &self.policy.facts)).then_some(day));
        if let Some(known) = self.patterns.borrow().get(&key) {
            return Rc::clone(known);
        }
        let found = self.patterns_of(of, day);
        let set: Vec<u64> = found.iter().map(|(pattern, _)| *pattern).collect();
        let mut sets = self.sets.borrow_mut();
        let next = sets.len();
        let found = Rc::new(Patterns { found, same: *sets.entry(set).or_insert(next) });
        self.patterns.borrow_mut().insert(key, Rc::clone(&found));
        found
    }

    fn patterns_of(&self, of: &Group, day: Date) -> Vec<Pattern> {
        let settings: Vec<Option<&Setting>> = self
            .policy
            .parameters
            .iter()
            .zip(&self.lists)
            .map(|(parameter, list)| list.as_ref().or_else(|| parameter.on(day, None).map(|row| &row.value)))
            .collect();
        let settings = settings.as_slice();
        let facts = &mut vec![ABSENT; self.policy.facts.len()];
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
    fn days(&self, groups: &[u16]) -> Vec<Date> {
        let groups = groups.iter().map(|group| &self.diagram.groups[usize::from(*group)]);
        let tests: Vec<&Test> =
            groups.clone().flat_map(|group| &self.diagram.tests[group.tests.0..group.tests.1]).collect();
        let until_today: Vec<FactId> = groups
            .flat_map(|group| &group.facts)
            .copied()
            .filter(|fact| self.policy.facts[*fact].until_today)
            .collect();
        let rows =
            tests.iter().flat_map(|test| test.parameters()).flat_map(|id| &self.policy.parameters[id].rows);
        let turns = rows.flat_map(|row| [Some(row.from), row.to.map(Date::next)]).flatten();
        let force = self.policy.instruments.iter().map(|instrument| instrument.force).max();
        moments(&tests, &until_today, turns.chain(force), &self.policy.calendar)
    }
}

struct Search<'s> {
    prover: &'s Prover<'s>,
    patterns: BTreeMap<u16, Rc<Patterns>>,
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
        let mut all = self.patterns[&group].found.iter().map(next);
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
            .found
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
