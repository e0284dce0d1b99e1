//! Two policies in one diagram: their tests over the common catalogue, tests of
//! bound facts next to each other, tests of the business date alone first. A
//! conclusion is taken over node by node from its policy's own diagram, so that
//! whatever its rules can say is compared.

use super::asked::{Tests, grouped, lists, since};
use super::catalogue::{Catalogue, Given};
use super::graph::Graph;
use super::patterns::Mask;
use super::shape;
use super::space::Cube;
use super::timeline::{boundaries, setting_on};
use crate::condition::{Condition, Form, Test, World};
use crate::date::Date;
use crate::decide::Request;
use crate::diagram::{NO, NodeId, YES};
use crate::fact::{ABSENT, FactId};
use crate::parameter::{ParameterId, Setting};
use crate::policy::Policy;
use crate::rule::Rule;
use crate::value::Expression;
use std::collections::BTreeMap;

/// The most tests of one group: their answers are one word of bits.
pub const GROUP_TESTS_MAX: usize = 128;

/// Why two policies cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Incomparable {
    /// Other divisions.
    #[error("regions.toml: the two policies are of different cities / 两版政策不是同一个城市的")]
    Regions,
    /// Working days are counted, by other calendars.
    #[error("calendars: the two policies count working days by other calendars / 两版政策的工作日历不同")]
    Calendars,
    /// More comparisons of bound facts than one word holds.
    #[error("{0}: more than {GROUP_TESTS_MAX} comparisons of one fact / 同一信息项的比较太多")]
    Tests(String),
}

/// Tests whose facts are bound to each other, or one test of the business date.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its facts, ascending; none if only the business date is read.
    pub facts: Vec<FactId>,
    /// Its tests: from, to.
    pub tests: (usize, usize),
}

/// A case of a field with the node under which it is taken.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    /// When.
    pub when: NodeId,
    /// Which case; none if a parameter that is read has no value.
    pub case: Option<usize>,
}

/// Both policies over one diagram.
#[derive(Debug, Clone)]
pub struct Merged<'p> {
    /// The earlier and the later.
    pub policies: [&'p Policy; 2],
    /// Common facts and parameters.
    pub catalogue: Catalogue,
    /// All tests, group by group.
    pub tests: Vec<Test>,
    /// The groups in order.
    pub groups: Vec<Group>,
    /// The group of each test.
    pub group_of: Vec<usize>,
    /// The diagram.
    pub graph: Graph,
    /// What authorised matters may hold, the first time what they hold by themselves:
    /// other instruments fill them, so that a list may be any.
    pub given: Vec<Given>,
    taken_over: [BTreeMap<NodeId, NodeId>; 2],
}

