//! The meaning of two policies, conclusion by conclusion and field by field.

use super::catalogue::{FactChange, SIDES, boundaries};
use super::clause::{Clause, clauses};
use super::cover::cover;
use super::formula::{Comparison, Formula};
use super::merged::{Incomparable, Merged};
use super::person::{self, Person, Sought};
use super::shape;
use super::space::{Cube, Space};
use super::words::{self, Both};
use crate::condition::Test;
use crate::date::Date;
use crate::diagram::{NO, NodeId};
use crate::fact::FactId;
use crate::policy::Policy;
use crate::rule::Rule;
use crate::value::Expression;

/// What is proven of a conclusion or a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Both are one node of the diagram, or one formula.
    Identical,
    /// No person on any business date is answered otherwise.
    Equal,
    /// Somebody is.
    Differs,
    /// Only the later policy has it.
    Added,
    /// Only the earlier policy has it.
    Removed,
}

impl Verdict {
    /// Whether nobody is answered otherwise.
    pub const fn is_equal(self) -> bool {
        matches!(self, Self::Identical | Self::Equal)
    }
}

/// Which way a case goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// From no to yes.
    Gain,
    /// From yes to no.
    Loss,
    /// A yes stays a yes, a field of it differs.
    Value {
        /// What it was.
        before: Both,
        /// What it becomes.
        after: Both,
        /// Whether it differs for everybody in the case; else for those for whom
        /// the two give different values.
        everywhere: bool,
    },
}

/// Some of the persons who are answered otherwise: among those for whom the
/// conclusion is a yes after (a gain), before (a loss) or on both sides (a value).
#[derive(Debug, Clone)]
pub struct Case {
    /// How.
    pub change: Change,
    /// Exactly when, as patterns of the common diagram.
    pub cube: Cube,
    /// The same in words.
    pub clauses: Vec<Clause>,
    /// The smallest such person; none if whoever the case describes would be
    /// refused as bad input, or (where values differ) none was found.
    pub person: Option<Person>,
}

/// A field of a conclusion.
#[derive(Debug, Clone)]
pub struct FieldMeaning {
    /// Its key.
    pub key: String,
    /// Its names.
    pub name: Both,
    /// What is proven.
    pub verdict: Verdict,
    /// The cases, if it differs.
    pub cases: Vec<Case>,
    /// Whether the cases are all.
    pub complete: bool,
}

/// A conclusion.
#[derive(Debug, Clone)]
pub struct ConclusionMeaning {
    /// Its key.
    pub key: String,
    /// Its names.
    pub name: Both,
    /// What is proven of its status.
    pub verdict: Verdict,
    /// The cases, if its status differs.
    pub cases: Vec<Case>,
    /// Whether the cases are all.
    pub complete: bool,
    /// Its fields, where it is a yes on both sides.
    pub fields: Vec<FieldMeaning>,
    /// On how many classes of business dates its status was looked at.
    pub classes: usize,
}

impl ConclusionMeaning {
    /// Whether nobody is answered otherwise, in status or in fields.
    pub fn is_equal(&self) -> bool {
        self.verdict.is_equal() && self.fields.iter().all(|field| field.verdict.is_equal())
    }
}

/// The meaning of two policies.
#[derive(Debug, Clone)]
pub struct Meaning<'p> {
    /// What both stand on.
    pub merged: Merged<'p>,
    /// All conclusions of both, by key.
    pub conclusions: Vec<ConclusionMeaning>,
}

impl Meaning<'_> {
    /// Whether nobody is answered otherwise, and whoever is asked is asked the same.
    pub fn is_equal(&self) -> bool {
        self.conclusions.iter().all(ConclusionMeaning::is_equal)
            && self.changed_facts().next().is_none()
            && self.changed_what_ifs().is_empty()
    }

    /// Parameters that a decision may give on one side only.
    pub fn changed_what_ifs(&self) -> Vec<&str> {
        let [before, after] = self.merged.policies.map(|policy| {
            let given = policy.parameters.iter().filter(|parameter| parameter.what_if);
            given.map(|parameter| (parameter.key.as_str(), parameter.kind)).collect::<Vec<_>>()
        });
        let only = |one: &[(&'_ str, _)], other: &[(&'_ str, _)]| -> Vec<usize> {
            (0..one.len()).filter(|at| !other.contains(&one[*at])).collect()
        };
        let gone = only(&before, &after).into_iter().map(|at| before[at].0);
        let new = only(&after, &before).into_iter().map(|at| after[at].0);
        gone.chain(new).collect()
    }

    /// Differences between the catalogues that change which inputs are taken.
    pub fn changed_facts(&self) -> impl Iterator<Item = &FactChange> {
        use super::catalogue::FactDifference::{Added, Bounds, Changeable, Nullable, Removed, Type, Value};
        let matters = |change: &&FactChange| {
            change.what.iter().any(|what| {
                matches!(what, Added | Removed | Type | Value(..) | Bounds | Nullable | Changeable)
            })
        };
        self.merged.catalogue.changes.iter().filter(matters)
    }
}

/// Compares the meaning of two policies.
pub fn compare<'p>(before: &'p Policy, after: &'p Policy) -> Result<Meaning<'p>, Incomparable> {
    let mut work = Work { merged: Merged::of([before, after])?, space: Space::default() };
    let mut keys: Vec<&str> = [before, after]
        .into_iter()
        .flat_map(|policy| (0..policy.plans.len()).map(|plan| policy.rule(plan).key.as_str()))
        .collect();
    keys.sort_unstable();
    keys.dedup();
    let conclusions = keys.into_iter().map(|key| work.conclusion(key)).collect();
    Ok(Meaning { merged: work.merged, conclusions })
}

