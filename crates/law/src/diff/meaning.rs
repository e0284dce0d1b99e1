//! The meaning of two policies, conclusion by conclusion and field by field.

use super::catalogue::{FactChange, SIDES};
use super::clause::{Clause, clauses};
use super::cover::cover;
use super::merged::{Incomparable, Merged};
use super::person::{self, Person, Sought};
use super::space::{Cube, Space};
use super::words::Both;
use crate::diagram::{NO, NodeId};
use crate::fact::FactId;
use crate::policy::Policy;

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
pub(super) struct Asked<'a> {
    pub(super) conclusion: &'a str,
    pub(super) field: Option<&'a str>,
    pub(super) tried: &'a [FactId],
}

pub(super) struct Work<'p> {
    pub(super) merged: Merged<'p>,
    pub(super) space: Space,
}

impl Work<'_> {
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
            // Where days that stand for all are not proven to, no case is no proof.
            _ if cases.is_empty() && complete => Verdict::Equal,
            _ => Verdict::Differs,
        };
        let fields = match rules {
            [Some(before), Some(after)] => self.fields(key, [before, after], roots),
            _ => Vec::new(),
        };
        ConclusionMeaning { key: key.to_owned(), name, verdict, cases, complete, fields, classes }
    }

    /// The cases of a node, whether they are all, and the number of classes.
    pub(super) fn cases(
        &mut self,
        among: NodeId,
        node: NodeId,
        change: &Change,
        asked: Asked<'_>,
    ) -> (Vec<Case>, bool, usize) {
        let mut found = cover(&mut self.merged, &mut self.space, among, node);
        found.complete &=
            !Space::groups(&self.merged, node).into_iter().any(|group| self.merged.is_rough(group));
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
}