impl<'p> Merged<'p> {
    /// Lays out the tests of both policies.
    pub fn of(policies: [&'p Policy; 2]) -> Result<Self, Incomparable> {
        let [before, after] = policies.map(|policy| &policy.regions);
        if before.city.code != after.city.code {
            return Err(Incomparable::Regions);
        }
        let counts = |policy: &Policy| policy.plans.iter().any(|plan| plan.reads_calendar);
        if policies[0].calendar != policies[1].calendar && policies.into_iter().any(counts) {
            return Err(Incomparable::Calendars);
        }
        let catalogue = Catalogue::of(policies);
        let tests = Tests::of(policies, &catalogue);
        let (tests, groups) = grouped(tests);
        for group in &groups {
            if group.tests.1 - group.tests.0 > GROUP_TESTS_MAX {
                let names = group.facts.iter().map(|fact| catalogue.facts[*fact].name.as_str());
                return Err(Incomparable::Tests(names.collect::<Vec<_>>().join("、")));
            }
        }
        let mut group_of = vec![0; tests.len()];
        for (at, group) in groups.iter().enumerate() {
            group_of[group.tests.0..group.tests.1].fill(at);
        }
        let graph = Graph::default();
        let given = lists(policies, &catalogue);
        Ok(Self {
            policies,
            catalogue,
            tests,
            groups,
            group_of,
            graph,
            given,
            taken_over: Default::default(),
        })
    }

    /// A conclusion of a side in the common diagram.
    pub fn root(&mut self, side: usize, plan: usize) -> NodeId {
        self.take_over(side, self.policies[side].plans[plan].root)
    }

    fn take_over(&mut self, side: usize, node: NodeId) -> NodeId {
        if node <= YES {
            return node;
        }
        if let Some(done) = self.taken_over[side].get(&node) {
            return *done;
        }
        let diagram = &self.policies[side].diagram;
        let own = diagram.nodes[node as usize];
        let test = self.catalogue.test(side, &diagram.tests[usize::from(own.test)]);
        let (high, low) = (self.take_over(side, own.high), self.take_over(side, own.low));
        let when = self.leaf(&test);
        let made = self.graph.choose(when, high, low);
        self.taken_over[side].insert(node, made);
        made
    }

    /// The node of a common test.
    pub fn leaf(&mut self, test: &Test) -> NodeId {
        let at = self.tests.iter().position(|other| other == test).and_then(|at| u16::try_from(at).ok());
        // Every test that is asked for was collected before.
        at.map_or(NO, |at| self.graph.leaf(at))
    }

    /// A request of the earlier side as the later side reads it; none if it has a
    /// value that the later side does not take.
    pub fn other_side(&self, request: &Request) -> Option<Request> {
        let mut facts = vec![ABSENT; self.policies[1].facts.len()];
        for (own, value) in request.facts.iter().enumerate().filter(|(_, value)| **value != ABSENT) {
            let common = self.catalogue.common(0, own, *value)?;
            let Some((own, value)) = self.catalogue.own(1, self.catalogue.fact(0, own), common) else {
                continue;
            };
            facts[own] = value;
        }
        let given = |(own, setting): &(ParameterId, Setting)| {
            let key = &self.policies[0].parameters[*own].key;
            Some((self.policies[1].parameter(key)?, setting.clone()))
        };
        let what_if = request.what_if.iter().map(given).collect::<Option<_>>()?;
        Some(Request { facts, what_if, ..*request })
    }

    /// Whether a person of the earlier side is in a cube; every fact that it reads is given.
    pub fn is_in(&self, cube: &Cube, request: &Request) -> bool {
        let mut facts = vec![ABSENT; self.catalogue.facts.len()];
        for (own, value) in request.facts.iter().enumerate() {
            if let Some(common) = self.catalogue.common(0, own, *value) {
                facts[self.catalogue.fact(0, own)] = common;
            }
        }
        let mut given = Given::new();
        for (own, setting) in &request.what_if {
            given.push((self.catalogue.parameter(0, *own), setting.clone()));
            let key = &self.policies[0].parameters[*own].key;
            let other = self.policies[1].parameter(key).map(|other| self.catalogue.parameter(1, other));
            given.extend(other.map(|other| (other, setting.clone())));
        }
        let settings = self.catalogue.settings(request.as_of, &given);
        let own = self.policies[0];
        let (regions, calendar) = (&own.regions, &own.calendar);
        let world = World { today: request.as_of, facts: &facts, settings: &settings, regions, calendar };
        cube.iter().all(|(group, allowed)| {
            let (from, to) = self.groups[*group].tests;
            let answers = self.tests[from..to].iter().rev().map(|test| world.holds(test).unwrap_or(false));
            allowed.contains(&answers.fold(0, |bits, holds| bits << 1 | Mask::from(holds)))
        })
    }

    /// Whether months, days or working days are compared with other lengths in a group:
    /// how their ends lie to each other turns on more days than are looked at, so what
    /// is found is true and what is not found is not proven.
    pub fn is_rough(&self, group: usize) -> bool {
        let (from, to) = self.groups[group].tests;
        let days = self.tests[from..to].iter().filter_map(|test| match test {
            Test::Days { left, right, .. } => Some([left, right]),
            _ => None,
        });
        let days: Vec<_> = days.collect();
        days.len() > 1 && days.iter().flatten().any(|day| !day.adds_only_years())
    }

    /// From a day on.
    pub fn since(&mut self, day: Date) -> NodeId {
        if day <= Date::MIN { YES } else { self.leaf(&since(day)) }
    }

    /// The days on which a parameter has a value.
    fn has_value(&mut self, parameter: ParameterId) -> NodeId {
        let of = self.catalogue.parameters[parameter].clone();
        let mut node = if setting_on(&of, Date::MIN).is_some() { YES } else { NO };
        for day in boundaries(&of) {
            let here = if setting_on(&of, day).is_some() { YES } else { NO };
            let since = self.since(day);
            node = self.graph.choose(since, here, node);
        }
        node
    }

    fn condition(&mut self, side: usize, rule: &'p Rule, condition: &'p Condition) -> NodeId {
        match &condition.form {
            Form::Test(test) => {
                let test = self.catalogue.test(side, test);
                self.leaf(&test)
            }
            Form::All(parts) => parts.iter().fold(YES, |all, part| {
                let part = self.condition(side, rule, part);
                self.graph.and(all, part)
            }),
            Form::Any(parts) => parts.iter().fold(NO, |any, part| {
                let part = self.condition(side, rule, part);
                self.graph.or(any, part)
            }),
            Form::Rule { rule: other, wanted } => {
                let other = &self.policies[side].rules[*other];
                let node = self.condition(side, other, &other.root);
                if *wanted { node } else { self.graph.not(node) }
            }
            Form::Item { rule: other, item } => {
                let other = &self.policies[side].rules[*other];
                self.condition(side, other, &other.items[*item])
            }
            Form::Field(field) => self.field_holds(side, rule, *field),
        }
    }

    /// Where a field of the same rule is 是.
    fn field_holds(&mut self, side: usize, rule: &'p Rule, field: usize) -> NodeId {
        let mut holds = NO;
        for taken in self.cases(side, rule, field) {
            let Some(case) = taken.case else { continue };
            let here = match &rule.fields[field].cases[case].value {
                Expression::Flag(true) => YES,
                Expression::Fact(fact) => {
                    let fact = self.catalogue.fact(side, *fact);
                    self.leaf(&Test::Flag { fact, wanted: true })
                }
                _ => NO,
            };
            let here = self.graph.and(taken.when, here);
            holds = self.graph.or(holds, here);
        }
        holds
    }

    /// The cases of a field with when each is taken: the first whose condition
    /// holds; none from the first whose condition reads a parameter without a value.
    pub fn cases(&mut self, side: usize, rule: &'p Rule, field: usize) -> Vec<Taken> {
        let mut left = YES;
        let mut none = NO;
        let mut cases = Vec::new();
        for (at, case) in rule.fields[field].cases.iter().enumerate() {
            let Some(condition) = &case.when else {
                cases.push(Taken { when: left, case: Some(at) });
                left = NO;
                break;
            };
            let mut parameters = Vec::new();
            shape::parameters(self.policies[side], condition, &mut parameters);
            let mut defined = YES;
            for parameter in parameters {
                let has = self.has_value(self.catalogue.parameter(side, parameter));
                defined = self.graph.and(defined, has);
            }
            let undefined = self.graph.without(left, defined);
            none = self.graph.or(none, undefined);
            left = self.graph.and(left, defined);
            let holds = self.condition(side, rule, condition);
            cases.push(Taken { when: self.graph.and(left, holds), case: Some(at) });
            left = self.graph.without(left, holds);
        }
        let none = self.graph.or(none, left);
        cases.push(Taken { when: none, case: None });
        cases.retain(|taken| taken.when != NO);
        cases
    }
}
