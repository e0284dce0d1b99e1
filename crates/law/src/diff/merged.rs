//! Two policies in one diagram: their tests over the common catalogue, tests of
//! bound facts next to each other, tests of the business date alone first. A
//! conclusion is taken over node by node from its policy's own diagram, so that
//! whatever its rules can say is compared.

use super::catalogue::{Catalogue, Given, SIDES, boundaries, setting_on};
use super::graph::Graph;
use super::shape;
use crate::condition::{Condition, Day, DayBase, FactSets, Form, Test};
use crate::date::Date;
use crate::decide::Request;
use crate::diagram::{NO, NodeId, YES};
use crate::fact::{ABSENT, FactId};
use crate::parameter::{ParameterId, Setting, SettingKind};
use crate::policy::Policy;
use crate::rule::Rule;
use crate::value::{Datum, Expression};
use std::collections::{BTreeMap, BTreeSet};

/// The most tests of one group: their answers are one word of bits.
pub const GROUP_TESTS_MAX: usize = 128;

/// Why two policies cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Incomparable {
    /// Other divisions.
    #[error("regions.toml: the two policies are of different cities / 两版政策不是同一个城市的")]
    Regions,
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

/// The lists that stand for all: each that both sides know may be empty, hold some
/// districts or all of them. No rule names a district, so more cannot be told apart.
fn lists(policies: [&Policy; 2], catalogue: &Catalogue) -> Vec<Given> {
    let districts = policies[0].regions.district_codes();
    let mut found = vec![Given::new()];
    for (own, parameter) in policies[0].parameters.iter().enumerate() {
        let other = policies[1].parameter(&parameter.key);
        let Some(other) = other.filter(|_| parameter.what_if && parameter.kind == SettingKind::Regions)
        else {
            continue;
        };
        let ids = BTreeSet::from([catalogue.parameter(0, own), catalogue.parameter(1, other)]);
        let mut more = Vec::new();
        for known in &found {
            for codes in [&districts[..0], &districts[..1], districts] {
                let mut given = known.clone();
                given.extend(ids.iter().map(|id| (*id, Setting::Regions(codes.to_vec()))));
                more.push(given);
            }
        }
        if found.len() + more.len() <= GIVEN_MAX {
            found.extend(more);
        }
    }
    found
}

/// The most combinations of lists; further matters stay as they are.
const GIVEN_MAX: usize = 64;

/// `day` ≤ the business date.
pub fn since(day: Date) -> Test {
    let left = Day::plain(DayBase::Fixed(day));
    Test::Days { left, right: Day::plain(DayBase::Today), strict: false }
}

/// All tests that conclusions, and fields that may differ, can read.
struct Tests<'c, 'p> {
    policies: [&'p Policy; 2],
    catalogue: &'c Catalogue,
    found: Vec<Test>,
}

impl<'c, 'p> Tests<'c, 'p> {
    fn of(policies: [&'p Policy; 2], catalogue: &'c Catalogue) -> Vec<Test> {
        let mut tests = Self { policies, catalogue, found: Vec::new() };
        for (side, policy) in policies.into_iter().enumerate() {
            for plan in &policy.plans {
                plan.tests
                    .iter()
                    .for_each(|test| tests.add(catalogue.test(side, &policy.diagram.tests[*test])));
            }
        }
        let [before, after] = policies;
        for plan in 0..before.plans.len() {
            let rule = before.rule(plan);
            let Some(other) = after.plan(&rule.key).map(|plan| after.rule(plan)) else { continue };
            for (index, field) in rule.fields.iter().enumerate() {
                let Some(at) = other.fields.iter().position(|other| other.key == field.key) else { continue };
                let places = [(rule, index), (other, at)];
                let shapes = SIDES.map(|side| {
                    let (rule, index) = places[side];
                    shape::field(policies[side], catalogue, side, rule, index)
                });
                if shapes[0] != shapes[1] {
                    SIDES.into_iter().for_each(|side| tests.field(side, places[side].0, places[side].1));
                }
            }
        }
        let nullable = |fact: &FactId| catalogue.facts[*fact].none.is_some();
        let read: Vec<FactId> = tests.found.iter().flat_map(Test::facts).filter(nullable).collect();
        read.into_iter().for_each(|fact| tests.add(Test::IsNone { fact }));
        tests.found
    }

    fn add(&mut self, test: Test) {
        if !self.found.contains(&test) {
            self.found.push(test);
        }
    }

    fn field(&mut self, side: usize, rule: &'p Rule, index: usize) {
        for case in &rule.fields[index].cases {
            if let Some(condition) = &case.when {
                self.condition(side, rule, condition);
            }
            let mut parameters = Vec::new();
            case.value.parameters(&mut parameters);
            parameters.into_iter().for_each(|parameter| self.turns(side, parameter));
            let mut facts = Vec::new();
            case.value.facts(&mut facts);
            for fact in facts {
                let fact = self.catalogue.fact(side, fact);
                if self.catalogue.facts[fact].none.is_some() {
                    self.add(Test::IsNone { fact });
                }
                if matches!(case.value, Expression::Fact(_))
                    && self.catalogue.facts[fact].kind == crate::fact::Kind::Flag
                {
                    self.add(Test::Flag { fact, wanted: true });
                }
            }
        }
    }

    /// The days on which a parameter turns, as tests of the business date.
    fn turns(&mut self, side: usize, parameter: ParameterId) {
        let parameter = &self.catalogue.parameters[self.catalogue.parameter(side, parameter)];
        boundaries(parameter).into_iter().for_each(|day| self.add(since(day)));
    }

    fn condition(&mut self, side: usize, rule: &'p Rule, condition: &'p Condition) {
        match &condition.form {
            Form::Test(test) => {
                self.add(self.catalogue.test(side, test));
                test.parameters().for_each(|parameter| self.turns(side, parameter));
            }
            Form::All(parts) | Form::Any(parts) => {
                parts.iter().for_each(|part| self.condition(side, rule, part));
            }
            Form::Rule { rule: other, .. } => {
                let other = &self.policies[side].rules[*other];
                self.condition(side, other, &other.root);
            }
            Form::Item { rule: other, item } => {
                let other = &self.policies[side].rules[*other];
                self.condition(side, other, &other.items[*item]);
            }
            Form::Field(field) => self.field(side, rule, *field),
        }
    }
}

/// Tests of the business date each alone and first, then by the facts that they bind.
fn grouped(tests: Vec<Test>) -> (Vec<Test>, Vec<Group>) {
    let mut bound = FactSets::default();
    for test in &tests {
        let mut facts = test.facts();
        if let (Some(one), Some(other)) = (facts.next(), facts.next()) {
            bound.join(one, other);
        }
    }
    let mut keyed: Vec<(Option<FactId>, Test)> =
        tests.into_iter().map(|test| (test.facts().map(|fact| bound.first(fact)).min(), test)).collect();
    keyed.sort_by_key(|(key, _)| *key);
    let mut groups: Vec<Group> = Vec::new();
    let mut last = None;
    for (at, (key, test)) in keyed.iter().enumerate() {
        if key.is_none() || *key != last {
            groups.push(Group { facts: Vec::new(), tests: (at, at) });
            last = *key;
        }
        if let Some(group) = groups.last_mut() {
            group.tests.1 = at + 1;
            group.facts.extend(test.facts());
            group.facts.sort_unstable();
            group.facts.dedup();
        }
    }
    (keyed.into_iter().map(|(_, test)| test).collect(), groups)
}

/// Whether two computed values are the same in an answer.
pub fn same_answer(one: &Datum, other: &Datum) -> bool {
    one.json() == other.json()
}
