//! What both policies can ask of a person: all tests, those of bound facts next
//! to each other, and the lists that authorised matters may hold.

use super::catalogue::{Catalogue, Given, SIDES};
use super::merged::Group;
use super::shape;
use super::timeline::boundaries;
use crate::condition::{Condition, Day, DayBase, FactSets, Form, Test};
use crate::date::Date;
use crate::fact::FactId;
use crate::parameter::{ParameterId, Setting, SettingKind};
use crate::policy::Policy;
use crate::rule::Rule;
use crate::value::Expression;
use std::collections::BTreeSet;

/// All tests that conclusions, and fields that may differ, can read.
pub(super) struct Tests<'c, 'p> {
    policies: [&'p Policy; 2],
    catalogue: &'c Catalogue,
    found: Vec<Test>,
}

impl<'c, 'p> Tests<'c, 'p> {
    pub(super) fn of(policies: [&'p Policy; 2], catalogue: &'c Catalogue) -> Vec<Test> {
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
                    for side in SIDES {
                        tests.field(side, places[side].0, places[side].1);
                    }
                }
            }
        }
        let nullable = |fact: &FactId| catalogue.facts[*fact].none.is_some();
        let read: Vec<FactId> = tests.found.iter().flat_map(Test::facts).filter(nullable).collect();
        for fact in read {
            tests.add(Test::IsNone { fact });
        }
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
            for parameter in parameters {
                self.turns(side, parameter);
            }
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
        for day in boundaries(parameter) {
            self.add(since(day));
        }
    }

    fn condition(&mut self, side: usize, rule: &'p Rule, condition: &'p Condition) {
        match &condition.form {
            Form::Test(test) => {
                self.add(self.catalogue.test(side, test));
                test.parameters().for_each(|parameter| self.turns(side, parameter));
            }
            Form::All(parts) | Form::Any(parts) => {
                for part in parts {
                    self.condition(side, rule, part);
                }
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
pub(super) fn grouped(tests: Vec<Test>) -> (Vec<Test>, Vec<Group>) {
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

/// The lists that stand for all: each that both sides know may be empty, hold some
/// districts or all of them. No rule names a district, so more cannot be told apart.
pub(super) fn lists(policies: [&Policy; 2], catalogue: &Catalogue) -> Vec<Given> {
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