/// Whose difference is looked at.
#[derive(Clone, Copy)]
struct Asked<'a> {
    conclusion: &'a str,
    field: Option<&'a str>,
    tried: &'a [FactId],
}

struct Work<'p> {
    merged: Merged<'p>,
    space: Space,
}

impl<'p> Work<'p> {
    fn conclusion(&mut self, key: &str) -> ConclusionMeaning {
        let policies = self.merged.policies;
        let plans = policies.map(|policy| policy.plan(key));
        let roots = SIDES.map(|side| plans[side].map_or(NO, |plan| self.merged.root(side, plan)));
        let rules = SIDES.map(|side| plans[side].map(|plan| policies[side].rule(plan)));
        let name = rules[1].or(rules[0]).map_or_else(Both::default, |rule| Both::new(&rule.name, &rule.en));
        let gains = self.merged.graph.without(roots[1], roots[0]);
        let losses = self.merged.graph.without(roots[0], roots[1]);
        let mut cases = Vec::new();
        let (mut complete, mut classes) = (true, 0);
        for (among, node, change) in [(roots[1], gains, Change::Gain), (roots[0], losses, Change::Loss)] {
            let found = self.cases(among, node, &change, Asked { conclusion: key, field: None, tried: &[] });
            complete &= found.1;
            classes = classes.max(found.2);
            cases.extend(found.0);
        }
        let verdict = match (plans[0], plans[1]) {
            (None, _) => Verdict::Added,
            (_, None) => Verdict::Removed,
            _ if roots[0] == roots[1] => Verdict::Identical,
            _ if cases.is_empty() => Verdict::Equal,
            _ => Verdict::Differs,
        };
        let fields = match rules {
            [Some(before), Some(after)] => self.fields(key, [before, after], roots),
            _ => Vec::new(),
        };
        ConclusionMeaning { key: key.to_owned(), name, verdict, cases, complete, fields, classes }
    }

    /// The cases of a node, whether they are all, and the number of classes.
    fn cases(
        &mut self,
        among: NodeId,
        node: NodeId,
        change: &Change,
        asked: Asked<'_>,
    ) -> (Vec<Case>, bool, usize) {
        let found = cover(&mut self.merged, &mut self.space, among, node);
        let Asked { conclusion, field, tried } = asked;
        let sought = Sought { conclusion, field, node, tried };
        let case = |(cube, had): (&Cube, &Cube)| Case {
            change: change.clone(),
            cube: cube.clone(),
            clauses: clauses(&self.merged, cube, had, &found.occurring),
            person: person::find(&self.merged, &found.classes, cube, sought),
        };
        (found.cubes.iter().zip(&found.had).map(case).collect(), found.complete, found.classes.len())
    }

    fn fields(&mut self, conclusion: &str, rules: [&'p Rule; 2], roots: [NodeId; 2]) -> Vec<FieldMeaning> {
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
        found.verdict = if found.cases.is_empty() { Verdict::Equal } else { Verdict::Differs };
        found
    }

    /// Where two fields give different values, by the pair of values.
    fn parts(&mut self, fields: [(&'p Rule, usize); 2], both: NodeId) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let cases = SIDES.map(|side| self.merged.cases(side, fields[side].0, fields[side].1));
        let value = |work: &Self, side: usize, case: Option<usize>| {
            let (rule, field) = fields[side];
            let own = case.map_or(&Expression::None, |at| &rule.fields[field].cases[at].value);
            work.merged.catalogue.expression(side, own)
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

    /// The days between which no parameter of two expressions turns, each with its first.
    fn intervals(&mut self, values: &[Expression; 2]) -> Vec<(Date, NodeId)> {
        let mut parameters = Vec::new();
        values.iter().for_each(|value| value.parameters(&mut parameters));
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
                words::expression(&self.merged, &Expression::None, day)
            } else {
                words::expression(&self.merged, &values[at], day)
            }
        });
        let nothing = words::expression(&self.merged, &Expression::None, day);
        let mut facts: Vec<FactId> = formulas.iter().flat_map(Formula::needs).collect();
        facts.dedup();
        let comparison = formulas[0].compare(&formulas[1], &self.merged.catalogue);
        let only_before = self.merged.graph.without(lacks_after, lacks_before);
        let only_after = self.merged.graph.without(lacks_before, lacks_after);
        let mut add =
            |work: &mut Self, when: NodeId, formulas: [Formula; 2], values: [Both; 2], everywhere: bool| {
                let node = work.merged.graph.and(here, when);
                let [before, after] = values;
                let change = Change::Value { before, after, everywhere };
                // The same pair of values on other days is the same difference.
                match parts.iter_mut().find(|part| part.formulas == formulas && part.change == change) {
                    Some(part) => part.node = work.merged.graph.or(part.node, node),
                    None if node == NO => {}
                    None => parts.push(Part { node, formulas, change, facts: facts.clone() }),
                }
            };
        if comparison != Comparison::Equal {
            let everywhere = comparison == Comparison::Everywhere;
            add(self, neither, formulas.clone(), words.clone(), everywhere);
        }
        if !formulas[0].is_none() {
            let formulas = [formulas[0].clone(), Formula::none()];
            add(self, only_before, formulas, [words[0].clone(), nothing.clone()], true);
        }
        if !formulas[1].is_none() {
            let formulas = [Formula::none(), formulas[1].clone()];
            add(self, only_after, formulas, [nothing, words[1].clone()], true);
        }
    }
}

/// A pair of values with where they are given.
struct Part {
    node: NodeId,
    formulas: [Formula; 2],
    change: Change,
    facts: Vec<FactId>,
}
