//! The fields of a conclusion, where it is a yes on both sides: equal formulas,
//! or exactly where two give different values.

use super::catalogue::SIDES;
use super::computed;
use super::formula::{Comparison, Formula};
use super::meaning::{Asked, Change, FieldMeaning, Verdict, Work};
use super::shape;
use super::timeline::boundaries;
use super::words::Both;
use crate::condition::Test;
use crate::date::Date;
use crate::diagram::{NO, NodeId};
use crate::fact::FactId;
use crate::rule::Rule;
use crate::value::Expression;

/// A pair of values with where they are given.
struct Part {
    node: NodeId,
    formulas: [Formula; 2],
    change: Change,
    facts: Vec<FactId>,
}

impl<'p> Work<'p> {
    pub(super) fn fields(
        &mut self,
        conclusion: &str,
        rules: [&'p Rule; 2],
        roots: [NodeId; 2],
    ) -> Vec<FieldMeaning> {
        let mut keys: Vec<&str> =
            rules.iter().flat_map(|rule| &rule.fields).map(|field| field.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        let both = self.merged.graph.and(roots[0], roots[1]);
        keys.into_iter().map(|key| self.field(conclusion, key, rules, both)).collect()
    }

    fn field(&mut self, conclusion: &str, key: &str, rules: [&'p Rule; 2], both: NodeId) -> FieldMeaning {
        let at = rules.map(|rule| rule.fields.iter().position(|field| field.key == key));
        let declared = SIDES.map(|side| at[side].map(|at| &rules[side].fields[at]));
        let name = declared[1].or(declared[0]).map_or_else(Both::default, |of| Both::new(&of.name, &of.en));
        let mut found = FieldMeaning {
            key: key.to_owned(),
            name,
            verdict: Verdict::Identical,
            cases: Vec::new(),
            complete: true,
        };
        let [Some(before), Some(after)] = at else {
            found.verdict = if at[0].is_none() { Verdict::Added } else { Verdict::Removed };
            return found;
        };
        let shape = |side: usize, at: usize| {
            shape::field(self.merged.policies[side], &self.merged.catalogue, side, rules[side], at)
        };
        if shape(0, before) == shape(1, after) {
            return found;
        }
        for part in self.parts([(rules[0], before), (rules[1], after)], both) {
            let asked = Asked { conclusion, field: Some(key), tried: &part.facts };
            let (cases, complete, _) = self.cases(both, part.node, &part.change, asked);
            found.cases.extend(cases);
            found.complete &= complete;
        }
        found.verdict =
            if found.cases.is_empty() && found.complete { Verdict::Equal } else { Verdict::Differs };
        found
    }

    /// Where two fields give different values, by the pair of values.
    fn parts(&mut self, fields: [(&'p Rule, usize); 2], both: NodeId) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let cases = SIDES.map(|side| self.merged.cases(side, fields[side].0, fields[side].1));
        let value = |work: &Self, side: usize, case: Option<usize>| {
            let (rule, field) = fields[side];
            let own = case.map_or(&Expression::None, |at| &rule.fields[field].cases[at].value);
            let value = work.merged.catalogue.expression(side, own);
            if side == 0 { value } else { work.named_alike(&value, [fields[0].0, fields[1].0]) }
        };
        for before in &cases[0] {
            for after in &cases[1] {
                let here = self.merged.graph.and(before.when, after.when);
                let here = self.merged.graph.and(here, both);
                if here == NO {
                    continue;
                }
                let values = [value(self, 0, before.case), value(self, 1, after.case)];
                for (day, during) in self.intervals(&values) {
                    let here = self.merged.graph.and(here, during);
                    self.compared(&values, day, here, &mut parts);
                }
            }
        }
        parts
    }

    /// The later side's value, where a field that it reads is under the earlier
    /// side's name if the two are of one shape.
    fn named_alike(&self, value: &Expression, rules: [&'p Rule; 2]) -> Expression {
        let Expression::Field(field) = value else {
            return value.with_parts(&|part| self.named_alike(part, rules));
        };
        let shape = |side: usize, at: usize| {
            shape::field(self.merged.policies[side], &self.merged.catalogue, side, rules[side], at)
        };
        let own = shape(1, field / 2);
        let same = (0..rules[0].fields.len()).find(|at| shape(0, *at) == own);
        Expression::Field(same.map_or(*field, |at| 2 * at))
    }

    /// The days between which no parameter of two expressions turns, each with its first.
    fn intervals(&mut self, values: &[Expression; 2]) -> Vec<(Date, NodeId)> {
        let mut parameters = Vec::new();
        for value in values {
            value.parameters(&mut parameters);
        }
        let of = |parameter: &usize| boundaries(&self.merged.catalogue.parameters[*parameter]);
        let mut days: Vec<Date> = parameters.iter().flat_map(of).collect();
        days.push(Date::MIN);
        days.sort_unstable();
        days.dedup();
        let mut found = Vec::new();
        for (at, day) in days.iter().enumerate() {
            let from = self.merged.since(*day);
            let until = days.get(at + 1).map_or(NO, |next| self.merged.since(*next));
            found.push((*day, self.merged.graph.without(from, until)));
        }
        found
    }

    /// Adds where two expressions differ on days that begin with `day`.
    fn compared(&mut self, values: &[Expression; 2], day: Date, here: NodeId, parts: &mut Vec<Part>) {
        let formulas = [0, 1].map(|at| Formula::on(&self.merged.catalogue, &values[at], day));
        let none = [0, 1].map(|at: usize| {
            formulas[at].needs().into_iter().fold(NO, |any, fact| {
                let none = self.merged.leaf(&Test::IsNone { fact });
                self.merged.graph.or(any, none)
            })
        });
        let [lacks_before, lacks_after] = none;
        let neither = self.merged.graph.or(lacks_before, lacks_after);
        let neither = self.merged.graph.not(neither);
        let words = [0, 1].map(|at: usize| {
            if formulas[at].is_none() {
                computed::expression(&self.merged, &Expression::None, day)
            } else {
                computed::expression(&self.merged, &values[at], day)
            }
        });
        let nothing = computed::expression(&self.merged, &Expression::None, day);
        let mut facts: Vec<FactId> = formulas.iter().flat_map(Formula::facts).collect();
        facts.sort_unstable();
        facts.dedup();
        let comparison = formulas[0].compare(&formulas[1], &self.merged.catalogue);
        let only_before = self.merged.graph.without(lacks_after, lacks_before);
        let only_after = self.merged.graph.without(lacks_before, lacks_after);
        let mut add =
            |work: &mut Self, when: NodeId, formulas: [Formula; 2], values: [Both; 2], everywhere: bool| {
                let at = work.merged.graph.and(here, when);
                let [before, after] = values;
                let change = Change::Value { before, after, everywhere };
                // The same pair of values on other days is the same difference.
                match parts.iter_mut().find(|part| part.formulas == formulas && part.change == change) {
                    Some(part) => part.node = work.merged.graph.or(part.node, at),
                    None if at == NO => {}
                    None => parts.push(Part { node: at, formulas, change, facts: facts.clone() }),
                }
            };
        if comparison != Comparison::Equal {
            let everywhere = comparison == Comparison::Everywhere;
            add(self, neither, formulas.clone(), words.clone(), everywhere);
        }
        if !formulas[0].is_none() {
            let known = formulas[0].is_known();
            let formulas = [formulas[0].clone(), Formula::none()];
            add(self, only_before, formulas, [words[0].clone(), nothing.clone()], known);
        }
        if !formulas[1].is_none() {
            let known = formulas[1].is_known();
            let formulas = [Formula::none(), formulas[1].clone()];
            add(self, only_after, formulas, [nothing, words[1].clone()], known);
        }
    }
}
