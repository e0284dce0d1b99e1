//! How many persons of a list are answered otherwise, conclusion by conclusion:
//! gains, losses, what opens and what is settled, fields.

use super::meaning::Meaning;
use crate::contract::input;
use crate::decide::{Decider, Options, Outcome, Status};
use crate::value::Datum;
use serde::Serialize;
use std::collections::BTreeMap;

/// The counts of one conclusion.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Answered otherwise in any way.
    pub differ: u64,
    /// From no or unknown to yes.
    pub gains: u64,
    /// From yes to no or unknown.
    pub losses: u64,
    /// From no to unknown, or from unknown to no.
    pub open: u64,
    /// A yes stays a yes with other fields.
    pub values: u64,
}

/// Counts over a list of persons.
#[derive(Debug)]
pub struct Population<'m, 'p> {
    meaning: &'m Meaning<'p>,
    deciders: [Decider; 2],
    /// Persons read.
    pub persons: u64,
    /// Persons for whom any conclusion differs.
    pub differ: u64,
    /// Refused as bad input by the earlier policy, by the later one.
    pub refused: [u64; 2],
    /// By conclusion.
    pub conclusions: BTreeMap<&'m str, Count>,
}

impl<'m, 'p> Population<'m, 'p> {
    /// Counts nobody yet.
    pub fn new(meaning: &'m Meaning<'p>) -> Self {
        let conclusions = meaning.conclusions.iter().map(|of| (of.key.as_str(), Count::default())).collect();
        Self { meaning, deciders: Default::default(), persons: 0, differ: 0, refused: [0, 0], conclusions }
    }

    /// Adds one person, an input as decisions take it.
    pub fn add(&mut self, input: &[u8]) {
        self.persons += 1;
        let policies = self.meaning.merged.policies;
        let requests = policies.map(|policy| input::read(policy, input).ok());
        for (side, request) in requests.iter().enumerate() {
            self.refused[side] += u64::from(request.is_none());
        }
        let [Some(before), Some(after)] = requests else { return };
        let options = Options { without_because: true, without_changes: true, ..Options::default() };
        let [one, other] = &mut self.deciders;
        let before = one.decide(policies[0], &before, &options).outcomes;
        let after = other.decide(policies[1], &after, &options).outcomes;
        let mut any = false;
        for of in &self.meaning.conclusions {
            let find = |side: usize, outcomes: &'_ [Outcome]| {
                policies[side]
                    .plan(&of.key)
                    .and_then(|plan| outcomes.iter().position(|outcome| outcome.plan == plan))
            };
            let [before, after] =
                [find(0, &before).map(|at| &before[at]), find(1, &after).map(|at| &after[at])];
            // A conclusion that a policy does not have is given to nobody.
            let status = |outcome: Option<&Outcome>| outcome.map_or(Status::No, |outcome| outcome.status);
            let Some(count) = self.conclusions.get_mut(of.key.as_str()) else { continue };
            let differs = match (status(before), status(after)) {
                (Status::Yes, Status::Yes) => {
                    let values = fields(policies[0], before) != fields(policies[1], after);
                    count.values += u64::from(values);
                    values
                }
                (one, other) if one == other => false,
                (_, Status::Yes) => {
                    count.gains += 1;
                    true
                }
                (Status::Yes, _) => {
                    count.losses += 1;
                    true
                }
                (Status::No | Status::Unknown, Status::No | Status::Unknown) => {
                    count.open += 1;
                    true
                }
            };
            count.differ += u64::from(differs);
            any |= differs;
        }
        self.differ += u64::from(any);
    }
}

fn fields<'a>(policy: &'a crate::Policy, outcome: Option<&Outcome>) -> BTreeMap<&'a str, serde_json::Value> {
    let Some(outcome) = outcome else { return BTreeMap::new() };
    let names = policy.rule(outcome.plan).fields.iter().map(|field| field.key.as_str());
    names.zip(outcome.fields.iter().map(|(datum, _)| Datum::json(datum))).collect()
}
